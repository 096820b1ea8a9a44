// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "engine/allocation/hand_out.hpp"
#include "engine/allocation/period.hpp"
#include "engine/allocation/priority.hpp"

namespace fairstart::allocation::line_test {
namespace {

using column::Interval;

TEST(HandOut, StopsWhereItNoLongerSuffices) {
  std::vector<std::int64_t> left{5, 2};
  const std::vector<InLine> line{{0, 3}, {1, 2}, {0, 4}, {0, 1}, {1, 1}};
  EXPECT_EQ(hand_out(line, left), (std::vector<bool>{true, true, false, false, false})) << "nobody is passed over for less";
  EXPECT_EQ(left, (std::vector<std::int64_t>{2, 0}));
}

RC_GTEST_PROP(HandOut, NeverExceedsWhatThereIsAndNeverPassesAnyoneOver, ()) {
  const auto there = *rc::gen::container<std::vector<std::int64_t>>(3, rc::gen::inRange<std::int64_t>(0, 30));
  std::vector<InLine> line;
  const auto length = *rc::gen::inRange(0, 40);
  for (int i = 0; i < length; ++i)
    line.push_back({*rc::gen::inRange<std::size_t>(0, 3), *rc::gen::inRange<std::int64_t>(1, 5)});
  std::vector<std::int64_t> left = there;
  const std::vector<bool> given = hand_out(line, left);
  for (std::size_t place = 0; place < there.size(); ++place) {
    std::int64_t sum = 0, first_refused = 0;
    bool refused = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i].place != place) continue;
      if (given[i]) {
        RC_ASSERT(!refused);
        sum += line[i].amount;
      } else if (!refused) {
        refused = true;
        first_refused = line[i].amount;
      }
    }
    RC_ASSERT(sum <= there[place]);
    RC_ASSERT(left[place] == there[place] - sum);
    // And whoever is refused first could not have been served.
    if (refused) RC_ASSERT(first_refused > left[place]);
  }
}

TEST(Priority, CountsWhatIsCertain) {
  EXPECT_LT(priority(Interval{5, 9}, true), priority(Interval{4, 100}, true)) << "highest: by the least it can be";
  EXPECT_LT(priority(Interval{0, 4}, false), priority(Interval{-9, 5}, false)) << "lowest: by the most it can be";
  EXPECT_EQ(priority(Interval{}, true), last_of_all);
  EXPECT_EQ(priority(Interval{}, false), last_of_all);
  EXPECT_EQ(priority(Interval{column::no_lower, 3}, true), last_of_all);
  EXPECT_EQ(priority(Interval{3, column::no_upper}, false), last_of_all);
  EXPECT_LT(priority_of_levels(0b100, true), priority_of_levels(0b110, true));
  EXPECT_EQ(priority_of_levels(0b110, true), priority_of_levels(0b010, true));
  EXPECT_LT(priority_of_levels(0b001, false), priority_of_levels(0b011, false));
  EXPECT_EQ(priority_of_levels(0, true), last_of_all);
}

RC_GTEST_PROP(Priority, HighestIsLowestTurnedRound, (std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d)) {
  const Interval x{std::min(a, b), std::max(a, b)}, y{std::min(c, d), std::max(c, d)};
  RC_PRE(x.lo != column::no_lower && y.lo != column::no_lower);
  const Interval minus_x{-x.hi, -x.lo}, minus_y{-y.hi, -y.lo};
  RC_ASSERT((priority(x, true) < priority(y, true)) == (priority(minus_x, false) < priority(minus_y, false)));
  RC_ASSERT(value_of_priority(priority(x, true), true) == x.lo);
  RC_ASSERT(value_of_priority(priority(x, false), false) == x.hi);
}

TEST(Lot, IsTheSameEverywhere) {
  // printf '2026 quarter 2\nP17' | sha256sum
  EXPECT_EQ(lot("2026 quarter 2", "P17"), 0xb26eccb089311a65U);
  EXPECT_NE(lot("2026 quarter 2", "P17"), lot("2026 quarter 3", "P17"));
}

// Orders by hand: again and again the first of those that are left, by every rule in turn.
std::vector<std::uint32_t> picked_one_by_one(const Found& found, const std::vector<std::uint32_t>& rank) {
  std::vector<std::uint32_t> left(found.entries.size()), order;
  std::iota(left.begin(), left.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const Entry &x = found.entries[a], &y = found.entries[b];
    std::vector<std::uint64_t> p{rank[a], static_cast<std::uint64_t>(x.state)}, q{rank[b], static_cast<std::uint64_t>(y.state)};
    for (std::size_t i = 0; i < found.keys_each; ++i) {
      p.push_back(static_cast<std::uint64_t>(found.keys_of(a)[i]) ^ (std::uint64_t{1} << 63U));
      q.push_back(static_cast<std::uint64_t>(found.keys_of(b)[i]) ^ (std::uint64_t{1} << 63U));
    }
    p.insert(p.end(), {x.lot, x.row}), q.insert(q.end(), {y.lot, y.row});
    return p < q;
  };
  while (!left.empty()) {
    const auto first = std::min_element(left.begin(), left.end(), before);
    order.push_back(*first);
    left.erase(first);
  }
  return order;
}

