// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "dsl/base/decimal.hpp"
#include "engine/column/possible.hpp"
#include "engine/exec/compiler.hpp"
#include "engine/kernels/cells.hpp"
#include "engine/kernels/intervals.hpp"

// Comparisons of date fields with dates that move: within so many months, before so many days after the owner's.
namespace fairstart::exec {
namespace {

column::Interval moved(column::Interval date, column::Interval by, bool months, bool later, base::Rounding rounding) {
  column::Interval to;
  kernels::shift({&date.lo, &date.hi, 0}, {&by.lo, &by.hi, 0}, months, later, rounding, {&to.lo, &to.hi}, 1);
  return to;
}

// A date moved by a span that is the same for all rows.
struct Move {
  std::int64_t by = 0;
  bool months = false, later = true;
  base::Rounding rounding = base::Rounding::up;
  std::shared_ptr<const kernels::MonthsMoved> table;  // where it pays
  std::optional<std::int64_t> days = whole_days();    // where that is all it comes to

  std::optional<std::int64_t> whole_days() const {
    const std::int64_t rounded = base::floor_divide(by, base::million);
    if (months || rounded <= -base::last_day || rounded >= base::last_day) return {};
    return later ? rounded : -rounded;
  }
  column::Interval of(column::Interval date) const {
    if (table) return table->move(date);
    if (days && date.known() && date.lo >= base::first_day && date.lo <= base::last_day) {
      const std::int64_t to = date.lo + *days;
      return to >= base::first_day && to <= base::last_day ? column::Interval{to, to} : column::Interval{};
    }
    return moved(date, {by, by}, months, later, rounding);
  }
};

// As kernels::compare, for comparisons in order.
column::Answer compared(plan::Comparison comparison, column::Interval left, column::Interval right) {
  using enum plan::Comparison;
  if (comparison == over || comparison == at_most) std::swap(left, right);
  const auto answer = static_cast<column::Answer>((left.hi < right.lo ? 1U : 0U) | (left.lo < right.hi ? 2U : 0U));
  return comparison == at_least || comparison == at_most ? column::negated(answer) : answer;
}

// The last day, of first to last, of which `test` says what it says of `first`. What it says changes once at most.
template <class Test>
base::Day last_alike(base::Day first, base::Day last, const Test& test) {
  const auto said = test(first);
  while (first < last) {
    const base::Day middle = first + (last - first + 1) / 2;
    if (test(middle) == said) {
      first = middle;
    } else {
      last = middle - 1;
    }
  }
  return first;
}

bool in_order(plan::Comparison comparison) {
  return comparison != plan::Comparison::is && comparison != plan::Comparison::is_not;
}

}  // namespace

plan::Comparison mirrored(plan::Comparison comparison) {
  using enum plan::Comparison;
  switch (comparison) {
    case is:
    case is_not: return comparison;
    case under: return over;
    case over: return under;
    case at_least: return at_most;
    case at_most: return at_least;
  }
  return comparison;
}

std::optional<std::int64_t> Compiler::known_constant(plan::ExprId id) const {
  const Operand of(plan_, meaning(id));
  if (!of.rowless() || !has_intervals(of.shape()) || !fixed_.has(of.id())) return {};
  const column::Interval value = of.intervals(fixed_)[0];
  return value.known() ? std::optional(value.lo) : std::nullopt;
}

std::optional<Compiler::DateField> Compiler::date_field(plan::ExprId id) const {
  const auto* field = std::get_if<plan::FieldValue>(&node_of(id));
  if (field == nullptr) return {};
  const auto* cells = std::get_if<column::DateCells>(&cells_of(field->field).cells);
  if (cells == nullptr) return {};
  return DateField{cells, unknown_of(plan_, plan_.field(field->field)).interval, plan_.expr(meaning(id)).row};
}

Step Compiler::compare_moved_days(plan::ExprId id, plan::Comparison comparison, plan::ExprId moved,
                                  plan::ExprId constant) const {
  const auto* shift = std::get_if<plan::Shift>(&node_of(moved));
  if (shift == nullptr || !in_order(comparison)) return {};
  const std::optional<DateField> field = date_field(shift->date);
  const auto by = known_constant(shift->by), limit = known_constant(constant);
  if (!field || !by || !limit) return {};
  const Move move{*by, type(shift->by).base.measure == types::Measure::months, shift->later, shift->rounding, {}};
  const column::Interval against{*limit, *limit};
  if (compared(comparison, move.of(field->unknown_cell), against) != column::unknown) return {};
  // A date never moves past another. So those that stay in the calendar are one run, and the answer changes once in it.
  const auto stays = [&](base::Day day) { return move.of({day, day}).known(); };
  const auto holds = [&](base::Day day) { return compared(comparison, move.of({day, day}), against) == column::yes; };
  kernels::DayRange range{.known_first = base::first_day, .known_last = base::last_day};
  if (stays(base::first_day)) {
    range.known_last = last_alike(base::first_day, base::last_day, stays);
  } else if (stays(base::last_day)) {
    range.known_first = last_alike(base::first_day, base::last_day, stays) + 1;
  } else {
    return {};
  }
  range.first = range.known_first;
  range.last = last_alike(range.known_first, range.known_last, holds);
  range.negated = !holds(range.first);
  return answers_step(plan_, id,
                      [cells = field->dates, range, row = field->row](Frame& frame, column::Answer* out, std::size_t n) {
                        kernels::compare_days(*cells, frame.begin(row), range, out, n);
                      });
}

LatePart Compiler::of_owner(plan::ExprId id) const {
  const auto* brought = std::get_if<plan::OfOwner>(&node_of(id));
  const plan::RecordId row = plan_.expr(id).row;
  if (brought == nullptr || !row.exists() || shape_of(type(id)) != Shape::answers) return {};
  const std::vector<column::Row>& owners = database_.table(row).owner;
  const plan::RecordId owner = plan_.record(row).owner;
  if (owners.empty() || plan_.expr(brought->value).row != owner || shape_of(type(brought->value)) != Shape::answers) return {};
  const Operand value = operand(brought->value);
  return [value, row, owner, none = unknown_of(plan_, type(id)).answer, &owners](Frame& frame, column::Answer* out,
                                                                                 std::size_t n) {
    const column::Row begin = frame.begin(row), owner_begin = frame.begin(owner);
    const kernels::Answers answers = value.answers(frame.out);
    thread_local column::PossibleRows room;
    const column::Row* const owner_of = owners.data() + begin;
    for (const column::Row i : room.list(out, n)) {
      const column::Row up = owner_of[i];
      out[i] = static_cast<column::Answer>(out[i] & (up == column::no_row ? none : answers[up - owner_begin]));
    }
  };
}

LatePart Compiler::late_part(plan::ExprId id) const {
  const auto* node = std::get_if<plan::Compare>(&node_of(id));
  if (node == nullptr || !in_order(node->comparison)) return {};
  if (LatePart part = against_owner(id, node->comparison, node->left, node->right)) return part;
  return against_owner(id, mirrored(node->comparison), node->right, node->left);
}

LatePart Compiler::against_owner(plan::ExprId row_of, plan::Comparison comparison, plan::ExprId field,
                                 plan::ExprId date) const {
  const plan::RecordId row = plan_.expr(row_of).row;
  const std::optional<DateField> dates_here = date_field(field);
  if (!dates_here || !row.exists() || database_.table(row).owner.empty()) return {};
  std::optional<Move> move;
  if (const auto* shift = std::get_if<plan::Shift>(&node_of(date))) {
    const auto by = known_constant(shift->by);
    if (!by) return {};
    move = Move{*by, type(shift->by).base.measure == types::Measure::months, shift->later, shift->rounding, {}};
    if (move->months && *by % base::million == 0 && database_.table(row).rows >= rows_worth_a_table) {
      const std::int64_t months = *by / base::million;
      move->table = std::make_shared<const kernels::MonthsMoved>(shift->later ? months : -months, shift->rounding);
    }
    date = shift->date;
  }
  const auto* brought = std::get_if<plan::OfOwner>(&node_of(date));
  if (brought == nullptr || shape_of(type(date)) != Shape::intervals) return {};
  const plan::RecordId owner = plan_.record(row).owner;
  if (plan_.expr(brought->value).row != owner || shape_of(type(brought->value)) != Shape::intervals) return {};
  const column::Interval no_owner = unknown_of(plan_, type(date)).interval;
  const auto late = [&](const auto& dates_of_owner) -> LatePart {
    return [here = *dates_here, move, dates_of_owner, no_owner, comparison, row, owner, &owners = database_.table(row).owner](
               Frame& frame, column::Answer* out, std::size_t n) {
      const column::Row begin = frame.begin(row), owner_begin = frame.begin(owner);
      const auto dates = dates_of_owner(frame);
      const kernels::CellDates days = here.cells(frame);
      using enum plan::Comparison;
      const std::int64_t beyond = comparison == at_most || comparison == over ? 1 : 0;  // day < date + beyond, or not so
      const bool so = comparison == under || comparison == at_most;
      const auto out_of_the_way = [&](column::Row i) __attribute__((noinline)) {
        const column::Row up = owners[begin + i];
        column::Interval against = up == column::no_row ? no_owner : dates[up - owner_begin];
        if (move) against = move->of(against);
        out[i] = static_cast<column::Answer>(out[i] & compared(comparison, days[i], against));
      };
      thread_local column::PossibleRows room;
      const column::Row* const owner_of = owners.data() + begin;
      const kernels::MonthsMoved* const table = move && move->table ? move->table.get() : nullptr;
      const bool by_days = move && !move->table && move->days;
      const std::int64_t days_later = by_days ? *move->days : 0;
      for (const column::Row i : room.list(out, n)) {
        const column::Row up = owner_of[i];
        const std::int64_t day = days.at[i];
        if (up == column::no_row || day == column::DateCells::none) {
          out_of_the_way(i);
          continue;
        }
        column::Interval against = dates[up - owner_begin];
        if (table != nullptr) {
          const base::Day* const to = against.known() ? table->find(against.lo) : nullptr;
          against = to == nullptr ? column::Interval{} : column::Interval{*to, *to};
        } else if (by_days) {
          // Both within the calendar; else out of the way.
          const bool known = against.known();
          const std::int64_t to = known ? against.lo + days_later : column::DateCells::none;
          const bool stays = known && std::min(against.lo, to) >= base::first_day && std::max(against.lo, to) <= base::last_day;
          against = stays ? column::Interval{to, to} : column::Interval{};
        } else if (move) {
          against = move->of(against);
        }
        if (!against.known()) {
          out_of_the_way(i);
          continue;
        }
        const bool holds = (day < against.lo + beyond) == so;  // no branch: it may go either way
        out[i] = static_cast<column::Answer>(out[i] & -static_cast<unsigned>(holds));
      }
    };
  };
  if (const std::optional<DateField> cells = date_field(brought->value); cells && cells->row == owner)
    return late([cells = *cells](const Frame& frame) { return cells.cells(frame); });
  const Operand of_owner = operand(brought->value);
  if (of_owner.rowless()) return {};
  return late([of_owner](const Frame& frame) { return of_owner.intervals(frame.out); });
}

}  // namespace fairstart::exec
