// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/cells.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"
#include "engine/kernels/answers.hpp"
#include "engine/kernels/clones.hpp"
#include "engine/kernels/intervals.hpp"

namespace fairstart::kernels {
namespace {

using base::overloaded;

template <class Cell>
FAIRSTART_INLINE void widen_loop(const Cell* at, Cell none, std::int64_t scale, Interval unknown_value, IntervalsOut out,
                                 std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Cell cell = at[i];
    const std::int64_t value = static_cast<std::int64_t>(cell) * scale;
    out.lo[i] = cell == none ? unknown_value.lo : value;
    out.hi[i] = cell == none ? unknown_value.hi : value;
  }
}

FAIRSTART_CLONES void widen_each(const std::uint16_t* at, std::uint16_t none, std::int64_t scale, Interval unknown_value,
                                 IntervalsOut out, std::size_t n) {
  widen_loop(at, none, scale, unknown_value, out, n);
}
FAIRSTART_CLONES void widen_each(const std::int32_t* at, std::int32_t none, std::int64_t scale, Interval unknown_value,
                                 IntervalsOut out, std::size_t n) {
  widen_loop(at, none, scale, unknown_value, out, n);
}
FAIRSTART_CLONES void widen_each(const std::int64_t* at, std::int64_t none, std::int64_t scale, Interval unknown_value,
                                 IntervalsOut out, std::size_t n) {
  widen_loop(at, none, scale, unknown_value, out, n);
}
template <class Cell>  // few records have texts, links or sets that rules read as numbers
void widen_each(const Cell* at, Cell none, std::int64_t scale, Interval unknown_value, IntervalsOut out, std::size_t n) {
  widen_loop(at, none, scale, unknown_value, out, n);
}

template <class Cell>
void widen(const std::vector<Cell>& cells, Cell none, std::int64_t scale, Row begin, Interval unknown_value, IntervalsOut out,
           std::size_t n) {
  widen_each(cells.data() + begin, none, scale, unknown_value, out, n);
}

// What becomes of the answers: they are all, or those of `with` and them; where that is `out` itself, a loop of its own.
enum class Joined : std::uint8_t { alone, into, with };

// One unsigned comparison, and no branch: the loop is vectorised.
template <class Cell>
struct Inside {
  Cell none, from, width;
  Answer beyond, flip, when_unknown;
  Answer of(Cell cell) const {
    const Answer is_in = static_cast<Cell>(cell - from) <= width ? flip : Answer{0};
    const Answer is_none = cell == none ? Answer{0xFF} : Answer{0};
    const auto known = static_cast<Answer>(beyond ^ is_in);
    return static_cast<Answer>((when_unknown & is_none) | (known & static_cast<Answer>(~is_none)));
  }
};

template <Joined joined, class Cell>
FAIRSTART_INLINE void inside_loop(const Cell* at, const Inside<Cell> inside, const Answer* with, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Answer answer = inside.of(at[i]);
    if constexpr (joined == Joined::alone) out[i] = answer;
    if constexpr (joined == Joined::into) out[i] = static_cast<Answer>(out[i] & answer);
    if constexpr (joined == Joined::with) out[i] = static_cast<Answer>(with[i] & answer);
  }
}

template <class Cell>
FAIRSTART_INLINE void inside_loops(const Cell* at, const Inside<Cell> inside, const Answer* with, Answer* out, std::size_t n) {
  if (with == nullptr) return inside_loop<Joined::alone>(at, inside, with, out, n);
  if (with == out) return inside_loop<Joined::into>(at, inside, with, out, n);
  inside_loop<Joined::with>(at, inside, with, out, n);
}

FAIRSTART_CLONES void inside_range(const std::uint16_t* at, Inside<std::uint16_t> inside, const Answer* with, Answer* out,
                                   std::size_t n) {
  inside_loops(at, inside, with, out, n);
}
FAIRSTART_CLONES void inside_range(const std::uint32_t* at, Inside<std::uint32_t> inside, const Answer* with, Answer* out,
                                   std::size_t n) {
  inside_loops(at, inside, with, out, n);
}
FAIRSTART_CLONES void inside_range(const std::uint64_t* at, Inside<std::uint64_t> inside, const Answer* with, Answer* out,
                                   std::size_t n) {
  inside_loops(at, inside, with, out, n);
}

