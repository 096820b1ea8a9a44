// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/explain/asked_rows.hpp"
#include "engine/explain/reasons.hpp"
#include "engine/report/line.hpp"
#include "engine/report/report.hpp"

namespace fairstart::bench {

// The cells `ask_about` of families.csv, and `reason` and `ask_about` of offers.csv, and nothing else of these rows.
class Explained {
 public:
  // Throws std::runtime_error where the plan has results for others than families: workload W has none.
  Explained(const column::Database& database, const column::Clock& clock);

  // A thread's own; kept from chunk to chunk.
  struct Work {
    explicit Work(const Explained& all);
    explain::Asking asking;
    explain::Reasons reasons;
    explain::AskedRows asked;
    explain::AnswerCodes offered;
    std::vector<std::vector<const explain::PaddedText*>> texts;  // by offer: of each row that may be offered it
    std::vector<const explain::PaddedText* const*> next_text;
    explain::Ask ask;
    report::Line families, offers;  // a line a row, as the ends of the rows that the report writes
  };
  void explain(const column::Evaluated& evaluated, Work& work) const;
  // Throws std::runtime_error where a row of the report's does not end as `work` has it.
  static void expect_same(const Work& work, const report::ChunkText& rows);

 private:
  std::span<const explain::Fact> about(plan::ExprId open, column::Row row, Work& work) const;
  void put_asked(std::span<const explain::Fact> facts, report::Line& line) const;

  const column::Database& database_;
  const plan::Plan& plan_;
  explain::Questions questions_;
  explain::ResultsAsked results_;
  std::vector<plan::ExprId> eligible_;     // of each offer
  std::vector<report::ShortText> labels_;  // by FieldId: "income of "
};

}  // namespace fairstart::bench
