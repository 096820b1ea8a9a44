// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsl/syntax/tree.hpp"

namespace fairstart::format {

struct Comment {
  std::string text;
  bool blank_before = false;  // a blank line
};

// What lies between two leaves: blanks, line ends and comments, as seen from the leaf after.
struct Gap {
  std::vector<Comment> own_lines;  // comments with lines of their own, before the leaf
  bool line_before = false;        // the leaf begins a line
  bool blank_before = false;       // a blank line before it (after its comments)
  std::string trailing;            // a comment on the leaf's own last line, after it; may be empty
};

// The gaps of a tree by leaf; and what follows the last leaf. A comment is handed out once, to who asks first: the block
// that lays out lines, or the leaf itself.
class Gaps {
 public:
  explicit Gaps(const syntax::Tree& tree);
  const Gap& at(syntax::Cursor leaf) const { return gaps_[leaf.index()]; }
  std::vector<Comment> take_own_lines(syntax::Cursor leaf);
  std::string take_trailing(syntax::Cursor leaf);
  const std::vector<Comment>& after_all() const { return after_all_; }
  const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<Gap> gaps_;  // by node
  std::vector<Comment> after_all_;
  std::vector<std::string> all_;
};

syntax::Cursor first_leaf(syntax::Cursor node);
syntax::Cursor last_leaf(syntax::Cursor node);

}  // namespace fairstart::format
