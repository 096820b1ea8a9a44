// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/html.hpp"

// The years of a case: what each costs (down) and saves (up), and what is left of both so far. As in other charts places along the
// page are shares of the width, up the page pixels.
namespace fairstart::report {
namespace {

constexpr double case_top = 18, case_bottom = 230;
constexpr int case_height = 262;
constexpr double case_left = 11, case_right = 99;
constexpr std::size_t most_dots = 30, most_year_names = 8;

std::optional<double> in_pounds(const std::optional<std::int64_t>& amount) {
  if (!amount) return std::nullopt;
  return static_cast<double>(*amount) / 1e6;
}

// What a bar is as long as: the likely amount; where only a range is given, its upper end.
double bar_of(const cases::Range& range) { return in_pounds(range.central ? range.central : range.high).value_or(0.0); }

// "£1.5m", "£20k", "−£500": marks of an axis, which are round.
std::string short_pounds(double value) {
  const double size = std::abs(value);
  const std::string_view sign = value < 0 ? "−" : "";
  if (size >= 1e6) return fmt::format("{}£{:g}m", sign, size / 1e6);
  if (size >= 1e3) return fmt::format("{}£{:g}k", sign, size / 1e3);
  return fmt::format("{}£{:g}", sign, size);
}

struct Years {
  Scale scale;
  std::size_t count = 0;
  double each() const { return (case_right - case_left) / static_cast<double>(count); }
  double along(std::size_t i) const { return case_left + each() * (static_cast<double>(i) + 0.5); }
  double up(double value) const {
    return case_bottom - (case_bottom - case_top) * (value - scale.from) / (scale.to - scale.from);
  }
  std::string bar(std::string_view css_class, std::size_t i, double from, double to) const {
    const double high = std::min(up(from), up(to)), size = std::abs(up(from) - up(to));
    if (size < 0.05) return "";
    const double width = std::min(each() * 0.6, 6.0);
    return fmt::format("<rect class=\"{}\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"{:.1f}\" height=\"{:.1f}\"/>\n", css_class,
                       along(i) - width / 2, width, high, size);
  }
};

std::string said(const cases::Result& result) {
  const cases::YearResult& last = result.years.back();
  const auto amount = [](const cases::Range& range) {
    if (range.central) return cases::money_text(*range.central);
    return range.low && range.high ? fmt::format("{} to {}", cases::money_text(*range.low), cases::money_text(*range.high))
                                   : std::string("not known");
  };
  return fmt::format(
      "Costs come to {} and savings to {}; by the end of year {} savings less costs are {}. The table below has "
      "every figure.",
      amount(result.costs), amount(result.savings), last.year, amount(last.so_far));
}

// Between the lowest and the highest: an area is drawn in a frame that stretches, for it has no lines to keep thin.
std::string band(const Years& years, const cases::Result& result) {
  std::string points;
  bool open = false;
  const auto add = [&](std::size_t i, const std::optional<std::int64_t>& end) {
    points += fmt::format("{:.2f},{:.1f} ", years.along(i), years.up(in_pounds(end).value_or(0.0)));
  };
  for (std::size_t i = 0; i < result.years.size(); ++i) {
    const cases::Range& so_far = result.years[i].so_far;
    if (!so_far.low || !so_far.high) return "";
    open = open || so_far.low != so_far.high;
    add(i, so_far.low);
  }
  for (std::size_t i = result.years.size(); i-- > 0;) add(i, result.years[i].so_far.high);
  if (!open) return "";
  points.pop_back();
  return fmt::format(
      "<svg x=\"0\" y=\"0\" width=\"100%\" height=\"{0}\" viewBox=\"0 0 100 {0}\" preserveAspectRatio=\"none\">"
      "<polygon class=\"possible\" points=\"{1}\"/></svg>\n",
      case_height, points);
}

}  // namespace

std::string case_chart(const cases::Result& result, std::string_view title, const std::string& id) {
  if (result.years.size() < 2) return "";
  std::vector<double> values{0.0};
  bool any_range = false;
  for (const cases::YearResult& year : result.years) {
    values.insert(values.end(), {bar_of(year.savings), -bar_of(year.costs)});
    for (const auto& end : {year.so_far.low, year.so_far.central, year.so_far.high}) {
      if (const auto amount = in_pounds(end)) values.push_back(*amount);
    }
    any_range = any_range || year.so_far.low != year.so_far.high;
  }
  const Years years{scale_of(values), result.years.size()};
  std::string out = fmt::format(
      "<svg class=\"control\" role=\"img\" aria-labelledby=\"{0}-t {0}-d\" height=\"{1}\" width=\"100%\">\n<title "
      "id=\"{0}-t\">Year by year: {2}</title>\n<desc id=\"{0}-d\">{3}</desc>\n",
      id, case_height, title, said(result));
  const Scale& scale = years.scale;
  for (double mark = scale.from; mark <= scale.to + scale.step * 1e-6; mark += scale.step) {
    const double even = std::abs(mark) < scale.step * 1e-6 ? 0.0 : mark;
    out += fmt::format(
        "<line class=\"{0}\" x1=\"0\" x2=\"100%\" y1=\"{1:.1f}\" y2=\"{1:.1f}\"/><text x=\"0\" y=\"{2:.1f}\">{3}</text>\n",
        even == 0.0 ? "mean" : "rail", years.up(even), years.up(even) - 3, short_pounds(even));
  }
  out += band(years, result);
  for (std::size_t i = 0; i < years.count; ++i) {
    const cases::YearResult& year = result.years[i];
    out += years.bar("saved", i, 0.0, bar_of(year.savings)) + years.bar("spent", i, 0.0, -bar_of(year.costs));
  }
  std::string dots;
  for (std::size_t i = 0; i < years.count; ++i) {
    const auto here = in_pounds(result.years[i].so_far.central);
    if (!here) continue;
    if (years.count <= most_dots)
      dots += fmt::format("<circle class=\"dot\" cx=\"{:.2f}%\" cy=\"{:.1f}\" r=\"4\"/>\n", years.along(i), years.up(*here));
    const auto before = i > 0 ? in_pounds(result.years[i - 1].so_far.central) : std::nullopt;
    if (!before) continue;
    out += fmt::format("<line class=\"course\" x1=\"{:.2f}%\" y1=\"{:.1f}\" x2=\"{:.2f}%\" y2=\"{:.1f}\"/>\n",
                       years.along(i - 1), years.up(*before), years.along(i), years.up(*here));
  }
  out += dots;
  const std::size_t step = (years.count + most_year_names - 1) / most_year_names;
  for (std::size_t i = 0; i < years.count; i += step) {
    out += fmt::format("<text x=\"{:.2f}%\" y=\"{}\" text-anchor=\"middle\">{}{}</text>\n", years.along(i), case_height - 10,
                       i == 0 ? "Year " : "", result.years[i].year);
  }
  out += "</svg>\n<ul class=\"legend\">";
  const auto entry = [&](std::string_view drawn, std::string_view label) {
    out += fmt::format("<li><svg width=\"26\" height=\"14\" aria-hidden=\"true\">{}</svg> {}</li>", drawn, label);
  };
  entry("<rect class=\"saved\" x=\"7\" width=\"12\" y=\"0\" height=\"14\"/>", "saved in the year (up)");
  entry("<rect class=\"spent\" x=\"7\" width=\"12\" y=\"0\" height=\"14\"/>", "spent in the year (down)");
  if (result.complete)
    entry("<line class=\"course\" x1=\"1\" x2=\"25\" y1=\"7\" y2=\"7\"/><circle class=\"dot\" cx=\"13\" cy=\"7\" r=\"4\"/>",
          "savings less costs so far");
  if (any_range) {
    entry("<rect class=\"possible\" x=\"1\" width=\"24\" y=\"0\" height=\"14\"/>",
          result.complete ? "its lowest to its highest" : "savings less costs so far: lowest to highest");
  }
  return out + "</ul>\n";
}

}  // namespace fairstart::report
