// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/shewhart.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/distributions.hpp"

namespace fairstart::statistics {
namespace {

constexpr double screen_over = 3.267, range_to_deviation = 1.128, time_power = 3.6;

std::optional<double> average(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

bool is_base(const ShewhartValue& value) { return value.included && value.baseline; }

// Three standard deviations by the mean moving range.
std::optional<double> three_deviations(const std::vector<double>& base, bool screen) {
  std::vector<double> ranges;
  for (std::size_t i = 1; i < base.size(); ++i) ranges.push_back(std::abs(base[i] - base[i - 1]));
  auto mean = average(ranges);
  if (mean && screen) {
    std::erase_if(ranges, [&](double range) { return range >= screen_over * *mean; });
    mean = ranges.empty() ? std::optional(0.0) : average(ranges);
  }
  return mean ? std::optional(3.0 * *mean / range_to_deviation) : std::nullopt;
}

void single_values(std::span<const ShewhartValue> part, bool screen, std::vector<ShewhartPoint>& points) {
  std::vector<double> base;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (is_base(part[i])) base.push_back(*points[i].value);
  }
  const auto centre = average(base), width = three_deviations(base, screen);
  for (ShewhartPoint& point : points) {
    point.centre = centre;
    if (!centre || !width) continue;
    point.lower = *centre - *width;
    point.upper = *centre + *width;
  }
}

void moving_ranges(std::span<const ShewhartValue> part, std::vector<ShewhartPoint>& points) {
  for (std::size_t i = points.size(); i-- > 1;) points[i].value = std::abs(*points[i].value - *points[i - 1].value);
  if (!points.empty()) points.front().value.reset();
  std::vector<double> base;
  for (std::size_t i = 1; i < part.size(); ++i) {
    if (is_base(part[i])) base.push_back(*points[i].value);
  }
  const auto centre = average(base);
  for (ShewhartPoint& point : points) {
    point.centre = centre;
    if (!centre) continue;
    point.lower = 0.0;
    point.upper = screen_over * *centre;
  }
}

void times_between(std::span<const ShewhartValue> part, bool screen, std::vector<ShewhartPoint>& points) {
  for (ShewhartPoint& point : points) point.value = std::pow(*point.value, 1.0 / time_power);
  single_values(part, screen, points);
  const auto back = [](std::optional<double>& value) {
    if (value) value = *value < 0.0 ? 0.0 : std::pow(*value, time_power);
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].value = part[i].numerator;
    back(points[i].centre);
    back(points[i].lower);
    back(points[i].upper);
  }
}

void counted(ShewhartChart chart, std::span<const ShewhartValue> part, std::vector<ShewhartPoint>& points) {
  double events = 0.0, of = 0.0;
  for (const ShewhartValue& value : part) {
    if (!is_base(value)) continue;
    events += value.numerator;
    of += chart == ShewhartChart::c ? 1.0 : *value.denominator;
  }
  if (!(of > 0.0)) return;
  const double centre = events / of;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const double n = chart == ShewhartChart::c ? 1.0 : *part[i].denominator;
    const double spread = chart == ShewhartChart::p ? centre * (1.0 - centre) : centre;
    const double width = 3.0 * std::sqrt(spread / n);
    points[i].centre = centre;
    points[i].lower = std::max(0.0, centre - width);
    points[i].upper = chart == ShewhartChart::p ? std::min(1.0, centre + width) : centre + width;
  }
}

Runs runs_of(std::span<const ShewhartValue> part, const std::vector<ShewhartPoint>& points) {
  std::vector<double> values;
  std::size_t observed = 0;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (!part[i].included) continue;
    ++observed;
    if (points[i].value) values.push_back(*points[i].value);
  }
  const auto centre = points.empty() ? std::nullopt : points.front().centre;
  Runs runs = centre ? runs_about(values, *centre) : Runs{};
  runs.observed = observed;
  return runs;
}

