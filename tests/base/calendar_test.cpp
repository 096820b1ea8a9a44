// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/calendar.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <random>

namespace fairstart::base::calendar_test {
namespace {

// The obvious calendar: count days one by one from 0001-01-01, with the leap-year rule written out.
bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
int days_in(int year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : days[month - 1];
}

TEST(Calendar, AgreesWithCountingEveryDay) {
  Day day = first_day;
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int last = days_in(year, month);
      for (const int at : {1, 2, 15, 27, 28, last}) {
        ASSERT_EQ(day_of(year, month, at), day + at - 1);
        const auto back = year_month_day(day + at - 1);
        ASSERT_EQ(std::tuple(back.year, back.month, back.day), std::tuple(year, month, at));
      }
      ASSERT_EQ(day_of(year, month, last + 1), std::nullopt);
      day += last;
    }
  }
  EXPECT_EQ(day - 1, last_day);
}

TEST(Calendar, AgreesWithTheCLibrary) {
  std::mt19937 random(11);
  for (int i = 0; i < 20000; ++i) {
    const Day day = static_cast<Day>(random() % 60000) - 20000;
    const std::time_t seconds = std::time_t{day} * 86400;
    std::tm parts{};
    ASSERT_NE(gmtime_r(&seconds, &parts), nullptr);
    const auto date = year_month_day(day);
    ASSERT_EQ(date.year, parts.tm_year + 1900);
    ASSERT_EQ(date.month, parts.tm_mon + 1);
    ASSERT_EQ(date.day, parts.tm_mday);
  }
}

TEST(Calendar, MonthsRoundAsSaid) {
  const auto date = [](int y, int m, int d) { return *day_of(y, m, d); };
  EXPECT_EQ(plus_months(date(2024, 2, 29), 12, Rounding::up), date(2025, 3, 1));
  EXPECT_EQ(plus_months(date(2024, 2, 29), 12, Rounding::down), date(2025, 2, 28));
  EXPECT_EQ(plus_months(date(2024, 2, 29), 48, Rounding::up), date(2028, 2, 29));
  EXPECT_EQ(plus_months(date(2026, 1, 31), 1, Rounding::up), date(2026, 3, 1));
  EXPECT_EQ(plus_months(date(2026, 1, 31), 1, Rounding::down), date(2026, 2, 28));
  EXPECT_EQ(plus_months(date(2026, 3, 31), -1, Rounding::down), date(2026, 2, 28));
  EXPECT_EQ(plus_months(date(9999, 12, 31), 1, Rounding::up), std::nullopt);
  EXPECT_EQ(plus_months(date(1, 1, 1), -1, Rounding::up), std::nullopt);
}

// grammar.md, section 4: d + n months (up) ≤ T iff d ≤ T − n (down).
TEST(Calendar, RoundingUpAndDownAreEachOthersInverse) {
  for (Day day = *day_of(2019, 1, 1); day < *day_of(2028, 6, 1); day += 1) {
    for (const int months : {1, 3, 9, 12, 24, 40, 48}) {
      for (const Day today : {*day_of(2026, 4, 1), *day_of(2024, 2, 29), *day_of(2023, 2, 28), *day_of(2025, 12, 31)})
        ASSERT_EQ(*plus_months(day, months, Rounding::up) <= today, day <= *plus_months(today, -months, Rounding::down));
    }
  }
}

TEST(Calendar, CompletedMonthsIsTheLargestThatFits) {
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    const Day from = static_cast<Day>(random() % 20000), to = static_cast<Day>(random() % 20000);
    const auto months = completed_months(from, to);
    ASSERT_LE(*plus_months(from, months, Rounding::up), to);
    ASSERT_GT(*plus_months(from, months + 1, Rounding::up), to);
  }
}

TEST(Calendar, ReadsAndWritesIsoDatesOnly) {
  EXPECT_EQ(format_iso_date(*parse_iso_date("2026-04-01")), "2026-04-01");
  EXPECT_EQ(format_long_date(*parse_iso_date("2026-04-01")), "1 April 2026");
  for (const char* wrong :
       {"2026-4-1", "2026-02-30", "2025-02-29", "01/04/2026", "2026-04-01 ", "", "0000-01-01", "2026-13-01"})
    EXPECT_EQ(parse_iso_date(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace fairstart::base::calendar_test
