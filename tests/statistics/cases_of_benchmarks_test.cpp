// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/benchmarks.hpp"
#include "engine/statistics/order.hpp"
#include "engine/statistics/suppression.hpp"
#include "engine/statistics/trend_marker.hpp"
#include "tests/statistics/indicator_cases.hpp"

// Comparisons, trend markers, percentiles, hiding of small numbers.
namespace fairstart::statistics::cases::cases_of_benchmarks_test {
namespace {

Polarity polarity_of(const std::string& name) {
  if (name == "low_is_good" || name == "Low is good") return Polarity::low_is_good;
  if (name == "high_is_good" || name == "High is good") return Polarity::high_is_good;
  return name == "not_applicable" ? Polarity::not_applicable : Polarity::none;
}

std::optional<Limits> limits_of(const Row& row, std::string_view lower, std::string_view upper) {
  const auto low = row.number(lower), high = row.number(upper);
  return low && high ? std::optional(Limits{*low, *high}) : std::nullopt;
}

std::optional<Standing> compared(const Row& row) {
  const std::string method = row.text("comparator");
  const Polarity polarity = polarity_of(row.text("polarity"));
  const auto value = row.number("value"), benchmark = row.number("comp_value");
  // A limit is of a value: without the value there is no comparison.
  const bool has_value = value.has_value();
  const auto inner = limits_of(row, "lower95", "upper95"), outer = limits_of(row, "lower998", "upper998");
  if (method == "single_ci95") return has_value ? against_value(inner, benchmark, polarity) : Standing::none;
  if (method == "single_ci998") return has_value ? against_value(outer, benchmark, polarity) : Standing::none;
  if (method == "two_level_ci95_998") {
    return has_value ? against_value_at_two_levels(inner, outer, benchmark, polarity) : Standing::none;
  }
  if (method == "double_ci95") {
    const auto of_benchmark = limits_of(row, "comp_lower95", "comp_upper95");
    return has_value && benchmark ? against_limits(inner, of_benchmark, polarity) : Standing::none;
  }
  const double n = row.number("denominator").value_or(-1.0), unit = row.number("unit").value_or(1.0);
  const double variable = row.number("confidence_variable").value_or(0.0);
  if (method == "spc_proportion") return against_share(value, benchmark, n, unit, variable, polarity);
  if (method == "spc_rate_poisson") return against_rate(value, benchmark, n, unit, variable, polarity);
  if (method.find("previous_year") != std::string::npos) {
    return against_previous_year(value, benchmark ? benchmark : row.number("limit_lower"));
  }
  const double lower = row.number("limit_lower").value_or(0.0);
  const double upper = row.number("limit_upper").value_or(lower);
  if (method == "target_range") return against_range(value, lower, upper, polarity);
  if (method == "target_single_value") return against_target(value, lower, polarity);
  if (method == "target_single_ci") return limits_against_target(inner, lower, polarity);
  if (method == "target_percentile_range") return against_percentiles(value, lower, upper, polarity);
  return std::nullopt;
}

void comparators(Check& check) {
  for (const Row& row : check.rows()) {
    const auto standing = compared(row);
    check.holds(row, "comparator", standing.has_value());
    if (!standing) continue;
    check.same(row, "expected",
               *standing == Standing::invalid ? "error:lower_limit_gt_upper_limit" : std::string(words(*standing)));
  }
}

YearPoint point_of(const Row& row) {
  return {static_cast<std::int64_t>(row.need("year")), row.number("count"), row.number("denominator"), row.number("value"),
          limits_of(row, "lower95", "upper95")};
}

Kind kind_of(const std::string& name) {
  if (name == "Proportion" || name == "proportion") return Kind::proportion;
  if (name == "Crude rate" || name == "crude_rate") return Kind::crude_rate;
  if (name == "Directly standardised rate" || name == "directly_standardised_rate") return Kind::standardised_rate;
  return Kind::other;
}

void trend_inputs(Check& check) {
  for (const Row& row : check.rows()) check.seen(row);
}

void published_trends(Check& check) {
  const Table& table = check.beside("trend_published_inputs.csv");
  std::map<std::string, std::vector<Row>> series;
  for (const Row& each : table.rows()) series[each.text("series_id")].push_back(each);
  for (const Row& row : check.rows()) {
    const std::vector<Row>& rows = series[row.text("series_id")];
    check.holds(row, "series_id", !rows.empty());
    if (rows.empty()) continue;
    std::vector<YearPoint> points;
    for (const Row& each : rows) points.push_back(point_of(each));
    const TrendMarker marker = trend_by_regression(points, kind_of(rows.front().text("value_type")));
    check.same(row, "trend", std::string(words(marker, polarity_of(rows.front().text("polarity")))));
  }
}

void trend_markers(Check& check) {
  const Table& table = check.beside("trend_marker_inputs.csv");
  for (const Row& row : check.rows()) {
    std::vector<YearPoint> points;
    std::string method, type, polarity;
    for (const Row& each : table.rows()) {
      if (each.text("case_id") != row.text("case_id")) continue;
      points.push_back(point_of(each));
      method = each.text("method");
      type = each.text("value_type");
      polarity = each.text("polarity");
    }
    check.holds(row, "method", method == "ci_regression" || method == "proportion_chi2");
    const TrendMarker marker =
        method == "ci_regression" ? trend_by_regression(points, kind_of(type)) : trend_of_proportions(points);
    std::string told(words(marker, polarity_of(polarity)));
    std::transform(told.begin(), told.end(), told.begin(),
                   [](char c) { return c == ' ' ? '_' : static_cast<char>(std::tolower(c)); });
    check.same(row, "trend", told);
    check.same(row, "is_significant", marker.is_significant() ? "true" : "false");
    if (row.has("chi_square_2dp")) check.absolute(row, "chi_square_2dp", marker.chi_squared, 0.005);
  }
}

void percentiles(Check& check) {
  for (const Row& row : check.rows()) {
    const std::vector<double> values = numbers_of(row.text("values"));
    const std::string statistic = row.text("statistic");
    const auto told = [&](std::optional<double> got) {
      if (row.text("expected") == "null") return check.holds(row, "expected none", !got);
      check.absolute(row, "expected", got, 1e-9);
    };
    const auto of = statistic.find("ile_of:");
    if (statistic == "any") {
      for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95}) told(percentile_of_values(values, p));
    } else if (statistic == "median") {
      told(percentile_of_values(values, 0.5));
    } else if (statistic == "min" || statistic == "max") {
      told(percentile_of_values(values, statistic == "min" ? 0.0 : 1.0));
    } else if (statistic.starts_with('p')) {
      told(percentile_of_values(values, std::stod(statistic.substr(1)) / 100.0));
    } else if (statistic.ends_with("_bounds")) {
      const auto bounds = category_bounds(values, statistic.starts_with("quartile") ? 4 : 5);
      const std::vector<double> expected = numbers_of(row.text("expected"));
      check.holds(row, "bounds", bounds && bounds->size() == expected.size());
      for (std::size_t i = 0; bounds && i < expected.size(); ++i) {
        check.holds(row, "bound " + std::to_string(i), std::abs((*bounds)[i] - expected[i]) <= 1e-9);
      }
    } else if (of != std::string::npos) {
      const auto bounds = category_bounds(values, statistic.starts_with("quart") ? 4 : 5);
      const double value = std::stod(statistic.substr(of + std::string("ile_of:").size()));
      const bool high = statistic.find("high_is_good") != std::string::npos;
      const std::size_t category = bounds ? category_of(value, *bounds, high) : 0;
      check.holds(row, "category", static_cast<double>(category) == std::stod(row.text("expected")));
    } else {
      check.holds(row, "statistic " + statistic, false);
    }
  }
}