bool is_usable(ShewhartChart chart, const ShewhartValue& value) {
  if (!std::isfinite(value.numerator)) return false;
  switch (chart) {
    case ShewhartChart::p:
    case ShewhartChart::u: return value.denominator && *value.denominator > 0.0 && value.numerator >= 0.0;
    case ShewhartChart::c: return value.numerator >= 0.0;
    case ShewhartChart::t: return value.numerator > 0.0;
    case ShewhartChart::i:
    case ShewhartChart::mr: return true;
  }
  return false;
}

std::vector<ShewhartPoint> charted_part(ShewhartChart chart, std::span<const ShewhartValue> part,
                                        const ShewhartOptions& options) {
  const bool shares = chart == ShewhartChart::p || chart == ShewhartChart::u;
  std::vector<ShewhartPoint> points(part.size());
  for (std::size_t i = 0; i < part.size(); ++i) {
    points[i].value = shares ? part[i].numerator / *part[i].denominator : part[i].numerator;
  }
  switch (chart) {
    case ShewhartChart::i: single_values(part, options.screen, points); break;
    case ShewhartChart::mr: moving_ranges(part, points); break;
    case ShewhartChart::t: times_between(part, options.screen, points); break;
    case ShewhartChart::p:
    case ShewhartChart::c:
    case ShewhartChart::u: counted(chart, part, points); break;
  }
  Runs runs = runs_of(part, points);
  if (chart == ShewhartChart::mr) runs.signal = false;
  for (ShewhartPoint& point : points) {
    point.runs = runs;
    for (auto* each : {&point.value, &point.centre, &point.lower, &point.upper}) {
      if (*each) *each = **each * options.multiply;
    }
    point.outside =
        point.value && ((point.upper && *point.value > *point.upper) || (point.lower && *point.value < *point.lower));
  }
  return points;
}

}  // namespace

std::optional<ShewhartChart> shewhart_chart(std::string_view name) {
  if (name == "i") return ShewhartChart::i;
  if (name == "mr") return ShewhartChart::mr;
  if (name == "p") return ShewhartChart::p;
  if (name == "c") return ShewhartChart::c;
  if (name == "u") return ShewhartChart::u;
  if (name == "t") return ShewhartChart::t;
  return std::nullopt;
}

std::optional<std::vector<ShewhartPoint>> shewhart(ShewhartChart chart, std::span<const ShewhartValue> values,
                                                   ShewhartOptions options) {
  if (!std::all_of(values.begin(), values.end(), [&](const ShewhartValue& each) { return is_usable(chart, each); })) {
    return std::nullopt;
  }
  std::vector<ShewhartPoint> all;
  std::size_t from = 0;
  while (from < values.size()) {
    std::size_t to = from + 1;
    while (to < values.size() && values[to].part == values[from].part) ++to;
    const std::vector<ShewhartPoint> part = charted_part(chart, values.subspan(from, to - from), options);
    all.insert(all.end(), part.begin(), part.end());
    from = to;
  }
  return all;
}

Runs runs_about(std::span<const double> values, double centre) {
  Runs runs{.observed = values.size()};
  std::size_t run = 0, longest = 0, crossings = 0;
  int before = 0;
  for (const double value : values) {
    const int side = value > centre ? 1 : value < centre ? -1 : 0;
    if (side == 0) continue;
    ++runs.useful;
    run = side == before ? run + 1 : 1;
    if (before != 0 && side != before) ++crossings;
    longest = std::max(longest, run);
    before = side;
  }
  if (runs.useful == 0) return runs;
  const auto useful = static_cast<double>(runs.useful);
  std::size_t needed = 0;
  while (binomial_below(static_cast<double>(needed), useful - 1.0, 0.5) < 0.05) ++needed;
  runs.longest = longest;
  runs.longest_allowed = static_cast<std::size_t>(std::nearbyint(std::log2(useful))) + 3;
  runs.crossings = crossings;
  runs.crossings_needed = needed;
  runs.signal = longest > *runs.longest_allowed || crossings < needed;
  return runs;
}

}  // namespace fairstart::statistics
