// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "dsl/base/decimal.hpp"
#include "engine/kernels/bounded.hpp"
#include "engine/kernels/intervals.hpp"

namespace fairstart::kernels {
namespace {

// Nothing outside the calendar.
std::optional<base::Day> moved(std::int64_t day, std::int64_t by, bool months, base::Rounding rounding) {
  if (day < base::first_day || day > base::last_day) return {};
  if (months) return base::plus_months(static_cast<base::Day>(day), by, rounding);
  const std::int64_t result = day + by;
  if (result < base::first_day || result > base::last_day) return {};
  return static_cast<base::Day>(result);
}

std::int64_t completed(types::TimeUnit unit, base::Day from, base::Day to) {
  using enum types::TimeUnit;
  switch (unit) {
    case none:
    case day: return static_cast<std::int64_t>(to) - from;
    case week: return base::floor_divide(static_cast<std::int64_t>(to) - from, 7);
    case month: return base::completed_months(from, to);
    case quarter: return base::floor_divide(base::completed_months(from, to), 3);
    case year: return base::floor_divide(base::completed_months(from, to), 12);
  }
  return 0;
}

}  // namespace

void shift(Intervals date, Intervals by, bool months, bool later, base::Rounding rounding, IntervalsOut out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Interval day = date[i];
    const Interval span = by[i];
    const std::int64_t at_lo = later ? span.lo : span.hi;
    const std::int64_t at_hi = later ? span.hi : span.lo;
    Interval result;
    bool outside = false;
    const auto end = [&](std::int64_t from, std::int64_t move, std::int64_t& into) {
      if (!finite(from) || !finite(move)) return;
      const std::int64_t whole = base::floor_divide(move, base::million);
      if (const auto reached = moved(from, later ? whole : -whole, months, rounding)) {
        into = *reached;
      } else {
        outside = true;
      }
    };
    end(day.lo, at_lo, result.lo);
    if (day.known() && span.known() && finite(day.lo) && finite(span.lo)) {
      result.hi = result.lo;
    } else {
      end(day.hi, at_hi, result.hi);
    }
    out.set(i, outside ? Interval{} : result);
  }
}

MonthsMoved::MonthsMoved(std::int64_t months, base::Rounding rounding)
    : months_(months), rounding_(rounding), first_(base::day_of(1940, 1, 1).value()) {
  const std::int64_t by = months_ * base::million;
  const Interval nothing;
  shift({&nothing.lo, &nothing.hi, 0}, {&by, &by, 0}, true, true, rounding_, {&unbounded_.lo, &unbounded_.hi}, 1);
  const base::Day end = base::day_of(2060, 1, 1).value();
  for (base::Day day = first_; day < end; ++day) {
    const auto to = base::plus_months(day, months, rounding);
    if (!to) {  // only for absurd numbers of months: look nothing up
      moved_.clear();
      return;
    }
    moved_.push_back(*to);
  }
}

Interval MonthsMoved::move_other(Interval date) const {
  if (date == Interval{}) return unbounded_;
  const std::int64_t by = months_ * base::million;
  Interval to;
  shift({&date.lo, &date.hi, 0}, {&by, &by, 0}, true, true, rounding_, {&to.lo, &to.hi}, 1);
  return to;
}

void MonthsMoved::move(Intervals date, IntervalsOut out, std::size_t n) const {
  for (std::size_t i = 0; i < n; ++i) out.set(i, move(date[i]));
}

namespace {

// Nothing outside the calendar.
std::optional<base::Day> next_after(std::int64_t day, std::span<const plan::YearDay> days) {
  if (day < base::first_day || day > base::last_day) return {};
  const base::YearMonthDay at = base::year_month_day(static_cast<base::Day>(day));
  for (const plan::YearDay& each : days)
    if (each.month > at.month || (each.month == at.month && each.day > at.day))
      return base::day_of(at.year, each.month, each.day);
  return base::day_of(at.year + 1, days.front().month, days.front().day);
}

}  // namespace

void next_day(Intervals after, std::span<const plan::YearDay> days, IntervalsOut out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Interval from = after[i];
    if (i > 0 && after.step == 0) {
      out.set(i, {out.lo[0], out.hi[0]});
      continue;
    }
    Interval result;
    bool outside = false;
    const auto end = [&](std::int64_t day, std::int64_t& into) {
      if (!finite(day)) return;
      const auto next = next_after(day, days);
      if (next)
        into = *next;
      else
        outside = true;
    };
    end(from.lo, result.lo);
    if (from.known())
      result.hi = finite(from.hi) ? result.lo : result.hi;
    else
      end(from.hi, result.hi);
    out.set(i, outside ? Interval{} : result);
  }
}

void elapsed(types::TimeUnit unit, Intervals from, Intervals to, IntervalsOut out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Interval first = from[i];
    const Interval last = to[i];
    Interval result;
    if (first.known() && last.known()) {
      const std::int64_t units =
          completed(unit, static_cast<base::Day>(first.lo), static_cast<base::Day>(last.lo)) * base::million;
      result = {units, units};
    }
    out.set(i, result);
  }
}

}  // namespace fairstart::kernels
