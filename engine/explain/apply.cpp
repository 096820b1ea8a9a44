// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <vector>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"
#include "dsl/plan/expression.hpp"
#include "engine/explain/residual.hpp"

namespace fairstart::explain {
namespace {

using column::no_lower;
using column::no_upper;

constexpr Interval anything{};

Interval answer(bool lo, bool hi) { return {lo ? 1 : 0, hi ? 1 : 0}; }
bool bounded(const Interval& x) { return x.lo != no_lower && x.hi != no_upper; }

std::int64_t plus(std::int64_t a, std::int64_t b, std::int64_t if_unbounded) {
  if (a == if_unbounded || b == if_unbounded) return if_unbounded;
  return base::add(a, b).value_or(if_unbounded);
}
Interval negative(const Interval& x) { return {x.hi == no_upper ? no_lower : -x.hi, x.lo == no_lower ? no_upper : -x.lo}; }
Interval add(const Interval& x, const Interval& y) { return {plus(x.lo, y.lo, no_lower), plus(x.hi, y.hi, no_upper)}; }

Interval multiplied(const Interval& x, std::int64_t by, std::int64_t divided_by) {
  const auto scaled = [&](std::int64_t value) -> std::optional<std::int64_t> {
    const __int128 product = static_cast<__int128>(value) * by;
    const __int128 half = divided_by / 2;
    __int128 quotient = product / divided_by;
    const __int128 rest = product % divided_by;
    const __int128 size = rest < 0 ? -rest : rest;
    if (size > half || (size == half && divided_by % 2 == 0 && quotient % 2 != 0)) quotient += product < 0 ? -1 : 1;
    if (quotient <= no_lower || quotient >= no_upper) return {};
    return static_cast<std::int64_t>(quotient);
  };
  if (by == 0) return {0, 0};
  const bool up = (by > 0) == (divided_by > 0);
  const auto lo = x.lo == no_lower ? std::nullopt : scaled(x.lo);
  const auto hi = x.hi == no_upper ? std::nullopt : scaled(x.hi);
  return up ? Interval{lo.value_or(no_lower), hi.value_or(no_upper)} : Interval{hi.value_or(no_lower), lo.value_or(no_upper)};
}

template <class Operation>
Interval of_corners(const Interval& x, const Interval& y, Operation operation) {
  if (!bounded(x) || !bounded(y)) return anything;
  Interval out{no_upper, no_lower};
  for (const std::int64_t a : {x.lo, x.hi})
    for (const std::int64_t b : {y.lo, y.hi}) {
      const std::optional<std::int64_t> value = operation(a, b);
      if (!value) return anything;
      out = {std::min(out.lo, *value), std::max(out.hi, *value)};
    }
  return out;
}

Interval arithmetic(const Item& item, const Interval& x, const Interval& y) {
  switch (static_cast<plan::Operation>(item.detail)) {
    case plan::Operation::add: return add(x, y);
    case plan::Operation::subtract: {
      const Interval difference = add(x, negative(y));
      return item.a == 1 ? multiplied(difference, base::million, 1) : difference;
    }
    case plan::Operation::multiply: return of_corners(x, y, base::multiply);
    case plan::Operation::divide: return y.lo <= 0 && y.hi >= 0 ? anything : of_corners(x, y, base::divide);
  }
  return anything;
}

Interval compare(plan::Comparison comparison, const Interval& a, const Interval& b) {
  const auto under = [](const Interval& x, const Interval& y) {
    return answer(x.hi != no_upper && y.lo != no_lower && x.hi < y.lo, x.lo == no_lower || y.hi == no_upper || x.lo < y.hi);
  };
  const auto negated = [](const Interval& x) { return Interval{1 - x.hi, 1 - x.lo}; };
  const Interval is = answer(a.known() && b.known() && a.lo == b.lo, a.lo <= b.hi && b.lo <= a.hi);
  switch (comparison) {
    case plan::Comparison::is: return is;
    case plan::Comparison::is_not: return negated(is);
    case plan::Comparison::under: return under(a, b);
    case plan::Comparison::over: return under(b, a);
    case plan::Comparison::at_least: return negated(under(a, b));
    case plan::Comparison::at_most: return negated(under(b, a));
  }
  return answer(false, true);
}

Interval one_of(const Interval& value, const std::int64_t* codes, std::size_t count) {
  if (value.known())
    return answer(std::binary_search(codes, codes + count, value.lo), std::binary_search(codes, codes + count, value.lo));
  return answer(false,
                std::any_of(codes, codes + count, [&](std::int64_t code) { return value.lo <= code && code <= value.hi; }));
}

Interval levels(std::uint64_t possible) { return {static_cast<std::int64_t>(possible), static_cast<std::int64_t>(possible)}; }

Interval tiers(const Interval* conditions, std::size_t count) {
  std::uint64_t possible = 0;
  for (std::size_t i = count; i > 0; --i) {
    if (conditions[i - 1].hi == 1) possible |= std::uint64_t{1} << i;
    if (conditions[i - 1].lo == 1) return levels(possible);
  }
  return levels(possible | 1U);
}

Interval segments(const Interval* conditions, std::size_t count) {
  std::uint64_t possible = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (conditions[i].hi == 1) possible |= std::uint64_t{1} << i;
    if (conditions[i].lo == 1) return levels(possible);
  }
  return levels(possible);
}

Interval includes(const Interval& set, const std::int64_t* codes, std::size_t count) {
  if (!set.known()) return answer(false, true);
  const bool has = std::any_of(codes, codes + count, [&](std::int64_t code) {
    return code >= 0 && code < 63 && ((static_cast<std::uint64_t>(set.lo) >> code) & 1U) != 0;
  });
  return answer(has, has);
}

Interval joined(Kind kind, const Interval& x, const Interval& y) {
  if (kind == Kind::levels) return levels(static_cast<std::uint64_t>(x.lo) | static_cast<std::uint64_t>(y.lo));
  return {std::min(x.lo, y.lo), std::max(x.hi, y.hi)};
}

Interval settled(const Item& item, const Interval& value) {
  switch (static_cast<Kind>(item.detail)) {
    case Kind::levels: return value == no_levels ? Interval{item.a, item.a} : value;
    case Kind::answer: return value.lo > value.hi ? Interval{0, 1} : value;
    case Kind::interval: break;
  }
  return value.lo > value.hi ? anything : value;
}

bool is_one(Kind kind, const Interval& value) {
  const auto possible = static_cast<std::uint64_t>(value.lo);
  return kind == Kind::levels ? possible != 0 && (possible & (possible - 1)) == 0 : value.known();
}

// docs/evaluation.md, CountDifferent.
Interval different(Kind kind, const Interval* rows, std::size_t count) {
  std::vector<std::int64_t> certain, possible;
  std::int64_t unknowns = 0;
  bool any = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Interval belongs = rows[2 * i], value = rows[2 * i + 1];
    if (belongs.hi != 1) continue;
    any = any || belongs.lo == 1;
    if (!is_one(kind, value)) {
      ++unknowns;
      continue;
    }
    possible.push_back(value.lo);
    if (belongs.lo == 1) certain.push_back(value.lo);
  }
  const auto number = [](std::vector<std::int64_t>& values) {
    std::sort(values.begin(), values.end());
    return static_cast<std::int64_t>(std::unique(values.begin(), values.end()) - values.begin());
  };
  const std::int64_t lo = number(certain);
  return {(lo == 0 && any ? 1 : lo) * base::million, (number(possible) + unknowns) * base::million};
}

