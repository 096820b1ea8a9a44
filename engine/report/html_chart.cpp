// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dsl/base/calendar.hpp"
#include "engine/report/html.hpp"

// The control chart of a trend. Along the page places are shares of the width, up the page they are pixels: letters and lines keep
// their size on a telephone and on paper.
namespace fairstart::report {
namespace {

constexpr double top = 18, bottom = 214;
constexpr int chart_height = 246;
constexpr double first_point = 11, last_point = 97;

// "Mar 2026": where a period was not written as words, its end is enough for a mark.
std::string short_period(const plan::Period& period) {
  if (!period.text.empty()) {
    // "financial year 2024/25": the year says enough under a chart.
    const std::size_t blank = period.text.rfind(' ');
    return period.text.size() > 12 && blank != std::string::npos ? period.text.substr(blank + 1) : period.text;
  }
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = base::format_iso_date(period.to);
  const auto month = static_cast<std::size_t>(iso[5] - '0') * 10 + static_cast<std::size_t>(iso[6] - '0');
  return fmt::format("{} {}", months[(month + 11) % 12], iso.substr(0, 4));
}

struct Plot {
  Scale scale;
  std::size_t points = 0;
  double along(std::size_t i) const {
    if (points < 2) return (first_point + last_point) / 2;
    return first_point + (last_point - first_point) * static_cast<double>(i) / static_cast<double>(points - 1);
  }
  double up(double value) const {
    const double within = (std::clamp(value, scale.from, scale.to) - scale.from) / (scale.to - scale.from);
    return bottom - (bottom - top) * within;
  }
  std::string level(std::string_view css_class, double value, double from = first_point - 4, double to = 100.0) const {
    return fmt::format("<line class=\"{0}\" x1=\"{1:.2f}%\" x2=\"{2:.2f}%\" y1=\"{3:.1f}\" y2=\"{3:.1f}\"/>\n", css_class, from,
                       to, up(value));
  }
  // Where a part begins: half way from the point before.
  double begins(std::size_t i) const { return i == 0 ? first_point - 4 : (along(i - 1) + along(i)) / 2; }
};

// A shape for each meaning, so that none rests on colour.
std::string point_mark(double along, double up, std::string_view meaning) {
  if (meaning.empty()) return fmt::format("<circle class=\"dot\" cx=\"{:.2f}%\" cy=\"{:.1f}\" r=\"4\"/>", along, up);
  const bool good = meaning == "improvement", bad = meaning == "concern";
  const std::string_view shape = good ? "M0 -7L7 0L0 7L-7 0Z" : bad ? "M-5.5 -5.5H5.5V5.5H-5.5Z" : "M0 -6.5L6.5 5.5H-6.5Z";
  // A path takes no shares of the width: it stands in a frame of its own that does.
  return fmt::format("<svg x=\"{:.2f}%\" y=\"{:.1f}\" overflow=\"visible\"><path class=\"{}\" d=\"{}\"/></svg>", along, up,
                     good  ? "improvement"
                     : bad ? "concern"
                           : "special",
                     shape);
}

std::string told(const plan::Plan& plan, const plan::Spread& spread, const indicators::TrendLine& line) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  const indicators::Unit unit = indicators::unit_of(indicator);
  const indicators::TrendPoint *first = nullptr, *last = nullptr;
  std::size_t shown = 0, special = 0;
  for (const indicators::TrendPoint& point : line.points) {
    if (!point.value) continue;
    first = first != nullptr ? first : &point;
    last = &point;
    ++shown;
    special += indicators::words(point.chart.signal).empty() ? 0U : 1U;
  }
  if (first == nullptr) return "No point can be shown.";
  std::string text = fmt::format("{} point{}, from {} ({}) to {} ({}).", shown, shown == 1 ? "" : "s",
                                 figure_text(plan, unit, *first->value), escaped(short_period(first->period)),
                                 figure_text(plan, unit, *last->value), escaped(short_period(last->period)));
  for (const indicators::TrendPart& part : line.parts) {
    if (part.rebase == nullptr || part.points == 0) continue;
    text += fmt::format(" Limits start anew on {}.", base::format_long_date(part.rebase->on));
  }
  if (line.limits) {
    const bool anew = indicators::last_part(line)->rebase != nullptr;
    text += fmt::format(" {} {}, limits {} to {}.", anew ? "Since then mean" : "Mean", plain_figure(unit, line.limits->mean),
                        plain_figure(unit, line.limits->lower), plain_figure(unit, line.limits->upper));
    text += special == 0 ? " No point is special."
                         : fmt::format(" {} {} special.", special, special == 1 ? "point is" : "points are");
  }
  return text + " The table below has every figure.";
}

}  // namespace

