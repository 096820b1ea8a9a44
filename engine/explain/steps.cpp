// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/steps.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/overloaded.hpp"
#include "engine/explain/places.hpp"

namespace fairstart::explain {
namespace {

using base::overloaded;

// Beyond this many rows a list is summed up, not told row by row.
constexpr std::size_t most_rows = 6;

bool is_empty(const Step& step) { return step.condition.empty() && step.facts.empty() && step.because.empty(); }

}  // namespace

std::string Steps::condition(plan::ExprId id, column::Row row) const {
  const plan::Expr& expr = plan_.expr(id);
  if (const auto* role = std::get_if<plan::RoleTest>(&expr.node))
    return fmt::format("{}{}", plan_.roles[role->role.index()].name, wording_.subject(expr.row, row));
  if (const auto* level = std::get_if<plan::LevelIn>(&expr.node); level != nullptr && expr.text.empty()) {
    const plan::Type& type = plan_.expr(level->level).type;
    if (!type.levels.exists()) return "";
    const plan::Levels& scheme = plan_.levels[type.levels.index()];
    std::vector<std::string> names;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i)
      if (((level->levels >> i) & 1U) != 0) names.push_back(scheme.levels[i].title);
    if (names.empty()) return "";
    const bool upwards = ((level->levels >> (scheme.levels.size() - 1)) & 1U) != 0 && scheme.kind == plan::LevelsKind::tiers;
    return scheme.name + " is " + (upwards && names.size() > 1 ? "at least " : "") + names.front();
  }
  return expr.text;
}

Step Steps::of_row(const plan::List& list, column::Row row) {
  Step step{.condition = wording_.row_name(list.record, row), .answer = wording_.answer(list.member, row)};
  if (wording_.hides(list.member)) return {.condition = restricted_words, .answer = step.answer};
  step.because = parts_of(list.member, row);
  return step;
}

void Steps::join(const std::vector<plan::ExprId>& parts, column::Row row, column::Answer wanted, Step& step) {
  for (const plan::ExprId part : parts) {
    if (wording_.answer(part, row) != wanted) continue;
    Step next = of(part, row);
    if (is_empty(next)) continue;
    // A restricted part may stand beside others that say the same words.
    const bool again = std::any_of(step.because.begin(), step.because.end(), [&](const Step& other) {
      return other.condition == next.condition && next.condition == restricted_words;
    });
    if (!again) step.because.push_back(std::move(next));
  }
}

void Steps::counted(plan::ExprId id, column::Row row, Step& step) {
  if (const auto* set = std::get_if<plan::CountOfSet>(&plan_.expr(id).node)) {
    join(set->answers, row, column::yes, step);
    join(set->answers, row, column::unknown, step);
    if (step.because.empty()) join(set->answers, row, column::no, step);
  } else if (const auto* list = std::get_if<plan::Count>(&plan_.expr(id).node)) {
    if (!wording_.hides(id)) rows_of(plan_.list(list->list), row, column::yes, {}, step, Counting{});
  } else if (const auto* different = std::get_if<plan::CountDifferent>(&plan_.expr(id).node)) {
    if (!wording_.hides(id)) rows_of(plan_.list(different->list), row, column::yes, {}, step, Counting{different->value});
  } else if (const auto* owner = std::get_if<plan::OfOwner>(&plan_.expr(id).node);
             owner && plan_.expr(owner->value).row.exists()) {
    counted(owner->value, column::owner_row(wording_.database(), plan_.expr(id).row, row, plan_.expr(owner->value).row), step);
  }
}

// For yes and not known: the rows that make it so. For no: each row that might have, and why it does not; many are summed up.
void Steps::rows_of(const plan::List& list, column::Row row, column::Answer answer, plan::ExprId claim, Step& step,
                    std::optional<Counting> counting) {
  if (!list.scope.exists() || row == column::no_row) return;
  const column::Rows rows = column::owned_rows(wording_.database(), list.scope, row, list.record);
  const std::string all = wording_.list_name(list) + wording_.subject(list.scope, row);
  std::vector<column::Row> told, others;
  for (column::Row owned = rows.begin; owned < rows.end; ++owned) {
    const column::Answer member = wording_.answer(list.member, owned);
    if (claim.exists()) {
      const column::Answer holds = std::max(column::negated(member), wording_.answer(claim, owned));
      if (holds == answer || (answer == column::yes && member != column::no)) told.push_back(owned);
    } else if (member != column::no && (counting || answer == column::no || member == answer)) {
      told.push_back(owned);
    } else if (wording_.in_role(list, owned)) {
      others.push_back(owned);
    }
  }
  if (rows.size() == 0) add_once(step.facts, "no " + all + " on record");
  for (std::size_t i = 0; i < told.size() && i < most_rows; ++i) {
    Step next = of_row(list, told[i]);
    if (claim.exists()) {
      next.answer = wording_.answer(claim, told[i]);
      next.because = {of(claim, told[i])};
    }
    if (counting && next.condition != restricted_words) wording_.facts(counting->value, told[i], next.facts);
    step.because.push_back(std::move(next));
  }
  if (told.size() > most_rows) add_once(step.facts, fmt::format("and {} more", told.size() - most_rows));
  if (told.empty() && !others.empty()) {
    if (others.size() <= most_rows && !plan_.record(list.record).date.exists())
      for (const column::Row other : others) step.because.push_back(of_row(list, other));
    else
      add_once(step.facts, fmt::format("none of {} {} counts", others.size(), all));
  } else if (told.empty() && rows.size() > 0) {
    add_once(step.facts, "no " + all + " on record");
  }
  if (answer != column::yes && wording_.open(list, row)) add_once(step.facts, "not all " + all + " may be on record");
}

