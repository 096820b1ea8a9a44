// SPDX-License-Identifier: Apache-2.0
#include "engine/cases/payments.hpp"

#include <gtest/gtest.h>

#include "tests/harness/harness.hpp"

namespace fairstart::cases::payments_test {
namespace {

constexpr std::int64_t pound = 1'000'000;

harness::Checked program(const std::string& incentive, const std::string& clauses = "") {
  harness::Checked result = harness::check_text(
      "framework t \"A case\" { version \"1\" }\nuse uk.family-record\noutcome seen \"Seen\" {\n"
      "  indicator seen { among child,  count any contact,  show percent,  better higher" +
      clauses + " }\n  indicator wait { published,  show weeks,  better lower,  reading 7 weeks on 2024-01-01 }\n}\n" +
      "incentive paid { " + incentive + " }\n");
  EXPECT_TRUE(result.plan.has_value()) << result.text();
  return result;
}

indicators::Cells cells(std::int64_t yes, std::int64_t no, std::int64_t may_yes = 0) {
  indicators::Cells out;
  out.breakdowns.resize(1);
  indicators::Cell cell;
  cell.yes = yes;
  cell.no = no;
  cell.may_yes = may_yes;
  out.breakdowns[0][{}] = cell;
  return out;
}

Payment of_indicator(const harness::Checked& checked, const indicators::Cells& counted, double published) {
  indicators::Line line;
  line.value = published;
  return payment(*checked.plan, checked.plan->incentives.at(0), 0, line, counted);
}

TEST(Between, PaysNothingAtTheFirstAndAllAtTheSecondStraightBetween) {
  EXPECT_EQ(between(9000 * pound, 81, 81, 96), 0);
  EXPECT_EQ(between(9000 * pound, 96, 81, 96), 9000 * pound);
  EXPECT_EQ(between(9000 * pound, 88.5, 81, 96), 4500 * pound);
  EXPECT_EQ(between(9000 * pound, 12, 81, 96), 0);
  EXPECT_EQ(between(9000 * pound, 100, 81, 96), 9000 * pound);
  EXPECT_EQ(between(500 * pound, 7, 10, 4), 250 * pound);
  EXPECT_EQ(between(500 * pound, 11, 10, 4), 0);
  EXPECT_EQ(between(500 * pound, 1, 10, 4), 500 * pound);
  // To the penny.
  EXPECT_EQ(between(pound, 1, 0, 3), 330'000);
  std::int64_t before = 0;
  for (double value = 80; value <= 97; value += 0.125) {
    const std::int64_t now = between(9000 * pound, value, 81, 96);
    EXPECT_GE(now, before) << value;
    EXPECT_EQ(now % 10'000, 0) << value;
    before = now;
  }
}

TEST(Payment, GoesByTheExactFigureUnlessCountsAreHiddenOrRounded) {
  const indicators::Cells counted = cells(8873, 1127);  // 88.73%
  const harness::Checked open = program("pays £9,000 for seen between 81% and 96%");
  EXPECT_EQ(of_indicator(open, counted, 88.7).amount, 4638 * pound);
  const harness::Checked hides = program("pays £9,000 for seen between 81% and 96%", ",  hide counts below 8");
  EXPECT_EQ(of_indicator(hides, counted, 88.7).amount, 4620 * pound);
  indicators::Line hidden;
  hidden.hidden = true;
  const Payment none = payment(*hides.plan, hides.plan->incentives.at(0), 0, hidden, counted);
  EXPECT_TRUE(none.hidden);
  EXPECT_FALSE(none.amount);
}

TEST(Payment, BoundsFollowWhatIsNotKnown) {
  const harness::Checked open = program("pays £9,000 for seen between 81% and 96%");
  indicators::Line line;
  line.value = 88.5;
  line.possible_lo = 85.0;
  line.possible_hi = 99.0;
  const Payment both = payment(*open.plan, open.plan->incentives.at(0), 0, line, cells(885, 115));
  EXPECT_EQ(both.lowest, 2400 * pound);
  EXPECT_EQ(both.highest, 9000 * pound);
  line.possible_hi = {};
  EXPECT_EQ(payment(*open.plan, open.plan->incentives.at(0), 0, line, cells(885, 115)).highest, 9000 * pound);
  line.possible_lo = {};
  EXPECT_FALSE(payment(*open.plan, open.plan->incentives.at(0), 0, line, cells(885, 115)).lowest);
}

TEST(Payment, ThresholdsAreInTheUnitShown) {
  const harness::Checked weeks = program("pays £500 for wait between 10 weeks and 4 weeks");
  indicators::Line line;
  line.value = 7;
  EXPECT_EQ(payment(*weeks.plan, weeks.plan->incentives.at(0), 0, line, {}).amount, 250 * pound);
}

TEST(ForEach, CountsCertainRowsAndThoseThatMay) {
  const harness::Checked each = program("pays £12.06 for each child");
  const plan::Plan& plan = *each.plan;
  const auto paid = [&](const indicators::Cells& rows, std::optional<std::int64_t> below) {
    return payment(plan, plan.incentives.at(0), 0, rows, below);
  };
  const Payment some = paid(cells(10, 0, 3), {});
  EXPECT_EQ(some.rows, 10);
  EXPECT_EQ(some.rows_may, 3);
  EXPECT_EQ(some.amount, 120'600'000);
  EXPECT_EQ(some.lowest, 120'600'000);
  EXPECT_EQ(some.highest, 156'780'000);
  indicators::Cells open = cells(10, 0, 3);
  open.open = true;
  EXPECT_FALSE(paid(open, {}).highest);
  EXPECT_TRUE(paid(cells(5, 0), 8).hidden);
  EXPECT_TRUE(paid(cells(20, 0, 3), 8).hidden);
  EXPECT_FALSE(paid(cells(0, 0), 8).hidden);
  EXPECT_EQ(paid(cells(0, 0), 8).amount, 0);
  const plan::Indicator rows = population(plan, plan.incentives.at(0));
  EXPECT_EQ(rows.count, plan.list(rows.among).member);
}

TEST(Payment, WithoutAValueOfItsParameterThereIsNone) {
  harness::Checked result = harness::check_text(
      "framework t \"A case\" { version \"1\" }\nuse uk.family-record\nparameter fee : money per visit { from 2020-01-01 £5 "
      "per "
      "visit }\nincentive paid { pays fee for each contact }\n");
  ASSERT_TRUE(result.plan) << result.text();
  const plan::Plan& plan = *result.plan;
  EXPECT_FALSE(payment(plan, plan.incentives.at(0), *base::day_of(2019, 1, 1), cells(3, 0), {}).amount);
  EXPECT_EQ(payment(plan, plan.incentives.at(0), *base::day_of(2021, 1, 1), cells(3, 0), {}).amount, 15 * pound);
}

}  // namespace
}  // namespace fairstart::cases::payments_test
