// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/html.hpp"

// Drawings in the cells of tables: bars, dots and whiskers. Places along the cell are shares of its width, so that a drawing is
// as wide as the page allows and its lines stay as thin as they are.
namespace fairstart::report {
namespace {

// Ends are kept off the edge, so that a dot at either end is whole.
double place(const Scale& scale, double value) {
  if (!(scale.to > scale.from)) return 50.0;
  return 3.0 + 94.0 * (std::clamp(value, scale.from, scale.to) - scale.from) / (scale.to - scale.from);
}

std::string drawing(std::string_view css_class, int height, std::string_view label) {
  return fmt::format("<svg class=\"{}\" aria-hidden=\"true\" height=\"{}\" width=\"100%\"><title>{}</title>", css_class, height,
                     escaped(label));
}

std::string upright(std::string_view css_class, double at, int from, int to) {
  return fmt::format("<line class=\"{0}\" x1=\"{1:.2f}%\" x2=\"{1:.2f}%\" y1=\"{2}\" y2=\"{3}\"/>", css_class, at, from, to);
}

// 1, 2 or 5 times a power of ten: the least that is no less.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (times * power >= least * (1 - 1e-9)) return times * power;
  }
  return 10.0 * power;
}

}  // namespace

std::string stacked_bar(const std::vector<BarPart>& parts, std::int64_t of, std::string_view label) {
  std::string out = drawing("bar", 18, label);
  double at = 0.0;
  for (const BarPart& part : parts) {
    if (part.size <= 0 || of <= 0) continue;
    const double width = 100.0 * static_cast<double>(part.size) / static_cast<double>(of);
    out += fmt::format("<rect class=\"{}\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"1\" height=\"16\"/>", part.css_class, at, width);
    at += width;
  }
  return out + "</svg>";
}

std::string plain_bar(double share, std::string_view label) {
  return drawing("bar", 18, label) +
         fmt::format("<rect class=\"amount\" x=\"0\" width=\"{:.2f}%\" y=\"1\" height=\"16\"/></svg>",
                     100.0 * std::clamp(share, 0.0, 1.0));
}

std::optional<double> goal_shown(const plan::Indicator& indicator) {
  if (!indicator.target) return std::nullopt;
  const auto goal = indicators::goal_of(*indicator.target, indicator.baseline);
  return goal ? indicators::as_shown(indicators::unit_of(indicator), *goal) : std::nullopt;
}

Scale scale_of(const std::vector<double>& values, double step_at_least) {
  double from = 0, to = 0;
  bool any = false;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    from = any ? std::min(from, value) : value;
    to = any ? std::max(to, value) : value;
    any = true;
  }
  if (!any) return {0, 1, 1};
  const double size = std::max({std::abs(from), std::abs(to), 1e-6});
  const double step = round_step(std::max({(to - from) / 4.0, step_at_least, size * 1e-6}));
  from = std::floor(from / step + 1e-9) * step;
  to = std::ceil(to / step - 1e-9) * step;
  if (to <= from) to = from + step;
  return {from, to, step};
}

Scale scale_for(const plan::Indicator& indicator, const std::vector<indicators::Line>& lines) {
  std::vector<double> values;
  const auto reach = [&](const std::optional<double>& value) {
    if (value) values.push_back(*value);
  };
  for (const indicators::Line& line : lines) {
    for (const auto& value : {line.value, line.lower, line.upper, line.possible_lo, line.possible_hi}) reach(value);
  }
  reach(goal_shown(indicator));
  const indicators::Unit unit = indicators::unit_of(indicator);
  for (const plan::Comparator& comparator : indicator.comparators)
    reach(indicators::as_shown(unit, indicators::Fraction{comparator.value, 1}));
  Scale scale = scale_of(values, indicator.show == plan::Show::percent ? 5.0 : 0.0);
  if (indicator.show == plan::Show::percent) scale.to = std::min(scale.to, 100.0);
  return scale;
}

std::string mark_text(const Scale& scale, double value) {
  const int places = std::clamp(static_cast<int>(std::ceil(-std::log10(scale.step) - 1e-9)), 0, 6);
  std::string text = fmt::format("{:.{}f}", value, places);
  return text == fmt::format("-{:.{}f}", 0.0, places) ? text.substr(1) : text;
}

std::string axis(const Scale& scale, std::string_view suffix) {
  std::string out = "<svg class=\"axis\" aria-hidden=\"true\" height=\"16\" width=\"100%\">";
  for (const double value : {scale.from, scale.to}) {
    const bool start = value == scale.from;
    out += fmt::format("<text x=\"{}%\" y=\"12\" text-anchor=\"{}\">{}{}</text>", start ? 0 : 100, start ? "start" : "end",
                       mark_text(scale, value), suffix == "%" ? "%" : "");
  }
  return out + "</svg>";
}

std::string dot_and_whisker(const plan::Indicator& indicator, const indicators::Line& line, const Scale& scale) {
  if (!line.value) return "";
  const indicators::Unit unit = indicators::unit_of(indicator);
  std::string label = plain_figure(unit, *line.value) + (indicator.show == plan::Show::percent ? "%" : "");
  if (line.lower && line.upper) {
    label += fmt::format(", {} interval {} to {}", confidence_words(indicator), plain_figure(unit, *line.lower),
                         plain_figure(unit, *line.upper));
  }
  if (line.possible_lo && line.possible_hi) {
    label += fmt::format(", could be {} to {}", plain_figure(unit, *line.possible_lo), plain_figure(unit, *line.possible_hi));
  }
  std::string out = drawing("whisker", 26, label) + "<line class=\"rail\" x1=\"3%\" x2=\"97%\" y1=\"13\" y2=\"13\"/>";
  if (line.possible_lo && line.possible_hi) {
    const double from = place(scale, *line.possible_lo), to = place(scale, *line.possible_hi);
    out += fmt::format("<rect class=\"possible\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"6\" height=\"14\"/>", from,
                       std::max(to - from, 0.4));
  }
  if (const auto goal = goal_shown(indicator)) out += upright("target", place(scale, *goal), 0, 26);
  for (const plan::Comparator& comparator : indicator.comparators) {
    if (const auto at = indicators::as_shown(unit, indicators::Fraction{comparator.value, 1}))
      out += upright("comparator", place(scale, *at), 3, 23);
  }
  if (line.lower && line.upper) {
    const double from = place(scale, *line.lower), to = place(scale, *line.upper);
    out += fmt::format("<line class=\"interval\" x1=\"{:.2f}%\" x2=\"{:.2f}%\" y1=\"13\" y2=\"13\"/>", from, to);
    for (const double end : {from, to}) out += upright("interval", end, 9, 17);
  }
  out += fmt::format("<circle class=\"dot\" cx=\"{:.2f}%\" cy=\"13\" r=\"4.5\"/>", place(scale, *line.value));
  return out + "</svg>";
}

std::string dot(double value, const Scale& scale, std::string_view label) {
  return drawing("whisker", 26, label) +
         fmt::format(
             "<line class=\"rail\" x1=\"3%\" x2=\"97%\" y1=\"13\" y2=\"13\"/><circle class=\"dot\" cx=\"{:.2f}%\" cy=\"13\" "
             "r=\"4.5\"/></svg>",
             place(scale, value));
}

}  // namespace fairstart::report
