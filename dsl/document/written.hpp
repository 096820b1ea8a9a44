// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dsl/source/source.hpp"
#include "dsl/syntax/tree.hpp"

namespace fairstart::document {

// Words as written, blanks and comments between two of them put down as one blank.
struct Word {
  std::string text;
  bool name = false;  // names something that is declared, perhaps
};
using Words = std::vector<Word>;

struct Clause {
  std::string keyword;  // "met by"
  Words words;          // what follows it
};

// Reads declarations back from their files, by the place of their name.
class Written {
 public:
  explicit Written(const source::Sources& sources) : sources_(sources) {}

  // The clauses of the block that the declaration has, in order, without sources, notes and what is nested (indicators of an
  // outcome); for one without a block, its parts. Empty where no declaration has its name there.
  std::vector<Clause> clauses(base::Span name);
  // What the declaration says from its first word of `from` on: of `define … means X`, X.
  Words after(base::Span name, std::string_view word);
  // The lines between its braces: items of a score, rows of a table, days of a calendar. Without sources and notes.
  std::vector<Words> lines(base::Span name);

 private:
  syntax::Cursor declaration(base::Span name);
  const syntax::Tree& tree(base::FileId file);

  const source::Sources& sources_;
  std::map<std::uint32_t, syntax::Tree> trees_;
};

}  // namespace fairstart::document
