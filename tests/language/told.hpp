// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/base/calendar.hpp"
#include "dsl/plan/plan.hpp"
#include "engine/column/database.hpp"
#include "engine/column/evaluated.hpp"
#include "engine/examples/examples.hpp"
#include "engine/exec/program.hpp"
#include "engine/offers/offers.hpp"
#include "engine/reference/reference.hpp"

// What a checked file means for its own examples, as text for a golden: for each example every definition, score, level and
// offer of the file's own, and the expectations that do not hold. Worked out by the columns and by the reference
// interpreter; where the two differ, the text says so.
namespace fairstart::language {

class Teller {
 public:
  Teller(const plan::Plan& plan, const column::Database& database, const column::Clock& clock,
         const column::Evaluated& evaluated)
      : plan_(plan), database_(database), clock_(clock), evaluated_(evaluated) {}

  std::string all() const {
    std::string text;
    for (const plan::Definition& definition : plan_.definitions) {
      if (!ours(definition.span)) continue;
      for_rows(definition.record, definition.role, [&](column::Row row, const std::string& name) {
        text += "  " + definition.name + " of " + name + ": " + value(definition.meaning, row) + "\n";
      });
    }
    for (std::size_t i = 0; i < plan_.scores.size(); ++i) {
      const plan::Score& score = plan_.scores[i];
      if (!ours(score.span)) continue;
      for_rows(score.record, score.role, [&](column::Row row, const std::string& name) {
        text += "  " + score.name + " of " + name + ": " +
                bounds(types::number(), evaluated_.score(plan_, plan::ScoreId(i), row)) + "\n";
      });
    }
    for (std::size_t i = 0; i < plan_.levels.size(); ++i) text += told_levels(plan::LevelsId(i));
    for (const plan::Offer& offer : plan_.offers) {
      if (!ours(offer.span)) continue;
      for_rows(offer.record, offer.role, [&](column::Row row, const std::string& name) {
        text += "  offer " + offer.name + " for " + name + ": " + told_offer(offer, row) + "\n";
      });
    }
    return text;
  }

 private:
  bool ours(const base::Span& span) const { return span.file == plan_.examples.at(0).span.file; }

  template <class Visit>
  void for_rows(plan::RecordId record, plan::RoleId role, const Visit& visit) const {
    for (column::Row row = 0; row < database_.table(record).rows; ++row) {
      if (role.exists() && !in_role(record, role, row)) continue;
      const std::string id = database_.id_of(record, row);
      visit(row, id.empty() ? plan_.record(record).name : id);
    }
  }

  // A row made under a role is in that one; of its other roles only what is certain counts (grammar.md, section 7).
  bool in_role(plan::RecordId record, plan::RoleId role, column::Row row) const {
    const std::vector<std::uint16_t>& made_as = database_.table(record).made_as;
    const std::size_t made = row < made_as.size() ? made_as[row] : 0;
    if (made == role.index() + 1) return true;
    const plan::ExprId where = plan_.roles[role.index()].where;
    if (!where.exists()) return true;
    const column::Answer answer = evaluated_.answer(plan_, where, row);
    return made == 0 ? column::possibly(answer) : column::certainly(answer);
  }

  static std::string told(column::Answer answer) {
    return answer == column::yes ? "yes" : answer == column::no ? "no" : "unknown";
  }

  std::string bounds(const types::Type& type, const column::Interval& interval) const {
    if (interval.known()) return plan::show_value(type, interval.lo, plan_);
    const bool lower = interval.lo != column::no_lower, upper = interval.hi != column::no_upper;
    if (!lower && !upper) return "unknown";
    if (!upper) return "at least " + plan::show_value(type, interval.lo, plan_);
    if (!lower) return "at most " + plan::show_value(type, interval.hi, plan_);
    return plan::show_value(type, interval.lo, plan_) + " to " + plan::show_value(type, interval.hi, plan_);
  }

  std::string value(plan::ExprId id, column::Row row) const {
    const plan::Expr& expr = plan_.expr(id);
    if (expr.type.kind == types::Kind::yes_no) return told(evaluated_.answer(plan_, id, row));
    if (expr.type.kind == types::Kind::levels) return told_level(expr.type.levels, evaluated_.possible_levels(plan_, id, row));
    return bounds(expr.type, evaluated_.interval(plan_, id, row));
  }

