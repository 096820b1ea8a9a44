// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/answers.hpp"

#include <algorithm>

#include "engine/exec/compiler.hpp"
#include "engine/exec/missing.hpp"
#include "engine/kernels/cells.hpp"
#include "engine/kernels/intervals.hpp"
#include "engine/kernels/schemes.hpp"

// Three answers.
namespace fairstart::exec {
Step Compiler::compile(plan::ExprId id, const plan::Not& node) {
  return answers_step(plan_, id, [of = operand(node.answer)](Frame& frame, column::Answer* out, std::size_t n) {
    kernels::negate(of.answers(frame.out), out, n);
  });
}

std::vector<plan::ExprId> Compiler::parts_of_and(const plan::And& node, plan::RecordId row) const {
  std::vector<plan::ExprId> parts, open(node.answers.rbegin(), node.answers.rend());
  std::vector<bool> seen(plan_.exprs.size());
  while (!open.empty()) {
    const plan::ExprId part = meaning(open.back());
    open.pop_back();
    if (seen[part.index()]) continue;
    seen[part.index()] = true;
    const auto* nested = std::get_if<plan::And>(&plan_.expr(part).node);
    if (nested != nullptr && plan_.expr(part).row == row) {
      open.insert(open.end(), nested->answers.rbegin(), nested->answers.rend());
    } else {
      parts.push_back(part);
    }
  }
  return parts;
}

Step Compiler::compile(plan::ExprId id, const plan::And& node) {
  AllOf all{id, {}, {}};
  const auto add = [&](plan::ExprId part) { all.parts.push_back({operand(part), cell_condition(part)}); };
  std::vector<plan::ExprId> of_owners;
  for (const plan::ExprId part : parts_of_and(node, plan_.expr(id).row)) {
    if (LatePart last = late_part(part)) {
      all.late.push_back(std::move(last));
    } else if (std::holds_alternative<plan::OfOwner>(plan_.expr(part).node)) {
      of_owners.push_back(part);
    } else {
      add(part);
    }
  }
  // Only where other conditions may leave few rows: else one pass for all that ask for it is less.
  const bool own_conditions = !all.parts.empty();
  for (const plan::ExprId part : of_owners) {
    LatePart last = own_conditions ? of_owner(part) : LatePart();
    if (last) {
      all.late.insert(all.late.begin(), std::move(last));
    } else {
      add(part);
    }
  }
  all_of_ = all;
  return exec::all_of(plan_, std::move(all));
}

Step all_of(const plan::Plan& plan, AllOf all) {
  // What is worked out already comes first.
  std::stable_partition(all.parts.begin(), all.parts.end(), [](const AllOf::Part& part) { return !part.inside; });
  const plan::ExprId id = all.id;
  return answers_step(plan, id, [all = std::move(all)](Frame& frame, column::Answer* out, std::size_t n) {
    const auto answers_of = [&](std::size_t i) { return all.parts[i].operand.answers(frame.out); };
    const auto joined = [&](std::size_t i, const column::Answer* with) {
      const CellCondition& cells = *all.parts[i].cells;
      kernels::and_cells(*cells.column, frame.begin(cells.row), cells.range, with, out, n);
    };
    std::size_t done = 0;
    const std::size_t parts = all.parts.size();
    const auto outside = static_cast<std::size_t>(
        std::count_if(all.parts.begin(), all.parts.end(), [](const AllOf::Part& part) { return !part.inside; }));
    if (outside >= 2) {
      kernels::both(answers_of(0), answers_of(1), out, n);
      done = 2;
    } else if (outside == 1 && parts > 1 && answers_of(0).step == 1) {
      joined(1, answers_of(0).at);
      done = 2;
    } else if (outside == 1) {
      kernels::copy(answers_of(0), out, n);
      done = 1;
    } else if (parts > 0) {
      const CellCondition& cells = *all.parts[0].cells;
      kernels::compare_cells(*cells.column, frame.begin(cells.row), cells.range, out, n);
      done = 1;
    } else {
      kernels::fill(column::yes, out, n);
    }
    for (; done < parts; ++done) {
      if (all.parts[done].inside) {
        joined(done, out);
      } else {
        kernels::and_into(answers_of(done), out, n);
      }
    }
    for (const LatePart& part : all.late) part(frame, out, n);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::Or& node) {
  return answers_step(plan_, id, [parts = operands_of(node.answers)](Frame& frame, column::Answer* out, std::size_t n) {
    std::size_t done = 0;
    if (parts.size() >= 2) {
      kernels::either(parts[0].answers(frame.out), parts[1].answers(frame.out), out, n);
      done = 2;
    } else {
      kernels::fill(column::no, out, n);
    }
    for (; done < parts.size(); ++done) kernels::or_into(parts[done].answers(frame.out), out, n);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::CountOfSet& node) {
  return intervals_step(plan_, id, [parts = operands_of(node.answers)](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
    kernels::fill(column::Interval{0, 0}, out, n);
    for (const Operand& part : parts) kernels::count_into(part.answers(frame.out), out, n);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::CountsAs& node) {
  return answers_step(plan_, id, [of = operand(node.answer), yes = node.yes](Frame& frame, column::Answer* out, std::size_t n) {
    kernels::counts_as(of.answers(frame.out), yes, out, n);
  });
}

std::optional<CellCondition> Compiler::cells_compared(plan::Comparison comparison, plan::ExprId field,
                                                      plan::ExprId constant) const {
  const auto* value = std::get_if<plan::FieldValue>(&node_of(field));
  const Operand with(plan_, meaning(constant));
  if (value == nullptr || !with.rowless() || !has_intervals(with.shape()) || !fixed_.has(with.id())) return {};
  const kernels::Intervals single = with.intervals(fixed_);
  if (!single[0].known()) return {};
  const column::Interval unknown_cell = unknown_of(plan_, plan_.field(value->field)).interval;
  column::Answer when_unknown = column::unknown;
  kernels::compare(comparison, {&unknown_cell.lo, &unknown_cell.hi, 0}, single, &when_unknown, 1);
  const column::Column& column = cells_of(value->field);
  const auto range = kernels::cell_range(column, comparison, single[0].lo, when_unknown);
  if (!range) return {};
  return CellCondition{&column, *range, plan_.expr(field).row};
}

std::optional<CellCondition> Compiler::cells_known(plan::ExprId value) const {
  const auto* field = std::get_if<plan::FieldValue>(&node_of(value));
  if (field == nullptr) return {};
  // A range that holds every known cell; an unknown one may still stand for a single value.
  const column::Column& column = cells_of(field->field);
  const bool single = unknown_of(plan_, plan_.field(field->field)).interval.known();
  if (!kernels::has_cell_range(column)) return {};
  return CellCondition{&column, {0, -1, true, column::answer_of(single)}, plan_.expr(value).row};
}

std::optional<CellCondition> Compiler::cell_condition(plan::ExprId id) const {
  if (const auto* known = std::get_if<plan::IsKnown>(&node_of(id))) return cells_known(known->value);
  const auto* compared = std::get_if<plan::Compare>(&node_of(id));
  if (compared == nullptr) return {};
  if (auto condition = cells_compared(compared->comparison, compared->left, compared->right)) return condition;
  return cells_compared(mirrored(compared->comparison), compared->right, compared->left);
}

Step Compiler::compare_cells(plan::ExprId id) const {
  const auto condition = cell_condition(id);
  if (!condition) return {};
  return answers_step(plan_, id, [condition = *condition](Frame& frame, column::Answer* out, std::size_t n) {
    kernels::compare_cells(*condition.column, frame.begin(condition.row), condition.range, out, n);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::Compare& node) {
  if (Step fused = compare_cells(id)) return fused;
  if (Step fused = compare_moved_days(id, node.comparison, node.left, node.right)) return fused;
  if (Step fused = compare_moved_days(id, mirrored(node.comparison), node.right, node.left)) return fused;
  const Operand left = operand(node.left);
  const Operand right = operand(node.right);
  if (left.shape() == Shape::answers || right.shape() == Shape::answers) {
    return answers_step(
        plan_, id,
        [left, right, negated = node.comparison == plan::Comparison::is_not](Frame& frame, column::Answer* out, std::size_t n) {
          kernels::same(left.answers(frame.out), right.answers(frame.out), negated, out, n);
        });
  }
  return answers_step(plan_, id, [left, right, comparison = node.comparison](Frame& frame, column::Answer* out, std::size_t n) {
    kernels::compare(comparison, left.intervals(frame.out), right.intervals(frame.out), out, n);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::OneOf& node) {
  const auto* field = std::get_if<plan::FieldValue>(&node_of(node.value));
  const auto* cells = field == nullptr ? nullptr : std::get_if<column::CodeCells>(&cells_of(field->field).cells);
  const types::CodeListId list = type(node.value).codes;
  if (cells != nullptr && list.exists()) {
    std::vector<column::Answer> answers(plan_.code_lists[list.index()].items.size() + 1, column::no);
    for (const std::int64_t code : node.codes) {
      const auto index = static_cast<std::size_t>(code);
      if (code >= 0 && index + 1 < answers.size()) answers[index] = column::yes;
    }
    const column::Interval unknown_cell = unknown_of(plan_, plan_.field(field->field)).interval;
    kernels::one_of({&unknown_cell.lo, &unknown_cell.hi, 0}, node.codes, &answers.back(), 1);
    return answers_step(plan_, id,
                        [cells, row = plan_.expr(node.value).row, answers = std::move(answers)](
                            Frame& frame, column::Answer* out, std::size_t n) {
                          kernels::look_up_codes(*cells, frame.begin(row), answers, out, n);
                        });
  }
  return answers_step(plan_, id,
                      [of = operand(node.value), codes = node.codes](Frame& frame, column::Answer* out, std::size_t n) {
                        kernels::one_of(of.intervals(frame.out), codes, out, n);
                      });
}

Step Compiler::compile(plan::ExprId id, const plan::Includes& node) {
  std::uint64_t set = 0;
  for (const std::int64_t code : node.codes) set |= code >= 0 && code < 63 ? std::uint64_t{1} << code : 0;
  return answers_step(plan_, id, [of = operand(node.value), set](Frame& frame, column::Answer* out, std::size_t n) {
    kernels::includes(of.intervals(frame.out), set, out, n);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::LevelIn& node) {
  return answers_step(plan_, id,
                      [of = operand(node.level), set = node.levels](Frame& frame, column::Answer* out, std::size_t n) {
                        kernels::level_in(of.levels(frame.out), set, out, n);
                      });
}

Step Compiler::compile(plan::ExprId id, const plan::IsKnown& node) {
  if (Step fused = compare_cells(id)) return fused;
  return answers_step(plan_, id, [of = operand(node.value)](Frame& frame, column::Answer* out, std::size_t n) {
    switch (of.shape()) {
      case Shape::answers: return kernels::is_known(of.answers(frame.out), out, n);
      case Shape::levels: return kernels::is_known(of.levels(frame.out), out, n);
      case Shape::intervals:
      case Shape::anything: return kernels::is_known(of.intervals(frame.out), out, n);
    }
  });
}

Step Compiler::compile(plan::ExprId id, const plan::IsMissing& node) {
  // Reasons go down the tree by name.
  for (const Item item : in_order(plan_, {node.value}, Rest::left_out)) reads_.push_back(item);
  const plan::RecordId row = plan_.expr(id).row;
  return answers_step(plan_, id,
                      [reasons = Reasons(database_, clock_, groupings_, node.value), row, why = node.why, value = node.value](
                          Frame& frame, column::Answer* out, std::size_t n) {
                        for (std::size_t i = 0; i < n; ++i) {
                          const column::Row at = frame.begin(row) + static_cast<column::Row>(i);
                          out[i] =
                              column::answer_of(!reasons.is_known(frame, value, at) && reasons.why(frame, value, at) == why);
                        }
                      });
}

Step Compiler::compile(plan::ExprId id, const plan::OrElse& node) {
  const Operand value = operand(node.value);
  const Operand otherwise = operand(node.otherwise);
  switch (shape_of(type(id))) {
    case Shape::answers:
      return answers_step(plan_, id, [value, otherwise](Frame& frame, column::Answer* out, std::size_t n) {
        kernels::or_else(value.answers(frame.out), otherwise.answers(frame.out), out, n);
      });
    case Shape::levels:
      return levels_step(plan_, id, [value, otherwise](Frame& frame, std::uint64_t* out, std::size_t n) {
        kernels::or_else(value.levels(frame.out), otherwise.levels(frame.out), out, n);
      });
    case Shape::intervals: break;
    case Shape::anything: return all_rows(id, unknown_of(plan_, type(id)));
  }
  return intervals_step(plan_, id, [value, otherwise](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
    kernels::or_else(value.intervals(frame.out), otherwise.intervals(frame.out), out, n);
  });
}

}  // namespace fairstart::exec
