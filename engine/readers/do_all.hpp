// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace fairstart::readers {

// work(0) to work(count - 1), in no order, on so many threads of which this is one. What one of them throws is thrown here.
void do_all(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

}  // namespace fairstart::readers
