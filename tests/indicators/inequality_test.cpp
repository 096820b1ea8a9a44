// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "engine/indicators/statistics.hpp"
#include "tests/harness/harness.hpp"
#include "tests/indicators/table.hpp"

namespace fairstart::indicators::inequality_test {
namespace {

std::filesystem::path cases(const std::string& file) { return *harness::shared_folder() / "data/indicator-cases" / file; }

void expect_near_relative(double actual, double expected, double tolerance, const std::string& what) {
  EXPECT_NEAR(actual, expected, tolerance * std::fabs(expected)) << what;
}

TEST(Slope, of_ranks_on_a_line_is_that_line) {
  // Shares 0.2, 0.3, 0.5: middles 0.1, 0.35, 0.75.
  const auto slope = slope_index(std::vector<Rank>{{20, 11, 1}, {30, 13.5, 1}, {50, 17.5, 1}});
  ASSERT_TRUE(slope);
  EXPECT_NEAR(slope->slope, 10.0, 1e-12);
  EXPECT_NEAR(slope->intercept, 10.0, 1e-12);
  EXPECT_NEAR(*slope->relative, 2.0, 1e-12);
}

TEST(Slope, says_nothing_where_it_can_not) {
  EXPECT_FALSE(slope_index(std::vector<Rank>{{20, 11, 1}}));
  EXPECT_FALSE(slope_index(std::vector<Rank>{{20, 11, 1}, {0, 12, 1}}));
  EXPECT_FALSE(slope_index(std::vector<Rank>{{20, std::nan(""), 1}, {10, 12, 1}}));
  const auto without_error = slope_index(std::vector<Rank>{{20, 11, 1}, {30, 12, 0}, {20, 13, 1}});
  ASSERT_TRUE(without_error);
  EXPECT_FALSE(without_error->slope_limits);
  EXPECT_FALSE(slope_index(std::vector<Rank>{{1, -1, 0}, {1, 1, 0}})->relative.has_value() &&
               slope_index(std::vector<Rank>{{1, -1, 0}, {1, 1, 0}})->intercept == 0.0);
}

// The least squares of NCMP obesity, Reception 2006/07, by tenth of deprivation, worked out apart (normal equations in Python).
TEST(Slope, agrees_with_normal_equations_on_published_data) {
  std::vector<Rank> ranks;
  for (const auto& row : read_table(harness::project_root() / "tests/data/obesity_by_tenth.csv")) {
    ranks.push_back({number(row, "measured"), number(row, "count") / number(row, "measured"),
                     (number(row, "upper") - number(row, "lower")) / 100.0 / (2.0 * 1.959963984540054)});
  }
  ASSERT_EQ(ranks.size(), 10U);
  const auto slope = slope_index(ranks);
  ASSERT_TRUE(slope && slope->slope_limits && slope->relative_limits);
  EXPECT_NEAR(slope->slope, -0.058185471071309745, 1e-12);
  EXPECT_NEAR(slope->intercept, 0.12844839103602804, 1e-12);
  EXPECT_NEAR(slope->slope_limits->lower, -0.06218282596974487, 1e-12);
  EXPECT_NEAR(slope->slope_limits->upper, -0.05418811617287462, 1e-12);
  EXPECT_NEAR(slope->relative_limits->lower, 0.5232161388463387, 1e-9);
  EXPECT_NEAR(slope->relative_limits->upper, 0.5708095534647543, 1e-9);
}

TEST(Slope, agrees_with_the_case_files) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  std::map<std::string, std::vector<Rank>> inputs;
  for (const auto& row : read_table(cases("sii_inputs.csv"))) {
    const double error =
        row.at("StandardError").empty()
            ? row.at("LowerCL").empty() ? 0.0 : (number(row, "UpperCL") - number(row, "LowerCL")) / (2.0 * 1.959964)
            : number(row, "StandardError");
    inputs[row.at("case_id")].push_back({number(row, "Population"), number(row, "Value"), error});
  }
  std::size_t points = 0, limits = 0;
  for (const auto& row : read_table(cases("sii_expected.csv"))) {
    const std::string& id = row.at("case_id");
    const Scale scale = row.at("transform") == "log"     ? Scale::log
                        : row.at("transform") == "logit" ? Scale::logit
                                                         : Scale::plain;
    const std::string& confidences = row.at("confidence");
    const auto slope = slope_index(inputs.at(id), std::stod(confidences) / 100.0, scale);
    ASSERT_TRUE(slope) << id;
    const double times = number(row, "multiplier");
    expect_near_relative(slope->slope * times, number(row, "sii"), 1e-9, id);
    if (!row.at("rii").empty()) {
      expect_near_relative(times < 0 ? 1.0 / *slope->relative : *slope->relative, number(row, "rii"), 1e-9, id);
    }
    // Theirs of a transformed line carries the multiplier.
    const double of_start = scale == Scale::plain ? 1.0 : std::fabs(times);
    if (!row.at("Intercept").empty()) expect_near_relative(slope->intercept * of_start, number(row, "Intercept"), 1e-9, id);
    ++points;
    // Theirs are simulated; of rates and proportions on another scale.
    if (row.at("value_type") != "other" || row.at("sii_lowercl_1").empty()) continue;
    ASSERT_TRUE(slope->slope_limits) << id;
    expect_near_relative(slope->slope_limits->lower, number(row, "sii_lowercl_1"), 0.05, id);
    expect_near_relative(slope->slope_limits->upper, number(row, "sii_uppercl_1"), 0.05, id);
    expect_near_relative(slope->relative_limits->lower, number(row, "rii_lowercl_1"), 0.05, id);
    expect_near_relative(slope->relative_limits->upper, number(row, "rii_uppercl_1"), 0.05, id);
    ++limits;
  }
  EXPECT_GE(points, 12U);
  EXPECT_GE(limits, 4U);
}

// PHEindicatormethods simulates the limits of transformed slopes with 100,000 draws: within 2% of the slope.
TEST(Slope, agrees_with_the_reference_runs_on_obesity_by_logits) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  const auto logit = [](double value) { return std::log(value / (1.0 - value)); };
  std::map<std::string, std::map<int, Rank>> inputs;
  for (const auto& row : read_table(cases("ncmp_obesity_decile_published.csv"))) {
    const double error = (logit(number(row, "UCL") / 100.0) - logit(number(row, "LCL") / 100.0)) / (2.0 * 1.959963984540054);
    inputs[row.at("Period") + row.at("SchoolYear")][std::stoi(row.at("Decile"))] = {number(row, "Measured"),
                                                                                    number(row, "Rate") / 100.0, error};
  }
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("sii_ncmp_ref_expected.csv"))) {
    const auto found = inputs.find(row.at("Period") + row.at("SchoolYear"));
    if (found == inputs.end() || found->second.size() != 10) continue;
    std::vector<Rank> ranks;
    for (const auto& [tenth, rank] : found->second) ranks.push_back(rank);
    const bool on_logits = row.at("transform") == "True";
    const auto slope = slope_index(ranks, 0.95, on_logits ? Scale::logit : Scale::plain);
    ASSERT_TRUE(slope && slope->slope_limits && slope->relative_limits);
    const double sii = number(row, "sii"), times = number(row, "multiplier");
    const double relative = times < 0.0 ? 1.0 / *slope->relative : *slope->relative;
    expect_near_relative(slope->slope * times, sii, 1e-8, found->first);
    expect_near_relative(relative, number(row, "rii"), 1e-8, found->first);
    expect_near_relative(slope->intercept * (on_logits ? 100.0 : 1.0), number(row, "intercept"), 1e-8, found->first);
    ++compared;
    if (!on_logits) continue;  // the errors here are of the logits
    const double near = 0.02 * std::fabs(sii);
    const Limits& limits = *slope->slope_limits;
    const Limits& of_relative = *slope->relative_limits;
    EXPECT_NEAR((times < 0.0 ? limits.upper : limits.lower) * times, number(row, "sii_lower95"), near) << found->first;
    EXPECT_NEAR((times < 0.0 ? limits.lower : limits.upper) * times, number(row, "sii_upper95"), near) << found->first;
    const double lowest = times < 0.0 ? 1.0 / of_relative.upper : of_relative.lower;
    EXPECT_NEAR(lowest, number(row, "rii_lower95"), 0.02 * number(row, "rii")) << found->first;
  }
  EXPECT_EQ(compared, 48U);
}

