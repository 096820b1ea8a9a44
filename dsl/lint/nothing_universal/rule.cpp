// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
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

// Each row is in one segment: offers to all of them are offers to everyone.
bool every_segment(const plan::Plan& plan) {
  std::map<std::uint32_t, std::uint64_t> offered;  // by segments, a bit for each
  const auto note = [&](auto&& self, ExprId id) -> void {
    if (!id.exists()) return;
    const plan::Node& node = plan.expr(id).node;
    if (const auto* either = std::get_if<plan::Or>(&node))
      for (const ExprId answer : either->answers) self(self, answer);
    const auto* in = std::get_if<plan::LevelIn>(&node);
    const auto* of = in == nullptr ? nullptr : std::get_if<plan::LevelValue>(&plan.expr(in->level).node);
    if (of != nullptr) offered[of->levels.value] |= in->levels;
  };
  for (const plan::Offer& offer : plan.offers)
    if (offer.shown && !offer.levels.exists()) note(note, offer.when);
  return std::any_of(offered.begin(), offered.end(), [&](const auto& each) {
    const plan::Levels& scheme = plan.levels[each.first];
    if (scheme.kind != plan::LevelsKind::segments || scheme.levels.empty() || scheme.levels.back().when.exists()) return false;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i)
      if ((each.second >> i & 1U) == 0) return false;
    return true;
  });
}

}  // namespace

void look_for_nothing_universal(const Subject& subject, diagnostics::Diagnostics& found) {
  const plan::Plan& plan = subject.plan;
  if (!subject.framework() || !plan.proportionate_off.empty()) return;
  const bool some = std::any_of(plan.offers.begin(), plan.offers.end(),
                                [&](const plan::Offer& offer) { return offer.shown && for_everyone(plan, offer); });
  if (some || every_segment(plan)) return;
  const plan::Offer* first = nullptr;
  for (const plan::Offer& offer : plan.offers)
    if (first == nullptr && subject.here(offer.span)) first = &offer;
  if (first == nullptr) return;
  warn(found, diagnostics::Code::nothing_universal, first->span, "every offer is for some only, and none is for everyone",
       "add an offer at the first tier, or say why not: `proportionate off because \"…\"`");
}

}  // namespace fairstart::lint
