// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cli/stat_methods.hpp"
#include "engine/indicators/spreads.hpp"
#include "engine/statistics/control_charts.hpp"
#include "engine/statistics/shewhart.hpp"

namespace fairstart::cli {
namespace {

using statistics::ShewhartValue;

std::size_t whole(const StatInput& input, std::string_view option, double otherwise) {
  const double number = input.number(option, otherwise);
  if (!(number >= 0.0) || !(number <= 1e6) || number != static_cast<double>(static_cast<std::size_t>(number))) {
    throw WrongUsage("the value of `" + std::string(option) + "` is not a whole number from 0 to 1,000,000");
  }
  return static_cast<std::size_t>(number);
}

StatResult xmr(const StatInput& input) {
  const StatTable& table = input.table();
  const statistics::ChartOptions options{.screen = input.has("--screen"), .fix_after = whole(input, "--fix-after", 0.0)};
  const std::string better = input.one_of("--better", {"none", "lower", "higher"});
  const std::optional<bool> higher = better == "none" ? std::nullopt : std::optional(better == "higher");
  std::optional<double> target;
  if (input.has("--target")) target = input.number("--target", 0.0);
  StatResult result(with_columns(
      table, {"group", "mean", "lower_limit", "upper_limit", "near_lower", "near_upper", "signal", "meaning", "assurance"}));
  std::vector<std::vector<std::string>> added(table.rows());
  for (const StatTable::Group& group : input.groups()) {
    std::vector<double> values;
    std::vector<std::size_t> starts;
    for (const std::size_t row : group.rows) {
      if (!values.empty() && table.yes(row, "rebase", false)) starts.push_back(values.size());
      values.push_back(table.need(row, "value"));
    }
    const auto charted = statistics::chart_series(values, starts, options);
    const auto& last = charted.back().limits;
    const std::string assured =
        target && last ? std::string(indicators::words(statistics::assurance(*last, *target, higher))) : "";
    for (std::size_t i = 0; i < charted.size(); ++i) {
      const auto& [number, limits, point] = charted[i];
      std::vector<std::string>& cells = added[group.rows[i]];
      cells = {std::to_string(number + 1), "", "", "", "", ""};
      if (limits) {
        cells = {std::to_string(number + 1), told(limits->mean),       told(limits->lower),
                 told(limits->upper),        told(limits->near_lower), told(limits->near_upper)};
      }
      cells.emplace_back(indicators::words(point.signal));
      cells.emplace_back(indicators::meaning(point, higher));
      cells.push_back(assured);
    }
  }
  for (std::size_t row = 0; row < table.rows(); ++row) result.add(with_cells(table, row, added[row]));
  return result;
}

StatResult chart(const StatInput& input) {
  const StatTable& table = input.table();
  const auto type = *statistics::shewhart_chart(input.one_of("--type", {"i", "mr", "p", "c", "u", "t"}));
  const bool of_denominators = type == statistics::ShewhartChart::p || type == statistics::ShewhartChart::u;
  const std::size_t freeze = whole(input, "--freeze", 0.0);
  StatResult result(with_columns(table, {"y", "centre", "lower_limit", "upper_limit", "outside", "longest_run",
                                         "longest_run_allowed", "crossings", "crossings_needed", "runs_signal"}));
  std::vector<std::vector<std::string>> added(table.rows());
  for (const StatTable::Group& group : input.groups()) {
    std::vector<ShewhartValue> values;
    std::size_t part = 1;
    for (const std::size_t row : group.rows) {
      if (!values.empty() && table.yes(row, "rebase", false)) ++part;
      ShewhartValue value{.numerator = table.need(row, of_denominators ? "numerator" : "value"), .part = part};
      if (of_denominators) {
        value.denominator = table.need(row, "denominator");
        if (!(*value.denominator > 0.0)) table.fail(row, "denominator", "it is not over 0");
      }
      const bool counts = of_denominators || type == statistics::ShewhartChart::c;
      if (counts && value.numerator < 0.0) table.fail(row, of_denominators ? "numerator" : "value", "it is under 0");
      if (type == statistics::ShewhartChart::t && !(value.numerator > 0.0)) table.fail(row, "value", "a time is over 0");
      value.included = table.yes(row, "include", true);
      value.baseline = freeze == 0 || values.size() < freeze;
      values.push_back(value);
    }
    const auto points = statistics::shewhart(
        type, values, {.screen = !input.has("--no-screen"), .multiply = input.number("--multiplier", 1.0)});
    if (!points)
      table.fail(group.rows.front(), of_denominators ? "numerator" : "value", "this chart can't be drawn of these values");
    for (std::size_t i = 0; i < points->size(); ++i) {
      const auto& point = (*points)[i];
      const auto count = [](const std::optional<std::size_t>& number) {
        return number ? std::to_string(*number) : std::string();
      };
      added[group.rows[i]] = {told(point.value),
                              told(point.centre),
                              told(point.lower),
                              told(point.upper),
                              point.outside ? "yes" : "no",
                              count(point.runs.longest),
                              count(point.runs.longest_allowed),
                              count(point.runs.crossings),
                              count(point.runs.crossings_needed),
                              point.runs.signal ? "yes" : "no"};
    }
  }
  for (std::size_t row = 0; row < table.rows(); ++row) result.add(with_cells(table, row, added[row]));
  return result;
}

constexpr std::array chart_methods = {
    StatMethod{"xmr", "control chart of single values, with the NHS rules",
               "value     in order of time\n"
               "[rebase]  yes where limits and runs begin anew",
               "--by --screen --fix-after --better --target",
               "group, mean, lower_limit, upper_limit, near_lower, near_upper, signal, meaning, assurance",
               "mean ∓ 2.66 × mean moving range, near limits two thirds of the way. Outside a limit; 7 that rise or fall; 2 of "
               "3 near a limit; 7 on one "
               "side: the first that holds. `--screen` leaves out moving ranges of 3.267 times their mean, once; `--fix-after "
               "12` takes limits from "
               "the first 12",
               "NHS England, Making Data Count; NHSRplotthedots", "fairstart stat xmr months.csv --better lower --target 50",
               xmr},
    StatMethod{"chart", "Shewhart's I, MR, p, c, u and t charts, with runs",
               "value                   of i, mr, c, t; in order of time\n"
               "numerator, denominator  of p, u\n"
               "[rebase]                yes where limits and runs begin anew\n"
               "[include]               no: drawn, and not counted",
               "--by --type --freeze --no-screen --multiplier",
               "y, centre, lower_limit, upper_limit, outside, longest_run, longest_run_allowed, crossings, crossings_needed, "
               "runs_signal",
               "three standard deviations: i mean moving range ÷ 1.128; p √(P(1 − P)/n); c √C; u √(U/n); t on y^(1/3.6); mr "
               "3.267 × mean. Runs: longest "
               "over round(log₂ n) + 3, or crossings under the binomial's 5% point. `--freeze 20`: limits from the first 20",
               "Montgomery; Anhøj and Olesen 2014; qicharts2", "fairstart stat chart infections.csv --type u --multiplier 1000",
               chart},
};

}  // namespace

std::span<const StatMethod> stat_charts() { return chart_methods; }

}  // namespace fairstart::cli
