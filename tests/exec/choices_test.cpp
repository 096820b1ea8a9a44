// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/exec/made.hpp"

// The first choice that holds; days of a calendar; sets of codes.
namespace fairstart::exec::made::choices_test {
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

class Choices : public testing::Test, protected Case {
 protected:
  Choices() { families(4); }
  void families(std::size_t n) {
    places(1);
    rows(family, std::vector<column::Row>(n, 0));
    rows(person, {});
    rows(contact, {});
  }
};

TEST_F(Choices, NumbersJoinToAnInterval) {
  const ExprId first = yes_no(family, {yes, unknown, no, no}), second = yes_no(family, {yes, yes, unknown, no});
  plan::Choose choose{{{first, number(10)}, {second, number(30)}, {{}, number(20)}}};
  EXPECT_EQ(intervals(add(family, types::number(), choose)),
            (Intervals{exactly(10), between(10, 30), between(20, 30), exactly(20)}));
  choose.choices.pop_back();
  EXPECT_EQ(intervals(add(family, types::number(), choose)), (Intervals{exactly(10), between(10, 30), exactly(30), Interval{}}))
      << "what is possible at all, and nothing";
  choose.choices.push_back({{}, add(rowless, {}, plan::MissingValue{})});
  EXPECT_EQ(intervals(add(family, types::number(), choose))[2], Interval{}) << "perhaps the last one, which is unknown";
}

TEST_F(Choices, AnswersAgreeOrNot) {
  const ExprId first = yes_no(family, {unknown, unknown, no, no}), a = yes_no(family, {yes, yes, no, no});
  const ExprId b = yes_no(family, {yes, no, yes, unknown});
  EXPECT_EQ(answers(add(family, types::yes_no(), plan::Choose{{{first, a}, {{}, b}}})), (Answers{yes, unknown, yes, unknown}));
  EXPECT_EQ(answers(add(family, types::yes_no(), plan::Choose{{{first, a}}})), (Answers{yes, yes, unknown, unknown}));
}

TEST_F(Choices, LevelsJoin) {
  plan.levels.push_back({.kind = plan::LevelsKind::tiers, .name = "support", .record = family});
  plan.levels[0].levels = {{.name = "all"}, {.name = "some"}, {.name = "few"}};
  const plan::Type type{.kind = types::Kind::levels, .levels = types::LevelsId(0U)};
  const auto level = [&](std::int64_t i) { return add(rowless, type, plan::Constant{i, {}}); };
  const ExprId first = yes_no(family, {yes, unknown, no, unknown}), second = yes_no(family, {yes, unknown, no, yes});
  const ExprId chosen = add(family, type, plan::Choose{{{first, level(0)}, {second, level(2)}}});
  EXPECT_EQ(run({chosen}).values(chosen).levels, (std::vector<std::uint64_t>{0b001, 0b101, 0b111, 0b101}));
}

TEST_F(Choices, CodesThatNoChoiceGives) {
  plan.code_lists.push_back({.name = "kinds", .items = std::vector<plan::CodeItem>(3)});
  const plan::Type type = types::code(types::CodeListId(0U));
  const ExprId first = yes_no(family, {no, unknown, yes, no});
  const ExprId two = add(rowless, type, plan::Constant{2, {}});
  EXPECT_EQ(intervals(add(family, type, plan::Choose{{{first, two}}})),
            (Intervals{Interval{0, 2}, Interval{2, 2}, Interval{2, 2}, Interval{0, 2}}));
}

TEST_F(Choices, ManyRows) {
  families(2000);
  Answers when;
  for (std::size_t i = 0; i < 2000; ++i) when.push_back(i % 3 == 0 ? yes : i % 3 == 1 ? no : unknown);
  const ExprId first = yes_no(family, when);
  const Intervals found = intervals(add(family, types::number(), plan::Choose{{{first, number(1)}, {{}, number(2)}}}));
  for (std::size_t i = 0; i < 2000; ++i)
    EXPECT_EQ(found[i], i % 3 == 0 ? exactly(1) : i % 3 == 1 ? exactly(2) : between(1, 2)) << i;
}

TEST_F(Choices, NextDays) {
  plan.calendars.push_back({.name = "terms", .days = {{1, 8}, {4, 1}, {9, 1}}});
  const auto on = [](int year, int month, int day) { return *base::day_of(year, month, day); };
  const plan::FieldId id =
      field(family, types::date(),
            {column::DateCells{{on(2026, 3, 31), on(2026, 4, 1), on(2026, 12, 25), column::DateCells::none}}, {}});
  const ExprId next = add(family, types::date(), plan::NextDay{plan::CalendarId(0U), value(id)});
  const auto exactly_on = [&](int year, int month, int day) { return Interval{on(year, month, day), on(year, month, day)}; };
  EXPECT_EQ(intervals(next), (Intervals{exactly_on(2026, 4, 1), exactly_on(2026, 9, 1), exactly_on(2027, 1, 8), Interval{}}));
  plan.fields[id.index()].lowest = on(2026, 1, 8);
  EXPECT_EQ(intervals(next)[3], (Interval{on(2026, 4, 1), column::no_upper}));
  plan.fields[id.index()].highest = on(2026, 3, 1);
  EXPECT_EQ(intervals(next)[3], exactly_on(2026, 4, 1)) << "whichever day it is";
  const ExprId end = add(rowless, types::date(), plan::Constant{on(9999, 9, 1), {}});
  EXPECT_EQ(intervals(add(rowless, types::date(), plan::NextDay{plan::CalendarId(0U), end})), (Intervals{Interval{}}));
}

TEST_F(Choices, SetsOfCodes) {
  plan.code_lists.push_back({.name = "needs", .items = std::vector<plan::CodeItem>(63)});
  const plan::Type type{.kind = types::Kind::codes, .codes = types::CodeListId(0U)};
  const ExprId needs =
      value(field(family, type, {column::SetCells{{0b1001, 0, column::SetCells::none, std::uint64_t{1} << 62U}}, {}}));
  EXPECT_EQ(answers(answer(family, plan::Includes{needs, {0}})), (Answers{yes, no, unknown, no}));
  EXPECT_EQ(answers(answer(family, plan::Includes{needs, {1, 3, 62}})), (Answers{yes, no, unknown, yes}));
  EXPECT_EQ(answers(answer(family, plan::Includes{needs, {}})), (Answers{no, no, unknown, no}));
  EXPECT_EQ(answers(answer(family, plan::IsKnown{needs})), (Answers{yes, yes, no, yes}));
}

}  // namespace
}  // namespace fairstart::exec::made::choices_test
