// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/report/figures.hpp"
#include "tests/report/made_report.hpp"

namespace fairstart::report::spreads_report_test {
namespace {

// The made-up run with a gap between the first and the last fifth, and a trend of two periods.
std::unique_ptr<Made> made_spreads(std::int64_t of_first_fifth = 98) {
  auto made = made_report();
  plan::Plan& plan = made->plan;
  const plan::IndicatorId mmr(std::size_t{0});
  const plan::OutcomeId best_start(std::size_t{0});
  plan.indicators[0].bands = {{"green", plan::Comparison::at_least, 950'000}, {"red", {}, 0}};
  plan.spreads.push_back({.kind = plan::SpreadKind::gap,
                          .name = "mmr-gap",
                          .title = "Most against least deprived fifth",
                          .outcome = best_start,
                          .of = mmr,
                          .a = plan::Side{"imd-quintile 1", plan.indicators[0].count},
                          .b = plan::Side{"imd-quintile 5", plan.indicators[0].count},
                          .target = plan::Target{.kind = plan::TargetKind::halve, .base = 94'000, .by = 20'908}});
  plan.spreads.push_back({.kind = plan::SpreadKind::trend,
                          .name = "mmr-trend",
                          .outcome = best_start,
                          .of = mmr,
                          .readings = {{880'000, {18'000, 18'364, "2019/20"}}},
                          .rules = "nhs making data count"});
  Totals& totals = made->run.totals;
  totals.spreads.resize(2);
  const indicators::Cell first = cell(of_first_fifth, 22, 9), last = cell(106, 5, 2);
  totals.spreads[0].sides[0] = {first, {{{{1'000'000}, first}}, {}}};
  totals.spreads[0].sides[1] = {last, {{{{5'000'000}, last}}, {}}};
  totals.trends = {{}, {{{19'814, 20'178, ""}, cell(500, 90)}, {{20'179, 20'544, ""}, cell(517, 63, 20)}}};
  return made;
}

TEST(SpreadsReport, a_gap_on_a_hidden_line_is_hidden_everywhere) {
  const auto made = made_spreads();  // five of the last fifth did not count
  EXPECT_EQ(gaps_csv(made->run),
            "name,indicator,measure,value,lower,upper,target,target_status,possible_lo,possible_hi\n"
            "mmr-gap,mmr-by-two,gap,,,,halve from 9.4 percentage points by 2027-03-31,,,\n");
  const auto gap = nlohmann::json::parse(report_json(made->run))["outcomes"][0]["spreads"][0];
  EXPECT_EQ(gap["hidden"], true);
  EXPECT_TRUE(gap["value"].is_null());
  EXPECT_TRUE(gap["parts"].empty());
  const std::string page = report_html(made->run);
  EXPECT_NE(page.find("The gap is <span class=\"hidden-cell\">hidden"), std::string::npos);
}

TEST(SpreadsReport, a_gap_is_told_with_its_interval_and_its_sides) {
  const auto made = made_spreads();
  made->plan.indicators[0].hide_below.reset();
  EXPECT_EQ(gaps_csv(made->run),
            "name,indicator,measure,value,lower,upper,target,target_status,possible_lo,possible_hi\n"
            "mmr-gap,mmr-by-two,gap,13.8,5.7,22.1,halve from 9.4 percentage points by 2027-03-31,not met,10.9,19.6\n");
  const auto gap = nlohmann::json::parse(report_json(made->run))["outcomes"][0]["spreads"][0];
  EXPECT_EQ(gap["parts"][0]["label"], "imd-quintile 1");
  EXPECT_EQ(gap["parts"][0]["value"], 81.7);
  EXPECT_EQ(gap["interval"], "newcombe 95%");
}

TEST(SpreadsReport, a_trend_has_a_row_a_point_with_counts_rounded) {
  const auto made = made_spreads();
  EXPECT_EQ(
      trends_csv(made->run),
      "trend,indicator,period_from,period_to,from,numerator,denominator,value,mean,lower_limit,upper_limit,signal,meaning,"
      "hidden,limits_from,possible_lo,possible_hi\n"
      "mmr-trend,mmr-by-two,2019-04-14,2020-04-12,reading,,,88.0,87.29,77.12,97.46,,,no,,,\n"
      "mmr-trend,mmr-by-two,2024-04-01,2025-03-31,records,500,590,84.7,87.29,77.12,97.46,,,no,,84.7,84.7\n"
      "mmr-trend,mmr-by-two,2025-04-01,2026-04-01,records,515,580,89.1,87.29,77.12,97.46,,,no,,86.2,89.5\n");
  const auto trend = nlohmann::json::parse(report_json(made->run))["outcomes"][0]["spreads"][1];
  EXPECT_EQ(trend["provisional"], true);
  EXPECT_EQ(trend["points"][0]["from"], "reading");
  EXPECT_EQ(trend["target_status"], "not met");
}

TEST(SpreadsReport, targets_are_worded_by_their_kind) {
  const auto made = made_report();
  const auto text = [&](plan::Target target) {
    target.by = 20'908;
    return target_text(made->plan, {plan::Show::percent, 0, {}}, target, made->plan.indicators[0].comparators);
  };
  using Kind = plan::TargetKind;
  EXPECT_EQ(text({.value = 950'000}), "95% by 2027-03-31");
  EXPECT_EQ(text({.kind = Kind::reduce_by, .value = 100'000, .share = true, .base = 300'000}),
            "reduce by 10% from 30% by 2027-03-31");
  EXPECT_EQ(text({.kind = Kind::raise_by, .value = 50'000}), "raise by 5 percentage points by 2027-03-31");
  EXPECT_EQ(text({.kind = Kind::match, .value = 889'000, .base = 1}), "match England 2024/25 by 2027-03-31");
}

TEST(SpreadsReport, bands_and_reasons_are_in_the_json) {
  const auto made = made_report();
  made->plan.indicators[0].bands = {{"green", plan::Comparison::at_least, 950'000}, {"red", {}, 0}};
  const auto indicator = nlohmann::json::parse(report_json(made->run))["outcomes"][0]["indicators"][0];
  EXPECT_EQ(indicator["bands"][0]["when"], ">= 95%");
  EXPECT_EQ(indicator["lines"][0]["band"], "red");
  EXPECT_EQ(indicator["lines"][0]["answer_not_known"], 20);
  EXPECT_EQ(indicator["interval"], "wilson 95%");
  EXPECT_EQ(indicator["target_value"], 95.0);
}

}  // namespace
}  // namespace fairstart::report::spreads_report_test