std::string control_chart(const plan::Plan& plan, const plan::Spread& spread, const indicators::TrendLine& line,
                          const std::string& id) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  std::vector<double> values;
  for (const indicators::TrendPoint& point : line.points)
    if (point.value) values.push_back(*point.value);
  if (values.size() < 2) return "";
  for (const indicators::TrendPart& part : line.parts)
    if (part.limits) values.insert(values.end(), {part.limits->lower, part.limits->upper});
  const std::optional<double> goal = goal_shown(indicator);
  if (goal) values.push_back(*goal);
  const Plot plot{scale_of(values), line.points.size()};

  std::string out = fmt::format(
      "<svg class=\"control\" role=\"img\" aria-labelledby=\"{0}-t {0}-d\" height=\"{1}\" width=\"100%\">\n<title "
      "id=\"{0}-t\">Control chart: {2}</title>\n<desc id=\"{0}-d\">{3}</desc>\n",
      id, chart_height, titled(spread.title.empty() ? indicator.title : spread.title, spread.name), told(plan, spread, line));
  const std::string_view percent = indicator.show == plan::Show::percent ? "%" : "";
  for (double mark = plot.scale.from; mark <= plot.scale.to + plot.scale.step * 1e-6; mark += plot.scale.step) {
    out += fmt::format(
        "<line class=\"rail\" x1=\"0\" x2=\"100%\" y1=\"{0:.1f}\" y2=\"{0:.1f}\"/><text x=\"0\" y=\"{1:.1f}\">{2}{3}</text>\n",
        plot.up(mark), plot.up(mark) - 3, mark_text(plot.scale, mark), percent);
  }
  for (std::size_t first = 0, next = 0; first < line.points.size(); first = next) {
    const std::size_t part = line.points[first].part;
    while (next < line.points.size() && line.points[next].part == part) ++next;
    const double from = plot.begins(first), to = next < line.points.size() ? plot.begins(next) : 100.0;
    if (first > 0)
      out += fmt::format("<line class=\"anew\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1}\" y2=\"{2}\"/>\n", from, top, bottom);
    const auto& limits = line.parts[part].limits;
    if (!limits) continue;
    const double low = plot.up(limits->lower), high = plot.up(limits->upper);
    out += fmt::format("<rect class=\"within\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"{:.1f}\" height=\"{:.1f}\"/>\n", from,
                       to - from, high, std::max(low - high, 0.5));
    out += plot.level("limit", limits->lower, from, to) + plot.level("limit", limits->upper, from, to) +
           plot.level("mean", limits->mean, from, to);
  }
  if (goal) out += plot.level("target", *goal);
  std::optional<std::size_t> before;
  std::string marks;
  for (std::size_t i = 0; i < line.points.size(); ++i) {
    const indicators::TrendPoint& point = line.points[i];
    if (!point.value) {
      before.reset();  // a gap in the line says that a point is not shown
      continue;
    }
    if (before && line.points[*before].part == point.part) {
      out += fmt::format("<line class=\"course\" x1=\"{:.2f}%\" y1=\"{:.1f}\" x2=\"{:.2f}%\" y2=\"{:.1f}\"/>\n",
                         plot.along(*before), plot.up(*line.points[*before].value), plot.along(i), plot.up(*point.value));
    }
    const bool special = !indicators::words(point.chart.signal).empty();
    marks += point_mark(plot.along(i), plot.up(*point.value),
                        special ? indicators::meaning(point.chart, indicator.higher_is_better) : "") +
             "\n";
    before = i;
  }
  out += marks;
  const std::size_t last = line.points.size() - 1;
  std::vector<std::size_t> named{0};
  if (last > 3) named.push_back(last / 2);
  named.push_back(last);
  for (const std::size_t i : named) {
    out += fmt::format("<text x=\"{:.2f}%\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", plot.along(i), chart_height - 10,
                       i == 0      ? "start"
                       : i == last ? "end"
                                   : "middle",
                       escaped(short_period(line.points[i].period)));
  }
  out += "</svg>\n<ul class=\"legend\">";
  const auto entry = [&](std::string_view drawn, std::string_view label) {
    out += fmt::format("<li><svg width=\"26\" height=\"14\" aria-hidden=\"true\">{}</svg> {}</li>", drawn, label);
  };
  entry("<line class=\"course\" x1=\"1\" x2=\"25\" y1=\"7\" y2=\"7\"/><circle class=\"dot\" cx=\"13\" cy=\"7\" r=\"4\"/>",
        "value");
  if (line.limits) {
    entry("<line class=\"mean\" x1=\"1\" x2=\"25\" y1=\"7\" y2=\"7\"/>", "mean");
    entry(
        "<rect class=\"within\" x=\"1\" width=\"24\" height=\"14\"/><line class=\"limit\" x1=\"1\" x2=\"25\" y1=\"1\" "
        "y2=\"1\"/><line class=\"limit\" x1=\"1\" x2=\"25\" y1=\"13\" y2=\"13\"/>",
        "what varies by chance alone lies between the limits");
  }
  if (!line.points.empty() && line.points.front().part != line.points.back().part)
    entry("<line class=\"anew\" x1=\"13\" x2=\"13\" y1=\"0\" y2=\"14\"/>", "limits start anew");
  if (goal) entry("<line class=\"target\" x1=\"1\" x2=\"25\" y1=\"7\" y2=\"7\"/>", "target");
  const auto meant = [&](std::string_view meaning) {
    return std::any_of(line.points.begin(), line.points.end(), [&](const indicators::TrendPoint& point) {
      return point.value && !indicators::words(point.chart.signal).empty() &&
             indicators::meaning(point.chart, indicator.higher_is_better) == meaning;
    });
  };
  if (meant("improvement")) entry("<path class=\"improvement\" d=\"M13 0L20 7L13 14L6 7Z\"/>", "special: improvement");
  if (meant("concern")) entry("<path class=\"concern\" d=\"M7.5 1.5H18.5V12.5H7.5Z\"/>", "special: concern");
  if (meant("higher") || meant("lower"))
    entry("<path class=\"special\" d=\"M13 0.5L19.5 12.5H6.5Z\"/>", "special: higher or lower");
  return out + "</ul>\n";
}

}  // namespace fairstart::report