// `with`: null, or answers that those of the cells are joined to by `and`.
template <class Cell>
void inside(const std::vector<Cell>& cells, Cell none, Row begin, const CellRange& range, const Answer* with, Answer* out,
            std::size_t n) {
  const Answer within = range.negated ? column::no : column::yes;
  const Answer beyond = range.negated ? column::yes : column::no;
  const bool empty = range.first > range.last || range.first > std::numeric_limits<Cell>::max() ||
                     range.last < static_cast<std::int64_t>(std::numeric_limits<Cell>::min());
  using Unsigned = std::make_unsigned_t<Cell>;
  const auto* at = reinterpret_cast<const Unsigned*>(cells.data() + begin);
  const auto unknown_cell = static_cast<Unsigned>(none);
  if (empty) {
    inside_range(at, {unknown_cell, unknown_cell, Unsigned{0}, beyond, Answer{0}, range.when_unknown}, with, out, n);
    return;
  }
  const Cell first = static_cast<Cell>(std::max<std::int64_t>(range.first, std::numeric_limits<Cell>::min()));
  const Cell last = static_cast<Cell>(std::min<std::int64_t>(range.last, std::numeric_limits<Cell>::max()));
  const auto from = static_cast<Unsigned>(first);
  const auto width = static_cast<Unsigned>(static_cast<Unsigned>(last) - from);
  inside_range(at, {unknown_cell, from, width, beyond, static_cast<Answer>(within ^ beyond), range.when_unknown}, with, out, n);
}

FAIRSTART_CLONES void days_inside(const std::int32_t* at, std::uint32_t from, std::uint32_t width, std::uint32_t known_from,
                                  std::uint32_t known_width, Answer within, Answer beyond, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const auto day = static_cast<std::uint32_t>(at[i]);
    const Answer answer = day - from <= width ? within : beyond;
    out[i] = day - known_from <= known_width ? answer : column::unknown;
  }
}

}  // namespace

void read_cells(const column::Column& column, Row begin, Interval unknown_value, IntervalsOut out, std::size_t n) {
  std::visit(overloaded{
                 [&](const column::NoCells&) { fill(unknown_value, out, n); },
                 [&](const column::AnswerCells&) { fill(unknown_value, out, n); },
                 [&](const column::CodeCells& c) { widen(c.cells, c.none, 1, begin, unknown_value, out, n); },
                 [&](const column::DateCells& c) { widen(c.cells, c.none, 1, begin, unknown_value, out, n); },
                 [&](const column::WholeCells& c) { widen(c.cells, c.none, c.unit, begin, unknown_value, out, n); },
                 [&](const column::NumberCells& c) { widen(c.cells, c.none, 1, begin, unknown_value, out, n); },
                 [&](const column::TextCells& c) { widen(c.cells, c.none, 1, begin, unknown_value, out, n); },
                 [&](const column::SetCells& c) { widen(c.cells, c.none, 1, begin, unknown_value, out, n); },
                 [&](const column::LinkCells& c) { widen(c.cells, c.none, 1, begin, unknown_value, out, n); },
             },
             column.cells);
}

void read_cells(const column::Column& column, Row begin, Answer* out, std::size_t n) {
  if (const auto* answers = std::get_if<column::AnswerCells>(&column.cells)) {
    std::copy_n(answers->cells.data() + begin, n, out);
  } else {
    fill(column::unknown, out, n);
  }
}

bool has_cell_range(const column::Column& column) {
  return !std::holds_alternative<column::NoCells>(column.cells) && !std::holds_alternative<column::AnswerCells>(column.cells) &&
         !std::holds_alternative<column::SetCells>(column.cells);
}

