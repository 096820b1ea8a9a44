// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/standardised.hpp"

#include <array>

#include "cli/stat_methods.hpp"
#include "engine/statistics/deprivation.hpp"
#include "engine/statistics/life_expectancy.hpp"
#include "engine/statistics/order.hpp"

namespace fairstart::cli {
namespace {

using statistics::Indirect, statistics::LifeBand, statistics::SmallArea, statistics::Stratum;

double not_under_0(const StatTable& table, std::size_t row, std::string_view column) {
  const double value = table.need(row, column);
  if (value < 0.0) table.fail(row, column, "it is under 0");
  return value;
}

double over_0(const StatTable& table, std::size_t row, std::string_view column) {
  const double value = table.need(row, column);
  if (!(value > 0.0)) table.fail(row, column, "it is not over 0");
  return value;
}

StatResult direct(const StatInput& input) {
  const StatTable& table = input.table();
  const bool european = input.one_of("--standard", {"column", "european-2013"}) == "european-2013";
  StatResult result(joined(input.by(), {"count", "population", "value", "lower", "upper"}));
  for (const StatTable::Group& group : input.groups()) {
    if (european && group.rows.size() != statistics::european_standard_2013.size()) {
      table.fail(group.rows.back(), "population",
                 "`--standard european-2013` takes 19 age bands, 0 to 4 and so on to 90 and over");
    }
    std::vector<Stratum> strata;
    for (const std::size_t row : group.rows) {
      Stratum stratum;
      stratum.population = over_0(table, row, "population");
      stratum.standard = european ? statistics::european_standard_2013[strata.size()] : not_under_0(table, row, "standard");
      for (int events = 1; table.has("persons_" + std::to_string(events)); ++events) {
        const std::string column = "persons_" + std::to_string(events);
        const double persons = table.number(row, column).value_or(0.0);
        if (persons < 0.0) table.fail(row, column, "it is under 0");
        stratum.persons.push_back(persons);
      }
      if (stratum.persons.empty()) {
        stratum.count = table.number(row, "count").value_or(0.0);
        if (stratum.count < 0.0) table.fail(row, "count", "it is under 0");
      }
      strata.push_back(std::move(stratum));
    }
    const auto found = statistics::direct_rate(strata, input.confidence(), input.number("--multiplier", 100'000.0));
    if (!found) table.fail(group.rows.front(), european ? "population" : "standard", "the weights add up to 0");
    result.add(joined(group.key, {told(found->count), told(found->population), told(found->value), lower_of(found->limits),
                                  upper_of(found->limits)}));
  }
  return result;
}

StatResult indirect(const StatInput& input) {
  const StatTable& table = input.table();
  const bool as_rate = input.one_of("--as", {"ratio", "rate"}) == "rate";
  const double scale = input.number("--multiplier", as_rate ? 100'000.0 : 1.0);
  StatResult result(joined(input.by(), {"observed", "expected", "value", "lower", "upper"}));
  for (const StatTable::Group& group : input.groups()) {
    std::vector<Indirect> strata;
    for (const std::size_t row : group.rows) {
      strata.push_back({not_under_0(table, row, "count"), not_under_0(table, row, "population"),
                        not_under_0(table, row, "ref_count"), over_0(table, row, "ref_population")});
    }
    const auto found = as_rate ? statistics::indirect_rate(strata, input.confidence(), scale)
                               : statistics::indirect_ratio(strata, input.confidence(), scale);
    if (!found) table.fail(group.rows.front(), "ref_count", "no events are expected in this group");
    result.add(joined(group.key, {told(found->observed), told(found->expected), told(found->value), lower_of(found->limits),
                                  upper_of(found->limits)}));
  }
  return result;
}

StatResult life_expectancy(const StatInput& input) {
  const StatTable& table = input.table();
  StatResult result(with_columns(table, {"value", "lower", "upper", "why_none"}));
  std::vector<std::vector<std::string>> added(table.rows());
  std::optional<double> z;
  if (input.has("--z")) z = input.number("--z", 1.96);
  if (z && !(*z > 0.0)) throw WrongUsage("the value of `--z` is not over 0");
  for (const StatTable::Group& group : input.groups()) {
    std::vector<LifeBand> bands;
    for (const std::size_t row : group.rows) bands.push_back({table.need(row, "population"), table.need(row, "deaths")});
    const auto life = statistics::life_table(bands, input.confidence(), z);
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
      const auto& years = life.years[i];
      added[group.rows[i]] = {told(years ? std::optional(years->value) : std::nullopt),
                              lower_of(years ? years->limits : std::nullopt), upper_of(years ? years->limits : std::nullopt),
                              years                   ? ""
                              : life.why_none.empty() ? "the interval is wider than 20 years"
                                                      : life.why_none};
    }
  }
  for (std::size_t row = 0; row < table.rows(); ++row) result.add(with_cells(table, row, added[row]));
  return result;
}

StatResult deprivation(const StatInput& input) {
  const StatTable& table = input.table();
  const double ranked = input.number("--ranked", statistics::lsoas_2019);
  StatResult result(joined(input.by(), {"small_areas", "average_score", "average_rank", "proportion_in_most_deprived_tenth",
                                        "extent", "local_concentration"}));
  for (const StatTable::Group& group : input.groups()) {
    std::vector<SmallArea> areas;
    for (const std::size_t row : group.rows) {
      SmallArea area{table.need(row, "rank"), table.number_if(row, "score"), not_under_0(table, row, "people")};
      if (!(area.rank >= 1.0) || !(area.rank <= ranked))
        table.fail(row, "rank", "it is not between 1 and the number of ranked areas");
      areas.push_back(area);
    }
    const auto found = statistics::deprivation_summary(areas, ranked);
    if (!found) table.fail(group.rows.front(), "people", "nobody lives in this group");
    result.add(
        joined(group.key, {told(static_cast<double>(areas.size())), told(found->average_score), told(found->average_rank),
                           told(found->proportion), told(found->extent), told(found->local_concentration)}));
  }
  return result;
}

StatResult quantiles(const StatInput& input) {
  const StatTable& table = input.table();
  const double k = input.number("--groups", 10.0);
  if (k != static_cast<double>(static_cast<int>(k)) || k < 2.0 || k > 100.0) {
    throw WrongUsage("the value of `--groups` is not a whole number from 2 to 100");
  }
  const bool highest = input.one_of("--first", {"highest", "lowest"}) == "highest";
  StatResult result(with_columns(table, {"group"}));
  std::vector<std::string> groups(table.rows());
  for (const StatTable::Group& group : input.groups()) {
    std::vector<std::optional<double>> values;
    for (const std::size_t row : group.rows) values.push_back(table.number(row, "value"));
    const auto found = statistics::quantile_groups(values, static_cast<std::size_t>(k), highest);
    for (std::size_t i = 0; i < group.rows.size(); ++i) groups[group.rows[i]] = found[i] == 0 ? "" : std::to_string(found[i]);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) result.add(with_cells(table, row, {groups[row]}));
  return result;
}

constexpr std::array standardised_methods = {
    StatMethod{
        "direct-rate", "a rate standardised for age, directly",
        "count                    events of the stratum\n"
        "population               over 0\n"
        "[standard]               weight of the stratum; not with `--standard european-2013`\n"
        "[persons_1, persons_2 …] how many persons had 1, 2 … events: where events are not independent, in place of count",
        "--confidence --multiplier --by --standard",
        "count, population, value, lower, upper; no value for fewer than 10 events",
        "Σ(x w/n) ÷ Σw; value + √(var ÷ X)(Byar's limits of X − X), var = Σ x(w/n)² ÷ (Σw)², X = Σx; persons with f events "
        "count f² in "
        "var. Times the multiplier (100,000)",
        "Dobson, Kuulasmaa, Eberle and Scherer 1991; PHEindicatormethods, calculate_dsr; Eurostat 2013",
        "fairstart stat direct-rate ages.csv --by area --standard european-2013", direct},
    StatMethod{"indirect-rate", "a ratio or rate standardised for age, indirectly",
               "count, population          of the stratum\n"
               "ref_count, ref_population  of the reference population's stratum",
               "--confidence --multiplier --by --as", "observed, expected, value, lower, upper",
               "O ÷ E, E = Σ(ref count ÷ ref population × population); `--as rate`: times the reference rate; limits of O "
               "(exact under 10, "
               "else Byar) ÷ E. Times the multiplier (1; 100,000 for a rate)",
               "Breslow and Day 1987; PHEindicatormethods, calculate_ISRatio and calculate_ISRate",
               "fairstart stat indirect-rate ages.csv --by area --multiplier 100", indirect},
    StatMethod{"life-expectancy", "years of life left, by an abridged life table",
               "population, deaths  of 20 age bands in order: 0, 1 to 4, 5 to 9 … 85 to 89, 90 and over",
               "--confidence --by --z", "value, lower, upper, why_none",
               "q = Mn ÷ (1 + Mn(1 − a)), M = deaths ÷ population, a 0.1 at age 0, else 0.5; e = T ÷ l; e ∓ z SE. `--z 1.96` "
               "as OHID's workbook",
               "Chiang 1978; Silcocks, Jenner and Reza 2001; PHEindicatormethods, phe_life_expectancy",
               "fairstart stat life-expectancy ages.csv --by area", life_expectancy},
    StatMethod{"deprivation", "small areas' deprivation, told of a larger area",
               "rank     1 is the most deprived of all\n"
               "people   the area's population (children from 0 to 15 for IDACI)\n"
               "[score]",
               "--by --ranked",
               "small_areas, average_score, average_rank, proportion_in_most_deprived_tenth, extent, local_concentration",
               "means weighted by people, of scores and of (areas + 1 − rank); share of areas in the first tenth; extent: "
               "people of the first "
               "tenth, and of the next two with weights from 0.95 down to 0.05; local concentration: mean of (areas + 1 − "
               "rank) over the most "
               "deprived tenth of people",
               "MHCLG, English Indices of Deprivation 2019, technical report, 3.8",
               "fairstart stat deprivation lsoas.csv --by district", deprivation},
    StatMethod{"quantiles", "areas in groups of equal number", "value  empty ones have no group", "--by --groups --first",
               "group",
               "⌊(k + 1) − ⌈((N + 1) − r) ÷ (N ÷ k)⌉⌋, r the rank, ties the least; `--first highest` (default) or `lowest`",
               "PHEindicatormethods, phe_quantile", "fairstart stat quantiles areas.csv --groups 5 --by region", quantiles},
};

}  // namespace

std::span<const StatMethod> stat_standardised() { return standardised_methods; }

}  // namespace fairstart::cli
