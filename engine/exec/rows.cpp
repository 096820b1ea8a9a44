// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/compiler.hpp"
#include "engine/exec/missing.hpp"
#include "engine/kernels/lists.hpp"

// Values of owners, and of owned rows.
namespace fairstart::exec {
namespace {

// How a record's rows find their owner's: runs of rows under each row of `top`, then from there upwards row by row.
struct WayUp {
  plan::RecordId from, top;
  const Grouping* runs = nullptr;                       // from `top` down to `from`; null if they are the same
  std::vector<const std::vector<column::Row>*> owners;  // from `top` up to the owner
  plan::RecordId to;
};

column::Row climb(const WayUp& way, column::Row row) {
  for (const std::vector<column::Row>* owners : way.owners) {
    if (row == column::no_row) return row;
    row = row < owners->size() ? (*owners)[row] : column::no_row;
  }
  return row;
}

template <class Value>
void bring_down(const WayUp& way, const Frame& frame, const Value* from, Value none, Value* out) {
  const std::size_t n = frame.rows(way.top);
  const column::Row top_begin = frame.begin(way.top);
  const column::Row to_begin = frame.begin(way.to);
  if (way.owners.empty() && way.runs != nullptr) return kernels::spread(from, way.runs->groups(frame), out);
  const auto value_of = [&](std::size_t i) {
    const column::Row owner = climb(way, top_begin + static_cast<column::Row>(i));
    return owner == column::no_row ? none : from[owner - to_begin];
  };
  if (way.runs == nullptr) {
    for (std::size_t i = 0; i < n; ++i) out[i] = value_of(i);
    return;
  }
  const kernels::Groups groups = way.runs->groups(frame);
  for (std::size_t i = 0; i < n; ++i) { std::fill(out + groups.begin(i), out + groups.end(i), value_of(i)); }
}

}  // namespace

const Grouping* Compiler::grouping(plan::ListId list) const { return grouping_of(plan_, plan_.list(list), groupings_); }

Step Compiler::compile(plan::ExprId id, const plan::OfOwner& node) {
  const plan::RecordId owner = plan_.expr(node.value).row;
  const plan::RecordId row = plan_.expr(id).row;
  if (!owner.exists() || owner == row) return same_row(id, node.value);
  const std::vector<plan::RecordId> records = way_up(plan_, row, owner);
  const Single none = unknown_of(plan_, type(id));
  if (records.empty()) return all_rows(id, none);
  if (shape_of(type(node.value)) != shape_of(type(id))) return all_rows(id, none);
  // Rows are in runs up to the family, whose own rows are in their file's order.
  std::size_t top = 0;
  while (top + 1 < records.size() && records[top] != plan_.family && !database_.table(records[top]).first.empty()) ++top;
  WayUp way{.from = row, .top = records[top], .to = owner};
  if (top > 0) way.runs = &groupings_.between(way.top, row);
  for (std::size_t i = top; i + 1 < records.size(); ++i) way.owners.push_back(&database_.table(records[i]).owner);

  const Operand value = operand(node.value);
  return [id, way = std::move(way), value, none, shape = shape_of(type(id))](Frame& frame) {
    const std::size_t n = frame.rows(way.from);
    column::Values& values = frame.out.exprs[id.index()];
    if (has_answers(shape)) {
      values.answers.resize(n);
      bring_down(way, frame, value.answers(frame.out).at, none.answer, values.answers.data());
    }
    if (has_intervals(shape)) {
      const kernels::IntervalsOut out = resized(values, n);
      bring_down(way, frame, value.intervals(frame.out).lo, none.interval.lo, out.lo);
      bring_down(way, frame, value.intervals(frame.out).hi, none.interval.hi, out.hi);
    }
    if (shape == Shape::levels) {
      values.levels.resize(n);
      bring_down(way, frame, value.levels(frame.out).at, none.levels, values.levels.data());
    }
  };
}

Step Compiler::compile(plan::ExprId id, const plan::Any& node) {
  const Grouping* rows = grouping(node.list);
  if (rows == nullptr) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  return answers_step(plan_, id, [rows, member](Frame& frame, column::Answer* out, std::size_t) {
    kernels::any(member.answers(frame.out), rows->groups(frame), rows->open(frame), out);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::Every& node) {
  const Grouping* rows = grouping(node.list);
  if (rows == nullptr) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  return answers_step(plan_, id, [rows, member, claim = operand(node.claim)](Frame& frame, column::Answer* out, std::size_t) {
    kernels::every(member.answers(frame.out), claim.answers(frame.out), rows->groups(frame), rows->open(frame), out);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::Count& node) {
  const Grouping* rows = grouping(node.list);
  if (rows == nullptr) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  return intervals_step(plan_, id, [rows, member](Frame& frame, kernels::IntervalsOut out, std::size_t) {
    kernels::count(member.answers(frame.out), rows->groups(frame), rows->open(frame), out);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::Summarise& node) {
  const Grouping* rows = grouping(node.list);
  if (rows == nullptr) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  const Operand value = operand(node.value);
  if (node.summary == plan::Summary::sum) {
    const auto* field = std::get_if<plan::FieldValue>(&plan_.expr(node.value).node);
    const bool never_negative = field != nullptr && plan_.field(field->field).lowest.value_or(-1) >= 0;
    return intervals_step(plan_, id,
                          [rows, member, value, never_negative](Frame& frame, kernels::IntervalsOut out, std::size_t) {
                            kernels::sum(member.answers(frame.out), value.intervals(frame.out), never_negative,
                                         rows->groups(frame), rows->open(frame), out);
                          });
  }
  const column::Interval none = unknown_of(plan_, type(id)).interval;
  return intervals_step(
      plan_, id, [rows, member, value, none, summary = node.summary](Frame& frame, kernels::IntervalsOut out, std::size_t) {
        kernels::summarise(summary, member.answers(frame.out), value.intervals(frame.out), none, rows->groups(frame),
                           rows->open(frame), out);
      });
}

Step Compiler::compile(plan::ExprId id, const plan::Pick& node) {
  const Grouping* rows = grouping(node.list);
  const Single none = unknown_of(plan_, type(id));
  if (rows == nullptr) return all_rows(id, none);
  const Operand member = operand(plan_.list(node.list).member);
  const Operand order = operand(node.order);
  const Operand value = operand(node.value);
  // Calls `emit(group, picked)` for each group; the loop is compiled once for each shape of value.
  const auto each_group = [rows, member, order, which = node.which](const Frame& frame, const auto& known, const auto& alike,
                                                                    const auto& emit) {
    const kernels::Groups groups = rows->groups(frame);
    const kernels::Answers members = member.answers(frame.out);
    const kernels::Intervals orders = order.intervals(frame.out);
    const kernels::Open open = rows->open(frame);
    kernels::OpenCursor opened(open);
    for (std::size_t g = 0; g < groups.n; ++g) {
      emit(g, kernels::pick(which, members, orders, groups.begin(g), groups.end(g), opened.at(g), known, alike).row);
    }
  };
  switch (shape_of(type(id))) {
    case Shape::answers:
      return answers_step(plan_, id, [each_group, value, none](Frame& frame, column::Answer* out, std::size_t) {
        const kernels::Answers answers = value.answers(frame.out);
        each_group(
            frame, [&](std::size_t i) { return answers[i] != column::unknown; },
            [&](std::size_t a, std::size_t b) { return answers[a] == answers[b]; },
            [&](std::size_t g, column::Row row) { out[g] = row == column::no_row ? none.answer : answers[row]; });
      });
    case Shape::levels:
      return levels_step(plan_, id, [each_group, value, none](Frame& frame, std::uint64_t* out, std::size_t) {
        const kernels::LevelSets levels = value.levels(frame.out);
        each_group(
            frame, [&](std::size_t i) { return (levels[i] & (levels[i] - 1)) == 0 && levels[i] != 0; },
            [&](std::size_t a, std::size_t b) { return levels[a] == levels[b]; },
            [&](std::size_t g, column::Row row) { out[g] = row == column::no_row ? none.levels : levels[row]; });
      });
    case Shape::intervals:
    case Shape::anything: break;
  }
  return intervals_step(plan_, id, [each_group, value, none](Frame& frame, kernels::IntervalsOut out, std::size_t) {
    const kernels::Intervals intervals = value.intervals(frame.out);
    each_group(
        frame, [&](std::size_t i) { return intervals[i].known(); },
        [&](std::size_t a, std::size_t b) { return intervals[a] == intervals[b]; },
        [&](std::size_t g, column::Row row) { out.set(g, row == column::no_row ? none.interval : intervals[row]); });
  });
}

}  // namespace fairstart::exec
