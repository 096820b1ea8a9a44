// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/rounding.hpp"

#include <cmath>

namespace fairstart::statistics {
namespace {

// Above this the doubled thousandfold would not fit; no count of people comes near.
constexpr std::int64_t most_counted = 4'000'000'000'000'000;

}  // namespace

std::optional<std::int64_t> percent_tenths(std::int64_t x, std::int64_t n) {
  if (n <= 0 || x < 0 || x > n || n > most_counted) return std::nullopt;
  return (2000 * x + n) / (2 * n);
}

std::optional<std::int64_t> mean_tenths(std::int64_t x, std::int64_t n) {
  if (n <= 0 || x < 0 || x > most_counted || n > most_counted) return std::nullopt;
  return (20 * x + n) / (2 * n);
}

std::int64_t rounded_to(std::int64_t count, std::int64_t base) {
  if (base <= 1) return count;
  const std::int64_t size = count < 0 ? -count : count;
  const std::int64_t rest = size % base;
  const std::int64_t nearest = size - rest + (rest * 2 >= base ? base : 0);
  return count < 0 ? -nearest : nearest;
}

std::int64_t rounded_to_even(std::int64_t count, std::int64_t base) {
  if (base <= 1) return count;
  const std::int64_t size = count < 0 ? -count : count;
  const std::int64_t rest = size % base, times = size / base;
  const bool up = rest * 2 > base || (rest * 2 == base && times % 2 != 0);
  const std::int64_t nearest = size - rest + (up ? base : 0);
  return count < 0 ? -nearest : nearest;
}

double to_places(double value, int places) {
  double scale = 1.0;
  for (int i = 0; i < places; ++i) scale *= 10.0;
  return std::round(value * scale) / scale;
}

}  // namespace fairstart::statistics
