// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/proportions.hpp"

#include <cmath>

#include "engine/statistics/distributions.hpp"

namespace fairstart::statistics {
namespace {

bool is_part(double x, double n) { return n > 0.0 && x >= 0.0 && x <= n; }

}  // namespace

std::optional<Limits> wilson(double x, double n, double confidence) {
  if (!is_part(x, n)) return std::nullopt;
  if (confidence == 1.0) return Limits{0.0, 1.0};
  return is_confidence(confidence) ? wilson_by_z(x, n, z_of(confidence)) : std::nullopt;
}

std::optional<Limits> wilson_by_z(double x, double n, double z) {
  if (!is_part(x, n) || !(z >= 0.0)) return std::nullopt;
  const double square = z * z;
  const double half_width = z * std::sqrt(square + 4.0 * x * (1.0 - x / n));
  const double below = 2.0 * (n + square);
  // The formula gives these ends exactly; floating point may miss them by its last digit.
  const double lower = x == 0.0 ? 0.0 : (2.0 * x + square - half_width) / below;
  const double upper = x == n ? 1.0 : (2.0 * x + square + half_width) / below;
  return Limits{lower, upper};
}

std::optional<Limits> clopper_pearson(double x, double n, double confidence) {
  if (!is_part(x, n) || !is_count(n) || !is_confidence(confidence)) return std::nullopt;
  const double tail = (1.0 - confidence) / 2.0;
  const double lower = x == 0.0 ? 0.0 : beta_quantile(tail, x, n - x + 1.0);
  const double upper = x == n ? 1.0 : beta_upper(tail, x + 1.0, n - x);
  if (!std::isfinite(lower) || !std::isfinite(upper)) return std::nullopt;
  return Limits{lower, upper};
}

std::optional<Figure> proportion(double x, double n, double confidence, double multiplier) {
  const auto limits = wilson(x, n, confidence);
  if (!limits) return std::nullopt;
  return Figure{x / n * multiplier, times(limits, multiplier)};
}

std::optional<Figure> proportion_difference(double x_a, double n_a, double x_b, double n_b, double confidence,
                                            double multiplier) {
  const auto of_a = wilson(x_a, n_a, confidence), of_b = wilson(x_b, n_b, confidence);
  if (!of_a || !of_b) return std::nullopt;
  const double a = x_a / n_a, b = x_b / n_b;
  return Figure{(a - b) * multiplier, times(difference_limits(a, *of_a, b, *of_b), multiplier)};
}

}  // namespace fairstart::statistics
