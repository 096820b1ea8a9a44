// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/calendar.hpp"
#include "engine/report/csv.hpp"
#include "engine/report/figures.hpp"

namespace fairstart::report {

std::string indicators_csv(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  std::string text =
      "indicator,outcome,period_from,period_to,breakdown,group,numerator,denominator,value,lower,upper,possible_lo,possible_hi,"
      "comparator,comparison,target,target_status,excluded,hidden\n";
  const auto count = [&](const std::optional<std::int64_t>& number) {
    text += ',';
    if (number) text += std::to_string(*number);
  };
  const auto decimal = [&](const std::optional<double>& number, int places) {
    text += ',';
    if (number) text += fmt::format("{:.{}f}", *number, places);
  };
  const auto words = [&](std::string_view cell) {
    text += ',';
    append_text_cell(text, cell);
  };
  for (const IndicatorTable& table : figures.indicators) {
    const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
    std::string comparators;
    for (const plan::Comparator& comparator : indicator.comparators) {
      comparators += comparators.empty() ? "" : "; ";
      comparators += comparator_text(plan, indicator, comparator);
    }
    const indicators::Unit unit = indicators::unit_of(indicator);
    std::string targets;
    if (indicator.target) targets = target_text(plan, unit, *indicator.target, indicator.comparators);
    for (const plan::Target& target : indicator.stricter_targets) {
      targets += targets.empty() ? "" : "; ";
      targets += target_text(plan, unit, target, indicator.comparators);
    }
    for (const indicators::Line& line : table.lines) {
      std::string comparisons;
      for (std::size_t i = 0; i < line.comparisons.size(); ++i) {
        comparisons += i == 0 ? "" : "; ";
        comparisons += line.comparisons[i];
      }
      text += indicator.name;
      words(indicator.outcome.exists() ? plan.outcomes[indicator.outcome.index()].name : "");
      const bool worked_out = indicator.what != plan::What::published;
      words(line.period || worked_out ? base::format_iso_date(line.period ? line.period->from : run.clock.period_from) : "");
      words(line.period || worked_out ? base::format_iso_date(line.period ? line.period->to : run.clock.period_to) : "");
      words(line.breakdown_name);
      words(line.group);
      count(line.numerator);
      count(line.denominator);
      for (const auto& number : {line.value, line.lower, line.upper, line.possible_lo, line.possible_hi}) {
        decimal(number, indicators::places(unit));
      }
      words(comparators);
      words(line.hidden ? "" : comparisons);
      words(targets);
      std::string status = line.target_status;
      for (const std::string& stricter : line.stricter_status) {
        status += status.empty() || stricter.empty() ? "" : "; ";
        status += stricter;
      }
      words(status);
      count(line.excluded_shown);
      text += line.hidden ? ",yes\n" : ",no\n";
    }
  }
  return text;
}

}  // namespace fairstart::report
