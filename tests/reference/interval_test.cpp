// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/interval.hpp"

#include <gtest/gtest.h>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"

namespace fairstart::reference::interval_test {
namespace {

using column::Interval;
constexpr std::int64_t below = column::no_lower, above = column::no_upper, most = INT64_MAX - 1;

Interval whole(std::int64_t lo, std::int64_t hi) { return {lo * base::million, hi * base::million}; }
Interval from(std::int64_t lo) { return {lo * base::million, above}; }
Interval up_to(std::int64_t hi) { return {below, hi * base::million}; }
Interval day(int year, int month, int date) { return {*base::day_of(year, month, date), *base::day_of(year, month, date)}; }

TEST(interval, sums_end_by_end) {
  EXPECT_EQ(add(whole(1, 2), whole(10, 20)), whole(11, 22));
  EXPECT_EQ(subtract(whole(1, 2), whole(10, 20)), whole(-19, -8));
  EXPECT_EQ(add(from(1), whole(1, 2)), from(2));
  EXPECT_EQ(subtract(whole(5, 6), from(1)), up_to(5));
  EXPECT_EQ(add(from(1), up_to(1)), unbounded);
  EXPECT_EQ(negate(from(3)), up_to(-3));
  EXPECT_EQ(negate(unbounded), unbounded);
}

TEST(interval, an_end_that_does_not_fit_leaves_no_bounds) {
  EXPECT_EQ(add({1, most}, {1, 1}), unbounded);
  EXPECT_EQ(add({most, most}, {-1, -1}), (Interval{most - 1, most - 1}));
  EXPECT_EQ(multiply({most, most}, whole(2, 2)), unbounded);
  EXPECT_EQ(sum({{most, most}, {most, most}, {-most, -most}}), (Interval{most, most})) << "only the end has to fit";
  EXPECT_EQ(sum({}), whole(0, 0));
  EXPECT_EQ(rescale({most, most}, 12, 1), unbounded);
}

TEST(interval, products_take_the_outermost_of_four) {
  EXPECT_EQ(multiply(whole(-2, 3), whole(-5, 4)), whole(-15, 12));
  EXPECT_EQ(multiply(from(2), whole(3, 4)), from(6));
  EXPECT_EQ(multiply(from(-1), whole(3, 3)), from(-3));
  EXPECT_EQ(multiply(from(-1), from(0)), unbounded);
  EXPECT_EQ(multiply(unbounded, whole(0, 0)), whole(0, 0));
  EXPECT_EQ(multiply(from(0), whole(-1, -1)), up_to(0));
}

TEST(interval, quotients_by_what_may_be_nothing_have_no_bounds) {
  EXPECT_EQ(divide(whole(6, 12), whole(2, 3)), whole(2, 6));
  EXPECT_EQ(divide(whole(6, 12), whole(0, 3)), unbounded);
  EXPECT_EQ(divide(whole(6, 6), whole(0, 0)), unbounded);
  EXPECT_EQ(divide(whole(6, 12), whole(-1, 3)), unbounded);
  EXPECT_EQ(divide(whole(6, 12), from(2)), whole(0, 6));
  EXPECT_EQ(divide(from(6), whole(-3, -2)), up_to(-2));
  EXPECT_EQ(divide({1, 1}, whole(2, 2)), (Interval{0, 0})) << "half to even";
  EXPECT_EQ(divide({3, 3}, whole(2, 2)), (Interval{2, 2}));
}

TEST(interval, rescaling_rounds_once_half_to_even) {
  EXPECT_EQ(rescale({5, 7}, 1, 2), (Interval{2, 4}));
  EXPECT_EQ(rescale({-5, -3}, 1, 2), (Interval{-2, -2}));
  EXPECT_EQ(rescale(from(12), 1, 12), from(1));
  EXPECT_EQ(average({1, 2, 2}), (Interval{2, 2}));
  EXPECT_EQ(average({1, 2}), (Interval{2, 2}));
  EXPECT_EQ(average({most, most}), (Interval{most, most}));
}

TEST(interval, dates_move_and_leave_the_calendar) {
  const Interval month = whole(1, 1);
  EXPECT_EQ(shift(day(2024, 1, 31), month, true, true, base::Rounding::up), day(2024, 3, 1));
  EXPECT_EQ(shift(day(2024, 1, 31), month, true, true, base::Rounding::down), day(2024, 2, 29));
  EXPECT_EQ(shift(day(2024, 3, 31), month, true, false, base::Rounding::down), day(2024, 2, 29));
  EXPECT_EQ(shift(day(2024, 1, 1), {3 * base::million / 2, 3 * base::million / 2}, false, true, base::Rounding::up),
            day(2024, 1, 2));
  EXPECT_EQ(shift(day(2024, 1, 10), whole(1, 3), false, false, base::Rounding::up),
            (Interval{day(2024, 1, 7).lo, day(2024, 1, 9).lo}));
  EXPECT_EQ(shift(day(9999, 12, 31), whole(1, 1), false, true, base::Rounding::up), unbounded);
  EXPECT_EQ(shift(day(2024, 1, 1), whole(1'000'000, 1'000'000), true, true, base::Rounding::up), unbounded);
  EXPECT_EQ(shift({day(2024, 1, 1).lo, above}, whole(1, 1), false, true, base::Rounding::up),
            (Interval{day(2024, 1, 2).lo, above}));
}

TEST(interval, elapsed_counts_completed_units_both_ways) {
  using types::TimeUnit;
  const auto count = [](TimeUnit unit, Interval a, Interval b) { return elapsed(unit, a, b).lo / base::million; };
  EXPECT_EQ(count(TimeUnit::day, day(2024, 2, 28), day(2024, 3, 1)), 2);
  EXPECT_EQ(count(TimeUnit::week, day(2024, 1, 1), day(2024, 1, 14)), 1);
  EXPECT_EQ(count(TimeUnit::week, day(2024, 1, 2), day(2024, 1, 1)), -1);
  EXPECT_EQ(count(TimeUnit::month, day(2024, 1, 31), day(2024, 2, 29)), 0);
  EXPECT_EQ(count(TimeUnit::month, day(2024, 1, 31), day(2024, 3, 1)), 1);
  EXPECT_EQ(count(TimeUnit::year, day(2024, 2, 29), day(2025, 2, 28)), 0);
  EXPECT_EQ(count(TimeUnit::year, day(2024, 2, 29), day(2025, 3, 1)), 1);
  EXPECT_EQ(elapsed(TimeUnit::day, unbounded, day(2024, 1, 1)), unbounded);
  EXPECT_EQ(days_between(day(2024, 3, 1), day(2024, 2, 1)), whole(29, 29));
  EXPECT_EQ(days_between(day(2024, 3, 1), unbounded), unbounded);
}

TEST(interval, comparisons_answer_as_soon_as_bounds_decide) {
  using plan::Comparison;
  EXPECT_EQ(compare(Comparison::under, whole(1, 2), whole(3, 4)), column::yes);
  EXPECT_EQ(compare(Comparison::under, whole(1, 3), whole(3, 4)), column::unknown);
  EXPECT_EQ(compare(Comparison::under, whole(4, 5), whole(3, 4)), column::no);
  EXPECT_EQ(compare(Comparison::at_least, whole(4, 5), whole(3, 4)), column::yes);
  EXPECT_EQ(compare(Comparison::over, from(5), whole(3, 4)), column::yes);
  EXPECT_EQ(compare(Comparison::at_most, unbounded, whole(3, 4)), column::unknown);
  EXPECT_EQ(compare(Comparison::is, whole(3, 3), whole(3, 3)), column::yes);
  EXPECT_EQ(compare(Comparison::is, whole(3, 4), whole(4, 5)), column::unknown);
  EXPECT_EQ(compare(Comparison::is, whole(3, 4), whole(5, 6)), column::no);
  EXPECT_EQ(compare(Comparison::is_not, whole(3, 4), whole(5, 6)), column::yes);
  EXPECT_EQ(compare(Comparison::is, unbounded, unbounded), column::unknown);
}

}  // namespace
}  // namespace fairstart::reference::interval_test
