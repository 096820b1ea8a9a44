// SPDX-License-Identifier: Apache-2.0
#include "engine/cases/sums.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "engine/reference/reference.hpp"

namespace fairstart::cases {

Sums::Sums(const plan::Plan& plan, const std::vector<plan::ExprId>& expressions, base::Day as_at) : plan_(plan) {
  column::Database none;
  none.plan = &plan;
  none.tables.resize(plan.records.size());
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::Record& record = plan.records[i];
    for (const plan::FieldId field : record.fields)
      none.tables[i].columns.push_back(column::column_for(plan.field(field).type));
    if (record.owner.exists()) none.tables[i].first.assign(1, 0);
  }
  column::Chunk no_rows;
  no_rows.rows.resize(plan.records.size());
  reference::evaluate(none, {as_at, as_at, as_at}, expressions, no_rows, evaluated_);
}

std::optional<std::int64_t> Sums::known(plan::ExprId id) const {
  const column::Interval interval = evaluated_.interval(plan_, id, 0);
  return interval.known() ? std::optional(interval.lo) : std::nullopt;
}

std::vector<plan::ParameterId> parameters_of(const plan::Plan& plan, const std::vector<plan::ExprId>& expressions) {
  std::set<plan::ExprId> seen;
  std::set<plan::ParameterId> found;
  const std::function<void(plan::ExprId)> walk = [&](plan::ExprId id) {
    if (!id.exists() || !seen.insert(id).second) return;
    if (const auto* parameter = std::get_if<plan::ParameterValue>(&plan.expr(id).node)) found.insert(parameter->parameter);
    plan::for_each_operand(plan, id, walk);
  };
  for (const plan::ExprId id : expressions) walk(id);
  return {found.begin(), found.end()};
}

std::vector<plan::ParameterId> missing_parameters(const plan::Plan& plan, const std::vector<plan::ExprId>& expressions,
                                                  base::Day as_at) {
  std::vector<plan::ParameterId> missing;
  for (const plan::ParameterId id : parameters_of(plan, expressions)) {
    if (plan.parameters[id.index()].in_force(as_at) == nullptr) missing.push_back(id);
  }
  return missing;
}

std::optional<std::int64_t> rowless_value(const plan::Plan& plan, plan::ExprId id, base::Day as_at) {
  return Sums(plan, {id}, as_at).known(id);
}

}  // namespace fairstart::cases
