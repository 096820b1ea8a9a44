// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/calendar.hpp"
#include "engine/report/html.hpp"

namespace fairstart::report {
namespace {

std::string_view what_it_means(indicators::Measure measure, bool higher_is_better) {
  switch (measure) {
    case indicators::Measure::gap:
      return higher_is_better ? "Above 0: the first side is worse off." : "The first side less the second.";
    case indicators::Measure::ratio:
      return higher_is_better ? "Over 1: the first side is worse off." : "The first side divided by the second.";
    case indicators::Measure::slope_index:
      return "How far apart the two ends are, by a straight line through all ranks. Above 0: the lowest ranks are worse off.";
    case indicators::Measure::relative_index:
      return "One end of the ranks divided by the other. Over 1: the lowest ranks are worse off.";
    case indicators::Measure::concentration_index:
      return "From −1, all among the lowest ranks, to 1, all among the highest; 0: evenly spread.";
  }
  return "";
}

// "imd-quintile 1" for people: "Deprivation fifth: 1".
std::string side_words(const plan::Plan& plan, const std::string& label) {
  const std::size_t blank = label.find(' ');
  if (blank == std::string::npos) return escaped(readable(label));
  const std::string axis = breakdown_words(plan, {{.label = label.substr(0, blank)}});
  std::string value = label.substr(blank + 1);
  std::erase(value, '"');
  return axis.substr(0, axis.find(',')) + ": " + escaped(value);
}

std::string standing(const plan::Plan& plan, const plan::Spread& spread, const indicators::Unit& unit,
                     const std::string& status, base::Day as_at) {
  if (!spread.target) return "";
  std::string words = " Target: " + escaped(target_words(plan, unit, *spread.target, {}));
  if (!status.empty()) words += fmt::format(": <strong>{}</strong>", status_words(status, *spread.target, as_at));
  return words + ".";
}

// Nothing where nothing is open.
std::string could_be(const indicators::Unit& unit, const std::optional<double>& lo, const std::optional<double>& hi,
                     double value) {
  if ((!lo && !hi) || (lo == value && hi == value)) return "";
  const std::string words = lo && hi ? fmt::format("from {} to {}", plain_figure(unit, *lo), plain_figure(unit, *hi))
                            : lo     ? "at least " + plain_figure(unit, *lo)
                                     : "at most " + plain_figure(unit, *hi);
  return fmt::format(" With all facts known it could be {}.", words);
}

void add_figure(std::string& page, const plan::Plan& plan, const SpreadTable& table, base::Day as_at) {
  const plan::Spread& spread = plan.spreads[table.spread.index()];
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  const indicators::SpreadLine& line = table.line;
  const indicators::Unit unit = indicators::unit_of(plan, spread), own = indicators::unit_of(indicator);
  const std::string title = titled(spread.title, spread.name);
  page += fmt::format("<div class=\"block\">\n<h4>{}</h4>\n<p>", title);
  const std::string measure(indicators::words(line.measure));
  if (line.hidden) {
    page += fmt::format("The {} is <span class=\"hidden-cell\">hidden (small numbers)</span>.", measure);
  } else if (!line.value) {
    page += fmt::format("There is no {}: {}.", measure, escaped(line.why_none.empty() ? "it is out of range" : line.why_none));
  } else {
    page += fmt::format("The {} is <strong>{}</strong>", measure, figure_text(plan, unit, *line.value));
    if (line.lower && line.upper) {
      page += fmt::format(" ({} interval {} to {})", confidence_words(indicator), plain_figure(unit, *line.lower),
                          plain_figure(unit, *line.upper));
    }
    if (line.period) page += ", " + escaped(period_words(*line.period));
    page += '.' + could_be(unit, line.possible_lo, line.possible_hi, *line.value);
  }
  page += standing(plan, spread, unit, line.target_status, as_at) + "</p>\n";
  std::vector<double> values;
  for (const indicators::SpreadPart& part : line.parts)
    if (part.value) values.push_back(*part.value);
  const Scale scale = scale_of(values);
  std::string rows;
  for (const indicators::SpreadPart& part : line.parts) {
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"chart\">{}</td></tr>\n",
                        spread.over.label.empty() ? side_words(plan, part.label) : escaped(part.label),
                        part.value ? figure_text(plan, own, *part.value) : "",
                        part.value ? dot(*part.value, scale, figure_text(plan, own, *part.value)) : "");
  }
  if (!rows.empty()) {
    page += open_table(title,
                       {{"", spread.over.label.empty() ? "Side" : breakdown_words(plan, {spread.over})},
                        {"n", titled(indicator.title, indicator.name)},
                        {"chart", std::string("<span class=\"quiet\">Drawn</span>") +
                                      (values.empty() ? "" : axis(scale, indicators::suffix_of(plan, own)))}},
                       true) +
            rows + std::string(close_table);
  }
  page += fmt::format("<p class=\"note\">{} Of “{}”.", what_it_means(line.measure, indicator.higher_is_better.has_value()),
                      titled(indicator.title, indicator.name));
  if (!line.method.empty()) page += fmt::format(" Interval: {}.", escaped(capital(line.method)));
  page += "</p>\n" + notes_html(spread.notes) + "</div>\n";
}

std::string bounds_words(const indicators::Unit& unit, const std::optional<double>& lo, const std::optional<double>& hi) {
  if (lo && hi)
    return *lo == *hi ? plain_figure(unit, *lo) : fmt::format("{} to {}", plain_figure(unit, *lo), plain_figure(unit, *hi));
  if (lo) return "at least " + plain_figure(unit, *lo);
  return hi ? "at most " + plain_figure(unit, *hi) : "";
}

// A row across the table: from here on limits and signals are of these points alone.
std::string new_limits(const plan::Plan& plan, const indicators::Unit& unit, const indicators::TrendPart& part, int columns) {
  std::string words = "Limits start anew";
  if (part.rebase != nullptr)
    words += fmt::format(" on {}: {}", base::format_long_date(part.rebase->on), escaped(part.rebase->because));
  if (part.limits) {
    words += fmt::format(" <span class=\"share\">Mean {}; by chance alone from {} to {}</span>",
                         figure_text(plan, unit, part.limits->mean), plain_figure(unit, part.limits->lower),
                         plain_figure(unit, part.limits->upper));
  }
  return fmt::format("</tbody>\n<tbody>\n<tr class=\"group\"><th colspan=\"{}\" scope=\"rowgroup\">{}</th></tr>\n", columns,
                     words);
}

void add_trend(std::string& page, const plan::Plan& plan, const TrendTable& table) {
  const plan::Spread& spread = plan.spreads[table.spread.index()];
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  const indicators::TrendLine& line = table.line;
  const indicators::Unit unit = indicators::unit_of(indicator);
  const std::string title = titled(spread.title.empty() ? indicator.title : spread.title, spread.name);
  page += fmt::format("<div class=\"block\">\n<h4>{}: trend</h4>\n<p>", title);
  const indicators::TrendPart* last = indicators::last_part(line);
  if (line.limits) {
    if (last->rebase != nullptr) page += fmt::format("Since {}: mean ", base::format_long_date(last->rebase->on));
    page += fmt::format("{}{}; what varies by chance alone lies from {} to {}.", last->rebase != nullptr ? "" : "Mean ",
                        figure_text(plan, unit, line.limits->mean), plain_figure(unit, line.limits->lower),
                        plain_figure(unit, line.limits->upper));
  } else if (last != nullptr && last->rebase != nullptr) {
    page += fmt::format("Since {} fewer than two points can be shown: there are no limits yet.",
                        base::format_long_date(last->rebase->on));
  } else {
    page += line.points.empty() ? "There is no point yet."
                                : "Fewer than two points can be shown: there are no limits and no chart.";
  }
  for (std::size_t i = 0; i + 1 < line.parts.size(); ++i) {
    const indicators::TrendPart& part = line.parts[i];
    if (!part.limits || &part == last) continue;
    page += fmt::format(" Before {}: mean {}, from {} to {}.", base::format_long_date(line.parts[i + 1].rebase->on),
                        figure_text(plan, unit, part.limits->mean), plain_figure(unit, part.limits->lower),
                        plain_figure(unit, part.limits->upper));
  }
  if (line.assurance != indicators::Assurance::none) {
    page += fmt::format(" As it stands it {}.", indicators::words(line.assurance));
  }
  page += "</p>\n";
  const bool any_bounds = std::any_of(line.points.begin(), line.points.end(), [](const indicators::TrendPoint& point) {
    return point.possible_lo || point.possible_hi;
  });
  std::string rows;
  std::size_t part = 0;
  for (const indicators::TrendPoint& point : line.points) {
    if (point.part != part) rows += new_limits(plan, unit, line.parts[point.part], any_bounds ? 5 : 4);
    part = point.part;
    rows += fmt::format("<tr><th scope=\"row\">{}</th>", escaped(period_words(point.period)));
    if (point.hidden) {
      rows += fmt::format("<td colspan=\"{}\"><span class=\"hidden-cell\">hidden (small numbers)</span></td></tr>\n",
                          any_bounds ? 4 : 3);
      continue;
    }
    std::string signal(indicators::words(point.chart.signal));
    const std::string_view meaning = indicators::meaning(point.chart, indicator.higher_is_better);
    if (!meaning.empty()) signal += fmt::format(": {}", meaning);
    rows += fmt::format(
        "<td class=\"n\">{}</td>{}<td>{}</td><td>{}</td></tr>\n", point.value ? figure_text(plan, unit, *point.value) : "",
        any_bounds ? "<td class=\"n\">" + bounds_words(unit, point.possible_lo, point.possible_hi) + "</td>" : "",
        point.reading ? "reading" : "records", signal);
  }
  page += control_chart(plan, spread, line, "trend-" + std::to_string(table.spread.index()));
  if (!rows.empty())
    page += open_table(title,
                       any_bounds
                           ? std::vector<Head>{{"", "Period"}, {"n", "Value"}, {"n", "Could be"}, {"", "From"}, {"", "Signal"}}
                           : std::vector<Head>{{"", "Period"}, {"n", "Value"}, {"", "From"}, {"", "Signal"}},
                       true) +
            rows + std::string(close_table);
  page += "<p class=\"note\">Control limits: the mean, and 2.66 times the mean step from point to point on either side (XmR).";
  if (!spread.rules.empty()) page += fmt::format(" Signals by the rules “{}”.", escaped(spread.rules));
  if (line.limits && last->points < indicators::enough_points) {
    page += fmt::format(" Fewer than {} points{}: the limits are provisional.", indicators::enough_points,
                        last->rebase != nullptr ? " since they started anew" : "");
  }
  page += " Facts that are recorded as they stand at one time only are not used.</p>\n" + notes_html(spread.notes) + "</div>\n";
}

}  // namespace

void add_spreads(std::string& page, const plan::Plan& plan, const Figures& figures, plan::OutcomeId outcome) {
  for (const SpreadTable& table : figures.spreads) {
    if (plan.spreads[table.spread.index()].outcome == outcome) add_figure(page, plan, table, figures.as_at);
  }
  for (const TrendTable& table : figures.trends) {
    if (plan.spreads[table.spread.index()].outcome == outcome) add_trend(page, plan, table);
  }
}

}  // namespace fairstart::report
