// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/syntax/tree.hpp"

namespace fairstart::format {

// The canonical layout of a file that parsed without errors. Loses no comment; format(format(x)) == format(x), and the
// result has the same leaves as the tree, spelling normalised (grammar.md, section 2). A tree with an error node comes back
// as it stands.
std::string format(const syntax::Tree& tree);

// The words and marks of a text in order, spelling normalised; without commas, of which the layout drops those at the end
// of a line that ends a clause. What format() must not change.
std::vector<std::string> normalised_leaves(const syntax::Tree& tree);

// Every comment in order, from `#` to the end of its line, without blanks at its end.
std::vector<std::string> comments(const syntax::Tree& tree);

}  // namespace fairstart::format
