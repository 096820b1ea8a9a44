// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/exec/frame.hpp"
#include "engine/kernels/lists.hpp"

namespace fairstart::exec {

// Whether the operand's value i is known.
bool known_at(const Operand& value, const column::Evaluated& from, std::size_t i);

// The row that a Pick takes among rows [begin, end) of the chunk, which are one owner's.
kernels::Picked pick_group(const plan::Plan& plan, const plan::Pick& pick, const column::Evaluated& from, std::size_t begin,
                           std::size_t end, bool open);

}  // namespace fairstart::exec
