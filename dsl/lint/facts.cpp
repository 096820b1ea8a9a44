// SPDX-License-Identifier: Apache-2.0
#include "dsl/lint/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"
#include "dsl/plan/range.hpp"

namespace fairstart::lint {

using plan::Comparison;
using plan::ExprId;

namespace {

constexpr int most_deep = 500;
constexpr std::size_t most_steps = 4000, most_parts = 400;

std::size_t size_of(const Formula& formula) {
  std::size_t size = 1;
  for (const Formula& part : formula.parts) size += size_of(part);
  return size;
}

Numbers held(Comparison comparison, std::int64_t value) {
  constexpr std::int64_t least = INT64_MIN, most = INT64_MAX;
  switch (comparison) {
    case Comparison::is: return {{value, value}};
    case Comparison::is_not:
      return value == least  ? Numbers{{value + 1, most}}
             : value == most ? Numbers{{least, value - 1}}
                             : Numbers{{least, value - 1}, {value + 1, most}};
    case Comparison::under: return value == least ? Numbers{} : Numbers{{least, value - 1}};
    case Comparison::at_most: return {{least, value}};
    case Comparison::over: return value == most ? Numbers{} : Numbers{{value + 1, most}};
    case Comparison::at_least: return {{value, most}};
  }
  return {};
}

Comparison turned(Comparison comparison) {
  switch (comparison) {
    case Comparison::under: return Comparison::over;
    case Comparison::over: return Comparison::under;
    case Comparison::at_least: return Comparison::at_most;
    case Comparison::at_most: return Comparison::at_least;
    case Comparison::is:
    case Comparison::is_not: return comparison;
  }
  return comparison;
}

// Whole ones of numbers that are told in millionths.
Numbers whole(const Numbers& millionths) {
  Numbers out;
  for (const auto& [lo, hi] : millionths) {
    const std::int64_t from = lo == INT64_MIN ? lo : lo / base::million + (lo % base::million > 0 ? 1 : 0);
    const std::int64_t to = hi == INT64_MAX ? hi : hi / base::million - (hi % base::million < 0 ? 1 : 0);
    if (from <= to) out.emplace_back(from, to);
  }
  return out;
}

class Search {
 public:
  explicit Search(const Facts& facts) : facts_(facts) {}

  // Whether all of `todo` can hold together with what is known of the facts so far.
  bool possible(std::vector<const Formula*> todo, std::map<std::uint32_t, Numbers> known) {
    if (++steps_ > most_steps) return true;
    std::vector<const Formula*> choices;
    while (!todo.empty()) {
      const Formula* next = todo.back();
      todo.pop_back();
      switch (next->kind) {
        case Formula::Kind::yes: break;
        case Formula::Kind::no: return false;
        case Formula::Kind::all:
          for (const Formula& part : next->parts) todo.push_back(&part);
          break;
        case Formula::Kind::any: choices.push_back(next); break;
        case Formula::Kind::test: {
          const auto [at, fresh] = known.try_emplace(next->fact, facts_.all_of(next->fact));
          at->second = intersection(at->second, next->holds);
          if (at->second.empty()) return false;
          break;
        }
      }
    }
    if (choices.empty()) return true;
    const Formula* choice = choices.back();
    choices.pop_back();
    for (const Formula& part : choice->parts) {
      std::vector<const Formula*> rest = choices;
      rest.push_back(&part);
      if (possible(std::move(rest), known)) return true;
    }
    return false;
  }

 private:
  const Facts& facts_;
  std::size_t steps_ = 0;
};

}  // namespace

Numbers intersection(const Numbers& a, const Numbers& b) {
  Numbers out;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const std::int64_t lo = std::max(a[i].first, b[j].first), hi = std::min(a[i].second, b[j].second);
    if (lo <= hi) out.emplace_back(lo, hi);
    a[i].second < b[j].second ? ++i : ++j;
  }
  return out;
}