void Steps::open(plan::ExprId id, column::Row row, Step& step) {
  const plan::Expr& expr = plan_.expr(id);
  const auto rest = [&](plan::ExprId part) {
    wording_.facts(part, row, step.facts);
    wording_.sources(part, step.sources);
  };
  const auto compared = [&](plan::ExprId left, plan::ExprId right) {
    rest(left);
    if (right.exists()) rest(right);
    counted(left, row, step);
    if (right.exists()) counted(right, row, step);
  };
  std::visit(overloaded{
                 [&](const plan::Constant&) {},
                 [&](const plan::MissingValue&) { add_once(step.facts, "the rule itself leaves this unknown"); },
                 [](const plan::AsAt&) {},
                 [](const plan::PeriodStart&) {},
                 [](const plan::PeriodEnd&) {},
                 [&](const plan::ParameterValue&) { rest(id); },
                 [&](const plan::FieldValue&) { rest(id); },
                 [&](const plan::OfOwner& node) {
                   const plan::RecordId owner = plan_.expr(node.value).row;
                   if (!owner.exists()) {
                     open(node.value, row, step);
                     return;
                   }
                   const column::Row of_row_of = column::owner_row(wording_.database(), expr.row, row, owner);
                   if (of_row_of == column::no_row)
                     rest(id);
                   else
                     step = of(node.value, of_row_of);  // the same condition, told of the row that it is about
                 },
                 [&](const plan::RoleTest& node) {
                   const plan::ExprId where = plan_.roles[node.role.index()].where;
                   if (where.exists()) wording_.facts(where, row, step.facts);
                 },
                 [&](const plan::DefinitionValue& node) {
                   const plan::Definition& definition = plan_.definitions[node.definition.index()];
                   step.title = definition.title;
                   step.condition = definition.name + wording_.subject(expr.row, row);
                   for (const std::string& source : definition.notes.sources) add_once(step.sources, source);
                   if (opened_.emplace(node.definition.value, row).second) step.because = {of(definition.meaning, row)};
                 },
                 [](const plan::ScoreValue&) {},
                 [](const plan::LevelValue&) {},
                 [&](const plan::Not& node) {
                   Step inner = of(node.answer, row);
                   // `no L` is `any L` turned round, in the same words.
                   if (inner.condition == expr.text && !expr.text.empty()) {
                     step.facts = std::move(inner.facts);
                     step.because = std::move(inner.because);
                   } else {
                     step.because = {std::move(inner)};
                   }
                 },
                 [&](const plan::And& node) { join(node.answers, row, step.answer, step); },
                 [&](const plan::Or& node) { join(node.answers, row, step.answer, step); },
                 [](const plan::CountOfSet&) {},
                 [&](const plan::CountsAs& node) {
                   step.because = {of(node.answer, row)};
                   if (wording_.answer(node.answer, row) == column::unknown)
                     add_once(step.facts, node.yes ? "not known counts as yes" : "not known counts as no");
                 },
                 [&](const plan::Compare& node) { compared(node.left, node.right); },
                 [&](const plan::OneOf& node) { compared(node.value, {}); },
                 [&](const plan::LevelIn& node) { rest(node.level); },
                 [&](const plan::IsKnown& node) { rest(node.value); },
                 [&](const plan::IsMissing& node) { rest(node.value); },
                 [&](const plan::OrElse&) { rest(id); },
                 [](const plan::Arithmetic&) {},
                 [](const plan::Negate&) {},
                 [](const plan::Shift&) {},
                 [](const plan::Elapsed&) {},
                 [](const plan::Extreme&) {},
                 [](const plan::Rescale&) {},
                 [&](const plan::Any& node) { rows_of(plan_.list(node.list), row, step.answer, {}, step); },
                 [&](const plan::Every& node) { rows_of(plan_.list(node.list), row, step.answer, node.claim, step); },
                 [](const plan::Count&) {},
                 [](const plan::Summarise&) {},
                 [&](const plan::Pick&) { rest(id); },
                 [&](const plan::OfListed& node) {
                   if (!plan_.expr(node.value).row.exists()) return open(node.value, row, step);
                   const Place place = place_of(wording_.database(), expr.row, row);
                   if (place.row != column::no_row) step = of(node.value, place.row);
                 },
                 [&](const plan::OfLink& node) {
                   const column::Row linked = linked_row(wording_.database(), wording_.clock(), node.link, row);
                   const std::string named = wording_.link_words(node.link, row);
                   if (linked != column::no_row && plan_.expr(node.value).row.exists()) step = of(node.value, linked);
                   if (!expr.text.empty()) step.condition = expr.text;
                   step.facts.insert(step.facts.begin(), named);
                 },
                 [](const plan::Marked&) {},
                 [&](const plan::Includes& node) { compared(node.value, {}); },
                 [](const plan::NextDay&) {},
                 [&](const plan::Choose& node) { choose(id, node, row, step); },
                 [](const plan::CountDifferent&) {},
                 [&](const plan::Ranked& node) {
                   for (Step& part : parts_of(plan_.list(node.list).member, row)) step.because.push_back(std::move(part));
                   // The row's name tells its date.
                   if (!wording_.is_known(node.order, row)) rest(node.order);
                 },
             },
             expr.node);
}

