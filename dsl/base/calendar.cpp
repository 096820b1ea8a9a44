// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/calendar.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace fairstart::base {
namespace {

namespace chrono = std::chrono;

Day to_day(chrono::year_month_day date) { return static_cast<Day>(chrono::sys_days{date}.time_since_epoch().count()); }

chrono::year_month_day to_date(Day day) { return chrono::sys_days{chrono::days{day}}; }

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Day> day_of(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || day < 1) return {};
  const chrono::year_month_day date{chrono::year{year}, chrono::month{static_cast<unsigned>(month)},
                                    chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return {};
  return to_day(date);
}

YearMonthDay year_month_day(Day day) {
  const auto date = to_date(day);
  return {int{date.year()}, static_cast<int>(unsigned{date.month()}), static_cast<int>(unsigned{date.day()})};
}

std::optional<Day> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day) return {};
  return day_of(*year, *month, *day);
}

std::string format_iso_date(Day day) {
  const auto [year, month, day_of_month] = year_month_day(day);
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", year % 10000, month % 100, day_of_month % 100);
  return buffer.data();
}

std::string format_long_date(Day day) {
  static constexpr std::array<const char*, 12> names{"January", "February", "March",     "April",   "May",      "June",
                                                     "July",    "August",   "September", "October", "November", "December"};
  const auto [year, month, day_of_month] = year_month_day(day);
  return std::to_string(day_of_month) + ' ' + names[static_cast<std::size_t>(month - 1)] + ' ' + std::to_string(year);
}

std::optional<Day> plus_months(Day day, std::int64_t months, Rounding rounding) {
  if (months > 120'000 || months < -120'000) return {};
  const auto date = to_date(day);
  const chrono::year_month target = date.year() / date.month() + chrono::months{static_cast<int>(months)};
  const int year = int{target.year()};
  if (year < 1 || year > 9999) return {};
  const chrono::year_month_day same_day{target.year(), target.month(), date.day()};
  if (same_day.ok()) return to_day(same_day);
  const Day last = to_day(chrono::year_month_day{target / chrono::last});
  if (rounding == Rounding::down) return last;
  if (last == last_day) return {};
  return last + 1;
}

std::int64_t completed_months(Day from, Day to) {
  const auto a = to_date(from), b = to_date(to);
  const std::int64_t months =
      (int{b.year()} - int{a.year()}) * 12LL + (static_cast<int>(unsigned{b.month()}) - static_cast<int>(unsigned{a.month()}));
  // A day of the month that b's month does not have falls on the next month's first, which is after b.
  return b.day() < a.day() ? months - 1 : months;
}

}  // namespace fairstart::base
