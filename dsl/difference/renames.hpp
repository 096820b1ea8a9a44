// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/difference/difference.hpp"

namespace fairstart::difference {

// Declarations that mean in the new plan what they meant in the old one, under another name: of one kind, with a title that no other
// that came or went has. Without a title: the only ones of their kind, read by the same others.
std::vector<Rename> renames(const plan::Plan& old_plan, const plan::Plan& new_plan);

}  // namespace fairstart::difference
