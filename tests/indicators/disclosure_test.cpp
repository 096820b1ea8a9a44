// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/disclosure.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <sstream>

#include "tests/indicators/table.hpp"

namespace fairstart::indicators::disclosure_test {
namespace {

using Table = std::vector<std::vector<std::int64_t>>;
using Flags = std::vector<std::vector<bool>>;

TEST(Hide, one_small_count_takes_the_next_smallest_of_its_row_and_column_along) {
  const Table counts{{3, 20, 40}, {30, 50, 60}, {70, 80, 90}};
  const Flags hidden = hide(counts, 8);
  EXPECT_EQ(hidden, (Flags{{true, true, false}, {true, true, false}, {false, false, false}}));
}

TEST(Hide, nothing_small_hides_nothing_and_zeros_show) {
  EXPECT_EQ(hide({{0, 8}, {9, 0}}, 8), (Flags{{false, false}, {false, false}}));
  EXPECT_EQ(hide({{1, 2}, {3, 4}}, 0), (Flags{{false, false}, {false, false}}));
}

TEST(Hide, what_is_worth_more_is_hidden_only_where_nothing_else_will_do) {
  // Four groups, the last not known, and everyone: the not known one needs another beside it.
  const std::vector<Counts> items{{20}, {30}, {40}, {1}, {91}};
  const std::vector<Sum> sums{{4, {0, 1, 2, 3}}};
  EXPECT_EQ(protect(items, sums, 5), (std::vector<bool>{true, false, false, true, false}));
  EXPECT_EQ(protect(items, sums, 5, {}, {}, {2, 1, 2, 1, 1}), (std::vector<bool>{false, true, false, true, false}));
  EXPECT_EQ(protect(items, sums, 5, {}, {}, {2, 2, 2, 1, 1}), (std::vector<bool>{true, false, false, true, false}));
}

TEST(Hide, two_small_counts_that_are_small_together_take_a_third_along) {
  const Flags hidden = hide({{2, 3, 50, 60}}, 8);
  EXPECT_EQ(hidden, (Flags{{true, true, true, false}}));
}

TEST(Hide, a_small_total_is_hidden_too) {
  const Flags hidden = hide_with_totals({{1, 2}, {50, 60}, {70, 80}}, 8);
  EXPECT_TRUE(hidden[0][0] && hidden[0][1] && hidden[0][2]);
  EXPECT_TRUE(hidden[1][2] || hidden[2][2]);  // or the whole less the other total gives it
  EXPECT_FALSE(hidden[3][2]);
}

// Each of three sums has two hidden counts and comes to 8 at least, but together they leave one solution.
TEST(Hide, sums_that_only_together_tell_a_count_take_more_along) {
  const std::vector<Counts> items{{3}, {20}, {30}, {40}, {50}, {60}};
  const std::vector<Sum> sums{
      {Sum::no_item, {0, 1, 3}}, {Sum::no_item, {1, 2, 4}}, {Sum::no_item, {0, 2}}, {Sum::no_item, {5}}};
  const std::vector<bool> hidden = protect(items, sums, 8, {true, true, true});
  EXPECT_EQ(hidden, (std::vector<bool>{true, true, true, true, true, false}));
}

// What a reader can do with one subtraction: whole less the parts that are shown.
void no_sum_gives_any_away(const std::vector<Counts>& items, const std::vector<Sum>& sums, std::int64_t below,
                           const std::vector<bool>& hidden) {
  for (const Sum& sum : sums) {
    std::vector<std::size_t> parts;
    for (const std::size_t part : sum.parts) {
      if (hidden[part]) parts.push_back(part);
    }
    if (sum.whole != Sum::no_item && hidden[sum.whole]) {
      RC_ASSERT(!parts.empty());
      continue;
    }
    RC_ASSERT(parts.size() != 1U);
    std::int64_t together = 0;
    for (const std::size_t part : parts) together += items[part].front();
    RC_ASSERT(together == 0 || together >= below);
  }
}

TEST(Hide, in_any_table_no_row_or_column_has_exactly_one_hidden_cell) {
  const bool held = rc::check([] {
    const auto rows = *rc::gen::inRange<std::size_t>(2, 6), columns = *rc::gen::inRange<std::size_t>(2, 6);
    const auto below = *rc::gen::inRange<std::int64_t>(0, 12);
    Table counts(rows);
    for (auto& row : counts) {
      row = *rc::gen::container<std::vector<std::int64_t>>(
          columns, rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 12), rc::gen::inRange<std::int64_t>(0, 200)));
    }
    const Flags hidden = hide(counts, below);
    for (std::size_t row = 0; row < rows; ++row) { RC_ASSERT(std::count(hidden[row].begin(), hidden[row].end(), true) != 1); }
    for (std::size_t column = 0; column < columns; ++column) {
      std::size_t of_column = 0;
      for (std::size_t row = 0; row < rows; ++row) {
        of_column += hidden[row][column] ? 1U : 0U;
        RC_ASSERT(hidden[row][column] || counts[row][column] == 0 || counts[row][column] >= below);
      }
      RC_ASSERT(of_column != 1U);
    }
  });
  EXPECT_TRUE(held);
}