TEST(Slope, agrees_with_the_reference_runs_on_life_expectancy) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  std::map<std::string, std::vector<Rank>> inputs;
  const auto key = [](const TableRow& row) { return row.at("Sex") + row.at("GeoCode"); };
  for (const auto& row : read_table(cases("sii_life_expectancy_ref_inputs.csv"))) {
    inputs[key(row)].push_back({number(row, "Pop"), number(row, "LifeExp"), number(row, "SE")});
  }
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("sii_life_expectancy_ref_expected.csv"))) {
    for (const auto& [confidence, ends, of_slope, of_relative] :
         {std::tuple{0.95, "95_0cl", 0.06, 0.002}, {0.998, "99_8cl", 0.2, 0.006}}) {
      const auto slope = slope_index(inputs.at(key(row)), confidence);
      ASSERT_TRUE(slope && slope->slope_limits && slope->relative_limits);
      expect_near_relative(slope->slope, number(row, "sii"), 1e-8, key(row));
      expect_near_relative(*slope->relative, number(row, "rii"), 1e-8, key(row));
      EXPECT_NEAR(slope->slope_limits->lower, number(row, std::string("sii_lower") + ends), of_slope) << key(row);
      EXPECT_NEAR(slope->slope_limits->upper, number(row, std::string("sii_upper") + ends), of_slope) << key(row);
      EXPECT_NEAR(slope->relative_limits->lower, number(row, std::string("rii_lower") + ends), of_relative) << key(row);
      EXPECT_NEAR(slope->relative_limits->upper, number(row, std::string("rii_upper") + ends), of_relative) << key(row);
    }
    ++compared;
  }
  EXPECT_EQ(compared, 80U);
}

