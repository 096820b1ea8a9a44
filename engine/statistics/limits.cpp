// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/limits.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "engine/statistics/distributions.hpp"

namespace fairstart::statistics {

bool is_confidence(double confidence) { return confidence >= 0.5 && confidence < 1.0; }

bool is_count(double x) { return x >= 0.0 && x <= 1e15; }

std::optional<double> confidence_from(double given) {
  const double fraction = given >= 50.0 ? given / 100.0 : given;
  return is_confidence(fraction) ? std::optional(fraction) : std::nullopt;
}

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

std::optional<double> t_of(double confidence, double freedom) {
  if (!is_confidence(confidence) || !(freedom >= 1.0) || !is_count(freedom)) return std::nullopt;
  const double t = student_upper((1.0 - confidence) / 2.0, freedom);
  return std::isfinite(t) ? std::optional(t) : std::nullopt;
}

Limits times(const Limits& limits, double factor) {
  if (factor < 0.0) return {limits.upper * factor, limits.lower * factor};
  return {limits.lower * factor, limits.upper * factor};
}

std::optional<Limits> times(const std::optional<Limits>& limits, double factor) {
  return limits ? std::optional(times(*limits, factor)) : std::nullopt;
}

Limits difference_limits(double a, const Limits& of_a, double b, const Limits& of_b) {
  return {a - b - std::hypot(a - of_a.lower, of_b.upper - b), a - b + std::hypot(of_a.upper - a, b - of_b.lower)};
}

std::optional<Limits> ratio_limits(double a, const Limits& of_a, double b, const Limits& of_b) {
  if (!(a >= 0.0) || !(b > 0.0) || !(of_a.lower >= 0.0) || !(of_b.lower >= 0.0)) return std::nullopt;
  const double product = a * b;
  // Each end: the root of a quadratic in the ratio.
  const double below = of_b.upper * (2.0 * b - of_b.upper);
  const double under = product * product - of_a.lower * of_b.upper * (2.0 * a - of_a.lower) * (2.0 * b - of_b.upper);
  const double above = of_b.lower * (2.0 * b - of_b.lower);
  const double over = product * product - of_a.upper * of_b.lower * (2.0 * a - of_a.upper) * (2.0 * b - of_b.lower);
  if (!(under >= 0.0) || !(over >= 0.0) || below == 0.0) return std::nullopt;
  const double lower = (product - std::sqrt(under)) / below;
  const double upper = above > 0.0 ? (product + std::sqrt(over)) / above : std::numeric_limits<double>::infinity();
  if (!std::isfinite(lower)) return std::nullopt;
  return Limits{lower < 0.0 ? 0.0 : lower, upper};
}

}  // namespace fairstart::statistics
