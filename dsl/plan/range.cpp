// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/range.hpp"

#include <algorithm>
#include <map>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"

namespace fairstart::plan {
namespace {

using Wide = __int128;

bool has_lower(const Range& range) { return range.lo != Range::no_lower; }
bool has_upper(const Range& range) { return range.hi != Range::no_upper; }

// An end that does not fit is none.
std::int64_t lower(Wide value) {
  return value <= Range::no_lower || value >= Range::no_upper ? Range::no_lower : static_cast<std::int64_t>(value);
}
std::int64_t upper(Wide value) {
  return value <= Range::no_lower || value >= Range::no_upper ? Range::no_upper : static_cast<std::int64_t>(value);
}

Wide floor_divide(Wide a, Wide b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }
Wide ceiling_divide(Wide a, Wide b) { return -floor_divide(-a, b); }

Range sum(const Range& a, const Range& b) {
  return {.lo = has_lower(a) && has_lower(b) ? lower(Wide(a.lo) + b.lo) : Range::no_lower,
          .hi = has_upper(a) && has_upper(b) ? upper(Wide(a.hi) + b.hi) : Range::no_upper,
          .whole = a.whole && b.whole};
}

Range negative(const Range& a) {
  return {.lo = has_upper(a) ? -a.hi : Range::no_lower, .hi = has_lower(a) ? -a.lo : Range::no_upper, .whole = a.whole};
}

Range product(const Range& a, const Range& b) {
  Range out{.whole = a.whole && b.whole};
  const bool bounded = has_lower(a) && has_upper(a) && has_lower(b) && has_upper(b);
  if (bounded) {
    const Wide ends[] = {Wide(a.lo) * b.lo, Wide(a.lo) * b.hi, Wide(a.hi) * b.lo, Wide(a.hi) * b.hi};
    out.lo = lower(floor_divide(*std::min_element(std::begin(ends), std::end(ends)), base::million));
    out.hi = upper(ceiling_divide(*std::max_element(std::begin(ends), std::end(ends)), base::million));
  } else if (has_lower(a) && has_lower(b) && a.lo >= 0 && b.lo >= 0) {
    out.lo = lower(floor_divide(Wide(a.lo) * b.lo, base::million));
  }
  return out;
}

Range hull(const Range& a, const Range& b) {
  return {.lo = std::min(a.lo, b.lo), .hi = std::max(a.hi, b.hi), .whole = a.whole && b.whole};
}

class Finder {
 public:
  explicit Finder(const Plan& plan) : plan_(plan) {}

  Range of(ExprId id) {
    if (!id.exists()) return {};
    const Type& type = plan_.expr(id).type;
    if (type.kind != types::Kind::number && type.kind != types::Kind::date) return {};
    if (const auto known = known_.find(id.value); known != known_.end()) return known->second;
    Range range{.whole = type.whole};
    if (depth_ == most_deep) return range;
    // What needs itself has no bounds: the cycle is reported elsewhere.
    known_.emplace(id.value, range);
    ++depth_;
    const Range found = found_for(plan_.expr(id));
    --depth_;
    range.lo = std::max(range.lo, found.lo);
    range.hi = std::min(range.hi, found.hi);
    range.whole = range.whole || found.whole;
    if (type.kind == types::Kind::date) {
      range.lo = std::max<std::int64_t>(range.lo, base::first_day);
      range.hi = std::min<std::int64_t>(range.hi, base::last_day);
      range.whole = false;
    }
    known_[id.value] = range;
    return range;
  }

 private:
  static constexpr int most_deep = 2000;

  Range declared(const Field& field) const {
    if (field.lowest && field.highest && *field.lowest > *field.highest) return {.whole = field.type.whole};
    return {
        .lo = field.lowest.value_or(Range::no_lower), .hi = field.highest.value_or(Range::no_upper), .whole = field.type.whole};
  }

  Range declared(const Parameter& parameter) const {
    if (parameter.values.empty() || parameter.type.kind == types::Kind::text) return {.whole = parameter.type.whole};
    Range out{.lo = Range::no_upper, .hi = Range::no_lower, .whole = parameter.type.whole};
    const auto include = [&](std::int64_t value) {
      out.lo = std::min(out.lo, value);
      out.hi = std::max(out.hi, value);
    };
    for (const ParameterPeriod& period : parameter.values) include(period.value.number);
    if (parameter.may_choose_from) include(*parameter.may_choose_from);
    if (parameter.may_choose_to) include(*parameter.may_choose_to);
    return out;
  }

  Range total(const Score& score) {
    Range out{.lo = 0, .hi = 0, .whole = true};
    for (const ScoreItem& item : score.items) {
      const Range points{item.points, item.points, item.points % base::million == 0};
      const Range times = item.answer.exists() ? Range{0, base::million, true} : counted(item.count);
      Range line = product(points, times);
      if (item.up_to && item.points >= 0) {
        line.hi = std::min(line.hi, *item.up_to);
        line.whole = line.whole && *item.up_to % base::million == 0;
      }
      if (item.up_to && item.points < 0) {
        line.lo = std::max(line.lo, -*item.up_to);
        line.whole = line.whole && *item.up_to % base::million == 0;
      }
      if (item.points < 0 && !has_upper(times)) line.hi = std::min<std::int64_t>(line.hi, 0);
      out = sum(out, line);
    }
    return out;
  }

