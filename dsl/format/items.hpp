// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "dsl/syntax/tree.hpp"

namespace fairstart::format {

using Children = std::vector<syntax::Cursor>;

// What a pair of braces holds: clauses that end with their lines, or a list whose commas stay.
enum class Braces { clauses, list };
Braces braces_of(syntax::NodeKind owner, std::size_t depth);

// One clause or list member, as the run of children that make it; and the comma after it, if any.
struct Item {
  Children parts;
  syntax::Cursor comma;
};

// Splits what stands between the braces of an `owner` (depth: how many of its braces are open) into items.
std::vector<Item> items_of(syntax::NodeKind owner, std::size_t depth, const Children& inside);

// The place of the mark that closes the brace at `open`.
std::size_t closing(const Children& children, std::size_t open);

bool is_mark(syntax::Cursor leaf, std::string_view mark);

}  // namespace fairstart::format
