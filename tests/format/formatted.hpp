// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/format/format.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::format {

struct Formatted {
  bool parsed = false;
  std::string text;
  std::vector<std::string> leaves, comments;  // of what was read
};

inline Formatted formatted(const std::string& fair) {
  source::Sources sources;
  diagnostics::Diagnostics found;
  const syntax::Tree tree = syntax::parse(sources, sources.add("test.fair", fair), found);
  return {!found.has_errors(), format(tree), normalised_leaves(tree), comments(tree)};
}

}  // namespace fairstart::format
