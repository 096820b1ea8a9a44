// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/report/html.hpp"

namespace fairstart::report {
namespace {

std::string badge(const std::string& status, const plan::Target& target, base::Day as_at) {
  if (status.empty() || status == indicators::cannot_be_judged) return status;
  const std::string_view words = status_words(status, target, as_at);
  if (status == "met") return fmt::format("<span class=\"badge good\">✓ {}</span>", words);
  if (words != status) return fmt::format("<span class=\"badge later\">{}</span>", words);
  return fmt::format("<span class=\"badge bad\">✗ {}</span>", words);
}

std::string comparison_cell(const std::string& comparison) {
  if (comparison == "better") return "<span class=\"badge good\">better</span>";
  if (comparison == "worse") return "<span class=\"badge bad\">worse</span>";
  return comparison;
}

struct Columns {
  bool bounds, target, bands;
  std::size_t stricter, comparators;
  std::size_t extra() const { return (bounds ? 1U : 0U) + (target ? 1U : 0U) + (bands ? 1U : 0U) + stricter + comparators; }
};

std::string range(const indicators::Unit& unit, const std::optional<double>& from, const std::optional<double>& to) {
  if (!from && !to) return "";
  if (!from) return "at most " + plain_figure(unit, *to);
  if (!to) return "at least " + plain_figure(unit, *from);
  return fmt::format("{} to {}", plain_figure(unit, *from), plain_figure(unit, *to));
}

// Why a line that is not hidden has no figure.
std::string no_figure(const plan::Indicator& indicator, const indicators::Line& line) {
  if (indicator.what == plan::What::published) return "no reading";
  const bool nobody = !line.denominator || *line.denominator == 0;
  return nobody && line.excluded == 0 ? "nobody to count" : nobody ? "not known for anybody" : "no figure";
}

std::string row_of(const plan::Plan& plan, const plan::Indicator& indicator, const indicators::Line& line, const Scale& scale,
                   const Columns& columns, base::Day as_at) {
  const indicators::Unit unit = indicators::unit_of(indicator);
  std::string row =
      fmt::format("<tr{}><th scope=\"row\">{}</th>", line.breakdown == 0 ? " class=\"total\"" : "", escaped(line.group_title));
  if (line.hidden) {
    return row + fmt::format("<td colspan=\"{}\"><span class=\"hidden-cell\">hidden (small numbers)</span></td></tr>\n",
                             4U + columns.extra());
  }
  const bool percent = indicator.show == plan::Show::percent;
  row += "<td class=\"n\">";
  if (line.numerator) row += number(line.numerator);
  if (line.denominator && line.numerator) row += fmt::format("<span class=\"share\">of {}</span>", number(line.denominator));
  if (line.denominator && !line.numerator) row += number(line.denominator);
  row += "</td><td class=\"n\">";
  row += line.value ? figure_text(plan, unit, *line.value) : no_figure(indicator, line);
  if (line.lower && line.upper) row += fmt::format("<span class=\"share\">{}</span>", range(unit, line.lower, line.upper));
  row += "</td><td class=\"chart\">" + dot_and_whisker(indicator, line, scale) + "</td>";
  if (columns.bounds) {
    row += fmt::format("<td class=\"n\">{}{}</td>", range(unit, line.possible_lo, line.possible_hi),
                       percent && (line.possible_lo || line.possible_hi) ? "%" : "");
  }
  row += fmt::format("<td class=\"n\">{}</td>", indicator.what == plan::What::published ? "" : number(line.excluded_shown));
  if (columns.target) row += "<td>" + badge(line.target_status, *indicator.target, as_at) + "</td>";
  for (std::size_t i = 0; i < line.stricter_status.size(); ++i)
    row += "<td>" + badge(line.stricter_status[i], indicator.stricter_targets[i], as_at) + "</td>";
  if (columns.bands) row += "<td>" + escaped(line.band) + "</td>";
  for (const std::string& comparison : line.comparisons) row += "<td>" + comparison_cell(comparison) + "</td>";
  return row + "</tr>\n";
}

std::string interval_key(const plan::Indicator& indicator) {
  const std::string words = indicators::interval_words(indicator);
  if (words.empty()) return "value";
  std::string method = words.substr(0, words.find(' '));
  if (method == "wilson" || method == "byar" || method == "student") method = capital(method);
  return fmt::format("value and {} interval ({})", confidence_words(indicator), method);
}

std::string told_of(const plan::Plan& plan, const plan::Indicator& indicator) {
  switch (indicator.what) {
    case plan::What::published: return "Published figures.";
    case plan::What::count:
      return fmt::format("Among {}: counted where {}.", escaped(plan.list(indicator.among).text),
                         escaped(plan.expr(indicator.count).text));
    case plan::What::average:
    case plan::What::total:
    case plan::What::median:
    case plan::What::percentile: break;
  }
  const std::string what = indicator.what == plan::What::average  ? "the average"
                           : indicator.what == plan::What::total  ? "the total"
                           : indicator.what == plan::What::median ? "the median"
                                                                  : "percentile " + base::format_decimal(indicator.percentile);
  return fmt::format("Among {}: {} of {}.", escaped(plan.list(indicator.among).text), what,
                     escaped(plan.expr(indicator.value).text));
}

void add_key(std::string& page, const plan::Plan& plan, const plan::Indicator& indicator, const Columns& columns) {
  page += fmt::format(
      "<ul class=\"legend\"><li><svg width=\"26\" height=\"14\" aria-hidden=\"true\"><line class=\"interval\" x1=\"1\" "
      "x2=\"25\" y1=\"7\" "
      "y2=\"7\"/><circle class=\"dot\" cx=\"13\" cy=\"7\" r=\"4.5\"/></svg> {}</li>",
      interval_key(indicator));
  if (columns.bounds) {
    page +=
        "<li><svg width=\"26\" height=\"14\" aria-hidden=\"true\"><rect class=\"possible\" y=\"1\" width=\"26\" "
        "height=\"12\"/></svg> how low "
        "or high it could be, given what is not known</li>";
  }
  if (columns.target && indicators::goal_of(*indicator.target, indicator.baseline)) {
    page +=
        "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><line class=\"target\" x1=\"7\" x2=\"7\" y1=\"0\" "
        "y2=\"14\"/></svg> target</li>";
  }
  for (const plan::Comparator& comparator : indicator.comparators) {
    page += fmt::format(
        "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><line class=\"comparator\" x1=\"7\" x2=\"7\" y1=\"0\" "
        "y2=\"14\"/></svg> "
        "{}</li>",
        escaped(comparator_text(plan, indicator, comparator)));
  }
  page += "</ul>\n";
}

void add_readings(std::string& page, const plan::Plan& plan, const plan::Indicator& indicator) {
  const indicators::Unit unit = indicators::unit_of(indicator);
  std::string told;
  if (indicator.baseline) {
    told += fmt::format("<li>Baseline: {}, {}</li>", escaped(indicators::text_of(plan, unit, indicator.baseline->value)),
                        escaped(period_words(indicator.baseline->period)));
  }
  // Of a long row of readings the latest: a trend has them all, and so has report.json.
  constexpr std::size_t most_readings = 4;
  const std::size_t all = indicator.readings.size(), first = all > most_readings ? all - most_readings : 0;
  if (first > 0) told += fmt::format("<li>{} readings, the latest four here</li>", all);
  for (std::size_t i = first; i < all; ++i) {
    const plan::Reading& reading = indicator.readings[i];
    told += fmt::format("<li>Reading: {}, {}</li>", escaped(indicators::text_of(plan, unit, reading.value)),
                        escaped(period_words(reading.period)));
  }
  if (!told.empty()) page += "<ul class=\"plain\">" + told + "</ul>\n";
}

std::string left_out_words(const indicators::Line& everyone, bool open) {
  std::string words = "“Left out”: it is not known whether they belong, or whether they count; they are in neither number.";
  if (open)
    words += " How low or high a figure could be is not told: <a href=\"#left-out\">rows that belong here may be missing</a>.";
  const Shown& members = everyone.membership_not_known;
  const Shown& answers = everyone.answer_not_known;
  if (!members || !answers || everyone.excluded == 0) return words;
  const std::string of_members = fmt::format("of {} nobody knows whether they belong", number(members));
  const std::string of_answers = fmt::format("of {} who belong nobody knows whether they count", number(answers));
  words += fmt::format(" Left out of everyone: {}.", *answers == 0   ? of_members
                                                     : *members == 0 ? of_answers
                                                                     : of_members + ", and " + of_answers);
  // Bounds say it better, where there are any.
  const bool bounds = everyone.possible_lo || everyone.possible_hi;
  if (!bounds && everyone.denominator && *members + *answers > *everyone.denominator)
    words += " More were left out than counted: the figure for everyone could be far from this one.";
  return words;
}

void add_indicator(std::string& page, const plan::Plan& plan, const IndicatorTable& table, base::Day as_at) {
  const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
  const std::string title = titled(indicator.title, indicator.name);
  const Scale scale = scale_for(indicator, table.lines);
  const std::string suffix = indicators::suffix_of(plan, indicators::unit_of(indicator));
  const bool drawn =
      std::any_of(table.lines.begin(), table.lines.end(), [](const auto& line) { return line.value.has_value(); });
  const Columns columns{
      std::any_of(table.lines.begin(), table.lines.end(),
                  [](const auto& line) { return line.possible_lo.has_value() || line.possible_hi.has_value(); }),
      indicator.target.has_value(), !indicator.bands.empty(), indicator.stricter_targets.size(), indicator.comparators.size()};
  page += fmt::format("<div class=\"block\">\n<h4>{}</h4>\n<p class=\"note\">{}", title, told_of(plan, indicator));
  if (indicator.higher_is_better) page += *indicator.higher_is_better ? " Higher is better." : " Lower is better.";
  const indicators::Unit unit = indicators::unit_of(indicator);
  if (indicator.target) page += " Target: " + escaped(target_words(plan, unit, *indicator.target, indicator.comparators)) + ".";
  for (const plan::Target& target : indicator.stricter_targets) {
    page += " Stricter target: " + escaped(target_words(plan, unit, target, indicator.comparators)) + ".";
  }
  page += "</p>\n";
  std::vector<Head> heads{
      {"", "Group"},
      {"n", indicator.round_to ? fmt::format("Counted <span class=\"share\">to the nearest {}</span>", *indicator.round_to)
                               : "Counted"},
      {"n", "Value"},
      {"chart", std::string("<span class=\"quiet\">Drawn</span>") + (drawn ? axis(scale, suffix) : "")}};
  if (columns.bounds) heads.push_back({"n", "Could be"});
  heads.push_back({"n", "Left out"});
  if (columns.target) heads.push_back({"", "Target"});
  for (std::size_t i = 0; i < indicator.stricter_targets.size(); ++i) heads.push_back({"", "Stricter target"});
  if (columns.bands) heads.push_back({"", "Band"});
  for (const plan::Comparator& comparator : indicator.comparators)
    heads.push_back({"", "Against " + escaped(comparator.label)});
  page += open_table(title, heads, true);
  std::size_t breakdown = 0;
  const std::size_t width = 5U + columns.extra();
  for (const indicators::Line& line : table.lines) {
    if (line.breakdown != breakdown) {
      breakdown = line.breakdown;
      page += fmt::format("</tbody>\n<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n", width,
                          breakdown_words(plan, indicator.by[breakdown - 1]));
    }
    page += row_of(plan, indicator, line, scale, columns, as_at);
  }
  page += close_table;
  if (drawn) add_key(page, plan, indicator, columns);
  add_readings(page, plan, indicator);
  std::string words = indicator.what == plan::What::published ? "" : left_out_words(table.lines.front(), table.open);
  if (indicator.hide_below)
    words += fmt::format(" Counts from 1 to {} are hidden, and those that would give them away.", *indicator.hide_below - 1);
  if (indicator.round_to) {
    words += fmt::format(" Counts are rounded to the nearest {}; values and intervals are worked out before rounding.",
                         *indicator.round_to);
  }
  if (!words.empty()) page += "<p class=\"note\">" + words + "</p>\n";
  page += notes_html(indicator.notes) + "</div>\n";
}

}  // namespace

namespace {

// What the framework is for: each objective with its wave, the outcomes that it comes to, and what is not measured.
void add_objectives(std::string& page, const plan::Plan& plan) {
  if (plan.objectives.empty()) return;
  page += "<div class=\"block\">\n" + open_table("Objectives", {{"", "Objective"}, {"", "When"}, {"", "Outcomes"}});
  for (const plan::Objective& objective : plan.objectives) {
    std::string when, outcomes;
    if (objective.wave.exists()) {
      const plan::Wave& wave = plan.waves[objective.wave.index()];
      when = titled(wave.title, wave.name);
      if (wave.from) when += ", from " + base::format_long_date(*wave.from);
    }
    for (const plan::OutcomeId id : objective.outcomes) {
      const plan::Outcome& outcome = plan.outcomes[id.index()];
      outcomes += (outcomes.empty() ? "" : "<br>") + titled(outcome.title, outcome.name);
    }
    for (const std::string& text : objective.not_encoded)
      outcomes += fmt::format("<p class=\"note\">Left out: {}</p>", escaped(text));
    page += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n", titled(objective.title, objective.name),
                        when, outcomes);
  }
  page += std::string(close_table) + "</div>\n";
}

}  // namespace

