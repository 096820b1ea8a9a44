// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/compiler.hpp"
#include "engine/kernels/intervals.hpp"
#include "engine/kernels/lists.hpp"

// Values at few rows: what an indicator tells of its members is not worked out for everybody else.
namespace fairstart::exec {
namespace {

using Places = std::span<const column::Row>;

// Room of each thread's own, which grows to the largest chunk and stays.
struct Ends {
  std::vector<std::int64_t> lo, hi;
  kernels::IntervalsOut room(std::size_t n) {
    if (lo.size() < n) lo.resize(n), hi.resize(n);
    return {lo.data(), hi.data()};
  }
  kernels::Intervals view() const { return {lo.data(), hi.data(), 1}; }
};

}  // namespace

AtFew Compiler::at_few(plan::ExprId id) {
  reads_.clear();
  AtFew few;
  const Shape shape = shape_of(type(id));
  if (shape == Shape::intervals && (few.intervals = few_dates(id))) return few;
  if (shape == Shape::intervals && (few.intervals = few_days_between(id))) return few;
  reads_.clear();
  if (meaning(id) == id || plan_.expr(meaning(id)).row != plan_.expr(id).row) return few;
  // Another name for what is worked out for all rows.
  const Operand same = operand(id);
  if (shape == Shape::answers) {
    few.answers = [same](const Frame& frame, Places places, column::Answer* out) {
      const kernels::Answers answers = same.answers(frame.out);
      for (std::size_t k = 0; k < places.size(); ++k) out[k] = answers[places[k]];
    };
  } else if (shape == Shape::intervals) {
    few.intervals = [same](const Frame& frame, Places places, kernels::IntervalsOut out) {
      const kernels::Intervals values = same.intervals(frame.out);
      for (std::size_t k = 0; k < places.size(); ++k) out.set(k, values[places[k]]);
    };
  }
  return few;
}

Compiler::FewIntervals Compiler::few_dates(plan::ExprId id) const {
  if (const auto* pick = std::get_if<plan::Pick>(&node_of(id))) return few_picked(id, *pick);
  const std::optional<DateField> dates = date_field(id);
  if (!dates || dates->row != plan_.expr(id).row) return {};
  return [dates = *dates](const Frame& frame, Places places, kernels::IntervalsOut out) {
    const kernels::CellDates days = dates.cells(frame);
    for (std::size_t k = 0; k < places.size(); ++k) out.set(k, days[places[k]]);
  };
}

Compiler::FewIntervals Compiler::few_picked(plan::ExprId id, const plan::Pick& node) const {
  const ListRows rows = groupings_.rows_of(node.list);
  const std::optional<DateField> order = date_field(node.order), value = date_field(node.value);
  if (!rows || !order || !value) return {};
  return [rows, order = *order, value = *value, member = operand(plan_.list(node.list).member), which = node.which,
          none = unknown_of(plan_, type(id)).interval](const Frame& frame, Places places, kernels::IntervalsOut out) {
    const kernels::Groups groups = rows.groups(frame);
    const kernels::Answers members = member.answers(frame.out);
    const kernels::Open open = rows.open(frame);
    kernels::OpenCursor opened(open);
    const bool none_open = !open.all && open.rows.empty();
    const kernels::CellDates orders = order.cells(frame), values = value.cells(frame);
    const auto known = [&](std::size_t i) { return values[i].known(); };
    const auto alike = [&](std::size_t a, std::size_t b) { return values[a] == values[b]; };
    for (std::size_t k = 0; k < places.size(); ++k) {
      const std::size_t g = places[k];
      const kernels::Span possible = kernels::possible_rows(members, groups, g);
      column::Row row = column::no_row;
      if (possible.end - possible.begin == 1 && members[possible.begin] == column::yes && (none_open || !opened.at(g))) {
        // One row, and it belongs: whatever its date, it is the one.
        if (known(possible.begin)) row = static_cast<column::Row>(possible.begin);
      } else if (possible.begin != possible.end) {
        row = kernels::pick(which, members, orders, possible.begin, possible.end, opened.at(g), known, alike).row;
      }
      out.set(k, row == column::no_row ? none : values[row]);
    }
  };
}

Compiler::FewIntervals Compiler::few_days_between(plan::ExprId id) const {
  plan::ExprId from, to;
  std::optional<types::TimeUnit> unit;
  if (const auto* minus = std::get_if<plan::Arithmetic>(&node_of(id))) {
    if (minus->operation != plan::Operation::subtract) return {};
    from = minus->right, to = minus->left;
  } else if (const auto* elapsed = std::get_if<plan::Elapsed>(&node_of(id))) {
    from = elapsed->from, to = elapsed->to, unit = elapsed->unit;
  } else {
    return {};
  }
  if (type(from).kind != types::Kind::date || type(to).kind != types::Kind::date) return {};
  const FewIntervals first = few_dates(from), last = few_dates(to);
  if (!first || !last) return {};
  return [first, last, unit](const Frame& frame, Places places, kernels::IntervalsOut out) {
    thread_local Ends of_first, of_last;
    first(frame, places, of_first.room(places.size()));
    last(frame, places, of_last.room(places.size()));
    if (unit) {
      kernels::elapsed(*unit, of_first.view(), of_last.view(), out, places.size());
    } else {
      kernels::days_between(of_last.view(), of_first.view(), out, places.size());
    }
  };
}

}  // namespace fairstart::exec
