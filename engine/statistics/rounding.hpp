// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

// Rounding for display, on integers where it decides anything.
namespace fairstart::statistics {

// 100 × x ÷ n in tenths of a percent, ties up, on integers, as the Department for Education publishes: 13 of 16 is 813. Nothing
// unless 0 <= x <= n and n > 0.
std::optional<std::int64_t> percent_tenths(std::int64_t x, std::int64_t n);
// The mean x ÷ n in tenths, ties up, on integers. Nothing unless x >= 0 and n > 0.
std::optional<std::int64_t> mean_tenths(std::int64_t x, std::int64_t n);
// The nearest multiple of `base`, ties away from zero. base: 1 or more.
std::int64_t rounded_to(std::int64_t count, std::int64_t base);
// The nearest multiple of `base`, ties to the even multiple, as R and Python round.
std::int64_t rounded_to_even(std::int64_t count, std::int64_t base);
// To so many decimals (0 to 6), ties away from zero: how limits are published.
double to_places(double value, int places);

}  // namespace fairstart::statistics
