// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/otherwise.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/explain/places.hpp"
#include "engine/explain/steps.hpp"

namespace fairstart::explain {
namespace {

constexpr std::size_t most_conditions = 6;

}  // namespace

std::vector<std::string> Otherwise::for_answer(plan::ExprId id, column::Row row, bool wanted) {
  const Found found = way(id, row, wanted);
  return found && found->conditions.size() <= most_conditions ? found->conditions : std::vector<std::string>{};
}

bool Otherwise::is_fixed(plan::ExprId id) const {
  const plan::Expr& expr = plan_.expr(id);
  if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node))
    return is_fixed(plan_.definitions[definition->definition.index()].meaning);
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node)) {
    const plan::Record& record = plan_.record(plan_.field(field->field).record);
    return field->field == record.date_of_birth || field->field == record.date_of_death;
  }
  bool fixed = false;
  plan::for_each_operand(plan_, id, [&](plan::ExprId operand) { fixed = fixed || is_fixed(operand); });
  return fixed;
}

Otherwise::Found Otherwise::itself(plan::ExprId id, column::Row row, bool wanted) const {
  const plan::Expr& expr = plan_.expr(id);
  if (wording_.hides(id)) return Way{1, {restricted_words}};
  if (expr.text.empty() || is_fixed(id)) return {};
  const std::string of = wording_.subject(expr.row, row), is = wanted ? " is yes" : " is no";
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node)) return Way{1, {plan_.field(field->field).name + of + is}};
  if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node))
    return Way{1, {plan_.definitions[definition->definition.index()].name + of + is}};
  const std::string whose = of.empty() ? "" : " (" + of.substr(std::string_view(" of ").size()) + ")";
  return Way{1, {(wanted ? expr.text : "not (" + expr.text + ")") + whose}};
}

// All of the parts, or the cheapest of them.
Otherwise::Found Otherwise::junction(const std::vector<plan::ExprId>& parts, column::Row row, bool wanted, bool all) {
  Found best = all ? Found(Way{}) : Found();
  for (const plan::ExprId part : parts) {
    const Found found = way(part, row, wanted);
    if (!all) {
      if (found && (!best || found->cost < best->cost)) best = found;
      continue;
    }
    if (!found) return {};
    best->cost += found->cost;
    for (const std::string& condition : found->conditions) add_once(best->conditions, condition);
  }
  return best;
}

// Rows that may change: people and the like. Of what happened on a day there may always be another.
Otherwise::Found Otherwise::listed(const plan::List& list, plan::ExprId id, column::Row row, bool wanted) {
  if (!list.scope.exists() || row == column::no_row || plan_.record(list.record).date.exists()) return itself(id, row, wanted);
  const column::Rows rows = column::owned_rows(wording_.database(), list.scope, row, list.record);
  Found best = wanted ? Found() : Found(Way{});
  for (column::Row owned = rows.begin; owned < rows.end; ++owned) {
    const Found found = way(list.member, owned, wanted);
    if (wanted) {
      if (found && (!best || found->cost < best->cost)) best = found;
      continue;
    }
    if (!found) return {};
    best->cost += found->cost;
    for (const std::string& condition : found->conditions) add_once(best->conditions, condition);
  }
  return best;
}

// `at least n of { }`: the cheapest of those that are missing.
Otherwise::Found Otherwise::counted(const plan::Compare& node, plan::ExprId id, column::Row row, bool wanted) {
  const auto* set = std::get_if<plan::CountOfSet>(&plan_.expr(node.left).node);
  const auto* least = std::get_if<plan::Constant>(&plan_.expr(node.right).node);
  if (set == nullptr || least == nullptr || node.comparison != plan::Comparison::at_least || !wanted)
    return itself(id, row, wanted);
  std::int64_t missing = least->number / base::million;
  std::vector<Way> ways;
  for (const plan::ExprId part : set->answers) {
    if (wording_.answer(part, row) == column::yes)
      --missing;
    else if (const Found found = way(part, row, true))
      ways.push_back(*found);
  }
  if (missing <= 0 || static_cast<std::size_t>(missing) > ways.size()) return {};
  std::stable_sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) { return a.cost < b.cost; });
  Way out;
  for (std::size_t i = 0; i < static_cast<std::size_t>(missing); ++i) {
    out.cost += ways[i].cost;
    for (const std::string& condition : ways[i].conditions) add_once(out.conditions, condition);
  }
  return out;
}

