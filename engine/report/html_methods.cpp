// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/report/html.hpp"

// How the figures are worked out and hidden: only what this report uses.
namespace fairstart::report {
namespace {

bool any_line(const Figures& figures, bool (*holds)(const indicators::Line&)) {
  return std::any_of(figures.indicators.begin(), figures.indicators.end(),
                     [&](const IndicatorTable& table) { return std::any_of(table.lines.begin(), table.lines.end(), holds); });
}

// A sentence for each method of interval that is used, in the order of the names.
void add_intervals(std::vector<std::string>& notes, const plan::Plan& plan, const Figures& figures) {
  std::set<std::string> methods;
  for (const IndicatorTable& table : figures.indicators) {
    const std::string words = indicators::interval_words(plan.indicators[table.indicator.index()]);
    if (!words.empty()) methods.insert(words.substr(0, words.find(' ')));
  }
  for (const std::string& method : methods) {
    if (method == "wilson")
      notes.emplace_back("Intervals of percentages: Wilson’s score method.");
    else if (method == "byar")
      notes.emplace_back("Intervals of rates: Byar’s approximation; exact for counts under 10.");
    else if (method == "student")
      notes.emplace_back("Intervals of averages: Student’s t.");
    else if (method == "exact")
      notes.emplace_back("Intervals named exact: Clopper and Pearson for percentages, Poisson for rates.");
    else
      notes.push_back("Intervals: " + method + ".");
  }
  if (methods.empty()) return;
  notes.emplace_back(
      "An interval says how far chance alone could move a figure: small groups have wide ones. Compared with a benchmark, a "
      "figure is "
      "“similar” where the benchmark lies within its interval.");
}

}  // namespace

std::vector<std::string> method_notes(const plan::Plan& plan, const Figures& figures) {
  std::vector<std::string> notes;
  if (!figures.indicators.empty()) {
    notes.emplace_back(
        "Who counts: rows for which it is certain that they belong, and whose answer is known. All others are left out of both "
        "numbers, and counted as left out: not known is not no.");
  }
  if (any_line(figures, [](const indicators::Line& line) { return line.possible_lo || line.possible_hi; })) {
    notes.emplace_back(
        "“Could be”: the lowest and the highest that the figure could come to, whatever the facts that are not known turn out "
        "to be. "
        "Unlike an interval it has nothing to do with chance.");
  }
  if (std::any_of(figures.indicators.begin(), figures.indicators.end(),
                  [](const IndicatorTable& table) { return table.open; })) {
    notes.emplace_back(
        "How low or high a figure could be is told only where no row of its population may be missing. One may be where a file "
        "is "
        "not there or declared partial, where days are not covered, and where a row could not be read or has no owner: also "
        "for "
        "the gaps and trends of that measure.");
  }
  add_intervals(notes, plan, figures);
  if (std::any_of(figures.indicators.begin(), figures.indicators.end(),
                  [&](const IndicatorTable& table) { return plan.indicators[table.indicator.index()].round_to.has_value(); }))
    notes.emplace_back("Counts are rounded where a measure says so; values and intervals are worked out before rounding.");
  std::set<indicators::Measure> measures;
  for (const SpreadTable& table : figures.spreads) measures.insert(table.line.measure);
  const auto uses = [&](indicators::Measure measure) { return measures.count(measure) > 0; };
  if (uses(indicators::Measure::gap) || uses(indicators::Measure::ratio))
    notes.emplace_back(
        "Gaps and ratios: positive, or over 1, where the first side is worse off. Intervals from those of the two sides.");
  if (uses(indicators::Measure::slope_index) || uses(indicators::Measure::relative_index)) {
    notes.emplace_back(
        "Slope and relative index of inequality: the two ends of a straight line through the ranks, by their share of the "
        "population; weighted least squares.");
  }
  if (uses(indicators::Measure::concentration_index))
    notes.emplace_back("Concentration index: from −1, all among the lowest ranks, to 1, all among the highest.");
  if (!figures.trends.empty()) {
    notes.emplace_back(
        "Control charts: XmR. The limits are the mean and 2.66 times the mean step from point to point on either side. A point "
        "is "
        "special if it lies outside a limit, or is one of 7 that rise or fall, of 7 on one side of the mean, or of 2 in 3 near "
        "a limit.");
  }
  if (!figures.reach.offers.empty()) {
    notes.emplace_back(
        "Whether an amount rises with deprivation: a straight line through the amounts for each family, by deprivation, "
        "weighted by "
        "families. Groups that are hidden or have no families are passed over.");
  }
  if (figures.below > 0) {
    notes.push_back(fmt::format(
        "Small numbers: counts from 1 to {} are hidden, and so is what would give one away: the next smallest in a "
        "table that has a "
        "total, rates and intervals with their counts, and amounts with the number of those who have them. 0 is "
        "shown; a 0 is hidden only where it would give another count away. Of cells and rows that were not used all "
        "counts are shown.",
        figures.below - 1));
  } else {
    notes.emplace_back("Small numbers: no measure of this framework asks for them to be hidden, so none is.");
  }
  return notes;
}

void add_methods(std::string& page, const plan::Plan& plan, const Figures& figures) {
  page += open_section("methods", "How the figures are worked out") + "<ul class=\"plain\">\n";
  for (const std::string& note : method_notes(plan, figures)) page += "<li>" + escaped(note) + "</li>\n";
  page += "</ul>\n</section>\n";
}

}  // namespace fairstart::report