TEST(Hide, in_any_table_with_totals_no_subtraction_gives_a_small_count_away) {
  const bool held = rc::check([] {
    const auto rows = *rc::gen::inRange<std::size_t>(1, 6), columns = *rc::gen::inRange<std::size_t>(1, 5);
    const auto below = *rc::gen::inRange<std::int64_t>(2, 12);
    Table counts(rows);
    for (auto& row : counts) {
      row = *rc::gen::container<std::vector<std::int64_t>>(
          columns, rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 12), rc::gen::inRange<std::int64_t>(0, 200)));
    }
    const Flags flags = hide_with_totals(counts, below);
    std::vector<Counts> items;
    std::vector<bool> hidden;
    for (std::size_t row = 0; row <= rows; ++row) {
      for (std::size_t column = 0; column <= columns; ++column) {
        std::int64_t sum = 0;
        for (std::size_t r = row == rows ? 0 : row; r < (row == rows ? rows : row + 1); ++r) {
          for (std::size_t c = column == columns ? 0 : column; c < (column == columns ? columns : column + 1); ++c)
            sum += counts[r][c];
        }
        items.push_back({sum});
        hidden.push_back(flags[row][column]);
        RC_ASSERT(hidden.back() || sum == 0 || sum >= below);
      }
    }
    std::vector<Sum> sums;
    const auto at = [&](std::size_t row, std::size_t column) { return row * (columns + 1) + column; };
    for (std::size_t row = 0; row <= rows; ++row) {
      sums.push_back({at(row, columns), {}});
      for (std::size_t column = 0; column < columns; ++column) sums.back().parts.push_back(at(row, column));
    }
    for (std::size_t column = 0; column <= columns; ++column) {
      sums.push_back({at(rows, column), {}});
      for (std::size_t row = 0; row < rows; ++row) sums.back().parts.push_back(at(row, column));
    }
    no_sum_gives_any_away(items, sums, below, hidden);
  });
  EXPECT_TRUE(held);
}

std::vector<int> flags_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<int> flags;
  for (int flag = 0; in >> flag;) flags.push_back(flag);
  return flags;
}

TEST(Hide, hides_at_least_what_the_friends_and_family_test_hides) {
  const auto shared = harness::shared_folder();
  if (!shared) GTEST_SKIP() << "no shared folder";
  std::size_t compared = 0;
  for (const auto& row : read_table(*shared / "data/indicator-cases/disclosure_secondary.csv")) {
    if (row.at("step") != "second_level") continue;
    std::istringstream groups(row.at("parent_group_per_row"));
    std::map<std::string, std::vector<std::size_t>> members;
    const std::vector<int> ranks = flags_of(row.at("rank_in_group_1_is_smallest_nonzero")),
                           expected = flags_of(row.at("expected_flag_per_row"));
    std::vector<bool> hidden;
    std::vector<Counts> items;
    std::size_t at = 0;
    for (const int flag : flags_of(row.at("first_level_flag_per_row"))) {
      // The case gives ranks, not counts: any counts in that order will do.
      items.push_back({100 * ranks[at]});
      hidden.push_back(flag == 1);
      std::string group;
      groups >> group;
      if (group != "-") members[group].push_back(at);
      ++at;
    }
    std::vector<Sum> sums;
    for (const auto& [group, parts] : members) sums.push_back({Sum::no_item, parts});
    const std::vector<bool> result = protect(items, sums, 5, hidden);
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_EQ(result[i], expected[i] == 1 || hidden[i]) << row.at("case_id") << " row " << i;
    ++compared;
  }
  EXPECT_GE(compared, 2U);
}

}  // namespace
}  // namespace fairstart::indicators::disclosure_test
