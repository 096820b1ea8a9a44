// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "engine/indicators/amounts.hpp"
#include "engine/indicators/statistics.hpp"
#include "tests/harness/harness.hpp"
#include "tests/indicators/table.hpp"

namespace fairstart::indicators::interval_test {
namespace {

void expect_near_relative(double actual, double expected, const std::string& what, double tolerance = 1e-9) {
  EXPECT_NEAR(actual, expected, tolerance * std::max(1e-12, std::fabs(expected))) << what;
}

std::filesystem::path cases(const std::string& file) { return *harness::shared_folder() / "data/indicator-cases" / file; }

// Chi-squared tables: half of 0.0506, 7.3778 and so on; x = 3 at 95% is 0.6187 to 8.7673 (Garwood 1936).
TEST(Poisson, the_exact_limits_are_those_of_the_tables) {
  EXPECT_EQ(exact_poisson(0)->lower, 0.0);
  EXPECT_NEAR(exact_poisson(0)->upper, -std::log(0.025), 1e-12);
  EXPECT_NEAR(exact_poisson(3)->lower, 0.6187, 5e-5);
  EXPECT_NEAR(exact_poisson(3)->upper, 8.7673, 5e-5);
  EXPECT_FALSE(exact_poisson(-1));
  EXPECT_FALSE(exact_poisson(std::nan("")));
  EXPECT_FALSE(exact_poisson(3, 1.0));
}

TEST(Poisson, byar_takes_over_at_ten) {
  EXPECT_EQ(count_limits(9.0)->lower, exact_poisson(9.0)->lower);
  EXPECT_EQ(count_limits(10.0)->lower, byar(10.0)->lower);
  EXPECT_NE(count_limits(10.0)->upper, exact_poisson(10.0)->upper);
  EXPECT_FALSE(byar(0));
  EXPECT_FALSE(byar(1, 0.998));  // its lower limit would be under 0
}

TEST(Poisson, agrees_with_published_rates) {
  const auto rows = read_table(harness::project_root() / "tests/data/rates_published.csv");
  ASSERT_EQ(rows.size(), 8U);
  for (const auto& row : rows) {
    const auto limits = count_limits(number(row, "count"));
    ASSERT_TRUE(limits) << row.at("what");
    const double times = number(row, "multiplier") / number(row, "denominator");
    EXPECT_NEAR(limits->lower * times, number(row, "lower"), number(row, "tolerance")) << row.at("what");
    EXPECT_NEAR(limits->upper * times, number(row, "upper"), number(row, "tolerance")) << row.at("what");
  }
}

TEST(Poisson, agrees_with_the_case_files) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("ci_byars_wilson.csv"))) {
    if (row.at("method") != "Byars" || row.at("lowercl").empty()) continue;
    const auto limits = byar(number(row, "x"), std::stod(row.at("confidence")) / 100.0);
    ASSERT_TRUE(limits) << row.at("case_id");
    expect_near_relative(limits->lower, number(row, "lowercl"), row.at("case_id"));
    expect_near_relative(limits->upper, number(row, "uppercl"), row.at("case_id"));
    ++compared;
  }
  for (const auto& row : read_table(cases("rate_byars_exact.csv"))) {
    if (row.at("value").empty()) continue;
    const double times = number(row, "multiplier") / number(row, "Denominator");
    for (const auto& [confidence, lower, upper] :
         {std::tuple{0.95, "lower95_0cl", "upper95_0cl"}, {0.998, "lower99_8cl", "upper99_8cl"}}) {
      const auto limits = count_limits(number(row, "Numerator"), confidence);
      ASSERT_TRUE(limits) << row.at("case_id");
      expect_near_relative(limits->lower * times, number(row, lower), row.at("case_id"));
      expect_near_relative(limits->upper * times, number(row, upper), row.at("case_id"));
      ++compared;
    }
  }
  for (const auto& row : read_table(cases("fingertips_ci_fullprecision.csv"))) {
    if (row.at("method") != "byars") continue;
    const double times = number(row, "multiplier") / number(row, "denominator"), tolerance = number(row, "abs_tolerance");
    const auto limits = count_limits(number(row, "count"));
    ASSERT_TRUE(limits);
    EXPECT_NEAR(limits->lower * times, number(row, "lower95"), tolerance) << row.at("area_code");
    EXPECT_NEAR(limits->upper * times, number(row, "upper95"), tolerance) << row.at("area_code");
    ++compared;
  }
  EXPECT_GT(compared, 700U);
}

// 1 of 10 and 0 of 20: 0.25% to 44.50%, and 0 to 16.84% (R: binom.test).
TEST(ClopperPearson, agrees_with_r) {
  EXPECT_NEAR(clopper_pearson(1, 10)->lower, 0.0025285785, 1e-9);
  EXPECT_NEAR(clopper_pearson(1, 10)->upper, 0.4450161174, 1e-9);
  EXPECT_EQ(clopper_pearson(0, 20)->lower, 0.0);
  EXPECT_NEAR(clopper_pearson(0, 20)->upper, 1.0 - std::pow(0.025, 1.0 / 20.0), 1e-12);
  EXPECT_EQ(clopper_pearson(20, 20)->upper, 1.0);
  EXPECT_FALSE(clopper_pearson(2, 1));
}

