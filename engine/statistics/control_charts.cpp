// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/control_charts.hpp"

#include <algorithm>
#include <cmath>

namespace fairstart::statistics {
namespace {

constexpr double per_range = 2.66, most_range = 3.267;

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

std::vector<int> shift_ends(std::span<const int> sides) {
  std::vector<int> ends(sides.size(), 0);
  std::size_t run = 0;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    run = sides[i] == 0 ? 0 : i > 0 && sides[i - 1] == sides[i] ? run + 1 : 1;
    if (run >= run_length) ends[i] = sides[i];
  }
  return ends;
}

std::vector<int> trend_ends(std::span<const double> values) {
  std::vector<int> ends(values.size(), 0);
  std::size_t steps = 0;
  int before = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const int step = sign(values[i] - values[i - 1]);
    steps = step == 0 ? 0 : step == before ? steps + 1 : 1;
    before = step;
    if (steps + 1 >= run_length) ends[i] = step;
  }
  return ends;
}

std::vector<bool> with_run_before(std::span<const int> flags) {
  std::vector<bool> marked(flags.size(), false);
  for (std::size_t i = 0; i < flags.size(); ++i) {
    for (std::size_t back = 0; flags[i] != 0 && back < run_length && back <= i; ++back) marked[i - back] = true;
  }
  return marked;
}

std::vector<bool> two_of_three(std::span<const int> near, std::span<const int> sides) {
  std::vector<bool> marked(near.size(), false);
  for (std::size_t i = 2; i < near.size() && i < sides.size(); ++i) {
    const int side = sides[i];
    if (side == 0 || sides[i - 1] != side || sides[i - 2] != side) continue;
    const int count = (near[i] != 0 ? 1 : 0) + (near[i - 1] != 0 ? 1 : 0) + (near[i - 2] != 0 ? 1 : 0);
    if (count >= 2) marked[i - 2] = marked[i - 1] = marked[i] = true;
  }
  return marked;
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
  std::vector<int> sides, near;
  for (const ChartPoint& point : points) {
    sides.push_back(point.side);
    near.push_back(point.near ? 1 : 0);
  }
  const auto mark_runs = [&](const std::vector<int>& ends, Signal signal) {
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i] != 0) mark(points, i, run_length, signal, ends[i]);
    }
  };
  mark_runs(trend_ends(values), Signal::trend);
  const std::vector<bool> two = two_of_three(near, sides);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (two[i] && points[i].near) mark(points, i, 1, Signal::two_of_three, sides[i]);
  }
  mark_runs(shift_ends(sides), Signal::shift);
  return points;
}

std::vector<ChartedPoint> chart_series(std::span<const double> values, std::span<const std::size_t> starts,
                                       ChartOptions options) {
  std::vector<ChartedPoint> charted;
  std::size_t from = 0, next = 0, group = 0;
  while (from < values.size()) {
    while (next < starts.size() && starts[next] <= from) ++next;
    const std::size_t to = next < starts.size() ? std::min(starts[next], values.size()) : values.size();
    const std::span part = values.subspan(from, to - from);
    const auto limits = chart_limits(part, options);
    const std::vector<ChartPoint> points = limits ? chart_points(part, *limits) : std::vector<ChartPoint>(part.size());
    for (const ChartPoint& point : points) charted.push_back({group, limits, point});
    from = to;
    ++group;
  }
  return charted;
}

Assurance assurance(const ChartLimits& limits, double target, std::optional<bool> higher_is_better) {
  if (!higher_is_better) return Assurance::none;
  if (target > limits.upper) return *higher_is_better ? Assurance::consistently_misses : Assurance::consistently_meets;
  if (target < limits.lower) return *higher_is_better ? Assurance::consistently_meets : Assurance::consistently_misses;
  return Assurance::may_or_may_not;
}

}  // namespace fairstart::statistics
