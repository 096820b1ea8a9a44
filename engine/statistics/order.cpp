// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/order.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/distributions.hpp"

namespace fairstart::statistics {

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

std::optional<double> percentile_of_values(std::vector<double> values, double p, std::size_t least) {
  if (values.empty() || values.size() < least || !(p >= 0.0) || !(p <= 1.0)) return std::nullopt;
  std::sort(values.begin(), values.end());
  const double position = static_cast<double>(values.size() - 1) * p;
  const double below = std::floor(position);
  const auto at = static_cast<std::size_t>(below);
  const double low = values[at], high = values[std::min(at + 1, values.size() - 1)];
  const double found = low + (position - below) * (high - low);
  const double kept = std::round(found * 1e10) / 1e10;
  return std::isfinite(kept) ? kept : found;
}

std::optional<Places> percentile_places(std::int64_t n, double p, double confidence) {
  if (n < 1 || !(p > 0.0) || !(p < 1.0) || !is_confidence(confidence)) return std::nullopt;
  const double tail = (1.0 - confidence) / 2.0;
  // P(B <= k) only grows with k: halve the places.
  const auto below = [&](std::int64_t k) { return binomial_below(static_cast<double>(k), static_cast<double>(n), p); };
  const auto first = [&](auto holds) {
    std::int64_t low = -1, high = n;
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (holds(below(middle)) ? high : low) = middle;
    }
    return high;
  };
  // Not covered on the left: B < lower, so P(B <= lower − 1) <= tail. On the right: B >= upper, so P(B <= upper − 1) >= 1 − tail.
  Places places;
  places.lower = first([&](double sum) { return sum > tail; });
  places.upper = first([&](double sum) { return sum >= 1.0 - tail; }) + 1;
  if (places.lower < 1 || places.upper > n) return std::nullopt;
  return places;
}

std::vector<std::size_t> quantile_groups(std::span<const std::optional<double>> values, std::size_t k, bool highest_first) {
  std::vector<std::size_t> groups(values.size(), 0);
  std::vector<double> given;
  for (const auto& value : values) {
    if (value) given.push_back(*value);
  }
  if (k == 0 || given.size() < k) return groups;
  std::sort(given.begin(), given.end());
  const auto n = static_cast<double>(given.size()), parts = static_cast<double>(k);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    const auto before = highest_first ? given.end() - std::upper_bound(given.begin(), given.end(), *values[i])
                                      : std::lower_bound(given.begin(), given.end(), *values[i]) - given.begin();
    const double rank = static_cast<double>(before) + 1.0;
    const double group = std::floor((parts + 1.0) - std::ceil(((n + 1.0) - rank) / (n / parts)));
    groups[i] = group < 1.0 ? 1 : static_cast<std::size_t>(group);
  }
  return groups;
}

std::optional<std::vector<double>> category_bounds(const std::vector<double>& values, std::size_t k) {
  if (k == 0 || values.size() < k) return std::nullopt;
  std::vector<double> bounds;
  for (std::size_t i = 0; i <= k; ++i) {
    bounds.push_back(*percentile_of_values(values, static_cast<double>(i) / static_cast<double>(k), 1));
  }
  return bounds;
}

std::size_t category_of(double value, std::span<const double> bounds, bool high_is_good) {
  if (bounds.size() < 2) return 0;
  const std::size_t k = bounds.size() - 1;
  std::size_t category = k;
  for (std::size_t i = 1; i < k; ++i) {
    if (value > bounds[i]) continue;
    category = i;
    break;
  }
  return high_is_good ? k + 1 - category : category;
}

}  // namespace fairstart::statistics
