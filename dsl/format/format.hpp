// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dsl/syntax/tree.hpp"

namespace fairstart::format {

// The canonical layout of a file that parsed without errors. Loses no comment; format(format(x)) == format(x), and the
// result has the same leaves as the tree, spelling normalised (grammar.md, section 2).
std::string format(const syntax::Tree& tree);

}  // namespace fairstart::format
