// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/benchmarks.hpp"
#include "engine/statistics/means.hpp"
#include "engine/statistics/proportions.hpp"
#include "engine/statistics/rates.hpp"
#include "engine/statistics/rounding.hpp"
#include "engine/statistics/standardised.hpp"
#include "tests/statistics/indicator_cases.hpp"

// Proportions, rates, means and standardised rates.
namespace fairstart::statistics::cases::cases_of_intervals_test {
namespace {

std::optional<double> lower_of(const std::optional<Limits>& limits) {
  return limits ? std::optional(limits->lower) : std::nullopt;
}
std::optional<double> upper_of(const std::optional<Limits>& limits) {
  return limits ? std::optional(limits->upper) : std::nullopt;
}

void published_limits(Check& check) {
  for (const Row& row : check.rows()) {
    const double confidence = confidence_of(row.text("confidence")), x = row.need("x");
    const std::string method = row.text("method");
    check.holds(row, "method", method == "Byars" || method == "Wilson");
    const auto limits = method == "Byars" ? byar(x, confidence) : wilson(x, row.need("n"), confidence);
    check.relative(row, "lowercl", lower_of(limits), 1e-9);
    check.relative(row, "uppercl", method == "Byars" ? byar_upper(x, confidence) : upper_of(limits), 1e-9);
  }
}

// Wide rows with 95% and 99.8% limits, or long ones with a confidence each.
void figures(Check& check, const Row& row, const std::function<std::optional<Figure>(double)>& figure) {
  constexpr double tolerance = 1e-9;
  if (row.has("confidence")) {
    const auto found = figure(confidence_of(row.text("confidence")));
    check.relative(row, "value", found ? std::optional(found->value) : std::nullopt, tolerance);
    check.relative(row, "lowercl", lower_of(found ? found->limits : std::nullopt), tolerance);
    check.relative(row, "uppercl", upper_of(found ? found->limits : std::nullopt), tolerance);
    return;
  }
  const auto inner = figure(0.95), outer = figure(0.998);
  check.relative(row, "value", inner ? std::optional(inner->value) : std::nullopt, tolerance);
  check.relative(row, "lower95_0cl", lower_of(inner ? inner->limits : std::nullopt), tolerance);
  check.relative(row, "upper95_0cl", upper_of(inner ? inner->limits : std::nullopt), tolerance);
  check.relative(row, "lower99_8cl", lower_of(outer ? outer->limits : std::nullopt), tolerance);
  check.relative(row, "upper99_8cl", upper_of(outer ? outer->limits : std::nullopt), tolerance);
}

void proportions(Check& check) {
  for (const Row& row : check.rows()) {
    const auto x = row.number("Numerator");
    const auto n = row.number("Denominator");
    const double multiplier = row.number("multiplier").value_or(1.0);
    figures(check, row, [&](double confidence) { return x && n ? proportion(*x, *n, confidence, multiplier) : std::nullopt; });
    if (row.has("method")) check.same(row, "method", "Wilson");
  }
}

void rates(Check& check) {
  for (const Row& row : check.rows()) {
    const auto x = row.number("Numerator");
    const auto n = row.number("Denominator");
    const double multiplier = row.number("multiplier").value_or(100'000.0);
    figures(check, row, [&](double confidence) { return x && n ? rate(*x, *n, confidence, multiplier) : std::nullopt; });
    if (x && row.has("method")) check.same(row, "method", std::string(count_limits_method(*x)));
  }
}

void means(Check& check) {
  const Table& values = check.beside("mean_t_values.csv");
  for (const Row& row : check.rows()) {
    // An area that is not in the values stands for all of them together.
    std::vector<double> of_area, of_all;
    for (const Row& each : values.rows()) {
      const auto value = each.number("values");
      if (!value) continue;
      of_all.push_back(*value);
      if (each.text("area") == row.text("area")) of_area.push_back(*value);
    }
    const std::vector<double>& used = of_area.empty() ? of_all : of_area;
    const auto sample = sample_of(used);
    const auto inner = mean(used, 0.95), outer = mean(used, 0.998);
    const auto limits = [](const auto& figure) { return figure ? figure->limits : std::nullopt; };
    check.relative(row, "value_sum", sample ? std::optional(sample->sum) : std::nullopt, 1e-8);
    check.relative(row, "value_count", sample ? std::optional(sample->n) : std::nullopt, 1e-8);
    check.relative(row, "stdev", sample ? sample->deviation : std::nullopt, 1e-8);
    check.relative(row, "value", inner ? std::optional(inner->value) : std::nullopt, 1e-8);
    check.relative(row, "lower95_0cl", lower_of(limits(inner)), 1e-8);
    check.relative(row, "upper95_0cl", upper_of(limits(inner)), 1e-8);
    check.relative(row, "lower99_8cl", lower_of(limits(outer)), 1e-8);
    check.relative(row, "upper99_8cl", upper_of(limits(outer)), 1e-8);
  }
}

// Inputs of other files: each row has to belong to an area that is asked for, or to one that stands for all.
void inputs(Check& check) {
  for (const Row& row : check.rows()) check.seen(row);
}

void direct_rates(Check& check, const std::string& input) {
  const Table& table = check.beside(input);
  for (const Row& row : check.rows()) {
    std::vector<Stratum> strata;
    for (const Row& each : table.rows()) {
      if (each.text("area") != row.text("area")) continue;
      Stratum stratum{each.number("count").value_or(0.0), each.need("pop"), each.need("stdpop"), {}};
      for (int f = 1; table.has_column("f" + std::to_string(f)); ++f) {
        stratum.persons.push_back(each.number("f" + std::to_string(f)).value_or(0.0));
      }
      strata.push_back(std::move(stratum));
    }
    check.holds(row, "area", !strata.empty());
    const auto inner = direct_rate(strata, 0.95, row.need("multiplier")),
               outer = direct_rate(strata, 0.998, row.need("multiplier"));
    check.holds(row, "strata", inner && outer);
    if (!inner || !outer) continue;
    check.relative(row, "total_count", inner->count, 1e-9);
    check.relative(row, "total_pop", inner->population, 1e-9);
    check.relative(row, "value", inner->value, 1e-9);
    check.relative(row, "lower95_0cl", lower_of(inner->limits), 1e-9);
    check.relative(row, "upper95_0cl", upper_of(inner->limits), 1e-9);
    if (!inner->value) check.same(row, "statistic", "dsr NA for total count < 10");
    // The wrong 99.8% limits of one area's own standard are left blank.
    const bool left_blank = inner->value && !row.has("lower99_8cl") && !row.has("upper99_8cl");
    if (left_blank) continue;
    check.relative(row, "lower99_8cl", lower_of(outer->limits), 1e-9);
    check.relative(row, "upper99_8cl", upper_of(outer->limits), 1e-9);
  }
}

void indirect_rates(Check& check) {
  const Table& table = check.beside("isr_inputs.csv");
  for (const Row& row : check.rows()) {
    std::vector<Indirect> strata;
    for (const Row& each : table.rows()) {
      if (each.text("area") != row.text("area")) continue;
      strata.push_back({each.number("count").value_or(0.0), each.need("pop"), each.need("refcount"), each.need("refpop")});
    }
    const std::string statistic = row.text("statistic");
    const bool as_rate = statistic.find(" per ") != std::string::npos;
    check.holds(row, "statistic", as_rate || statistic.find("ratio x ") != std::string::npos);
    const double scale = std::stod(statistic.substr(statistic.find_last_of(' ') + 1));
    const auto figure = [&](double confidence) {
      return as_rate ? indirect_rate(strata, confidence, scale) : indirect_ratio(strata, confidence, scale);
    };
    const auto inner = figure(0.95), outer = figure(0.998);
    check.holds(row, "strata", inner && outer);
    if (!inner || !outer) continue;
    check.relative(row, "observed", inner->observed, 1e-9);
    check.relative(row, "expected", inner->expected, 1e-9);
    if (as_rate) check.relative(row, "ref_rate", inner->ref_rate, 1e-9);
    check.relative(row, "value", inner->value, 1e-9);
    check.relative(row, "lower95_0cl", lower_of(inner->limits), 1e-9);
    check.relative(row, "upper95_0cl", upper_of(inner->limits), 1e-9);
    check.relative(row, "lower99_8cl", lower_of(outer->limits), 1e-9);
    check.relative(row, "upper99_8cl", upper_of(outer->limits), 1e-9);
    check.same(row, "method", std::string(count_limits_method(inner->observed)));
  }
}

void early_years(Check& check) {
  for (const Row& row : check.rows()) {
    const double x = row.need("numerator"), n = row.need("denominator"), multiplier = row.need("multiplier");
    const bool is_rate = row.text("unit") == "rate";
    check.holds(row, "unit", is_rate || row.text("unit") == "proportion");
    const auto figure = is_rate ? rate(x, n, 0.95, multiplier) : proportion(x, n, 0.95, multiplier);
    check.absolute(row, "value", figure ? std::optional(figure->value) : std::nullopt, 1e-4);
    check.absolute(row, "lower95", lower_of(figure ? figure->limits : std::nullopt), 1e-4);
    check.absolute(row, "upper95", upper_of(figure ? figure->limits : std::nullopt), 1e-4);
    if (!row.has("significance_vs_england_ci_overlap") || !figure) continue;
    // As published, the areas' limits and England's are those printed, to four decimals.
    const auto england = row.number("england_lower95") && row.number("england_upper95")
                             ? std::optional(Limits{row.need("england_lower95"), row.need("england_upper95")})
                             : std::nullopt;
    const auto printed = figure->limits
                             ? std::optional(Limits{to_places(figure->limits->lower, 4), to_places(figure->limits->upper, 4)})
                             : std::nullopt;
    const Standing standing = against_limits(printed, england, Polarity::none);
    const std::string told = standing == Standing::same     ? "Similar"
                             : standing == Standing::higher ? "Significantly higher"
                             : standing == Standing::lower  ? "Significantly lower"
                                                            : "";
    check.same(row, "significance_vs_england_ci_overlap", told);
  }
}

void full_precision(Check& check) {
  for (const Row& row : check.rows()) {
    const double x = row.need("count"), n = row.need("denominator"), multiplier = row.need("multiplier");
    const double tolerance = row.need("abs_tolerance");
    check.holds(row, "method", row.text("method") == "byars" || row.text("method") == "wilson");
    const auto figure = row.text("method") == "byars" ? rate(x, n, 0.95, multiplier) : proportion(x, n, 0.95, multiplier);
    check.as_printed(row, "value", figure ? std::optional(figure->value) : std::nullopt, tolerance);
    check.as_printed(row, "lower95", lower_of(figure ? figure->limits : std::nullopt), tolerance);
    check.as_printed(row, "upper95", upper_of(figure ? figure->limits : std::nullopt), tolerance);
  }
}

void immunisation(Check& check) {
  for (const Row& row : check.rows()) {
    const auto figure = proportion(row.need("Numerator"), row.need("Denominator"));
    check.holds(row, "proportion", figure && figure->limits);
    if (!figure || !figure->limits) continue;
    check.absolute(row, "Proportion", figure->value, 5e-5 + 1e-12);
    check.absolute(row, "Lower_CL", figure->limits->lower, 5e-5 + 1e-12);
    check.absolute(row, "Upper_CL", figure->limits->upper, 5e-5 + 1e-12);
    const Rag rag = rag_of(figure->value, 0.9, 0.95);
    check.same(row, "Benchmark", rag == Rag::red ? "1" : rag == Rag::amber ? "2" : "3");
    if (row.text("Significance") == "England") continue;
    const Row* england = nullptr;
    for (const Row& other : check.rows()) {
      const bool same = other.text("Area") == "England" && other.text("Year") == row.text("Year") &&
                        other.text("Age") == row.text("Age") && other.text("Item") == row.text("Item");
      if (same) england = &other;
    }
    if (england == nullptr) {
      // The half of the cases that holds this area need not hold England's row.
      check.note("no England row for line " + row.where());
      continue;
    }
    const Limits benchmark{england->need("Lower_CL"), england->need("Upper_CL")};
    const Limits printed{to_places(figure->limits->lower, 4), to_places(figure->limits->upper, 4)};
    const Standing standing = against_limits(printed, benchmark, Polarity::none);
    check.same(row, "Significance", standing == Standing::same ? "Similar" : standing == Standing::higher ? "Higher" : "Lower");
  }
}

// Shares of children, one decimal, and the mean points.
void early_learning(Check& check) {
  for (const Row& row : check.rows()) {
    check.seen(row);
    const auto children = row.number("number_of_children");
    for (const std::string& column : check.table().names()) {
      if (!column.ends_with("_percent")) continue;
      const std::string counted = column.substr(0, column.size() - std::string("_percent").size()) + "_number";
      const auto number = row.number(counted);
      const auto tenths = children && number
                              ? percent_tenths(static_cast<std::int64_t>(*number), static_cast<std::int64_t>(*children))
                              : std::nullopt;
      check.absolute(row, column, tenths ? std::optional(static_cast<double>(*tenths) / 10.0) : std::nullopt, 1e-9);
    }
    const auto points = row.number("point_score");
    if (!children || !points || !check.table().has_column("average_point_score")) continue;
    const auto mean = mean_tenths(static_cast<std::int64_t>(*points), static_cast<std::int64_t>(*children));
    check.absolute(row, "average_point_score", mean ? std::optional(static_cast<double>(*mean) / 10.0) : std::nullopt, 1e-9);
  }
}

const Registered all[] = {
    {"ci_byars_wilson.csv", published_limits},
    {"proportion_wilson.csv", proportions},
    {"proportion_wilson_aggregated.csv", proportions},
    {"rate_byars_exact.csv", rates},
    {"rate_byars_exact_aggregated.csv", rates},
    {"mean_t_values.csv", inputs},
    {"mean_t_expected.csv", means},
    {"dsr_inputs.csv", inputs},
    {"dsr_expected.csv", [](Check& check) { direct_rates(check, "dsr_inputs.csv"); }},
    {"dsr_nonindependent_inputs.csv", inputs},
    {"dsr_nonindependent_expected.csv", [](Check& check) { direct_rates(check, "dsr_nonindependent_inputs.csv"); }},
    {"isr_inputs.csv", inputs},
    {"isr_expected.csv", indirect_rates},
    {"early_years_published_ci.csv", early_years},
    {"fingertips_ci_fullprecision.csv", full_precision},
    {"immunisation_wilson_published.csv", immunisation},
    {"eyfsp_gld_published.csv", early_learning},
};

}  // namespace
}  // namespace fairstart::statistics::cases::cases_of_intervals_test
