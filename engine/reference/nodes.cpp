// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "dsl/base/decimal.hpp"
#include "engine/reference/evaluator.hpp"
#include "engine/reference/interval.hpp"

namespace fairstart::reference {

using column::Answer;
using column::Interval;
using types::Kind;
using types::Type;

namespace {

Value of(Answer answer) { return {.answer = answer}; }
Value of(Interval interval) { return {.interval = interval}; }
Value of_number(std::int64_t number) { return of(Interval{number, number}); }

// Yes/no as 0 … 1, so that one comparison serves all types.
Interval as_interval(Answer answer) { return {column::certainly(answer) ? 1 : 0, column::possibly(answer) ? 1 : 0}; }

}  // namespace

Evaluator::Evaluator(const column::Database& database, const column::Clock& clock, column::Evaluated& out)
    : database_(database),
      plan_(*database.plan),
      clock_(clock),
      out_(out),
      open_lists_(column::open_lists(database, clock.as_at, clock.period_from, clock.period_to)) {
  const auto place = [&](const plan::Constant& constant) {
    absent_texts_.try_emplace(constant.text, -1 - static_cast<std::int64_t>(absent_texts_.size()));
  };
  for (const plan::Expr& expr : plan_.exprs)
    if (const auto* node = std::get_if<plan::Constant>(&expr.node); node && expr.type.kind == Kind::text) place(*node);
  for (const plan::Parameter& each : plan_.parameters)
    if (each.type.kind == Kind::text)
      for (const plan::ParameterPeriod& period : each.values) place(period.value);
}

Value Evaluator::read(plan::ExprId expr, Row row) const {
  switch (type(expr).kind) {
    case Kind::yes_no: return of(out_.answer(plan_, expr, row));
    case Kind::levels: return {.levels = out_.possible_levels(plan_, expr, row)};
    case Kind::unknown:
    case Kind::number:
    case Kind::date:
    case Kind::code:
    case Kind::codes:
    case Kind::text:
    case Kind::link:
    case Kind::groups: return of(out_.interval(plan_, expr, row));
  }
  return {};
}

Value Evaluator::unknown(const Type& type) const {
  Value out;
  if (type.kind == Kind::code) {
    const std::size_t codes = plan_.code_lists[type.codes.index()].items.size();
    if (codes > 0) out.interval = {0, static_cast<std::int64_t>(codes) - 1};
  }
  if (type.kind == Kind::levels) {
    const std::size_t levels = plan_.levels[type.levels.index()].levels.size();
    out.levels = levels >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << levels) - 1;
  }
  return out;
}

bool Evaluator::known(const Type& type, const Value& value) const {
  if (type.kind == Kind::yes_no) return value.answer != column::unknown;
  if (type.kind == Kind::levels) return std::has_single_bit(value.levels);
  return value.interval.known();
}

bool Evaluator::same_known(const Type& type, const Value& a, const Value& b) const {
  if (!known(type, a) || !known(type, b)) return false;
  if (type.kind == Kind::yes_no) return a.answer == b.answer;
  if (type.kind == Kind::levels) return a.levels == b.levels;
  return a.interval == b.interval;
}

Value Evaluator::constant(const Type& type, const plan::Constant& constant) const {
  if (type.kind == Kind::yes_no) return of(column::answer_of(constant.number != 0));
  if (type.kind == Kind::levels) return {.levels = std::uint64_t{1} << constant.number};
  if (type.kind != Kind::text) return of_number(constant.number);
  const std::uint32_t id = database_.texts.find(constant.text);
  return of_number(id == column::TextPool::no_text ? absent_texts_.at(constant.text) : std::int64_t{id});
}

Value Evaluator::parameter(const Type& type, plan::ParameterId id) const {
  for (const plan::ParameterPeriod& period : plan_.parameters[id.index()].values)
    if ((!period.from || *period.from <= clock_.as_at) && (!period.to || clock_.as_at <= *period.to))
      return constant(type, period.value);
  return unknown(type);
}

Value Evaluator::field(const Type& type, plan::FieldId id, Row row) const {
  const plan::Field& field = plan_.field(id);
  const column::Column& column = database_.column(id);
  const bool says = says_anything(id);
  if (type.kind == Kind::yes_no) return of(says ? column::answer_at(column, row) : column::unknown);
  if (says && column::is_known(column, row)) return of(column::interval_at(column, row));
  const Interval declared{field.lowest.value_or(column::no_lower), field.highest.value_or(column::no_upper)};
  if ((field.lowest || field.highest) && declared.lo <= declared.hi) return of(declared);
  return unknown(type);
}

Answer Evaluator::in_role(plan::RoleId id, Row row) const {
  const plan::Role& role = plan_.roles[id.index()];
  const column::Table& table = database_.table(role.record);
  const std::size_t made_as = table.made_as.empty() ? 0 : table.made_as[row];
  if (made_as == id.index() + 1) return column::yes;
  const Answer where = role.where.exists() ? answer(role.where, row) : column::yes;
  return made_as != 0 && where == column::unknown ? column::no : where;
}

