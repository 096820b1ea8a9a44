// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "dsl/base/calendar.hpp"
#include "tests/harness/harness.hpp"

// Other calendars' answers, row by row: tests/data/calendar/README.md says whose.
namespace fairstart::base::calendar_data_test {
namespace {

using Cells = std::vector<std::string>;

std::size_t each_row(const std::string& file, std::size_t columns, const std::function<void(const Cells&)>& visit) {
  std::istringstream in(harness::read_file(harness::project_root() / "tests/data/calendar" / file));
  std::string line, cell;
  std::getline(in, line);
  std::size_t rows = 0;
  while (std::getline(in, line) && !testing::Test::HasFailure()) {
    Cells cells;
    std::istringstream parts(line);
    while (std::getline(parts, cell, ',')) cells.push_back(cell);
    EXPECT_EQ(cells.size(), columns) << line;
    if (cells.size() != columns) continue;
    SCOPED_TRACE(file + ": " + line);
    visit(cells);
    ++rows;
  }
  return rows;
}

Day day(const std::string& text) {
  const auto read = parse_iso_date(text);
  EXPECT_TRUE(read) << text;
  return read.value_or(0);
}

TEST(CalendarData, Days) {
  const std::size_t rows = each_row("days.csv", 3, [](const Cells& cells) {
    const Day number = std::stoi(cells[1]);
    EXPECT_EQ(parse_iso_date(cells[0]), number);
    EXPECT_EQ(format_iso_date(number), cells[0]);
    const YearMonthDay date = year_month_day(number);
    EXPECT_EQ(day_of(date.year, date.month, date.day), number);
    // 1970-01-01 was a Thursday.
    EXPECT_EQ(((number + 3) % 7 + 7) % 7 + 1, std::stoi(cells[2]));
  });
  EXPECT_EQ(rows, 1237U);
}

TEST(CalendarData, MonthsAdded) {
  const std::size_t rows = each_row("added.csv", 4, [](const Cells& cells) {
    const Day from = day(cells[0]);
    const std::int64_t months = std::stoll(cells[1]);
    EXPECT_EQ(plus_months(from, months, Rounding::down), day(cells[2]));
    EXPECT_EQ(plus_months(from, months, Rounding::up), day(cells[3]));
  });
  EXPECT_EQ(rows, 1850U);
}

TEST(CalendarData, MonthsBetween) {
  const std::size_t rows = each_row("between.csv", 5, [](const Cells& cells) {
    const Day from = day(cells[0]), to = day(cells[1]);
    EXPECT_EQ(to - from, std::stoi(cells[2]));
    const std::int64_t months = completed_months(from, to);
    EXPECT_EQ(months, std::stoll(cells[3]));
    EXPECT_EQ(months >= 0 ? months / 12 : -((11 - months) / 12), std::stoll(cells[4]));
  });
  EXPECT_EQ(rows, 1200U);
}

// language.md: someone born on 29 February is a year older from 1 March in a common year, and not the day before.
TEST(CalendarData, Birthdays) {
  const std::size_t rows = each_row("birthdays.csv", 3, [](const Cells& cells) {
    const Day born = day(cells[0]), birthday = day(cells[2]);
    const std::int64_t years = std::stoll(cells[1]);
    EXPECT_EQ(plus_months(born, years * 12, Rounding::up), birthday);
    EXPECT_EQ(completed_months(born, birthday) / 12, years);
    EXPECT_EQ(completed_months(born, birthday - 1) / 12, years - 1);
  });
  EXPECT_EQ(rows, 220U);
}

}  // namespace
}  // namespace fairstart::base::calendar_data_test
