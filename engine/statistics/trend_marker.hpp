// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/statistics/benchmarks.hpp"

// Fingertips' recent trend marker over yearly points (dhsc-govuk/FingertipsNext d1600f4a; the old site's chi-squared for
// proportions: fingertips-open 67808972).
namespace fairstart::statistics {

// What a series is of: only the first three have a trend.
enum class Kind : std::uint8_t { proportion, crude_rate, standardised_rate, other };
struct YearPoint {
  std::int64_t year = 0;
  std::optional<double> count, denominator, value;
  std::optional<Limits> limits;  // of 95%
};
enum class Direction : std::uint8_t { cannot_be_calculated, none, increasing, decreasing };
struct TrendMarker {
  Direction direction = Direction::cannot_be_calculated;
  double chi_squared = 0;  // of the whole fit; 0 where it can't be calculated
  bool is_significant() const { return direction == Direction::increasing || direction == Direction::decreasing; }
};
// 99.8% of chi-squared with one degree of freedom.
inline constexpr double trend_is_significant_over = 9.54953570608324;
inline constexpr std::size_t trend_points = 5;

// A line weighted by 1 ÷ se², se = (U − L) ÷ 3.92, through the last five points: chi² = b² D ÷ S1. Significant where it is over the
// bound and the fits that leave out each point in turn have the same sign of slope. Can't be calculated: fewer than five points with
// value, count and denominator, a point among them where count and denominator are alike, or no width.
TrendMarker trend_by_regression(std::span<const YearPoint> points, Kind kind);
// Cochran's and Armitage's chi-squared for trend of proportions, over the last five points, significant over the same bound;
// direction by the slope of the logits.
TrendMarker trend_of_proportions(std::span<const YearPoint> points);

// "Increasing and getting better", "Decreasing", "No significant change", "Cannot be calculated".
std::string_view words(const TrendMarker& marker, Polarity polarity);

}  // namespace fairstart::statistics
