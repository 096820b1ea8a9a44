// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/evaluator.hpp"

namespace fairstart::reference {

using plan::Missing;

Missing Evaluator::field_reason(plan::FieldId field, Row row) const {
  return says_anything(field) ? column::why_missing(database_.column(field), row) : Missing::another_time;
}

// A chain of OrElse, OfOwner, DefinitionValue and Pick leads to the place where the value is missing; all other nodes have no
// reason of their own.
Missing Evaluator::reason(plan::ExprId id, Row row) const {
  const plan::Expr& expr = plan_.expr(id);
  return std::visit(
      overloaded{
          [](const plan::MissingValue& node) { return node.why; },
          [](const plan::ParameterValue&) { return Missing::no_parameter_value; },
          [&](const plan::FieldValue& node) { return field_reason(node.field, row); },
          [&](const plan::OfOwner& node) {
            const plan::RecordId owner = plan_.expr(node.value).row;
            if (!owner.exists()) return reason(node.value, row);
            const Row of_owner = column::owner_row(database_, expr.row, row, owner);
            return of_owner == column::no_row ? Missing::not_recorded : reason(node.value, of_owner);
          },
          [&](const plan::DefinitionValue& node) { return reason(plan_.definitions[node.definition.index()].meaning, row); },
          [&](const plan::OrElse& node) { return reason(node.otherwise, row); },
          [&](const plan::Pick& node) {
            const Candidates from = candidates(node, row);
            if (from.open || !from.certain) return Missing::no_certain_record;
            for (const Row each : from.rows)
              if (!known(type(node.value), read(node.value, each))) return reason(node.value, each);
            return Missing::records_disagree;
          },
          [](const plan::Constant&) { return Missing::not_recorded; },
          [](const plan::AsAt&) { return Missing::not_recorded; },
          [](const plan::PeriodStart&) { return Missing::not_recorded; },
          [](const plan::PeriodEnd&) { return Missing::not_recorded; },
          [](const plan::RoleTest&) { return Missing::not_recorded; },
          [](const plan::ScoreValue&) { return Missing::not_recorded; },
          [](const plan::LevelValue&) { return Missing::not_recorded; },
          [](const plan::Not&) { return Missing::not_recorded; },
          [](const plan::And&) { return Missing::not_recorded; },
          [](const plan::Or&) { return Missing::not_recorded; },
          [](const plan::CountOfSet&) { return Missing::not_recorded; },
          [](const plan::CountsAs&) { return Missing::not_recorded; },
          [](const plan::Compare&) { return Missing::not_recorded; },
          [](const plan::OneOf&) { return Missing::not_recorded; },
          [](const plan::LevelIn&) { return Missing::not_recorded; },
          [](const plan::IsKnown&) { return Missing::not_recorded; },
          [](const plan::IsMissing&) { return Missing::not_recorded; },
          [](const plan::Arithmetic&) { return Missing::not_recorded; },
          [](const plan::Negate&) { return Missing::not_recorded; },
          [](const plan::Shift&) { return Missing::not_recorded; },
          [](const plan::Elapsed&) { return Missing::not_recorded; },
          [](const plan::Extreme&) { return Missing::not_recorded; },
          [](const plan::Rescale&) { return Missing::not_recorded; },
          [](const plan::Any&) { return Missing::not_recorded; },
          [](const plan::Every&) { return Missing::not_recorded; },
          [](const plan::Count&) { return Missing::not_recorded; },
          [](const plan::Summarise&) { return Missing::not_recorded; },
          [&](const plan::OfListed& node) { return reason(node.value, listed(expr, node.value, row)); },
          [&](const plan::OfLink& node) {
            const Row to = linked(node.link, row);
            return to == column::no_row ? field_reason(node.link, row) : reason(node.value, to);
          },
          [](const plan::Marked&) { return Missing::not_recorded; },
          [](const plan::Includes&) { return Missing::not_recorded; },
          [](const plan::NextDay&) { return Missing::not_recorded; },
          [](const plan::Choose&) { return Missing::not_recorded; },
          [](const plan::CountDifferent&) { return Missing::not_recorded; },
          [](const plan::Ranked&) { return Missing::not_recorded; },
      },
      expr.node);
}

}  // namespace fairstart::reference
