// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// Control charts of single values (XmR), as NHS England's "Making Data Count" and NHSRplotthedots 050b07d7 draw them. Other charts:
// shewhart.hpp.
namespace fairstart::statistics {

struct ChartLimits {
  double mean = 0, lower = 0, upper = 0;  // mean ∓ 2.66 × the mean moving range; not cut off at 0 or 100
  double near_lower = 0, near_upper = 0;  // two thirds of the way
};
struct ChartOptions {
  // Leave out, once, moving ranges of 3.267 times their mean and more: NHSRplotthedots does, NHS England's workbook does not.
  bool screen = false;
  std::size_t fix_after = 0;  // limits from the first so many values alone (12 or more are asked for upstream); 0: from all
};
// Nothing for fewer than two values.
std::optional<ChartLimits> chart_limits(std::span<const double> values, ChartOptions options = {});

// What is special about a point; the first that holds.
enum class Signal : std::uint8_t {
  none,
  outside,       // strictly outside a limit
  trend,         // one of 7 points that rise, or fall, at each step
  two_of_three,  // of 3 in a row on one side of the mean, one of the 2 or more that are near the limit (but not outside it)
  shift,         // one of 7 in a row strictly on one side of the mean
};
struct ChartPoint {
  Signal signal = Signal::none;
  int side = 0;       // of the mean: −1, 0, 1
  int direction = 0;  // of the signal: 1 up, −1 down
  bool near = false;  // beyond two thirds of the way to the limit, and within it
};
// The rules named "nhs making data count". Values in order of time; one group (limits that are worked out anew start another).
std::vector<ChartPoint> chart_points(std::span<const double> values, const ChartLimits& limits);

// The rules one by one. Sides are −1, 0 or 1.
inline constexpr std::size_t run_length = 7;
// Where a run of 7 strictly on one side has been reached: its side; else 0. A point on the mean breaks a run.
std::vector<int> shift_ends(std::span<const int> sides);
// Where 7 points that each rise, or each fall, have been reached: 1 or −1; else 0.
std::vector<int> trend_ends(std::span<const double> values);
// Those flagged, and the 6 before each.
std::vector<bool> with_run_before(std::span<const int> flags);
// Points of any 3 in a row on one side of the mean of which 2 or more are near the limit.
std::vector<bool> two_of_three(std::span<const int> near, std::span<const int> sides);

// A series that is re-based: each of `starts` (places from 0, rising) begins a group with limits and runs of its own.
struct ChartedPoint {
  std::size_t group = 0;
  std::optional<ChartLimits> limits;  // none for a group of one value
  ChartPoint point;
};
std::vector<ChartedPoint> chart_series(std::span<const double> values, std::span<const std::size_t> starts = {},
                                       ChartOptions options = {});

// Whether what varies as it does will meet a target: the target lies beyond a limit on the good side or the bad; else "it may or
// may not". higher_is_better: none gives `none`.
enum class Assurance : std::uint8_t { none, consistently_meets, may_or_may_not, consistently_misses };
Assurance assurance(const ChartLimits& limits, double target, std::optional<bool> higher_is_better);

}  // namespace fairstart::statistics
