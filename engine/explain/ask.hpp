// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <tuple>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::explain {

// Something that nobody recorded: a field of a row; or whether there are (more) rows of a record under a row; or a
// parameter's value. Exactly one of field, list, parameter exists.
struct Fact {
  plan::FieldId field;
  plan::RecordId list;
  plan::ParameterId parameter;
  plan::RecordId record;  // of `row`
  column::Row row = column::no_row;
  friend bool operator==(const Fact&, const Fact&) = default;
  // By record, row and field; parameters last.
  friend auto operator<=>(const Fact& a, const Fact& b) {
    return std::tie(a.record, a.row, a.field, a.list, a.parameter) <=> std::tie(b.record, b.row, b.field, b.list, b.parameter);
  }
};

// As many facts as a text names. With ids of 36 bytes it fits into a cell of a spreadsheet, 32,767 characters.
inline constexpr std::size_t most_asked = 500;

// What would settle an answer that is not known, in order of Fact.
struct Ask {
  // Of one answer no more than most_asked + 1, where every parameter has a value: the last stands for all others that were
  // not looked for. They are those that were met first then.
  std::vector<Fact> facts;
  // Where what matters could not be told exactly: conditions over several numbers at once, or a formula too large.
  bool may_include_more_than_needed = false;
};

// The facts of which at least one completion of the others exists where it changes the answer (grammar.md, Exactness).
// Empty where the answer is known. Const and shareable between threads; each thread keeps what it has worked out, as equal
// patterns of unknowns have equal answers.
class Asker {
 public:
  Asker(const column::Database& database, const column::Clock& clock);
  Ask about(const column::Evaluated& evaluated, plan::ExprId yes_no, column::Row row) const;
  Ask about_levels(const column::Evaluated& evaluated, plan::LevelsId scheme, column::Row row) const;
  Ask about_score(const column::Evaluated& evaluated, plan::ScoreId score, column::Row row) const;

 private:
  const column::Database* database_;
  column::Clock clock_;
  std::vector<bool> open_;  // column::open_lists
  std::size_t most_facts_;  // of one answer
};

// "income of F0001", "contacts of P12"; joined by "; ". Where not exact the text starts with "may include "; where it names
// most_asked of more, it ends with "; and more".
std::string ask_text(const column::Database& database, const Ask& ask);
void append_ask_text(const column::Database& database, const Ask& ask, std::string& text);
void merge(Ask& into, const Ask& more);

}  // namespace fairstart::explain
