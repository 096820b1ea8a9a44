// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/figure.hpp"

#include <gtest/gtest.h>

#include "tests/report/made_report.hpp"

namespace fairstart::indicators::figure_test {
namespace {

constexpr std::int64_t million = 1'000'000;

Cell with_values(const std::vector<std::int64_t>& values) {
  Cell cell;
  for (const std::int64_t value : values) {
    cell.amounts.add(column::Interval{value * million, value * million}, true);
    ++cell.yes;
  }
  return cell;
}

plan::Indicator total_rate() {
  plan::Indicator indicator;
  indicator.what = plan::What::total;
  indicator.value_type = types::whole_number();
  indicator.show = plan::Show::rate;
  indicator.rate_per = 1000;
  return indicator;
}

double shown(const plan::Indicator& indicator, const Cell& cell) {
  return as_shown(unit_of(indicator), *value_of(indicator, cell)).value();
}

TEST(Value, of_each_kind_of_indicator) {
  plan::Indicator indicator;
  indicator.show = plan::Show::rate;
  indicator.rate_per = 1000;
  EXPECT_EQ(shown(indicator, report::cell(3, 77)), 37.5);
  indicator.show = plan::Show::count;
  EXPECT_EQ(shown(indicator, report::cell(3, 77)), 3);
  EXPECT_EQ(shown(total_rate(), with_values({2, 0, 1})), 1000.0);
  EXPECT_EQ(shown(total_rate(), with_values({1, 0, 0})), 333.3);
  indicator = {};
  indicator.what = plan::What::average;
  indicator.show = plan::Show::mean;
  EXPECT_EQ(shown(indicator, with_values({2, 3, 5})), 3.33);
  indicator.what = plan::What::median;
  indicator.percentile = 50 * million;
  EXPECT_EQ(shown(indicator, with_values({2, 3, 5, 9})), 4.0);
  indicator.what = plan::What::percentile;
  indicator.percentile = 90 * million;
  indicator.show = plan::Show::quantity;
  indicator.value_type = types::number(types::Measure::days);
  EXPECT_EQ(shown(indicator, with_values({0, 10})), 9.0);
  indicator.value_type.shown_in = types::TimeUnit::week;
  EXPECT_EQ(shown(indicator, with_values({14, 28})), 3.8);  // 26.6 days
  EXPECT_FALSE(value_of(indicator, {}));
}

TEST(Limits, go_by_the_method_named_or_by_what_is_shown) {
  plan::Indicator indicator;
  EXPECT_EQ(interval_words(indicator), "wilson 95%");
  EXPECT_EQ(limits_of(indicator, report::cell(13, 3), 0.95)->lower, wilson(13, 16)->lower);
  indicator.interval = plan::IntervalMethod::exact;
  EXPECT_EQ(limits_of(indicator, report::cell(13, 3), 0.95)->lower, clopper_pearson(13, 16)->lower);
  indicator = total_rate();
  EXPECT_EQ(interval_words(indicator), "byar 95%");
  // Three events among three rows, per 1,000.
  EXPECT_NEAR(limits_of(indicator, with_values({2, 0, 1}), 0.95)->upper, exact_poisson(3)->upper / 3.0 * 1000.0, 1e-9);
  indicator.value_type = types::number(types::Measure::money);
  EXPECT_FALSE(limits_of(indicator, with_values({2, 0, 1}), 0.95));  // pounds are no events
  indicator = {};
  indicator.what = plan::What::average;
  indicator.show = plan::Show::mean;
  indicator.confidence = 900'000;
  EXPECT_EQ(interval_words(indicator), "student 90%");
  EXPECT_NEAR(limits_of(indicator, with_values({2, 3, 5, 9}), 0.95)->lower, -0.17594,
              1e-5);  // 4.75 − 3.182446 × √(28.75 ÷ 3) ÷ 2
  EXPECT_FALSE(limits_of(indicator, with_values({2}), 0.95));
  indicator.what = plan::What::median;
  indicator.percentile = 50 * million;
  EXPECT_EQ(interval_words(indicator), "order statistics 90%");
  // Of ten values the second and the ninth: the sign test's tables at 95%. Values met several times take several places.
  const auto middle = limits_of(indicator, with_values({1, 2, 2, 2, 3, 4, 5, 5, 9, 12}), 0.95);
  ASSERT_TRUE(middle);
  EXPECT_EQ(middle->lower, 2.0);
  EXPECT_EQ(middle->upper, 9.0);
  EXPECT_FALSE(limits_of(indicator, with_values({1, 2, 3, 4, 5}), 0.95));
}

TEST(Target, of_each_kind) {
  const auto goal = [](plan::Target target, std::optional<std::int64_t> baseline = {}) {
    std::optional<plan::Reading> reading;
    if (baseline) reading = plan::Reading{*baseline, {}};
    const auto found = goal_of(target, reading);
    return found ? to_double(*found) / 1e6 : -1.0;
  };
  using Kind = plan::TargetKind;
  EXPECT_EQ(goal({.kind = Kind::absolute, .value = 950'000}), 0.95);
  EXPECT_EQ(goal({.kind = Kind::match, .value = 715'000}), 0.715);
  EXPECT_EQ(goal({.kind = Kind::reduce_by, .value = 80'000, .share = true, .base = 320 * million}), 294.4);
  EXPECT_EQ(goal({.kind = Kind::reduce_by, .value = 20 * million, .base = 320 * million}), 300.0);
  EXPECT_EQ(goal({.kind = Kind::raise_by, .value = 50'000, .base = 800'000}), 0.85);
  EXPECT_EQ(goal({.kind = Kind::raise_by, .value = 100'000, .share = true}, 800'000), 0.88);
  EXPECT_EQ(goal({.kind = Kind::halve, .base = 94'000}, 500'000), 0.047);  // `from` goes before the baseline
  EXPECT_EQ(goal({.kind = Kind::halve}), -1.0);
  EXPECT_EQ(goal({.kind = Kind::reduce_by, .value = 80'000, .share = true}), -1.0);
}

TEST(Target, is_judged_exactly_and_by_its_own_direction) {
  using Kind = plan::TargetKind;
  const plan::Target fall{.kind = Kind::reduce_by, .value = 100'000, .share = true, .base = 300 * million};
  EXPECT_EQ(target_status(fall, {}, Fraction{270 * million, 1}, {}), "met");
  EXPECT_EQ(target_status(fall, {}, Fraction{270 * million + 1, 1}, true), "not met");
  const plan::Target plain{.kind = Kind::absolute, .value = 950'000};
  EXPECT_EQ(target_status(plain, {}, Fraction{95 * million, 100}, true), "met");
  EXPECT_EQ(target_status(plain, {}, Fraction{95 * million, 100}, {}), "cannot be judged");
  EXPECT_EQ(target_status(plain, {}, {}, true), "cannot be judged");
  EXPECT_EQ(target_status({.kind = Kind::halve}, {}, Fraction{1, 1}, false), "cannot be judged");
}

TEST(Band, is_the_first_that_holds) {
  plan::Indicator indicator;
  indicator.bands = {
      {"green", plan::Comparison::at_least, 950'000}, {"amber", plan::Comparison::at_least, 900'000}, {"red", {}, 0}};
  const auto band = [&](std::int64_t x, std::int64_t n) {
    return band_of(indicator, value_of(indicator, report::cell(x, n - x)));
  };
  EXPECT_EQ(band(95, 100), "green");
  EXPECT_EQ(band(949, 1000), "amber");
  EXPECT_EQ(band(90, 100), "amber");
  EXPECT_EQ(band(8999, 10000), "red");
  EXPECT_EQ(band(0, 0), "");
  indicator.bands.pop_back();
  EXPECT_EQ(band(1, 2), "");
}

TEST(Comparison, agrees_with_fingertips) {
  EXPECT_EQ(comparison(true, Limits{0.8, 0.9}, 900'000), "similar");
  EXPECT_EQ(comparison(true, Limits{0.8, 0.9}, 799'999), "better");
  EXPECT_EQ(comparison(false, Limits{0.8, 0.9}, 799'999), "worse");
  EXPECT_EQ(comparison({}, Limits{0.8, 0.9}, 950'000), "lower");
  EXPECT_EQ(comparison(true, {}, 950'000), "");
  EXPECT_EQ(comparison_of_reading(false, 100, 200), "better");
  EXPECT_EQ(comparison_of_reading({}, 200, 200), "similar");
}

TEST(Unit, is_written_as_frameworks_write_it) {
  const plan::Plan plan;
  EXPECT_EQ(text_of(plan, {plan::Show::percent, 0, {}}, 954'000), "95.4%");
  EXPECT_EQ(text_of(plan, {plan::Show::points, 0, {}}, 94'000), "9.4 percentage points");
  EXPECT_EQ(text_of(plan, {plan::Show::rate, 1000, {}}, 320 * million), "320 per 1,000");
  EXPECT_EQ(text_of(plan, {plan::Show::relative, 0, {}}, 1'400'000), "1.4");
  EXPECT_EQ(text_of(plan, {plan::Show::quantity, 0, types::number(types::Measure::days)}, 42 * million), "42 days");
  EXPECT_EQ(as_shown({plan::Show::mean, 0, types::number(types::Measure::percent)}, Fraction{851'234, 1}), 85.12);
  EXPECT_EQ(unrounded({plan::Show::points, 0, {}}, Fraction{94'123, 1}), 9.4123);
}

TEST(Reading, the_latest_is_the_one_whose_period_ends_last) {
  EXPECT_EQ(latest({}), nullptr);
  EXPECT_EQ(latest({{1, {0, 90, ""}}, {2, {50, 80, ""}}})->value, 1);
  EXPECT_EQ(latest({{1, {0, 90, ""}}, {2, {50, 90, ""}}})->value, 2);
}

}  // namespace
}  // namespace fairstart::indicators::figure_test
