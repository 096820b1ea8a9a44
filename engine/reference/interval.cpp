// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/interval.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"

namespace fairstart::reference {
namespace {

using column::Answer;
using column::Interval;
using column::no_lower;
using column::no_upper;

__extension__ typedef __int128 Wide;

// One end of an interval: a number, −∞ or +∞; nothing where it does not fit.
using End = std::optional<std::int64_t>;

bool infinite(std::int64_t end) { return end == no_lower || end == no_upper; }

End fitting(Wide value) {
  if (value <= no_lower || value >= no_upper) return {};
  return static_cast<std::int64_t>(value);
}

End fitting(std::optional<std::int64_t> value) { return value ? fitting(Wide{*value}) : End{}; }

Interval between(End lo, End hi) { return lo && hi ? Interval{*lo, *hi} : unbounded; }

std::int64_t infinity(bool positive) { return positive ? no_upper : no_lower; }

Wide divide_half_even(Wide a, Wide b) {
  Wide quotient = a / b;
  const Wide rest = a % b < 0 ? -(a % b) : a % b;
  const Wide size = b < 0 ? -b : b;
  const bool odd = quotient % 2 != 0;
  if (rest * 2 > size || (rest * 2 == size && odd)) quotient += (a < 0) == (b < 0) ? 1 : -1;
  return quotient;
}

End product(std::int64_t x, std::int64_t y) {
  if (x == 0 || y == 0) return 0;
  if (infinite(x) || infinite(y)) return infinity((x > 0) == (y > 0));
  return fitting(base::multiply(x, y));
}

End quotient(std::int64_t x, std::int64_t y) {
  if (x == 0 || infinite(y)) return 0;
  if (infinite(x)) return infinity((x > 0) == (y > 0));
  return fitting(base::divide(x, y));
}

Interval hull(const std::array<End, 4>& ends) {
  Interval out{no_upper, no_lower};
  for (const End end : ends) {
    if (!end) return unbounded;
    out.lo = std::min(out.lo, *end);
    out.hi = std::max(out.hi, *end);
  }
  return out;
}

// A day moved; `sign` is 1 for later, -1 for earlier.
End moved(std::int64_t day, std::int64_t by, std::int64_t sign, bool months, base::Rounding rounding) {
  const std::int64_t count = sign * base::floor_divide(by, base::million);
  if (months) {
    const auto to = base::plus_months(static_cast<base::Day>(day), count, rounding);
    return to ? End{*to} : End{};
  }
  const std::int64_t to = day + count;
  return to < base::first_day || to > base::last_day ? End{} : End{to};
}

}  // namespace

Interval negate(Interval a) {
  const auto flipped = [](std::int64_t end) { return infinite(end) ? infinity(end == no_lower) : -end; };
  return {flipped(a.hi), flipped(a.lo)};
}

Interval add(Interval a, Interval b) { return sum({a, b}); }

Interval subtract(Interval a, Interval b) { return sum({a, negate(b)}); }

Interval multiply(Interval a, Interval b) {
  return hull({product(a.lo, b.lo), product(a.lo, b.hi), product(a.hi, b.lo), product(a.hi, b.hi)});
}

Interval divide(Interval a, Interval b) {
  if (b.lo <= 0 && b.hi >= 0) return unbounded;
  return hull({quotient(a.lo, b.lo), quotient(a.lo, b.hi), quotient(a.hi, b.lo), quotient(a.hi, b.hi)});
}

Interval rescale(Interval a, std::int64_t multiply, std::int64_t divide) {
  const auto scaled = [&](std::int64_t end) {
    return infinite(end) ? End{end} : fitting(divide_half_even(Wide{end} * multiply, divide));
  };
  return between(scaled(a.lo), scaled(a.hi));
}

Interval days_between(Interval later, Interval earlier) {
  const Interval days = subtract(later, earlier);
  const auto millionths = [](std::int64_t end) { return infinite(end) ? End{end} : fitting(Wide{end} * base::million); };
  return between(millionths(days.lo), millionths(days.hi));
}

Interval sum(const std::vector<Interval>& parts) {
  Wide lo = 0, hi = 0;
  bool no_lo = false, no_hi = false;
  for (const Interval part : parts) {
    if (part.lo == no_lower)
      no_lo = true;
    else
      lo += part.lo;
    if (part.hi == no_upper)
      no_hi = true;
    else
      hi += part.hi;
  }
  return between(no_lo ? End{no_lower} : fitting(lo), no_hi ? End{no_upper} : fitting(hi));
}

Interval average(const std::vector<std::int64_t>& values) {
  Wide total = 0;
  for (const std::int64_t value : values) total += value;
  const End end = fitting(divide_half_even(total, static_cast<Wide>(values.size())));
  return between(end, end);
}

Interval shift(Interval date, Interval by, bool by_months, bool later, base::Rounding rounding) {
  const Interval step = later ? by : Interval{by.hi, by.lo};
  const std::int64_t sign = later ? 1 : -1;
  const End lo = infinite(date.lo) || infinite(step.lo) ? End{no_lower} : moved(date.lo, step.lo, sign, by_months, rounding);
  const End hi = infinite(date.hi) || infinite(step.hi) ? End{no_upper} : moved(date.hi, step.hi, sign, by_months, rounding);
  return between(lo, hi);
}

Interval elapsed(types::TimeUnit unit, Interval from, Interval to) {
  if (!from.known() || !to.known()) return unbounded;
  const auto months = [&] { return base::completed_months(static_cast<base::Day>(from.lo), static_cast<base::Day>(to.lo)); };
  std::int64_t count = 0;
  switch (unit) {
    case types::TimeUnit::none:
    case types::TimeUnit::day: count = to.lo - from.lo; break;
    case types::TimeUnit::week: count = base::floor_divide(to.lo - from.lo, 7); break;
    case types::TimeUnit::month: count = months(); break;
    case types::TimeUnit::quarter: count = base::floor_divide(months(), 3); break;
    case types::TimeUnit::year: count = base::floor_divide(months(), 12); break;
  }
  return {count * base::million, count * base::million};
}

Interval next_day(const plan::Calendar& calendar, Interval after) {
  const auto next = [&](std::int64_t end) {
    for (std::int64_t day = end + 1; day <= base::last_day && day <= end + 366; ++day) {
      if (day < base::first_day) continue;
      const base::YearMonthDay date = base::year_month_day(static_cast<base::Day>(day));
      if (std::find(calendar.days.begin(), calendar.days.end(), plan::YearDay{date.month, date.day}) != calendar.days.end())
        return End{day};
    }
    return End{};
  };
  return between(infinite(after.lo) ? End{after.lo} : next(after.lo), infinite(after.hi) ? End{after.hi} : next(after.hi));
}

Answer is_same(Interval a, Interval b) {
  if (a.known() && b.known()) return column::answer_of(a.lo == b.lo);
  return a.lo <= b.hi && b.lo <= a.hi ? column::unknown : column::no;
}

Answer is_under(Interval a, Interval b) {
  if (a.hi < b.lo) return column::yes;
  return a.lo < b.hi ? column::unknown : column::no;
}

Answer compare(plan::Comparison comparison, Interval a, Interval b) {
  switch (comparison) {
    case plan::Comparison::is: return is_same(a, b);
    case plan::Comparison::is_not: return column::negated(is_same(a, b));
    case plan::Comparison::under: return is_under(a, b);
    case plan::Comparison::over: return is_under(b, a);
    case plan::Comparison::at_least: return column::negated(is_under(a, b));
    case plan::Comparison::at_most: return column::negated(is_under(b, a));
  }
  return column::unknown;
}

}  // namespace fairstart::reference
