// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/period.hpp"

#include <algorithm>

namespace fairstart::allocation {
namespace {

Stretch months(base::Day day, int length) {
  const base::YearMonthDay date = base::year_month_day(day);
  const int first = (date.month - 1) / length * length + 1;
  const base::Day from = base::day_of(date.year, first, 1).value_or(base::first_day);
  const auto next = base::plus_months(from, length, base::Rounding::down);
  return {from, next ? *next - 1 : base::last_day};
}

}  // namespace

Stretch stretch_of(const types::Type& supply, base::Day day) {
  if (!supply.per) return {};
  switch (supply.shown_per) {
    case types::TimeUnit::day: return {day, day};
    case types::TimeUnit::week: {
      // Day 0 was a Thursday, and the first day of all, 0001-01-01, a Monday.
      const base::Day from = day - (day - base::first_day) % 7;
      return {from, std::min<base::Day>(from + 6, base::last_day)};
    }
    case types::TimeUnit::month: return months(day, 1);
    case types::TimeUnit::quarter: return months(day, 3);
    case types::TimeUnit::year: return months(day, 12);
    case types::TimeUnit::none: break;
  }
  return supply.per->measure == types::Measure::days ? Stretch{day, day} : months(day, 1);
}

}  // namespace fairstart::allocation
