// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dsl/plan/expression.hpp"
#include "engine/kernels/views.hpp"

// Straight from a field's narrow cells: rows [begin, begin + n) of a column.
namespace fairstart::kernels {

// The cells as intervals; an unknown cell becomes `unknown_value`. Not for yes/no columns.
void read_cells(const column::Column& column, Row begin, Interval unknown_value, IntervalsOut out, std::size_t n);
// For yes/no columns and for fields without column.
void read_cells(const column::Column& column, Row begin, Answer* out, std::size_t n);

// `field COMPARISON constant` as a range of cell values: yes inside (outside, if negated), and one answer for unknown cells.
// Limits are in the column's own units; an empty range has first > last.
struct CellRange {
  std::int64_t first = 0, last = -1;
  bool negated = false;
  Answer when_unknown = column::unknown;
};
// Whether compare_cells is for such a column: not yes/no, not sets of codes, not a field without column.
bool has_cell_range(const column::Column& column);
// Nothing for yes/no columns, for sets of codes and for fields without column.
std::optional<CellRange> cell_range(const column::Column& column, plan::Comparison comparison, std::int64_t constant,
                                    Answer when_unknown);
void compare_cells(const column::Column& column, Row begin, const CellRange& range, Answer* out, std::size_t n);
// The same, and each of `with` too: `with` may be `out`.
void and_cells(const column::Column& column, Row begin, const CellRange& range, const Answer* with, Answer* out, std::size_t n);
// Days first to last: yes (no, if negated); others among known_first to known_last: no (yes); all others, and unknown: unknown.
// Neither range is empty.
struct DayRange {
  std::int32_t first = 0, last = 0, known_first = 0, known_last = 0;
  bool negated = false;
};
void compare_days(const column::DateCells& cells, Row begin, const DayRange& range, Answer* out, std::size_t n);

// Numbers as so many units each; `none` of the one is that of the other. False where one can't be said so, and nothing is told.
bool to_units(const std::int64_t* numbers, std::size_t n, std::int64_t unit, std::int32_t* units);

// `code is one of …`: an answer for each index, and a last one for unknown cells.
void look_up_codes(const column::CodeCells& cells, Row begin, std::span<const Answer> answers, Answer* out, std::size_t n);

}  // namespace fairstart::kernels
