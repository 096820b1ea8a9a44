// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dsl/syntax/tree.hpp"

namespace fairstart::format {

// The version of the form below: raised with every change that gives an old file another text.
inline constexpr int canonical_form = 1;

// What a file that parsed without errors says, whatever its layout: its tree, a node or word a line, spelling normalised, without
// comments and commas. Two files with the same form mean the same; fmt() never changes it. For hashes, not for reading.
std::string canonical(const syntax::Tree& tree);

}  // namespace fairstart::format
