// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/source/source.hpp"
#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::syntax {

// A text parsed as a file.
struct Reading {
  explicit Reading(std::string fair, Limits limits = {})
      : file(sources.add("test.fair", std::move(fair))), tree(parse(sources, file, diagnostics, limits)) {}

  Cursor root() const { return {tree, 0}; }
  source::Position place(std::size_t item = 0) const { return sources.position(file, diagnostics.items().at(item).span.begin); }
  std::string_view marked(std::size_t item = 0) const { return sources.text(diagnostics.items().at(item).span); }

  source::Sources sources;
  diagnostics::Diagnostics diagnostics;
  base::FileId file;
  Tree tree;
};

inline bool is_leaf(NodeKind kind) { return kind <= NodeKind::error; }

// What must hold of every tree: leaves in order cover all but blanks and comments; a node spans its children, and its size
// counts them.
inline void expect_well_formed(const Tree& tree) {
  ASSERT_FALSE(tree.nodes.empty());
  EXPECT_EQ(tree.nodes[0].kind, NodeKind::file);
  ASSERT_EQ(tree.nodes[0].size, tree.nodes.size());
  std::size_t read = 0;
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    ASSERT_GE(node.size, 1U);
    ASSERT_LE(i + node.size, tree.nodes.size());
    if (is_leaf(node.kind)) {
      ASSERT_EQ(node.size, 1U);
      ASSERT_LT(node.begin, node.end);
      ASSERT_EQ(lexer::skip_blanks(tree.text, read), node.begin);
      read = node.end;
      continue;
    }
    std::size_t child = i + 1, last = i;
    while (child < i + node.size) {
      last = child;
      child += tree.nodes[child].size;
    }
    ASSERT_EQ(child, i + node.size);
    if (node.size > 1) {
      ASSERT_EQ(node.begin, tree.nodes[i + 1].begin);
      ASSERT_EQ(node.end, tree.nodes[last].end);
    }
  }
  // An error leaf may end with a comment of its own.
  EXPECT_EQ(lexer::skip_blanks(tree.text, read), tree.text.size());
}

// The names of the nodes at the top: what was declared, in order.
inline std::vector<std::string_view> declared(const Reading& reading) {
  std::vector<std::string_view> kinds;
  for (const Cursor child : reading.root()) {
    if (child.kind() == NodeKind::error) kinds.emplace_back("error");
    if (child.kind() == NodeKind::decl) {
      Cursor inner = child.first();
      if (inner.is_word("core")) inner = *++child.begin();
      kinds.push_back(name_of(inner.kind()));
    }
  }
  return kinds;
}

}  // namespace fairstart::syntax