// docs/evaluation.md, Ranked, without what may be missing from the list.
Interval ranked(const Item& item, const Interval* rows) {
  const Interval belongs = rows[0], own = rows[1];
  std::int64_t certain = 0, possible = 0;
  for (std::size_t i = 1; i < item.count / 2; ++i) {
    const Interval other = rows[2 * i], order = rows[2 * i + 1];
    const bool known = own.known() && order.known();
    const bool beats = known && (item.detail == 1 ? order.lo > own.lo : order.lo < own.lo);
    const bool loses = known && (item.detail == 1 ? order.lo < own.lo : order.lo > own.lo);
    if (other.lo == 1 && beats) ++certain;
    if (other.hi == 1 && !loses) ++possible;
  }
  return answer(belongs.lo == 1 && possible < item.a, belongs.hi == 1 && certain < item.a);
}

std::optional<base::Day> next_day(std::int64_t after, const std::int64_t* days, std::size_t count) {
  if (count == 0 || after < base::first_day || after > base::last_day) return {};
  const base::YearMonthDay day = base::year_month_day(static_cast<base::Day>(after));
  std::optional<base::Day> next;
  for (const int year : {day.year, day.year + 1})
    for (std::size_t i = 0; i < count; ++i) {
      const auto found = base::day_of(year, static_cast<int>(days[i] / 100), static_cast<int>(days[i] % 100));
      if (found && *found > after && (!next || *found < *next)) next = found;
    }
  return next;
}

