// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/reduction.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"
#include "engine/explain/places.hpp"

namespace fairstart::explain {
namespace {

using base::overloaded;

Interval interval_of(column::Answer answer) { return {answer & 1U, (answer >> 1U) & 1U}; }

bool is_answer(const plan::Type& type) { return type.kind == types::Kind::yes_no; }

Interval levels_interval(std::uint64_t possible) {
  return {static_cast<std::int64_t>(possible), static_cast<std::int64_t>(possible)};
}

}  // namespace

Reduction::Reduction(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
                     const std::vector<bool>& open, Residual& out, Met& met)
    : database_(database), plan_(*database.plan), clock_(clock), evaluated_(evaluated), open_(open), out_(out), met_(met) {
  met_.expressions.clear();
  met_.more.clear();
  met_.of_fact.clear();
}

bool Reduction::known(plan::ExprId id, column::Row row, Interval& value) const {
  if (!evaluated_.has(id)) return false;
  const plan::Expr& expr = plan_.expr(id);
  if (expr.row.exists()) {
    const column::Rows rows = evaluated_.chunk.rows[expr.row.index()];
    if (row < rows.begin || row >= rows.end) return false;
  }
  if (is_answer(expr.type)) {
    value = interval_of(evaluated_.answer(plan_, id, row));
    return value.known();
  }
  if (expr.type.kind == types::Kind::levels) {
    const std::uint64_t possible = evaluated_.possible_levels(plan_, id, row);
    value = levels_interval(possible);
    return (possible & (possible - 1)) == 0;
  }
  value = evaluated_.interval(plan_, id, row);
  return value.known();
}

Ref Reduction::expression(plan::ExprId id, column::Row row) {
  Interval value;
  const plan::Expr& expr = plan_.expr(id);
  if (known(id, row, value)) return is_answer(expr.type) ? out_.answer(value.lo == 1) : out_.constant(value);
  if (out_.is_full() || (expr.row.exists() && row == column::no_row)) return unknown(expr.type);
  if (!expr.row.exists()) row = 0;
  constexpr std::size_t few = 32;
  for (const Done& done : met_.expressions)
    if (done.id == id && done.row == row) return done.ref;
  const std::uint64_t key = std::uint64_t{id.value} << 32U | row;
  if (met_.expressions.size() == few)
    if (const auto found = met_.more.find(key); found != met_.more.end()) return found->second;
  const Ref ref = walk(expr, row);
  if (met_.expressions.size() < few)
    met_.expressions.push_back({id, row, ref});
  else
    met_.more.emplace(key, ref);
  return ref;
}

Ref Reduction::unknown(const plan::Type& type) {
  if (is_answer(type)) return out_.unknown_answer();
  if (type.kind != types::Kind::levels) return out_.unknown_number();
  return out_.constant({all_levels(type), all_levels(type)});
}

std::int64_t Reduction::all_levels(const plan::Type& type) const {
  const std::size_t count = type.kind == types::Kind::levels ? levels_of(type) : 0;
  return static_cast<std::int64_t>(count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1);
}

std::uint8_t Reduction::kind_of(const plan::Type& type) {
  const Kind kind = type.kind == types::Kind::levels ? Kind::levels : is_answer(type) ? Kind::answer : Kind::interval;
  return static_cast<std::uint8_t>(kind);
}

std::size_t Reduction::levels_of(const plan::Type& type) const {
  return type.levels.exists() ? std::min<std::size_t>(plan_.levels[type.levels.index()].levels.size(), 64) : 64;
}

// Each value that stays open by one fact is a variable of its own: other values may differ while it stays the same.
Ref Reduction::free_value(const plan::Type& type, const Fact& fact) {
  const bool level = type.kind == types::Kind::levels;
  const std::size_t count = level ? levels_of(type) : 0;
  Variable variable =
      level ? Variable{.domain = Domain::code, .lo = 0, .hi = static_cast<std::int64_t>(count) - 1} : variable_of(type);
  variable.facts = {out_.fact(fact)};
  const Ref free = out_.variable(std::move(variable));
  if (!level || count == 0) return free;
  Ref out = out_.constant(levels_interval(std::uint64_t{1} << (count - 1)));
  for (std::size_t i = count - 1; i-- > 0;) {
    const auto number = static_cast<std::int64_t>(i);
    const Ref is = out_.add({.op = Op::one_of}, &free, 1, &number, 1);
    const Ref parts[3] = {is, out_.constant(levels_interval(std::uint64_t{1} << i)), out};
    out = out_.add({.op = Op::choose, .detail = kind_of(type)}, parts, 3);
  }
  return out;
}

Variable Reduction::variable_of(const plan::Type& type) const {
  switch (type.kind) {
    case types::Kind::yes_no: return {.domain = Domain::answer};
    case types::Kind::code:
      return {.domain = Domain::code,
              .lo = 0,
              .hi = type.codes.exists() ? static_cast<std::int64_t>(plan_.code_lists[type.codes.index()].items.size()) - 1 : 0};
    case types::Kind::date: return {.domain = Domain::number, .lo = base::first_day, .hi = base::last_day};
    case types::Kind::number: {
      const bool whole =
          !type.per && (type.whole || type.base.measure == types::Measure::days || type.base.measure == types::Measure::months);
      return {.domain = Domain::number, .step = whole ? base::million : 1};
    }
    case types::Kind::codes: return {.domain = Domain::set};
    case types::Kind::unknown:
    case types::Kind::text:
    case types::Kind::link:
    case types::Kind::levels:
    case types::Kind::groups: return {.domain = Domain::number};
  }
  return {};
}

Ref Reduction::of_fact(const Fact& fact, Variable variable) {
  const std::uint32_t index = out_.fact(fact);
  if (met_.of_fact.size() <= index) met_.of_fact.resize(index + 1, Residual::none);
  Ref& kept = met_.of_fact[index];
  if (kept != Residual::none) return kept;
  variable.facts = {index};
  return kept = out_.variable(std::move(variable));
}

Ref Reduction::constant(const plan::Type& type, const plan::Constant& constant) {
  if (type.kind == types::Kind::text || type.kind == types::Kind::link) {
    const std::uint32_t id = database_.texts.find(constant.text);
    // A text that no record holds is only itself: any number outside the pool's will do.
    const std::int64_t value = id != column::TextPool::no_text
                                   ? std::int64_t{id}
                                   : -2 - static_cast<std::int64_t>(std::hash<std::string>{}(constant.text) >> 8U);
    return out_.constant({value, value});
  }
  return out_.constant({constant.number, constant.number});
}

Ref Reduction::field(plan::FieldId id, column::Row row) {
  const plan::Field& declared = plan_.field(id);
  Variable variable = variable_of(declared.type);
  if (declared.type.kind == types::Kind::link) {
    // It names one of the rows there are, or nobody can tell.
    variable.may_stay_open = true;
    if (const column::Rows rows = linked_rows(database_, id, row); rows.size() > 0) {
      variable.lo = rows.begin;
      variable.hi = rows.end - 1;
    }
  }
  if (declared.lowest) variable.lo = std::max(variable.lo, *declared.lowest);
  if (declared.highest) variable.hi = std::min(variable.hi, *declared.highest);
  return of_fact({.field = id, .record = declared.record, .row = row}, std::move(variable));
}

Ref Reduction::parameter(plan::ParameterId id) {
  const plan::Parameter& declared = plan_.parameters[id.index()];
  if (const plan::ParameterPeriod* period = declared.in_force(clock_.as_at)) return constant(declared.type, period->value);
  Variable variable = variable_of(declared.type);
  if (declared.may_choose_from) variable.lo = *declared.may_choose_from;
  if (declared.may_choose_to) variable.hi = *declared.may_choose_to;
  return of_fact({.parameter = id}, std::move(variable));
}

Ref Reduction::of_owner(const plan::Expr& expr, const plan::OfOwner& node, column::Row row) {
  const plan::RecordId owner = plan_.expr(node.value).row;
  if (!owner.exists()) return expression(node.value, row);
  const column::Row of = column::owner_row(database_, expr.row, row, owner);
  if (of != column::no_row) return expression(node.value, of);
  const Place place = place_of(database_, expr.row, row);
  return free_value(expr.type, {.list = owner, .record = place.record, .row = place.row});
}

Ref Reduction::of_listed(const plan::Expr& expr, const plan::OfListed& node, column::Row row) {
  if (!plan_.expr(node.value).row.exists()) return expression(node.value, row);
  const Place place = place_of(database_, expr.row, row);
  return place.row == column::no_row ? unknown(expr.type) : expression(node.value, place.row);
}

// Where nobody knows whom the link names: any of the other rows that it may, each with its own value. Also what is missing on
// those matters then.
Ref Reduction::of_link(const plan::Expr& expr, const plan::OfLink& node, column::Row row) {
  constexpr std::size_t most_named = 32;
  const column::Row linked = linked_row(database_, clock_, node.link, row);
  if (linked != column::no_row) return expression(node.value, linked);
  const column::Rows rows = linked_rows(database_, node.link, row);
  if (rows.size() == 0 || rows.size() > most_named)
    return free_value(expr.type, {.field = node.link, .record = plan_.field(node.link).record, .row = row});
  const Ref which = field(node.link, row);
  Ref out = unknown(expr.type);
  const bool to_its_own_kind = plan_.field(node.link).type.record == plan_.field(node.link).record;
  for (column::Row at = rows.end; at-- > rows.begin;) {
    if (to_its_own_kind && at == row) continue;
    const auto number = static_cast<std::int64_t>(at);
    const Ref parts[3] = {out_.add({.op = Op::one_of}, &which, 1, &number, 1), expression(node.value, at), out};
    out = out_.add({.op = Op::choose, .detail = kind_of(expr.type)}, parts, 3);
  }
  return out;
}

Ref Reduction::choose(const plan::Type& type, const std::vector<plan::Choice>& choices, column::Row row) {
  const bool always = !choices.empty() && !choices.back().when.exists();
  Ref out = out_.constant(type.kind == types::Kind::levels ? no_levels : nothing);
  for (std::size_t i = choices.size(); i-- > 0;) {
    if (!choices[i].when.exists()) {
      out = expression(choices[i].value, row);
      continue;
    }
    const Ref when = expression(choices[i].when, row);
    if (out_.is_constant(when) && out_.value(when).hi == 0) continue;
    const Ref value = expression(choices[i].value, row);
    if (out_.is_constant(when) && out_.value(when).lo == 1) {
      out = value;
      continue;
    }
    const Ref parts[3] = {when, value, out};
    out = out_.add({.op = Op::choose, .detail = kind_of(type)}, parts, 3);
  }
  if (always) return out;
  return out_.add({.op = Op::settled, .detail = kind_of(type), .a = all_levels(type)}, &out, 1);
}

Ref Reduction::next_day(const plan::NextDay& node, column::Row row) {
  std::vector<std::int64_t> days;
  for (const plan::YearDay& day : plan_.calendars[node.calendar.index()].days) days.push_back(day.month * 100 + day.day);
  const Ref after = expression(node.after, row);
  return out_.add({.op = Op::next_day}, &after, 1, days.data(), days.size());
}

Ref Reduction::role(plan::RoleId id, column::Row row) {
  const plan::Role& declared = plan_.roles[id.index()];
  if (!declared.where.exists()) return out_.answer(true);
  const auto& made_as = database_.table(declared.record).made_as;
  if (row >= made_as.size() || made_as[row] == 0) return expression(declared.where, row);
  if (made_as[row] == id.index() + 1) return out_.answer(true);
  // A row of an example is in the role that it was made under; others count only where its facts say so.
  const Ref where = expression(declared.where, row);
  return out_.answer(out_.now(where).lo == 1);
}

Ref Reduction::set_of(Op op, const std::vector<plan::ExprId>& ids, column::Row row) {
  std::vector<Ref> refs;
  for (const plan::ExprId id : ids) refs.push_back(expression(id, row));
  if (op == Op::all || op == Op::some) return out_.junction(op, refs);
  return out_.add({.op = op}, refs.data(), refs.size());
}

Ref Reduction::is_known(plan::ExprId id, column::Row row) {
  const plan::Type& type = plan_.expr(id).type;
  const Interval value = out_.now(expression(id, row));
  if (type.kind != types::Kind::levels) return out_.answer(value.known());
  const auto possible = static_cast<std::uint64_t>(value.lo);
  return out_.answer((possible & (possible - 1)) == 0);
}

Ref Reduction::levels(plan::LevelsId id, column::Row row) {
  const plan::Levels& scheme = plan_.levels[id.index()];
  std::vector<Ref> conditions;
  for (std::size_t i = scheme.kind == plan::LevelsKind::tiers ? 1 : 0; i < scheme.levels.size(); ++i) {
    const plan::ExprId when = scheme.levels[i].when;
    conditions.push_back(when.exists() ? expression(when, row) : out_.answer(true));
  }
  return out_.add({.op = scheme.kind == plan::LevelsKind::tiers ? Op::tiers : Op::segments}, conditions.data(),
                  conditions.size());
}

Ref Reduction::score(plan::ScoreId id, column::Row row) {
  std::vector<Ref> parts;
  std::vector<std::int64_t> points;
  for (const plan::ScoreItem& item : plan_.scores[id.index()].items) {
    if (item.answer.exists()) {
      const std::int64_t limit = item.up_to.value_or(column::no_upper);
      parts.push_back(expression(item.answer, row));
      points.push_back(item.points >= 0 ? std::min(item.points, limit) : std::max(item.points, -limit));
      continue;
    }
    const std::int64_t sign = item.points < 0 ? -1 : 1;
    Ref part = expression(item.count, row);
    part = out_.add({.op = Op::rescale, .a = item.points * sign, .b = base::million}, &part, 1);
    if (item.up_to) part = out_.add({.op = Op::capped, .a = *item.up_to}, &part, 1);
    parts.push_back(part);
    points.push_back(sign);
  }
  return out_.add({.op = Op::sum}, parts.data(), parts.size(), points.data(), points.size());
}

Ref Reduction::walk(const plan::Expr& expr, column::Row row) {
  const auto two = [&](Item item, plan::ExprId left, plan::ExprId right) {
    const Ref children[2] = {expression(left, row), expression(right, row)};
    return out_.add(item, children, 2);
  };
  const auto one = [&](Item item, plan::ExprId id) {
    const Ref child = expression(id, row);
    return out_.add(item, &child, 1);
  };
  const auto day = [&](base::Day date) { return out_.constant({date, date}); };
  return std::visit(
      overloaded{
          [&](const plan::Constant& node) { return constant(expr.type, node); },
          [&](const plan::MissingValue&) { return unknown(expr.type); },
          [&](const plan::AsAt&) { return day(clock_.as_at); },
          [&](const plan::PeriodStart&) { return day(clock_.period_from); },
          [&](const plan::PeriodEnd&) { return day(clock_.period_to); },
          [&](const plan::ParameterValue& node) { return parameter(node.parameter); },
          [&](const plan::FieldValue& node) {
            if (!evaluated_.has(plan::ExprId(static_cast<std::size_t>(&expr - plan_.exprs.data()))) &&
                is_told(database_, clock_, node.field, row))
              return out_.constant(is_answer(expr.type) ? interval_of(column::answer_at(database_.column(node.field), row))
                                                        : column::interval_at(database_.column(node.field), row));
            return field(node.field, row);
          },
          [&](const plan::OfOwner& node) { return of_owner(expr, node, row); },
          [&](const plan::RoleTest& node) { return role(node.role, row); },
          [&](const plan::DefinitionValue& node) {
            return expression(plan_.definitions[node.definition.index()].meaning, row);
          },
          [&](const plan::ScoreValue& node) { return score(node.score, row); },
          [&](const plan::LevelValue& node) { return levels(node.levels, row); },
          [&](const plan::Not& node) { return out_.negation(expression(node.answer, row)); },
          [&](const plan::And& node) { return set_of(Op::all, node.answers, row); },
          [&](const plan::Or& node) { return set_of(Op::some, node.answers, row); },
          [&](const plan::CountOfSet& node) {
            std::vector<Ref> refs;
            for (const plan::ExprId id : node.answers) refs.push_back(expression(id, row));
            const std::vector<std::int64_t> ones(refs.size(), base::million);
            return out_.add({.op = Op::sum}, refs.data(), refs.size(), ones.data(), ones.size());
          },
          // Always definite: what it assumes of the unknown is part of the rule.
          [&](const plan::CountsAs& node) {
            const Interval value = out_.now(expression(node.answer, row));
            return out_.answer((node.yes ? value.hi : value.lo) == 1);
          },
          [&](const plan::Compare& node) {
            return two({.op = Op::compare, .detail = static_cast<std::uint8_t>(node.comparison)}, node.left, node.right);
          },
          [&](const plan::OneOf& node) {
            const Ref child = expression(node.value, row);
            return out_.add({.op = Op::one_of}, &child, 1, node.codes.data(), node.codes.size());
          },
          [&](const plan::LevelIn& node) {
            return one({.op = Op::level_in, .a = static_cast<std::int64_t>(node.levels)}, node.level);
          },
          [&](const plan::IsKnown& node) { return is_known(node.value, row); },
          // Worked out by the evaluator, who knows the reasons; asked only of what is not known.
          [&](const plan::IsMissing&) { return out_.unknown_answer(); },
          [&](const plan::OrElse& node) {
            const Ref value = expression(node.value, row);
            if (out_.is_constant(value)) return out_.value(value).known() ? value : expression(node.otherwise, row);
            // Either would settle it: the value, or what stands in for it while it stays unknown.
            const Ref children[3] = {out_.variable({.domain = Domain::answer}), value, expression(node.otherwise, row)};
            return out_.add({.op = Op::or_else}, children, 3);
          },
          [&](const plan::Arithmetic& node) {
            const bool dates =
                node.operation == plan::Operation::subtract && plan_.expr(node.left).type.kind == types::Kind::date;
            return two({.op = Op::arithmetic, .detail = static_cast<std::uint8_t>(node.operation), .a = dates ? 1 : 0},
                       node.left, node.right);
          },
          [&](const plan::Negate& node) {
            const Ref child = expression(node.value, row);
            const std::int64_t minus = -1;
            return out_.add({.op = Op::sum}, &child, 1, &minus, 1);
          },
          [&](const plan::Shift& node) {
            const bool months = plan_.expr(node.by).type.base.measure == types::Measure::months;
            const unsigned detail =
                (node.later ? 1U : 0U) | (node.rounding == base::Rounding::up ? 2U : 0U) | (months ? 4U : 0U);
            return two({.op = Op::shift, .detail = static_cast<std::uint8_t>(detail)}, node.date, node.by);
          },
          [&](const plan::Elapsed& node) {
            return two({.op = Op::elapsed, .detail = static_cast<std::uint8_t>(node.unit)}, node.from, node.to);
          },
          [&](const plan::Extreme& node) {
            return set_of(node.highest ? Op::extreme_high : Op::extreme_low, node.values, row);
          },
          [&](const plan::Rescale& node) { return one({.op = Op::rescale, .a = node.multiply, .b = node.divide}, node.value); },
          [&](const plan::Any& node) { return each(plan_.list(node.list), {}, row); },
          [&](const plan::Every& node) { return each(plan_.list(node.list), node.claim, row); },
          [&](const plan::Count& node) { return count(plan_.list(node.list), row); },
          [&](const plan::Summarise& node) { return summarise(expr, node, row); },
          [&](const plan::Pick& node) { return pick(expr, node, row); },
          [&](const plan::OfListed& node) { return of_listed(expr, node, row); },
          [&](const plan::OfLink& node) { return of_link(expr, node, row); },
          // Worked out by the evaluator, who knows the marks; asked only of what is not marked.
          [&](const plan::Marked& node) { return node.field.exists() ? field(node.field, row) : out_.answer(false); },
          [&](const plan::Includes& node) {
            const Ref child = expression(node.value, row);
            return out_.add({.op = Op::includes}, &child, 1, node.codes.data(), node.codes.size());
          },
          [&](const plan::NextDay& node) { return next_day(node, row); },
          [&](const plan::Choose& node) { return choose(expr.type, node.choices, row); },
          [&](const plan::CountDifferent& node) { return count_different(node, row); },
          [&](const plan::Ranked& node) { return ranked(expr, node, row); },
      },
      expr.node);
}

}  // namespace fairstart::explain
