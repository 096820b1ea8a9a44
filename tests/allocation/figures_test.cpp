// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace fairstart::report::figures_test {
namespace {

constexpr std::int64_t below = 5;

Applicants made(std::int64_t given, std::int64_t waiting, std::int64_t cannot_tell, std::int64_t received) {
  return {given, waiting, cannot_tell, received};
}

void add(Applicants& all, const Applicants& more) {
  all.given += more.given;
  all.waiting += more.waiting;
  all.cannot_tell += more.cannot_tell;
  all.received += more.received;
}

std::vector<Shown> cells(const ApplicantRow& row) { return {row.given, row.waiting, row.cannot_tell, row.received}; }

TEST(AllocationFigures, SmallNumbersTakeWhatTellsThemAlong) {
  AllocationCounts counts;
  counts.supply = 3;
  counts.given = 3;
  counts.all = made(3, 40, 0, 0);
  const AllocationTable table = allocation_table(counts, below);
  EXPECT_EQ(table.all.applicants.given, Shown{});
  EXPECT_EQ(table.all.applicants.waiting, Shown{}) << "while some wait, all of the supply is given";
  EXPECT_EQ(table.all.given, Shown{});
  EXPECT_EQ(table.all.left, Shown{});
  EXPECT_EQ(table.all.share, Shown{3}) << "the supply is nobody's secret";
  EXPECT_EQ(table.all.applicants.received, Shown{0});
}

TEST(AllocationFigures, NothingIsHiddenWhereNothingIsAskedToBe) {
  AllocationCounts counts;
  counts.supply = 9;
  counts.received = 2;
  counts.given = 3;
  counts.all = made(3, 1, 1, 2);
  counts.by_fifth[1] = made(1, 1, 1, 2);
  counts.by_fifth[0] = made(2, 0, 0, 0);
  const AllocationTable table = allocation_table(counts, 0);
  EXPECT_EQ(table.all.left, Shown{4});
  ASSERT_EQ(table.by_fifth.size(), 2U);
  EXPECT_EQ(table.by_fifth[0].label, "1, most deprived");
  EXPECT_EQ(table.by_fifth[1].label, "Not known");
  EXPECT_EQ(table.by_fifth[1].given, Shown{2});
}

TEST(AllocationFigures, WithoutASupplyNothingIsLeftOfIt) {
  AllocationCounts counts;
  counts.all = made(0, 0, 7, 0);
  const AllocationTable table = allocation_table(counts, below);
  EXPECT_EQ(table.all.share, Shown{});
  EXPECT_EQ(table.all.left, Shown{});
  EXPECT_EQ(table.all.applicants.cannot_tell, Shown{7});
}

// No count from 1 to `below` − 1 shows, and no column gives one away: where its total shows, its hidden cells come to 0 or to
// `below` at least.
RC_GTEST_PROP(AllocationFigures, NoTableGivesASmallNumberAway, ()) {
  const auto count = [] { return *rc::gen::inRange<std::int64_t>(0, 12); };
  AllocationCounts counts;
  std::vector<Applicants> rows;
  for (int i = 0; i < 4; ++i) {
    rows.push_back(made(count(), count(), count(), count()));
    add(counts.all, rows.back());
  }
  counts.supply = 1000;
  for (int i = 0; i < 4; ++i) {
    counts.by_need.emplace_back(std::to_string(i), rows[static_cast<std::size_t>(i)]);
    counts.by_fifth[i + 1] = rows[static_cast<std::size_t>(3 - i)];
    counts.places.push_back({std::to_string(i), {.place = i, .share = 250}, rows[static_cast<std::size_t>(i)]});
  }
  const AllocationTable table = allocation_table(counts, below);
  const auto truth = [](const Applicants& row) {
    return std::vector<std::int64_t>{row.given, row.waiting, row.cannot_tell, row.received};
  };
  const std::vector<Shown> all = cells(table.all.applicants);
  const auto check = [&](const std::vector<ApplicantRow>& shown, const std::vector<Applicants>& real) {
    for (std::size_t column = 0; column < 4; ++column) {
      std::int64_t hidden = 0;
      bool any = false;
      for (std::size_t i = 0; i < shown.size(); ++i) {
        const Shown cell = cells(shown[i])[column];
        const std::int64_t value = truth(real[i])[column];
        RC_ASSERT(!cell || *cell == value);
        RC_ASSERT(!cell || value == 0 || value >= below);
        any = any || !cell;
        if (!cell) hidden += value;
      }
      if (any && all[column]) RC_ASSERT(hidden == 0 || hidden >= below);
    }
  };
  check(table.by_need, rows);
  std::vector<Applicants> turned(rows.rbegin(), rows.rend());
  check(table.by_fifth, turned);
  std::vector<ApplicantRow> of_places;
  for (const ShareRow& place : table.places) {
    of_places.push_back(place.applicants);
    if (!place.applicants.given) RC_ASSERT(!place.share && !place.given && !place.left && !place.received);
  }
  check(of_places, rows);
}

TEST(ListFigures, WhoIsNamedIsToldByWhoIsNot) {
  const ListRow row = list_row({.listed = 20, .cannot_tell = 2, .beyond_limit = 6, .without_name = 18}, below);
  EXPECT_EQ(row.listed, Shown{20});
  EXPECT_EQ(row.cannot_tell, Shown{});
  EXPECT_EQ(row.beyond_limit, Shown{6});
  EXPECT_EQ(row.without_name, Shown{}) << "two are named";
}

}  // namespace
}  // namespace fairstart::report::figures_test
