// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/statistics/limits.hpp"

// Funnel plots as PHEindicatormethods draws them (calculate_funnel_limits, calculate_funnel_points, assign_funnel_significance). Inner
// limits leave 0.025 on each side, outer ones 0.001.
namespace fairstart::statistics {

inline constexpr double inner_confidence = 0.95, outer_confidence = 0.998;

enum class FunnelPlace : std::uint8_t { low_outer, low_inner, within, high_inner, high_outer, not_applicable };
// "Low (0.001)", "Low (0.025)", "Not significant", "High (0.025)", "High (0.001)"; not_applicable: "Not applicable for events less
// than 10 for dsrs".
std::string_view words(FunnelPlace place);

// A point of the plot's lines.
struct FunnelLimits {
  Limits inner{}, outer{};
};

// --- Proportions: P ∓ z √(P(1 − P)/n), as fractions; clipped to 0 and 1 where they are drawn. n over 0, P from 0 to 1.
std::optional<FunnelLimits> proportion_funnel(double n, double baseline, bool clipped = true);
std::optional<FunnelPlace> proportion_place(double x, double n, double baseline);

// --- Ratios: the numbers of expected events for which `events` lie just on a line: chi-squared's ends ÷ 2. The lower line is at
// events ÷ the greater of them. Ratio limits: events over each. events: 1 or more.
struct FunnelEvents {
  Limits inner{}, outer{};  // lower: expected events of the upper line; upper: of the lower line
};
std::optional<FunnelEvents> expected_at_limits(double events);
// By the limits of the observed count (exact under 10, else Byar) ÷ expected against 1.
std::optional<FunnelPlace> ratio_place(double observed, double expected);

// --- Rates: per `multiplier`. The denominator that a count and its rate have: multiplier × count ÷ rate; for a crude rate without
// events the one that is given. Nothing for a standardised rate without events.
std::optional<double> derived_denominator(double count, std::optional<double> rate, std::optional<double> given,
                                          double multiplier, bool standardised);
struct RateFunnelPoint {
  double lower_population = 0, lower_limit = 0, upper_population = 0, upper_limit = 0;  // populations of one year
};
// A point of the lines where `events` are seen in `years`, baseline per `multiplier`; outer: at 0.001.
std::optional<RateFunnelPoint> rate_funnel(double events, double baseline, double years, double multiplier, bool outer);
// As ratio_place with expected = denominator × baseline ÷ multiplier. Standardised: not applicable under 10 events.
std::optional<FunnelPlace> rate_place(double count, std::optional<double> denominator, double baseline, double multiplier,
                                      bool standardised);

// --- The axis: from 0 (where the greatest is over twice the least), or 0.95 of the least cut to one figure, to 1.05 of the greatest
// rounded up to two figures; 100 points from 1 at least, evenly by ratio, each a whole number over the one before.
struct FunnelAxis {
  double least = 0, greatest = 0;
};
FunnelAxis funnel_axis(double least, double greatest);
enum class FunnelSteps : std::uint8_t { to_the_end, of_ratios };  // of_ratios: the step's exponent is one less steep
std::vector<double> funnel_points(const FunnelAxis& axis, FunnelSteps steps = FunnelSteps::to_the_end);
// The axis of events of a rate's funnel: denominators of one year's axis × years × baseline ÷ multiplier, cut down and rounded up.
FunnelAxis rate_funnel_axis(std::span<const double> denominators, double baseline, double years, double multiplier);

}  // namespace fairstart::statistics
