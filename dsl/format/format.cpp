// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/format.hpp"

#include <algorithm>

#include "dsl/format/gaps.hpp"
#include "dsl/format/layout.hpp"
#include "dsl/format/spelling.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::format {
namespace {

using syntax::Cursor;
using syntax::NodeKind;

// A line that was too long is broken, and then laid out as the lines that it became: nearly always once.
constexpr int most_rounds = 8;

bool has_error(const syntax::Tree& tree) {
  return std::any_of(tree.nodes.begin(), tree.nodes.end(),
                     [](const syntax::Node& node) { return node.kind == NodeKind::error; });
}

void add_words(std::vector<std::string>& words, const std::string& text, NodeKind kind) {
  if (kind == NodeKind::TEXT) {
    words.push_back(text);
    return;
  }
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
}

void collect(Cursor at, Cursor parent, std::vector<std::string>& words) {
  if (at.kind() >= NodeKind::file) {
    for (const Cursor child : at) collect(child, at, words);
  } else if (!(at.kind() == NodeKind::mark && at.text() == ",")) {
    add_words(words, spelling(at, parent), at.kind());
  }
}

}  // namespace

std::string format(const syntax::Tree& tree) {
  if (tree.nodes.empty() || has_error(tree)) return std::string(tree.text);
  std::string text = Layout(tree).run();
  for (int round = 1; round < most_rounds; ++round) {
    source::Sources sources;
    diagnostics::Diagnostics found;
    const syntax::Tree again = syntax::parse(sources, sources.add("", text), found);
    if (found.has_errors() || has_error(again)) break;
    std::string next = Layout(again).run();
    if (next == text) break;
    text = std::move(next);
  }
  return text;
}

std::vector<std::string> normalised_leaves(const syntax::Tree& tree) {
  std::vector<std::string> words;
  if (!tree.nodes.empty()) collect(Cursor(tree, 0), {}, words);
  return words;
}

std::vector<std::string> comments(const syntax::Tree& tree) { return Gaps(tree).all(); }

}  // namespace fairstart::format
