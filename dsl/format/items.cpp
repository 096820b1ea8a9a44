// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/items.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace fairstart::format {
namespace {

using syntax::Cursor;
using syntax::NodeKind;

bool is_word_of(Cursor leaf, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return leaf.is_word(word); });
}

// Rules that are a whole clause wherever they stand between braces.
bool is_clause_rule(NodeKind kind, NodeKind owner) {
  switch (kind) {
    case NodeKind::meta:
    case NodeKind::note:
    case NodeKind::pclause:
    case NodeKind::level:
    case NodeKind::oclause:
    case NodeKind::aclause:
    case NodeKind::lclause:
    case NodeKind::iclause:
    case NodeKind::objective:
    case NodeKind::outcome:
    case NodeKind::indicator:
    case NodeKind::spread:
    case NodeKind::flow:
    case NodeKind::expect:
    case NodeKind::made:
    case NodeKind::column:
    case NodeKind::omitted: return true;
    case NodeKind::target: return owner == NodeKind::spread;
    default: return false;
  }
}

// Whether a clause that is written out in its owner's rule starts here. `before`: the child before, commas aside.
bool starts_clause(NodeKind owner, Cursor child, Cursor before) {
  const bool name = child.kind() == NodeKind::NAME;
  const bool after_word = before.kind() == NodeKind::word;
  switch (owner) {
    case NodeKind::codes: return child.is_word("group") || (name && !before.is_word("group"));
    case NodeKind::record: return is_word_of(child, {"key", "belongs to", "happens on"}) || (name && !after_word);
    case NodeKind::mapping:
      return is_word_of(child, {"dates", "unknown", "declined", "not asked", "extracted on", "covers", "partial", "file"});
    case NodeKind::column: return child.kind() == NodeKind::TEXT && before.kind() == NodeKind::literal;
    case NodeKind::score:
      return child.is_word("minus") || (child.kind() == NodeKind::NUM && !is_word_of(before, {"minus", "up to"}));
    case NodeKind::amount:
    case NodeKind::iclause: return name;
    case NodeKind::adapt: return (name && !after_word) || (child.is_word("also when") && before.kind() != NodeKind::NAME);
    case NodeKind::schedule: return is_word_of(child, {"gives", "late after", "serves", "on turning"});
    case NodeKind::objective:
    case NodeKind::outcome: return is_word_of(child, {"wave", "serves"});
    case NodeKind::spread:
      return is_word_of(child, {"of", "over", "between", "show", "rules", "baseline", "reading", "rebased on"});
    case NodeKind::case_: return is_word_of(child, {"horizon", "discount", "prices", "volume", "expect", "serves"});
    case NodeKind::incentive: return is_word_of(child, {"pays", "to", "serves"});
    case NodeKind::made: return name || child.is_word("others no");
    case NodeKind::example: return child.is_word("as at");
    default: return false;
  }
}

}  // namespace

bool is_mark(Cursor leaf, std::string_view mark) { return leaf && leaf.kind() == NodeKind::mark && leaf.text() == mark; }

Braces braces_of(NodeKind owner, std::size_t depth) {
  const bool list = owner == NodeKind::set || owner == NodeKind::calendar || (owner == NodeKind::codes && depth > 1);
  return list ? Braces::list : Braces::clauses;
}

std::size_t closing(const Children& children, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < children.size(); ++i) {
    if (is_mark(children[i], "{")) ++depth;
    if (is_mark(children[i], "}") && --depth == 0) return i;
  }
  return children.size();
}

std::vector<Item> items_of(NodeKind owner, std::size_t depth, const Children& inside) {
  const bool list = braces_of(owner, depth) == Braces::list;
  std::vector<Item> items;
  Cursor before, comma;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const Cursor child = inside[i];
    if (is_mark(child, ",")) {
      comma = child;
      continue;
    }
    const bool starts = items.empty() || (list ? static_cast<bool>(comma)
                                               : is_clause_rule(child.kind(), owner) || starts_clause(owner, child, before));
    if (starts) {
      if (!items.empty()) items.back().comma = comma;
      items.emplace_back();
    } else if (comma) {
      items.back().parts.push_back(comma);  // a comma inside the clause
    }
    comma = {};
    items.back().parts.push_back(child);
    before = child;
    if (is_mark(child, "{")) {
      const std::size_t end = closing(inside, i);
      for (++i; i < inside.size() && i <= end; ++i) items.back().parts.push_back(inside[i]);
      before = items.back().parts.back();
      --i;
    }
  }
  if (comma && !items.empty()) items.back().comma = comma;
  return items;
}

}  // namespace fairstart::format
