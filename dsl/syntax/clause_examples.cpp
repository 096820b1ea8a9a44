// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "dsl/syntax/layout.hpp"
#include "dsl/syntax/lexer.hpp"
#include "dsl/syntax/mistake.hpp"

namespace fairstart::syntax {
namespace {

struct ClauseExample {
  std::string_view declaration;  // empty: of any
  std::string_view clause;
  std::string_view example;
};

constexpr std::array clauses = {
    ClauseExample{"case", "cost", "cost staff is £40,000 to nhs each year"},
    ClauseExample{"case", "saving", "saving admissions is £25,000 to nhs each year"},
    ClauseExample{"case", "horizon", "horizon 5 years"},
    ClauseExample{"case", "discount", "discount 3.5%"},
    ClauseExample{"case", "volume", "volume families is 400"},
    ClauseExample{"", "cost", "cost £86 per visit to nhs"},
    ClauseExample{"", "due", "due from 10 days to 14 days after date-of-birth"},
    ClauseExample{"", "met by", "met by contact where (kind is new-birth-visit)"},
    ClauseExample{"", "amount", "amount 4 visits"},
    ClauseExample{"", "supply", "supply 180 cots per quarter"},
    ClauseExample{"allocate", "first", "first support highest, then waiting longest"},
    ClauseExample{"list", "first", "first age in days highest"},
    ClauseExample{"", "on turning", "on turning 8 weeks six-in-one 1"},
    ClauseExample{"", "target", "target 95% by 2027-03-31"},
    ClauseExample{"", "baseline", "baseline 90% on 2025-03-31"},
    ClauseExample{"", "reading", "reading 90% on 2025-03-31"},
    ClauseExample{"", "rebased on", "rebased on 2025-04-01 because \"Another system\""},
    ClauseExample{"", "compare", "compare \"England 2024/25\" 88.9%"},
    ClauseExample{"", "interval", "interval wilson 95%"},
    ClauseExample{"", "hide counts below", "hide counts below 8 and round to 5"},
    ClauseExample{"", "between", "between imd-quintile 1 and imd-quintile 5"},
    ClauseExample{"", "pays", "pays £10 for each child where received visit"},
    ClauseExample{"", "places may choose from", "places may choose from 10 to 13"},
    ClauseExample{"parameter", "from", "from 2026-04-01 £22,900 per year"},
    ClauseExample{"", "file", "file \"contacts.csv\" gives contact { … }"},
    ClauseExample{"", "as at", "as at 2026-04-01"},
    ClauseExample{"example", "expect", "expect offer new-birth-visit for noah"},
    ClauseExample{"", "framework", "framework surrey.first-1000-days \"First 1000 Days\" { version \"1\" }"},
    ClauseExample{"", "library", "library surrey.words \"Our words\" { version \"1\" }"},
    ClauseExample{"define", "define", "define premature for child \"Born early\" means gestation is under 37 weeks"},
    ClauseExample{"offer", "offer", "offer new-birth-visit for child \"New birth visit\" { … }"},
    ClauseExample{"core", "core", "core offer new-birth-visit for child \"New birth visit\" { … }"},
    ClauseExample{"table", "table", "table visits for family \"Visits\" : whole number of visits { … }"},
    ClauseExample{"parameter", "parameter", "parameter threshold \"Score that prompts a visit\" : whole number { value 13 }"},
    ClauseExample{"record", "record", "record visit, visits \"Visit\" { … }"},
    ClauseExample{"window", "window", "window first-year for child \"First year\" from date-of-birth to turning 1 year"},
    ClauseExample{"calendar", "calendar", "calendar terms \"Starts of term\" { 1 January, 1 September }"},
    ClauseExample{"guarantee", "guarantee", "guarantee visited \"Every child is visited\" that every child is offered visit"},
    ClauseExample{"adapt", "adapt", "adapt parameter low-mood-threshold to 12 because \"Long journeys\""},
    ClauseExample{"retire", "retire", "retire offer book-start because \"No longer funded\""},
    ClauseExample{"outcome", "gap", "gap mmr-gap \"Most against least deprived\" { … }"},
};

}  // namespace

std::string_view clause_example(const Mistake& mistake) {
  const std::string_view text = mistake.text;
  std::string_view declaration = layout::top_level_word(text, mistake.unread.context);
  if (declaration.empty()) declaration = layout::header_word(text, mistake.unread.context);
  for (std::uint32_t at : {mistake.line_first, mistake.previous.begin}) {
    // A mistake at the end of a line is noticed on the next.
    if (mistake.first_on_line && at == mistake.line_first) continue;
    if (mistake.first_on_line) {
      const std::size_t line_end = text.rfind('\n', at);
      at = static_cast<std::uint32_t>(text.find_first_not_of(" \t", line_end == std::string_view::npos ? 0 : line_end + 1));
    }
    for (const ClauseExample& each : clauses) {
      if (!each.declaration.empty() && each.declaration != declaration) continue;
      if (each.clause == "define" && !mistake.expects("means")) continue;
      if (lexer::phrase_end(each.clause, text, at) != at) return each.example;
    }
  }
  return {};
}

}  // namespace fairstart::syntax