// t tables: 12.706 at 1 degree of freedom, 2.262 at 9.
TEST(Student, t_is_that_of_the_tables) {
  EXPECT_NEAR(*t_of(0.95, 1), 12.7062, 5e-5);
  EXPECT_NEAR(*t_of(0.95, 9), 2.2622, 5e-5);
  EXPECT_FALSE(t_of(0.95, 0));
  EXPECT_FALSE(student(1.0, 1.0, 1));
}

TEST(Student, agrees_with_the_case_files_from_values_counted_by_value) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  std::map<std::string, ByValue> values;
  for (const auto& row : read_table(cases("mean_t_values.csv")))
    ++values[row.at("area")][std::llround(number(row, "values") * 1e6)];
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("mean_t_expected.csv"))) {
    const ByValue& of_area = values.at(row.at("area"));
    const double mean = to_double(*mean_of(of_area)) / 1e6, n = static_cast<double>(rows_of(of_area));
    expect_near_relative(mean, number(row, "value"), "mean", 1e-8);
    expect_near_relative(std::sqrt(*variance_of(of_area, 1)), number(row, "stdev"), "stdev", 1e-8);
    for (const auto& [confidence, lower, upper] :
         {std::tuple{0.95, "lower95_0cl", "upper95_0cl"}, {0.998, "lower99_8cl", "upper99_8cl"}}) {
      const auto limits = student(mean, *variance_of(of_area, 1), n, confidence);
      expect_near_relative(limits->lower, number(row, lower), lower, 1e-8);
      expect_near_relative(limits->upper, number(row, upper), upper, 1e-8);
      ++compared;
    }
  }
  EXPECT_GE(compared, 2U);
}

// Newcombe (1998), table II, method 10: 56/70 against 48/80 is 0.0524 to 0.3339; 9/10 against 3/10 is 0.1705 to 0.8090.
TEST(Difference, agrees_with_newcombes_examples) {
  const auto of = [](double x, double n) { return std::pair(x / n, *wilson(x, n)); };
  const auto [a, of_a] = of(56, 70);
  const auto [b, of_b] = of(48, 80);
  EXPECT_NEAR(difference_limits(a, of_a, b, of_b).lower, 0.0524, 5e-5);
  EXPECT_NEAR(difference_limits(a, of_a, b, of_b).upper, 0.3339, 5e-5);
  const auto [c, of_c] = of(9, 10);
  const auto [d, of_d] = of(3, 10);
  EXPECT_NEAR(difference_limits(c, of_c, d, of_d).lower, 0.1705, 5e-5);
  EXPECT_NEAR(difference_limits(c, of_c, d, of_d).upper, 0.8090, 5e-5);
}

std::vector<Counted> counted(const std::string& values) {
  std::istringstream in(values);
  std::map<std::int64_t, std::int64_t> by_value;
  for (double value = 0; in >> value;) ++by_value[std::llround(value * 1e6)];
  std::vector<Counted> result;
  for (const auto& [value, count] : by_value) result.push_back({value, count});
  return result;
}

double percentile_as_double(const std::vector<Counted>& values, std::int64_t p) {
  return static_cast<double>(*percentile(values, p)) / static_cast<double>(percentile_scale) / 1e6;
}

TEST(Percentile, lies_straight_between_its_neighbours) {
  EXPECT_EQ(percentile_as_double(counted("1 2 3 4"), 50'000'000), 2.5);
  EXPECT_EQ(percentile_as_double(counted("4"), 90'000'000), 4.0);
  EXPECT_EQ(percentile_as_double(counted("0 10"), 90'000'000), 9.0);
  EXPECT_EQ(percentile_as_double(counted("1 1 1 5"), 50'000'000), 1.0);
  EXPECT_EQ(percentile_as_double(counted("1 2"), 0), 1.0);
  EXPECT_EQ(percentile_as_double(counted("1 2"), percentile_scale), 2.0);
  EXPECT_FALSE(percentile({}, 50'000'000));
  EXPECT_FALSE(percentile(counted("1"), percentile_scale + 1));
}

TEST(Percentile, agrees_with_fingertips) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("percentiles_categories.csv"))) {
    const std::string& what = row.at("statistic");
    if (row.at("expected") == "null") continue;
    if (what == "quartile_bounds") {
      std::istringstream expected(row.at("expected"));
      double bound = 0;
      for (std::int64_t quarter = 0; expected >> bound; ++quarter) {
        EXPECT_NEAR(percentile_as_double(counted(row.at("values")), quarter * 25'000'000), bound, 1e-9);
        ++compared;
      }
    }
    if (what != "median" && !what.starts_with("p")) continue;
    const std::int64_t p = what == "median" ? 50 : std::stoll(what.substr(1));
    EXPECT_NEAR(percentile_as_double(counted(row.at("values")), p * 1'000'000), number(row, "expected"), 1e-9)
        << row.at("case_id");
    ++compared;
  }
  EXPECT_GE(compared, 9U);
}

}  // namespace
}  // namespace fairstart::indicators::interval_test