void add_indicators(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (figures.indicators.empty() && figures.spreads.empty() && figures.trends.empty() && plan.objectives.empty()) return;
  page += open_section("outcomes", "Outcomes");
  page += "<p>Each outcome that the framework aims at, with its indicators.</p>\n";
  add_objectives(page, plan);
  const auto add_all_of = [&](plan::OutcomeId outcome) {
    for (const IndicatorTable& table : figures.indicators) {
      if (plan.indicators[table.indicator.index()].outcome == outcome) add_indicator(page, plan, table, figures.as_at);
    }
  };
  for (std::size_t i = 0; i < plan.outcomes.size(); ++i) {
    const plan::OutcomeId id(i);
    const bool any = std::any_of(figures.indicators.begin(), figures.indicators.end(), [&](const IndicatorTable& table) {
      return plan.indicators[table.indicator.index()].outcome == id;
    });
    const bool any_spread =
        std::any_of(figures.spreads.begin(), figures.spreads.end(),
                    [&](const SpreadTable& table) { return plan.spreads[table.spread.index()].outcome == id; }) ||
        std::any_of(figures.trends.begin(), figures.trends.end(),
                    [&](const TrendTable& table) { return plan.spreads[table.spread.index()].outcome == id; });
    if (!any && !any_spread) continue;
    page += fmt::format("<h3>{}</h3>\n{}", titled(plan.outcomes[i].title, plan.outcomes[i].name),
                        notes_html(plan.outcomes[i].notes));
    add_all_of(id);
    add_spreads(page, plan, figures, id);
  }
  const std::size_t before = page.size();
  add_all_of(plan::OutcomeId());
  add_spreads(page, plan, figures, plan::OutcomeId());
  if (page.size() > before) page.insert(before, "<h3>Other measures</h3>\n");
  page += "</section>\n";
}

}  // namespace fairstart::report
