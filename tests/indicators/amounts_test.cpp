// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/amounts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "engine/indicators/numbering.hpp"

namespace fairstart::indicators::amounts_test {
namespace {

TEST(ByValue, IsAsAMap) {
  std::mt19937 random(1);
  const auto value = [&] { return static_cast<std::int64_t>(random() % 12) - 6; };
  const auto entries = [](const ByValue& values) { return std::map<std::int64_t, std::int64_t>(values.begin(), values.end()); };
  for (int round = 0; round < 300; ++round) {
    ByValue one, other;
    std::map<std::int64_t, std::int64_t> of_one, of_other;
    for (std::size_t i = random() % 15; i > 0; --i) {
      const std::int64_t at = value(), more = static_cast<std::int64_t>(random() % 4) + 1;
      one[at] += more, of_one[at] += more;
    }
    for (std::size_t i = random() % 15; i > 0; --i) {
      const std::int64_t at = value();
      ++other[at], ++of_other[at];
    }
    ASSERT_EQ(entries(one), of_one);
    ASSERT_TRUE(std::is_sorted(one.begin(), one.end()));
    ASSERT_EQ(one.find(3) == one.end(), of_one.count(3) == 0);
    ByValue rest = one;
    rest.take_away(other);
    std::map<std::int64_t, std::int64_t> of_rest = of_one, of_mirror;
    for (const auto& [at, rows] : of_other) {
      if (const auto found = of_rest.find(at); found != of_rest.end() && (found->second -= rows) <= 0) of_rest.erase(found);
    }
    ASSERT_EQ(entries(rest), of_rest);
    for (const auto& [at, rows] : of_one) of_mirror[-at] = rows;
    const ByValue mirror = one.mirrored();
    ASSERT_EQ(entries(mirror), of_mirror);
    ASSERT_TRUE(std::is_sorted(mirror.begin(), mirror.end()));
    one.add(other);
    for (const auto& [at, rows] : of_other) of_one[at] += rows;
    ASSERT_EQ(entries(one), of_one);
    ASSERT_EQ(one.size(), of_one.size());
  }
  EXPECT_EQ((ByValue{{column::no_lower, 1}, {2, 3}}).mirrored(), (ByValue{{-2, 3}, {column::no_upper, 1}}));
}

TEST(PairCounts, AreKeptOfSmallNumbersAndOfLarge) {
  for (const std::uint32_t most : {5U, 300U, 100'000U}) {
    std::mt19937 random(most);
    PairCounts counts;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> expected, found;
    for (int i = 0; i < 3000; ++i) {
      // Rising, so that tables grow, and the largest only after much was counted.
      const auto limit = std::min<std::uint32_t>(most, 1 + static_cast<std::uint32_t>(i) * (most / 1000 + 1) / 3);
      const auto first = static_cast<std::uint32_t>(random()) % limit, second = static_cast<std::uint32_t>(random()) % limit;
      counts.add(first, second, 1 + i % 3), expected[{first, second}] += 1 + i % 3;
    }
    counts.each([&](std::uint32_t first, std::uint32_t second, std::int64_t count) { found[{first, second}] += count; });
    EXPECT_EQ(found, expected) << most;
  }
}

TEST(PairCounts, AreRightBeyondFourBytes) {
  constexpr std::int64_t many = 0xFFFF'FFFF;
  for (const std::int64_t before : {std::int64_t{0}, std::int64_t{7}, many}) {
    PairCounts counts;
    counts.add(3, 2, 5), counts.add(1, 1, before), counts.add(1, 1, many), counts.add(1, 1), counts.add(3, 2);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> found;
    counts.each([&](std::uint32_t first, std::uint32_t second, std::int64_t count) {
      ASSERT_TRUE(found.emplace(std::pair(first, second), count).second) << "once each";
    });
    EXPECT_EQ(found, (decltype(found){{{1, 1}, before + many + 1}, {{3, 2}, 6}}));
  }
}

TEST(PairCounts, AreRightBeyondTwoBytesHoweverTheTableGrows) {
  PairCounts counts;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> expected, found;
  const auto add = [&](std::uint32_t first, std::uint32_t second, std::int64_t more) {
    counts.add(first, second, more), expected[{first, second}] += more;
  };
  for (int i = 0; i < 3; ++i) add(1, 1, 0xFFFF), add(1, 1, 1), add(0, 1, 0xFFFE), add(1, 0, 70'000 * i);
  for (const std::uint32_t larger : {5U, 40U, 100'000U}) add(larger, 3, 0x1'0000), add(1, 1, 7), add(3, larger, 0x1'FFFF);
  counts.each([&](std::uint32_t first, std::uint32_t second, std::int64_t count) {
    ASSERT_TRUE(found.emplace(std::pair(first, second), count).second) << "once each";
  });
  EXPECT_EQ(found, expected);
}

using column::Interval;

// A row: what its value can be, and whether it is a member for certain.
struct Row {
  Interval value;
  bool certain = true;
};

Amounts of(const std::vector<Row>& rows) {
  Amounts amounts;
  for (const Row& row : rows) amounts.add(row.value, row.certain);
  return amounts;
}

Amounts known(const std::vector<std::int64_t>& values) {
  Amounts amounts;
  for (const std::int64_t value : values) amounts.add(Interval{value, value}, true);
  return amounts;
}

// Every way in which what is not known may turn out; `told` gets the values of those who belong.
void complete(const std::vector<Row>& rows, std::size_t at, std::vector<std::int64_t>& chosen,
              const std::function<void(const std::vector<std::int64_t>&)>& told) {
  if (at == rows.size()) {
    told(chosen);
    return;
  }
  if (!rows[at].certain) complete(rows, at + 1, chosen, told);
  for (std::int64_t value = rows[at].value.lo; value <= rows[at].value.hi; ++value) {
    chosen.push_back(value);
    complete(rows, at + 1, chosen, told);
    chosen.pop_back();
  }
}

std::vector<Row> some_rows() {
  const auto rows = *rc::gen::inRange<std::size_t>(0, 6);
  std::vector<Row> result(rows);
  for (Row& row : result) {
    row.value.lo = *rc::gen::inRange<std::int64_t>(-3, 5);
    row.value.hi = row.value.lo + *rc::gen::oneOf(rc::gen::just<std::int64_t>(0), rc::gen::inRange<std::int64_t>(0, 3));
    row.certain = *rc::gen::inRange(0, 2) == 0;
  }
  return result;
}

void bounds_are_reached_and_never_passed(
    const std::vector<Row>& rows, const Possible& possible,
    const std::function<std::optional<Fraction>(const std::vector<std::int64_t>&)>& figure) {
  std::optional<Fraction> lowest, highest;
  std::vector<std::int64_t> chosen;
  complete(rows, 0, chosen, [&](const std::vector<std::int64_t>& values) {
    const auto found = figure(values);
    if (!found) return;
    if (!lowest || *compare(*found, *lowest) < 0) lowest = found;
    if (!highest || *compare(*found, *highest) > 0) highest = found;
  });
  RC_ASSERT(possible.lo.has_value() == lowest.has_value());
  RC_ASSERT(possible.hi.has_value() == highest.has_value());
  if (!lowest) return;
  RC_ASSERT(*compare(*possible.lo, *lowest) == 0);
  RC_ASSERT(*compare(*possible.hi, *highest) == 0);
}

TEST(Amounts, bounds_of_a_mean_are_those_of_all_completions) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Row> rows = some_rows();
    bounds_are_reached_and_never_passed(rows, possible_mean(of(rows)),
                                        [](const auto& values) { return mean_of(known(values).known); });
  }));
}

TEST(Amounts, bounds_of_a_sum_are_those_of_all_completions) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Row> rows = some_rows();
    bounds_are_reached_and_never_passed(rows, possible_sum(of(rows)), [](const auto& values) {
      return std::optional(Fraction{sum_of(known(values).known), 1});
    });
  }));
}

