// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/format/document.hpp"
#include "dsl/format/gaps.hpp"
#include "dsl/format/items.hpp"
#include "dsl/syntax/tree.hpp"

namespace fairstart::format {

// A line between braces, or at the top: one item, or several that share it. Cells are padded to columns; `rest` follows.
struct Line {
  std::vector<Comment> comments;  // on lines of their own, before it
  bool blank_before = false;
  std::vector<Document> cells;
  Document rest;
  bool rest_may_wrap = false;  // `rest` may go to a line of its own, further in …
  bool rest_wraps = false;     // … and does
  int shape = 0;               // only lines of one shape share columns
  std::string trailing;        // a comment at its end
};

// Lines under each other: neighbours of one shape share columns.
Document stack(std::vector<Line> lines);

// The places in a clause's children at which its cells start, the first left out; and whether the last may wrap.
struct Columns {
  std::vector<std::size_t> starts;
  bool last_may_wrap = false;
  int shape = 0;
};
bool is_laid_out_in_columns(syntax::NodeKind clause);
Columns columns_of(syntax::NodeKind owner, syntax::NodeKind clause, const Children& children);

// Lays a tree out once: `format` does it until nothing changes, as a line that had to be broken is laid out as two.
class Layout {
 public:
  explicit Layout(const syntax::Tree& tree) : tree_(tree), gaps_(tree) {}
  std::string run();

 private:
  Document node(syntax::Cursor at, syntax::Cursor parent);
  Document leaf(syntax::Cursor at, syntax::Cursor parent);
  Document inlined(syntax::Cursor parent, const Children& children, std::size_t depth);
  Document joined_by_words(syntax::Cursor at);
  Document braces(syntax::Cursor owner, const Children& children, std::size_t open, std::size_t close, std::size_t depth);
  Document lines_between(syntax::Cursor owner, const std::vector<Item>& items, std::size_t depth,
                         std::vector<Comment> last_comments);
  Line line_of(syntax::Cursor owner, const std::vector<Item>& row, std::size_t depth, std::vector<Comment>& left_over);
  Document table_rows(syntax::Cursor table, const Children& inside, std::vector<Comment> last_comments);
  bool starts_line(syntax::Cursor at) const { return gaps_.at(first_leaf(at)).line_before; }

  const syntax::Tree& tree_;
  Gaps gaps_;
};

}  // namespace fairstart::format
