// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "engine/column/answer.hpp"

// Sums over intervals, as docs/evaluation.md has them. Numbers in millionths unless said; an end that does not fit makes the
// result unbounded at both ends.
namespace fairstart::reference {

inline constexpr column::Interval unbounded{};

column::Interval negate(column::Interval a);
column::Interval add(column::Interval a, column::Interval b);
column::Interval subtract(column::Interval a, column::Interval b);
column::Interval multiply(column::Interval a, column::Interval b);
column::Interval divide(column::Interval a, column::Interval b);
column::Interval rescale(column::Interval a, std::int64_t multiply, std::int64_t divide);
// Of two dates, in days: the difference as a number of days.
column::Interval days_between(column::Interval later, column::Interval earlier);
// Exactly, and fitting only at the end.
column::Interval sum(const std::vector<column::Interval>& parts);
// The sum of known values by their number, rounded once.
column::Interval average(const std::vector<std::int64_t>& values);
column::Interval shift(column::Interval date, column::Interval by, bool by_months, bool later, base::Rounding rounding);
column::Interval elapsed(types::TimeUnit unit, column::Interval from, column::Interval to);
// The first day of the calendar strictly after.
column::Interval next_day(const plan::Calendar& calendar, column::Interval after);

// a is b; a is under b.
column::Answer is_same(column::Interval a, column::Interval b);
column::Answer is_under(column::Interval a, column::Interval b);
column::Answer compare(plan::Comparison comparison, column::Interval a, column::Interval b);

}  // namespace fairstart::reference
