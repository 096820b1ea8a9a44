// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/compiler.hpp"
#include "engine/exec/missing.hpp"
#include "engine/kernels/answers.hpp"
#include "engine/kernels/cells.hpp"

// Leaves, and named things on their own record's row.
namespace fairstart::exec {

Step Compiler::compile(plan::ExprId id, const plan::Constant& node) { return all_rows(id, constant(type(id), node)); }

Step Compiler::compile(plan::ExprId id, const plan::MissingValue&) { return all_rows(id, unknown_of(plan_, type(id))); }

Step Compiler::compile(plan::ExprId id, const plan::AsAt&) { return all_rows(id, clock_.as_at); }

Step Compiler::compile(plan::ExprId id, const plan::PeriodStart&) { return all_rows(id, clock_.period_from); }

Step Compiler::compile(plan::ExprId id, const plan::PeriodEnd&) { return all_rows(id, clock_.period_to); }

Step Compiler::compile(plan::ExprId id, const plan::ParameterValue& node) {
  if (const plan::ParameterPeriod* period = plan_.parameters[node.parameter.index()].in_force(clock_.as_at))
    return all_rows(id, constant(type(id), period->value));
  return all_rows(id, unknown_of(plan_, type(id)));
}

const column::Column& Compiler::cells_of(plan::FieldId field) const {
  static const column::Column nothing;
  return is_readable(database_, clock_, field) ? database_.column(field) : nothing;
}

Step Compiler::compile(plan::ExprId id, const plan::FieldValue& node) {
  const column::Column& column = cells_of(node.field);
  const plan::RecordId row = plan_.expr(id).row;
  if (has_answers(shape_of(type(id)))) {
    return answers_step(plan_, id, [&column, row](Frame& frame, column::Answer* out, std::size_t n) {
      kernels::read_cells(column, frame.begin(row), out, n);
    });
  }
  const column::Interval unknown_cell = unknown_of(plan_, plan_.field(node.field)).interval;
  return intervals_step(plan_, id, [&column, row, unknown_cell](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
    kernels::read_cells(column, frame.begin(row), unknown_cell, out, n);
  });
}

column::FieldCells Compiler::field_cells(plan::ExprId id) const {
  const auto* field = std::get_if<plan::FieldValue>(&node_of(id));
  if (field == nullptr || shape_of(type(id)) != Shape::intervals) return {};
  const column::Column& column = cells_of(field->field);
  if (std::holds_alternative<column::NoCells>(column.cells) || std::holds_alternative<column::AnswerCells>(column.cells))
    return {};
  return {&column, unknown_of(plan_, plan_.field(field->field)).interval};
}

Step Compiler::compile(plan::ExprId id, const plan::Marked& node) {
  static const column::Column nothing{column::AnswerCells{}, {}};
  const plan::RecordId row = plan_.expr(id).row;
  if (!row.exists()) return all_rows(id, Single{.answer = column::no});
  const bool reads = node.field.exists();
  const column::Column& column = reads ? cells_of(node.field) : nothing;
  const bool in_family = plan_.family.exists() && row != plan_.family && plan_.belongs_under(row, plan_.family);
  const Grouping* families = in_family ? &groupings_.between(plan_.family, row) : nullptr;
  const bool one_each = row == plan_.family;
  return answers_step(
      plan_, id,
      [&column, reads, row, families, one_each, marked = clock_.marked](Frame& frame, column::Answer* out, std::size_t n) {
        if (reads)
          kernels::read_cells(column, frame.begin(row), out, n);
        else
          kernels::fill(column::no, out, n);
        if (marked == column::Clock::nothing_marked) return;
        if (families != nullptr) return kernels::mark(families->groups(frame), marked, out);
        if (one_each && marked == 0) return kernels::fill(column::yes, out, n);
        if (!one_each && marked < n) out[marked] = column::yes;
      });
}

Step Compiler::compile(plan::ExprId id, const plan::RoleTest& node) {
  const plan::Role& role = plan_.roles[node.role.index()];
  const column::Table& table = database_.table(role.record);
  if (table.made_as.empty()) {
    return role.where.exists() ? same_row(id, role.where) : all_rows(id, Single{.answer = column::yes});
  }
  const std::optional<Operand> where = role.where.exists() ? std::optional(operand(role.where)) : std::nullopt;
  return answers_step(
      plan_, id, [&table, where, role_id = node.role, row = role.record](Frame& frame, column::Answer* out, std::size_t n) {
        static constexpr column::Answer always = column::yes;
        const kernels::Answers answers = where ? where->answers(frame.out) : kernels::Answers{&always, 0};
        for (std::size_t i = 0; i < n; ++i) {
          const std::uint16_t made_as = table.made_as[frame.begin(row) + i];
          if (made_as == role_id.index() + 1) {
            out[i] = column::yes;
          } else {
            out[i] = made_as != 0 && answers[i] == column::unknown ? column::no : answers[i];
          }
        }
      });
}

Step Compiler::compile(plan::ExprId id, const plan::DefinitionValue& node) {
  return same_row(id, plan_.definitions[node.definition.index()].meaning);
}

Step Compiler::compile(plan::ExprId id, const plan::ScoreValue& node) {
  reads_.push_back({Item::Kind::score, node.score.value});
  return intervals_step(plan_, id, [score = node.score](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
    const column::Values& from = frame.out.scores[score.index()];
    std::copy_n(from.lo.data(), n, out.lo);
    std::copy_n(from.hi.data(), n, out.hi);
  });
}

Step Compiler::compile(plan::ExprId id, const plan::LevelValue& node) {
  if (plan_.levels[node.levels.index()].kind == plan::LevelsKind::groups) return all_rows(id, unknown_of(plan_, type(id)));
  reads_.push_back({Item::Kind::levels, node.levels.value});
  return levels_step(plan_, id, [scheme = node.levels](Frame& frame, std::uint64_t* out, std::size_t n) {
    std::copy_n(frame.out.levels[scheme.index()].levels.data(), n, out);
  });
}

}  // namespace fairstart::exec
