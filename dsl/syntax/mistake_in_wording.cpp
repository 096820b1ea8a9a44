// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "dsl/base/text.hpp"
#include "dsl/syntax/layout.hpp"
#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/mistake.hpp"

// What people say in English where the language has a word of its own.
namespace fairstart::syntax {
namespace {

using diagnostics::Code;
using diagnostics::Diagnostic;
using Pair = std::pair<std::string_view, std::string_view>;

template <std::size_t n>
std::string_view other_of(const std::array<Pair, n>& pairs, std::string_view word) {
  for (const auto& [from, to] : pairs) {
    if (from == word) return to;
  }
  return {};
}

Explained said(const Mistake& mistake, Piece from, Piece to, std::string message, std::string help) {
  return Diagnostic{Code::syntax_error, std::move(message), mistake.span({from.begin, to.end}), {}, std::move(help), {}};
}
Explained said(const Mistake& mistake, Piece at, std::string message, std::string help) {
  return said(mistake, at, at, std::move(message), std::move(help));
}

Piece following(const Mistake& mistake, Piece piece) {
  return piece_at(mistake.text, static_cast<std::uint32_t>(lexer::skip_blanks(mistake.text, piece.end)));
}

// The piece that stands `back` pieces before the one found: 1 is the one right before it.
Piece before(const Mistake& mistake, std::size_t back) {
  const auto& pieces = mistake.around.before;
  return back <= pieces.size() ? pieces[pieces.size() - back] : Piece{};
}

bool is_word(std::string_view word) {
  return !word.empty() && ((word[0] >= 'a' && word[0] <= 'z') || (word[0] >= 'A' && word[0] <= 'Z'));
}
bool is_plain_number(std::string_view word) {
  return !word.empty() && word.size() <= 6 && std::all_of(word.begin(), word.end(), lexer::is_digit);
}
bool is_span_word(std::string_view word) {
  constexpr std::array<std::string_view, 8> words = {"day", "days", "week", "weeks", "month", "months", "year", "years"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<Pair, 13> less_and_more = {{{"less", "under"},
                                                 {"fewer", "under"},
                                                 {"lower", "under"},
                                                 {"smaller", "under"},
                                                 {"younger", "under"},
                                                 {"more", "over"},
                                                 {"greater", "over"},
                                                 {"higher", "over"},
                                                 {"larger", "over"},
                                                 {"bigger", "over"},
                                                 {"older", "over"},
                                                 {"earlier", "before"},
                                                 {"later", "after"}}};

// `is less than 37 weeks`, `more than 2 contacts`
Explained than(const Mistake& mistake) {
  const Piece first = before(mistake, 1);
  const std::string_view word = mistake.word_at(first), instead = other_of(less_and_more, word);
  if (mistake.word != "than" || instead.empty()) return {};
  std::string message = fmt::format("found `{} than`", word);
  if (mistake.word_at(before(mistake, 2)) == "is")
    return said(mistake, first, mistake.found, std::move(message), fmt::format("write `is {}`", instead));
  const std::string number(mistake.word_at(following(mistake, mistake.found)));
  if (is_plain_number(number) && (instead == "over" || std::stol(number) > 0)) {
    const long counted = std::stol(number) + (instead == "over" ? 1 : -1);
    return said(mistake, first, mistake.found, std::move(message),
                fmt::format("write `at {} {}`", instead == "over" ? "least" : "most", counted));
  }
  return said(mistake, first, mistake.found, std::move(message), fmt::format("write `is {}`", instead));
}

// `2 or more contacts`
Explained or_more(const Mistake& mistake) {
  const Piece more = before(mistake, 1), number = before(mistake, 3);
  const std::string_view word = mistake.word_at(more);
  if ((word != "more" && word != "fewer" && word != "less") || mistake.word_at(before(mistake, 2)) != "or") return {};
  if (!is_plain_number(mistake.word_at(number))) return {};
  return said(mistake, number, more, fmt::format("found `{} or {}`", mistake.word_at(number), word),
              fmt::format("write `at {} {}`", word == "more" ? "least" : "most", mistake.word_at(number)));
}

constexpr std::array<Pair, 11> numbers = {{{"two", "2"},
                                           {"three", "3"},
                                           {"four", "4"},
                                           {"five", "5"},
                                           {"six", "6"},
                                           {"seven", "7"},
                                           {"eight", "8"},
                                           {"nine", "9"},
                                           {"ten", "10"},
                                           {"eleven", "11"},
                                           {"twelve", "12"}}};

Explained number_in_words(const Mistake& mistake) {
  for (const Piece piece : {before(mistake, 1), mistake.found}) {
    const std::string_view word = mistake.word_at(piece), number = other_of(numbers, word);
    if (number.empty() || (piece.begin == mistake.found.begin && !mistake.expects(NodeKind::NUM))) continue;
    return said(mistake, piece, fmt::format("`{}` is a number in words", word), fmt::format("write `{}`", number));
  }
  return {};
}

constexpr std::array<std::string_view, 12> months = {"january", "february", "march",     "april",   "may",      "june",
                                                     "july",    "august",   "september", "october", "november", "december"};

// `1 April 2024`
Explained date_in_words(const Mistake& mistake) {
  for (const Piece month : {mistake.found, following(mistake, mistake.found)}) {
    std::string name(mistake.word_at(month));
    if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] - 'A' + 'a');
    const auto found = std::find(months.begin(), months.end(), name);
    const Piece day = month.begin == mistake.found.begin ? before(mistake, 1) : mistake.found;
    const Piece year = following(mistake, month);
    const std::string_view day_text = mistake.word_at(day), year_text = mistake.word_at(year);
    if (found == months.end() || !is_plain_number(day_text) || day_text.size() > 2) continue;
    if (!is_plain_number(year_text) || year_text.size() != 4) continue;
    return Diagnostic{
        Code::bad_number,
        fmt::format("`{} {} {}` is a date in words", day_text, mistake.word_at(month), year_text),
        mistake.span({day.begin, year.end}),
        {},
        fmt::format("dates are written year-month-day: `{}-{:02}-{:0>2}`", year_text, found - months.begin() + 1, day_text),
        {}};
  }
  return {};
}

// `isn't`, `has`, `if`, `all`, `both` … where a condition stands
Explained english_word(const Mistake& mistake) {
  const Piece last = before(mistake, 1);
  const std::string_view word = mistake.word, previous = mistake.word_at(last),
                         next = mistake.word_at(following(mistake, mistake.found));
  const bool at_condition = mistake.expects_construct("a condition");
  if (next == "'" || next == "’") {
    for (const std::string_view is : {"isn", "aren", "wasn"}) {
      if (word == is) return said(mistake, mistake.found, fmt::format("found `{}{}t`", word, next), "write `is not`");
    }
    for (const std::string_view has : {"doesn", "hasn", "haven", "don"}) {
      if (word == has)
        return said(mistake, mistake.found, fmt::format("found `{}{}t`", word, next),
                    "write `not` before what should not hold");
    }
  }
  if (word == "if" && mistake.expects("means")) return said(mistake, mistake.found, "found `if`", "write `means`");
  if (word == "if" && mistake.expects("when")) return said(mistake, mistake.found, "found `if`", "write `when`");
  if (word == "old" && is_span_word(previous)) return said(mistake, mistake.found, "found `old`", "leave it out");
  if ((word == "except" || word == "unless" || word == "but") && mistake.condition_may_go_on())
    return said(mistake, mistake.found, fmt::format("found `{}`", word), "write `and not (…)`");
  if (word == "never" && at_condition)
    return said(mistake, mistake.found, "found `never`", "write `no`, as in `no contact where (…)`");
  if (word == "is" && at_condition && next == "not")
    return said(mistake, mistake.found, "nothing stands before `is not`",
                "write `not` alone before a yes or no: `not looked-after`");
  if (word == "is" && at_condition && next != "at") {  // `is at least 2 of { }`: mistake_in_condition
    return said(mistake, mistake.found, "nothing stands before `is`",
                "say what is compared, as in `gestation is under 37 weeks`");
  }
  if (!is_word(word) || !mistake.condition_may_go_on()) return {};
  if (previous == "has" || previous == "have")
    return said(mistake, last, fmt::format("found `{}` before `{}`", previous, word), "name the fact alone, without it");
  if (previous == "both") return said(mistake, last, "found `both`", "leave it out: `and` says it");
  if (previous == "all") return said(mistake, last, "found `all`", "write `every` with a list: `every child where (…) is …`");
  return {};
}

// `in the last 12 months`, `the gestation`, `score of the latest assessment`
Explained the(const Mistake& mistake) {
  const Piece last = before(mistake, 1);
  const Piece next = following(mistake, mistake.found);
  const std::string_view word = mistake.word_at(next);
  if (mistake.word == "the" && (word == "last" || word == "past" || word == "previous")) {
    const Piece number = following(mistake, next);
    const bool leads = mistake.word_at(last) == "in" || mistake.word_at(last) == "over" || mistake.word_at(last) == "within";
    const std::string_view how_long = mistake.word_at(number), of_what = mistake.word_at(following(mistake, number));
    std::string span =
        is_plain_number(how_long) && is_span_word(of_what) ? fmt::format("{} {}", how_long, of_what) : "12 months";
    return said(mistake, leads ? last : mistake.found, next,
                fmt::format("found `{}the {}`", leads ? fmt::format("{} ", mistake.word_at(last)) : "", word),
                fmt::format("write `within {}`", span));
  }
  if (mistake.word == "the" && !mistake.expects("the")) return said(mistake, mistake.found, "found `the`", "leave it out");
  for (const std::string_view pick : {"latest", "earliest", "youngest", "oldest"}) {
    if (mistake.word_at(last) == "the" && mistake.word == pick)
      return said(mistake, last, fmt::format("found `the` before `{}`", pick), "leave it out");
  }
  return {};
}

// `2 contacts where …`, `count contacts where …`, `any child looked-after`, `within 2 weeks of birth`
Explained about_a_list(const Mistake& mistake) {
  const Piece last = before(mistake, 1), second = before(mistake, 2), third = before(mistake, 3);
  const std::string_view previous = mistake.word_at(last), lead = mistake.word_at(second);
  if (mistake.word == "of" && is_span_word(previous) && mistake.word_at(third) == "within")
    return said(mistake, mistake.found, "found `of`", "write `after` or `before`, as in `within 2 weeks after date-of-birth`");
  const bool narrows = mistake.word == "where" || mistake.word == "within";
  const bool compared = mistake.word_at(third) == "least" || mistake.word_at(third) == "most";
  if (narrows && !compared && is_word(previous) && mistake.condition_may_go_on() && !mistake.expects("where")) {
    if (is_plain_number(lead)) {
      return said(
          mistake, second, last,
          fmt::format("`{0} {1}` is a number of {1}, and `{2}` follows a list", lead, previous, mistake.word),
          fmt::format("to count them, write `at least {0} {1} {2} …`, `at most` or `exactly`", lead, previous, mistake.word));
    }
    return said(mistake, last, fmt::format("`{}` is not read as a list here, so `{}` can't follow", previous, mistake.word),
                fmt::format("say which of them: `any {0} …`, `no {0} …` or `count of {0} …`", previous));
  }
  constexpr std::array<std::string_view, 7> leads = {"any", "no", "every", "each", "for each", "other", "among"};
  if (is_word(mistake.word) && is_word(previous) && mistake.expects("where") && !mistake.first_on_line &&
      !lexer::is_reserved(mistake.word) && std::find(leads.begin(), leads.end(), lead) != leads.end()) {
    return said(mistake, mistake.found, fmt::format("`{}` follows `{}` without `where`", mistake.word, previous),
                fmt::format("write `{} where {}`, with brackets round a longer condition", previous, mistake.word));
  }
  return {};
}

// In the blocks: a bullet, a colon, `is` in an example, cells in words.
Explained in_a_block(const Mistake& mistake) {
  const Piece last = before(mistake, 1);
  const std::string_view word = mistake.word, previous = mistake.word_at(last);
  const std::string_view declaration = layout::top_level_word(mistake.text, mistake.unread.context);
  for (const std::string_view bullet : {"•", "▪", "‣", "◦", "·", "*", "–", "-"}) {
    const bool sign = bullet == "-" || bullet == "–" || bullet == "*";
    if (word == bullet && mistake.first_on_line && !(sign && mistake.value_may_go_on()))
      return said(mistake, mistake.found, fmt::format("the line starts with `{}`", word), "leave the bullet out");
  }
  if (word == ":" && is_word(previous) && (last.begin == mistake.line_first || declaration == "example"))
    return said(mistake, mistake.found, fmt::format("found `:` after `{}`", previous), "leave it out");
  if (declaration == "example" && (word == "is" || word == "=") && is_word(previous)) {
    return said(mistake, mistake.found, fmt::format("found `{}` after `{}`", word, previous),
                fmt::format("leave it out: an example says the name and the value, as in `{} yes`", cut(previous)));
  }
  const Piece second = before(mistake, 2);
  if (declaration == "example" && (word == "yes" || word == "no" || lexer::is_digit(word.empty() ? ' ' : word[0])) &&
      is_word(previous) && is_word(mistake.word_at(second)) && mistake.word_at(second) != "expect" && mistake.expects("{")) {
    return said(mistake, second, last, fmt::format("found two words, `{} {}`", cut(mistake.word_at(second)), cut(previous)),
                fmt::format("the words of a name are joined by hyphens: `{}-{}`", cut(mistake.word_at(second)), cut(previous)));
  }
  if (word == "when" && previous == "," && (declaration == "tiers" || declaration == "groups" || declaration == "segments"))
    return said(mistake, last, "a comma stands before `when`", "leave it out: it ends what is said of the level");
  if (declaration == "table") {
    for (const std::string_view spoken : {"under", "over", "below", "above", "at", "less", "more", "between", "is", "from"}) {
      if (word == spoken && mistake.expects_construct("a cell"))
        return said(mistake, mistake.found, fmt::format("found `{}` in a cell", word),
                    "cells use signs: `< 5`, `>= 5`, `2 to 4`");
    }
    const std::string_view so_far = mistake.text.substr(mistake.unread.context, mistake.at - mistake.unread.context);
    if (mistake.first_on_line && is_word(previous) && so_far.find('|') != std::string_view::npos &&
        so_far.find("gives") == std::string_view::npos) {
      return said(mistake, last, fmt::format("`{}` ends the columns, and none says `gives`", previous),
                  fmt::format("write `gives {}` where it is the answer", previous));
    }
  }
  const std::string_view clause = mistake.text.substr(mistake.line_first);
  if (clause.starts_with("tier ") && (word == "and" || word == "or"))
    return said(mistake, mistake.found, "an offer has one tier", "name the lowest: the tiers above it get the offer too");
  if (clause.starts_with("first ") && previous == "," && is_word(word) && word != "then")
    return said(mistake, mistake.found, fmt::format("`{}` comes after a comma, which ends `first`", word),
                fmt::format("to go on with the order, write `then`: `…, then {} …`", word));
  if (word == "builds" && mistake.expects_construct("a declaration"))
    return said(mistake, mistake.found, "`builds on` stands outside the header",
                "move it up, between the braces of `framework`");
  return {};
}

// Words of a name without hyphens; words of a text without quotes.
Explained words_alone(const Mistake& mistake) {
  if (!is_word(mistake.word) || mistake.first_on_line || !mistake.expects(NodeKind::TEXT)) return {};
  if (lexer::is_reserved(mistake.word)) return {};
  const Piece last = before(mistake, 1);
  const std::string_view previous = mistake.word_at(last);
  if (mistake.around.before.size() == 2 && mistake.expects("for")) {
    const std::string_view next = mistake.word_at(following(mistake, mistake.found));
    if (next != "for" && next != "means" && next != "{" && next != ":" && !next.starts_with('"') && !is_word(next)) return {};
    std::string joined = fmt::format("{}-{}", previous, mistake.word);
    for (char& c : joined) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return said(mistake, last, mistake.found,
                fmt::format("found two words, `{} {}`, where a name stands", cut(previous), cut(mistake.word)),
                fmt::format("the words of a name are joined by hyphens, as in {}; a title is in quotes", in_backticks(joined)));
  }
  const std::vector<std::string_view> keywords = expected_words(mistake);
  if (mistake.expects(NodeKind::NAME) || previous.starts_with('"') || previous.starts_with("“")) return {};
  if (!base::nearest(mistake.word, keywords).empty()) return {};
  std::size_t end = std::min(mistake.text.find_first_of("{},\r\n#", mistake.found.begin), mistake.text.size());
  bool cut_short = false;  // the word that is wanted comes further on
  for (const std::string_view keyword : {" means ", " gives ", " to ", " that says ", " read ", " = ", " is "}) {
    if (const std::size_t at = mistake.text.find(keyword, mistake.found.begin); at < end) {
      end = at;
      cut_short = keyword != " is " && keyword != " = ";
    }
  }
  if (mistake.expects("means") && !cut_short) return {};
  while (end > mistake.found.end && mistake.text[end - 1] == ' ') --end;
  const Piece words{mistake.found.begin, static_cast<std::uint32_t>(std::max<std::size_t>(end, mistake.found.end))};
  const std::string_view text = mistake.word_at(words);
  if (text.find_first_of("\"“") != std::string_view::npos) return {};
  return said(mistake, words, fmt::format("{} is not in quotes", in_backticks(text)), fmt::format("write `\"{}\"`", cut(text)));
}

// An example without its day.
Explained no_day(const Mistake& mistake) {
  const std::vector<std::string> expected = expected_in_words(mistake);
  if (expected.size() != 1 || expected.front() != "`as at`") return {};
  return said(mistake, mistake.found, fmt::format("found {}, expected `as at`", in_backticks(mistake.word)),
              "an example begins with the day that it is told for: `as at 2026-04-01`");
}

}  // namespace

Explained mistake_in_wording(const Mistake& mistake) {
  if (mistake.word.empty()) return {};
  // The next declaration, inside what was never closed: a mistake in layout.
  if (mistake.line_first > mistake.unread.context && layout::starts_line(mistake.text, mistake.line_first) &&
      !layout::top_level_word(mistake.text, mistake.line_first).empty())
    return {};
  for (const auto explain :
       {than, or_more, number_in_words, date_in_words, no_day, in_a_block, english_word, the, about_a_list, words_alone}) {
    if (Explained explained = explain(mistake)) return explained;
  }
  return {};
}

}  // namespace fairstart::syntax