Interval next_days(const Interval& after, const std::int64_t* days, std::size_t count) {
  Interval out = after;
  for (std::int64_t* end : {&out.lo, &out.hi}) {
    if (*end == no_lower || *end == no_upper) continue;
    const auto day = next_day(*end, days, count);
    if (!day) return anything;
    *end = *day;
  }
  return out;
}

// grammar.md, section 5, `latest L`: certain rows at the last certain date, possible rows at or after it, or undated.
Interval pick(plan::Which which, Kind kind, const Interval* rows, std::size_t count) {
  const std::int64_t sign = which == plan::Which::earliest ? -1 : 1;
  std::optional<std::int64_t> best;
  bool certain = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Interval* row = rows + 3 * i;
    if (row[0].lo != 1) continue;
    certain = true;
    if (row[1].known() && (!best || row[1].lo * sign > *best)) best = row[1].lo * sign;
  }
  if (!certain) return anything;
  std::optional<Interval> common;
  for (std::size_t i = 0; i < count; ++i) {
    const Interval* row = rows + 3 * i;
    if (row[0].hi != 1) continue;
    if (best && row[1].known() && row[1].lo * sign < *best) continue;
    if (!is_one(kind, row[2]) || (common && *common != row[2])) return anything;
    common = row[2];
  }
  return common.value_or(anything);
}

Interval summary(Op op, const Interval* rows, std::size_t count) {
  std::int64_t sum = 0, members = 0;
  std::optional<std::int64_t> best;
  for (std::size_t i = 0; i < count; ++i) {
    const Interval belongs = rows[2 * i], value = rows[2 * i + 1];
    if (belongs.hi == 0) continue;
    if (belongs.lo != 1 || !value.known()) return anything;
    ++members;
    if (op == Op::average) {
      const auto more = base::add(sum, value.lo);
      if (!more) return anything;
      sum = *more;
    } else if (!best) {
      best = value.lo;
    } else {
      best = op == Op::highest ? std::max(*best, value.lo) : std::min(*best, value.lo);
    }
  }
  if (op != Op::average) return best ? Interval{*best, *best} : anything;
  const auto mean = members == 0 ? std::nullopt : base::divide(sum, members * base::million);
  return mean ? Interval{*mean, *mean} : anything;
}

std::optional<base::Day> moved(std::uint8_t detail, std::int64_t day, std::int64_t by) {
  if (day < base::first_day || day > base::last_day || by % base::million != 0) return {};
  const std::int64_t n = (detail & 1U) != 0 ? by / base::million : -(by / base::million);
  if ((detail & 4U) != 0) {
    if (n > 200'000 || n < -200'000) return {};
    return base::plus_months(static_cast<base::Day>(day), n, (detail & 2U) != 0 ? base::Rounding::up : base::Rounding::down);
  }
  const std::int64_t later = day + n;
  if (later < base::first_day || later > base::last_day) return {};
  return static_cast<base::Day>(later);
}

Interval shift(const Item& item, const Interval& date, const Interval& by) {
  const bool later = (item.detail & 1U) != 0;
  const auto end = [&](std::int64_t day, std::int64_t amount, std::int64_t none) -> std::int64_t {
    if (day == no_lower || day == no_upper || amount == no_lower || amount == no_upper) return none;
    const auto out = moved(item.detail, day, amount);
    return out ? *out : none;
  };
  const std::int64_t lo = end(date.lo, later ? by.lo : by.hi, no_lower), hi = end(date.hi, later ? by.hi : by.lo, no_upper);
  return lo > hi ? anything : Interval{lo, hi};
}

