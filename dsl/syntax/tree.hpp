// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dsl/base/span.hpp"

namespace fairstart::syntax {

// One kind per token and per rule of the grammar (design: grammar.md, section 1), by the same names.
enum class NodeKind : std::uint8_t {
  // Leaves. `word` is a whole keyword phrase as the grammar quotes it ("met by", "is" …); `mark` is punctuation.
  word,
  mark,
  NAME,
  PATH,
  TEXT,
  DATE,
  YEARS,
  NUM,
  PCT,
  MONEY,
  CMP,
  MINUS,
  NEG,
  CANT,
  DAY,
  error,  // text skipped by recovery: a declaration (or header) that did not parse
  // Rules
  file,
  meta,
  note,
  id,
  ref,
  decl,
  codes,
  unit,
  record,
  trait,
  type,
  role,
  mapping,
  column,
  parameter,
  pclause,
  calendar,
  window,
  define,
  table,
  cell,
  score,
  levels,
  level,
  offer,
  oclause,
  due,
  amount,
  schedule,
  allocate,
  aclause,
  order,
  registry,
  lclause,
  wave,
  objective,
  outcome,
  indicator,
  iclause,
  show,
  period,
  target,
  spread,
  side,
  case_,
  flow,
  range,
  incentive,
  guarantee,
  example,
  made,
  expect,
  detail,
  adapt,
  retire,
  omitted,
  answer,
  cond,
  test,
  standing,
  compare,
  state,
  set,
  sum,
  term,
  factor,
  operand,
  atom,
  aggregate,
  pick,
  item,
  list,
  where,
  span,
  quantity,
  literal,
};

std::string_view name_of(NodeKind kind);

// Nodes in preorder: a node's first child, if any, is the next node; its next sibling is `size` nodes on.
// Lossless: every byte outside leaves is blank or comment, so leaves in order plus the text give all back.
struct Node {
  NodeKind kind;
  std::uint32_t begin;  // bytes; leading blanks and comments excluded
  std::uint32_t end;
  std::uint32_t size;  // nodes in this subtree, itself included
};

struct Tree {
  base::FileId file;
  std::string_view text;  // owned by Sources
  std::vector<Node> nodes;
};

// A place in a tree; empty where something was looked for and not found.
class Cursor {
 public:
  Cursor() = default;
  Cursor(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

  explicit operator bool() const { return tree_ != nullptr; }
  NodeKind kind() const { return node().kind; }
  bool is(NodeKind kind) const { return tree_ != nullptr && node().kind == kind; }
  bool is_word(std::string_view word) const;  // a `word` leaf with these words, one blank between
  std::string_view text() const { return tree_->text.substr(node().begin, node().end - node().begin); }
  base::Span span() const { return {tree_->file, node().begin, node().end}; }
  std::uint32_t index() const { return index_; }
  const Tree& tree() const { return *tree_; }

  class Iterator {
   public:
    Iterator(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}
    Cursor operator*() const { return {*tree_, index_}; }
    Iterator& operator++() {
      index_ += tree_->nodes[index_].size;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Tree* tree_;
    std::uint32_t index_;
  };
  Iterator begin() const { return {*tree_, index_ + 1}; }
  Iterator end() const { return {*tree_, index_ + node().size}; }

  Cursor first() const;                              // first child
  Cursor child(NodeKind kind, int which = 0) const;  // the which-th child of that kind
  Cursor word(std::string_view word) const;          // the first `word` child with these words
  Cursor after_word(std::string_view word) const;    // the child that follows it
  bool has_word(std::string_view word) const { return static_cast<bool>(this->word(word)); }

 private:
  const Node& node() const { return tree_->nodes[index_]; }
  const Tree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

}  // namespace fairstart::syntax
