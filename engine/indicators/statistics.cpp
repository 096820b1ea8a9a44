// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/statistics.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>

namespace fairstart::indicators {
namespace {

namespace math = boost::math;

// A quantile that can't be worked out is not a number, never an exception.
using Quiet = math::policies::policy<math::policies::domain_error<math::policies::ignore_error>,
                                     math::policies::pole_error<math::policies::ignore_error>,
                                     math::policies::overflow_error<math::policies::ignore_error>,
                                     math::policies::evaluation_error<math::policies::ignore_error>>;
using StudentsT = math::students_t_distribution<double, Quiet>;
using Beta = math::beta_distribution<double, Quiet>;
using ChiSquared = math::chi_squared_distribution<double, Quiet>;

std::optional<Limits> finite(Limits limits) {
  if (!std::isfinite(limits.lower) || !std::isfinite(limits.upper)) return std::nullopt;
  return limits;
}

bool is_confidence(double confidence) { return confidence >= 0.5 && confidence < 1.0; }
// Above this no count of people comes near, and the distributions lose their digits.
bool is_count(double x) { return x >= 0.0 && x <= 1e15; }

}  // namespace

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

double to_places(double value, int places) {
  double scale = 1.0;
  for (int i = 0; i < places; ++i) scale *= 10.0;
  return std::round(value * scale) / scale;
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
  const double t = math::quantile(math::complement(StudentsT(freedom), (1.0 - confidence) / 2.0));
  return std::isfinite(t) ? std::optional(t) : std::nullopt;
}

std::optional<Limits> wilson(double x, double n, double confidence) {
  if (!(n > 0.0) || !(x >= 0.0) || !(x <= n) || !is_confidence(confidence)) return std::nullopt;
  const double z = z_of(confidence);
  const double square = z * z;
  const double half_width = z * std::sqrt(square + 4.0 * x * (1.0 - x / n));
  const double below = 2.0 * (n + square);
  // The formula gives these ends exactly; floating point may miss them by its last digit.
  const double lower = x == 0.0 ? 0.0 : (2.0 * x + square - half_width) / below;
  const double upper = x == n ? 1.0 : (2.0 * x + square + half_width) / below;
  return Limits{lower, upper};
}

std::optional<Limits> clopper_pearson(double x, double n, double confidence) {
  if (!(n > 0.0) || !is_count(n) || !(x >= 0.0) || !(x <= n) || !is_confidence(confidence)) return std::nullopt;
  const double tail = (1.0 - confidence) / 2.0;
  const double lower = x == 0.0 ? 0.0 : math::quantile(Beta(x, n - x + 1.0), tail);
  const double upper = x == n ? 1.0 : math::quantile(math::complement(Beta(x + 1.0, n - x), tail));
  return finite({lower, upper});
}

std::optional<Limits> byar(double x, double confidence) {
  if (!(x > 0.0) || !is_count(x) || !is_confidence(confidence)) return std::nullopt;
  const double z = z_of(confidence), more = x + 1.0;
  const double down = 1.0 - 1.0 / (9.0 * x) - z / (3.0 * std::sqrt(x));
  const double up = 1.0 - 1.0 / (9.0 * more) + z / (3.0 * std::sqrt(more));
  if (down < 0.0) return std::nullopt;
  return Limits{x * down * down * down, more * up * up * up};
}

std::optional<Limits> exact_poisson(double x, double confidence) {
  if (!is_count(x) || !is_confidence(confidence)) return std::nullopt;
  const double tail = (1.0 - confidence) / 2.0;
  const double lower = x == 0.0 ? 0.0 : math::quantile(ChiSquared(2.0 * x), tail) / 2.0;
  return finite({lower, math::quantile(math::complement(ChiSquared(2.0 * x + 2.0), tail)) / 2.0});
}

std::optional<Limits> count_limits(double x, double confidence) {
  return x < 10.0 ? exact_poisson(x, confidence) : byar(x, confidence);
}

std::optional<Limits> student(double mean, double variance, double n, double confidence) {
  if (!(n >= 2.0) || !(variance >= 0.0)) return std::nullopt;
  const auto t = t_of(confidence, n - 1.0);
  if (!t) return std::nullopt;
  const double half_width = *t * std::sqrt(variance / n);
  return Limits{mean - half_width, mean + half_width};
}

Limits difference_limits(double a, const Limits& of_a, double b, const Limits& of_b) {
  return {a - b - std::hypot(a - of_a.lower, of_b.upper - b), a - b + std::hypot(of_a.upper - a, b - of_b.lower)};
}

std::optional<Wide> percentile(std::span<const Counted> rising, std::int64_t p) {
  std::int64_t n = 0;
  for (const Counted& each : rising) n += each.count;
  if (n <= 0 || p < 0 || p > percentile_scale) return std::nullopt;
  const Wide position = static_cast<Wide>(n - 1) * p;
  const auto at = static_cast<std::int64_t>(position / percentile_scale);
  const Wide beyond = position % percentile_scale;
  std::int64_t passed = 0;
  for (std::size_t i = 0; i < rising.size(); ++i) {
    passed += rising[i].count;
    if (passed <= at) continue;
    std::int64_t next = rising[i].value;
    for (std::size_t j = i + 1; passed == at + 1 && beyond != 0 && j < rising.size(); ++j) {
      if (rising[j].count == 0) continue;
      next = rising[j].value;
      break;
    }
    return static_cast<Wide>(rising[i].value) * (percentile_scale - beyond) + static_cast<Wide>(next) * beyond;
  }
  return std::nullopt;
}

}  // namespace fairstart::indicators
