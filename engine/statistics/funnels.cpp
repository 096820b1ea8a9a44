// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/funnels.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/rates.hpp"

namespace fairstart::statistics {
namespace {

constexpr std::size_t funnel_length = 100;

double digits_of(double whole) { return whole < 1.0 ? 1.0 : std::floor(std::log10(whole) + 1e-12) + 1.0; }

double cut_down(double x) {
  if (x == 0.0) return 0.0;
  const double unit = std::pow(10.0, digits_of(std::floor(x * 0.95)) - 1.0);
  return std::floor(x * 0.95 / unit) * unit;
}

double rounded_up(double x) {
  if (x == 0.0) return 0.0;
  const double unit = std::pow(10.0, digits_of(std::ceil(x * 1.05)) - 2.0);
  return std::ceil(x * 1.05 / unit) * unit;
}

FunnelPlace place(double value, const FunnelLimits& limits) {
  if (value < limits.outer.lower) return FunnelPlace::low_outer;
  if (value < limits.inner.lower) return FunnelPlace::low_inner;
  if (value > limits.outer.upper) return FunnelPlace::high_outer;
  return value > limits.inner.upper ? FunnelPlace::high_inner : FunnelPlace::within;
}

}  // namespace

std::string_view words(FunnelPlace place) {
  switch (place) {
    case FunnelPlace::low_outer: return "Low (0.001)";
    case FunnelPlace::low_inner: return "Low (0.025)";
    case FunnelPlace::within: return "Not significant";
    case FunnelPlace::high_inner: return "High (0.025)";
    case FunnelPlace::high_outer: return "High (0.001)";
    case FunnelPlace::not_applicable: return "Not applicable for events less than 10 for dsrs";
  }
  return "";
}

std::optional<FunnelLimits> proportion_funnel(double n, double baseline, bool clipped) {
  if (!(n > 0.0) || !(baseline >= 0.0) || !(baseline <= 1.0)) return std::nullopt;
  const double error = std::sqrt(baseline * (1.0 - baseline) / n);
  const auto around = [&](double confidence) {
    const double width = z_of(confidence) * error;
    if (!clipped) return Limits{baseline - width, baseline + width};
    return Limits{std::max(0.0, baseline - width), std::min(1.0, baseline + width)};
  };
  return FunnelLimits{around(inner_confidence), around(outer_confidence)};
}

std::optional<FunnelPlace> proportion_place(double x, double n, double baseline) {
  const auto limits = proportion_funnel(n, baseline, false);
  if (!limits || !(x >= 0.0) || !(x <= n)) return std::nullopt;
  return place(x / n, *limits);
}

std::optional<FunnelEvents> expected_at_limits(double events) {
  if (!(events > 0.0)) return std::nullopt;
  const auto inner = exact_poisson(events, inner_confidence), outer = exact_poisson(events, outer_confidence);
  if (!inner || !outer) return std::nullopt;
  return FunnelEvents{*inner, *outer};
}

std::optional<FunnelPlace> ratio_place(double observed, double expected) {
  if (!(expected > 0.0)) return std::nullopt;
  const auto inner = count_limits(observed, inner_confidence), outer = count_limits(observed, outer_confidence);
  if (!inner || !outer) return std::nullopt;
  if (outer->lower / expected > 1.0) return FunnelPlace::high_outer;
  if (inner->lower / expected > 1.0) return FunnelPlace::high_inner;
  if (outer->upper / expected < 1.0) return FunnelPlace::low_outer;
  return inner->upper / expected < 1.0 ? FunnelPlace::low_inner : FunnelPlace::within;
}

std::optional<double> derived_denominator(double count, std::optional<double> rate, std::optional<double> given,
                                          double multiplier, bool standardised) {
  if (count > 0.0) return rate && *rate > 0.0 ? std::optional(multiplier * count / *rate) : std::nullopt;
  return standardised ? std::nullopt : given;
}

std::optional<RateFunnelPoint> rate_funnel(double events, double baseline, double years, double multiplier, bool outer) {
  const auto expected = expected_at_limits(events);
  if (!expected || !(baseline > 0.0) || !(years > 0.0)) return std::nullopt;
  const Limits& at = outer ? expected->outer : expected->inner;
  const double per_event = multiplier / baseline / years;
  RateFunnelPoint point{.lower_population = at.upper * per_event, .upper_population = at.lower * per_event};
  point.lower_limit = events / (point.lower_population * years) * multiplier;
  point.upper_limit = events / (point.upper_population * years) * multiplier;
  return point;
}

std::optional<FunnelPlace> rate_place(double count, std::optional<double> denominator, double baseline, double multiplier,
                                      bool standardised) {
  if (standardised && count < 10.0) return FunnelPlace::not_applicable;
  if (!denominator) return std::nullopt;
  return ratio_place(count, *denominator * baseline / multiplier);
}

FunnelAxis funnel_axis(double least, double greatest) {
  return {greatest > 2.0 * least ? 0.0 : cut_down(least), rounded_up(greatest)};
}

std::vector<double> funnel_points(const FunnelAxis& axis, FunnelSteps steps) {
  std::vector<double> points{std::max(1.0, axis.least)};
  const double last = steps == FunnelSteps::of_ratios ? 102.0 : 101.0;
  for (std::size_t j = 2; j <= funnel_length; ++j) {
    const double before = points.back();
    const double step = std::pow(axis.greatest / before, 1.0 / (last - static_cast<double>(j)));
    points.push_back(std::max(std::nearbyint(step * before), before + 1.0));
  }
  return points;
}

FunnelAxis rate_funnel_axis(std::span<const double> denominators, double baseline, double years, double multiplier) {
  if (denominators.empty()) return {};
  const auto [least, greatest] = std::minmax_element(denominators.begin(), denominators.end());
  const FunnelAxis people = funnel_axis(*least / years, *greatest / years);
  const double events = years * baseline / multiplier;
  return {std::floor(people.least * events), std::ceil(people.greatest * events)};
}

}  // namespace fairstart::statistics
