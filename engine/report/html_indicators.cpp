// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "engine/report/html.hpp"

namespace fairstart::report {
namespace {

std::string breakdown_title(const plan::Plan& plan, const std::vector<plan::Breakdown>& axes) {
  std::string title;
  for (const plan::Breakdown& axis : axes) {
    const auto field = std::find_if(plan.fields.begin(), plan.fields.end(),
                                    [&](const plan::Field& candidate) { return candidate.name == axis.label; });
    title += title.empty() ? "" : " and ";
    title += (field == plan.fields.end() ? titled("", axis.label) : titled(field->title, axis.label));
  }
  return title;
}

std::string badge(const std::string& status) {
  if (status.empty()) return "";
  return status == "met" ? "<span class=\"badge good\">✓ met</span>" : "<span class=\"badge bad\">✗ not met</span>";
}

std::string comparison_cell(const std::string& comparison) {
  if (comparison == "better") return "<span class=\"badge good\">better</span>";
  if (comparison == "worse") return "<span class=\"badge bad\">worse</span>";
  return comparison;
}

struct Columns {
  bool bounds, target;
  std::size_t comparators;
};

std::string row_of(const plan::Indicator& indicator, const indicators::Line& line, const Scale& scale, const Columns& columns) {
  std::string row =
      fmt::format("<tr{}><th scope=\"row\">{}</th>", line.breakdown == 0 ? " class=\"total\"" : "", escaped(line.group_title));
  if (line.hidden) {
    const std::size_t span = 4U + (columns.bounds ? 1U : 0U) + (columns.target ? 1U : 0U) + columns.comparators;
    return row + fmt::format("<td colspan=\"{}\"><span class=\"hidden-cell\">hidden (small numbers)</span></td></tr>\n", span);
  }
  const bool percent = indicator.show == plan::Show::percent;
  row += fmt::format("<td class=\"n\">{}<span class=\"share\">of {}</span></td>", number(line.numerator),
                     number(line.denominator));
  row += "<td class=\"n\">";
  if (line.value) row += percent ? fmt::format("{:.1f}%", *line.value) : fmt::format("{:.0f}", *line.value);
  if (line.lower && line.upper) row += fmt::format("<span class=\"share\">{:.1f} to {:.1f}</span>", *line.lower, *line.upper);
  row += "</td><td class=\"chart\">" + (percent ? dot_and_whisker(indicator, line, scale) : "") + "</td>";
  if (columns.bounds) {
    row += "<td class=\"n\">";
    if (line.possible_lo && line.possible_hi) row += fmt::format("{:.1f} to {:.1f}%", *line.possible_lo, *line.possible_hi);
    row += "</td>";
  }
  row += fmt::format("<td class=\"n\">{}</td>", number(line.excluded_shown));
  if (columns.target) row += "<td>" + badge(line.target_status) + "</td>";
  for (const std::string& comparison : line.comparisons) row += "<td>" + comparison_cell(comparison) + "</td>";
  return row + "</tr>\n";
}

void add_key(std::string& page, const plan::Indicator& indicator, const Columns& columns) {
  page +=
      "<ul class=\"legend\"><li><svg width=\"26\" height=\"14\" aria-hidden=\"true\"><line class=\"interval\" x1=\"1\" "
      "x2=\"25\" y1=\"7\" "
      "y2=\"7\"/><circle class=\"dot\" cx=\"13\" cy=\"7\" r=\"4.5\"/></svg> value and 95% interval (Wilson)</li>";
  if (columns.bounds) {
    page +=
        "<li><svg width=\"26\" height=\"14\" aria-hidden=\"true\"><rect class=\"possible\" y=\"1\" width=\"26\" "
        "height=\"12\"/></svg> how low "
        "or high it could be, given what is not known</li>";
  }
  if (columns.target && indicator.target->value) {
    page +=
        "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><line class=\"target\" x1=\"7\" x2=\"7\" y1=\"0\" "
        "y2=\"14\"/></svg> target</li>";
  }
  for (const plan::Comparator& comparator : indicator.comparators) {
    page += fmt::format(
        "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><line class=\"comparator\" x1=\"7\" x2=\"7\" y1=\"0\" "
        "y2=\"14\"/></svg> "
        "{}</li>",
        escaped(comparator_text(comparator)));
  }
  page += "</ul>\n";
}

void add_indicator(std::string& page, const plan::Plan& plan, const IndicatorTable& table) {
  const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
  const std::string title = titled(indicator.title, indicator.name);
  const Scale scale = scale_for(indicator, table.lines);
  const Columns columns{
      std::any_of(table.lines.begin(), table.lines.end(), [](const auto& line) { return line.possible_lo.has_value(); }),
      indicator.target.has_value(), indicator.comparators.size()};
  page += fmt::format("<div class=\"panel\">\n<h3>{}</h3>\n<p class=\"note\">Among {}: counted where {}.", title,
                      escaped(plan.list(indicator.among).text), escaped(plan.expr(indicator.count).text));
  if (indicator.higher_is_better) page += *indicator.higher_is_better ? " Higher is better." : " Lower is better.";
  if (indicator.target) page += " Target: " + escaped(target_words(*indicator.target)) + ".";
  page += fmt::format(
      "</p>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\">\n<table>\n<caption "
      "class=\"quiet\">{0}</caption>\n<thead><tr>"
      "<th scope=\"col\">Group</th><th scope=\"col\" class=\"n\">Counted</th><th scope=\"col\" class=\"n\">Value</th>"
      "<th scope=\"col\" class=\"chart\">{1}</th>",
      title, axis(scale));
  if (columns.bounds) page += "<th scope=\"col\" class=\"n\">Could be</th>";
  page += "<th scope=\"col\" class=\"n\">Left out</th>";
  if (columns.target) page += "<th scope=\"col\">Target</th>";
  for (const plan::Comparator& comparator : indicator.comparators)
    page += fmt::format("<th scope=\"col\">{}</th>", escaped(comparator.label));
  page += "</tr></thead>\n<tbody>\n";
  std::size_t breakdown = 0;
  const std::size_t width = 5U + (columns.bounds ? 1U : 0U) + (columns.target ? 1U : 0U) + columns.comparators;
  for (const indicators::Line& line : table.lines) {
    if (line.breakdown != breakdown) {
      breakdown = line.breakdown;
      page += fmt::format("</tbody>\n<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n", width,
                          breakdown_title(plan, indicator.by[breakdown - 1]));
    }
    page += row_of(indicator, line, scale, columns);
  }
  page += "</tbody>\n</table>\n</div>\n";
  if (indicator.show == plan::Show::percent) add_key(page, indicator, columns);
  page +=
      "<p class=\"note\">“Left out”: it is not known whether they belong, or whether they count; they are in neither number.";
  if (indicator.hide_below)
    page += fmt::format(" Counts from 1 to {} are hidden, and those that would give them away.", *indicator.hide_below - 1);
  if (indicator.round_to) {
    page += fmt::format(" Counts are rounded to the nearest {}; values and intervals are worked out before rounding.",
                        *indicator.round_to);
  }
  page += "</p>\n" + notes_html(indicator.notes) + "</div>\n";
}

}  // namespace

void add_indicators(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (figures.indicators.empty()) return;
  page +=
      "<section id=\"outcomes\" aria-labelledby=\"outcomes-h\">\n<h2 id=\"outcomes-h\">Outcomes</h2>\n<p>Each outcome that the "
      "framework "
      "aims at, with its indicators.</p>\n";
  const auto add_all_of = [&](plan::OutcomeId outcome) {
    for (const IndicatorTable& table : figures.indicators) {
      if (plan.indicators[table.indicator.index()].outcome == outcome) add_indicator(page, plan, table);
    }
  };
  for (std::size_t i = 0; i < plan.outcomes.size(); ++i) {
    const plan::OutcomeId id(i);
    const bool any = std::any_of(figures.indicators.begin(), figures.indicators.end(), [&](const IndicatorTable& table) {
      return plan.indicators[table.indicator.index()].outcome == id;
    });
    if (!any) continue;
    page += fmt::format("<h3>{}</h3>\n{}", titled(plan.outcomes[i].title, plan.outcomes[i].name),
                        notes_html(plan.outcomes[i].notes));
    add_all_of(id);
  }
  add_all_of(plan::OutcomeId());
  page += "</section>\n";
}

}  // namespace fairstart::report
