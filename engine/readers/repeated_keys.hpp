// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::readers {

// hash_of_text of each key that more than one row has, sorted; on so many threads. Needs 8 bytes a row for a while.
std::vector<std::uint64_t> repeated_keys(const column::Keys& keys, std::size_t threads);

}  // namespace fairstart::readers
