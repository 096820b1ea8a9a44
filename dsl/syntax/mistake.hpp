// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/syntax/builder.hpp"
#include "dsl/syntax/complaint.hpp"
#include "dsl/syntax/surroundings.hpp"

namespace fairstart::syntax {

// All that is known about one place where reading stopped.
struct Mistake {
  Mistake(const Builder& builder, Unread unread);

  std::string_view word_at(Piece piece) const { return text.substr(piece.begin, piece.end - piece.begin); }
  base::Span span(Piece piece) const { return {unread.file, piece.begin, piece.end}; }
  bool expects(std::string_view word_or_mark) const;
  bool expects(NodeKind token) const;  // as such, not as the start of a named construct
  bool expects_construct(std::string_view name) const;
  bool condition_may_go_on() const { return expects("and") || expects("unknown counts as"); }
  bool value_may_go_on() const { return expects("×"); }

  const Builder& builder;
  Unread unread;
  std::string_view text;
  std::uint32_t at;          // the furthest place reached
  Surroundings around;       // from unread.context to `at`
  Piece found;               // what is at `at`; or the piece that `at` is in the middle of
  std::string_view word;     // its text; empty at the end of the file
  Piece previous;            // the piece before it; empty if there is none
  std::uint32_t line_first;  // the first piece of the line that `at` is on
  bool first_on_line;        // found is that piece, and `previous` is on a line before
};

using Explained = std::optional<diagnostics::Diagnostic>;

// Mistakes that people are known to make: each looks for one, and says what to do.
Explained mistake_in_text(const Mistake& mistake);       // quotes, numbers, dates, names, characters
Explained mistake_in_layout(const Mistake& mistake);     // blocks, lines
Explained mistake_in_condition(const Mistake& mistake);  // and with or, comparisons, counts, `where`, `=`
Explained mistake_in_wording(const Mistake& mistake);    // English where the language has a word of its own

// A clause or declaration that is right, for the one that the mistake is in: "cost £86 per visit to nhs". Empty for many.
std::string_view clause_example(const Mistake& mistake);

// The user's words, cut where they are long; in backticks.
std::string cut(std::string_view words);
std::string in_backticks(std::string_view words);

// What was expected, in words and without repetition: "a condition", "`when`" …
std::vector<std::string> expected_in_words(const Mistake& mistake);
// The keywords among it, also those at the start of a named construct: what a misspelt word may have meant.
std::vector<std::string_view> expected_words(const Mistake& mistake);

}  // namespace fairstart::syntax
