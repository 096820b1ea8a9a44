// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/behind.hpp"

#include <algorithm>

#include "dsl/base/overloaded.hpp"
#include "engine/explain/places.hpp"
#include "engine/offers/offers.hpp"

namespace fairstart::explain {

using base::overloaded;

void Behind::parts(const std::vector<plan::ExprId>& answers, column::Row row, column::Answer wanted) {
  for (const plan::ExprId id : answers)
    if (wording_.answer(id, row) == wanted) expression(id, row);
}

// Rows that make the list what it is: those that count or may; where none does, each for why it does not.
void Behind::rows(const plan::List& list, column::Row row, column::Answer wanted, const std::vector<plan::ExprId>& values) {
  if (!list.scope.exists() || row == column::no_row) return;
  const column::Rows all = column::owned_rows(wording_.database(), list.scope, row, list.record);
  bool some = false;
  for (const bool none_counts : {false, true}) {
    if (none_counts && some) return;
    for (column::Row owned = all.begin; owned < all.end; ++owned) {
      const column::Answer member = wording_.answer(list.member, owned);
      if (!none_counts && (member == column::no || (wanted == column::unknown && member == column::yes))) continue;
      some = true;
      expression(list.member, owned);
      for (const plan::ExprId value : values) expression(value, owned);
    }
  }
}

void Behind::every(const plan::Every& node, column::Row row, column::Answer answer) {
  const plan::List& list = plan_.list(node.list);
  if (!list.scope.exists() || row == column::no_row) return;
  const column::Rows all = column::owned_rows(wording_.database(), list.scope, row, list.record);
  for (column::Row owned = all.begin; owned < all.end; ++owned) {
    const column::Answer member = wording_.answer(list.member, owned);
    if (std::max(column::negated(member), wording_.answer(node.claim, owned)) != answer) continue;
    expression(list.member, owned);
    if (member != column::no) expression(node.claim, owned);
  }
}

void Behind::levels(plan::LevelsId id, column::Row row) {
  const plan::Levels& scheme = plan_.levels[id.index()];
  names.insert(scheme.name);
  const auto told = [&](std::size_t level) {
    names.insert(scheme.levels[level].name);
    if (scheme.levels[level].when.exists()) expression(scheme.levels[level].when, row);
  };
  if (scheme.kind == plan::LevelsKind::groups) {
    for (std::size_t i = 0; i < scheme.levels.size(); ++i)
      if (!scheme.levels[i].when.exists() || wording_.answer(scheme.levels[i].when, row) != column::no) told(i);
    return;
  }
  const std::uint64_t possible = wording_.evaluated().possible_levels(plan_, id, row);
  const offers::LevelResult result = offers::level_result(scheme, possible);
  if (result.answer) told(*result.answer);
  for (const std::size_t level : result.could_be) told(level);
  // The level that asks for nothing: because the others are not it.
  if (result.answer && result.could_be.empty() && !scheme.levels[*result.answer].when.exists())
    for (const plan::Level& level : scheme.levels)
      if (level.when.exists()) expression(level.when, row);
}

void Behind::score(plan::ScoreId id, column::Row row) {
  const plan::Score& score = plan_.scores[id.index()];
  names.insert(score.name);
  const auto gives = [&](const plan::ScoreItem& item) {
    if (item.answer.exists()) return wording_.answer(item.answer, row) != column::no;
    if (!wording_.evaluated().has(item.count)) return false;
    return wording_.evaluated().interval(plan_, item.count, row) != column::Interval{0, 0};
  };
  const bool none = std::none_of(score.items.begin(), score.items.end(), gives);
  for (const plan::ScoreItem& item : score.items)
    if (none || gives(item)) expression(item.answer.exists() ? item.answer : item.count, row);
}

void Behind::expression(plan::ExprId id, column::Row row) {
  if (!id.exists()) return;
  const plan::Expr& expr = plan_.expr(id);
  if (expr.row.exists() && row == column::no_row) return;
  if (!seen_.emplace(id.value, expr.row.exists() ? row : 0).second) return;
  // What the checker added of its own (being alive, being in the past) decides nothing while it holds.
  const auto* counts = std::get_if<plan::CountsAs>(&expr.node);
  const bool unwritten = (counts != nullptr && plan_.expr(counts->answer).text.empty()) ||
                         (std::holds_alternative<plan::Compare>(expr.node) && expr.text.empty());
  if (unwritten && wording_.answer(id, row) == column::yes) return;
  const auto operands = [&] { plan::for_each_operand(plan_, id, [&](plan::ExprId operand) { expression(operand, row); }); };
  const auto elsewhere = [&](plan::ExprId value, column::Row there) {
    expression(value, plan_.expr(value).row.exists() ? there : row);
  };
  std::visit(overloaded{
                 [](const plan::Constant&) {},
                 [](const plan::MissingValue&) {},
                 [](const plan::AsAt&) {},
                 [](const plan::PeriodStart&) {},
                 [](const plan::PeriodEnd&) {},
                 [&](const plan::ParameterValue& node) { names.insert(plan_.parameters[node.parameter.index()].name); },
                 [&](const plan::FieldValue& node) { names.insert(plan_.field(node.field).name); },
                 [&](const plan::OfOwner& node) {
                   const plan::RecordId owner = plan_.expr(node.value).row;
                   elsewhere(node.value,
                             owner.exists() ? column::owner_row(wording_.database(), expr.row, row, owner) : column::no_row);
                 },
                 [&](const plan::OfListed& node) { elsewhere(node.value, place_of(wording_.database(), expr.row, row).row); },
                 [&](const plan::OfLink& node) {
                   names.insert(plan_.field(node.link).name);
                   elsewhere(node.value, linked_row(wording_.database(), wording_.clock(), node.link, row));
                 },
                 [](const plan::Marked&) {},
                 [&](const plan::RoleTest& node) {
                   names.insert(plan_.roles[node.role.index()].name);
                   if (wording_.answer(id, row) != column::yes) expression(plan_.roles[node.role.index()].where, row);
                 },
                 [&](const plan::DefinitionValue& node) {
                   names.insert(plan_.definitions[node.definition.index()].name);
                   expression(plan_.definitions[node.definition.index()].meaning, row);
                 },
                 [&](const plan::ScoreValue& node) { score(node.score, row); },
                 [&](const plan::LevelValue& node) { levels(node.levels, row); },
                 [&](const plan::And& node) { parts(node.answers, row, wording_.answer(id, row)); },
                 [&](const plan::Or& node) { parts(node.answers, row, wording_.answer(id, row)); },
                 [&](const plan::CountOfSet& node) {
                   const auto holds = [&](plan::ExprId part) { return wording_.answer(part, row) != column::no; };
                   const bool none = std::none_of(node.answers.begin(), node.answers.end(), holds);
                   for (const plan::ExprId part : node.answers)
                     if (none || holds(part)) expression(part, row);
                 },
                 [&](const plan::Not&) { operands(); },
                 [&](const plan::CountsAs&) { operands(); },
                 [&](const plan::Compare&) { operands(); },
                 [&](const plan::OneOf&) { operands(); },
                 [&](const plan::Includes&) { operands(); },
                 [&](const plan::LevelIn&) { operands(); },
                 [&](const plan::IsKnown&) { operands(); },
                 [&](const plan::IsMissing&) { operands(); },
                 [&](const plan::OrElse&) { operands(); },
                 [&](const plan::Arithmetic&) { operands(); },
                 [&](const plan::Negate&) { operands(); },
                 [&](const plan::Shift&) { operands(); },
                 [&](const plan::Elapsed&) { operands(); },
                 [&](const plan::Extreme&) { operands(); },
                 [&](const plan::Rescale&) { operands(); },
                 [&](const plan::NextDay&) { operands(); },
                 [&](const plan::Choose& node) {
                   for (const std::size_t choice : wording_.chosen(node, row)) {
                     expression(node.choices[choice].when, row);
                     expression(node.choices[choice].value, row);
                   }
                 },
                 [&](const plan::Any& node) { rows(plan_.list(node.list), row, wording_.answer(id, row), {}); },
                 [&](const plan::Every& node) { every(node, row, wording_.answer(id, row)); },
                 [&](const plan::Count& node) { rows(plan_.list(node.list), row, column::yes, {}); },
                 [&](const plan::CountDifferent& node) { rows(plan_.list(node.list), row, column::yes, {node.value}); },
                 [&](const plan::Summarise& node) { rows(plan_.list(node.list), row, column::yes, {node.value}); },
                 [&](const plan::Pick& node) {
                   rows(plan_.list(node.list), row, column::yes, {node.order, node.value});
                 },
                 [&](const plan::Ranked& node) {
                   expression(plan_.list(node.list).member, row);
                   expression(node.order, row);
                 },
             },
             expr.node);
}

}  // namespace fairstart::explain
