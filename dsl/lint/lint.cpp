// SPDX-License-Identifier: Apache-2.0
#include "dsl/lint/lint.hpp"

#include <array>
#include <set>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using diagnostics::Code;
using plan::ExprId;

namespace {

constexpr std::array<Rule, 12> all_rules = {{
    {"unused", Code::unused_declaration, look_for_unused},
    {"unreachable_level", Code::level_unreachable, look_for_unreachable_levels},
    {"constant_condition", Code::condition_constant, look_for_constant_conditions},
    {"unsourced_parameter", Code::parameter_without_source, look_for_unsourced_parameters},
    {"serves_nothing", Code::offer_serves_nothing, look_for_offers_serving_nothing},
    {"unmeasured_outcome", Code::outcome_without_indicator, look_for_unmeasured_outcomes},
    {"undirected_indicator", Code::indicator_without_direction, look_for_undirected_indicators},
    {"closed_window", Code::when_ends_before_window, look_for_closed_windows},
    {"both_polarities", Code::both_polarities, look_for_both_polarities},
    {"nothing_universal", Code::nothing_universal, look_for_nothing_universal},
    {"falling_amount", Code::amount_falls, look_for_falling_amounts},
    {"lost_higher_up", Code::offer_lost_higher_up, look_for_offers_lost_higher_up},
}};

}  // namespace

std::span<const Rule> rules() { return all_rules; }

void lint(const plan::Plan& plan, base::FileId file, diagnostics::Diagnostics& found) {
  Facts facts(plan);
  const Subject subject{plan, file, facts};
  for (const Rule& rule : all_rules) rule.look(subject, found);
}

std::vector<ExprId> conditions(const Subject& subject) {
  const plan::Plan& plan = subject.plan;
  std::set<std::uint32_t> tables;
  for (const plan::Table& table : plan.decision_tables) tables.insert(table.definition.value);
  std::vector<ExprId> out;
  const auto add = [&](ExprId id) {
    if (id.exists() && plan.expr(id).type.kind == types::Kind::yes_no && subject.here(plan.expr(id).span)) out.push_back(id);
  };
  for (std::uint32_t i = 0; i < plan.definitions.size(); ++i)
    if (!tables.contains(i)) add(plan.definitions[i].meaning);
  for (const plan::Role& role : plan.roles) add(role.where);
  for (const plan::Score& score : plan.scores)
    for (const plan::ScoreItem& item : score.items) add(item.answer);
  for (const plan::Levels& levels : plan.levels)
    for (const plan::Level& level : levels.levels) add(level.when);
  for (const plan::Offer& offer : plan.offers)
    if (!offer.schedule.exists()) add(offer.when);
  for (const plan::Allocation& allocation : plan.allocations) add(allocation.offer.when);
  for (const plan::Register& each : plan.registers) add(each.when);
  for (const plan::Indicator& indicator : plan.indicators) add(indicator.count);
  std::set<std::uint32_t> dated;  // a schedule's list is not written out: its conditions are codes and numbers
  for (const plan::Offer& offer : plan.offers)
    if (offer.schedule.exists() && offer.met_by.exists()) dated.insert(offer.met_by.value);
  for (std::uint32_t i = 0; i < plan.lists.size(); ++i)
    if (!dated.contains(i)) add(plan.lists[i].where);
  return out;
}

}  // namespace fairstart::lint
