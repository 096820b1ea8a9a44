// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/missing.hpp"

#include "engine/exec/order.hpp"
#include "engine/exec/picking.hpp"

namespace fairstart::exec {

const Grouping* grouping_of(const plan::Plan& plan, const plan::List& list, Groupings& groupings) {
  if (!list.scope.exists() || way_up(plan, list.record, list.scope).size() < 2) return nullptr;
  const bool above = plan.family.exists() && list.scope != plan.family && plan.belongs_under(plan.family, list.scope);
  return above ? nullptr : &groupings.between(list.scope, list.record);
}

Reasons::Reasons(const column::Database& database, Groupings& groupings, plan::ExprId value)
    : database_(&database), plan_(database.plan) {
  for (const Item item : in_order(*plan_, {value})) {
    if (item.kind != Item::Kind::expr) continue;
    if (const auto* pick = std::get_if<plan::Pick>(&plan_->exprs[item.index].node)) {
      groupings_[pick->list] = grouping_of(*plan_, plan_->list(pick->list), groupings);
    }
  }
}

bool Reasons::is_known(const Frame& frame, plan::ExprId value, column::Row row) const {
  const plan::RecordId record = plan_->expr(value).row;
  return known_at(Operand(*plan_, value), frame.out, row - frame.begin(record));
}

plan::Missing Reasons::why(const Frame& frame, plan::ExprId value, column::Row row) const {
  const plan::Expr& expr = plan_->expr(value);
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node)) {
    return column::why_missing(database_->column(field->field), row);
  }
  if (const auto* missing = std::get_if<plan::MissingValue>(&expr.node)) return missing->why;
  if (std::holds_alternative<plan::ParameterValue>(expr.node)) return plan::Missing::no_parameter_value;
  if (const auto* of_owner = std::get_if<plan::OfOwner>(&expr.node)) {
    const plan::RecordId owner = plan_->expr(of_owner->value).row;
    if (!owner.exists()) return why(frame, of_owner->value, row);
    const column::Row at = column::owner_row(*database_, expr.row, row, owner);
    return at == column::no_row ? plan::Missing::not_recorded : why(frame, of_owner->value, at);
  }
  if (const auto* named = std::get_if<plan::DefinitionValue>(&expr.node)) {
    return why(frame, plan_->definitions[named->definition.index()].meaning, row);
  }
  if (const auto* either = std::get_if<plan::OrElse>(&expr.node)) return why(frame, either->otherwise, row);
  if (const auto* pick = std::get_if<plan::Pick>(&expr.node)) return why_not_picked(frame, *pick, row);
  return plan::Missing::not_recorded;
}

plan::Missing Reasons::why_not_picked(const Frame& frame, const plan::Pick& pick, column::Row row) const {
  const plan::List& list = plan_->list(pick.list);
  const Grouping* grouping = groupings_.at(pick.list);
  if (grouping == nullptr) return plan::Missing::no_certain_record;
  const kernels::Groups groups = grouping->groups(frame);
  const std::size_t group = row - frame.begin(list.scope);
  const bool open = column::is_open(*database_, list.scope, row, list.record);
  const kernels::Picked picked = pick_group(*plan_, pick, frame.out, groups.begin(group), groups.end(group), open);
  if (!picked.certain_row) return plan::Missing::no_certain_record;
  if (picked.first_not_known == kernels::Picked::none) return plan::Missing::records_disagree;
  return why(frame, pick.value, frame.begin(list.record) + picked.first_not_known);
}

}  // namespace fairstart::exec
