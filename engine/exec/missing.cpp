// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/missing.hpp"

#include "engine/exec/order.hpp"
#include "engine/exec/picking.hpp"

namespace fairstart::exec {

bool is_readable(const column::Database& database, const column::Clock& clock, plan::FieldId field) {
  if (!database.plan->field(field).snapshot) return true;
  return clock.snapshots && column::in_date(database, field, clock.as_at);
}

Reasons::Reasons(const column::Database& database, const column::Clock& clock, Groupings& groupings, plan::ExprId value)
    : database_(&database), plan_(database.plan), clock_(clock) {
  for (const Item item : in_order(*plan_, {value}, Rest::left_out)) {
    if (item.kind != Item::Kind::expr) continue;
    if (const auto* pick = std::get_if<plan::Pick>(&plan_->exprs[item.index].node)) {
      lists_[pick->list] = groupings.rows_of(pick->list);
    }
  }
}

bool Reasons::is_known(const Frame& frame, plan::ExprId value, column::Row row) const {
  const plan::RecordId record = plan_->expr(value).row;
  return known_at(Operand(*plan_, value), frame.out, row - frame.begin(record));
}

plan::Missing Reasons::why(const Frame& frame, plan::ExprId value, column::Row row) const {
  const plan::Expr& expr = plan_->expr(value);
  const auto of_field = [&](plan::FieldId field) {
    if (!is_readable(*database_, clock_, field)) return plan::Missing::another_time;
    return column::why_missing(database_->column(field), row);
  };
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node)) return of_field(field->field);
  if (const auto* missing = std::get_if<plan::MissingValue>(&expr.node)) return missing->why;
  if (std::holds_alternative<plan::ParameterValue>(expr.node)) return plan::Missing::no_parameter_value;
  if (const auto* of_owner = std::get_if<plan::OfOwner>(&expr.node)) {
    const plan::RecordId owner = plan_->expr(of_owner->value).row;
    if (!owner.exists()) return why(frame, of_owner->value, row);
    const column::Row at = column::owner_row(*database_, expr.row, row, owner);
    return at == column::no_row ? plan::Missing::not_recorded : why(frame, of_owner->value, at);
  }
  if (const auto* listed = std::get_if<plan::OfListed>(&expr.node)) {
    const bool rowless = !plan_->expr(listed->value).row.exists();
    return why(frame, listed->value, rowless ? row : database_->table(expr.row).listed[row]);
  }
  if (const auto* link = std::get_if<plan::OfLink>(&expr.node)) {
    if (!is_readable(*database_, clock_, link->link)) return plan::Missing::another_time;
    const column::Column& links = database_->column(link->link);
    const column::Rows here = frame.chunk.rows[plan_->field(link->link).type.record.index()];
    const auto to =
        column::is_known(links, row) ? static_cast<column::Row>(column::interval_at(links, row).lo) : column::no_row;
    return to >= here.begin && to < here.end ? why(frame, link->value, to) : of_field(link->link);
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
  const ListRows rows = lists_.at(pick.list);
  if (!rows) return plan::Missing::no_certain_record;
  const kernels::Groups groups = rows.groups(frame);
  const std::size_t group = row - frame.begin(list.scope);
  const bool open = rows.all_open || column::is_open(*database_, list.scope, row, list.record);
  const kernels::Picked picked = pick_group(*plan_, pick, frame.out, groups.begin(group), groups.end(group), open);
  if (!picked.certain_row) return plan::Missing::no_certain_record;
  if (picked.first_not_known == kernels::Picked::none) return plan::Missing::records_disagree;
  return why(frame, pick.value, frame.begin(list.record) + picked.first_not_known);
}

}  // namespace fairstart::exec