Numbers complement(const Numbers& of, const Numbers& all) {
  Numbers gaps;
  std::int64_t next = INT64_MIN;
  bool more = true;
  for (const auto& [lo, hi] : of) {
    if (lo > next) gaps.emplace_back(next, lo - 1);
    more = hi != INT64_MAX;
    if (!more) break;
    next = hi + 1;
  }
  if (more) gaps.emplace_back(next, INT64_MAX);
  return intersection(gaps, all);
}

Formula Facts::negation(Formula formula, const Facts& facts) {
  switch (formula.kind) {
    case Formula::Kind::yes: formula.kind = Formula::Kind::no; break;
    case Formula::Kind::no: formula.kind = Formula::Kind::yes; break;
    case Formula::Kind::all:
    case Formula::Kind::any:
      formula.kind = formula.kind == Formula::Kind::all ? Formula::Kind::any : Formula::Kind::all;
      for (Formula& part : formula.parts) part = negation(std::move(part), facts);
      break;
    case Formula::Kind::test: formula.holds = complement(formula.holds, facts.all_of(formula.fact)); break;
  }
  return formula;
}

bool Facts::possible(const Formula& formula) const { return Search(*this).possible({&formula}, {}); }

Formula Facts::test(std::string name, Numbers all, Numbers holds, ExprId example) {
  const auto [at, fresh] = facts_.try_emplace(std::move(name), static_cast<std::uint32_t>(all_.size()));
  if (fresh) {
    all_.push_back(std::move(all));
    examples_.push_back(example);
  }
  return {.kind = Formula::Kind::test, .fact = at->second, .holds = intersection(holds, all_[at->second])};
}

// A condition that is a fact in itself.
Formula Facts::opaque(ExprId id) { return test(fmt::format("answer {}", name_of(id)), {{0, 1}}, {{1, 1}}, id); }

Formula Facts::formula(ExprId id) {
  if (!id.exists()) return {};
  if (const auto known = formulas_.find(id.value); known != formulas_.end()) return known->second;
  if (depth_ >= most_deep) return opaque(id);
  ++depth_;
  const auto several = [&](Formula::Kind kind, const std::vector<ExprId>& answers) {
    Formula out{.kind = kind};
    for (const ExprId answer : answers) out.parts.push_back(formula(answer));
    return out;
  };
  const plan::Expr& expr = plan_.expr(id);
  Formula out;
  if (const auto* constant = std::get_if<plan::Constant>(&expr.node))
    out.kind = constant->number != 0 ? Formula::Kind::yes : Formula::Kind::no;
  else if (const auto* negated = std::get_if<plan::Not>(&expr.node))
    out = without(formula(negated->answer));
  else if (const auto* all = std::get_if<plan::And>(&expr.node))
    out = several(Formula::Kind::all, all->answers);
  else if (const auto* any = std::get_if<plan::Or>(&expr.node))
    out = several(Formula::Kind::any, any->answers);
  else if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node))
    out = formula(plan_.definitions[definition->definition.index()].meaning);
  else if (const auto* owner = std::get_if<plan::OfOwner>(&expr.node))
    out = formula(owner->value);
  else if (const auto* compare = std::get_if<plan::Compare>(&expr.node))
    out = compared(id, *compare);
  else if (const auto* one_of = std::get_if<plan::OneOf>(&expr.node)) {
    const auto count = static_cast<std::int64_t>(plan_.code_lists[plan_.expr(one_of->value).type.codes.index()].items.size());
    Numbers holds;
    for (const std::int64_t code : one_of->codes) holds.emplace_back(code, code);
    out = test(fmt::format("value {}", name_of(one_of->value)), {{0, count - 1}}, std::move(holds), one_of->value);
  } else if (const auto* level = std::get_if<plan::LevelIn>(&expr.node)) {
    const auto count = static_cast<std::int64_t>(plan_.levels[plan_.expr(level->level).type.levels.index()].levels.size());
    Numbers holds;
    for (std::int64_t i = 0; i < count; ++i)
      if ((level->levels >> i & 1) != 0) holds.emplace_back(i, i);
    out = test(fmt::format("value {}", name_of(level->level)), {{0, count - 1}}, std::move(holds), level->level);
  } else {
    out = opaque(id);
  }
  --depth_;
  // What definitions multiply into is taken as one answer.
  if (size_of(out) > most_parts) out = opaque(id);
  formulas_.emplace(id.value, out);
  return out;
}

