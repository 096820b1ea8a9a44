// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/rates.hpp"

#include <cmath>

#include "engine/statistics/distributions.hpp"

namespace fairstart::statistics {

std::optional<double> byar_upper(double x, double confidence) {
  if (!is_count(x) || !is_confidence(confidence)) return std::nullopt;
  const double more = x + 1.0;
  const double up = 1.0 - 1.0 / (9.0 * more) + z_of(confidence) / (3.0 * std::sqrt(more));
  return more * up * up * up;
}

std::optional<Limits> byar(double x, double confidence) {
  if (!(x > 0.0) || !is_count(x) || !is_confidence(confidence)) return std::nullopt;
  const double down = 1.0 - 1.0 / (9.0 * x) - z_of(confidence) / (3.0 * std::sqrt(x));
  if (down < 0.0) return std::nullopt;
  return Limits{x * down * down * down, byar_upper(x, confidence).value_or(x)};
}

std::optional<Limits> exact_poisson(double x, double confidence) {
  return is_confidence(confidence) ? exact_poisson_by_tail(x, (1.0 - confidence) / 2.0) : std::nullopt;
}

std::optional<Limits> exact_poisson_by_tail(double x, double tail) {
  if (!is_count(x) || !(tail > 0.0) || !(tail < 0.5)) return std::nullopt;
  const double lower = x == 0.0 ? 0.0 : chi_squared_quantile(tail, 2.0 * x) / 2.0;
  const double upper = chi_squared_upper(tail, 2.0 * x + 2.0) / 2.0;
  if (!std::isfinite(lower) || !std::isfinite(upper)) return std::nullopt;
  return Limits{lower, upper};
}

std::optional<Limits> count_limits(double x, double confidence) {
  return x < 10.0 ? exact_poisson(x, confidence) : byar(x, confidence);
}

std::string_view count_limits_method(double x) { return x < 10.0 ? "Exact" : "Byars"; }

std::optional<Figure> rate(double x, double n, double confidence, double multiplier) {
  if (!is_count(x) || !(n > 0.0) || !is_confidence(confidence)) return std::nullopt;
  return Figure{x / n * multiplier, times(count_limits(x, confidence), multiplier / n)};
}

}  // namespace fairstart::statistics
