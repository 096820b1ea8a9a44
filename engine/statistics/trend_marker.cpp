// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/trend_marker.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fairstart::statistics {
namespace {

struct Fit {
  double slope = 0, chi_squared = 0;
};

// Without the point at `out`, or with all.
Fit weighted_fit(std::span<const YearPoint> points, std::size_t out) {
  double s1 = 0.0, s2 = 0.0, s3 = 0.0, s4 = 0.0, s5 = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i == out) continue;
    const double error = (points[i].limits->upper - points[i].limits->lower) / 3.92;
    const double weight = 1.0 / (error * error), t = static_cast<double>(i + 1), y = *points[i].value;
    s1 += weight;
    s2 += weight * t * y;
    s3 += weight * t;
    s4 += weight * y;
    s5 += weight * t * t;
  }
  const double d = s1 * s5 - s3 * s3, slope = (s1 * s2 - s3 * s4) / d;
  return {slope, slope * slope * d / s1};
}

Direction direction_of(double slope) { return slope < 0.0 ? Direction::decreasing : Direction::increasing; }

// Points with all that is counted, in order of years; none where a trend may not be told of them.
std::vector<YearPoint> usable(std::span<const YearPoint> points) {
  std::vector<YearPoint> kept;
  for (const YearPoint& point : points) {
    if (point.value && point.count && point.denominator) kept.push_back(point);
  }
  std::stable_sort(kept.begin(), kept.end(), [](const YearPoint& a, const YearPoint& b) { return a.year < b.year; });
  const bool full =
      std::any_of(kept.begin(), kept.end(), [](const YearPoint& each) { return *each.count == *each.denominator; });
  if (full) kept.clear();
  return kept;
}

}  // namespace

TrendMarker trend_by_regression(std::span<const YearPoint> points, Kind kind) {
  if (kind == Kind::other) return {};
  std::vector<YearPoint> kept = usable(points);
  if (kept.size() < trend_points) return {};
  std::erase_if(kept, [](const YearPoint& each) { return !each.limits; });
  if (kept.size() < trend_points) return {};
  const std::span last = std::span(kept).last(trend_points);
  const Fit whole = weighted_fit(last, last.size());
  if (!std::isfinite(whole.chi_squared)) return {};
  TrendMarker marker{Direction::none, whole.chi_squared};
  bool alike = whole.chi_squared > trend_is_significant_over;
  for (std::size_t out = 0; out < last.size(); ++out) {
    alike = alike && direction_of(weighted_fit(last, out).slope) == direction_of(whole.slope);
  }
  if (alike) marker.direction = direction_of(whole.slope);
  return marker;
}

TrendMarker trend_of_proportions(std::span<const YearPoint> points) {
  const std::vector<YearPoint> kept = usable(points);
  if (kept.size() < trend_points) return {};
  const std::span last = std::span(kept).last(trend_points);
  double n = 0.0, r = 0.0, rt = 0.0, nt = 0.0, ntt = 0.0, logits = 0.0, logits_t = 0.0;
  for (std::size_t i = 0; i < last.size(); ++i) {
    const double t = static_cast<double>(i + 1), count = *last[i].count, rows = *last[i].denominator;
    n += rows;
    r += count;
    rt += count * t;
    nt += rows * t;
    ntt += rows * t * t;
    const double logit = std::log(count / (rows - count));
    logits += logit;
    logits_t += logit * t;
  }
  const double apart = n * rt - r * nt;
  TrendMarker marker{Direction::none, n * apart * apart / (r * (n - r) * (n * ntt - nt * nt))};
  if (!std::isfinite(marker.chi_squared)) return {};
  const double slope = logits_t - logits * static_cast<double>(last.size() + 1) / 2.0;
  if (marker.chi_squared > trend_is_significant_over) marker.direction = direction_of(slope);
  return marker;
}

std::string_view words(const TrendMarker& marker, Polarity polarity) {
  const bool up = marker.direction == Direction::increasing;
  switch (marker.direction) {
    case Direction::cannot_be_calculated: return "Cannot be calculated";
    case Direction::none: return "No significant change";
    case Direction::increasing:
    case Direction::decreasing: break;
  }
  if (polarity == Polarity::none || polarity == Polarity::not_applicable) return up ? "Increasing" : "Decreasing";
  const bool better = up == (polarity == Polarity::high_is_good);
  if (up) return better ? "Increasing and getting better" : "Increasing and getting worse";
  return better ? "Decreasing and getting better" : "Decreasing and getting worse";
}

}  // namespace fairstart::statistics
