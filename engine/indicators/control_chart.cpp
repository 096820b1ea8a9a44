// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "engine/indicators/statistics.hpp"

namespace fairstart::indicators {
namespace {

constexpr double per_range = 2.66, most_range = 3.267;
constexpr std::size_t long_run = 7;

double mean_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Marks the last `length` points up to `at` where none is marked with a rule that goes before.
void mark(std::vector<ChartPoint>& points, std::size_t at, std::size_t length, Signal signal, int direction) {
  for (std::size_t i = at + 1 - length; i <= at; ++i) {
    if (points[i].signal == Signal::none) points[i].signal = signal, points[i].direction = direction;
  }
}

int sign(double value) { return value > 0.0 ? 1 : value < 0.0 ? -1 : 0; }

void mark_trends(std::span<const double> values, std::vector<ChartPoint>& points) {
  std::size_t steps = 0;
  int before = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const int step = sign(values[i] - values[i - 1]);
    steps = step == 0 ? 0 : step == before ? steps + 1 : 1;
    before = step;
    if (steps + 1 >= long_run) mark(points, i, long_run, Signal::trend, step);
  }
}

void mark_two_of_three(std::vector<ChartPoint>& points) {
  for (std::size_t i = 2; i < points.size(); ++i) {
    const int side = points[i].side;
    if (side == 0 || points[i - 1].side != side || points[i - 2].side != side) continue;
    const int near = (points[i].near ? 1 : 0) + (points[i - 1].near ? 1 : 0) + (points[i - 2].near ? 1 : 0);
    if (near < 2) continue;
    for (std::size_t j = i - 2; j <= i; ++j) {
      if (points[j].near) mark(points, j, 1, Signal::two_of_three, side);
    }
  }
}

void mark_shifts(std::vector<ChartPoint>& points) {
  std::size_t run = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const int side = points[i].side;
    run = side == 0 ? 0 : i > 0 && points[i - 1].side == side ? run + 1 : 1;
    if (run >= long_run) mark(points, i, long_run, Signal::shift, side);
  }
}

}  // namespace

std::optional<ChartLimits> chart_limits(std::span<const double> values, ChartOptions options) {
  if (options.fix_after > 0 && options.fix_after < values.size()) values = values.first(options.fix_after);
  if (values.size() < 2) return std::nullopt;
  std::vector<double> ranges;
  for (std::size_t i = 1; i < values.size(); ++i) ranges.push_back(std::abs(values[i] - values[i - 1]));
  double range = mean_of(ranges);
  if (options.screen) {
    std::erase_if(ranges, [&](double each) { return range > 0.0 && each >= most_range * range; });
    range = mean_of(ranges);
  }
  ChartLimits limits;
  limits.mean = mean_of(values);
  const double width = per_range * range;
  limits.lower = limits.mean - width;
  limits.upper = limits.mean + width;
  limits.near_lower = limits.mean - width * 2.0 / 3.0;
  limits.near_upper = limits.mean + width * 2.0 / 3.0;
  return limits;
}

std::vector<ChartPoint> chart_points(std::span<const double> values, const ChartLimits& limits) {
  std::vector<ChartPoint> points(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    ChartPoint& point = points[i];
    point.side = sign(values[i] - limits.mean);
    const bool outside = values[i] < limits.lower || values[i] > limits.upper;
    point.near = !outside && (values[i] < limits.near_lower || values[i] > limits.near_upper);
    if (outside) point.signal = Signal::outside, point.direction = point.side;
  }
  mark_trends(values, points);
  mark_two_of_three(points);
  mark_shifts(points);
  return points;
}

Assurance assurance(const ChartLimits& limits, double target, std::optional<bool> higher_is_better) {
  if (!higher_is_better) return Assurance::none;
  if (target > limits.upper) return *higher_is_better ? Assurance::consistently_misses : Assurance::consistently_meets;
  if (target < limits.lower) return *higher_is_better ? Assurance::consistently_meets : Assurance::consistently_misses;
  return Assurance::may_or_may_not;
}

}  // namespace fairstart::indicators
