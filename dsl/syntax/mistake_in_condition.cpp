// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <array>
#include <span>
#include <utility>

#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/mistake.hpp"

namespace fairstart::syntax {
namespace {

using diagnostics::Code;
using diagnostics::Diagnostic;

Explained said(const Mistake& mistake, std::string message, std::string help) {
  return Diagnostic{Code::syntax_error, std::move(message), mistake.span(mistake.found), {}, std::move(help), {}};
}

bool is_comparison(std::string_view word) {
  return word == "is" || word == "=" || word == "<" || word == ">" || word == "≤" || word == "≥" || word == "≠";
}

// The last `and` (or `or`) before the place, at its depth of brackets: not the one that belongs to a `between`, nor `or else`.
Piece joining_word(const Mistake& mistake, std::string_view joiner) {
  int depth = 0;
  const auto& pieces = mistake.around.before;
  for (std::size_t i = pieces.size(); i-- > 0;) {
    const std::string_view word = mistake.word_at(pieces[i]);
    if (word == ")" || word == "}") ++depth;
    if ((word == "(" || word == "{") && --depth < 0) break;
    if (depth != 0 || word != joiner) continue;
    bool of_between = false;
    for (std::size_t j = i; j-- > 0 && !of_between;) {
      const std::string_view earlier = mistake.word_at(pieces[j]);
      if (earlier == "and" || earlier == "or" || earlier == "when" || earlier == "means" || earlier == "(" || earlier == "{")
        break;
      of_between = earlier == "between";
    }
    if (!of_between) return pieces[i];
  }
  return {};
}

Explained and_with_or(const Mistake& mistake) {
  const bool is_and = mistake.word == "and";
  if (!is_and && mistake.word != "or") return {};
  const std::string_view other = is_and ? "or" : "and";
  if (!mistake.expects(other) || !mistake.expects("unknown counts as")) return {};
  if (const Piece next =
          piece_at(mistake.text, static_cast<std::uint32_t>(lexer::skip_blanks(mistake.text, mistake.found.end)));
      mistake.text.substr(next.begin, next.end - next.begin) == "else")
    return Diagnostic{
        Code::syntax_error,
        "`or else` can't stand here",
        mistake.span({mistake.found.begin, next.end}),
        {},
        "it follows a fact, once, and says what to take where the fact is not known: `income or else £0 per year`",
        {}};
  Diagnostic said{Code::and_with_or,
                  "`and` and `or` are mixed without brackets",
                  mistake.span(mistake.found),
                  {},
                  "say which belong together: `(a and b) or c`, or `a and (b or c)`",
                  {}};
  const Piece joiner = joining_word(mistake, other);
  if (joiner.end > joiner.begin) said.labels.push_back({mistake.span(joiner), fmt::format("`{}` is here", other)});
  return said;
}

// `is at least 2 of { }`: after `is` stands a value to compare with; counting has no `is`.
Explained count_after_is(const Mistake& mistake) {
  if (mistake.word != "of" && mistake.word != "where" && mistake.word != "within") return {};
  const auto& pieces = mistake.around.before;
  for (std::size_t values = 1; values <= 2 && pieces.size() > values + 2; ++values) {
    const auto head = std::span(pieces).first(pieces.size() - values);
    for (const std::string_view bound : {"least", "most"}) {
      if (!ends_with_words(mistake.text, head, {"is", "at", bound})) continue;
      const std::string_view number = mistake.word_at(pieces[head.size()]);
      const std::string count = fmt::format("at {} {}", bound, cut(number));
      return said(mistake, fmt::format("`is {}` compares with a value, so `{}` can't follow", count, mistake.word),
                  fmt::format("to count, drop what is compared and `is`: `{0} of {{ … }}`, `{0} contacts where (…)`", count));
    }
  }
  return {};
}

// `means is at least 2 of { }`: the same, with nothing before `is`.
Explained is_before_count(const Mistake& mistake) {
  if (mistake.word != "is" || (!mistake.expects_construct("a condition") && !mistake.expects("at least"))) return {};
  const auto next = [&](Piece piece) {
    return piece_at(mistake.text, static_cast<std::uint32_t>(lexer::skip_blanks(mistake.text, piece.end)));
  };
  const Piece at = next(mistake.found), bound = next(at);
  const std::string_view words = mistake.text.substr(at.begin, bound.end - at.begin);
  if (words != "at least" && words != "at most") return {};
  return said(
      mistake, "found `is`, with nothing before it to compare",
      fmt::format("to count, drop `is`: `{0} {1} of {{ … }}`, `{0} {1} contacts`", words, cut(mistake.word_at(next(bound)))));
}

Explained is_not_under(const Mistake& mistake) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> opposites = {
      {{"under", "is at least"}, {"over", "is at most"}, {"before", "is on or after"}, {"after", "is on or before"}}};
  const auto& before = mistake.around.before;
  const bool on_or = ends_with_words(mistake.text, before, {"is", "not", "on", "or"});
  if (!on_or && !ends_with_words(mistake.text, before, {"is", "not"})) return {};
  std::string_view word = mistake.word, instead;
  if (word == "at") {
    const Piece bound = piece_at(mistake.text, static_cast<std::uint32_t>(lexer::skip_blanks(mistake.text, mistake.found.end)));
    word = mistake.word_at(bound) == "least" ? "at least" : "at most";
    instead = word == "at least" ? "is under" : "is over";
  } else if (on_or) {
    instead = word == "before" ? "is after" : "is before";
    word = word == "before" ? "on or before" : "on or after";
  } else {
    for (const auto& [from, to] : opposites) {
      if (from == word) instead = to;
    }
  }
  if (instead.empty()) return {};
  return said(mistake, fmt::format("`is not {}` is not a comparison", word), fmt::format("write `{}`", instead));
}

Explained second_comparison(const Mistake& mistake) {
  if (!is_comparison(mistake.word) || !mistake.condition_may_go_on()) return {};
  const auto& before = mistake.around.before;
  if (before.empty()) return {};
  const auto head = std::span(before).first(before.size() - 1);
  if (ends_with_words(mistake.text, head, {"where"}) || ends_with_words(mistake.text, head, {"where", "not"})) {
    const std::string name = cut(mistake.word_at(mistake.previous));
    return said(mistake,
                fmt::format("after `where` stands a name or a condition in brackets, so `{}` can't follow", mistake.word),
                fmt::format("put the condition in brackets: `where ({} {} …)`", name, mistake.word));
  }
  return said(mistake, fmt::format("a second comparison: `{}`", mistake.word),
              "join two comparisons with `and`: `a is under b and b is under c`");
}

Explained equals_sign(const Mistake& mistake) {
  if (mistake.word != "=") return {};
  for (const std::string_view word : {"means", "that", "gives", "is", "to"}) {
    if (!mistake.expects(word)) continue;
    return said(mistake, fmt::format("found `=` where `{}` belongs", word), fmt::format("write `{}`; `=` only compares", word));
  }
  return said(mistake, "found `=`, which only compares", "leave it out");
}

Explained missing_is(const Mistake& mistake) {
  if (!mistake.expects("is") || !mistake.condition_may_go_on()) return {};
  for (const std::string_view word : {"under", "over", "between", "known", "unknown", "declined", "not", "one", "exactly"}) {
    if (mistake.word != word) continue;
    return said(mistake, fmt::format("found `{}` without `is` before it", word), fmt::format("write `is {}`", word));
  }
  return {};
}

}  // namespace

Explained mistake_in_condition(const Mistake& mistake) {
  for (const auto explain :
       {and_with_or, count_after_is, is_before_count, is_not_under, second_comparison, equals_sign, missing_is}) {
    if (Explained explained = explain(mistake)) return explained;
  }
  return {};
}

}  // namespace fairstart::syntax
