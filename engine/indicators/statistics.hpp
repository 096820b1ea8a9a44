// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace fairstart::indicators {

struct Limits {
  double lower, upper;
};

// Wilson score interval of a proportion x/n (Wilson 1927), as fractions; nothing unless 0 <= x <= n and n > 0.
// confidence: 0.9 to under 1.
std::optional<Limits> wilson(double x, double n, double confidence = 0.95);

// The z of a two-sided interval: 1.959963984540054 at 0.95. confidence: over 0 and under 1.
double z_of(double confidence);

// 100 × x ÷ n in tenths of a percent, ties up, on integers: 13 of 16 is 813. Nothing unless 0 <= x <= n and n > 0.
std::optional<std::int64_t> percent_tenths(std::int64_t x, std::int64_t n);

// The nearest multiple of `base`, ties away from zero. base: 1 or more.
std::int64_t rounded_to(std::int64_t count, std::int64_t base);

// To one decimal, ties away from zero: how limits are published.
double one_decimal(double value);

}  // namespace fairstart::indicators