// A tier and those above it are reached by the condition of any of them.
Otherwise::Found Otherwise::level(const plan::LevelIn& node, plan::ExprId id, column::Row row, bool wanted) {
  const plan::Expr* expr = &plan_.expr(node.level);
  column::Row at = row;
  if (const auto* owner = std::get_if<plan::OfOwner>(&expr->node)) {
    at = column::owner_row(wording_.database(), expr->row, row, plan_.expr(owner->value).row);
    expr = &plan_.expr(owner->value);
  }
  const auto* value = std::get_if<plan::LevelValue>(&expr->node);
  if (value == nullptr || at == column::no_row) return itself(id, row, wanted);
  const plan::Levels& scheme = plan_.levels[value->levels.index()];
  const bool upwards = scheme.kind == plan::LevelsKind::tiers && !scheme.levels.empty() &&
                       ((node.levels >> (scheme.levels.size() - 1)) & 1U) != 0;
  if (!upwards) return itself(id, row, wanted);
  std::vector<plan::ExprId> whens;
  for (std::size_t i = 0; i < scheme.levels.size(); ++i)
    if (((node.levels >> i) & 1U) != 0 && scheme.levels[i].when.exists()) whens.push_back(scheme.levels[i].when);
  return junction(whens, at, wanted, !wanted);
}

// A definition that joins others is told by those that matter, one of a single condition by its name.
Otherwise::Found Otherwise::named(const plan::Definition& definition, plan::ExprId id, column::Row row, bool wanted) {
  const auto& node = plan_.expr(definition.meaning).node;
  const auto* compare = std::get_if<plan::Compare>(&node);
  const bool single = (compare != nullptr && !std::holds_alternative<plan::CountOfSet>(plan_.expr(compare->left).node)) ||
                      std::holds_alternative<plan::OneOf>(node) || std::holds_alternative<plan::Includes>(node) ||
                      std::holds_alternative<plan::Choose>(node);
  return single ? itself(id, row, wanted) : way(definition.meaning, row, wanted);
}

Otherwise::Found Otherwise::way(plan::ExprId id, column::Row row, bool wanted) {
  constexpr int most_depth = 100;
  const plan::Expr& expr = plan_.expr(id);
  if (expr.row.exists() && row == column::no_row) return {};
  if (wording_.answer(id, row) == (wanted ? column::yes : column::no)) return Way{};
  if (depth_ >= most_depth) return {};
  ++depth_;
  auto found = [&]() -> Found {
    if (const auto* all = std::get_if<plan::And>(&expr.node)) return junction(all->answers, row, wanted, wanted);
    if (const auto* any = std::get_if<plan::Or>(&expr.node)) return junction(any->answers, row, wanted, !wanted);
    if (const auto* level_in = std::get_if<plan::LevelIn>(&expr.node)) return level(*level_in, id, row, wanted);
    if (wording_.hides(id)) return itself(id, row, wanted);
    if (const auto* negated = std::get_if<plan::Not>(&expr.node)) return way(negated->answer, row, !wanted);
    if (const auto* counts = std::get_if<plan::CountsAs>(&expr.node)) return way(counts->answer, row, wanted);
    if (std::holds_alternative<plan::RoleTest>(expr.node)) return {};
    if (const auto* owner = std::get_if<plan::OfOwner>(&expr.node); owner && plan_.expr(owner->value).row.exists())
      return way(owner->value, column::owner_row(wording_.database(), expr.row, row, plan_.expr(owner->value).row), wanted);
    if (const auto* listed_row = std::get_if<plan::OfListed>(&expr.node);
        listed_row && plan_.expr(listed_row->value).row.exists())
      return way(listed_row->value, place_of(wording_.database(), expr.row, row).row, wanted);
    if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node))
      return named(plan_.definitions[definition->definition.index()], id, row, wanted);
    if (const auto* any = std::get_if<plan::Any>(&expr.node)) return listed(plan_.list(any->list), id, row, wanted);
    if (const auto* compare = std::get_if<plan::Compare>(&expr.node)) return counted(*compare, id, row, wanted);
    return itself(id, row, wanted);
  }();
  --depth_;
  return found;
}

}  // namespace fairstart::explain
