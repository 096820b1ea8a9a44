// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "engine/indicators/figure.hpp"

// Figures over an indicator's rows: the gap between two sides, the slope or the concentration over ranks, the trend in time.
namespace fairstart::indicators {

// --- Counting: what a run adds up (counter.hpp)
struct SideCells {
  Cell cell;
  // By breakdown of the indicator: the side's certain rows. What a reader could add up, where groups make the side.
  std::vector<std::map<Group, Cell>> breakdowns;
  void add(const SideCells& other);
};
struct SpreadCells {
  std::array<SideCells, 2> sides;  // gap
  Cell both;                       // rows that are in both sides, or may be
  std::map<Group, Cell> ranks;     // slope, concentration
  void add(const SpreadCells& other);
};

// A trend's periods that were worked out, oldest first, and each one's rows.
struct TrendCell {
  plan::Period period;
  Cell cell;
  bool open = false;  // rows of the population may be missing: no bounds
};

// --- Telling: what may be published
enum class Measure : std::uint8_t { gap, ratio, slope_index, relative_index, concentration_index };
std::string_view words(Measure measure);  // "gap", "ratio", "slope index of inequality" …

// A side or a rank of a spread, for people: its label and its value.
struct SpreadPart {
  std::string label;
  std::optional<double> value;
};
// A line of gaps.csv.
struct SpreadLine {
  Measure measure = Measure::gap;
  std::optional<plan::Period> period;         // of the reading, where the indicator is published
  std::optional<double> value, lower, upper;  // in the unit shown
  // What it could be, whatever the facts that are not known turn out to be (bounds.hpp); none where rows may be missing.
  std::optional<double> possible_lo, possible_hi;
  std::vector<SpreadPart> parts;  // sides, or ranks from the lowest; none where published or hidden
  std::string method;             // of the interval; empty: none
  std::string target_status;
  bool hidden = false;
  std::string why_none;  // why there is no figure: "fewer than five ranks"; empty otherwise
};
// Not for trends. lines, cells: the indicator's own, from whose hidden lines the figure must not give one away.
SpreadLine spread_line(const plan::Plan& plan, const column::Database& database, const plan::Spread& spread,
                       const SpreadCells& counted, const Cells& cells, const std::vector<Line>& lines);

// A line of trends.csv.
struct TrendPoint {
  plan::Period period;
  bool reading = false;  // published, not worked out
  std::optional<std::int64_t> numerator, denominator;
  std::optional<double> value;  // in the unit shown
  std::optional<double> possible_lo, possible_hi;
  bool hidden = false;   // then the limits do not rest on it either
  std::size_t part = 0;  // of TrendLine::parts: whose limits and runs it is judged by
  ChartPoint chart;
};
// A stretch of a trend with limits and runs of its own.
struct TrendPart {
  const plan::Rebase* rebase = nullptr;  // what it starts with; none: the first
  std::optional<ChartLimits> limits;     // in the unit shown, not rounded; of its points that are shown
  std::size_t points = 0;                // that are shown
};
struct TrendLine {
  std::vector<TrendPoint> points;     // in order of the periods' ends
  std::vector<TrendPart> parts;       // as the trend is rebased; one where it is not
  std::optional<ChartLimits> limits;  // of the last part that has a point that is shown
  Assurance assurance = Assurance::none;
  std::string target_status;  // of the last point, where it is shown
};
// At most this many earlier periods are worked out.
inline constexpr std::size_t most_periods = 60;
// Fewer points of a part than this: its limits are provisional.
inline constexpr std::size_t enough_points = 13;
// cells: oldest first, the last that of the reporting period. whole: the indicator's own cell of everyone, and whether its line is
// hidden: a point that differs from it by a small count is hidden too. whole_bounds_hidden: the same of its bounds. also_hidden: by
// cell, same_rows.hpp.
TrendLine trend_line(const plan::Plan& plan, const plan::Spread& spread, const std::vector<TrendCell>& cells, const Cell& whole,
                     bool whole_hidden, bool whole_bounds_hidden = false, const std::vector<bool>& also_hidden = {});
// The part that the last shown point is in; none: null.
const TrendPart* last_part(const TrendLine& line);
// "improvement", "concern", "higher", "lower" (no direction), or nothing: what a signal means.
std::string_view meaning(const ChartPoint& point, std::optional<bool> higher_is_better);
std::string_view words(Signal signal);        // "outside the limits", "trend" …; empty: none
std::string_view words(Assurance assurance);  // "consistently meets the target" …; empty: none

// The periods of a trend that can be worked out, oldest first; the last is the reporting period itself. Earlier ones are as long,
// end where the next begins, and lie within the days that a mapping's `covers` gives for the records that the indicator reads; no
// such days, no earlier period.
std::vector<plan::Period> trend_periods(const column::Database& database, const plan::Spread& spread, base::Day from,
                                        base::Day to);

}  // namespace fairstart::indicators