RC_GTEST_PROP(Order, IsThatOfPickingOneByOneAndForgetsHowItWasFound, ()) {
  const auto size = *rc::gen::inRange<std::uint32_t>(0, 40);
  Found found{.keys_each = 2};
  std::vector<std::uint32_t> rank;
  for (std::uint32_t i = 0; i < size; ++i) {
    Entry entry;
    entry.row = i;
    entry.lot = *rc::gen::inRange<std::uint64_t>(0, 3);
    entry.state = *rc::gen::arbitrary<bool>() ? State::certain : State::cannot_tell;
    found.add(entry, {*rc::gen::inRange<std::int64_t>(-2, 3), *rc::gen::element<std::int64_t>(0, 1, last_of_all)});
    rank.push_back(*rc::gen::inRange<std::uint32_t>(0, 3));
  }
  const column::Table without_keys;
  const std::vector<std::uint32_t> order = in_order(found, rank, without_keys);
  RC_ASSERT(order == picked_one_by_one(found, rank));
  Found backwards{.keys_each = 2};
  std::vector<std::uint32_t> rank_backwards(rank.rbegin(), rank.rend());
  for (std::size_t i = found.entries.size(); i-- > 0;)
    backwards.add(found.entries[i], {found.keys_of(i)[0], found.keys_of(i)[1]});
  std::vector<column::Row> rows, rows_backwards;
  for (const std::uint32_t at : order) rows.push_back(found.entries[at].row);
  for (const std::uint32_t at : in_order(backwards, rank_backwards, without_keys))
    rows_backwards.push_back(backwards.entries[at].row);
  RC_ASSERT(rows == rows_backwards);
}

TEST(Order, TiesGoByTheRowsKeys) {
  column::Table table;
  for (const char* key : {"P3", "P1", "P2"}) table.keys.add(key);
  Found found;
  for (column::Row row = 0; row < 3; ++row) {
    Entry entry;
    entry.row = row;
    found.add(entry, {});
  }
  EXPECT_EQ(in_order(found, {0, 0, 0}, table), (std::vector<std::uint32_t>{1, 2, 0}));
}

types::Type per(types::TimeUnit unit) {
  types::Type type = types::number();
  if (unit != types::TimeUnit::none)
    type.per = types::Base{types::counted_in_days(unit) ? types::Measure::days : types::Measure::months, {}};
  type.shown_per = unit;
  return type;
}

std::string stretch(types::TimeUnit unit, const char* day) {
  const Stretch found = stretch_of(per(unit), *base::parse_iso_date(day));
  return base::format_iso_date(found.from) + ".." + base::format_iso_date(found.to);
}

TEST(Stretch, IsTheCalendarOnesThatHoldsTheDay) {
  using types::TimeUnit;
  EXPECT_EQ(stretch(TimeUnit::quarter, "2026-05-01"), "2026-04-01..2026-06-30");
  EXPECT_EQ(stretch(TimeUnit::quarter, "2026-01-01"), "2026-01-01..2026-03-31");
  EXPECT_EQ(stretch(TimeUnit::quarter, "2025-12-31"), "2025-10-01..2025-12-31");
  EXPECT_EQ(stretch(TimeUnit::month, "2024-02-29"), "2024-02-01..2024-02-29");
  EXPECT_EQ(stretch(TimeUnit::year, "2026-12-31"), "2026-01-01..2026-12-31");
  // 22 November 2026 is a Sunday.
  EXPECT_EQ(stretch(TimeUnit::week, "2026-11-22"), "2026-11-16..2026-11-22");
  EXPECT_EQ(stretch(TimeUnit::week, "2026-11-23"), "2026-11-23..2026-11-29");
  EXPECT_EQ(stretch(TimeUnit::day, "2026-11-22"), "2026-11-22..2026-11-22");
  EXPECT_EQ(stretch(TimeUnit::year, "9999-06-01"), "9999-01-01..9999-12-31");
  EXPECT_TRUE(stretch_of(types::number(), 0).all_time());
}

}  // namespace
}  // namespace fairstart::allocation::line_test
