// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/indicators/indicators.hpp"
#include "tests/report/made_report.hpp"

namespace fairstart::indicators::lines_test {
namespace {

using report::cell;

class Lines : public testing::Test {
 protected:
  std::unique_ptr<report::Made> made_ = report::made_report();
  plan::Indicator indicator_ = made_->plan.indicators[0];

  std::vector<Line> lines_of(std::map<Group, Cell> groups, bool open = false) {
    Cells cells;
    cells.breakdowns.resize(2);
    cells.open = open;
    for (const auto& [group, counted] : groups) cells.breakdowns[0][{}].add(counted);
    cells.breakdowns[1] = std::move(groups);
    indicator_.by.resize(1);
    return lines(made_->plan, made_->records.database, indicator_, cells);
  }
  std::vector<Line> unhidden(std::map<Group, Cell> groups, bool open = false) {
    indicator_.hide_below.reset();
    indicator_.round_to.reset();
    return lines_of(std::move(groups), open);
  }
};

TEST_F(Lines, everyone_comes_first_then_numbers_rising_and_not_known_last) {
  const auto all =
      unhidden({{{2'000'000}, cell(1, 1)}, {{10'000'000}, cell(1, 1)}, {{not_known}, cell(1, 1)}, {{1'000'000}, cell(1, 1)}});
  std::vector<std::string> groups;
  for (const Line& line : all) groups.push_back(line.group);
  EXPECT_EQ(groups, (std::vector<std::string>{"everyone", "1", "2", "10", "not known"}));
  EXPECT_EQ(all[0].breakdown_name, "everyone");
  EXPECT_EQ(all[1].breakdown_name, "imd-quintile");
}

TEST_F(Lines, texts_go_by_their_bytes_and_codes_by_their_list) {
  auto& texts = made_->records.database.texts;
  const std::int64_t woking = texts.intern("Woking"), epsom = texts.intern("Epsom");
  plan::Expr district = made_->plan.expr(indicator_.by[0][0].value);
  district.type = types::text();
  indicator_.by[0] = {{"district", report::add_expr(made_->plan, district), false}};
  auto all = unhidden({{{woking}, cell(1, 1)}, {{epsom}, cell(1, 1)}});
  EXPECT_EQ(all[1].group, "Epsom");
  EXPECT_EQ(all[2].group, "Woking");

  indicator_ = made_->plan.indicators[0];
  indicator_.by = {indicator_.by[1]};
  all = unhidden({{{5}, cell(1, 1)}, {{1}, cell(1, 1)}, {{0}, cell(1, 1)}});
  EXPECT_EQ(all[1].group, "white");
  EXPECT_EQ(all[2].group, "asian");
  EXPECT_EQ(all[3].group, "other");  // in no group: stands for itself
  EXPECT_EQ(all[2].group_title, "Asian or Asian British");
  EXPECT_EQ(all[1].breakdown_name, "ethnicity grouped");
}

TEST_F(Lines, value_and_interval_are_of_the_counts_that_are_known) {
  const Line line = unhidden({{{1'000'000}, cell(13, 3, 4)}})[0];
  EXPECT_EQ(line.numerator, 13);
  EXPECT_EQ(line.denominator, 16);
  EXPECT_EQ(line.excluded_shown, 4);
  EXPECT_EQ(line.value, 81.3);
  EXPECT_EQ(line.lower, 57.0);
  EXPECT_EQ(line.upper, 93.4);
  EXPECT_EQ(line.possible_lo, 65.0);  // 13 of 20
  EXPECT_EQ(line.possible_hi, 85.0);  // 17 of 20
}

TEST_F(Lines, rows_that_may_belong_move_the_bounds_only_where_they_pull) {
  Cell counted = cell(6, 2, 2);
  counted.may_yes = 4;
  counted.may_no = 5;
  counted.may_unknown = 1;
  const Line line = unhidden({{{1'000'000}, counted}})[0];
  EXPECT_EQ(line.denominator, 8);
  EXPECT_EQ(line.excluded, 12);
  EXPECT_EQ(line.possible_lo, 37.5);  // 6 of 6 + 2 + 2 + 5 + 1
  EXPECT_EQ(line.possible_hi, 86.7);  // 6 + 2 + 4 + 1 of 6 + 2 + 2 + 4 + 1
}

// Every completion of a small cell, by brute force: the bounds are reached and never passed.
TEST_F(Lines, bounds_are_those_of_all_completions) {
  for (int code = 0; code < 729; ++code) {
    int rest = code;
    const auto next = [&] {
      const int digit = rest % 3;
      rest /= 3;
      return digit;
    };
    Cell counted;
    for (std::int64_t* count :
         {&counted.yes, &counted.no, &counted.unknown, &counted.may_yes, &counted.may_no, &counted.may_unknown})
      *count = next();
    double lowest = 200, highest = -1;
    for (int u = 0; u <= counted.unknown; ++u)
      for (int y = 0; y <= counted.may_yes; ++y)
        for (int n = 0; n <= counted.may_no; ++n)
          for (int j = 0; j <= counted.may_unknown; ++j)
            for (int v = 0; v <= j; ++v) {
              const std::int64_t x = counted.yes + u + y + v, of = counted.yes + counted.no + counted.unknown + y + n + j;
              if (of == 0) continue;
              const double percent = 100.0 * static_cast<double>(x) / static_cast<double>(of);
              lowest = std::min(lowest, percent);
              highest = std::max(highest, percent);
            }
    const Line line = unhidden({{{1'000'000}, counted}})[0];
    ASSERT_EQ(line.possible_lo.has_value(), highest >= 0) << code;
    if (!line.possible_lo) continue;
    EXPECT_NEAR(*line.possible_lo, lowest, 0.0501) << code;
    EXPECT_NEAR(*line.possible_hi, highest, 0.0501) << code;
  }
}

TEST_F(Lines, rows_of_unknown_group_may_belong_to_any_group) {
  const auto all = unhidden({{{1'000'000}, cell(8, 2)}, {{not_known}, cell(3, 7)}});
  EXPECT_EQ(all[1].value, 80.0);
  EXPECT_EQ(all[1].possible_lo, 47.1);  // 8 of 17
  EXPECT_EQ(all[1].possible_hi, 84.6);  // 11 of 13
  EXPECT_EQ(all[2].possible_lo, 30.0);
  EXPECT_EQ(all[0].possible_lo, 55.0);
}

TEST_F(Lines, an_open_population_has_no_bounds) {
  const Line line = unhidden({{{1'000'000}, cell(8, 2, 3)}}, true)[0];
  EXPECT_EQ(line.value, 80.0);
  EXPECT_FALSE(line.possible_lo);
  EXPECT_FALSE(line.possible_hi);
}

TEST_F(Lines, target_and_comparison_are_judged_on_exact_counts) {
  Line line = unhidden({{{1'000'000}, cell(95, 5)}})[0];
  EXPECT_EQ(line.target_status, "met");
  EXPECT_EQ(line.comparisons, std::vector<std::string>{"similar"});
  line = unhidden({{{1'000'000}, cell(9499, 501)}})[0];
  EXPECT_EQ(line.target_status, "not met");
  EXPECT_EQ(line.value, 95.0);
  EXPECT_EQ(line.comparisons, std::vector<std::string>{"better"});
  EXPECT_EQ(unhidden({{{1'000'000}, cell(50, 50)}})[0].comparisons, std::vector<std::string>{"worse"});
  indicator_.higher_is_better = false;
  EXPECT_EQ(unhidden({{{1'000'000}, cell(95, 5)}})[0].target_status, "met");
  EXPECT_EQ(unhidden({{{1'000'000}, cell(96, 4)}})[0].target_status, "not met");
  indicator_.higher_is_better.reset();
  EXPECT_EQ(unhidden({{{1'000'000}, cell(10, 90)}})[0].comparisons, std::vector<std::string>{"lower"});
  EXPECT_EQ(unhidden({})[0].target_status, "cannot be judged");
}

TEST_F(Lines, a_small_count_and_the_next_smallest_are_hidden_with_all_they_carry) {
  const auto all = lines_of({{{1'000'000}, cell(40, 3, 20)}, {{2'000'000}, cell(60, 20)}, {{3'000'000}, cell(90, 30)}});
  ASSERT_EQ(all.size(), 4U);
  EXPECT_FALSE(all[0].hidden);
  EXPECT_TRUE(all[1].hidden);  // 3 that did not count
  EXPECT_TRUE(all[2].hidden);
  EXPECT_FALSE(all[3].hidden);
  for (const Line& line : {all[1], all[2]}) {
    EXPECT_FALSE(line.numerator || line.denominator || line.value || line.lower || line.upper || line.possible_lo ||
                 line.possible_hi || line.excluded_shown);
    EXPECT_EQ(line.target_status, "");
    EXPECT_EQ(line.comparisons, std::vector<std::string>{""});
  }
  EXPECT_EQ(all[3].numerator, 90);
  EXPECT_EQ(all[0].numerator, 190);
  EXPECT_EQ(all[0].denominator, 245);  // 243, to the nearest 5
  EXPECT_EQ(all[0].value, 78.2);       // of 190 and 243
}

TEST_F(Lines, if_the_whole_is_hidden_all_is) {
  const auto all = lines_of({{{1'000'000}, cell(4, 100)}, {{2'000'000}, cell(0, 50)}});
  EXPECT_TRUE(std::all_of(all.begin(), all.end(), [](const Line& line) { return line.hidden; }));
}

TEST_F(Lines, zeros_show) {
  const auto all = lines_of({{{1'000'000}, cell(0, 50)}, {{2'000'000}, cell(50, 0)}});
  EXPECT_TRUE(std::none_of(all.begin(), all.end(), [](const Line& line) { return line.hidden; }));
  EXPECT_EQ(all[1].numerator, 0);
}

TEST_F(Lines, a_small_number_left_out_is_hidden_by_itself_and_with_it_the_bounds) {
  const auto all = lines_of({{{1'000'000}, cell(40, 30, 2)}, {{2'000'000}, cell(60, 20, 30)}, {{3'000'000}, cell(60, 20, 40)}});
  EXPECT_FALSE(all[1].hidden);
  EXPECT_EQ(all[1].value, 57.1);
  EXPECT_FALSE(all[1].excluded_shown);
  EXPECT_FALSE(all[1].possible_lo);
  EXPECT_FALSE(all[2].excluded_shown);  // or the whole would give the first away
  EXPECT_EQ(all[3].excluded_shown, 40);
  EXPECT_TRUE(all[3].possible_lo);
}

TEST_F(Lines, a_crossed_breakdown_is_not_given_away_by_a_single_one) {
  indicator_.by.push_back({indicator_.by[0][0], indicator_.by[1][0]});
  Cells cells;
  cells.breakdowns.resize(4);
  for (const std::int64_t fifth : {1, 2}) {
    for (const std::int64_t group : {0, 1}) {
      const Cell counted = fifth == 1 && group == 0 ? cell(20, 3) : cell(40 + 10 * fifth, 30);
      cells.breakdowns[0][{}].add(counted);
      cells.breakdowns[1][{fifth * 1'000'000}].add(counted);
      cells.breakdowns[2][{group}].add(counted);
      cells.breakdowns[3][{fifth * 1'000'000, group}].add(counted);
    }
  }
  const auto all = lines(made_->plan, made_->records.database, indicator_, cells);
  std::size_t hidden_crossed = 0;
  for (const Line& line : all) {
    if (line.breakdown < 3) {
      EXPECT_FALSE(line.hidden) << line.breakdown_name << ' ' << line.group;
    } else {
      ++hidden_crossed;
      EXPECT_TRUE(line.hidden) << line.group;
    }
  }
  EXPECT_EQ(hidden_crossed, 4U);
}

TEST_F(Lines, averages_have_their_rows_and_no_numerator) {
  indicator_.what = plan::What::average;
  indicator_.show = plan::Show::mean;
  indicator_.target.reset();
  indicator_.comparators = {{"Elsewhere", 100'000'000}};
  Cell counted;
  for (const std::int64_t value : {2, 3, 5, 9}) {
    counted.amounts.add(column::Interval{value * 1'000'000, value * 1'000'000}, true);
    ++counted.yes;
  }
  counted.amounts.add(column::Interval{0, 1'000'000}, true);
  ++counted.unknown;
  const Line line = unhidden({{{1'000'000}, counted}})[0];
  EXPECT_FALSE(line.numerator);
  EXPECT_EQ(line.denominator, 4);
  EXPECT_EQ(line.value, 4.75);
  EXPECT_EQ(line.possible_lo, 3.8);
  EXPECT_EQ(line.possible_hi, 4.0);
  EXPECT_EQ(line.comparisons, std::vector<std::string>{"worse"});
  EXPECT_EQ(line.answer_not_known, 1);
  EXPECT_EQ(line.membership_not_known, 0);
  indicator_.hide_below = 8;
  EXPECT_TRUE(lines_of({{{1'000'000}, counted}})[0].hidden);
}

TEST_F(Lines, totals_are_hidden_by_their_sum_and_by_the_rows_that_have_any) {
  indicator_.what = plan::What::total;
  indicator_.value_type = types::whole_number();
  indicator_.show = plan::Show::rate;
  indicator_.rate_per = 1000;
  const auto rows = [](std::int64_t with, std::int64_t each, std::int64_t without) {
    Cell counted;
    counted.amounts.known = {{0, without}, {each * 1'000'000, with}};
    counted.yes = with + without;
    return counted;
  };
  EXPECT_TRUE(lines_of({{{1'000'000}, rows(2, 3, 100)}})[0].hidden);
  EXPECT_TRUE(lines_of({{{1'000'000}, rows(2, 30, 100)}})[0].hidden);  // 60 events of two people
  const Line line = lines_of({{{1'000'000}, rows(20, 3, 100)}})[0];
  EXPECT_FALSE(line.hidden);
  EXPECT_EQ(line.numerator, 60);
  EXPECT_EQ(line.denominator, 120);
  EXPECT_EQ(line.value, 500.0);
}

TEST_F(Lines, a_published_indicator_tells_its_latest_reading) {
  indicator_.what = plan::What::published;
  indicator_.readings = {{458'000, {0, 364, "2018/19"}}, {300'000, {-365, -1, "2017/18"}}};
  indicator_.target = plan::Target{.value = 350'000, .by = 800};
  indicator_.bands = {{"green", plan::Comparison::at_least, 350'000}, {"red", {}, 0}};
  const auto all = unhidden({});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].value, 45.8);
  EXPECT_EQ(all[0].period->text, "2018/19");
  EXPECT_EQ(all[0].target_status, "met");
  EXPECT_EQ(all[0].band, "green");
  EXPECT_EQ(all[0].comparisons, std::vector<std::string>{"worse"});  // 88.9%
  EXPECT_FALSE(all[0].numerator || all[0].lower);
}

TEST_F(Lines, stricter_targets_are_judged_beside_the_first) {
  indicator_.stricter_targets = {plan::Target{.value = 990'000, .by = 1}};
  const Line line = unhidden({{{1'000'000}, cell(96, 4)}})[0];
  EXPECT_EQ(line.target_status, "met");
  EXPECT_EQ(line.stricter_status, std::vector<std::string>{"not met"});
}

TEST_F(Lines, why_rows_are_left_out_is_hidden_where_either_reason_is_small) {
  Cell counted = cell(40, 30, 20);
  counted.may_yes = 3;
  const Line line = lines_of({{{1'000'000}, counted}})[0];
  EXPECT_EQ(line.excluded_shown, 25);  // 23, to the nearest 5
  EXPECT_FALSE(line.membership_not_known || line.answer_not_known);
}

}  // namespace
}  // namespace fairstart::indicators::lines_test