// The rows of a table, or the choices of a schedule's row, that hold or may.
void Steps::choose(plan::ExprId id, const plan::Choose& node, column::Row row, Step& step) {
  for (const std::size_t choice : wording_.chosen(node, row)) {
    const auto [when, value] = node.choices[choice];
    add_once(step.facts, wording_.table_row(id, choice, row));
    if (when.exists())
      for (Step& part : parts_of(when, row)) step.because.push_back(std::move(part));
    if (!std::holds_alternative<plan::Constant>(plan_.expr(value).node)) step.because.push_back(of(value, row));
  }
}

Step Steps::of(plan::ExprId id, column::Row row) {
  const plan::Expr& expr = plan_.expr(id);
  Step step{.answer = wording_.answer(id, row)};
  const bool joins = std::holds_alternative<plan::And>(expr.node) || std::holds_alternative<plan::Or>(expr.node);
  if (wording_.hides(id)) {
    // The parts of a join that are not restricted may be told; the words of the whole may not.
    step.condition = restricted_words;
    if (!joins) return step;
    open(id, row, step);
    const bool only_restricted = std::all_of(step.because.begin(), step.because.end(), [](const Step& part) {
      return part.condition == restricted_words && part.because.empty();
    });
    if (only_restricted) return {.condition = restricted_words, .answer = step.answer};
    const bool all = std::holds_alternative<plan::And>(expr.node) ? step.answer == column::yes : step.answer == column::no;
    step.condition = all ? "all of these" : "any of these";
    return step;
  }
  step.condition = condition(id, row);
  open(id, row, step);
  // What the checker wrapped without words of its own is told as what it wraps.
  if (step.condition.empty() && step.facts.empty() && step.because.size() == 1 && step.because.front().answer == step.answer)
    return std::move(step.because.front());
  return step;
}

// What holds and the file never wrote (being alive, being in the role, being in the past) needs no words.
bool Steps::is_unwritten(plan::ExprId id) const {
  const plan::Expr& expr = plan_.expr(id);
  if (std::holds_alternative<plan::RoleTest>(expr.node)) return true;
  if (const auto* owner = std::get_if<plan::OfOwner>(&expr.node)) return is_unwritten(owner->value);
  if (const auto* listed = std::get_if<plan::OfListed>(&expr.node)) return is_unwritten(listed->value);
  if (const auto* counts = std::get_if<plan::CountsAs>(&expr.node)) return plan_.expr(counts->answer).text.empty();
  const bool read = std::holds_alternative<plan::Compare>(expr.node) || std::holds_alternative<plan::FieldValue>(expr.node);
  return read && expr.text.empty();
}

std::vector<Step> Steps::parts_of(plan::ExprId id, column::Row row) {
  if (!id.exists()) return {};
  const plan::Expr& expr = plan_.expr(id);
  std::vector<Step> out;
  if (const auto* parts = std::get_if<plan::And>(&expr.node); parts != nullptr && expr.text.empty()) {
    const column::Answer answer = wording_.answer(id, row);
    for (const plan::ExprId part : parts->answers) {
      if (wording_.answer(part, row) != answer) continue;
      if (answer == column::yes && is_unwritten(part)) continue;
      for (Step& step : parts_of(part, row)) out.push_back(std::move(step));
    }
    return out;
  }
  if (const auto* listed = std::get_if<plan::OfListed>(&expr.node);
      listed != nullptr && !wording_.hides(id) && plan_.expr(listed->value).row.exists())
    return parts_of(listed->value, place_of(wording_.database(), expr.row, row).row);
  const bool compares = std::holds_alternative<plan::Compare>(expr.node) && expr.text.empty();
  if (compares && wording_.answer(id, row) == column::yes) return out;
  Step step = of(id, row);
  const bool joins = std::holds_alternative<plan::And>(expr.node) || std::holds_alternative<plan::Or>(expr.node);
  // The parts that decided say it in fewer words than the whole.
  if (joins && !step.because.empty()) return std::move(step.because);
  if (!is_empty(step)) out.push_back(std::move(step));
  return out;
}

}  // namespace fairstart::explain
