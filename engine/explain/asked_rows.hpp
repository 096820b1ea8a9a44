// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "engine/explain/asking.hpp"

namespace fairstart::explain {

// Results of a record's rows.
struct ResultsAsked {
  plan::RecordId record;
  std::vector<plan::LevelsId> groups, schemes;  // schemes: tiers and segments
  std::vector<plan::ScoreId> scores;
};

// What those of a row that are not known ask about together, for all rows of a chunk. One for each thread; reuse it from chunk
// to chunk. The questions must outlive it.
class AskedRows {
 public:
  AskedRows(const Questions& questions, ResultsAsked results);
  // After asking.start(evaluated); both must stay as they are while it is asked.
  void fill(const column::Evaluated& evaluated, Asking& asking);
  struct Facts {
    std::span<const Fact> facts;  // in order of Fact, once each
    bool may_include_more_than_needed = false;
  };
  // Good until `asking` or this is asked anything else.
  Facts of(column::Row row, Asking& asking) {
    const Asking::Span all = spans_[row - begin_];
    if (!all.found()) return one_by_one(row, asking);
    return {{asking.pool() + all.from, all.count}};
  }

 private:
  void fill_members(Asking& asking);
  void fill_row(column::Row row, Asking& asking);
  bool add_members(column::Row row, Asking& asking);
  bool add_others(column::Row row, bool few, Asking& asking);
  bool is_open(plan::LevelsId scheme, column::Row row) const;
  Facts one_by_one(column::Row row, Asking& asking);

  const plan::Plan& plan_;
  ResultsAsked results_;
  // Of groups, each source once, as what has the same source asks for the same.
  struct Member {
    plan::ExprId when;
    const Asking::Column* column = nullptr;  // of this chunk; null: not put down at once
    std::uint64_t open = 0;                  // of the word that is being filled
  };
  std::vector<Member> members_;
  // Scores all of whose parts are members: while facts are few and each in one place, they ask for nothing else.
  std::vector<plan::ScoreId> of_members_, other_scores_;
  std::size_t few_ = 0;  // facts; see Asking::few_of_score
  // Of this chunk.
  const column::Evaluated* evaluated_ = nullptr;
  column::Row begin_ = 0;
  std::vector<Asking::Span> spans_;      // by row; not found: told when it is asked for, as it may be long
  std::vector<std::uint64_t> several_;   // bit i: row i is not as simple as one member's facts, or none
  std::vector<plan::LevelsId> schemes_;  // those that are not known somewhere
  std::vector<plan::ScoreId> scores_;
  std::vector<Asking::Span> found_;  // of the row that is being filled
  Ask ask_;
};

}  // namespace fairstart::explain
