// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/indicators/indicators.hpp"

// Rows of a chunk put into cells: what counting an indicator and counting a spread share.
namespace fairstart::indicators {

// A row's place in a Cell: certain members 0 to 2, possible ones 3 to 5, each by answer no, unknown, yes.
enum Slot : std::uint8_t { certain_no, certain_unknown, certain_yes, may_no, may_unknown, may_yes, outside };

// The indicator's rows in a chunk: each one's membership, its slot, and its value where the indicator is over values.
struct Rows {
  std::vector<column::Answer> members;
  std::vector<std::uint8_t> slots;
  std::vector<column::Interval> values;  // else empty
};

// Whether the chunk's rows are counted here: rows above the family are, in the first chunk alone. Not where published.
bool counts_here(const column::Database& database, const plan::Indicator& indicator, const column::Evaluated& evaluated);
Rows rows_of(const column::Database& database, const plan::Indicator& indicator, const column::Evaluated& evaluated);
// The rows that are in a side too: membership of both. among: yes/no on the indicator's row; none: the rows as they are.
Rows within(const plan::Plan& plan, const plan::Indicator& indicator, const Rows& rows, plan::ExprId among,
            const column::Evaluated& evaluated);

// No axis: one cell, for the empty group.
std::map<Group, Cell> cells_by(const plan::Plan& plan, const std::vector<plan::Breakdown>& axes,
                               const column::Evaluated& evaluated, const Rows& rows);

// Whether rows of the indicator's population may be missing.
bool population_is_open(const column::Database& database, plan::RecordId record);

}  // namespace fairstart::indicators
