// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/indicators/counter.hpp"
#include "tests/report/made_report.hpp"

namespace fairstart::indicators::count_test {
namespace {

constexpr column::Answer N = column::no, U = column::unknown, Y = column::yes;

Cells count(const column::Database& database, const plan::Indicator& indicator, const column::Evaluated& evaluated) {
  Counter counter(database);
  const std::size_t wanted = counter.want(indicator);
  counter.count(evaluated);
  return counter.cells(wanted);
}

SpreadCells count_spread(const column::Database& database, const plan::Spread& spread, const column::Evaluated& evaluated) {
  Counter counter(database);
  const std::size_t wanted = counter.want(spread);
  counter.count(evaluated);
  return counter.spread(wanted);
}

// Nine rows of the person record: every membership with every answer, in fifths 1, 1, 1, 2, 2, 2, not known …
class Count : public testing::Test {
 protected:
  std::unique_ptr<report::Made> made_ = report::made_report();
  plan::Indicator indicator_ = made_->plan.indicators[0];
  column::Evaluated evaluated_;

  void SetUp() override {
    plan::Plan& plan = made_->plan;
    const plan::RecordId person(std::size_t{1});
    plan::Expr expr = plan.expr(indicator_.count);
    const plan::ExprId member = report::add_expr(plan, expr), counted = report::add_expr(plan, expr);
    plan.lists[indicator_.among.index()].member = member;
    indicator_.count = counted;
    evaluated_.exprs.resize(plan.exprs.size());
    evaluated_.exprs[member.index()].answers = {Y, Y, Y, U, U, U, N, N, N};
    evaluated_.exprs[counted.index()].answers = {Y, N, U, Y, N, U, Y, N, U};
    auto& fifths = evaluated_.exprs[indicator_.by[0][0].value.index()];
    fifths.lo = {1'000'000, 1'000'000, 2'000'000, 2'000'000, 1'000'000, column::no_lower, 3'000'000, 1'000'000, 1'000'000};
    fifths.hi = {1'000'000, 1'000'000, 2'000'000, 2'000'000, 2'000'000, column::no_upper, 3'000'000, 1'000'000, 1'000'000};
    auto& codes = evaluated_.exprs[indicator_.by[1][0].value.index()];
    codes.lo = {0, 1, 2, 3, 0, 0, 0, 0, 0};
    codes.hi = {0, 1, 2, 3, 0, 3, 0, 0, 0};
    evaluated_.chunk.rows = {{0, 5}, {0, 9}};
    plan.records[person.index()].owner = plan.family;
  }
};

TEST_F(Count, members_by_certainty_and_answer) {
  const Cells cells = count(made_->records.database, indicator_, evaluated_);
  ASSERT_EQ(cells.breakdowns.size(), 3U);
  EXPECT_EQ(cells.breakdowns[0].at({}), (Cell{.yes = 1, .no = 1, .unknown = 1, .may_yes = 1, .may_no = 1, .may_unknown = 1}));
  EXPECT_FALSE(cells.open);
}

TEST_F(Count, a_value_that_is_not_known_is_a_group_of_its_own) {
  const auto by_fifth = count(made_->records.database, indicator_, evaluated_).breakdowns[1];
  ASSERT_EQ(by_fifth.size(), 3U);  // no row outside the population makes a group
  EXPECT_EQ(by_fifth.at({1'000'000}), (Cell{.yes = 1, .no = 1}));
  EXPECT_EQ(by_fifth.at({2'000'000}), (Cell{.unknown = 1, .may_yes = 1}));
  EXPECT_EQ(by_fifth.at({not_known}), (Cell{.may_no = 1, .may_unknown = 1}));
}

TEST_F(Count, grouped_codes_go_by_their_group_and_the_ungrouped_by_themselves) {
  const auto by_group = count(made_->records.database, indicator_, evaluated_).breakdowns[2];
  EXPECT_EQ(by_group.at({0}), (Cell{.yes = 1, .may_no = 1}));
  EXPECT_EQ(by_group.at({1}), (Cell{.no = 1, .unknown = 1}));
  EXPECT_EQ(by_group.at({2 + 3}), (Cell{.may_yes = 1}));
}

TEST_F(Count, crossed_breakdowns_have_a_value_an_axis) {
  indicator_.by = {{indicator_.by[0][0], indicator_.by[1][0]}};
  const auto crossed = count(made_->records.database, indicator_, evaluated_).breakdowns[1];
  EXPECT_EQ(crossed.at({1'000'000, 0}), (Cell{.yes = 1}));
  EXPECT_EQ(crossed.at({1'000'000, 1}), (Cell{.no = 1}));
  EXPECT_EQ(crossed.at({not_known, not_known}), (Cell{.may_unknown = 1}));
  EXPECT_EQ(crossed.size(), 6U);
}

TEST_F(Count, many_values_are_counted_like_few) {
  auto& fifths = evaluated_.exprs[indicator_.by[0][0].value.index()];
  const plan::ExprId member = made_->plan.lists[indicator_.among.index()].member;
  constexpr std::size_t rows = 1000;
  evaluated_.chunk.rows[1] = {0, rows};
  evaluated_.exprs[member.index()].answers.assign(rows, Y);
  evaluated_.exprs[indicator_.count.index()].answers.assign(rows, N);
  fifths.lo.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) fifths.lo[row] = static_cast<std::int64_t>(row % 400);
  fifths.hi = fifths.lo;
  indicator_.by = {{indicator_.by[0][0], indicator_.by[0][0]}};
  const auto crossed = count(made_->records.database, indicator_, evaluated_).breakdowns[1];
  ASSERT_EQ(crossed.size(), 400U);
  EXPECT_EQ(crossed.at({0, 0}).no, 3);
  EXPECT_EQ(crossed.at({399, 399}).no, 2);
}

TEST_F(Count, merging_does_not_depend_on_order) {
  const Cells cells = count(made_->records.database, indicator_, evaluated_);
  Cells other;
  other.breakdowns.resize(3);
  other.breakdowns[1][{7}] = {.yes = 4};
  other.open = true;
  Cells one = cells, two = other;
  one.add(other);
  two.add(cells);
  EXPECT_EQ(one.breakdowns, two.breakdowns);
  EXPECT_TRUE(one.open && two.open);
}

TEST_F(Count, a_record_above_the_family_is_counted_with_the_first_chunk_only) {
  made_->plan.records[1].owner = {};
  made_->plan.records[0].owner = plan::RecordId(std::size_t{1});
  EXPECT_EQ(count(made_->records.database, indicator_, evaluated_).breakdowns[0].size(), 1U);
  evaluated_.chunk.rows[0] = {5, 9};
  EXPECT_TRUE(count(made_->records.database, indicator_, evaluated_).breakdowns[0].empty());
}

TEST_F(Count, a_lost_row_or_a_partial_record_opens_the_population) {
  made_->records.database.tables[1].open_owners = {3};
  EXPECT_TRUE(count(made_->records.database, indicator_, evaluated_).open);
  made_->records.database.tables[1].open_owners.clear();
  made_->records.database.tables[0].partial = true;
  EXPECT_TRUE(count(made_->records.database, indicator_, evaluated_).open);
}

TEST_F(Count, values_are_counted_by_value_and_by_what_is_known) {
  indicator_.what = plan::What::average;
  indicator_.value = indicator_.by[0][0].value;  // fifths stand for values
  const Cell cell = count(made_->records.database, indicator_, evaluated_).breakdowns[0].at({});
  EXPECT_EQ(cell.yes, 3);
  EXPECT_EQ(cell.may_yes, 1);
  EXPECT_EQ(cell.may_unknown, 2);
  EXPECT_EQ(cell.amounts.known, (ByValue{{1'000'000, 2}, {2'000'000, 1}}));
  EXPECT_EQ(cell.amounts.may_lo, (ByValue{{column::no_lower, 1}, {1'000'000, 1}, {2'000'000, 1}}));
  EXPECT_EQ(cell.amounts.may_hi, (ByValue{{2'000'000, 2}, {column::no_upper, 1}}));
  EXPECT_TRUE(cell.amounts.lo.empty());
}

TEST_F(Count, values_fall_into_their_groups) {
  indicator_.what = plan::What::median;
  indicator_.value = indicator_.by[0][0].value;
  indicator_.by = {indicator_.by[1]};
  const auto by_group = count(made_->records.database, indicator_, evaluated_).breakdowns[1];
  EXPECT_EQ(by_group.at({1}).amounts.known, (ByValue{{1'000'000, 1}, {2'000'000, 1}}));
  EXPECT_EQ(by_group.at({0}).amounts.known, (ByValue{{1'000'000, 1}}));
}

TEST_F(Count, a_published_indicator_has_no_rows) {
  indicator_.what = plan::What::published;
  indicator_.among = {};
  EXPECT_TRUE(count(made_->records.database, indicator_, evaluated_).breakdowns[0].empty());
  Counter counter(made_->records.database);
  counter.want(indicator_);
  EXPECT_TRUE(counter.expressions().empty());
}

TEST_F(Count, a_side_counts_those_who_are_in_it_and_those_who_may_be) {
  plan::Plan& plan = made_->plan;
  plan.indicators[0] = indicator_;
  const plan::ExprId side = report::add_expr(plan, plan.expr(indicator_.count));
  evaluated_.exprs.resize(plan.exprs.size());
  evaluated_.exprs[side.index()].answers = {Y, U, N, Y, N, Y, Y, Y, Y};
  plan::Spread spread{.kind = plan::SpreadKind::gap, .of = plan::IndicatorId(std::size_t{0})};
  spread.a = plan::Side{"some", side};
  spread.b = plan::Side{"everyone", {}};
  const SpreadCells cells = count_spread(made_->records.database, spread, evaluated_);
  // Certain members: yes in it, no that may be, unknown outside. Possible ones: yes in, no outside, unknown in.
  EXPECT_EQ(cells.sides[0].cell, (Cell{.yes = 1, .may_yes = 1, .may_no = 1, .may_unknown = 1}));
  EXPECT_EQ(cells.sides[1].cell, count(made_->records.database, indicator_, evaluated_).breakdowns[0].at({}));
  EXPECT_EQ(cells.both, cells.sides[0].cell);
  ASSERT_EQ(cells.sides[0].breakdowns.size(), 2U);
  EXPECT_EQ(cells.sides[0].breakdowns[0].at({1'000'000}), (Cell{.yes = 1, .may_no = 1}));
  Counter counter(made_->records.database);
  counter.want(spread);
  const auto wanted = counter.expressions();
  EXPECT_NE(std::find(wanted.begin(), wanted.end(), side), wanted.end());
}

TEST_F(Count, ranks_are_the_values_of_what_a_slope_goes_over) {
  made_->plan.indicators[0] = indicator_;
  plan::Spread spread{.kind = plan::SpreadKind::slope, .of = plan::IndicatorId(std::size_t{0})};
  spread.over = indicator_.by[0][0];
  SpreadCells cells = count_spread(made_->records.database, spread, evaluated_);
  EXPECT_EQ(cells.ranks, count(made_->records.database, indicator_, evaluated_).breakdowns[1]);
  SpreadCells twice = cells;
  twice.add(cells);
  EXPECT_EQ(twice.ranks.at({1'000'000}).yes, 2);
}

}  // namespace
}  // namespace fairstart::indicators::count_test
