// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/concentration.hpp"
#include "engine/statistics/deprivation.hpp"
#include "engine/statistics/inequality.hpp"
#include "engine/statistics/life_expectancy.hpp"
#include "engine/statistics/order.hpp"
#include "engine/statistics/proportions.hpp"
#include "tests/statistics/indicator_cases.hpp"

// Quantiles, slopes, concentration, deprivation, life expectancy.
namespace fairstart::statistics::cases::cases_of_inequality_test {
namespace {

void known_inputs(Check& check) {
  for (const Row& row : check.rows()) check.seen(row);
}

void quantile_assignment(Check& check) {
  for (const auto& [key, rows] : check.table().by({"test_set", "partition", "invert", "nquantiles"})) {
    std::vector<std::optional<double>> values;
    for (const Row& row : rows) values.push_back(row.number("Value"));
    const std::string invert = rows.front().text("invert");
    check.holds(rows.front(), "invert", invert == "TRUE" || invert == "FALSE");
    const auto k = static_cast<std::size_t>(rows.front().need("nquantiles"));
    const auto groups = quantile_groups(values, k, invert == "TRUE");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check.absolute(rows[i], "QuantileInGrp", groups[i] == 0 ? std::nullopt : std::optional(static_cast<double>(groups[i])),
                     0.0);
    }
  }
}

std::optional<double> end_of(const std::optional<Limits>& limits, bool upper) {
  return limits ? std::optional(upper ? limits->upper : limits->lower) : std::nullopt;
}

std::optional<ValueType> type_of(const std::string& name) {
  if (name == "other") return ValueType::other;
  if (name == "rate") return ValueType::rate;
  if (name == "proportion") return ValueType::proportion;
  return std::nullopt;
}

void slopes(Check& check) {
  const Table& table = check.beside("sii_inputs.csv");
  for (const Row& row : check.rows()) {
    std::vector<QuantileValue> quantiles;
    for (const Row& each : table.rows()) {
      if (each.text("case_id") != row.text("case_id")) continue;
      QuantileValue value{each.need("Population"), each.need("Value"), each.number("StandardError"), {}};
      if (each.has("LowerCL") && each.has("UpperCL")) value.limits = Limits{each.need("LowerCL"), each.need("UpperCL")};
      quantiles.push_back(value);
    }
    const auto type = type_of(row.text("value_type"));
    check.holds(row, "value_type", type.has_value());
    const std::string transform = row.text("transform");
    check.holds(row, "transform", transform == "none" || transform == "log" || transform == "logit");
    std::string levels = row.text("confidence");
    std::replace(levels.begin(), levels.end(), ';', ' ');
    int level = 0;
    for (const double confidence : numbers_of(levels)) {
      ++level;
      const auto slope = slope_of_quantiles(quantiles, {.type = type.value_or(ValueType::other),
                                                        .transform = transform != "none",
                                                        .multiplier = row.need("multiplier"),
                                                        .confidence = confidence_of(std::to_string(confidence))});
      check.holds(row, "slope", slope.has_value());
      if (!slope) continue;
      check.relative(row, "sii", slope->slope, 1e-9);
      // Some tests upstream ask for neither the relative index nor the intercept, nor for limits.
      if (row.has("rii")) check.relative(row, "rii", slope->relative, 1e-9);
      if (row.has("Intercept")) check.relative(row, "Intercept", slope->intercept, 1e-9);
      const std::string at = std::to_string(level);
      const auto limit = [&](const std::string& column, std::optional<double> got) {
        if (row.has(column)) check.relative(row, column, got, 0.05);
      };
      limit("sii_lowercl_" + at, end_of(slope->slope_limits, false));
      limit("sii_uppercl_" + at, end_of(slope->slope_limits, true));
      limit("rii_lowercl_" + at, end_of(slope->relative_limits, false));
      limit("rii_uppercl_" + at, end_of(slope->relative_limits, true));
    }
  }
}

void life_expectancy_slopes(Check& check) {
  const Table& table = check.beside("sii_life_expectancy_ref_inputs.csv");
  std::map<std::string, std::vector<Row>> series;
  for (const Row& each : table.rows()) series[each.text("Sex") + "|" + each.text("GeoCode")].push_back(each);
  for (const Row& row : check.rows()) {
    std::vector<QuantileValue> quantiles;
    for (const Row& each : series[row.text("Sex") + "|" + row.text("GeoCode")]) {
      quantiles.push_back({each.need("Pop"), each.need("LifeExp"), each.number("SE"), {}});
    }
    const auto inner = slope_of_quantiles(quantiles, {.confidence = 0.95}),
               outer = slope_of_quantiles(quantiles, {.confidence = 0.998});
    check.holds(row, "slope", inner && outer);
    if (!inner || !outer) continue;
    check.relative(row, "sii", inner->slope, 1e-8);
    check.relative(row, "rii", inner->relative, 1e-8);
    check.relative(row, "intercept", inner->intercept, 1e-8);
    check.absolute(row, "sii_lower95_0cl", end_of(inner->slope_limits, false), 0.06);
    check.absolute(row, "sii_upper95_0cl", end_of(inner->slope_limits, true), 0.06);
    check.absolute(row, "sii_lower99_8cl", end_of(outer->slope_limits, false), 0.2);
    check.absolute(row, "sii_upper99_8cl", end_of(outer->slope_limits, true), 0.2);
    check.absolute(row, "rii_lower95_0cl", end_of(inner->relative_limits, false), 0.002);
    check.absolute(row, "rii_upper95_0cl", end_of(inner->relative_limits, true), 0.002);
    check.absolute(row, "rii_lower99_8cl", end_of(outer->relative_limits, false), 0.006);
    check.absolute(row, "rii_upper99_8cl", end_of(outer->relative_limits, true), 0.006);
  }
}

// Limits within `share`: of the slope (by_slope), or of each limit itself.
void compare_slopes(Check& check, const Row& row, const std::vector<QuantileValue>& quantiles, const SlopeOptions& options,
                    double share, bool by_slope) {
  const auto slope = slope_of_quantiles(quantiles, options);
  check.holds(row, "slope", slope.has_value());
  if (!slope) return;
  check.relative(row, "sii", slope->slope, 1e-8);
  check.relative(row, "rii", slope->relative, 1e-8);
  check.relative(row, "intercept", slope->intercept, 1e-8);
  const double of_slope = share * std::abs(slope->slope), of_relative = share * std::abs(slope->relative.value_or(1.0));
  const auto limit = [&](const std::string& column, std::optional<double> got, double absolute) {
    by_slope ? check.absolute(row, column, got, absolute) : check.relative(row, column, got, share);
  };
  limit("sii_lower95", end_of(slope->slope_limits, false), of_slope);
  limit("sii_upper95", end_of(slope->slope_limits, true), of_slope);
  limit("rii_lower95", end_of(slope->relative_limits, false), of_relative);
  limit("rii_upper95", end_of(slope->relative_limits, true), of_relative);
}

bool is_true(const std::string& text) { return text == "True" || text == "TRUE" || text == "true"; }

void obesity(Check& check) {
  for (const Row& row : check.rows()) {
    const double x = row.need("Count"), n = row.need("Measured");
    const auto limits = wilson(x, n);
    check.relative(row, "Rate", 100.0 * x / n, 1e-9);
    check.relative(row, "LCL", limits ? std::optional(100.0 * limits->lower) : std::nullopt, 1e-9);
    check.relative(row, "UCL", limits ? std::optional(100.0 * limits->upper) : std::nullopt, 1e-9);
  }
}

void obesity_slopes(Check& check) {
  const Table& table = check.beside("ncmp_obesity_decile_published.csv");
  for (const Row& row : check.rows()) {
    std::vector<std::pair<double, QuantileValue>> deciles;
    for (const Row& each : table.rows()) {
      if (each.text("Period") != row.text("Period") || each.text("SchoolYear") != row.text("SchoolYear")) continue;
      QuantileValue value{each.need("Measured"), each.need("Rate") / 100.0, {}, {}};
      value.limits = Limits{each.need("LCL") / 100.0, each.need("UCL") / 100.0};
      deciles.emplace_back(each.need("Decile"), value);
    }
    std::stable_sort(deciles.begin(), deciles.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<QuantileValue> quantiles;
    for (const auto& [decile, value] : deciles) quantiles.push_back(value);
    compare_slopes(
        check, row, quantiles,
        {.type = ValueType::proportion, .transform = is_true(row.text("transform")), .multiplier = row.need("multiplier")},
        0.02, true);
  }
}

void rate_slopes(Check& check) {
  const Table& table = check.beside("sii_dsr_quintile_inputs.csv");
  for (const Row& row : check.rows()) {
    std::vector<QuantileValue> quantiles;
    for (const Row& each : table.rows()) {
      if (each.text("Period") != row.text("Period")) continue;
      quantiles.push_back({each.need("total_pop"), each.need("value"), {}, Limits{each.need("lowercl"), each.need("uppercl")}});
    }
    compare_slopes(check, row, quantiles, {.type = ValueType::rate, .transform = is_true(row.text("transform"))}, 0.03, false);
  }
}

void concentration(Check& check) {
  const Table& table = check.beside("concentration_index_ref_inputs.csv");
  const std::map<std::string, ConcentrationMethod> methods = {{"linreg_delta", ConcentrationMethod::line_delta},
                                                              {"linreg_convenience", ConcentrationMethod::line_convenience},
                                                              {"direct", ConcentrationMethod::direct}};
  const std::map<std::string, ConcentrationKind> kinds = {{"CI", ConcentrationKind::relative},
                                                          {"CIg", ConcentrationKind::generalised},
                                                          {"CIc", ConcentrationKind::erreygers},
                                                          {"CIw", ConcentrationKind::wagstaff}};
  for (const Row& row : check.rows()) {
    std::vector<Person> persons;
    for (const Row& each : table.rows()) {
      if (each.text("block") != row.text("block")) continue;
      const double weight = row.text("weights") == "none" ? 1.0 : each.need(row.text("weights"));
      persons.push_back({each.need("income"), each.need(row.text("outcome")), weight});
    }
    const auto method = methods.find(row.text("method"));
    const auto kind = kinds.find(row.text("type"));
    check.holds(row, "method and type", method != methods.end() && kind != kinds.end());
    if (method == methods.end() || kind == kinds.end()) continue;
    const auto found = concentration_of_persons(persons, method->second, kind->second);
    check.holds(row, "index", found.has_value());
    if (!found) continue;
    check.relative(row, "index", found->index, 1e-9);
    check.relative(row, "variance", found->variance, 1e-9);
    check.relative(row, "lower95", found->limits.lower, 1e-9);
    check.relative(row, "upper95", found->limits.upper, 1e-9);
  }
}

void life_expectancy(Check& check) {
  // Tables follow one another; each starts at age 0.
  std::vector<std::vector<Row>> tables;
  for (const Row& row : check.rows()) {
    if (tables.empty() || row.need("startage") == 0.0) tables.emplace_back();
    tables.back().push_back(row);
  }
  for (const std::vector<Row>& rows : tables) {
    std::vector<LifeBand> bands;
    for (const Row& row : rows) bands.push_back({row.need("pop"), row.need("deaths")});
    // Upstream's expected figures were worked out with 1.96: 5e-6 apart from its own program's.
    const LifeTable table = life_table(bands, 0.95, 1.96);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& years = table.years[i];
      check.absolute(rows[i], "value", years ? std::optional(years->value) : std::nullopt, 5e-6);
      check.absolute(rows[i], "lowercl95", end_of(years ? years->limits : std::nullopt, false), 5e-6);
      check.absolute(rows[i], "uppercl95", end_of(years ? years->limits : std::nullopt, true), 5e-6);
    }
  }
}

// Small areas lie in a folder beside the cases, or with the shared data.
std::optional<fs::path> small_areas(const fs::path& folder) {
  const fs::path file = "imd2019-lsoa/lsoa_imd_idaci_2019.csv";
  if (fs::exists(fs::absolute(folder).parent_path() / file)) return fs::absolute(folder).parent_path() / file;
  if (const auto shared = harness::shared_folder(); shared && fs::exists(*shared / "data" / file))
    return *shared / "data" / file;
  return std::nullopt;
}

struct Authority {
  std::vector<SmallArea> all, children;
};

// The place from the greatest down of a value, ties alike.
double place_among(double value, const std::vector<double>& all) {
  return 1.0 + static_cast<double>(std::count_if(all.begin(), all.end(), [&](double each) { return each > value; }));
}

void authorities(Check& check) {
  const auto path = small_areas(check.folder());
  ASSERT_TRUE(path) << "the small areas (imd2019-lsoa) are neither beside the cases nor in the shared data";
  const Table table(*path);
  std::map<std::string, Authority> areas;
  for (const Row& row : table.rows()) {
    Authority& authority = areas[row.text("lad19cd")];
    authority.all.push_back({row.need("imd_rank"), row.need("imd_score_recomputed"), row.need("pop_total_2015")});
    authority.children.push_back({row.need("idaci_rank"), {}, row.need("children_0_15_2015")});
  }
  std::map<std::string, DeprivationSummary> everyone, children;
  std::map<std::string, std::vector<double>> ranked;
  for (const auto& [code, authority] : areas) {
    const auto of_all = deprivation_summary(authority.all), of_children = deprivation_summary(authority.children);
    ASSERT_TRUE(of_all && of_children) << code;
    everyone.emplace(code, *of_all);
    children.emplace(code, *of_children);
    ranked["average_rank"].push_back(of_all->average_rank);
  }
  for (const Row& row : check.rows()) {
    const std::string code = row.text("lad19cd");
    check.holds(row, "lad19cd", everyone.contains(code));
    if (!everyone.contains(code)) continue;
    const DeprivationSummary &all = everyone.at(code), &young = children.at(code);
    check.absolute(row, "imd_average_score", all.average_score, 0.001);
    check.absolute(row, "imd_average_rank", all.average_rank, 0.2);
    check.absolute(row, "imd_proportion_of_lsoas_in_most_deprived_10pct_nationally", all.proportion, 1e-4);
    check.absolute(row, "imd_extent", all.extent, 1e-4);
    check.absolute(row, "imd_local_concentration", all.local_concentration, 0.25);
    check.absolute(row, "idaci_average_rank", young.average_rank, 1.0);
    check.absolute(row, "idaci_proportion_of_lsoas_in_most_deprived_10pct_nationally", young.proportion, 1e-4);
    // Neighbours in the ranking may lie within the tolerance of each other: its place is between those at both ends of it.
    const double place = row.need("imd_rank_of_average_rank");
    check.holds(row, "imd_rank_of_average_rank",
                place >= place_among(all.average_rank + 0.4, ranked["average_rank"]) &&
                    place <= place_among(all.average_rank - 0.4, ranked["average_rank"]));
  }
  check.note("IDACI scores by small area are not in the data: idaci_average_score is not worked out");
}

const Registered all[] = {
    {"quantile_assignment.csv", quantile_assignment},
    {"sii_inputs.csv", known_inputs},
    {"sii_expected.csv", slopes},
    {"sii_life_expectancy_ref_inputs.csv", known_inputs},
    {"sii_life_expectancy_ref_expected.csv", life_expectancy_slopes},
    {"ncmp_obesity_decile_published.csv", obesity},
    {"sii_ncmp_ref_expected.csv", obesity_slopes},
    {"sii_dsr_quintile_inputs.csv", known_inputs},
    {"sii_dsr_quintile_ref_expected.csv", rate_slopes},
    {"concentration_index_ref_inputs.csv", known_inputs},
    {"concentration_index_ref_expected.csv", concentration},
    {"life_expectancy.csv", life_expectancy},
    {"imd2019_lad_summaries.csv", authorities},
};

}  // namespace
}  // namespace fairstart::statistics::cases::cases_of_inequality_test