  Range counted(ExprId count) {
    Range range = of(count);
    range.lo = std::max<std::int64_t>(range.lo, 0);
    return range;
  }

  Range found_for(const Expr& expr) {
    const Range none{.whole = expr.type.whole};
    return std::visit(
        base::overloaded{
            [&](const Constant& node) {
              return Range{node.number, node.number, expr.type.kind == types::Kind::number && node.number % base::million == 0};
            },
            [&](const MissingValue&) { return none; },
            [&](const AsAt&) { return none; },
            [&](const PeriodStart&) { return none; },
            [&](const PeriodEnd&) { return none; },
            [&](const ParameterValue& node) { return declared(plan_.parameters[node.parameter.index()]); },
            [&](const FieldValue& node) { return declared(plan_.field(node.field)); },
            [&](const OfOwner& node) { return of(node.value); },
            [&](const OfListed& node) { return of(node.value); },
            [&](const OfLink& node) { return of(node.value); },
            [&](const Marked&) { return none; },
            [&](const RoleTest&) { return none; },
            [&](const DefinitionValue& node) { return of(plan_.definitions[node.definition.index()].meaning); },
            [&](const ScoreValue& node) { return total(plan_.scores[node.score.index()]); },
            [&](const LevelValue&) { return none; },
            [&](const Not&) { return none; },
            [&](const And&) { return none; },
            [&](const Or&) { return none; },
            [&](const CountOfSet& node) {
              return Range{0, static_cast<std::int64_t>(node.answers.size()) * base::million, true};
            },
            [&](const CountsAs&) { return none; },
            [&](const Compare&) { return none; },
            [&](const OneOf&) { return none; },
            [&](const Includes&) { return none; },
            [&](const LevelIn&) { return none; },
            [&](const IsKnown&) { return none; },
            [&](const IsMissing&) { return none; },
            [&](const OrElse& node) { return hull(of(node.value), of(node.otherwise)); },
            [&](const Arithmetic& node) { return calculated(node, expr); },
            [&](const Negate& node) { return negative(of(node.value)); },
            [&](const Shift&) { return none; },
            [&](const Elapsed&) { return Range{.whole = true}; },
            [&](const Extreme& node) { return extreme(node); },
            [&](const Rescale& node) {
              const Range range = of(node.value);
              return Range{
                  .lo = has_lower(range) ? lower(floor_divide(Wide(range.lo) * node.multiply, node.divide)) : Range::no_lower,
                  .hi = has_upper(range) ? upper(ceiling_divide(Wide(range.hi) * node.multiply, node.divide)) : Range::no_upper,
                  .whole = range.whole && node.divide == 1};
            },
            [&](const NextDay&) { return none; },
            [&](const Choose& node) {
              Range out = of(node.choices.front().value);
              for (const Choice& choice : node.choices) out = hull(out, of(choice.value));
              return out;
            },
            [&](const Any&) { return none; },
            [&](const Every&) { return none; },
            [&](const Count&) { return Range{.lo = 0, .whole = true}; },
            [&](const CountDifferent&) { return Range{.lo = 0, .whole = true}; },
            [&](const Ranked&) { return none; },
            [&](const Summarise& node) {
              Range range = of(node.value);
              switch (node.summary) {
                case Summary::sum:
                  return Range{.lo = range.lo >= 0 ? 0 : Range::no_lower,
                               .hi = range.hi <= 0 ? 0 : Range::no_upper,
                               .whole = range.whole};
                case Summary::average: range.whole = false; return range;
                case Summary::lowest:
                case Summary::highest: return range;
              }
              return none;
            },
            [&](const Pick& node) { return of(node.value); },
        },
        expr.node);
  }

  Range calculated(const Arithmetic& node, const Expr& expr) {
    if (plan_.expr(node.left).type.kind == types::Kind::date) return {.whole = true};
    const Range a = of(node.left), b = of(node.right);
    switch (node.operation) {
      case Operation::add: return sum(a, b);
      case Operation::subtract: return sum(a, negative(b));
      case Operation::multiply: return product(a, b);
      case Operation::divide: break;
    }
    return {.whole = expr.type.whole};
  }

  Range extreme(const Extreme& node) {
    Range out = of(node.values.front());
    for (const ExprId id : node.values) {
      const Range range = of(id);
      out.lo = node.highest ? std::max(out.lo, range.lo) : std::min(out.lo, range.lo);
      out.hi = node.highest ? std::max(out.hi, range.hi) : std::min(out.hi, range.hi);
      out.whole = out.whole && range.whole;
    }
    return out;
  }

  const Plan& plan_;
  std::map<std::uint32_t, Range> known_;
  int depth_ = 0;
};

}  // namespace

Range range_of(const Plan& plan, ExprId id) { return Finder(plan).of(id); }

}  // namespace fairstart::plan
