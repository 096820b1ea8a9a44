// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

// The workload's days as numbers since 1 January 1970.
namespace fairstart::bound {

constexpr std::int32_t day(int year, unsigned month, unsigned of_month) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}};
  return static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

inline constexpr std::int32_t as_at = day(2026, 4, 1);
constexpr std::int32_t years_before(int years) { return day(2026 - years, 4, 1); }
inline constexpr std::int32_t twenty_years = 7305;  // nobody is born on 29 February, and 1900 and 2100 are far

}  // namespace fairstart::bound