// `as at` before or after a birthday: how many whole days (months) the date can be moved and not pass the day.
std::optional<Formula> Facts::reached(ExprId id, const plan::Compare& node) {
  bool turn = false;
  const auto* shift = std::get_if<plan::Shift>(&plan_.expr(node.right).node);
  if (shift == nullptr) {
    shift = std::get_if<plan::Shift>(&plan_.expr(node.left).node);
    turn = true;
  }
  const auto* length = shift == nullptr || !shift->later ? nullptr : std::get_if<plan::Constant>(&plan_.expr(shift->by).node);
  if (length == nullptr || length->number % base::million != 0) return {};
  const ExprId day = turn ? node.right : node.left;
  const Comparison comparison = turn ? turned(node.comparison) : node.comparison;
  // The day is not before the date moved n: n is reached.
  if (comparison != Comparison::under && comparison != Comparison::at_least) return {};
  const bool months = plan_.expr(shift->by).type.base.measure == types::Measure::months;
  const std::int64_t n = length->number / base::million;
  return reach(name_of(shift->date), name_of(day), months, shift->rounding == base::Rounding::down, held(comparison, n), id);
}

Formula Facts::reach(std::uint32_t date, std::uint32_t day, bool months, bool down, Numbers holds, ExprId example) {
  return test(fmt::format("reached {} {} {} {}", months ? "months" : "days", months && down, date, day),
              {{INT64_MIN, INT64_MAX}}, std::move(holds), example);
}

Formula Facts::not_before(ExprId date) {
  const auto as_at = names_.try_emplace("as at", static_cast<std::uint32_t>(names_.size()) + 1).first->second;
  const auto* shift = std::get_if<plan::Shift>(&plan_.expr(date).node);
  const auto* length = shift == nullptr || !shift->later ? nullptr : std::get_if<plan::Constant>(&plan_.expr(shift->by).node);
  ExprId from = date;
  std::int64_t days = 0, months = 0;
  if (length != nullptr) {
    from = shift->date;
    const std::int64_t n = length->number / base::million;
    // A month has 28 to 31 days.
    const bool by_months = plan_.expr(shift->by).type.base.measure == types::Measure::months;
    months = by_months ? n : n / 31;
    days = by_months ? n * 28 : n;
  }
  const std::uint32_t start = name_of(from);
  return {.kind = Formula::Kind::all,
          .parts = {reach(start, as_at, true, false, held(Comparison::at_least, months), date),
                    reach(start, as_at, false, false, held(Comparison::at_least, days), date)}};
}

