// SPDX-License-Identifier: Apache-2.0
#include "engine/report/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"
#include "engine/indicators/statistics.hpp"

namespace fairstart::report {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default:
        // Control characters have no place in HTML.
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return out;
}

std::string readable(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c == '-' || c == '_' ? ' ' : c;
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out;
}

std::string titled(const std::string& title, const std::string& name) {
  return escaped(title.empty() || title == name ? readable(name) : title);
}

std::string number(std::int64_t count) { return base::format_decimal(count * base::million, true); }

std::string number(const Shown& count) { return count ? number(*count) : "<span class=\"hidden-cell\">hidden</span>"; }

std::string share(const Shown& part, const Shown& of) {
  if (!part || !of) return "";
  const auto tenths = indicators::percent_tenths(*part, *of);
  return tenths ? fmt::format("{}.{}%", *tenths / 10, *tenths % 10) : "";
}

std::string plural(const Shown& count, std::string_view one, std::string_view many) {
  if (!count) return fmt::format("a small number of {}", many);
  return fmt::format("{} {}", number(*count), *count == 1 ? one : many);
}

std::string stacked_bar(const std::vector<BarPart>& parts, std::int64_t of, std::string_view label) {
  std::string out =
      fmt::format("<svg class=\"bar\" role=\"img\" aria-label=\"{}\" height=\"18\" width=\"100%\">", escaped(label));
  double at = 0.0;
  for (const BarPart& part : parts) {
    if (part.size <= 0 || of <= 0) continue;
    const double width = 100.0 * static_cast<double>(part.size) / static_cast<double>(of);
    out += fmt::format("<rect class=\"{}\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"1\" height=\"16\"/>", part.css_class, at, width);
    at += width;
  }
  return out + "</svg>";
}

std::string legend(const std::vector<std::pair<std::string, std::string>>& class_and_label) {
  std::string out = "<ul class=\"legend\">";
  for (const auto& [css_class, label] : class_and_label) {
    out += fmt::format(
        "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"{}\" width=\"14\" height=\"14\"/></svg> "
        "{}</li>",
        css_class, label);
  }
  return out + "</ul>\n";
}

namespace {

std::optional<double> goal_percent(const plan::Indicator& indicator) {
  if (!indicator.target) return std::nullopt;
  const auto goal = indicators::goal_of(*indicator.target, indicator.baseline);
  return goal ? indicators::as_shown(indicators::unit_of(indicator), *goal) : std::nullopt;
}

}  // namespace

Scale scale_for(const plan::Indicator& indicator, const std::vector<indicators::Line>& lines) {
  double from = 100.0, to = 0.0;
  const auto reach = [&](const std::optional<double>& value) {
    if (!value) return;
    from = std::min(from, *value);
    to = std::max(to, *value);
  };
  for (const indicators::Line& line : lines) {
    for (const auto& value : {line.value, line.lower, line.upper, line.possible_lo, line.possible_hi}) reach(value);
  }
  if (const auto goal = goal_percent(indicator)) reach(goal);
  for (const plan::Comparator& comparator : indicator.comparators) reach(static_cast<double>(comparator.value) / 10'000.0);
  if (from > to) return {0.0, 100.0};
  from = std::max(0.0, std::floor(from / 10.0) * 10.0);
  to = std::min(100.0, std::ceil(to / 10.0) * 10.0);
  if (to - from < 20.0) (to < 100.0 ? to : from) += to < 100.0 ? 20.0 - (to - from) : (to - from) - 20.0;
  return {from, std::min(100.0, to)};
}

namespace {

// Ends are kept off the edge, so that a dot at either end is whole.
double place(const Scale& scale, double value) {
  const double within = (std::clamp(value, scale.from, scale.to) - scale.from) / (scale.to - scale.from);
  return 3.0 + 94.0 * within;
}

}  // namespace

std::string axis(const Scale& scale) {
  std::string out = "<svg class=\"axis\" aria-hidden=\"true\" height=\"16\" width=\"100%\">";
  for (const double value : {scale.from, (scale.from + scale.to) / 2.0, scale.to}) {
    const std::string_view anchor = value == scale.from ? "start" : value == scale.to ? "end" : "middle";
    const double at = value == scale.from ? 0.0 : value == scale.to ? 100.0 : 50.0;
    out += fmt::format("<text x=\"{:.1f}%\" y=\"12\" text-anchor=\"{}\">{:g}%</text>", at, anchor, value);
  }
  return out + "</svg>";
}

std::string dot_and_whisker(const plan::Indicator& indicator, const indicators::Line& line, const Scale& scale) {
  if (!line.value) return "";
  std::string label = fmt::format("{:.1f}%", *line.value);
  if (line.lower && line.upper) {
    label += fmt::format(", {} interval {:.1f}% to {:.1f}%", confidence_words(indicator), *line.lower, *line.upper);
  }
  if (line.possible_lo && line.possible_hi) {
    label += fmt::format(", could be {:.1f}% to {:.1f}%", *line.possible_lo, *line.possible_hi);
  }
  std::string out = fmt::format("<svg class=\"whisker\" role=\"img\" aria-label=\"{}\" height=\"26\" width=\"100%\">", label);
  out += "<line class=\"rail\" x1=\"3%\" x2=\"97%\" y1=\"13\" y2=\"13\"/>";
  if (line.possible_lo && line.possible_hi) {
    const double from = place(scale, *line.possible_lo), to = place(scale, *line.possible_hi);
    out += fmt::format("<rect class=\"possible\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"7\" height=\"12\" rx=\"2\"/>", from,
                       std::max(to - from, 0.2));
  }
  if (const auto goal = goal_percent(indicator)) {
    const double at = place(scale, *goal);
    out += fmt::format("<line class=\"target\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"0\" y2=\"26\"/>", at);
  }
  for (const plan::Comparator& comparator : indicator.comparators) {
    const double at = place(scale, static_cast<double>(comparator.value) / 10'000.0);
    out += fmt::format("<line class=\"comparator\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"3\" y2=\"23\"/>", at);
  }
  if (line.lower && line.upper) {
    const double from = place(scale, *line.lower), to = place(scale, *line.upper);
    out += fmt::format("<line class=\"interval\" x1=\"{:.2f}%\" x2=\"{:.2f}%\" y1=\"13\" y2=\"13\"/>", from, to);
    for (const double end : {from, to}) {
      out += fmt::format("<line class=\"interval\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"9\" y2=\"17\"/>", end);
    }
  }
  out += fmt::format("<circle class=\"dot\" cx=\"{:.2f}%\" cy=\"13\" r=\"4.5\"/>", place(scale, *line.value));
  return out + "</svg>";
}

std::string notes_html(const plan::Notes& notes) {
  std::string out;
  for (const std::string& note : notes.notes) out += fmt::format("<p class=\"note\">{}</p>", escaped(note));
  if (!notes.sources.empty()) {
    out += "<p class=\"note\">Source: ";
    for (std::size_t i = 0; i < notes.sources.size(); ++i) {
      out += i == 0 ? "" : "; ";
      out += escaped(notes.sources[i]);
    }
    out += "</p>";
  }
  return out;
}

std::string small_numbers_note(const Figures& figures) {
  if (figures.below == 0) return "";
  return fmt::format(
      "<p class=\"note\">“hidden”: hidden (small numbers). Counts from 1 to {} are not shown, nor those from "
      "which they could be worked out.</p>\n",
      figures.below - 1);
}

}  // namespace fairstart::report
