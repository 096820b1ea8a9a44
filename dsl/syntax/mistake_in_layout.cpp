// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "dsl/syntax/layout.hpp"
#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/mistake.hpp"

namespace fairstart::syntax {
namespace {

using diagnostics::Code;
using diagnostics::Diagnostic;

// The words that start a line of a block, longest first.
constexpr std::array<std::string_view, 54> clause_words = {"show names when",
                                                           "hide counts below",
                                                           "places may choose from",
                                                           "ties by lottery",
                                                           "waiting since",
                                                           "in force from",
                                                           "also when",
                                                           "belongs to",
                                                           "happens on",
                                                           "builds on",
                                                           "review by",
                                                           "extracted on",
                                                           "late after",
                                                           "on turning",
                                                           "share by",
                                                           "met by",
                                                           "not asked",
                                                           "not encoded",
                                                           "others no",
                                                           "among",
                                                           "amount",
                                                           "average",
                                                           "bands",
                                                           "baseline",
                                                           "because",
                                                           "better",
                                                           "between",
                                                           "compare",
                                                           "cost",
                                                           "count",
                                                           "covers",
                                                           "discount",
                                                           "due",
                                                           "expect",
                                                           "file",
                                                           "first",
                                                           "gives",
                                                           "horizon",
                                                           "identifier",
                                                           "interval",
                                                           "limit",
                                                           "note",
                                                           "pays",
                                                           "prices",
                                                           "provider",
                                                           "publisher",
                                                           "reading",
                                                           "serves",
                                                           "show",
                                                           "source",
                                                           "supply",
                                                           "target",
                                                           "tier",
                                                           "when"};

// Words after which something must come.
constexpr std::array<std::string_view, 30> unfinished = {
    "when", "means", "that", "is",    "and",     "or",     "not",   "of",   "to",    "by",
    "from", "least", "most", "under", "over",    "before", "after", "else", "where", "within",
    "per",  "at",    "for",  "in",    "between", "any",    "every", "no",   "among", "count"};

std::string_view clause_word(std::string_view text, std::uint32_t at) {
  for (const std::string_view word : clause_words) {
    if (lexer::phrase_end(word, text, at) != at) return word;
  }
  return {};
}

// The declaration's word, where the line of the mistake starts one in column 1 that is not the one being read.
std::string_view next_declaration(const Mistake& mistake) {
  if (mistake.line_first <= mistake.unread.context || !layout::starts_line(mistake.text, mistake.line_first)) return {};
  return layout::top_level_word(mistake.text, mistake.line_first);
}

Diagnostic never_closed(const Mistake& mistake, const Opening& opening, Piece noticed, std::string message) {
  const base::Span open{mistake.unread.file, opening.at, opening.at + 1};
  if (opening.mark == '(') {
    return {
        Code::syntax_error, "`(` is never closed", open, {{mistake.span(noticed), "noticed here"}}, "close it with `)`", {}};
  }
  return {Code::unclosed_block, std::move(message), mistake.span(noticed), {{open, "it opens here"}}, "close it with `}`", {}};
}

std::string block_of(const Mistake& mistake, Opening opening) {
  const std::string owner = owner_of(mistake.text, opening);
  return owner.empty() ? std::string("a block") : fmt::format("the block of {}", in_backticks(owner));
}

Explained unclosed(const Mistake& mistake) {
  std::string_view declaration = next_declaration(mistake);
  const bool expectation = layout::top_level_word(mistake.text, mistake.unread.context) == "example" &&
                           lexer::phrase_end("expect", mistake.text, mistake.line_first) != mistake.line_first;
  if (!mistake.word.empty() && declaration.empty() && !expectation) return {};
  const std::uint32_t until = mistake.word.empty() ? mistake.at : mistake.line_first;
  const Surroundings around = surroundings(mistake.text, mistake.unread.context, until);
  if (around.openings.empty() || (expectation && declaration.empty() && around.openings.size() < 2)) return {};
  if (declaration.empty() && expectation) declaration = "expect";
  const Opening& opening = around.openings.back();
  if (mistake.word.empty()) {
    return never_closed(mistake, opening, around.before.back(),
                        fmt::format("the file ends inside {}", block_of(mistake, opening)));
  }
  const Piece word{mistake.line_first, static_cast<std::uint32_t>(mistake.line_first + declaration.size())};
  const char* what = declaration == "use" || declaration == "expect" ? "stands" : "starts a declaration";
  return never_closed(mistake, opening, word, fmt::format("`{}` {} inside {}", declaration, what, block_of(mistake, opening)));
}

// The line before ends too early, and what follows was read as a part of it: `when` alone on its line, then `met by …`.
Explained nothing_follows(const Mistake& mistake) {
  const std::string_view declaration = next_declaration(mistake);
  const std::string_view word = declaration.empty() ? clause_word(mistake.text, mistake.line_first) : declaration;
  if (word.empty() || mistake.line_first <= mistake.unread.context) return {};
  const Surroundings around = surroundings(mistake.text, mistake.unread.context, mistake.line_first);
  if (around.before.empty()) return {};
  const Piece last = around.before.back();
  const bool must_go_on = std::find(unfinished.begin(), unfinished.end(), mistake.word_at(last)) != unfinished.end();
  const auto word_end = static_cast<std::uint32_t>(lexer::phrase_end(word, mistake.text, mistake.line_first));
  const bool right_after = mistake.at <= lexer::skip_blanks(mistake.text, word_end);
  if (!must_go_on || !right_after) return {};
  const char* what = declaration.empty() ? "a clause" : "a declaration";
  return Diagnostic{Code::syntax_error,
                    fmt::format("nothing follows `{}`", mistake.word_at(last)),
                    mistake.span(last),
                    {},
                    fmt::format("`{}` on the next line starts {} of its own", word, what),
                    {}};
}

Explained stray_closing(const Mistake& mistake) {
  if (mistake.word != "}" && mistake.word != ")") return {};
  const char opens = mistake.word == "}" ? '{' : '(';
  const auto& openings = mistake.around.openings;
  if (std::any_of(openings.begin(), openings.end(), [&](const Opening& opening) { return opening.mark == opens; })) return {};
  return Diagnostic{Code::syntax_error,
                    fmt::format("`{}` closes nothing", mistake.word),
                    mistake.span(mistake.found),
                    {},
                    fmt::format("delete it, or look for a `{}` too many above", mistake.word),
                    {}};
}

Explained second_header(const Mistake& mistake) {
  const bool header = mistake.word == "framework" || mistake.word == "library";
  if (!header || !mistake.expects_construct("a declaration")) return {};
  return Diagnostic{Code::syntax_error,
                    fmt::format("`{}` starts a second header", mistake.word),
                    mistake.span(mistake.found),
                    {},
                    "a file holds one framework or one library: put the second into a file of its own",
                    {}};
}

Explained clause_on_same_line(const Mistake& mistake) {
  if (mistake.first_on_line || (!mistake.expects("a comma or a new line") && !mistake.expects("a new line"))) return {};
  Piece start = mistake.found;
  std::string_view word = clause_word(mistake.text, mistake.at);
  if (word.empty() && mistake.previous.begin > mistake.line_first) {
    // It was read as a unit: `13 source`, `13 places may choose from`.
    const std::string_view before = clause_word(mistake.text, mistake.previous.begin);
    const std::size_t end = lexer::phrase_end(before, mistake.text, mistake.previous.begin);
    if (before.empty() || (end <= mistake.at && !mistake.word.starts_with('"') && !mistake.word.starts_with("“"))) return {};
    word = before;
    start = {mistake.previous.begin, static_cast<std::uint32_t>(end)};
  }
  if (word.empty()) return {};
  const bool comma = mistake.expects("a comma or a new line");
  std::size_t before = start.begin;
  while (before > 0 && mistake.text[before - 1] == ' ') --before;
  const bool after_comma = before > 0 && mistake.text[before - 1] == ',';
  return Diagnostic{Code::syntax_error,
                    fmt::format("`{}` starts in the middle of a line", word),
                    mistake.span(start),
                    {},
                    after_comma ? "put it on a line of its own: after a comma the list before it goes on"
                    : comma     ? "put it on a line of its own, or a comma before it"
                                : "put it on a line of its own",
                    {}};
}

}  // namespace

Explained mistake_in_layout(const Mistake& mistake) {
  for (const auto explain : {unclosed, nothing_follows, stray_closing, second_header, clause_on_same_line}) {
    if (Explained explained = explain(mistake)) return explained;
  }
  return {};
}

}  // namespace fairstart::syntax
