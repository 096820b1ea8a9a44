// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/tree.hpp"

namespace fairstart::syntax {

struct Limits {
  std::uint32_t depth = 200;  // nested expressions and blocks
};

// Parses a whole file. Always gives a tree whose root is a `file` node: what did not parse is an `error` node, and has its
// diagnostic; parsing goes on at the next top-level word in column 1. Linear in the size of the file.
Tree parse(const source::Sources& sources, base::FileId file, diagnostics::Diagnostics& diagnostics, Limits limits = {});

// Whether `text`, whole, matches a rule ("file", "decls", "answer"): for tests against the grammar.
bool matches(std::string_view rule, std::string_view text);

}  // namespace fairstart::syntax
