// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/spreads.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/report/made_report.hpp"

namespace fairstart::indicators::spreads_test {
namespace {

using report::cell;

class Spreads : public testing::Test {
 protected:
  std::unique_ptr<report::Made> made_ = report::made_report();
  plan::Plan& plan_ = made_->plan;
  plan::Spread spread_;
  SpreadCells counted_;
  Cells cells_;

  void SetUp() override {
    plan::Indicator& indicator = plan_.indicators[0];
    indicator.hide_below.reset();
    indicator.round_to.reset();
    indicator.by.resize(1);
    spread_.of = plan::IndicatorId(std::size_t{0});
  }
  plan::Indicator& indicator() { return plan_.indicators[0]; }

  // The first side, the second, and rows that are in neither; each side is one fifth.
  void gap(const Cell& a, const Cell& b, const Cell& others) {
    const plan::ExprId some = indicator().count;
    spread_.kind = plan::SpreadKind::gap;
    spread_.a = plan::Side{"most deprived", some};
    spread_.b = plan::Side{"least deprived", some};
    cells_.breakdowns.assign(2, {});
    for (const auto& [fifth, counted] : {std::pair{1, a}, {3, others}, {5, b}}) {
      cells_.breakdowns[0][{}].add(counted);
      cells_.breakdowns[1][{fifth * 1'000'000}] = counted;
    }
    counted_.sides[0] = {a, {{{{1'000'000}, a}}}};
    counted_.sides[1] = {b, {{{{5'000'000}, b}}}};
  }
  SpreadLine line() {
    const auto own = lines(plan_, made_->records.database, indicator(), cells_);
    return spread_line(plan_, made_->records.database, spread_, counted_, cells_, own);
  }
};

TEST_F(Spreads, a_gap_is_positive_where_the_first_side_is_worse_off) {
  gap(cell(48, 32), cell(56, 14), cell(10, 10));
  SpreadLine told = line();
  EXPECT_EQ(told.measure, Measure::gap);
  EXPECT_EQ(told.value, 20.0);
  EXPECT_EQ(told.lower, 5.2);  // Newcombe (1998): 0.0524 to 0.3339
  EXPECT_EQ(told.upper, 33.4);
  EXPECT_EQ(told.method, "newcombe 95%");
  ASSERT_EQ(told.parts.size(), 2U);
  EXPECT_EQ(told.parts[0].value, 60.0);
  indicator().higher_is_better = false;
  told = line();
  EXPECT_EQ(told.value, -20.0);
  EXPECT_EQ(told.lower, -33.4);
  EXPECT_EQ(told.upper, -5.2);
}

TEST_F(Spreads, sides_that_overlap_have_no_interval) {
  gap(cell(48, 32), cell(56, 14), cell(10, 10));
  counted_.both = cell(1, 0);
  EXPECT_EQ(line().value, 20.0);
  EXPECT_FALSE(line().lower);
}

TEST_F(Spreads, against_everyone_the_interval_is_that_from_the_rest) {
  gap(cell(48, 32), cell(104, 46), cell(0, 0));
  spread_.b = plan::Side{"everyone", {}};
  counted_.both = cell(48, 32);
  const SpreadLine told = line();
  // 60% against 69.3%; from the rest, 56 of 70, it is 20 points, of which 70 of 150 rows are to blame.
  EXPECT_EQ(told.value, 9.3);
  EXPECT_EQ(told.lower, 2.4);   // 5.24 × 70 ÷ 150
  EXPECT_EQ(told.upper, 15.6);  // 33.39 × 70 ÷ 150
}

TEST_F(Spreads, a_ratio_is_over_one_where_the_first_side_is_worse_off) {
  gap(cell(40, 40), cell(60, 20), cell(10, 10));
  spread_.show = plan::Show::relative;
  EXPECT_EQ(line().measure, Measure::ratio);
  EXPECT_EQ(line().value, 1.5);
  const auto limits = statistics::ratio_limits(0.75, *wilson(60, 80), 0.5, *wilson(40, 80));
  EXPECT_EQ(line().lower, to_places(limits->lower, 3));
  EXPECT_EQ(line().upper, to_places(limits->upper, 3));
  EXPECT_EQ(line().method, "of the sides' intervals: wilson 95%");
  counted_.both = cell(1, 0);
  EXPECT_FALSE(line().lower);  // sides that overlap
}

TEST_F(Spreads, a_target_of_a_gap_is_met_at_or_under_it) {
  gap(cell(48, 32), cell(56, 14), cell(10, 10));
  spread_.target = plan::Target{.kind = plan::TargetKind::halve, .base = 400'000};
  EXPECT_EQ(line().target_status, "met");
  spread_.target->base = 390'000;
  EXPECT_EQ(line().target_status, "not met");
  spread_.target->base.reset();
  EXPECT_EQ(line().target_status, "cannot be judged");
  spread_.baseline = plan::Reading{400'000, {}};
  EXPECT_EQ(line().target_status, "met");
}

TEST_F(Spreads, a_gap_on_a_small_side_is_hidden_with_all_it_carries) {
  indicator().hide_below = 8;
  gap(cell(40, 3), cell(56, 14), cell(30, 30));
  spread_.target = plan::Target{.kind = plan::TargetKind::halve, .base = 400'000};
  const SpreadLine told = line();
  EXPECT_TRUE(told.hidden);
  EXPECT_FALSE(told.value || told.lower || told.upper);
  EXPECT_TRUE(told.parts.empty());
  EXPECT_EQ(told.target_status, "");
}

TEST_F(Spreads, a_gap_is_hidden_where_its_line_is_hidden_for_another_ones_sake) {
  indicator().hide_below = 8;
  gap(cell(40, 30), cell(16, 14), cell(30, 3));  // the middle fifth is small, and takes the smaller side along
  const auto own = lines(plan_, made_->records.database, indicator(), cells_);
  ASSERT_TRUE(own[3].hidden);
  ASSERT_FALSE(own[1].hidden);
  EXPECT_TRUE(line().hidden);
}

TEST_F(Spreads, a_gap_of_large_sides_is_shown_though_others_are_hidden) {
  indicator().hide_below = 8;
  gap(cell(40, 30), cell(46, 34), cell(0, 0));
  for (const auto& [fifth, counted] : {std::pair{2, cell(20, 3)}, {3, cell(20, 10)}, {4, cell(30, 20)}}) {
    cells_.breakdowns[0][{}].add(counted);
    cells_.breakdowns[1][{fifth * 1'000'000}] = counted;
  }
  EXPECT_FALSE(line().hidden);
  EXPECT_EQ(line().value, 0.4);
}

TEST_F(Spreads, a_side_whose_rest_is_small_is_hidden) {
  indicator().hide_below = 8;
  gap(cell(40, 30), cell(40, 30), cell(0, 0));
  counted_.sides[0].cell = cell(78, 58);  // all but two
  EXPECT_TRUE(line().hidden);
}

std::map<Group, Cell> tenths() {
  std::map<Group, Cell> ranks;
  for (std::int64_t tenth = 1; tenth <= 10; ++tenth) ranks[{tenth * 1'000'000}] = cell(50 + 3 * tenth, 50 - 3 * tenth);
  ranks[{not_known}] = cell(7, 1);
  return ranks;
}

TEST_F(Spreads, a_slope_is_positive_where_the_lowest_ranks_are_worse_off) {
  spread_.kind = plan::SpreadKind::slope;
  spread_.over = {"imd-decile", indicator().by[0][0].value, false};
  counted_.ranks = tenths();
  SpreadLine told = line();
  EXPECT_EQ(told.measure, Measure::slope_index);
  EXPECT_EQ(told.value, 30.0);  // ten even tenths, 3 points each
  EXPECT_LT(*told.lower, 30.0);
  EXPECT_GT(*told.upper, 30.0);
  EXPECT_EQ(told.parts.size(), 10U);
  indicator().higher_is_better = false;
  EXPECT_EQ(line().value, -30.0);
  spread_.show = plan::Show::relative;
  EXPECT_EQ(line().measure, Measure::relative_index);
  EXPECT_EQ(line().value, 0.632);  // 51.5 at one end, 81.5 at the other
  indicator().higher_is_better = true;
  EXPECT_EQ(line().value, 1.583);
}

TEST_F(Spreads, a_slope_needs_five_ranks) {
  spread_.kind = plan::SpreadKind::slope;
  spread_.over = {"imd-decile", indicator().by[0][0].value, false};
  for (std::int64_t rank = 1; rank <= 4; ++rank) counted_.ranks[{rank}] = cell(50, 50);
  counted_.ranks[{not_known}] = cell(50, 50);
  EXPECT_FALSE(line().value);
  EXPECT_EQ(line().why_none, "fewer than five ranks");
}

TEST_F(Spreads, a_concentration_is_negative_where_the_lowest_ranks_have_more) {
  spread_.kind = plan::SpreadKind::concentration;
  spread_.over = {"imd-decile", indicator().by[0][0].value, false};
  counted_.ranks = {{{1}, cell(80, 20)}, {{2}, cell(20, 80)}};
  const SpreadLine told = line();
  EXPECT_EQ(told.measure, Measure::concentration_index);
  EXPECT_EQ(told.value, -0.3);  // 2 ÷ 0.5 × (0.3 × −0.25 + −0.3 × 0.25) ÷ 2
  spread_.target = plan::Target{.kind = plan::TargetKind::halve, .base = -600'000};
  EXPECT_EQ(line().target_status, "met");
}

TEST_F(Spreads, ranks_of_few_hide_the_slope) {
  indicator().hide_below = 8;
  spread_.kind = plan::SpreadKind::slope;
  spread_.over = {"imd-decile", indicator().by[0][0].value, false};
  counted_.ranks = tenths();
  cells_.breakdowns.assign(2, {});
  cells_.breakdowns[0][{}] = cell(700, 300);
  EXPECT_TRUE(line().hidden);  // 1 of not known group did not count
  counted_.ranks.erase(Group{not_known});
  EXPECT_FALSE(line().hidden);
}

// A rank's value and the groups of it that a crossed breakdown shows tell the one that it hides.
TEST_F(Spreads, a_hidden_group_of_a_crossed_breakdown_hides_the_slope) {
  indicator().hide_below = 8;
  const plan::Breakdown decile{"imd-decile", indicator().by[0][0].value, false}, other{"other", indicator().count, false};
  indicator().by = {{decile, other}};
  spread_.kind = plan::SpreadKind::slope;
  spread_.over = decile;
  counted_.ranks = tenths();
  counted_.ranks.erase(Group{not_known});
  cells_.breakdowns.assign(2, {});
  const auto cross = [&](std::int64_t rank, std::int64_t group, const Cell& of) {
    cells_.breakdowns[0][{}].add(of);
    cells_.breakdowns[1][{rank * 1'000'000, group}] = of;
  };
  for (std::int64_t rank = 1; rank <= 10; ++rank) cross(rank, 1, cell(50, 50));
  EXPECT_FALSE(line().hidden);
  cross(1, 0, cell(3, 20));
  EXPECT_TRUE(line().hidden);
}

TEST_F(Spreads, of_a_published_indicator_the_latest_reading_is_told) {
  indicator().what = plan::What::published;
  spread_.kind = plan::SpreadKind::gap;
  spread_.a = plan::Side{"free-school-meals yes", indicator().count};
  spread_.b = plan::Side{"everyone", {}};
  EXPECT_EQ(line().why_none, "no reading");
  spread_.readings = {{200'000, {10, 20, "2021/22"}}, {210'000, {0, 9, "2020/21"}}};
  EXPECT_EQ(line().value, 20.0);
  EXPECT_EQ(line().period->text, "2021/22");
}

// --- Trends

std::vector<TrendCell> years(const std::vector<Cell>& cells) {
  std::vector<TrendCell> result;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto from = static_cast<base::Day>(365 * i);
    result.push_back({{from, from + 364, ""}, cells[i]});
  }
  return result;
}

TEST_F(Spreads, a_trend_has_limits_and_signals_from_its_points) {
  std::vector<Cell> cells(12, cell(50, 50));
  for (std::size_t i = 0; i < cells.size(); i += 2) cells[i] = cell(52, 48);
  cells.back() = cell(90, 10);
  const TrendLine told = trend_line(plan_, spread_, years(cells), cells.back(), false);
  ASSERT_EQ(told.points.size(), 12U);
  ASSERT_TRUE(told.limits);
  EXPECT_NEAR(told.limits->mean, (6 * 52 + 5 * 50 + 90) / 12.0, 1e-9);
  EXPECT_EQ(told.points.back().chart.signal, Signal::outside);
  EXPECT_EQ(meaning(told.points.back().chart, indicator().higher_is_better), "improvement");
  EXPECT_EQ(told.points.front().chart.signal, Signal::shift);  // eleven under the mean
  EXPECT_EQ(meaning(told.points.front().chart, indicator().higher_is_better), "concern");
  EXPECT_EQ(told.target_status, "not met");  // 90% against 95%
  EXPECT_EQ(told.assurance, Assurance::consistently_misses);
}

TEST_F(Spreads, a_hidden_point_leaves_no_trace_in_the_limits) {
  indicator().hide_below = 8;
  const std::vector<Cell> with{cell(50, 50), cell(3, 97), cell(60, 40)}, without{cell(50, 50), cell(60, 40)};
  const TrendLine told = trend_line(plan_, spread_, years(with), with.back(), false);
  EXPECT_TRUE(told.points[1].hidden);
  EXPECT_FALSE(told.points[1].value || told.points[1].numerator || told.points[1].denominator);
  const TrendLine other = trend_line(plan_, spread_, years(without), without.back(), false);
  EXPECT_EQ(told.limits->mean, other.limits->mean);
  EXPECT_EQ(told.limits->upper, other.limits->upper);
}

TEST_F(Spreads, the_last_point_is_hidden_where_it_and_the_whole_would_tell_a_few_apart) {
  indicator().hide_below = 8;
  const std::vector<Cell> cells{cell(50, 50), cell(60, 40)};
  EXPECT_FALSE(trend_line(plan_, spread_, years(cells), cell(60, 40), false).points[1].hidden);
  EXPECT_TRUE(trend_line(plan_, spread_, years(cells), cell(62, 40), false).points[1].hidden);
  EXPECT_FALSE(trend_line(plan_, spread_, years(cells), cell(80, 60), false).points[1].hidden);
  EXPECT_TRUE(trend_line(plan_, spread_, years(cells), cell(60, 40), true).points[1].hidden);
}

TEST_F(Spreads, limits_and_runs_start_anew_where_a_trend_is_rebased) {
  std::vector<Cell> cells;
  for (std::int64_t i = 0; i < 16; ++i) cells.push_back(cell((i < 8 ? 50 : 80) + i % 2 * 2, (i < 8 ? 50 : 20) - i % 2 * 2));
  const auto special = [](const TrendLine& line) {
    return std::count_if(line.points.begin(), line.points.end(),
                         [](const TrendPoint& point) { return point.chart.signal != Signal::none; });
  };
  EXPECT_EQ(special(trend_line(plan_, spread_, years(cells), cells.back(), false)), 16);  // eight under the mean, eight over it
  spread_.rebased = {{365 * 7 + 1, "A new system."}};  // within the eighth year: from the ninth on
  const TrendLine told = trend_line(plan_, spread_, years(cells), cells.back(), false);
  EXPECT_EQ(special(told), 0);
  ASSERT_EQ(told.parts.size(), 2U);
  EXPECT_NEAR(told.parts[0].limits->mean, 51.0, 1e-9);
  EXPECT_NEAR(told.parts[1].limits->mean, 81.0, 1e-9);
  EXPECT_NEAR(told.parts[1].limits->upper, 81.0 + 2.66 * 2.0, 1e-9);
  EXPECT_EQ(told.limits->mean, told.parts[1].limits->mean);
  EXPECT_EQ(told.points[7].part, 0U);
  EXPECT_EQ(told.points[8].part, 1U);
  EXPECT_EQ(last_part(told)->points, 8U);
  spread_.rebased[0].on = 365 * 8;  // the day that a period begins on belongs to what is new
  EXPECT_EQ(trend_line(plan_, spread_, years(cells), cells.back(), false).points[8].part, 1U);
  spread_.rebased.push_back({365 * 20, "Not yet."});
  EXPECT_NEAR(trend_line(plan_, spread_, years(cells), cells.back(), false).limits->mean, 81.0, 1e-9);
}

TEST_F(Spreads, points_have_bounds_unless_these_hold_a_small_number) {
  const auto with = [](std::int64_t unknown) { return Cell{.yes = 50, .no = 40, .unknown = unknown}; };
  const auto point = [&](std::int64_t unknown, std::int64_t of_whole, bool whole_bounds_hidden = false) {
    return trend_line(plan_, spread_, years({with(0), with(unknown)}), with(of_whole), false, whole_bounds_hidden).points[1];
  };
  EXPECT_EQ(point(10, 12).possible_lo, 50.0);
  EXPECT_EQ(point(10, 12).possible_hi, 60.0);
  indicator().hide_below = 8;
  EXPECT_EQ(point(10, 10).possible_hi, 60.0);
  EXPECT_EQ(point(10, 18).possible_hi, 60.0);
  for (const TrendPoint& hides : {point(7, 7), point(10, 12), point(10, 10, true)}) {
    EXPECT_FALSE(hides.possible_lo || hides.possible_hi);
    EXPECT_TRUE(hides.value);
  }
  std::vector<TrendCell> open = years({with(0), with(10)});
  open[1].open = true;
  EXPECT_FALSE(trend_line(plan_, spread_, open, with(10), false).points[1].possible_lo);
}

TEST_F(Spreads, readings_are_points_where_nothing_is_worked_out) {
  spread_.readings = {{400'000, {-365, -1, "the year before"}}, {990'000, {0, 364, "the same year"}}};
  const TrendLine told = trend_line(plan_, spread_, years({cell(50, 50), cell(60, 40)}), cell(60, 40), false);
  ASSERT_EQ(told.points.size(), 3U);
  EXPECT_TRUE(told.points[0].reading);
  EXPECT_EQ(told.points[0].value, 40.0);
  EXPECT_EQ(told.points[1].value, 50.0);
  EXPECT_NEAR(told.limits->mean, 50.0, 1e-9);
}

TEST_F(Spreads, earlier_periods_are_as_long_and_lie_within_what_the_records_cover) {
  made_->records.database.tables.resize(plan_.records.size());
  plan_.lists[0].record = plan::RecordId(std::size_t{1});
  const auto day = [](const char* text) { return *base::parse_iso_date(text); };
  const auto periods = [&] { return trend_periods(made_->records.database, spread_, day("2025-04-01"), day("2026-03-31")); };
  ASSERT_EQ(periods().size(), 1U);  // nothing says how far back the records go
  made_->records.database.tables[1].covers = plan::Covers{plan::RecordId(std::size_t{1}), day("2022-04-02"), {}};
  const auto found = periods();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].from, day("2023-04-01"));
  EXPECT_EQ(found[0].to, day("2024-03-31"));  // 366 days
  EXPECT_EQ(found[1].from, day("2024-04-01"));
  EXPECT_EQ(found[2].to, day("2026-03-31"));
  made_->records.database.tables[1].covers->from = day("1800-01-01");
  EXPECT_EQ(periods().size(), most_periods + 1);
  indicator().what = plan::What::published;
  EXPECT_TRUE(periods().empty());
}

TEST_F(Spreads, periods_of_no_whole_months_go_back_by_their_days) {
  made_->records.database.tables.resize(plan_.records.size());
  made_->records.database.tables[1].covers = plan::Covers{plan::RecordId(std::size_t{1}), 80, {}};
  const auto found = trend_periods(made_->records.database, spread_, 100, 109);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].from, 80);
  EXPECT_EQ(found[0].to, 89);
}

}  // namespace
}  // namespace fairstart::indicators::spreads_test
