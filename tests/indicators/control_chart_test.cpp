// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "engine/indicators/statistics.hpp"
#include "tests/harness/harness.hpp"
#include "tests/indicators/table.hpp"

namespace fairstart::indicators::control_chart_test {
namespace {

std::filesystem::path cases(const std::string& file) { return *harness::shared_folder() / "data/indicator-cases" / file; }

// The words of NHSRplotthedots.
std::string told(const ChartPoint& point) {
  const bool up = point.direction > 0;
  switch (point.signal) {
    case Signal::none: return "Common Cause";
    case Signal::outside: return up ? "Above UCL" : "Below LCL";
    case Signal::trend: return up ? "7 Point Trend (Increasing)" : "7 Point Trend (Decreasing)";
    case Signal::two_of_three: return up ? "2 in 3 Above CL" : "2 in 3 Below CL";
    case Signal::shift: return up ? "7 Points Above CL" : "7 Points Below CL";
  }
  return "";
}

// One group of points: values, and what is expected of each.
void agree(const std::vector<TableRow>& rows, ChartOptions options) {
  std::vector<double> values;
  for (const TableRow& row : rows) values.push_back(number(row, "value"));
  const auto limits = chart_limits(values, options);
  ASSERT_TRUE(limits);
  const auto points = chart_points(values, *limits);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const TableRow& row = rows[i];
    const std::string where = row.at("config") + ' ' + row.at("series") + ' ' + row.at("period");
    for (const auto& [actual, column] : {std::pair{limits->mean, "mean"}, {limits->lower, "lpl"}, {limits->upper, "upl"}}) {
      EXPECT_NEAR(actual, number(row, column), 1e-9 * std::max(1.0, std::fabs(number(row, column)))) << where << ' ' << column;
    }
    EXPECT_EQ(points[i].side, std::stoi(row.at("relative_to_mean"))) << where;
    EXPECT_EQ(points[i].near ? "1" : "0", row.at("close_to_limits")) << where;
    EXPECT_EQ(told(points[i]), row.at("special_cause_type")) << where;
  }
}

TEST(Chart, agrees_with_a_series_of_the_reference_run) {
  const auto rows = read_table(harness::project_root() / "tests/data/xmr_series.csv");
  ASSERT_EQ(rows.size(), 36U);
  agree(rows, {});
}

TEST(Chart, agrees_with_the_reference_runs) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  std::map<std::string, std::vector<TableRow>> groups;
  std::map<std::string, ChartOptions> options;
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("spc_xmr_ae_ref.csv"))) {
    const std::string& config = row.at("config");
    const std::string group = config + ' ' + row.at("series") + ' ' + row.at("rebase_group");
    options[group] = {.screen = config != "breaches_mdc_excel", .fix_after = config == "attendances_fix12" ? 12U : 0U};
    groups[group].push_back(row);
    ++compared;
  }
  for (const auto& [group, rows] : groups) agree(rows, options.at(group));
  EXPECT_EQ(compared, 5400U);
}

TEST(Chart, agrees_with_the_case_files_on_limits) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("spc_xmr_limits.csv"))) {
    std::istringstream in(row.at("values"));
    std::vector<double> values;
    for (double value = 0; in >> value;) values.push_back(value);
    const auto limits = chart_limits(values, {.screen = row.at("screen_outliers") == "true"});
    ASSERT_TRUE(limits);
    const double tolerance = std::max(1e-12, number(row, "abs_tolerance"));
    EXPECT_NEAR(limits->mean, number(row, "mean"), tolerance) << row.at("case_id");
    EXPECT_NEAR(limits->lower, number(row, "lpl"), tolerance) << row.at("case_id");
    EXPECT_NEAR(limits->upper, number(row, "upl"), tolerance) << row.at("case_id");
    if (!row.at("near_lpl").empty()) {
      EXPECT_NEAR(limits->near_lower, number(row, "near_lpl"), tolerance) << row.at("case_id");
      EXPECT_NEAR(limits->near_upper, number(row, "near_upl"), tolerance) << row.at("case_id");
    }
    ++compared;
  }
  EXPECT_GE(compared, 8U);
}

TEST(Chart, agrees_with_the_case_files_on_assurance) {
  const auto judged = [](double lower, double upper, double target, std::optional<bool> better) {
    return assurance({.lower = lower, .upper = upper}, target, better);
  };
  EXPECT_EQ(judged(1, 3, 4, true), Assurance::consistently_misses);
  EXPECT_EQ(judged(1, 3, 4, false), Assurance::consistently_meets);
  EXPECT_EQ(judged(1, 5, 4, true), Assurance::may_or_may_not);
  EXPECT_EQ(judged(5, 7, 4, false), Assurance::consistently_misses);
  EXPECT_EQ(judged(1, 3, 4, std::nullopt), Assurance::none);
  EXPECT_EQ(judged(1, 4, 4, true), Assurance::may_or_may_not);
}

TEST(Chart, a_point_on_the_mean_breaks_a_shift_and_six_do_not_make_one) {
  ChartLimits limits{.mean = 0, .lower = -100, .upper = 100, .near_lower = -66, .near_upper = 66};
  const auto signals = [&](const std::vector<double>& values) {
    std::string marks;
    for (const ChartPoint& point : chart_points(values, limits))
      marks += point.signal == Signal::none    ? '.'
               : point.signal == Signal::shift ? 's'
               : point.signal == Signal::trend ? 't'
                                               : '?';
    return marks;
  };
  EXPECT_EQ(signals({2, 1, 2, 1, 2, 1, -1}), ".......");
  EXPECT_EQ(signals({2, 1, 2, 1, 2, 1, 2, -1}), "sssssss.");
  EXPECT_EQ(signals({2, 1, 2, 0, 2, 1, 2, 1}), "........");
  EXPECT_EQ(signals({-3, -2, -1, 0, 1, 2, 3, 1}), "ttttttt.");
  EXPECT_EQ(signals({-3, -2, -1, -1, 1, 2, 3, 4}), "........");
}

TEST(Chart, one_value_has_no_limits) {
  EXPECT_FALSE(chart_limits(std::vector<double>{4.0}));
  EXPECT_EQ(chart_limits(std::vector<double>{4.0, 4.0})->upper, 4.0);
}

}  // namespace
}  // namespace fairstart::indicators::control_chart_test
