// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/exec/compiler.hpp"
#include "engine/kernels/intervals.hpp"

// Numbers and dates.
namespace fairstart::exec {

Step Compiler::compile(plan::ExprId id, const plan::Arithmetic& node) {
  const bool dates = type(node.left).kind == types::Kind::date && type(node.right).kind == types::Kind::date;
  auto* kernel = &kernels::add;
  switch (node.operation) {
    case plan::Operation::add: break;
    case plan::Operation::subtract: kernel = dates ? &kernels::days_between : &kernels::subtract; break;
    case plan::Operation::multiply: kernel = &kernels::multiply; break;
    case plan::Operation::divide: kernel = &kernels::divide; break;
  }
  return intervals_step(
      plan_, id,
      [kernel, left = operand(node.left), right = operand(node.right)](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
        kernel(left.intervals(frame.out), right.intervals(frame.out), out, n);
      });
}

Step Compiler::compile(plan::ExprId id, const plan::Negate& node) {
  return intervals_step(plan_, id, [of = operand(node.value)](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
    kernels::negate(of.intervals(frame.out), out, n);
  });
}

Step Compiler::shift_by_table(plan::ExprId id, const plan::Shift& node) const {
  const plan::RecordId row = plan_.expr(id).row;
  if (!row.exists() || database_.table(row).rows < rows_worth_a_table) return {};
  const Operand by(plan_, meaning(node.by));
  if (!by.rowless() || !has_intervals(by.shape()) || !fixed_.has(by.id())) return {};
  const column::Interval span = by.intervals(fixed_)[0];
  if (!span.known() || span.lo % base::million != 0) return {};
  const std::int64_t months = span.lo / base::million;
  kernels::MonthsMoved table(node.later ? months : -months, node.rounding);
  return intervals_step(
      plan_, id, [date = operand(node.date), table = std::move(table)](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
        table.move(date.intervals(frame.out), out, n);
      });
}

Step Compiler::compile(plan::ExprId id, const plan::Shift& node) {
  const bool months = type(node.by).base.measure == types::Measure::months;
  if (months) {
    if (Step by_table = shift_by_table(id, node)) return by_table;
  }
  return intervals_step(plan_, id,
                        [date = operand(node.date), by = operand(node.by), months, later = node.later,
                         rounding = node.rounding](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
                          kernels::shift(date.intervals(frame.out), by.intervals(frame.out), months, later, rounding, out, n);
                        });
}

Step Compiler::compile(plan::ExprId id, const plan::NextDay& node) {
  std::vector<plan::YearDay> days = plan_.calendars[node.calendar.index()].days;
  std::sort(days.begin(), days.end(), [](const plan::YearDay& a, const plan::YearDay& b) {
    return a.month != b.month ? a.month < b.month : a.day < b.day;
  });
  return intervals_step(
      plan_, id, [days = std::move(days), after = operand(node.after)](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
        kernels::next_day(after.intervals(frame.out), days, out, n);
      });
}

Step Compiler::compile(plan::ExprId id, const plan::Elapsed& node) {
  return intervals_step(plan_, id,
                        [from = operand(node.from), to = operand(node.to), unit = node.unit](
                            Frame& frame, kernels::IntervalsOut out, std::size_t n) {
                          kernels::elapsed(unit, from.intervals(frame.out), to.intervals(frame.out), out, n);
                        });
}

Step Compiler::compile(plan::ExprId id, const plan::Extreme& node) {
  if (node.values.empty()) return all_rows(id, Single{});
  return intervals_step(
      plan_, id,
      [values = operands_of(node.values), highest = node.highest](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
        kernels::copy(values.front().intervals(frame.out), out, n);
        for (std::size_t i = 1; i < values.size(); ++i) kernels::extreme_into(highest, values[i].intervals(frame.out), out, n);
      });
}

Step Compiler::compile(plan::ExprId id, const plan::Rescale& node) {
  return intervals_step(plan_, id,
                        [of = operand(node.value), multiply = node.multiply, divide = node.divide](
                            Frame& frame, kernels::IntervalsOut out, std::size_t n) {
                          kernels::rescale(of.intervals(frame.out), multiply, divide, out, n);
                        });
}

}  // namespace fairstart::exec
