// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>

#include "tests/exec/made.hpp"

// The latest n rows; how many different values.
namespace fairstart::exec::made::ranks_test {
namespace {

using column::Answer;
using column::Interval;
using column::no;
using column::unknown;
using column::yes;
using Answers = std::vector<Answer>;
using Intervals = std::vector<Interval>;

constexpr std::int64_t million = 1'000'000;
constexpr Interval exactly(std::int64_t units) { return {units * million, units * million}; }
constexpr Interval between(std::int64_t lo, std::int64_t hi) { return {lo * million, hi * million}; }
constexpr std::int32_t none = column::DateCells::none;

// One family with five people; a second with one.
class Ranking : public testing::Test, protected Case {
 protected:
  Ranking() {
    places(1);
    rows(family, {0, 0});
    rows(person, {0, 0, 0, 0, 0, 1});
    rows(contact, {});
  }
  Answers ranked(const Answers& member, const std::vector<std::int32_t>& days, bool latest, std::int64_t count) {
    const ExprId order = value(field(person, types::date(), {column::DateCells{days}, {}}));
    return answers(answer(person, plan::Ranked{list(person, family, yes_no(person, member)), order, latest, count}));
  }
  Intervals different(const Answers& member, ExprId of) {
    return intervals(
        add(family, types::whole_number(), plan::CountDifferent{list(person, family, yes_no(person, member)), of}));
  }
  ExprId numbers(std::vector<std::int32_t> cells) {
    return value(field(person, types::whole_number(), {column::WholeCells{std::move(cells)}, {}}));
  }
  const Answers all{yes, yes, yes, yes, yes, yes};
};

TEST_F(Ranking, KnownOrders) {
  EXPECT_EQ(ranked(all, {3, 5, 1, 4, 2, 0}, true, 2), (Answers{no, yes, no, yes, no, yes}));
  EXPECT_EQ(ranked(all, {3, 5, 1, 4, 2, 0}, false, 2), (Answers{no, no, yes, no, yes, yes}));
  EXPECT_EQ(ranked(all, {3, 5, 1, 4, 2, 0}, true, 9), all) << "all, where there are fewer";
}

TEST_F(Ranking, RowsOfOneDayMayEachBeIt) {
  EXPECT_EQ(ranked(all, {5, 5, 1, 4, 4, 0}, true, 1), (Answers{unknown, unknown, no, no, no, yes}));
  EXPECT_EQ(ranked(all, {5, 5, 1, 4, 4, 0}, true, 3), (Answers{yes, yes, no, unknown, unknown, yes}));
}

TEST_F(Ranking, UnknownMembersAndDays) {
  EXPECT_EQ(ranked({yes, unknown, yes, no, yes, no}, {3, 5, 1, 9, 2, 0}, true, 2), (Answers{yes, unknown, no, no, unknown, no}))
      << "if the one of day 5 is none, that of day 2 is among them";
  EXPECT_EQ(ranked(all, {3, none, 1, 4, 2, none}, true, 1), (Answers{no, unknown, no, unknown, no, yes}));
  EXPECT_EQ(ranked(all, {3, none, 1, 4, 2, none}, true, 2), (Answers{unknown, unknown, no, yes, no, yes}));
}

TEST_F(Ranking, OpenLists) {
  database.tables[person.index()].open_owners = {0};
  EXPECT_EQ(ranked(all, {3, 5, 1, 4, 2, 0}, true, 2), (Answers{no, unknown, no, unknown, no, yes}));
}

TEST_F(Ranking, OwnersOutOfSight) {
  const ExprId order = value(field(person, types::date(), {column::DateCells{{1, 2, 3, 4, 5, 6}}, {}}));
  const ExprId member = yes_no(person, {yes, no, unknown, yes, yes, yes});
  EXPECT_EQ(answers(answer(person, plan::Ranked{list(person, place, member), order, true, 1})),
            (Answers{unknown, no, unknown, unknown, unknown, unknown}));
}

TEST_F(Ranking, RowsOfNobody) {
  plan.records[person.index()].owner = contact;
  plan.records[contact.index()].owner = {};
  database.tables[contact.index()].rows = 2;
  column::Table& people = database.tables[person.index()];
  people.owner = {0, 0, 1, column::no_row, column::no_row, column::no_row};
  people.first = {0, 2, 3};
  const ExprId order = value(field(person, types::date(), {column::DateCells{{1, 2, 3, 4, 5, 6}}, {}}));
  const ExprId member = yes_no(person, {yes, yes, yes, yes, no, yes});
  EXPECT_EQ(answers(answer(person, plan::Ranked{list(person, contact, member), order, true, 1})),
            (Answers{no, yes, yes, unknown, no, unknown}));
}

TEST_F(Ranking, DifferentNumbers) {
  constexpr std::int32_t unknown_number = column::WholeCells::none;
  EXPECT_EQ(different(all, numbers({1, 2, 1, 3, 2, 8})), (Intervals{exactly(3), exactly(1)}));
  EXPECT_EQ(different(all, numbers({1, 1, unknown_number, unknown_number, 2, unknown_number})),
            (Intervals{between(2, 4), exactly(1)}));
  EXPECT_EQ(different({yes, unknown, no, unknown, yes, no}, numbers({1, 2, 3, 1, 1, 8})),
            (Intervals{between(1, 2), exactly(0)}));
  EXPECT_EQ(different({unknown, no, no, no, no, unknown}, numbers({1, 1, 1, 1, 1, 1})),
            (Intervals{between(0, 1), between(0, 1)}));
  database.tables[person.index()].open_owners = {1};
  EXPECT_EQ(different(all, numbers({1, 1, 1, 1, 1, 1})), (Intervals{exactly(1), {1 * million, column::no_upper}}));
}

TEST_F(Ranking, NoMoreDifferentThanThereAre) {
  EXPECT_EQ(different(all, yes_no(person, {yes, no, unknown, unknown, unknown, unknown})), (Intervals{exactly(2), exactly(1)}));
  EXPECT_EQ(different(all, yes_no(person, {yes, yes, unknown, unknown, unknown, no})), (Intervals{between(1, 2), exactly(1)}));
  plan.code_lists.push_back({.name = "kinds", .items = std::vector<plan::CodeItem>(3)});
  constexpr std::uint16_t no_code = column::CodeCells::none;
  const auto codes = [&](std::vector<std::uint16_t> cells) {
    return value(field(person, types::code(types::CodeListId(0U)), {column::CodeCells{std::move(cells)}, {}}));
  };
  EXPECT_EQ(different(all, codes({0, 0, no_code, no_code, no_code, 1})), (Intervals{between(1, 3), exactly(1)}));
  database.tables[person.index()].partial = true;
  EXPECT_EQ(different(all, codes({0, 1, 2, 2, 2, 1})), (Intervals{exactly(3), between(1, 3)})) << "open, but of three kinds";
}

TEST_F(Ranking, DifferentLevels) {
  plan.levels.push_back({.kind = plan::LevelsKind::tiers, .name = "support", .record = person});
  plan.levels[0].levels = {{.name = "all"}, {.name = "some", .when = yes_no(person, {yes, no, unknown, no, yes, unknown})}};
  const ExprId level =
      add(person, {.kind = types::Kind::levels, .levels = types::LevelsId(0U)}, plan::LevelValue{types::LevelsId(0U)});
  EXPECT_EQ(different(all, level), (Intervals{exactly(2), exactly(1)}));
}

// A great many people of one family: nothing may take each with each.
TEST_F(Ranking, LargeFamilies) {
  const std::size_t n = 200'000;
  rows(family, {0});
  rows(person, std::vector<column::Row>(n, 0));
  rows(contact, {});
  std::vector<std::int32_t> days;
  for (std::size_t i = 0; i < n; ++i) days.push_back(static_cast<std::int32_t>(i * 7919 % n));
  const Answers members(n, yes);
  const auto start = std::chrono::steady_clock::now();
  const Answers found = ranked(members, days, true, 5);
  EXPECT_EQ(std::count(found.begin(), found.end(), yes), 5);
  EXPECT_EQ(different(members, numbers(days))[0], exactly(static_cast<std::int64_t>(n)));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)) << "each with each takes minutes";
}

}  // namespace
}  // namespace fairstart::exec::made::ranks_test
