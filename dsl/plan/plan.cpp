// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"

namespace fairstart::plan {
namespace {

using types::Kind;
using types::Measure;
using types::TimeUnit;

std::string_view time_word(TimeUnit unit, bool many) {
  switch (unit) {
    case TimeUnit::day: return many ? "days" : "day";
    case TimeUnit::week: return many ? "weeks" : "week";
    case TimeUnit::month: return many ? "months" : "month";
    case TimeUnit::quarter: return many ? "quarters" : "quarter";
    case TimeUnit::year: return many ? "years" : "year";
    case TimeUnit::none: break;
  }
  return "";
}

std::string base_word(const types::Base& base, TimeUnit shown, bool many, const Plan& plan) {
  switch (base.measure) {
    case Measure::plain: return "";
    case Measure::percent: return "percent";
    case Measure::points: return "percentage points";
    case Measure::money: return "money";
    case Measure::days: return std::string(time_word(shown == TimeUnit::none ? TimeUnit::day : shown, many));
    case Measure::months: return std::string(time_word(shown == TimeUnit::none ? TimeUnit::month : shown, many));
    case Measure::unit: return many ? plan.units[base.unit.index()].plural : plan.units[base.unit.index()].singular;
  }
  return "";
}

std::string money(std::int64_t millionths) {
  const std::string amount =
      base::format_fixed(millionths < 0 ? -millionths : millionths, millionths % base::million == 0 ? 0 : 2, true);
  return (millionths < 0 ? "-£" : "£") + amount;
}

// "37 weeks", "36 weeks 6 days", "3 years 4 months", "10 days".
std::string duration(std::int64_t millionths, Measure measure, TimeUnit shown) {
  const TimeUnit small = measure == Measure::days ? TimeUnit::day : TimeUnit::month;
  const auto one = [](std::int64_t count, TimeUnit unit) {
    return fmt::format("{} {}", base::format_decimal(count * base::million, true), time_word(unit, count != 1));
  };
  if (millionths % base::million != 0 || shown == TimeUnit::none || shown == small || millionths < 0)
    return fmt::format("{} {}", base::format_decimal(millionths, true), time_word(small, millionths != base::million));
  const std::int64_t count = millionths / base::million, size = types::days_or_months_in(shown);
  if (count % size == 0) return one(count / size, shown);
  if (count < size) return one(count, small);
  return one(count / size, shown) + ' ' + one(count % size, small);
}

}  // namespace

const ParameterPeriod* Parameter::in_force(base::Day day) const {
  for (const ParameterPeriod& period : values)
    if ((!period.from || *period.from <= day) && (!period.to || day <= *period.to)) return &period;
  return nullptr;
}

bool Plan::has_all_parameters(base::Day day) const {
  return std::all_of(parameters.begin(), parameters.end(),
                     [&](const Parameter& each) { return each.in_force(day) != nullptr; });
}

bool Plan::belongs_under(RecordId under, RecordId over) const {
  for (std::size_t steps = 0; under.exists() && steps <= records.size(); ++steps) {
    if (under == over) return true;
    under = record(under).owner;
  }
  return false;
}

namespace {

using base::overloaded;

}  // namespace

Plan counterfactual(const Plan& plan, const Flip& flip) {
  Plan other = plan;
  if (flip.field.exists()) {
    for (Expr& expr : other.exprs)
      if (const auto* read = std::get_if<FieldValue>(&expr.node); read != nullptr && read->field == flip.field)
        expr.node = Marked{flip.field};
    return other;
  }
  Definition& definition = other.definitions[flip.definition.index()];
  const Expr meaning = other.expr(definition.meaning);
  other.exprs.push_back({.node = Marked{}, .type = types::yes_no(), .row = definition.record, .span = meaning.span});
  other.exprs.push_back({.node = Or{{definition.meaning, ExprId{other.exprs.size() - 1}}},
                         .type = types::yes_no(),
                         .row = definition.record,
                         .span = meaning.span,
                         .restricted = meaning.restricted});
  definition.meaning = ExprId{other.exprs.size() - 1};
  return other;
}

void for_each_operand(const Plan& plan, ExprId id, const std::function<void(ExprId)>& visit) {
  const auto one = [&](ExprId operand) {
    if (operand.exists()) visit(operand);
  };
  const auto all = [&](const std::vector<ExprId>& operands) {
    for (const ExprId operand : operands) one(operand);
  };
  const auto rows = [&](ListId list) { one(plan.list(list).member); };
  std::visit(overloaded{
                 [](const Constant&) {},
                 [](const MissingValue&) {},
                 [](const AsAt&) {},
                 [](const PeriodStart&) {},
                 [](const PeriodEnd&) {},
                 [](const ParameterValue&) {},
                 [](const FieldValue&) {},
                 [](const RoleTest&) {},
                 [](const DefinitionValue&) {},
                 [](const ScoreValue&) {},
                 [](const LevelValue&) {},
                 [&](const OfOwner& node) { one(node.value); },
                 [&](const Not& node) { one(node.answer); },
                 [&](const And& node) { all(node.answers); },
                 [&](const Or& node) { all(node.answers); },
                 [&](const CountOfSet& node) { all(node.answers); },
                 [&](const CountsAs& node) { one(node.answer); },
                 [&](const Compare& node) {
                   one(node.left);
                   one(node.right);
                 },
                 [&](const OneOf& node) { one(node.value); },
                 [&](const LevelIn& node) { one(node.level); },
                 [&](const IsKnown& node) { one(node.value); },
                 [&](const IsMissing& node) { one(node.value); },
                 [&](const OrElse& node) {
                   one(node.value);
                   one(node.otherwise);
                 },
                 [&](const Arithmetic& node) {
                   one(node.left);
                   one(node.right);
                 },
                 [&](const Negate& node) { one(node.value); },
                 [&](const Shift& node) {
                   one(node.date);
                   one(node.by);
                 },
                 [&](const Elapsed& node) {
                   one(node.from);
                   one(node.to);
                 },
                 [&](const Extreme& node) { all(node.values); },
                 [&](const Rescale& node) { one(node.value); },
                 [&](const Any& node) { rows(node.list); },
                 [&](const Every& node) {
                   rows(node.list);
                   one(node.claim);
                 },
                 [&](const Count& node) { rows(node.list); },
                 [&](const Summarise& node) {
                   rows(node.list);
                   one(node.value);
                 },
                 [&](const Pick& node) {
                   rows(node.list);
                   one(node.order);
                   one(node.value);
                 },
                 [&](const OfListed& node) { one(node.value); },
                 [&](const OfLink& node) { one(node.value); },
                 [](const Marked&) {},
                 [&](const Includes& node) { one(node.value); },
                 [&](const NextDay& node) { one(node.after); },
                 [&](const Choose& node) {
                   for (const Choice& choice : node.choices) {
                     one(choice.when);
                     one(choice.value);
                   }
                 },
                 [&](const CountDifferent& node) {
                   rows(node.list);
                   one(node.value);
                 },
                 [&](const Ranked& node) {
                   rows(node.list);
                   one(node.order);
                 },
             },
             plan.expr(id).node);
}

void for_each_read(const Plan& plan, ExprId id, const std::function<void(ExprId)>& visit) {
  for_each_operand(plan, id, visit);
  const auto one = [&](ExprId read) {
    if (read.exists()) visit(read);
  };
  const Node& node = plan.expr(id).node;
  if (const auto* role = std::get_if<RoleTest>(&node)) one(plan.roles[role->role.index()].where);
  if (const auto* definition = std::get_if<DefinitionValue>(&node))
    one(plan.definitions[definition->definition.index()].meaning);
  if (const auto* level = std::get_if<LevelValue>(&node))
    for (const Level& each : plan.levels[level->levels.index()].levels) one(each.when);
  if (const auto* score = std::get_if<ScoreValue>(&node))
    for (const ScoreItem& item : plan.scores[score->score.index()].items) {
      one(item.answer);
      one(item.count);
    }
}

std::string_view word_of(LevelsKind kind) {
  switch (kind) {
    case LevelsKind::tiers: return "tiers";
    case LevelsKind::groups: return "groups";
    case LevelsKind::segments: return "segments";
  }
  return "";
}

std::string_view word_of(SpreadKind kind) {
  switch (kind) {
    case SpreadKind::gap: return "gap";
    case SpreadKind::slope: return "slope";
    case SpreadKind::concentration: return "concentration";
    case SpreadKind::trend: return "trend";
  }
  return "";
}

std::string_view word_of(Show show) {
  switch (show) {
    case Show::percent: return "percent";
    case Show::count: return "count";
    case Show::rate: return "rate";
    case Show::mean: return "mean";
    case Show::quantity: return "quantity";
    case Show::points: return "percentage points";
    case Show::relative: return "relative";
  }
  return "";
}

std::string_view word_of(What what) {
  switch (what) {
    case What::count: return "count";
    case What::average: return "average";
    case What::total: return "total";
    case What::median: return "median";
    case What::percentile: return "percentile";
    case What::published: return "published";
  }
  return "";
}

std::string_view word_of(WindowState window) {
  switch (window) {
    case WindowState::none: return "";
    case WindowState::not_yet_due: return "not yet due";
    case WindowState::open: return "open";
    case WindowState::missed: return "missed";
    case WindowState::done: return "done";
  }
  return "";
}

std::string describe(const Type& type, const Plan& plan) {
  switch (type.kind) {
    case Kind::unknown: return "unknown";
    case Kind::yes_no: return "yes/no";
    case Kind::date: return "date";
    case Kind::text: return "text";
    case Kind::code: return "one of " + plan.code_lists[type.codes.index()].name;
    case Kind::codes: return "many of " + plan.code_lists[type.codes.index()].name;
    case Kind::link: return "link to " + plan.record(type.record).name;
    case Kind::levels: return "a level of " + plan.levels[type.levels.index()].name;
    case Kind::groups: return "groups of " + plan.levels[type.levels.index()].name;
    case Kind::number: break;
  }
  std::string out = base_word(type.base, type.shown_in, true, plan);
  if (out.empty()) out = type.whole ? "whole number" : "number";
  if (type.per) out += " per " + base_word(*type.per, type.shown_per, false, plan);
  return out;
}

std::string with_article(const Type& type, const Plan& plan) {
  std::string words = describe(type, plan);
  switch (type.kind) {
    case Kind::date:
    case Kind::text:
    case Kind::link: return "a " + words;
    case Kind::groups: return "the " + words;
    case Kind::number: return words.starts_with("number") || words.starts_with("whole number") ? "a " + words : words;
    case Kind::yes_no:
    case Kind::code:
    case Kind::codes:
    case Kind::levels:
    case Kind::unknown: break;
  }
  return words;
}

std::string show_value(const Type& type, std::int64_t number, const Plan& plan) {
  switch (type.kind) {
    case Kind::yes_no: return number != 0 ? "yes" : "no";
    case Kind::date: return base::format_iso_date(static_cast<base::Day>(number));
    case Kind::codes: {
      std::string out;
      const auto& items = plan.code_lists[type.codes.index()].items;
      for (std::size_t i = 0; i < items.size() && i < 63; ++i)
        if ((number >> i & 1) != 0) out += (out.empty() ? "" : ", ") + items[i].name;
      return out.empty() ? "none" : out;
    }
    case Kind::code: {
      const auto& items = plan.code_lists[type.codes.index()].items;
      return number >= 0 && static_cast<std::size_t>(number) < items.size() ? items[static_cast<std::size_t>(number)].name
                                                                            : "?";
    }
    case Kind::levels:
    case Kind::groups: {
      const auto& levels = plan.levels[type.levels.index()].levels;
      return number >= 0 && static_cast<std::size_t>(number) < levels.size() ? levels[static_cast<std::size_t>(number)].name
                                                                             : "?";
    }
    case Kind::number: break;
    case Kind::unknown:
    case Kind::text:
    case Kind::link: return std::to_string(number);
  }
  std::string out;
  switch (type.base.measure) {
    case Measure::plain: out = base::format_decimal(number, true); break;
    case Measure::percent: {
      const auto hundredfold = base::multiply(number, 100 * base::million);
      out = hundredfold ? base::format_decimal(*hundredfold, true) + "%" : base::format_decimal(number, true);
      break;
    }
    case Measure::points: {
      const auto hundredfold = base::multiply(number, 100 * base::million);
      out = base::format_decimal(hundredfold.value_or(number), true) + " percentage points";
      break;
    }
    case Measure::money: out = money(number); break;
    case Measure::days:
    case Measure::months: out = duration(number, type.base.measure, type.shown_in); break;
    case Measure::unit:
      out = base::format_decimal(number, true) + ' ' + base_word(type.base, TimeUnit::none, number != base::million, plan);
      break;
  }
  if (type.per) out += " per " + base_word(*type.per, type.shown_per, false, plan);
  return out;
}

}  // namespace fairstart::plan
