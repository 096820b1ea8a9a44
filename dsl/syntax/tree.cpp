// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/tree.hpp"

#include <array>

namespace fairstart::syntax {
namespace {

// In the order of NodeKind.
constexpr std::array<std::string_view, 92> names = {
    "word",      "mark",      "NAME",     "PATH",      "TEXT",      "DATE",     "YEARS",   "NUM",    "PCT",      "MONEY",
    "CMP",       "MINUS",     "NEG",      "CANT",      "DAY",       "error",    "file",    "meta",   "note",     "id",
    "ref",       "decl",      "codes",    "unit",      "record",    "trait",    "type",    "role",   "mapping",  "column",
    "parameter", "pclause",   "calendar", "window",    "define",    "table",    "cell",    "score",  "levels",   "level",
    "offer",     "oclause",   "due",      "amount",    "schedule",  "allocate", "aclause", "order",  "register", "lclause",
    "wave",      "objective", "outcome",  "indicator", "iclause",   "show",     "period",  "target", "spread",   "side",
    "case",      "flow",      "range",    "incentive", "guarantee", "example",  "made",    "expect", "detail",   "adapt",
    "retire",    "omitted",   "answer",   "cond",      "test",      "standing", "compare", "state",  "set",      "sum",
    "term",      "factor",    "operand",  "atom",      "aggregate", "pick",     "item",    "list",   "where",    "span",
    "quantity",  "literal"};
static_assert(names.size() == static_cast<std::size_t>(NodeKind::literal) + 1 && !names.back().empty());

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::string_view name_of(NodeKind kind) { return names[static_cast<std::size_t>(kind)]; }

bool Cursor::is_word(std::string_view words) const {
  if (!is(NodeKind::word)) return false;
  const std::string_view written = text();
  std::size_t at = 0;
  for (const char c : words) {
    if (at == written.size()) return false;
    if (c == ' ') {
      if (!is_blank(written[at])) return false;
      while (at < written.size() && is_blank(written[at])) ++at;
    } else if (written[at++] != c) {
      return false;
    }
  }
  return at == written.size();
}

Cursor Cursor::first() const {
  if (tree_ == nullptr || node().size == 1) return {};
  return {*tree_, index_ + 1};
}

Cursor Cursor::child(NodeKind kind, int which) const {
  if (tree_ == nullptr) return {};
  for (const Cursor child : *this) {
    if (child.kind() == kind && which-- == 0) return child;
  }
  return {};
}

Cursor Cursor::word(std::string_view words) const {
  if (tree_ == nullptr) return {};
  for (const Cursor child : *this) {
    if (child.is_word(words)) return child;
  }
  return {};
}

Cursor Cursor::after_word(std::string_view words) const {
  if (tree_ == nullptr) return {};
  bool found = false;
  for (const Cursor child : *this) {
    if (found) return child;
    found = child.is_word(words);
  }
  return {};
}

}  // namespace fairstart::syntax
