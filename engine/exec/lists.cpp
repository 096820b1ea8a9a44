// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/lists.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/exec/compiler.hpp"
#include "engine/kernels/intervals.hpp"
#include "engine/kernels/ranks.hpp"

// What owned rows come to.
namespace fairstart::exec {

Step Compiler::compile(plan::ExprId id, const plan::Any& node) {
  const ListRows rows = groupings_.rows_of(node.list);
  if (!rows) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  if (!member.rowless()) any_of_list_ = AnyOfList{id, rows, member};
  return answers_step(plan_, id, [rows, member](Frame& frame, column::Answer* out, std::size_t) {
    kernels::any(member.answers(frame.out), rows.groups(frame), rows.open(frame), out);
  });
}

Step any_of_several(std::vector<AnyOfList> lists) {
  return [lists = std::move(lists)](Frame& frame) {
    // Room of each thread's own, which grows to the largest chunk and stays.
    thread_local kernels::Packed room;
    thread_local std::vector<kernels::Answers> members;
    thread_local std::vector<column::Answer*> out;
    members.clear(), out.clear();
    const kernels::Groups groups = lists.front().rows.groups(frame);
    for (const AnyOfList& list : lists) {
      members.push_back(list.member.answers(frame.out));
      std::vector<column::Answer>& answers = frame.out.exprs[list.id.index()].answers;
      answers.resize(groups.n);
      out.push_back(answers.data());
    }
    kernels::any_of_several(members, groups, lists.front().rows.open(frame), room, out);
  };
}

Step Compiler::compile(plan::ExprId id, const plan::Every& node) {
  const ListRows rows = groupings_.rows_of(node.list);
  if (!rows) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  return answers_step(plan_, id, [rows, member, claim = operand(node.claim)](Frame& frame, column::Answer* out, std::size_t) {
    kernels::every(member.answers(frame.out), claim.answers(frame.out), rows.groups(frame), rows.open(frame), out);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::Count& node) {
  const ListRows rows = groupings_.rows_of(node.list);
  if (!rows) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  return intervals_step(plan_, id, [rows, member](Frame& frame, kernels::IntervalsOut out, std::size_t) {
    kernels::count(member.answers(frame.out), rows.groups(frame), rows.open(frame), out);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::Summarise& node) {
  const ListRows rows = groupings_.rows_of(node.list);
  if (!rows) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  if (node.summary == plan::Summary::sum) {
    const Operand value = operand(node.value);
    const auto* field = std::get_if<plan::FieldValue>(&plan_.expr(node.value).node);
    const bool never_negative = field != nullptr && plan_.field(field->field).lowest.value_or(-1) >= 0;
    return intervals_step(plan_, id,
                          [rows, member, value, never_negative](Frame& frame, kernels::IntervalsOut out, std::size_t) {
                            kernels::sum(member.answers(frame.out), value.intervals(frame.out), never_negative,
                                         rows.groups(frame), rows.open(frame), out);
                          });
  }
  const column::Interval none = unknown_of(plan_, type(id)).interval;
  const std::optional<DateField> dates = date_field(node.value);
  if (node.summary != plan::Summary::average && dates && !dates->unknown_cell.known() && !member.rowless()) {
    return intervals_step(plan_, id,
                          [rows, member, dates = *dates, none, highest = node.summary == plan::Summary::highest](
                              Frame& frame, kernels::IntervalsOut out, std::size_t) {
                            thread_local kernels::Keys room;  // of each thread's own: it grows to the largest chunk, and stays
                            kernels::extreme_date(highest, member.answers(frame.out), dates.cells(frame).at, none,
                                                  rows.groups(frame), rows.open(frame), room, out);
                          });
  }
  const Operand value = operand(node.value);
  return intervals_step(
      plan_, id, [rows, member, value, none, summary = node.summary](Frame& frame, kernels::IntervalsOut out, std::size_t) {
        kernels::summarise(summary, member.answers(frame.out), value.intervals(frame.out), none, rows.groups(frame),
                           rows.open(frame), out);
      });
}

Step Compiler::compile(plan::ExprId id, const plan::Pick& node) {
  const ListRows rows = groupings_.rows_of(node.list);
  const Single none = unknown_of(plan_, type(id));
  if (!rows) return all_rows(id, none);
  const Operand member = operand(plan_.list(node.list).member);
  // Dates of few rows are looked at: they are read where they are, not all made intervals first.
  const std::optional<DateField> dates = date_field(node.order);
  const Operand order = dates ? Operand() : operand(node.order);
  // Calls `emit(group, row)` for each group that has a row to take a value of; the loop is compiled once for each shape.
  const auto each_group = [rows, member, order, dates, which = node.which](const Frame& frame, const auto& known,
                                                                           const auto& alike, const auto& emit) {
    const kernels::Groups groups = rows.groups(frame);
    const kernels::Answers members = member.answers(frame.out);
    const kernels::Open open = rows.open(frame);
    kernels::OpenCursor opened(open);
    const auto pick_by = [&](const auto& orders) {
      const auto among_several = [&](std::size_t g, kernels::Span possible, bool open_here) __attribute__((noinline)) {
        const column::Row row =
            kernels::pick(which, members, orders, possible.begin, possible.end, open_here, known, alike).row;
        if (row != column::no_row) emit(g, row);
      };
      kernels::each_possible_group(
          members, groups, [&](std::size_t g, kernels::Span possible) __attribute__((always_inline)) {
            const bool open_here = opened.at(g);
            if (possible.end - possible.begin == 1 && members[possible.begin] == column::yes && !open_here) {
              // One row, and it belongs: whatever its date, it is the one.
              if (known(possible.begin)) emit(g, static_cast<column::Row>(possible.begin));
            } else {
              among_several(g, possible, open_here);
            }
          });
    };
    if (dates) {
      pick_by(dates->cells(frame));
    } else {
      pick_by(order.intervals(frame.out));
    }
  };
  switch (shape_of(type(id))) {
    case Shape::answers:
      return answers_step(plan_, id,
                          [each_group, value = operand(node.value), none](Frame& frame, column::Answer* out, std::size_t n) {
                            const kernels::Answers answers = value.answers(frame.out);
                            std::fill_n(out, n, none.answer);
                            each_group(
                                frame, [&](std::size_t i) { return answers[i] != column::unknown; },
                                [&](std::size_t a, std::size_t b) { return answers[a] == answers[b]; },
                                [&](std::size_t g, column::Row row) { out[g] = answers[row]; });
                          });
    case Shape::levels:
      return levels_step(plan_, id,
                         [each_group, value = operand(node.value), none](Frame& frame, std::uint64_t* out, std::size_t n) {
                           const kernels::LevelSets levels = value.levels(frame.out);
                           std::fill_n(out, n, none.levels);
                           each_group(
                               frame, [&](std::size_t i) { return (levels[i] & (levels[i] - 1)) == 0 && levels[i] != 0; },
                               [&](std::size_t a, std::size_t b) { return levels[a] == levels[b]; },
                               [&](std::size_t g, column::Row row) { out[g] = levels[row]; });
                         });
    case Shape::intervals:
    case Shape::anything: break;
  }
  const auto of_intervals = [each_group, none](const Frame& frame, const auto& intervals, kernels::IntervalsOut out,
                                               std::size_t n) {
    kernels::fill(none.interval, out, n);
    each_group(
        frame, [&](std::size_t i) { return intervals[i].known(); },
        [&](std::size_t a, std::size_t b) { return intervals[a] == intervals[b]; },
        [&](std::size_t g, column::Row row) { out.set(g, intervals[row]); });
  };
  if (const std::optional<DateField> value = date_field(node.value)) {
    return intervals_step(plan_, id, [of_intervals, value = *value](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
      of_intervals(frame, value.cells(frame), out, n);
    });
  }
  return intervals_step(plan_, id,
                        [of_intervals, value = operand(node.value)](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
                          of_intervals(frame, value.intervals(frame.out), out, n);
                        });
}

Step Compiler::compile(plan::ExprId id, const plan::CountDifferent& node) {
  const ListRows rows = groupings_.rows_of(node.list);
  if (!rows) return all_rows(id, unknown_of(plan_, type(id)));
  const Operand member = operand(plan_.list(node.list).member);
  const Operand value = operand(node.value);
  const std::int64_t most = different_values(type(node.value));
  const auto counted = [&](const auto& values_of) {
    return intervals_step(plan_, id,
                          [rows, member, value, most, values_of](Frame& frame, kernels::IntervalsOut out, std::size_t) {
                            // One for each thread: it grows to the largest group, and stays.
                            thread_local kernels::Different room;
                            kernels::count_different(member.answers(frame.out), values_of(value, frame.out), most,
                                                     rows.groups(frame), rows.open(frame), room, out);
                          });
  };
  switch (value.shape()) {
    case Shape::answers:
      return counted([](const Operand& of, const column::Evaluated& from) { return kernels::KnownAnswers{of.answers(from)}; });
    case Shape::levels:
      return counted([](const Operand& of, const column::Evaluated& from) { return kernels::KnownLevels{of.levels(from)}; });
    case Shape::intervals:
    case Shape::anything: break;
  }
  return counted([](const Operand& of, const column::Evaluated& from) { return kernels::KnownNumbers{of.intervals(from)}; });
}

std::int64_t Compiler::different_values(const plan::Type& of) const {
  const auto up_to = [](std::size_t values) { return static_cast<std::int64_t>(values) * base::million; };
  switch (of.kind) {
    case types::Kind::yes_no: return up_to(2);
    case types::Kind::code: return up_to(plan_.code_lists[of.codes.index()].items.size());
    case types::Kind::levels: return up_to(plan_.levels[of.levels.index()].levels.size());
    case types::Kind::unknown:
    case types::Kind::number:
    case types::Kind::date:
    case types::Kind::codes:
    case types::Kind::text:
    case types::Kind::link:
    case types::Kind::groups: break;
  }
  return column::no_upper;
}

Step Compiler::compile(plan::ExprId id, const plan::Ranked& node) {
  const ListRows rows = groupings_.rows_of(node.list);
  const Operand member = operand(plan_.list(node.list).member);
  return answers_step(plan_, id,
                      [rows, member, order = operand(node.order), latest = node.latest, count = node.count](
                          Frame& frame, column::Answer* out, std::size_t n) {
                        thread_local kernels::Ranks room;
                        const kernels::Groups groups = rows ? rows.groups(frame) : kernels::Groups{};
                        const kernels::Open open = rows ? rows.open(frame) : kernels::Open{};
                        kernels::ranked(member.answers(frame.out), order.intervals(frame.out), latest, count, groups, open,
                                        room, out, n);
                      });
}

}  // namespace fairstart::exec
