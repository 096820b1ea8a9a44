// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairstart::base {

// Numbers are exact: a signed 64-bit count of millionths (grammar.md, section 4).
inline constexpr std::int64_t million = 1'000'000;

// All return nothing on overflow; divide also for a zero divisor, and rounds half to even.
std::optional<std::int64_t> add(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> subtract(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> multiply(std::int64_t a, std::int64_t b);  // millionths × millionths → millionths, half to even
std::optional<std::int64_t> divide(std::int64_t a, std::int64_t b);

// Rounded down, also below zero. `by` is over zero.
constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

// "1,240.5", "-3", "12": commas only between groups of three. Nothing where malformed, over 6 places or too large.
std::optional<std::int64_t> parse_decimal(std::string_view text);

// Shortest exact form: "1240.5". With grouping: "1,240.5".
std::string format_decimal(std::int64_t millionths, bool grouped = false);

// Exactly `places` decimals (0 to 6), rounded half away from zero: "88.9".
std::string format_fixed(std::int64_t millionths, int places, bool grouped = false);

}  // namespace fairstart::base
