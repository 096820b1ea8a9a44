// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/spelling.hpp"

#include <string_view>
#include <utility>

namespace fairstart::format {
namespace {

using syntax::Cursor;
using syntax::NodeKind;

std::string one_blank_between(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

std::string in_straight_quotes(std::string_view text) {
  constexpr std::string_view open = "“", close = "”";
  if (!text.starts_with(open) || !text.ends_with(close)) return std::string(text);
  const std::string_view inside = text.substr(open.size(), text.size() - open.size() - close.size());
  // There is no way to write `"` between straight quotes.
  if (inside.find('"') != std::string_view::npos) return std::string(text);
  return '"' + std::string(inside) + '"';
}

// The only child, as often as there is only one of that kind: sum → term → factor → operand.
Cursor single_operand(Cursor sum) {
  Cursor at = sum;
  for (const NodeKind kind : {NodeKind::term, NodeKind::factor, NodeKind::operand}) {
    const Cursor inner = at.first();
    if (!inner || inner.kind() != kind) return {};
    if (kind != NodeKind::factor) {
      for (const Cursor child : at) {
        if (child.index() != inner.index()) return {};
      }
    }
    at = inner;
  }
  return at;
}

// Whether a side of a comparison shows by its words that it is a date.
bool is_written_as_date(Cursor side) {
  if (!side || side.kind() != NodeKind::sum) return false;
  const Cursor operand = single_operand(side);
  if (!operand || operand.has_word("in") || operand.has_word("as")) return false;
  if (operand.has_word("before") || operand.has_word("after")) return true;
  const Cursor atom = operand.child(NodeKind::atom);
  if (!atom) return false;
  const Cursor first = atom.first();
  return first &&
         (first.kind() == NodeKind::DATE || first.is_word("as at") || first.is_word("turning") || first.is_word("next"));
}

std::string comparison_in_words(std::string_view symbol, Cursor compare) {
  bool dates = false;
  for (const Cursor child : compare) dates = dates || is_written_as_date(child);
  if (symbol == "=") return "is";
  if (symbol == "≠") return "is not";
  if (symbol == "<") return dates ? "is before" : "is under";
  if (symbol == ">") return dates ? "is after" : "is over";
  if (symbol == "<=" || symbol == "≤") return dates ? "is on or before" : "is at most";
  return dates ? "is on or after" : "is at least";
}

}  // namespace

std::string spelling(Cursor leaf, Cursor parent) {
  const std::string_view text = leaf.text();
  switch (leaf.kind()) {
    case NodeKind::TEXT: return in_straight_quotes(text);
    case NodeKind::CMP:
      if (parent && parent.kind() == NodeKind::compare) return comparison_in_words(text, parent);
      return text == "≤" ? "<=" : text == "≥" ? ">=" : std::string(text);
    case NodeKind::MINUS:
    case NodeKind::NEG: return "-";
    case NodeKind::CANT: return "can't tell";
    case NodeKind::mark:
      if (parent && parent.kind() == NodeKind::term) return text == "*" ? "×" : text == "/" ? "÷" : std::string(text);
      return std::string(text);
    default: return one_blank_between(text);
  }
}

}  // namespace fairstart::format