std::optional<CellRange> cell_range(const column::Column& column, plan::Comparison comparison, std::int64_t constant,
                                    Answer when_unknown) {
  if (!has_cell_range(column)) return {};
  const auto* const whole = std::get_if<column::WholeCells>(&column.cells);
  const std::int64_t scale = whole != nullptr ? whole->unit : 1;
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(), greatest = std::numeric_limits<std::int64_t>::max();
  const std::int64_t at_or_below = base::floor_divide(constant, scale);  // greatest cell value that is at most the constant
  const bool exact = constant % scale == 0;
  const std::int64_t below = exact ? at_or_below - 1 : at_or_below;
  using enum plan::Comparison;
  switch (comparison) {
    case is: return CellRange{exact ? at_or_below : 0, exact ? at_or_below : -1, false, when_unknown};
    case is_not: return CellRange{exact ? at_or_below : 0, exact ? at_or_below : -1, true, when_unknown};
    case under: return CellRange{least, below, false, when_unknown};
    case at_least: return CellRange{least, below, true, when_unknown};
    case over: return CellRange{least, at_or_below, true, when_unknown};
    case at_most: return CellRange{least, at_or_below, false, when_unknown};
  }
  return CellRange{least, greatest, false, when_unknown};
}

namespace {

void compare_joined(const column::Column& column, Row begin, const CellRange& range, const Answer* with, Answer* out,
                    std::size_t n) {
  const auto all = [&] {
    if (with == nullptr) return fill(range.when_unknown, out, n);
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>(with[i] & range.when_unknown);
  };
  std::visit(overloaded{
                 [&](const column::NoCells&) { all(); },
                 [&](const column::AnswerCells&) { all(); },
                 [&](const column::CodeCells& c) { inside(c.cells, c.none, begin, range, with, out, n); },
                 [&](const column::DateCells& c) { inside(c.cells, c.none, begin, range, with, out, n); },
                 [&](const column::WholeCells& c) { inside(c.cells, c.none, begin, range, with, out, n); },
                 [&](const column::NumberCells& c) { inside(c.cells, c.none, begin, range, with, out, n); },
                 [&](const column::TextCells& c) { inside(c.cells, c.none, begin, range, with, out, n); },
                 [&](const column::SetCells&) { all(); },
                 [&](const column::LinkCells& c) { inside(c.cells, c.none, begin, range, with, out, n); },
             },
             column.cells);
}

}  // namespace

void compare_cells(const column::Column& column, Row begin, const CellRange& range, Answer* out, std::size_t n) {
  compare_joined(column, begin, range, nullptr, out, n);
}

void and_cells(const column::Column& column, Row begin, const CellRange& range, const Answer* with, Answer* out,
               std::size_t n) {
  compare_joined(column, begin, range, with, out, n);
}

void compare_days(const column::DateCells& cells, Row begin, const DayRange& range, Answer* out, std::size_t n) {
  const auto span = [](std::int32_t first, std::int32_t last) {
    return static_cast<std::uint32_t>(last) - static_cast<std::uint32_t>(first);
  };
  days_inside(cells.cells.data() + begin, static_cast<std::uint32_t>(range.first), span(range.first, range.last),
              static_cast<std::uint32_t>(range.known_first), span(range.known_first, range.known_last),
              range.negated ? column::no : column::yes, range.negated ? column::yes : column::no, out, n);
}

// Quotients come from doubles, which may be wrong by one or, of large numbers, by anything: products tell.
FAIRSTART_CLONES bool to_units(const std::int64_t* numbers, std::size_t n, std::int64_t unit, std::int32_t* __restrict units) {
  constexpr std::int64_t none = column::NumberCells::none, least = column::WholeCells::none;
  constexpr double rounds = 0x1.8p52;  // whole numbers have a double's lowest bits once it is added
  const double part = 1.0 / static_cast<double>(unit);
  std::int64_t all = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const double quotient = static_cast<double>(numbers[i]) * part + rounds;
    const std::int64_t whole = std::bit_cast<std::int64_t>(quotient) - std::bit_cast<std::int64_t>(rounds);
    const auto narrow = static_cast<std::int32_t>(whole);
    const bool is_none = numbers[i] == none;
    const bool is_exact = (narrow == whole) & (narrow * unit == numbers[i]) & (whole != least);
    all &= static_cast<std::int64_t>(is_none | is_exact);
    units[i] = is_none ? column::WholeCells::none : narrow;
  }
  return all != 0;
}

void look_up_codes(const column::CodeCells& cells, Row begin, std::span<const Answer> answers, Answer* out, std::size_t n) {
  const std::uint16_t* at = cells.cells.data() + begin;
  const std::size_t unknown_at = answers.size() - 1;
  for (std::size_t i = 0; i < n; ++i) out[i] = answers[std::min<std::size_t>(at[i], unknown_at)];
}

}  // namespace fairstart::kernels
