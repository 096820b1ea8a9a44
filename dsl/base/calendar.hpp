// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairstart::base {

// A day of the proleptic Gregorian calendar, as days after 1970-01-01; years 1 to 9999.
using Day = std::int32_t;
inline constexpr Day first_day = -719162;  // 0001-01-01
inline constexpr Day last_day = 2932896;   // 9999-12-31

struct YearMonthDay {
  int year;
  int month;
  int day;
};

enum class Rounding : std::uint8_t { down, up };

// Nothing where there is no such day.
std::optional<Day> day_of(int year, int month, int day);
YearMonthDay year_month_day(Day day);

// "2026-04-01". Nothing where malformed or no such day.
std::optional<Day> parse_iso_date(std::string_view text);
std::string format_iso_date(Day day);
std::string format_long_date(Day day);  // "1 April 2026"

// The same day of the month, `months` later (earlier if negative); a day that month does not have becomes its last day
// (down) or the first of the next (up). Nothing outside years 1 to 9999.
std::optional<Day> plus_months(Day day, std::int64_t months, Rounding rounding);

// Completed months from `from` to `to`: the largest n with plus_months(from, n, up) <= to. Negative where `to` is before.
std::int64_t completed_months(Day from, Day to);

}  // namespace fairstart::base