  std::string told_level(plan::LevelsId id, std::uint64_t possible) const {
    const plan::Levels& scheme = plan_.levels[id.index()];
    const offers::LevelResult result = offers::level_result(scheme, possible);
    std::string text = result.answer ? scheme.levels[*result.answer].name : "unknown";
    for (std::size_t i = 0; i < result.could_be.size(); ++i)
      text += (i == 0 ? ", could be " : " or ") + scheme.levels[result.could_be[i]].name;
    return text;
  }

  std::string told_levels(plan::LevelsId id) const {
    const plan::Levels& scheme = plan_.levels[id.index()];
    std::string text;
    if (!ours(scheme.span)) return text;
    for_rows(scheme.record, scheme.role, [&](column::Row row, const std::string& name) {
      text += "  " + scheme.name + " of " + name + ": ";
      if (scheme.kind == plan::LevelsKind::groups) {
        for (const plan::Level& level : scheme.levels)
          text += level.name + " " + told(evaluated_.answer(plan_, level.when, row)) +
                  (&level == &scheme.levels.back() ? "" : ", ");
      } else {
        text += told_level(id, evaluated_.possible_levels(plan_, id, row));
      }
      text += "\n";
    });
    return text;
  }

  std::string told_offer(const plan::Offer& offer, column::Row row) const {
    const offers::OfferResult result = offers::result(plan_, offer, evaluated_, clock_, row);
    if (result.status == column::no) return "not offered";
    std::string text = result.status == column::yes ? "offered" : "can't tell";
    if (result.amount) text += ", " + bounds(offer.amount_type, *result.amount);
    if (result.due_from) text += ", due from " + base::format_iso_date(*result.due_from);
    if (result.due_by) text += ", due by " + base::format_iso_date(*result.due_by);
    switch (result.window) {
      case plan::WindowState::none: break;
      case plan::WindowState::not_yet_due: text += ", not yet due"; break;
      case plan::WindowState::open: text += ", open"; break;
      case plan::WindowState::missed: text += ", missed"; break;
      case plan::WindowState::done: text += result.early ? ", done, early" : ", done"; break;
    }
    if (result.received_on) text += " on " + base::format_iso_date(*result.received_on);
    if (result.overdue != column::no) text += ", overdue " + told(result.overdue);
    return text;
  }

  const plan::Plan& plan_;
  const column::Database& database_;
  const column::Clock& clock_;
  const column::Evaluated& evaluated_;
};

inline std::vector<plan::ExprId> all_expressions(const plan::Plan& plan) {
  std::vector<plan::ExprId> wanted;
  for (const plan::Definition& definition : plan.definitions) wanted.push_back(definition.meaning);
  for (const plan::Role& role : plan.roles)
    if (role.where.exists()) wanted.push_back(role.where);
  for (const plan::Levels& scheme : plan.levels)
    for (const plan::Level& level : scheme.levels)
      if (level.when.exists()) wanted.push_back(level.when);
  for (const plan::Offer& offer : plan.offers)
    for (const plan::ExprId id : offers::expressions(plan, offer))
      if (id.exists()) wanted.push_back(id);
  return wanted;
}

inline std::string told_example(const plan::Plan& plan, const plan::Example& example) {
  std::string text = "example \"" + example.title + "\", as at " + base::format_iso_date(example.as_at) + "\n";
  const column::Database database = examples::records_of(plan, example);
  const column::Clock clock{
      example.as_at, base::plus_months(example.as_at, -12, base::Rounding::up).value_or(base::first_day) + 1, example.as_at};
  const auto families = static_cast<column::Row>(database.table(plan.family).rows);
  const column::Chunk chunk = column::chunk_of_families(database, 0, families);
  const std::vector<plan::ExprId> wanted = all_expressions(plan);
  column::Evaluated by_columns, by_reference;
  exec::Program(database, clock, wanted).run(chunk, by_columns);
  reference::evaluate(database, clock, wanted, chunk, by_reference);
  const std::string answers = Teller(plan, database, clock, by_columns).all();
  text += answers;
  const std::string reference_answers = Teller(plan, database, clock, by_reference).all();
  if (answers != reference_answers) text += "  THE REFERENCE DIFFERS:\n" + reference_answers;
  for (const examples::Failed& failure : examples::run(plan, example).failures)
    text += "  does not hold: " + failure.expected + "\n    got: " + failure.got + "\n";
  return text;
}

inline std::string told(const plan::Plan& plan) {
  std::string text;
  for (const plan::Example& example : plan.examples) text += told_example(plan, example);
  return text;
}

}  // namespace fairstart::language