Interval elapsed(types::TimeUnit unit, const Interval& from, const Interval& to) {
  const auto floored = [](std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); };
  const auto count = [&](std::int64_t a, std::int64_t b) -> std::int64_t {
    const std::int64_t size = types::days_or_months_in(unit);
    if (types::counted_in_days(unit)) return floored(b - a, size);
    return floored(base::completed_months(static_cast<base::Day>(a), static_cast<base::Day>(b)), size);
  };
  const auto is_day = [](std::int64_t day) { return day >= base::first_day && day <= base::last_day; };
  const std::int64_t lo = is_day(from.hi) && is_day(to.lo) ? count(from.hi, to.lo) * base::million : no_lower;
  const std::int64_t hi = is_day(from.lo) && is_day(to.hi) ? count(from.lo, to.hi) * base::million : no_upper;
  return {lo, hi};
}

}  // namespace

Interval apply(const Item& item, const Interval* children, const std::int64_t* numbers) {
  const auto each = [&](auto&& combine, Interval start) {
    for (std::size_t i = 0; i < item.count; ++i) start = combine(start, children[i], i);
    return start;
  };
  switch (item.op) {
    case Op::constant: return {item.a, item.b};
    case Op::variable: return anything;
    case Op::negation: return {1 - children[0].hi, 1 - children[0].lo};
    case Op::all:
      return each(
          [](Interval x, Interval y, std::size_t) {
            return Interval{std::min(x.lo, y.lo), std::min(x.hi, y.hi)};
          },
          {1, 1});
    case Op::some:
      return each(
          [](Interval x, Interval y, std::size_t) {
            return Interval{std::max(x.lo, y.lo), std::max(x.hi, y.hi)};
          },
          {0, 0});
    case Op::sum:
      return each([&](Interval x, Interval y, std::size_t i) { return add(x, multiplied(y, numbers[i], 1)); },
                  {item.a, item.a});
    case Op::capped: return {std::min(children[0].lo, item.a), std::min(children[0].hi, item.a)};
    case Op::compare: return compare(static_cast<plan::Comparison>(item.detail), children[0], children[1]);
    case Op::one_of: return one_of(children[0], numbers, item.number_count);
    case Op::includes: return includes(children[0], numbers, item.number_count);
    case Op::level_in: {
      const auto possible = static_cast<std::uint64_t>(children[0].lo), wanted = static_cast<std::uint64_t>(item.a);
      return answer((possible & ~wanted) == 0, (possible & wanted) != 0);
    }
    case Op::tiers: return tiers(children, item.count);
    case Op::segments: return segments(children, item.count);
    case Op::choose:
      if (children[0].known()) return children[0].lo == 1 ? children[1] : children[2];
      return joined(static_cast<Kind>(item.detail), children[1], children[2]);
    case Op::settled: return settled(item, children[0]);
    case Op::supplied: return children[1].known() || !children[0].known() ? children[1] : children[0];
    case Op::or_else: return children[0].lo == 1 && children[1].known() ? children[1] : children[2];
    case Op::pick: {
      const Kind kind = static_cast<Kind>(item.a);
      const Interval value = pick(static_cast<plan::Which>(item.detail), kind, children, item.count / 3);
      if (value.known()) return value;
      return kind == Kind::answer ? Interval{0, 1} : kind == Kind::levels ? Interval{item.b, item.b} : value;
    }
    case Op::average:
    case Op::lowest:
    case Op::highest: return summary(item.op, children, item.count / 2);
    case Op::different: return different(static_cast<Kind>(item.detail), children, item.count / 2);
    case Op::ranked: return ranked(item, children);
    case Op::next_day: return next_days(children[0], numbers, item.number_count);
    case Op::arithmetic: return arithmetic(item, children[0], children[1]);
    case Op::shift: return shift(item, children[0], children[1]);
    case Op::elapsed: return elapsed(static_cast<types::TimeUnit>(item.detail), children[0], children[1]);
    case Op::extreme_high:
      return each(
          [](Interval x, Interval y, std::size_t i) {
            return i == 0 ? y : Interval{std::max(x.lo, y.lo), std::max(x.hi, y.hi)};
          },
          {});
    case Op::extreme_low:
      return each(
          [](Interval x, Interval y, std::size_t i) {
            return i == 0 ? y : Interval{std::min(x.lo, y.lo), std::min(x.hi, y.hi)};
          },
          {});
    case Op::rescale: return multiplied(children[0], item.a, item.b);
  }
  return anything;
}

}  // namespace fairstart::explain