Answer Evaluator::one_of(const plan::OneOf& node, Row row) const {
  const Interval value = interval(node.value, row);
  const auto inside = std::count_if(node.codes.begin(), node.codes.end(),
                                    [&](std::int64_t code) { return value.lo <= code && code <= value.hi; });
  if (inside == 0) return column::no;
  const bool finite = value.lo != column::no_lower && value.hi != column::no_upper;
  return finite && inside == value.hi - value.lo + 1 ? column::yes : column::unknown;
}

bool Evaluator::says_anything(plan::FieldId field) const {
  return !plan_.field(field).snapshot || (clock_.snapshots && column::in_date(database_, field, clock_.as_at));
}

column::Row Evaluator::listed(const plan::Expr& expr, plan::ExprId value, Row row) const {
  return plan_.expr(value).row.exists() ? database_.table(expr.row).listed[row] : row;
}

column::Row Evaluator::linked(plan::FieldId link, Row row) const {
  if (!says_anything(link)) return column::no_row;
  const column::Column& column = database_.column(link);
  if (!column::is_known(column, row)) return column::no_row;
  const Row to = static_cast<Row>(column::interval_at(column, row).lo);
  const column::Rows here = out_.chunk.rows[plan_.field(link).type.record.index()];
  return to >= here.begin && to < here.end ? to : column::no_row;
}

bool Evaluator::is_marked(plan::RecordId record, Row row) const {
  if (clock_.marked == column::Clock::nothing_marked) return false;
  if (!plan_.family.exists() || !plan_.belongs_under(record, plan_.family)) return row == clock_.marked;
  const Row family = column::owner_row(database_, record, row, plan_.family);
  return family != column::no_row && row - column::owned_rows(database_, plan_.family, family, record).begin == clock_.marked;
}

// The join of the choices that may be the first whose `when` holds.
Value Evaluator::choose(const plan::Choose& node, const Type& type, Row row) const {
  std::vector<Value> possible;
  for (const plan::Choice& choice : node.choices) {
    const Answer when = choice.when.exists() ? answer(choice.when, row) : column::yes;
    if (when != column::no) {
      const bool bare = plan_.expr(choice.value).type.kind == Kind::unknown;
      possible.push_back(bare ? unknown(type) : read(choice.value, row));
    }
    if (when == column::yes) break;
  }
  if (possible.empty()) return unknown(type);
  Value out = possible.front();
  for (const Value& each : possible) {
    if (each.answer != out.answer) out.answer = column::unknown;
    out.interval = {std::min(out.interval.lo, each.interval.lo), std::max(out.interval.hi, each.interval.hi)};
    out.levels |= each.levels;
  }
  return out;
}

