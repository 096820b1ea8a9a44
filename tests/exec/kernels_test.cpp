// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "engine/kernels/intervals.hpp"
#include "engine/kernels/schemes.hpp"

namespace fairstart::kernels {
namespace {

using column::Interval;

TEST(MonthsMoved, IsTheSameAsMovingEachDate) {
  std::mt19937 random(7);
  std::vector<std::int64_t> lo{column::no_lower, base::first_day, base::last_day, 20000, 20000},
      hi{column::no_upper, base::first_day, base::last_day, column::no_upper, 20031};
  for (base::Day day = *base::day_of(2023, 12, 1); day < *base::day_of(2025, 4, 1); ++day) lo.push_back(day), hi.push_back(day);
  for (int i = 0; i < 2000; ++i) {
    const auto day = static_cast<std::int64_t>(random() % 70'000) - 15'000;
    lo.push_back(day), hi.push_back(day);
  }
  const std::size_t n = lo.size();
  std::vector<std::int64_t> table_lo(n), table_hi(n), each_lo(n), each_hi(n);
  for (const std::int64_t months : {-12, -1, 0, 1, 6, 24, 216, 200'000}) {
    for (const auto rounding : {base::Rounding::up, base::Rounding::down}) {
      const std::int64_t by = months * 1'000'000;
      MonthsMoved(months, rounding).move({lo.data(), hi.data(), 1}, {table_lo.data(), table_hi.data()}, n);
      shift({lo.data(), hi.data(), 1}, {&by, &by, 0}, true, true, rounding, {each_lo.data(), each_hi.data()}, n);
      ASSERT_EQ(table_lo, each_lo) << months;
      ASSERT_EQ(table_hi, each_hi) << months;
    }
  }
}

Interval score_of(const std::vector<ScoreItem>& items) {
  Interval out{7, 7};
  score(items, {&out.lo, &out.hi}, 1);
  return out;
}

TEST(Score, LargePointsAreSummedExactly) {
  const Answer yes = column::yes, unknown = column::unknown;
  const std::int64_t large = INT64_MAX - 10;
  const ScoreItem more{.points = large, .answer = {&yes, 0}}, less{.points = -large, .answer = {&yes, 0}};
  const ScoreItem perhaps{.points = 3, .answer = {&unknown, 0}};
  EXPECT_EQ(score_of({more, less, perhaps}), (Interval{0, 3})) << "no part of the sum is rounded or cut";
  EXPECT_EQ(score_of({more, more}), Interval{});
  EXPECT_EQ(score_of({}), (Interval{0, 0}));
}

}  // namespace
}  // namespace fairstart::kernels
