// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/complaint.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

#include "dsl/base/text.hpp"
#include "dsl/syntax/layout.hpp"
#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/mistake.hpp"

namespace fairstart::syntax {
namespace {

using diagnostics::Code;
using diagnostics::Diagnostic;

constexpr std::size_t most_alternatives = 6;

// The expected keyword, of one word or more, that is nearest to what stands there.
std::string_view meant(const Mistake& mistake) {
  if (mistake.word.size() < 3) return {};
  const std::vector<std::string_view> words = expected_words(mistake);
  std::string written;
  std::uint32_t at = mistake.found.begin;
  for (int count = 1; count <= 4; ++count) {
    const Piece piece = piece_at(mistake.text, at);
    if (piece.begin == piece.end || !lexer::is_name_byte(mistake.text[piece.begin])) break;
    written += (written.empty() ? "" : " ") + std::string(mistake.word_at(piece));
    std::vector<std::string_view> same_length;
    std::copy_if(words.begin(), words.end(), std::back_inserter(same_length),
                 [&](std::string_view word) { return std::count(word.begin(), word.end(), ' ') + 1 == count; });
    const std::string_view nearest = base::nearest(written, same_length);
    if (!nearest.empty()) return nearest;
    at = piece.end;
    while (at < mistake.text.size() && (mistake.text[at] == ' ' || mistake.text[at] == '\t')) ++at;
  }
  return {};
}

std::string choice_of(const std::vector<std::string>& words) {
  if (words.size() <= most_alternatives) return base::listed(words, "or");
  const std::vector<std::string> first(words.begin(), words.begin() + most_alternatives);
  return base::listed(first, "or") + " …";
}

// The construct whose start was looked for where the line begins: "a clause of an offer".
std::string_view construct_starting_here(const Mistake& mistake) {
  const std::string_view before = mistake.word_at(mistake.previous);
  if (mistake.word.empty() || mistake.word == "}" || (!mistake.first_on_line && before != "{" && before != ",")) return {};
  for (const Missed& missed : mistake.builder.missed_there()) {
    if (missed.construct == nullptr) continue;
    const std::string_view name = missed.construct->text;
    if (name.find("clause") != std::string_view::npos || name.find("line of") != std::string_view::npos ||
        name.find("of the header") != std::string_view::npos || name == "a declaration")
      return name;
  }
  return {};
}

std::string words_of(const Mistake& mistake, std::string_view construct) {
  std::vector<std::string> words;
  for (const Missed& missed : mistake.builder.missed_there()) {
    if (missed.construct == nullptr || missed.construct->text != construct || missed.token->kind != NodeKind::word) continue;
    std::string word = fmt::format("`{}`", missed.token->text);
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  }
  return base::listed(words, "or");
}

// What a clause is called in English, and how it starts here.
std::string_view said_otherwise(const Mistake& mistake, std::string_view construct) {
  struct Otherwise {
    std::string_view construct, word, instead;
  };
  constexpr std::array words = {Otherwise{"", "eligible", "when …"},
                                Otherwise{"", "eligibility", "when …"},
                                Otherwise{"", "criteria", "when …"},
                                Otherwise{"", "condition", "when …"},
                                Otherwise{"", "if", "when …"},
                                Otherwise{"", "where", "when …"},
                                Otherwise{"", "unless", "when not (…)"},
                                Otherwise{"", "except", "when not (…)"},
                                Otherwise{"", "price", "cost …"},
                                Otherwise{"", "deadline", "due …"},
                                Otherwise{"", "evidence", "met by …"},
                                Otherwise{"a clause of a list", "sort", "first …"},
                                Otherwise{"a clause of a list", "order", "first …"},
                                Otherwise{"a clause of an allocation", "priority", "first …"},
                                Otherwise{"a clause of an incentive", "pay", "pays …"},
                                Otherwise{"a clause of an incentive", "of", "pays £10,000 for INDICATOR between 80% and 90%"},
                                Otherwise{"a clause of an indicator", "hide", "hide counts below 8"},
                                Otherwise{"a clause of an indicator", "population", "among …"},
                                Otherwise{"a clause of an indicator", "denominator", "among …"},
                                Otherwise{"a clause of an indicator", "numerator", "count …"},
                                Otherwise{"a declaration", "definition", "define …"},
                                Otherwise{"a declaration", "rule", "define …"},
                                Otherwise{"a declaration", "threshold", "parameter …"},
                                Otherwise{"a declaration", "guarantees", "guarantee …"},
                                Otherwise{"a declaration", "allocation", "allocate …"}};
  const bool digit = !mistake.word.empty() && lexer::is_digit(mistake.word[0]);
  if (construct == "a clause of a schedule" && digit) return "on turning 8 weeks six-in-one 1";
  if (construct == "a clause of a parameter" && (digit || mistake.word.starts_with("£"))) return "value …";
  for (const Otherwise& each : words) {
    const bool fits = each.construct.empty() ? construct.starts_with("a clause of") : construct == each.construct;
    if (fits && each.word == mistake.word) return each.instead;
  }
  return {};
}

Diagnostic not_a_clause(const Mistake& mistake, std::string_view construct) {
  const std::string_view word = meant(mistake);
  std::string help;
  if (!word.empty()) {
    help = fmt::format("did you mean `{}`?", word);
  } else if (const std::string_view instead = said_otherwise(mistake, construct); !instead.empty()) {
    help = fmt::format("write `{}`", instead);
  } else if (construct == "a declaration") {
    help = "a declaration starts with a word such as `define`, `offer` or `indicator`";
  } else if (const std::string words = words_of(mistake, construct); !words.empty()) {
    help =
        fmt::format("{} starts with {}{}", construct, construct == "a line of points" ? "a number such as `2`, " : "", words);
  }
  return {Code::syntax_error,
          fmt::format("{} does not start {}", in_backticks(mistake.word), construct),
          mistake.span(mistake.found),
          {},
          std::move(help),
          {}};
}

Diagnostic something_else(const Mistake& mistake) {
  const std::string expected = choice_of(expected_in_words(mistake));
  const std::string_view word = meant(mistake);
  std::string help = word.empty() ? std::string() : fmt::format("did you mean `{}`?", word);
  if (const std::string_view example = clause_example(mistake);
      word.empty() && !example.empty() && !mistake.condition_may_go_on())
    help = fmt::format("it is written as in `{}`", example);
  if (help.empty() && mistake.first_on_line && mistake.expects(",")) help = "put a comma after it";
  // What is missing at the end of a line or block is missing after its last word, not at the next one.
  const bool ended = mistake.word.empty() || mistake.word == "}" || mistake.first_on_line;
  const bool just_opened = !mistake.word.empty() && mistake.word_at(mistake.previous) == "{";
  if (ended && !just_opened && mistake.previous.end > mistake.previous.begin) {
    return {Code::syntax_error,
            fmt::format("expected {} after {}", expected, in_backticks(mistake.word_at(mistake.previous))),
            mistake.span(mistake.previous),
            {},
            std::move(help),
            {}};
  }
  return {Code::syntax_error,
          fmt::format("found {}, expected {}", in_backticks(mistake.word), expected),
          mistake.span(mistake.found),
          {},
          std::move(help),
          {}};
}

}  // namespace

Diagnostic complaint(const Builder& builder, Unread unread) {
  const Mistake mistake(builder, unread);
  for (const auto explain : {mistake_in_wording, mistake_in_text, mistake_in_condition, mistake_in_layout}) {
    if (Explained explained = explain(mistake)) return *std::move(explained);
  }
  const std::string_view construct = construct_starting_here(mistake);
  if (!construct.empty()) return not_a_clause(mistake, construct);
  return something_else(mistake);
}

Diagnostic no_header(const Builder& builder, Unread unread) {
  const Mistake mistake(builder, unread);
  if (Explained explained = mistake_in_text(mistake)) {
    explained->code = Code::missing_header;
    return *std::move(explained);
  }
  constexpr std::array<std::string_view, 2> headers = {"framework", "library"};
  const bool declaration = !layout::top_level_word(mistake.text, unread.begin).empty();
  const std::string_view near = declaration ? std::string_view() : base::nearest(mistake.word, headers);
  std::string help = "start it with `framework NAME \"Title\" { }` or `library NAME \"Title\" { }`";
  if (!near.empty()) help = fmt::format("did you mean `{}`?", near);
  return {Code::missing_header,
          fmt::format("the file starts with {}, not with `framework` or `library`", in_backticks(mistake.word)),
          mistake.span(mistake.found),
          {},
          std::move(help),
          {}};
}

}  // namespace fairstart::syntax