TEST(Concentration, even_shares_give_nothing_and_one_end_gives_the_most) {
  EXPECT_NEAR(concentration_index(std::vector<Share>{{10, 2, 0}, {10, 2, 0}, {10, 2, 0}})->index, 0.0, 1e-15);
  // All of it with the best off of n: 1 − 1/n.
  EXPECT_NEAR(concentration_index(std::vector<Share>{{1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 8, 0}})->index, 0.75, 1e-15);
  EXPECT_NEAR(concentration_index(std::vector<Share>{{1, 8, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}})->index, -0.75, 1e-15);
  EXPECT_FALSE(concentration_index(std::vector<Share>{{1, 0, 0}, {1, 0, 0}}));
  EXPECT_FALSE(concentration_index(std::vector<Share>{}));
}

// The other formula for grouped rows, of the areas under the curve: Σ pₜ Lₜ₊₁ − pₜ₊₁ Lₜ over cumulative shares of rows and of what
// they have.
TEST(Concentration, agrees_with_the_curve) {
  EXPECT_TRUE(rc::check([] {
    const auto groups = *rc::gen::inRange<std::size_t>(2, 9);
    std::vector<Share> shares(groups);
    double rows = 0.0, total = 0.0;
    for (Share& share : shares) {
      share = {static_cast<double>(*rc::gen::inRange(1, 1000)), static_cast<double>(*rc::gen::inRange(1, 50)), 0.0};
      rows += share.rows;
      total += share.rows * share.mean;
    }
    double p = 0.0, held = 0.0, index = 0.0;
    for (const Share& share : shares) {
      const double next_p = p + share.rows / rows, next_held = held + share.rows * share.mean / total;
      index += p * next_held - next_p * held;
      p = next_p;
      held = next_held;
    }
    RC_ASSERT(std::fabs(concentration_index(shares)->index - index) < 1e-12);
  }));
}

// Grouped rows tell the index of their rows ranked within a group as the group is.
TEST(Concentration, variance_within_ranks_only_widens_the_interval) {
  const std::vector<Share> apart{{50, 0.4, 0.0}, {50, 0.3, 0.0}, {50, 0.2, 0.0}},
      within{{50, 0.4, 0.24}, {50, 0.3, 0.21}, {50, 0.2, 0.16}};
  EXPECT_EQ(concentration_index(apart)->index, concentration_index(within)->index);
  EXPECT_LT(concentration_index(apart)->variance, concentration_index(within)->variance);
}

TEST(Concentration, agrees_with_the_reference_runs_on_rows_one_by_one) {
  if (!harness::shared_folder()) GTEST_SKIP() << "no shared folder";
  struct Row {
    double income, bmi, high;
  };
  std::map<std::string, std::vector<Row>> blocks;
  for (const auto& row : read_table(cases("concentration_index_ref_inputs.csv"))) {
    blocks[row.at("block")].push_back({number(row, "income"), number(row, "bmi"), number(row, "high.bmi")});
  }
  std::size_t compared = 0;
  for (const auto& row : read_table(cases("concentration_index_ref_expected.csv"))) {
    if (row.at("method") != "direct" || row.at("weights") != "none") continue;
    std::vector<Row> block = blocks.at(row.at("block"));
    std::stable_sort(block.begin(), block.end(), [](const Row& a, const Row& b) { return a.income < b.income; });
    const bool high = row.at("outcome") == "high.bmi";
    std::vector<Share> shares;
    double least = 1e9, most = -1e9;
    for (const Row& each : block) {
      const double value = high ? each.high : each.bmi;
      shares.push_back({1.0, value, 0.0});
      least = std::min(least, value);
      most = std::max(most, value);
    }
    const auto found = concentration_index(shares);
    ASSERT_TRUE(found);
    const std::string& type = row.at("type");
    double factor = 1.0;
    if (type == "CIg") factor = found->mean;
    if (type == "CIc") factor = erreygers(*found, least, most) / found->index;
    if (type == "CIw") factor = wagstaff(*found) / found->index;
    const std::string what = row.at("block") + ' ' + row.at("outcome") + ' ' + type;
    expect_near_relative(found->index * factor, number(row, "index"), 1e-9, what);
    expect_near_relative(found->variance * factor * factor, number(row, "variance"), 1e-9, what);
    ++compared;
  }
  EXPECT_GE(compared, 20U);
}

}  // namespace
}  // namespace fairstart::indicators::inequality_test
