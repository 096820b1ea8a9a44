// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using plan::ExprId;

namespace {

// Only dates of the row and of the run: an age is not a need.
bool rests_on_age(const plan::Plan& plan, ExprId id, std::set<std::uint32_t>& seen) {
  if (!id.exists() || !seen.insert(id.value).second) return true;
  const plan::Expr& expr = plan.expr(id);
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node))
    return plan.field(field->field).type.kind == types::Kind::date;
  if (const auto* role = std::get_if<plan::RoleTest>(&expr.node))
    return rests_on_age(plan, plan.roles[role->role.index()].where, seen);
  if (const auto* use = std::get_if<plan::DefinitionValue>(&expr.node))
    return rests_on_age(plan, plan.definitions[use->definition.index()].meaning, seen);
  if (std::holds_alternative<plan::ScoreValue>(expr.node) || std::holds_alternative<plan::LevelValue>(expr.node)) return false;
  bool age = true;
  plan::for_each_operand(plan, id, [&](ExprId operand) { age = age && rests_on_age(plan, operand, seen); });
  return age;
}

bool for_everyone(const plan::Plan& plan, const plan::Offer& offer) {
  if (offer.levels.exists()) return offer.tier == 0;
  std::set<std::uint32_t> seen;
  return rests_on_age(plan, offer.when, seen);
}

}  // namespace

void look_for_nothing_universal(const Subject& subject, diagnostics::Diagnostics& found) {
  const plan::Plan& plan = subject.plan;
  if (!subject.framework() || !plan.proportionate_off.empty()) return;
  const bool some = std::any_of(plan.offers.begin(), plan.offers.end(),
                                [&](const plan::Offer& offer) { return offer.shown && for_everyone(plan, offer); });
  if (some) return;
  const plan::Offer* first = nullptr;
  for (const plan::Offer& offer : plan.offers)
    if (first == nullptr && subject.here(offer.span)) first = &offer;
  if (first == nullptr) return;
  warn(found, diagnostics::Code::nothing_universal, first->span, "every offer is for some only, and none is for everyone",
       "add an offer at the first tier, or say why not: `proportionate off because \"…\"`");
}

}  // namespace fairstart::lint