Formula Facts::compared(ExprId id, const plan::Compare& node) {
  const types::Type& type = plan_.expr(node.left).type;
  const auto* right = std::get_if<plan::Constant>(&plan_.expr(node.right).node);
  const auto* left = std::get_if<plan::Constant>(&plan_.expr(node.left).node);
  if (type.kind == types::Kind::date) {
    if (auto found = reached(id, node)) return std::move(*found);
  }
  if (right != nullptr || left != nullptr) {
    const ExprId value = right != nullptr ? node.left : node.right;
    const plan::Constant& constant = right != nullptr ? *right : *left;
    const Comparison comparison = right != nullptr ? node.comparison : turned(node.comparison);
    const std::string name = fmt::format("value {}", name_of(value));
    switch (type.kind) {
      case types::Kind::number:
      case types::Kind::date: {
        // A parameter is there to be changed: what it happens to be now decides nothing.
        const bool fixed = !std::holds_alternative<plan::ParameterValue>(plan_.expr(value).node);
        const plan::Range range = fixed ? plan::range_of(plan_, value) : plan::Range{.whole = plan_.expr(value).type.whole};
        const Numbers all = range.lo <= range.hi ? Numbers{{range.lo, range.hi}} : Numbers{{INT64_MIN, INT64_MAX}},
                      holds = held(comparison, constant.number);
        return range.whole && type.kind == types::Kind::number ? test(name, whole(all), whole(holds), value)
                                                               : test(name, all, holds, value);
      }
      case types::Kind::code: {
        const auto count = static_cast<std::int64_t>(plan_.code_lists[type.codes.index()].items.size());
        return test(name, {{0, count - 1}}, held(comparison, constant.number), value);
      }
      case types::Kind::text: {
        const std::int64_t text = texts_.try_emplace(constant.text, static_cast<std::int64_t>(texts_.size())).first->second;
        return test(name, {{0, INT64_MAX}}, held(comparison, text), value);
      }
      case types::Kind::unknown:
      case types::Kind::yes_no:
      case types::Kind::codes:
      case types::Kind::link:
      case types::Kind::levels:
      case types::Kind::groups: break;
    }
    return opaque(id);
  }
  // Two values: the one is less, the same or more.
  std::uint32_t a = name_of(node.left), b = name_of(node.right);
  Comparison comparison = node.comparison;
  if (a > b) {
    std::swap(a, b);
    comparison = turned(comparison);
  }
  return test(fmt::format("order {} {}", a, b), a == b ? Numbers{{0, 0}} : Numbers{{-1, 1}}, held(comparison, 0), id);
}

std::uint32_t Facts::name_of(ExprId value) {
  if (!value.exists()) return 0;
  if (const auto known = named_.find(value.value); known != named_.end()) return known->second;
  std::uint32_t name = 0;
  if (const auto* owner = std::get_if<plan::OfOwner>(&plan_.expr(value).node)) {
    name = name_of(owner->value);  // the same from everywhere below
  } else {
    ++depth_;
    std::string text = depth_ < most_deep ? written(value) : fmt::format("#{}", value.value);
    --depth_;
    name = names_.try_emplace(std::move(text), static_cast<std::uint32_t>(names_.size()) + 1).first->second;
  }
  named_.emplace(value.value, name);
  return name;
}

std::string Facts::list_name(plan::ListId id) {
  const plan::List& list = plan_.list(id);
  return fmt::format("list {} {} {}", list.record.value, list.scope.value, name_of(list.member));
}