Value Evaluator::work_out(const plan::Expr& expr, Row row) const {
  const Type& own = expr.type;
  return std::visit(
      overloaded{
          [&](const plan::Constant& node) { return constant(own, node); },
          [&](const plan::MissingValue&) { return unknown(own); },
          [&](const plan::AsAt&) { return of_number(clock_.as_at); },
          [&](const plan::PeriodStart&) { return of_number(clock_.period_from); },
          [&](const plan::PeriodEnd&) { return of_number(clock_.period_to); },
          [&](const plan::ParameterValue& node) { return parameter(own, node.parameter); },
          [&](const plan::FieldValue& node) { return field(own, node.field, row); },
          [&](const plan::OfOwner& node) {
            const plan::RecordId owner = plan_.expr(node.value).row;
            if (!owner.exists()) return read(node.value, row);
            const Row of_owner = column::owner_row(database_, expr.row, row, owner);
            return of_owner == column::no_row ? unknown(own) : read(node.value, of_owner);
          },
          [&](const plan::RoleTest& node) { return of(in_role(node.role, row)); },
          [&](const plan::DefinitionValue& node) { return read(plan_.definitions[node.definition.index()].meaning, row); },
          [&](const plan::ScoreValue& node) { return of(out_.score(plan_, node.score, row)); },
          [&](const plan::LevelValue& node) {
            if (own.kind != Kind::levels) return unknown(own);  // groups have no one level
            return Value{.levels = out_.possible_levels(plan_, node.levels, row)};
          },
          [&](const plan::Not& node) { return of(column::negated(answer(node.answer, row))); },
          [&](const plan::And& node) {
            Answer all = column::yes;
            for (const plan::ExprId each : node.answers) all = std::min(all, answer(each, row));
            return of(all);
          },
          [&](const plan::Or& node) {
            Answer some = column::no;
            for (const plan::ExprId each : node.answers) some = std::max(some, answer(each, row));
            return of(some);
          },
          [&](const plan::CountOfSet& node) {
            Interval count{0, 0};
            for (const plan::ExprId each : node.answers) {
              count.lo += column::certainly(answer(each, row)) ? base::million : 0;
              count.hi += column::possibly(answer(each, row)) ? base::million : 0;
            }
            return of(count);
          },
          [&](const plan::CountsAs& node) {
            const Answer as_it_is = answer(node.answer, row);
            return of(as_it_is == column::unknown ? column::answer_of(node.yes) : as_it_is);
          },
          [&](const plan::Compare& node) {
            if (type(node.left).kind == Kind::yes_no)
              return of(compare(node.comparison, as_interval(answer(node.left, row)), as_interval(answer(node.right, row))));
            return of(compare(node.comparison, interval(node.left, row), interval(node.right, row)));
          },
          [&](const plan::OneOf& node) { return of(one_of(node, row)); },
          [&](const plan::LevelIn& node) {
            const std::uint64_t levels = read(node.level, row).levels;
            if ((levels & node.levels) == 0) return of(column::no);
            return of((levels & ~node.levels) == 0 ? column::yes : column::unknown);
          },
          [&](const plan::IsKnown& node) { return of(column::answer_of(known(type(node.value), read(node.value, row)))); },
          [&](const plan::IsMissing& node) {
            const bool there = known(type(node.value), read(node.value, row));
            return of(column::answer_of(!there && reason(node.value, row) == node.why));
          },
          [&](const plan::OrElse& node) {
            const Value value = read(node.value, row);
            return known(own, value) ? value : read(node.otherwise, row);
          },
          [&](const plan::Arithmetic& node) {
            const Interval left = interval(node.left, row), right = interval(node.right, row);
            switch (node.operation) {
              case plan::Operation::add: return of(add(left, right));
              case plan::Operation::subtract:
                return of(type(node.left).kind == Kind::date ? days_between(left, right) : subtract(left, right));
              case plan::Operation::multiply: return of(multiply(left, right));
              case plan::Operation::divide: return of(divide(left, right));
            }
            return of(unbounded);
          },
          [&](const plan::Negate& node) { return of(negate(interval(node.value, row))); },
          [&](const plan::Shift& node) {
            const bool months = type(node.by).base.measure == types::Measure::months;
            return of(shift(interval(node.date, row), interval(node.by, row), months, node.later, node.rounding));
          },
          [&](const plan::Elapsed& node) { return of(elapsed(node.unit, interval(node.from, row), interval(node.to, row))); },
          [&](const plan::Extreme& node) {
            if (node.values.empty()) return of(unbounded);
            Interval out = interval(node.values.front(), row);
            for (const plan::ExprId each : node.values) {
              const Interval value = interval(each, row);
              out.lo = node.highest ? std::max(out.lo, value.lo) : std::min(out.lo, value.lo);
              out.hi = node.highest ? std::max(out.hi, value.hi) : std::min(out.hi, value.hi);
            }
            return of(out);
          },
          [&](const plan::Rescale& node) { return of(rescale(interval(node.value, row), node.multiply, node.divide)); },
          [&](const plan::Any& node) { return of(any(node, row)); },
          [&](const plan::Every& node) { return of(every(node, row)); },
          [&](const plan::Count& node) { return of(count(node, row)); },
          [&](const plan::Summarise& node) { return summarise(node, own, row); },
          [&](const plan::Pick& node) { return pick(node, own, row); },
          [&](const plan::OfListed& node) { return read(node.value, listed(expr, node.value, row)); },
          [&](const plan::OfLink& node) {
            const Row to = linked(node.link, row);
            return to == column::no_row ? unknown(own) : read(node.value, to);
          },
          [&](const plan::Marked& node) {
            if (is_marked(expr.row, row)) return of(column::yes);
            return node.field.exists() ? field(own, node.field, row) : of(column::no);
          },
          [&](const plan::Includes& node) {
            const Interval set = interval(node.value, row);
            if (!set.known()) return of(column::unknown);
            return of(column::answer_of(std::any_of(node.codes.begin(), node.codes.end(),
                                                    [&](std::int64_t code) { return (set.lo >> code & 1) != 0; })));
          },
          [&](const plan::NextDay& node) {
            return of(next_day(plan_.calendars[node.calendar.index()], interval(node.after, row)));
          },
          [&](const plan::Choose& node) { return choose(node, own, row); },
          [&](const plan::CountDifferent& node) { return of(count_different(node, row)); },
          [&](const plan::Ranked& node) { return of(ranked(node, row)); },
      },
      expr.node);
}

void Evaluator::fill(plan::ExprId id) {
  const plan::Expr& expr = plan_.expr(id);
  const column::Rows rows = expr.row.exists() ? out_.chunk.rows[expr.row.index()] : column::Rows{0, 1};
  column::Values& values = out_.exprs[id.index()];
  const Kind kind = expr.type.kind;
  for (Row row = rows.begin; row < rows.end; ++row) {
    const Value value = work_out(expr, row);
    if (kind == Kind::yes_no || kind == Kind::unknown) values.answers.push_back(value.answer);
    if (kind == Kind::levels) values.levels.push_back(value.levels);
    if (kind == Kind::yes_no || kind == Kind::levels) continue;
    values.lo.push_back(value.interval.lo);
    values.hi.push_back(value.interval.hi);
  }
}

}  // namespace fairstart::reference
