// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "engine/indicators/row_groups.hpp"
#include "engine/indicators/spreads.hpp"

namespace fairstart::indicators {

// Counts what a run tells, chunk by chunk: sums of integers, so that chunks and counters add up in any order to the same.
// Each thread has its own: a copy of one that has been asked, to be added up at the end.
class Counter {
 public:
  explicit Counter(const column::Database& database);

  // What is wanted, before the first chunk; the answer is the number to ask for it by.
  std::size_t want(const plan::Indicator& indicator);        // the whole and each breakdown
  std::size_t want_whole(const plan::Indicator& indicator);  // without the breakdowns
  std::size_t want(const plan::Spread& spread);              // not for trends

  // What counting reads: to be asked of the evaluator.
  std::vector<plan::ExprId> expressions() const;

  // The rows of a chunk. Rows of a record above the family are in every chunk: they are counted in the chunk of the first family
  // only. All chunks by one evaluator.
  void count(const column::Evaluated& evaluated);
  void add(const Counter& other);  // asked the same

  Cells cells(std::size_t wanted) const;
  Cell whole(std::size_t wanted) const;
  SpreadCells spread(std::size_t wanted) const;

 private:
  // One breakdown of a population.
  struct Counts {
    std::size_t breakdown = 0;
    std::vector<std::array<std::int64_t, 6>> rows;  // by group and Slot; not those in `known`
    PairCounts known, lo, hi, may_lo, may_hi;       // as Amounts, by group and number of value
  };
  // Rows that are counted, and what of them: an answer or a value.
  struct Population {
    plan::RecordId record;
    plan::ExprId member, answer, value;
    std::vector<plan::ExprId> sides;  // that a row has to be in too
    Numbering values;
    std::vector<Counts> counts;
  };
  struct Wanted {
    std::size_t population = 0;  // the first of its own; of a spread: ranks, then both sides, then those in both
    bool counted = false, open = false, ranks = false, sides = false;
    std::size_t breakdowns = 0;
  };
  using Groups = std::map<Group, Cell>;
  static constexpr std::array<PairCounts Counts::*, 5> by_value{&Counts::known, &Counts::lo, &Counts::hi, &Counts::may_lo,
                                                                &Counts::may_hi};

  std::optional<Population> population(const plan::Indicator& indicator) const;
  void add_counts(Population& population, const std::vector<plan::Breakdown>& axes);
  bool counts_here(const Population& population) const;
  const column::Answer* members_of(const Population& population, const column::Evaluated& evaluated, std::size_t n);
  void find_rows(Population& population, const column::Evaluated& evaluated);
  template <class ValueAt>
  void note_values(Population& population, const column::Answer* members, const ValueAt& value_at);
  void count_rows(const Population& population, Counts& counts);
  template <class GroupOf>
  void add_rows(const Population& population, Counts& counts, const GroupOf& group_of);
  Groups groups(const Population& population, const Counts& counts) const;
  Cell only(const Population& population) const;

  const column::Database* database_;
  const plan::Plan* plan_;
  RowGroups groups_;
  std::vector<Population> populations_;
  std::vector<Wanted> wanted_;
  bool first_chunk_ = true;  // the chunk that is counted begins with the first family

  // Of the population that is being counted: its members and those who may be, by place in the chunk, the first `found_` of
  // buffers that grow to the largest chunk and stay.
  std::size_t found_ = 0;
  bool all_certain_ = false;  // of values: all of them are members, and known; else `slots_` and `highs_` say
  std::vector<column::Answer> members_;
  std::vector<column::Row> rows_;
  std::vector<std::uint8_t> slots_;  // of answers: of all rows, by place in the chunk
  std::vector<RowGroups::Number> numbers_;
  std::vector<column::Answer> told_;             // what is told of the found rows, where only theirs is worked out
  std::vector<std::int64_t> told_lo_, told_hi_;  // the same
  std::vector<std::uint32_t> lows_, highs_;      // numbers of values
};

}  // namespace fairstart::indicators