// Operands by their names: equal texts are equal values.
std::string Facts::written(ExprId value) {
  const plan::Expr& expr = plan_.expr(value);
  const auto own = [&] { return fmt::format("#{}", value.value); };
  const auto several = [&](std::string_view word, const std::vector<ExprId>& parts) {
    std::string out(word);
    for (const ExprId part : parts) out += fmt::format(" {}", name_of(part));
    return out;
  };
  const auto row = expr.row.value;
  return std::visit(
      base::overloaded{
          [&](const plan::Constant& node) {
            return fmt::format("constant {} {} {}", static_cast<int>(expr.type.kind), node.number, node.text);
          },
          [&](const plan::MissingValue&) { return own(); },
          [&](const plan::AsAt&) { return std::string("as at"); },
          [&](const plan::PeriodStart&) { return std::string("period start"); },
          [&](const plan::PeriodEnd&) { return std::string("period end"); },
          [&](const plan::ParameterValue& node) { return fmt::format("parameter {}", node.parameter.value); },
          [&](const plan::FieldValue& node) { return fmt::format("field {}", node.field.value); },
          [&](const plan::OfOwner&) { return own(); },
          [&](const plan::OfListed& node) { return fmt::format("listed {}", name_of(node.value)); },
          [&](const plan::OfLink& node) { return fmt::format("link {} {}", node.link.value, name_of(node.value)); },
          [&](const plan::Marked& node) { return fmt::format("marked {}", node.field.value); },
          [&](const plan::RoleTest& node) { return fmt::format("role {}", node.role.value); },
          [&](const plan::DefinitionValue& node) { return fmt::format("definition {}", node.definition.value); },
          [&](const plan::ScoreValue& node) { return fmt::format("score {}", node.score.value); },
          [&](const plan::LevelValue& node) { return fmt::format("level {}", node.levels.value); },
          [&](const plan::Not& node) { return fmt::format("not {}", name_of(node.answer)); },
          [&](const plan::And& node) { return several("and", node.answers); },
          [&](const plan::Or& node) { return several("or", node.answers); },
          [&](const plan::CountOfSet& node) { return several("count", node.answers); },
          [&](const plan::CountsAs& node) { return fmt::format("counts {} {}", name_of(node.answer), node.yes); },
          [&](const plan::Compare& node) {
            return fmt::format("compare {} {} {}", static_cast<int>(node.comparison), name_of(node.left), name_of(node.right));
          },
          [&](const plan::OneOf& node) { return fmt::format("one of {} {}", name_of(node.value), fmt::join(node.codes, ",")); },
          [&](const plan::Includes& node) {
            return fmt::format("includes {} {}", name_of(node.value), fmt::join(node.codes, ","));
          },
          [&](const plan::LevelIn& node) { return fmt::format("level in {} {}", name_of(node.level), node.levels); },
          [&](const plan::IsKnown& node) { return fmt::format("known {}", name_of(node.value)); },
          [&](const plan::IsMissing& node) {
            return fmt::format("missing {} {}", name_of(node.value), static_cast<int>(node.why));
          },
          [&](const plan::OrElse& node) { return fmt::format("else {} {}", name_of(node.value), name_of(node.otherwise)); },
          [&](const plan::Arithmetic& node) {
            return fmt::format("arithmetic {} {} {}", static_cast<int>(node.operation), name_of(node.left),
                               name_of(node.right));
          },
          [&](const plan::Negate& node) { return fmt::format("negative {}", name_of(node.value)); },
          [&](const plan::Shift& node) {
            return fmt::format("shift {} {} {} {}", name_of(node.date), name_of(node.by), node.later,
                               static_cast<int>(node.rounding));
          },
          [&](const plan::Elapsed& node) {
            return fmt::format("elapsed {} {} {}", static_cast<int>(node.unit), name_of(node.from), name_of(node.to));
          },
          [&](const plan::Extreme& node) { return several(node.highest ? "highest" : "lowest", node.values); },
          [&](const plan::Rescale& node) {
            return fmt::format("rescale {} {} {}", name_of(node.value), node.multiply, node.divide);
          },
          [&](const plan::NextDay& node) { return fmt::format("next {} {}", node.calendar.value, name_of(node.after)); },
          [&](const plan::Choose& node) {
            std::string out = "choose";
            for (const plan::Choice& choice : node.choices)
              out += fmt::format(" {} {}", name_of(choice.when), name_of(choice.value));
            return out;
          },
          [&](const plan::Any& node) { return fmt::format("any {} {}", row, list_name(node.list)); },
          [&](const plan::Every& node) {
            return fmt::format("every {} {} {}", row, list_name(node.list), name_of(node.claim));
          },
          [&](const plan::Count& node) { return fmt::format("count {} {}", row, list_name(node.list)); },
          [&](const plan::CountDifferent& node) {
            return fmt::format("different {} {} {}", row, list_name(node.list), name_of(node.value));
          },
          [&](const plan::Ranked& node) {
            return fmt::format("ranked {} {} {} {}", list_name(node.list), name_of(node.order), node.latest, node.count);
          },
          [&](const plan::Summarise& node) {
            return fmt::format("summary {} {} {} {}", static_cast<int>(node.summary), row, list_name(node.list),
                               name_of(node.value));
          },
          [&](const plan::Pick& node) {
            return fmt::format("pick {} {} {} {} {}", static_cast<int>(node.which), row, list_name(node.list),
                               name_of(node.order), name_of(node.value));
          },
      },
      expr.node);
}

}  // namespace fairstart::lint