TEST(Amounts, bounds_of_a_percentile_are_those_of_all_completions) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Row> rows = some_rows();
    const auto p = *rc::gen::element<std::int64_t>(0, 10'000'000, 50'000'000, 75'000'000, 90'000'000, percentile_scale);
    bounds_are_reached_and_never_passed(rows, possible_percentile(of(rows), p),
                                        [&](const auto& values) { return percentile_of(known(values).known, p); });
  }));
}

TEST(Amounts, do_not_depend_on_the_order_of_merging) {
  EXPECT_TRUE(rc::check([] {
    std::vector<Row> rows = some_rows();
    const Amounts all = of(rows);
    std::reverse(rows.begin(), rows.end());
    const auto cut = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, rows.size() + 1));
    Amounts one = of({rows.begin(), rows.begin() + cut});
    const Amounts other = of({rows.begin() + cut, rows.end()});
    Amounts turned = other;
    turned.add(one);
    one.add(other);
    RC_ASSERT(one == all);
    RC_ASSERT(turned == all);
  }));
}

TEST(Amounts, a_value_without_bound_leaves_that_side_open) {
  const Amounts amounts = of({{{4, 4}, true}, {{2, column::no_upper}, true}});
  EXPECT_EQ(to_double(*possible_mean(amounts).lo), 3.0);
  EXPECT_FALSE(possible_mean(amounts).hi);
  EXPECT_FALSE(possible_sum(amounts).hi);
  EXPECT_EQ(to_double(*possible_percentile(amounts, 0).lo), 2.0);
  EXPECT_FALSE(possible_percentile(amounts, 90'000'000).hi);
  const Amounts nothing = of({{{column::no_lower, column::no_upper}, false}, {{1, 1}, true}});
  EXPECT_FALSE(possible_mean(nothing).lo || possible_mean(nothing).hi);
}

TEST(Amounts, the_variance_keeps_its_digits) {
  // 10^9 ± 1, in millionths: squares need 112 bits.
  const std::int64_t large = 1'000'000'000'000'000;
  EXPECT_DOUBLE_EQ(*variance_of(known({large - 1'000'000, large, large + 1'000'000}).known, 1), 1.0);
  EXPECT_FALSE(variance_of(known({5}).known, 1));
  EXPECT_EQ(*variance_of(known({5}).known, 0), 0.0);
}

TEST(Fraction, is_compared_and_rounded_exactly) {
  EXPECT_EQ(rounded({81'250'000, 1}, 1'000'000, 1), 813);    // 81.25: a tie goes up
  EXPECT_EQ(rounded({-81'250'000, 1}, 1'000'000, 1), -813);  // away from zero
  EXPECT_EQ(rounded({1'000'000, 3}, 1'000'000, 3), 333);
  EXPECT_EQ(compare({1, 3}, {333'333, 1'000'000}), 1);
  EXPECT_EQ(to_double(*difference({1, 2}, {1, 3})), 1.0 / 6.0);
  const Wide huge = static_cast<Wide>(1) << 100U;
  EXPECT_FALSE(scaled({huge, 1}, huge));
  EXPECT_FALSE(compare({huge, 1}, {1, huge}));
  EXPECT_FALSE(rounded({huge, 1}, 1, 0));
}

}  // namespace
}  // namespace fairstart::indicators::amounts_test
