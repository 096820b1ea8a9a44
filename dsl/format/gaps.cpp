// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/gaps.hpp"

#include <string_view>
#include <utility>

namespace fairstart::format {
namespace {

using syntax::Cursor;
using syntax::NodeKind;

struct Between {
  std::string trailing;
  std::vector<Comment> own_lines;
  bool line = false, blank = false;
};

// Reads blanks and comments; before the file's first leaf every comment has a line of its own.
Between read(std::string_view text, bool at_line_start) {
  Between between;
  between.line = at_line_start;
  int line_ends = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') {
      ++line_ends;
      between.line = true;
    } else if (text[at] == '#') {
      std::size_t end = text.find('\n', at);
      if (end == std::string_view::npos) end = text.size();
      std::string_view comment = text.substr(at, end - at);
      while (!comment.empty() && (comment.back() == ' ' || comment.back() == '\t' || comment.back() == '\r'))
        comment.remove_suffix(1);
      if (between.line)
        between.own_lines.push_back({std::string(comment), line_ends > 1});
      else
        between.trailing = comment;
      line_ends = 0;
      at = end - 1;
    }
  }
  between.blank = line_ends > 1;
  return between;
}

}  // namespace

Gaps::Gaps(const syntax::Tree& tree) : gaps_(tree.nodes.size()) {
  std::uint32_t end = 0;
  std::optional<std::uint32_t> before;
  const auto keep = [&](const Between& between) {
    if (before) gaps_[*before].trailing = between.trailing;
    if (!between.trailing.empty()) all_.push_back(between.trailing);
    for (const Comment& comment : between.own_lines) all_.push_back(comment.text);
  };
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const syntax::Node& node = tree.nodes[i];
    if (node.size != 1 || node.kind >= NodeKind::file) continue;  // a rule that matched nothing is no leaf
    Between between = read(tree.text.substr(end, node.begin - end), !before);
    keep(between);
    gaps_[i] = {std::move(between.own_lines), between.line, between.blank, {}};
    before = i;
    end = node.end;
  }
  const Between between = read(tree.text.substr(end), !before);
  keep(between);
  after_all_ = between.own_lines;
}

std::vector<Comment> Gaps::take_own_lines(Cursor leaf) { return std::exchange(gaps_[leaf.index()].own_lines, {}); }
std::string Gaps::take_trailing(Cursor leaf) { return std::exchange(gaps_[leaf.index()].trailing, {}); }

Cursor first_leaf(Cursor node) {
  while (const Cursor inner = node.first()) node = inner;
  return node;
}

Cursor last_leaf(Cursor node) {
  while (true) {
    Cursor last;
    for (const Cursor child : node) last = child;
    if (!last) return node;
    node = last;
  }
}

}  // namespace fairstart::format
