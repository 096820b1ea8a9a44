// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/mistake.hpp"

namespace fairstart::syntax {
namespace {

using diagnostics::Code;
using diagnostics::Diagnostic;

constexpr std::string_view pound = "£";

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

Explained said(const Mistake& mistake, Code code, std::string message, std::string help) {
  return Diagnostic{code, std::move(message), mistake.span(mistake.found), {}, std::move(help), {}};
}

Explained open_quote(const Mistake& mistake) {
  const bool straight = mistake.word.starts_with('"');
  if (!straight && !mistake.word.starts_with("“")) return {};
  if (lexer::token_end(NodeKind::TEXT, mistake.text, mistake.found.begin) != mistake.found.begin) return {};
  return said(mistake, Code::syntax_error, fmt::format("this text has no closing `{}` on its line", straight ? "\"" : "”"),
              "close it; a long text can be several texts in quotes, one after the other");
}

bool looks_like_date(std::string_view word) {
  const auto is_separator = [](char c) { return c == '-' || c == '/' || c == '.'; };
  const bool digits = std::all_of(word.begin(), word.end(), [&](char c) { return lexer::is_digit(c) || is_separator(c); });
  return digits && std::count_if(word.begin(), word.end(), is_separator) == 2 &&
         word.find('/') + word.find('-') != 2 * std::string_view::npos;
}

std::string number_help(std::string_view word) {
  const std::size_t point = word.find('.');
  if (word.starts_with(pound) && point != std::string_view::npos) {
    const std::string_view pence = word.substr(point + 1);
    if (pence.size() == 1 && lexer::is_digit(pence[0])) return fmt::format("pence have two digits: `{}0`", cut(word));
    return "pence have two digits: `£1.50`";
  }
  if (word.find(',') != std::string_view::npos) {
    return "a comma tight after a digit groups thousands, as in `1,240`; to separate two values put a blank after it";
  }
  return "numbers are written `1240`, `1,240`, `0.75`, `95%`, `£12.06`";
}

Explained number(const Mistake& mistake) {
  const std::string_view word = mistake.word;
  const bool money = word.starts_with(pound);
  if (word.empty() || (!money && !lexer::is_digit(word[0]))) return {};
  const bool split = mistake.found.begin < mistake.at;  // its start was read as a number of its own
  const std::uint32_t begin = mistake.found.begin;
  const auto reads_as = [&](NodeKind kind) { return lexer::token_end(kind, mistake.text, begin) != begin; };
  const std::array kinds = {NodeKind::NUM, NodeKind::PCT, NodeKind::MONEY, NodeKind::DATE, NodeKind::YEARS};
  if (!split && std::any_of(kinds.begin(), kinds.end(), reads_as)) return {};
  if (looks_like_date(word)) {
    return said(mistake, Code::bad_number, fmt::format("{} is not a date", in_backticks(word)),
                "dates are written year-month-day: `2026-04-01`");
  }
  return said(mistake, Code::bad_number, fmt::format("{} is not a number", in_backticks(word)), number_help(word));
}

Explained lone_sign(const Mistake& mistake) {
  const std::string_view word = mistake.word;
  if (word == pound) return said(mistake, Code::bad_number, "`£` has no amount right after it", "write `£5`, with no blank");
  if (word == "$" || word == "€") {
    return said(mistake, Code::bad_number, fmt::format("`{}` is not a currency here", word),
                "money is written in pounds: `£12.06`");
  }
  const std::string_view previous = mistake.word_at(mistake.previous);
  if (word == "%" && !previous.empty() && lexer::is_digit(previous[0])) {
    return said(mistake, Code::bad_number, "`%` has a blank before it", fmt::format("write `{}%`", cut(previous)));
  }
  const bool dash = word == "-" || word == "–" || word == "−";
  if (dash && mistake.expects(NodeKind::MINUS)) {
    return said(mistake, Code::syntax_error, fmt::format("`{}` does not have a blank on each side", word),
                "a minus between two values has a blank on each side, as in `need - 5`; tight before a digit it is a sign");
  }
  return {};
}

Explained name(const Mistake& mistake) {
  const std::string_view word = mistake.word;
  if (word.empty() || (!is_letter(word[0]) && word[0] != '_')) return {};
  if (std::none_of(word.begin(), word.end(), [](char c) { return is_upper(c) || c == '_'; })) return {};
  std::string lower(word);
  for (char& c : lower) {
    if (is_upper(c))
      c = static_cast<char>(c - 'A' + 'a');
    else if (c == '_')
      c = '-';
  }
  while (lower.starts_with('-')) lower.erase(0, 1);
  while (lower.ends_with('-')) lower.pop_back();
  for (const std::string_view keyword : expected_words(mistake)) {
    if (keyword.substr(0, keyword.find(' ')) == lower) {
      return said(mistake, Code::syntax_error, fmt::format("{} is not in lower case", in_backticks(word)),
                  fmt::format("write `{}`", lower));
    }
  }
  const char* what = word.find('_') != std::string_view::npos ? "`_`" : "capitals";
  std::string help = "names are lower-case words joined by hyphens";
  if (!lower.empty()) help += fmt::format(": did you mean {}?", in_backticks(lower));
  return said(mistake, Code::syntax_error, fmt::format("{} is not a name: it has {} in it", in_backticks(word), what),
              std::move(help));
}

Explained reserved(const Mistake& mistake) {
  if (!lexer::is_reserved(mistake.word)) return {};
  constexpr std::array<std::string_view, 4> led_by_names = {"a code", "a field or clause of a record", "a level", "a column"};
  const auto is_expected = [&](std::string_view construct) { return mistake.expects_construct(construct); };
  const bool member = std::any_of(led_by_names.begin(), led_by_names.end(), is_expected);
  const bool may_be_missing = mistake.first_on_line && !member;
  if (may_be_missing || (!member && !mistake.expects(NodeKind::NAME)) || mistake.condition_may_go_on()) return {};
  return said(mistake, Code::reserved_word, fmt::format("`{}` is a word of the language, not a name", mistake.word),
              fmt::format("choose another name; it may hold the word: `{}-…`", mistake.word));
}

Explained odd_character(const Mistake& mistake) {
  const std::string_view word = mistake.word;
  if (word == "\u00A0" || word == "\u202F" || word == "\u2009" || word == "\u200B" || word == "\uFEFF") {
    return said(mistake, Code::syntax_error, "there is a blank of an unusual kind here",
                "type an ordinary blank; it may have come from a word processor or a web page");
  }
  if (word == ";") return said(mistake, Code::syntax_error, "found `;`", "a clause ends with its line, or at a comma");
  if (word == "'" || word == "‘" || word == "’" || word == "”") {
    return said(mistake, Code::syntax_error, fmt::format("found `{}`", word), "texts stand in double quotes: `\"…\"`");
  }
  if (word == "/" && mistake.text.substr(mistake.found.begin).starts_with("//")) {
    return said(mistake, Code::syntax_error, "found `//`", "a comment starts with `#`");
  }
  if (word.size() == 1 && static_cast<unsigned char>(word[0]) < 0x20) {
    return said(mistake, Code::syntax_error, "there is a control character here", "delete it");
  }
  return {};
}

}  // namespace

Explained mistake_in_text(const Mistake& mistake) {
  for (const auto explain : {open_quote, lone_sign, number, name, reserved, odd_character}) {
    if (Explained explained = explain(mistake)) return explained;
  }
  return {};
}

}  // namespace fairstart::syntax