void primary(Check& check) {
  for (const Row& row : check.rows()) {
    const std::string name = row.text("rule");
    const bool flags = name == "fft_first_level_1_to_4_flag";
    const SuppressionRule* rule = suppression_rule(flags ? "fft_first_level_1_to_4" : name);
    check.holds(row, "rule", rule != nullptr);
    if (rule == nullptr) continue;
    const std::string input = row.text("input");
    const bool is_number = input.find_first_not_of("0123456789.-") == std::string::npos && !input.empty();
    const auto found = is_number ? suppressed(*rule, std::stod(input)) : std::nullopt;
    std::string told = "error";
    if (found) told = flags ? (found->hidden ? "1" : "0") : found->shown ? std::to_string(*found->shown) : "*";
    check.same(row, "expected", told);
  }
}

std::vector<std::string> words_in(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

void secondary(Check& check) {
  for (const Row& row : check.rows()) {
    const auto parents = words_in(row.text("parent_group_per_row"));
    const auto ranks = numbers_of(row.text("rank_in_group_1_is_smallest_nonzero")),
               first = numbers_of(row.text("first_level_flag_per_row"));
    std::vector<RankedUnit> units;
    for (std::size_t i = 0; i < parents.size() && i < ranks.size(); ++i) {
      units.push_back({parents[i], static_cast<std::size_t>(ranks[i]), i < first.size() && first[i] != 0.0});
    }
    std::vector<std::string> hidden_parents;
    std::string told_parents = row.text("parent_suppressed");
    std::replace(told_parents.begin(), told_parents.end(), ';', ' ');
    std::replace(told_parents.begin(), told_parents.end(), ',', ' ');
    for (const std::string& each : words_in(told_parents)) {
      if (each.ends_with("=1")) hidden_parents.push_back(each.substr(0, each.size() - 2));
    }
    const std::string step = row.text("step");
    check.holds(row, "step", step == "second_level" || step == "cascade");
    std::string told;
    for (const bool hidden : step == "cascade" ? cascaded(units, hidden_parents) : second_level(units)) {
      told += (told.empty() ? "" : " ") + std::string(hidden ? "1" : "0");
    }
    check.same(row, "expected_flag_per_row", told);
  }
}

const Registered all[] = {
    {"benchmark_comparators.csv", comparators},
    {"trend_published_inputs.csv", trend_inputs},
    {"trend_published_expected.csv", published_trends},
    {"trend_marker_inputs.csv", trend_inputs},
    {"trend_marker_expected.csv", trend_markers},
    {"percentiles_categories.csv", percentiles},
    {"disclosure_primary.csv", primary},
    {"disclosure_secondary.csv", secondary},
};

}  // namespace
}  // namespace fairstart::statistics::cases::cases_of_benchmarks_test
