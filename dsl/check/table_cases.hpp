// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

// Whether the rows of a decision table cover every case once: exact, over sets of whole numbers.
namespace fairstart::check::tables {

// Cases of one column: intervals of whole numbers (both ends included, in order, apart), and whether unknown is among them.
struct CaseSet {
  std::vector<std::pair<std::int64_t, std::int64_t>> intervals;
  bool unknown = false;

  bool empty() const { return intervals.empty() && !unknown; }
  friend bool operator==(const CaseSet&, const CaseSet&) = default;
};

// In order, apart, merged where they touch.
void tidy(CaseSet& set);
CaseSet intersection(const CaseSet& a, const CaseSet& b);

struct Column {
  CaseSet all;              // every case that there is
  bool joins_apart = true;  // cases that lie apart may stand in one cell of a row (codes; not numbers)
};

// One set a column: the cases where all columns are in theirs.
using Box = std::vector<CaseSet>;

struct Overlap {
  std::size_t first = 0, second = 0;  // rows
  Box witness;                        // where both hold
};

struct Findings {
  std::vector<Box> missing;       // boxes that no row covers, apart; not all where there are more than `most_missing`
  std::vector<Overlap> overlaps;  // for each row the first that it overlaps
  std::vector<std::size_t> idle;  // rows that hold for no case at all
  bool too_many = false;          // given up: `missing` says nothing
};

inline constexpr std::size_t most_missing = 3;
inline constexpr std::size_t most_work = 2'000'000;

// Each row has a set for every column, within that column's `all`.
Findings judge(const std::vector<Column>& columns, const std::vector<Box>& rows);

}  // namespace fairstart::check::tables
