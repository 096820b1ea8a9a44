// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/statistics.hpp"

#include <cmath>
#include <numbers>

namespace fairstart::indicators {

double z_of(double confidence) {
  if (confidence == 0.95) return 1.959963984540054;
  // Newton's method on the upper tail, which is convex right of 0: from below it climbs to the root and never passes it.
  const double tail = (1.0 - confidence) / 2.0;
  double z = 0.0;
  for (int step = 0; step < 200; ++step) {
    const double excess = 0.5 * std::erfc(z / std::numbers::sqrt2) - tail;
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    const double next = z + excess / density;
    if (!(next > z)) break;
    z = next;
  }
  return z;
}

std::optional<Limits> wilson(double x, double n, double confidence) {
  if (!(n > 0.0) || !(x >= 0.0) || !(x <= n) || !(confidence >= 0.9) || !(confidence < 1.0)) return std::nullopt;
  const double z = z_of(confidence);
  const double square = z * z;
  const double half_width = z * std::sqrt(square + 4.0 * x * (1.0 - x / n));
  const double below = 2.0 * (n + square);
  // The formula gives these ends exactly; floating point may miss them by its last digit.
  const double lower = x == 0.0 ? 0.0 : (2.0 * x + square - half_width) / below;
  const double upper = x == n ? 1.0 : (2.0 * x + square + half_width) / below;
  return Limits{lower, upper};
}

std::optional<std::int64_t> percent_tenths(std::int64_t x, std::int64_t n) {
  // Above this the doubled thousandfold would not fit; no count of people comes near.
  constexpr std::int64_t most = 4'000'000'000'000'000;
  if (n <= 0 || x < 0 || x > n || n > most) return std::nullopt;
  return (2000 * x + n) / (2 * n);
}

std::int64_t rounded_to(std::int64_t count, std::int64_t base) {
  if (base <= 1) return count;
  const std::int64_t size = count < 0 ? -count : count;
  const std::int64_t rest = size % base;
  const std::int64_t nearest = size - rest + (rest * 2 >= base ? base : 0);
  return count < 0 ? -nearest : nearest;
}

double one_decimal(double value) { return std::round(value * 10.0) / 10.0; }

}  // namespace fairstart::indicators
