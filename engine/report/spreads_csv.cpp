// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/calendar.hpp"
#include "engine/report/csv.hpp"
#include "engine/report/figures.hpp"

namespace fairstart::report {
namespace {

void append_number(std::string& text, const std::optional<double>& number, int places) {
  text += ',';
  if (number) text += fmt::format("{:.{}f}", *number, places);
}

void append_words(std::string& text, std::string_view words) {
  text += ',';
  append_text_cell(text, words);
}

}  // namespace

std::string gaps_csv(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  std::string text = "name,indicator,measure,value,lower,upper,target,target_status,possible_lo,possible_hi\n";
  for (const SpreadTable& table : figures.spreads) {
    const plan::Spread& spread = plan.spreads[table.spread.index()];
    const indicators::Unit unit = indicators::unit_of(plan, spread);
    text += spread.name;
    append_words(text, plan.indicators[spread.of.index()].name);
    append_words(text, indicators::words(table.line.measure));
    for (const auto& number : {table.line.value, table.line.lower, table.line.upper}) {
      append_number(text, number, indicators::places(unit));
    }
    append_words(text, spread.target ? target_text(plan, unit, *spread.target, {}) : "");
    append_words(text, table.line.target_status);
    append_number(text, table.line.possible_lo, indicators::places(unit));
    append_number(text, table.line.possible_hi, indicators::places(unit));
    text += '\n';
  }
  return text;
}

std::string trends_csv(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  std::string text =
      "trend,indicator,period_from,period_to,from,numerator,denominator,value,mean,lower_limit,upper_limit,signal,meaning,"
      "hidden,limits_from,possible_lo,possible_hi\n";
  const auto count = [&](const std::optional<std::int64_t>& number) {
    text += ',';
    if (number) text += std::to_string(*number);
  };
  for (const TrendTable& table : figures.trends) {
    const plan::Spread& spread = plan.spreads[table.spread.index()];
    const plan::Indicator& indicator = plan.indicators[spread.of.index()];
    const int places = indicators::places(indicators::unit_of(indicator));
    for (const indicators::TrendPoint& point : table.line.points) {
      text += spread.name;
      append_words(text, indicator.name);
      append_words(text, base::format_iso_date(point.period.from));
      append_words(text, base::format_iso_date(point.period.to));
      append_words(text, point.reading ? "reading" : "records");
      count(point.numerator);
      count(point.denominator);
      append_number(text, point.value, places);
      // One place more than the values: limits are compared with them.
      const indicators::TrendPart& part = table.line.parts[point.part];
      const auto& limits = part.limits;
      const bool charted = limits.has_value() && !point.hidden;
      append_number(text, charted ? std::optional(limits->mean) : std::nullopt, places + 1);
      append_number(text, charted ? std::optional(limits->lower) : std::nullopt, places + 1);
      append_number(text, charted ? std::optional(limits->upper) : std::nullopt, places + 1);
      append_words(text, indicators::words(point.chart.signal));
      append_words(text, indicators::meaning(point.chart, indicator.higher_is_better));
      text += point.hidden ? ",yes" : ",no";
      append_words(text, part.rebase != nullptr ? base::format_iso_date(part.rebase->on) : "");
      append_number(text, point.possible_lo, places);
      append_number(text, point.possible_hi, places);
      text += '\n';
    }
  }
  return text;
}

}  // namespace fairstart::report
