// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dsl/syntax/tree.hpp"

namespace fairstart::format {

// How a leaf is written: blanks inside a phrase become one, what Word pastes becomes what a keyboard has. `parent` is the
// node that the leaf is a child of: a comparison's symbol becomes words.
std::string spelling(syntax::Cursor leaf, syntax::Cursor parent);

}  // namespace fairstart::format
