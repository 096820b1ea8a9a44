// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/mistake.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "dsl/syntax/lexer.hpp"

namespace fairstart::syntax {
namespace {

constexpr std::size_t longest_quotation = 40;

// Words and signs that go on with a condition or value that could also end here.
constexpr std::array<std::string_view, 24> going_on = {"+",
                                                       "×",
                                                       "*",
                                                       "÷",
                                                       "/",
                                                       "or else",
                                                       "as",
                                                       "in",
                                                       "at",
                                                       "of",
                                                       ".",
                                                       "before",
                                                       "after",
                                                       "within",
                                                       "where",
                                                       "rounded",
                                                       "is",
                                                       "includes",
                                                       "and",
                                                       "or",
                                                       "unknown counts as",
                                                       "per",
                                                       "percentage points",
                                                       "then"};

// A name or number may be a unit: `3 years 4 months`.
bool goes_on(const Expected& token) {
  return token.kind == NodeKind::MINUS || token.kind == NodeKind::CMP || token.kind == NodeKind::NAME ||
         token.kind == NodeKind::NUM || std::find(going_on.begin(), going_on.end(), token.text) != going_on.end();
}

const std::string declaration = "a declaration";
const std::string a_new_line = "a new line";

std::string_view token_in_words(NodeKind kind) {
  switch (kind) {
    case NodeKind::NAME: return "a name";
    case NodeKind::PATH: return "a module such as `uk.family-record`";
    case NodeKind::TEXT: return "a text in quotes";
    case NodeKind::DATE: return "a date such as `2026-04-01`";
    case NodeKind::YEARS: return "years such as `2025/26`";
    case NodeKind::NUM: return "a number";
    case NodeKind::PCT: return "a percentage such as `95%`";
    case NodeKind::MONEY: return "an amount of money";
    case NodeKind::CMP: return "a comparison such as `<`";
    case NodeKind::MINUS:
    case NodeKind::NEG: return "`-`";
    case NodeKind::CANT: return "`can't tell`";
    case NodeKind::DAY: return "a day such as `25 December`";
    default: return {};
  }
}

std::string in_words(const Missed& missed) {
  if (missed.construct != nullptr) return std::string(missed.construct->text);
  const Expected& token = *missed.token;
  if (token.kind == NodeKind::file) return std::string(token.text);
  const std::string_view words = token_in_words(token.kind);
  return words.empty() ? fmt::format("`{}`", token.text) : std::string(words);
}

}  // namespace

Mistake::Mistake(const Builder& in_builder, Unread in_unread)
    : builder(in_builder), unread(in_unread), text(in_builder.text()), at(std::max(in_builder.furthest(), in_unread.begin)) {
  around = surroundings(text, unread.context, at);
  found = piece_at(text, at);
  if (!around.before.empty() && around.before.back().end > at) {
    found = around.before.back();
    around.before.pop_back();
  }
  word = word_at(found);
  previous = around.before.empty() ? Piece{unread.context, unread.context} : around.before.back();
  const std::size_t line_end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t line_begin = line_end == std::string_view::npos ? 0 : line_end + 1;
  line_first = static_cast<std::uint32_t>(std::min(text.find_first_not_of(" \t\r", line_begin), text.size()));
  first_on_line = line_first == found.begin;
}

bool Mistake::expects(std::string_view word_or_mark) const {
  const auto& missed = builder.missed_there();
  return std::any_of(missed.begin(), missed.end(),
                     [&](const Missed& m) { return m.construct == nullptr && m.token->text == word_or_mark; });
}

bool Mistake::expects(NodeKind token) const {
  const auto& missed = builder.missed_there();
  return std::any_of(missed.begin(), missed.end(),
                     [&](const Missed& m) { return m.construct == nullptr && m.token->kind == token; });
}

bool Mistake::expects_construct(std::string_view name) const {
  const auto& missed = builder.missed_there();
  return std::any_of(missed.begin(), missed.end(),
                     [&](const Missed& m) { return m.construct != nullptr && m.construct->text == name; });
}

std::string cut(std::string_view words) {
  if (words.size() <= longest_quotation) return std::string(words);
  std::size_t end = longest_quotation;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("{}…", words.substr(0, end));
}

std::string in_backticks(std::string_view words) { return fmt::format("`{}`", cut(words)); }

std::vector<std::string> expected_in_words(const Mistake& mistake) {
  const auto& missed = mistake.builder.missed_there();
  const bool may_go_on = mistake.value_may_go_on() || mistake.condition_may_go_on();
  std::vector<std::string> words;
  const auto add = [&](std::string word) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  };
  for (const Missed& m : missed) {
    if (m.construct == nullptr && may_go_on && goes_on(*m.token)) continue;
    // In the middle of a line, what comes before the next declaration is a new line.
    add(!mistake.first_on_line && in_words(m) == declaration ? a_new_line : in_words(m));
  }
  // Where a condition ended, these three stand for all that could go on with it.
  if (may_go_on && !mistake.first_on_line) {
    for (const std::string_view word : {"is", "and", "or"}) {
      if (mistake.expects(word)) add(fmt::format("`{}`", word));
    }
  }
  if (words.empty()) {
    for (const Missed& m : missed) add(in_words(m));
  }
  return words;
}

std::vector<std::string_view> expected_words(const Mistake& mistake) {
  std::vector<std::string_view> words;
  for (const Missed& m : mistake.builder.missed_there()) {
    if (m.token->kind == NodeKind::word && std::find(words.begin(), words.end(), m.token->text) == words.end())
      words.push_back(m.token->text);
  }
  return words;
}

}  // namespace fairstart::syntax
