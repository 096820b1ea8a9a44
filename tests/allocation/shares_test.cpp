// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/shares.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "dsl/base/decimal.hpp"

namespace fairstart::allocation::shares_test {
namespace {

using Numbers = std::vector<std::int64_t>;

std::int64_t total(const Numbers& numbers) { return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0}); }

// The rule as one would follow it with a pencil: one at a time, to whoever is furthest below a fair share. Furthest below in
// whole parts first, so that nobody has less than the share rounded down; then by what is left over; then the earlier.
Numbers with_a_pencil(std::int64_t whole, const Numbers& weights) {
  Numbers parts(weights.size());
  const std::int64_t all = total(weights);
  const auto fair = [&](std::size_t i) { return all == 0 ? whole : whole * weights[i]; };  // times `of`
  const std::int64_t of = all == 0 ? static_cast<std::int64_t>(weights.size()) : all;
  for (std::int64_t given = 0; given < whole; ++given) {
    std::size_t next = weights.size();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (parts[i] + 1 > fair(i) / of) continue;
      next = i;
      break;
    }
    if (next == weights.size()) {
      std::int64_t most = -1;
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const std::int64_t rest = parts[i] > fair(i) / of ? -1 : fair(i) % of;
        if (rest > most) most = rest, next = i;
      }
    }
    ++parts[next];
  }
  return parts;
}

TEST(LargestRemainder, WorkedByHand) {
  // 10 among 47, 16, 16, 14, 7: exact 4.7, 1.6, 1.6, 1.4, 0.7.
  EXPECT_EQ(largest_remainder(10, {47, 16, 16, 14, 7}), (Numbers{5, 2, 1, 1, 1}));
  EXPECT_EQ(largest_remainder(180, {1, 1, 1}), (Numbers{60, 60, 60}));
  EXPECT_EQ(largest_remainder(2, {1, 1, 1}), (Numbers{1, 1, 0}));
  EXPECT_EQ(largest_remainder(5, {0, 3, 0}), (Numbers{0, 5, 0}));
  EXPECT_EQ(largest_remainder(5, {0, 0}), (Numbers{3, 2})) << "weights that are all 0 count as equal";
  EXPECT_EQ(largest_remainder(0, {1, 2}), (Numbers{0, 0}));
  EXPECT_TRUE(largest_remainder(5, {}).empty());
}

TEST(LargestRemainder, HoldsTheLargestNumbers) {
  constexpr std::int64_t most = INT64_MAX;
  const Numbers parts = largest_remainder(most, {most, most, most});
  EXPECT_EQ(parts[0] + (parts[1] + parts[2]), most);
  EXPECT_LE(parts[0] - parts[2], 1);
}

RC_GTEST_PROP(LargestRemainder, IsWhatAPencilGives, ()) {
  const auto weights = *rc::gen::container<Numbers>(rc::gen::inRange<std::int64_t>(0, 50));
  const auto whole = *rc::gen::inRange<std::int64_t>(0, 300);
  RC_PRE(!weights.empty());
  RC_ASSERT(largest_remainder(whole, weights) == with_a_pencil(whole, weights));
}

RC_GTEST_PROP(LargestRemainder, AddsUpAndKeepsQuota, ()) {
  const auto weights = *rc::gen::container<Numbers>(rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000));
  const auto whole = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
  RC_PRE(!weights.empty());
  const Numbers parts = largest_remainder(whole, weights);
  RC_ASSERT(total(parts) == whole);
  const std::int64_t all = total(weights);
  for (std::size_t i = 0; i < parts.size() && all > 0; ++i) {
    const auto exact = static_cast<long double>(whole) * static_cast<long double>(weights[i]) / static_cast<long double>(all);
    RC_ASSERT(static_cast<long double>(parts[i]) > exact - 1.001L);
    RC_ASSERT(static_cast<long double>(parts[i]) < exact + 1.001L);
    if (weights[i] == 0) RC_ASSERT(parts[i] == 0);
  }
}

TEST(Shares, OfAWholeSupplyAreWhole) {
  EXPECT_EQ(shares_of(10 * base::million, {1, 1, 1}), (Numbers{4 * base::million, 3 * base::million, 3 * base::million}));
  EXPECT_EQ(shares_of(base::million / 2, {1, 1}), (Numbers{base::million / 4, base::million / 4}));
}

RC_GTEST_PROP(Shares, AddUpToTheSupply, ()) {
  const auto weights = *rc::gen::container<Numbers>(rc::gen::inRange<std::int64_t>(0, 1000));
  const auto supply = *rc::gen::inRange<std::int64_t>(0, 50'000'000);
  RC_PRE(!weights.empty());
  RC_ASSERT(total(shares_of(supply, weights)) == supply);
  const std::int64_t whole = supply / base::million * base::million;
  for (const std::int64_t share : shares_of(whole, weights)) RC_ASSERT(share % base::million == 0);
}

TEST(Remaining, IsTheShareLessWhatWasReceivedThere) {
  EXPECT_EQ(remaining(10, {6, 4}, {2, 0}, 0), (Numbers{4, 4}));
  // One place has had more than its share: the others can't have all of theirs.
  EXPECT_EQ(remaining(9, {3, 3, 3}, {5, 0, 0}, 0), (Numbers{0, 2, 2}));
  EXPECT_EQ(remaining(9, {5, 4}, {0, 0}, 3), (Numbers{3, 3})) << "what no known place received counts too";
  EXPECT_EQ(remaining(4, {2, 2}, {9, 0}, 0), (Numbers{0, 0}));
}

RC_GTEST_PROP(Remaining, NeverExceedsTheSupplyNorAnyShare, ()) {
  const auto weights = *rc::gen::container<Numbers>(rc::gen::inRange<std::int64_t>(0, 20));
  RC_PRE(!weights.empty());
  const bool whole = *rc::gen::arbitrary<bool>();
  const std::int64_t unit = whole ? base::million : 1;
  const auto supply = *rc::gen::inRange<std::int64_t>(0, 100) * unit;
  const auto received = *rc::gen::container<Numbers>(weights.size(), rc::gen::inRange<std::int64_t>(0, 30));
  Numbers there;
  for (const std::int64_t each : received) there.push_back(each * unit);
  const std::int64_t elsewhere = *rc::gen::inRange<std::int64_t>(0, 10) * unit;
  const Numbers shares = shares_of(supply, weights);
  const Numbers left = remaining(supply, shares, there, elsewhere);
  RC_ASSERT(total(left) <= std::max<std::int64_t>(0, supply - total(there) - elsewhere));
  for (std::size_t i = 0; i < left.size(); ++i) {
    RC_ASSERT(left[i] >= 0);
    RC_ASSERT(left[i] <= std::max<std::int64_t>(0, shares[i] - there[i]));
  }
}

}  // namespace
}  // namespace fairstart::allocation::shares_test
