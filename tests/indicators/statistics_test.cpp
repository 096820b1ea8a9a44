// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "tests/harness/harness.hpp"
#include "tests/indicators/table.hpp"

namespace fairstart::indicators::statistics_test {
namespace {

void expect_near_relative(double actual, double expected, const std::string& what) {
  EXPECT_NEAR(actual, expected, 1e-9 * std::max(1e-12, std::fabs(expected))) << what;
}

double confidence_of(const std::string& text) { return std::stod(text) / 100.0; }

TEST(Wilson, agrees_with_published_limits) {
  const auto rows = read_table(harness::project_root() / "tests/data/wilson_published.csv");
  ASSERT_EQ(rows.size(), 8U);
  for (const auto& row : rows) {
    const auto limits = wilson(number(row, "x"), number(row, "n"));
    ASSERT_TRUE(limits) << row.at("what");
    EXPECT_NEAR(limits->lower, number(row, "lower"), number(row, "tolerance")) << row.at("what");
    EXPECT_NEAR(limits->upper, number(row, "upper"), number(row, "tolerance")) << row.at("what");
  }
}

TEST(Wilson, agrees_with_the_case_files_at_both_confidences) {
  const auto shared = harness::shared_folder();
  if (!shared) GTEST_SKIP() << "no shared folder";
  std::size_t compared = 0;
  for (const auto& row : read_table(*shared / "data/indicator-cases/proportion_wilson.csv")) {
    if (row.at("value").empty()) continue;
    const double times = number(row, "multiplier");
    for (const auto& [confidence, lower, upper] :
         {std::tuple{0.95, "lower95_0cl", "upper95_0cl"}, {0.998, "lower99_8cl", "upper99_8cl"}}) {
      const auto limits = wilson(number(row, "Numerator"), number(row, "Denominator"), confidence);
      ASSERT_TRUE(limits) << row.at("case_id");
      expect_near_relative(limits->lower * times, number(row, lower), row.at("case_id"));
      expect_near_relative(limits->upper * times, number(row, upper), row.at("case_id"));
      ++compared;
    }
  }
  for (const auto& row : read_table(*shared / "data/indicator-cases/ci_byars_wilson.csv")) {
    if (row.at("method") != "Wilson") continue;
    const auto limits = wilson(number(row, "x"), number(row, "n"), confidence_of(row.at("confidence")));
    ASSERT_TRUE(limits) << row.at("case_id");
    expect_near_relative(limits->lower, number(row, "lowercl"), row.at("case_id"));
    expect_near_relative(limits->upper, number(row, "uppercl"), row.at("case_id"));
    ++compared;
  }
  EXPECT_GE(compared, 15U);
}

TEST(Wilson, agrees_with_fingertips_at_full_precision) {
  const auto shared = harness::shared_folder();
  if (!shared) GTEST_SKIP() << "no shared folder";
  std::size_t compared = 0;
  for (const auto& row : read_table(*shared / "data/indicator-cases/fingertips_ci_fullprecision.csv")) {
    if (row.at("method") != "wilson") continue;
    const double times = number(row, "multiplier"), tolerance = number(row, "abs_tolerance");
    const auto limits = wilson(number(row, "count"), number(row, "denominator"));
    ASSERT_TRUE(limits);
    EXPECT_NEAR(limits->lower * times, number(row, "lower95"), tolerance) << row.at("area_code");
    EXPECT_NEAR(limits->upper * times, number(row, "upper95"), tolerance) << row.at("area_code");
    ++compared;
  }
  EXPECT_GT(compared, 100U);
}

TEST(Wilson, ends_are_exact_and_bad_input_gives_nothing) {
  EXPECT_EQ(wilson(0, 17)->lower, 0.0);
  EXPECT_EQ(wilson(17, 17)->upper, 1.0);
  EXPECT_FALSE(wilson(1, 0));
  EXPECT_FALSE(wilson(-1, 10));
  EXPECT_FALSE(wilson(11, 10));
  EXPECT_EQ(wilson(1, 10, 1.0)->upper, 1.0);  // all that a share can be
  EXPECT_FALSE(wilson(1, 10, 1.1));
  EXPECT_FALSE(wilson(std::nan(""), 10));
}

TEST(Wilson, z_of_the_two_usual_confidences) {
  EXPECT_DOUBLE_EQ(z_of(0.95), 1.959963984540054);
  EXPECT_NEAR(z_of(0.998), 3.090232306167813, 1e-12);
  EXPECT_NEAR(z_of(0.9500000001), 1.959963984540054, 1e-8);
}

TEST(Percent, ties_go_up_on_exact_integers) {
  EXPECT_EQ(percent_tenths(13, 16), 813);      // 81.25
  EXPECT_EQ(percent_tenths(1021, 2000), 511);  // 51.05
  EXPECT_EQ(percent_tenths(1, 3), 333);
  EXPECT_EQ(percent_tenths(0, 5), 0);
  EXPECT_EQ(percent_tenths(5, 5), 1000);
  EXPECT_FALSE(percent_tenths(0, 0));
  EXPECT_FALSE(percent_tenths(6, 5));
}

TEST(Percent, agrees_with_published_school_readiness) {
  const auto shared = harness::shared_folder();
  if (!shared) GTEST_SKIP() << "no shared folder";
  std::size_t compared = 0;
  for (const auto& row : read_table(*shared / "data/indicator-cases/eyfsp_gld_published.csv")) {
    if (row.at("gld_number").empty() || row.at("gld_percent").empty()) continue;
    const auto tenths = percent_tenths(std::stoll(row.at("gld_number")), std::stoll(row.at("number_of_children")));
    ASSERT_TRUE(tenths);
    EXPECT_EQ(*tenths, std::llround(number(row, "gld_percent") * 10.0)) << row.at("la_name") << ' ' << row.at("time_period");
    ++compared;
  }
  EXPECT_GT(compared, 500U);
}

TEST(Rounding, to_a_base_goes_away_from_zero_at_ties) {
  EXPECT_EQ(rounded_to(12, 5), 10);
  EXPECT_EQ(rounded_to(13, 5), 15);
  EXPECT_EQ(rounded_to(5, 10), 10);
  EXPECT_EQ(rounded_to(-5, 10), -10);
  EXPECT_EQ(rounded_to(8, 1), 8);
  EXPECT_EQ(rounded_to(0, 5), 0);
}

}  // namespace
}  // namespace fairstart::indicators::statistics_test
