// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/funnels.hpp"

#include <algorithm>
#include <array>

#include "cli/stat_methods.hpp"
#include "engine/statistics/overdispersion.hpp"

namespace fairstart::cli {
namespace {

using statistics::FunnelData, statistics::FunnelUnit;

std::vector<FunnelUnit> units_of(const StatTable& table, bool shares) {
  std::vector<FunnelUnit> units;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const FunnelUnit unit{table.need(row, "numerator"), table.need(row, "denominator")};
    if (unit.numerator < 0.0) table.fail(row, "numerator", "it is under 0");
    if (!(unit.denominator > 0.0)) table.fail(row, "denominator", "it is not over 0");
    if (shares && unit.numerator > unit.denominator) table.fail(row, "numerator", "it is over the denominator");
    units.push_back(unit);
  }
  return units;
}

std::string place_of(const std::optional<statistics::FunnelPlace>& place) { return place ? std::string(words(*place)) : ""; }

double baseline_of(const std::vector<FunnelUnit>& units) {
  double numerators = 0.0, denominators = 0.0;
  for (const FunnelUnit& unit : units) {
    numerators += unit.numerator;
    denominators += unit.denominator;
  }
  return numerators / denominators;
}

StatResult of_proportions(const StatInput& input) {
  const StatTable& table = input.table();
  const std::vector<FunnelUnit> units = units_of(table, true);
  const double baseline = baseline_of(units), multiplier = input.number("--multiplier", 100.0);
  const auto line = [&](double n) {
    const auto limits = statistics::proportion_funnel(n, baseline);
    return std::vector<std::string>{told(limits->inner.lower * multiplier), told(limits->inner.upper * multiplier),
                                    told(limits->outer.lower * multiplier), told(limits->outer.upper * multiplier)};
  };
  const std::vector<std::string> lines{"lower_0_025", "upper_0_025", "lower_0_001", "upper_0_001"};
  if (input.has("--points")) {
    StatResult result(joined({"denominator", "baseline"}, lines));
    if (units.empty()) return result;
    const auto [least, greatest] = std::minmax_element(
        units.begin(), units.end(), [](const FunnelUnit& a, const FunnelUnit& b) { return a.denominator < b.denominator; });
    for (const double n : statistics::funnel_points(statistics::funnel_axis(least->denominator, greatest->denominator))) {
      result.add(joined({told(n), told(baseline * multiplier)}, line(n)));
    }
    return result;
  }
  StatResult result(with_columns(table, joined({"value", "baseline"}, joined(lines, {"place"}))));
  for (std::size_t row = 0; row < units.size(); ++row) {
    const double n = units[row].denominator;
    std::vector<std::string> cells =
        joined({told(units[row].numerator / n * multiplier), told(baseline * multiplier)}, line(n));
    cells.push_back(place_of(statistics::proportion_place(units[row].numerator, n, baseline)));
    result.add(with_cells(table, row, cells));
  }
  return result;
}

StatResult of_ratios(const StatInput& input) {
  const StatTable& table = input.table();
  const std::vector<FunnelUnit> units = units_of(table, false);
  const double multiplier = input.number("--multiplier", 1.0);
  StatResult result(with_columns(table, {"value", "place"}));
  for (std::size_t row = 0; row < units.size(); ++row) {
    const auto& [observed, expected] = units[row];
    result.add(with_cells(table, row,
                          {told(observed / expected * multiplier), place_of(statistics::ratio_place(observed, expected))}));
  }
  return result;
}

// Events along the axis, and where as many just lie on a line: the people of one year and the rate.
StatResult rate_points(const std::vector<std::optional<double>>& denominators, double baseline, double years,
                       double multiplier) {
  StatResult result({"events", "baseline", "lower_0_025_denominator", "lower_0_025", "upper_0_025_denominator", "upper_0_025",
                     "lower_0_001_denominator", "lower_0_001", "upper_0_001_denominator", "upper_0_001"});
  std::vector<double> known;
  for (const auto& denominator : denominators) {
    if (denominator) known.push_back(*denominator);
  }
  if (known.empty() || !(baseline > 0.0)) return result;
  for (const double events : statistics::funnel_points(statistics::rate_funnel_axis(known, baseline, years, multiplier))) {
    std::vector<std::string> cells{told(events), told(baseline)};
    for (const bool outer : {false, true}) {
      const auto point = statistics::rate_funnel(events, baseline, years, multiplier, outer);
      if (!point) throw WrongUsage("there is no funnel at so many events");
      for (const double number : {point->lower_population, point->lower_limit, point->upper_population, point->upper_limit})
        cells.push_back(told(number));
    }
    result.add(std::move(cells));
  }
  return result;
}

StatResult of_rates(const StatInput& input) {
  const StatTable& table = input.table();
  const double multiplier = input.number("--multiplier", 100'000.0);
  const bool standardised = input.has("--standardised");
  std::vector<double> counts;
  std::vector<std::optional<double>> denominators;
  double events = 0.0, people = 0.0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double count = table.need(row, "count");
    if (count < 0.0) table.fail(row, "count", "it is under 0");
    const auto rate = table.number(row, "rate");
    if (count > 0.0 && !(rate && *rate > 0.0)) table.fail(row, "rate", "there are events, and the rate is not over 0");
    denominators.push_back(
        statistics::derived_denominator(count, rate, table.number_if(row, "denominator"), multiplier, standardised));
    counts.push_back(count);
    events += denominators.back() ? count : 0.0;
    people += denominators.back().value_or(0.0);
  }
  const double baseline = people > 0.0 ? events / people * multiplier : 0.0;
  const double years = input.number("--years", 1.0);
  if (!(years > 0.0)) throw WrongUsage("the value of `--years` is not over 0");
  if (input.has("--points")) return rate_points(denominators, baseline, years, multiplier);
  StatResult result(with_columns(table, {"derived_denominator", "baseline", "place"}));
  for (std::size_t row = 0; row < counts.size(); ++row) {
    result.add(
        with_cells(table, row,
                   {told(denominators[row]), told(baseline),
                    place_of(statistics::rate_place(counts[row], denominators[row], baseline, multiplier, standardised))}));
  }
  return result;
}

StatResult with_spread(const StatInput& input) {
  const StatTable& table = input.table();
  const std::string name = input.one_of("--data", {"shmi", "cqc", "proportion", "ratio"});
  const FunnelData data = name == "cqc"          ? FunnelData::cqc
                          : name == "proportion" ? FunnelData::proportion
                          : name == "ratio"      ? FunnelData::ratio
                                                 : FunnelData::shmi;
  const double trim = input.number("--trim", 0.1), multiplier = input.number("--multiplier", 1.0);
  if (!(trim >= 0.0) || !(trim < 0.5)) throw WrongUsage("the value of `--trim` is not from 0 to under 0.5");
  const std::vector<FunnelUnit> units = units_of(table, data == FunnelData::proportion);
  StatResult result(with_columns(
      table, {"ratio", "z", "z_kept", "target", "phi", "tau_squared", "lower_95", "upper_95", "lower_99_8", "upper_99_8"}));
  const auto found = statistics::overdispersion(units, data, trim);
  if (!found && !units.empty()) table.fail(0, "numerator", "there are too few units, or one has no value on this scale");
  for (std::size_t row = 0; row < units.size(); ++row) {
    const double n = units[row].denominator;
    const auto lines = statistics::overdispersion_lines(n, data, found->target, found->tau_squared, true, multiplier);
    result.add(
        with_cells(table, row,
                   {told(units[row].numerator / n * multiplier), told(found->scores[row].z), told(found->scores[row].kept),
                    told(found->target * multiplier), told(found->phi), told(found->tau_squared), told(lines->inner.lower),
                    told(lines->inner.upper), told(lines->outer.lower), told(lines->outer.upper)}));
  }
  return result;
}

constexpr std::array funnel_methods = {
    StatMethod{
        "funnel-proportion", "which shares lie outside the funnel", "numerator, denominator  of each unit",
        "--multiplier --points",
        "value, baseline, lower_0_025, upper_0_025, lower_0_001, upper_0_001, place; `--points`: 100 points of the lines "
        "instead",
        "P ∓ z √(P(1 − P)/n), P of all units together, z at 0.975 and 0.999; lines held between 0 and the multiplier (100)",
        "PHEindicatormethods, calculate_funnel_limits and assign_funnel_significance",
        "fairstart stat funnel-proportion areas.csv", of_proportions},
    StatMethod{"funnel-ratio", "which ratios lie outside the funnel",
               "numerator    observed events\n"
               "denominator  expected events",
               "--multiplier", "value, place",
               "limits of the observed count (exact under 10, else Byar; 95% and 99.8%) ÷ expected, against 1",
               "PHEindicatormethods, assign_funnel_significance", "fairstart stat funnel-ratio trusts.csv", of_ratios},
    StatMethod{
        "funnel-rate", "which rates lie outside the funnel",
        "count, rate    events, and their rate\n"
        "[denominator]  where a crude rate has no events",
        "--multiplier --standardised --points --years",
        "derived_denominator, baseline, place; `--points`: 100 points of the lines instead, each with the people of one year",
        "denominator multiplier × count ÷ rate; baseline Σ counts ÷ Σ denominators; as `funnel-ratio` with expected = "
        "denominator × baseline. "
        "`--standardised`: not for fewer than 10 events. Lines: where χ²'s ends ÷ 2 of so many events are expected",
        "PHEindicatormethods, assign_funnel_significance", "fairstart stat funnel-rate areas.csv --standardised", of_rates},
    StatMethod{"funnel-overdispersed", "funnel limits where units differ by more than chance",
               "numerator, denominator  of each unit", "--multiplier --data --trim",
               "ratio, z, z_kept, target, phi, tau_squared, lower_95, upper_95, lower_99_8, upper_99_8",
               "z on the scale of the data (shmi ln(O/E), cqc √(O/E), proportion asin √p, ratio ln((O + ½)/(E + ½))); ends "
               "left out or drawn in by "
               "`--trim` (0.1); τ² = max(0, (nφ − (n − 1)) ÷ (Σw − Σw²/Σw)); limits with √(s² + τ²)",
               "Spiegelhalter 2005; NHS Digital, SHMI; FunnelPlotR",
               "fairstart stat funnel-overdispersed trusts.csv --data shmi", with_spread},
};

}  // namespace

std::span<const StatMethod> stat_funnels() { return funnel_methods; }

}  // namespace fairstart::cli
