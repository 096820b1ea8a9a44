// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dsl/plan/expression.hpp"
#include "engine/column/possible.hpp"
#include "engine/kernels/views.hpp"

// From rows to the rows that own them, and back (docs/evaluation.md, Lists).
namespace fairstart::kernels {

// n groups of consecutive rows: group g is rows [first[g], first[g+1]), less `base` (the chunk's first row).
struct Groups {
  const Row* first = nullptr;
  Row base = 0;
  std::size_t n = 0;
  // The groups that have any row, rising, plus `filled_base`; empty: look at all of them.
  std::span<const Row> filled;
  Row filled_base = 0;
  // From a row of the database to the group's, step by step, plus `filled_base`; empty: only groups know their rows.
  std::span<const Row* const> up;
  std::size_t begin(std::size_t g) const { return first[g] - base; }
  std::size_t end(std::size_t g) const { return first[g + 1] - base; }
  // The group of a row; none of them: not below n. INVARIANT: there is `up`.
  std::size_t group_of(std::size_t row) const {
    Row at = base + static_cast<Row>(row);
    for (const Row* owners : up) {
      if (at == column::no_row) return n;
      at = owners[at];
    }
    return static_cast<Row>(at - filled_base);
  }
};

// The groups whose list may hold more rows than are on record: all, or these (sorted row numbers, less `base`).
struct Open {
  bool all = false;
  std::span<const Row> rows;
  Row base = 0;
};

void any(Answers member, const Groups& groups, const Open& open, Answer* out);
// `any` over the same rows for several lists, in one pass for each four (with AVX-512 eight, or sixteen) of them. A member of each has a value a row.
struct Packed {
  std::vector<Answer> rows, groups;  // room, which keeps its size
  std::vector<std::uint16_t> half_rows, half_groups;
  std::vector<std::uint32_t> wide_rows, wide_groups;
  bool plain = false;  // as on a processor without AVX-512
};
void any_of_several(std::span<const Answers> members, const Groups& groups, const Open& open, Packed& room,
                    std::span<Answer* const> out);
void every(Answers member, Answers claim, Groups groups, const Open& open, Answer* out);
// `plain`: as on a processor without AVX-512.
void count(Answers member, const Groups& groups, const Open& open, IntervalsOut out, bool plain = false);
// `never_negative`: the value's own declared range says so, for rows not on record too.
void sum(Answers member, Intervals value, bool never_negative, Groups groups, const Open& open, IntervalsOut out);
// Lowest, highest of dates in cells, where an unknown cell has no known value; not known: `unknown_value`.
struct Keys {
  std::vector<std::int32_t> rows, groups;  // room, which keeps its size
  bool plain = false;                      // as on a processor without AVX-512
};
void extreme_date(bool highest, Answers member, const std::int32_t* dates, Interval unknown_value, const Groups& groups,
                  const Open& open, Keys& room, IntervalsOut out);
// Average, lowest, highest; not known: `unknown_value`.
void summarise(plan::Summary summary, Answers member, Intervals value, Interval unknown_value, Groups groups, const Open& open,
               IntervalsOut out);

// The `marked`-th row of each group, from 0, becomes yes.
void mark(Groups groups, Row marked, Answer* out);

// For each group, the row whose value Pick takes, once its candidates are found to agree; or why there is none.
struct Picked {
  static constexpr Row none = column::no_row;
  Row row = none;              // relative to the chunk; where none:
  Row first_not_known = none;  // the first candidate whose value is not known, if any
  bool certain_row = false;    // whether a list that is not open has a certain row
};
// A group's rows from the first that is not no to the last.
struct Span {
  std::size_t begin = 0, end = 0;
};
Span possible_rows_of_many(Answers member, const Groups& groups, std::size_t g);
inline Span possible_rows(Answers member, const Groups& groups, std::size_t g) {
  const std::size_t begin = groups.begin(g), n = groups.end(g) - begin;
  if (member.step != 1 || n > 16 || begin + 16 > groups.end(groups.n - 1)) return possible_rows_of_many(member, groups, g);
  const std::uint32_t bits = column::possible_sixteen(member.at + begin) & ((1U << n) - 1U);
  if (bits == 0) return {begin, begin};
  return {begin + static_cast<std::size_t>(std::countr_zero(bits)), begin + static_cast<std::size_t>(std::bit_width(bits))};
}
// Whether groups may be found from their rows, and the rows that may be members listed for it.
bool are_listed(Answers member, const Groups& groups);
// Calls use(g, rows) for each group with rows that are not no, rising: from the first such row to the last.
template <class Use>
void each_possible_group(Answers member, const Groups& groups, const Use& use) {
  if (groups.n == 0) return;
  // Going from the rows that may be members to their groups is most often less work than going through all groups.
  thread_local column::PossibleRows room;
  const std::size_t first = groups.begin(0);
  std::span<const Row> listed;
  bool few = are_listed(member, groups);
  if (few) {
    listed = room.list(member.at + first, groups.end(groups.n - 1) - first);
    few = listed.size() <= (groups.filled.empty() ? groups.n : groups.filled.size());
  }
  if (!few) {
    for (std::size_t g = 0; g < groups.n; ++g) {
      const Span rows = possible_rows(member, groups, g);
      if (rows.begin != rows.end) use(g, rows);
    }
    return;
  }
  std::size_t of = groups.n;
  Span rows;
  for (const Row i : listed) {
    const std::size_t row = first + i, group = groups.group_of(row);
    if (group >= groups.n) continue;
    if (group != of) {
      if (of < groups.n) use(of, rows);
      of = group;
      rows.begin = row;
    }
    rows.end = row + 1;
  }
  if (of < groups.n) use(of, rows);
}

// Dates straight from a field's cells, as Intervals are read.
struct CellDates {
  const std::int32_t* at = nullptr;
  Interval unknown_cell;
  Interval operator[](std::size_t i) const { return at[i] == column::DateCells::none ? unknown_cell : Interval{at[i], at[i]}; }
};

// One group at a time. `order[i]`: an interval. `alike(i, j)`: rows i and j have equal values; `known(i)`.
template <class Order, class Known, class Alike>
Picked pick(plan::Which which, Answers member, const Order& order, std::size_t begin, std::size_t end, bool open,
            const Known& known, const Alike& alike) {
  Picked picked;
  const bool latest = which != plan::Which::earliest;
  bool dated = false;
  std::int64_t best = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (member[i] != column::yes) continue;
    picked.certain_row = true;
    const Interval at = order[i];
    if (!at.known()) continue;
    if (!dated || (latest ? at.lo > best : at.lo < best)) best = at.lo;
    dated = true;
  }
  if (open && which != plan::Which::latest_recorded) picked.certain_row = false;
  if (!picked.certain_row) return picked;
  Row agreed = Picked::none;
  bool disagree = false;
  for (std::size_t i = begin; i < end; ++i) {
    const Answer m = member[i];
    if (m == column::no) continue;
    const Interval at = order[i];
    if (at.known() && dated) {
      if (m == column::yes ? at.lo != best : (latest ? at.lo < best : at.lo > best)) continue;
    }
    if (!known(i)) {
      if (picked.first_not_known == Picked::none) picked.first_not_known = static_cast<Row>(i);
    } else if (agreed == Picked::none) {
      agreed = static_cast<Row>(i);
    } else if (!alike(agreed, i)) {
      disagree = true;
    }
  }
  if (!disagree && picked.first_not_known == Picked::none) picked.row = agreed;
  return picked;
}

// Whether group g is open, for rising g.
class OpenCursor {
 public:
  explicit OpenCursor(const Open& open) : open_(open) {}
  bool at(std::size_t g) {
    if (open_.all) return true;
    while (next_ < open_.rows.size() && open_.rows[next_] - open_.base < g) ++next_;
    return next_ < open_.rows.size() && open_.rows[next_] - open_.base == g;
  }

 private:
  Open open_;
  std::size_t next_ = 0;
};

// Downwards: each group's value for all of its rows.
template <class Value>
void spread(const Value* from, Groups groups, Value* out) {
  for (std::size_t g = 0; g < groups.n; ++g) {
    const Value value = from[g];
    const std::size_t end = groups.end(g);
    for (std::size_t i = groups.begin(g); i < end; ++i) out[i] = value;
  }
}

}  // namespace fairstart::kernels
