// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/exec/made.hpp"

namespace fairstart::exec::made::nodes_test {
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

// Three families: two people, none, one; contacts of the three people: two, none, one.
class Nodes : public testing::Test, protected Case {
 protected:
  Nodes() {
    places(2);
    rows(family, {1, column::no_row, 0});
    rows(person, {0, 0, 2});
    rows(contact, {0, 0, 2});
  }
  plan::Node of(plan::Comparison comparison, ExprId left, ExprId right) { return plan::Compare{comparison, left, right}; }
};

TEST_F(Nodes, KleeneAnswers) {
  const ExprId a = yes_no(family, {no, unknown, yes});
  const ExprId b = yes_no(family, {unknown, unknown, yes});
  EXPECT_EQ(answers(answer(family, plan::Not{a})), (Answers{yes, unknown, no}));
  EXPECT_EQ(answers(answer(family, plan::And{{a, b}})), (Answers{no, unknown, yes}));
  EXPECT_EQ(answers(answer(family, plan::Or{{a, b}})), (Answers{unknown, unknown, yes}));
  EXPECT_EQ(answers(answer(family, plan::And{})), (Answers{yes, yes, yes}));
  EXPECT_EQ(answers(answer(family, plan::Or{})), (Answers{no, no, no}));
  EXPECT_EQ(answers(answer(family, plan::CountsAs{a, true})), (Answers{no, yes, yes}));
  EXPECT_EQ(answers(answer(family, plan::CountsAs{a, false})), (Answers{no, no, yes}));
  EXPECT_EQ(answers(answer(family, plan::IsKnown{a})), (Answers{yes, no, yes}));
  EXPECT_EQ(answers(answer(family, plan::OrElse{a, b})), (Answers{no, unknown, yes}));
  EXPECT_EQ(answers(answer(family, of(plan::Comparison::is, a, b))), (Answers{unknown, unknown, yes}));
  const ExprId count = add(family, types::whole_number(), plan::CountOfSet{{a, b}});
  EXPECT_EQ(intervals(count), (Intervals{between(0, 1), between(0, 2), exactly(2)}));
}

TEST_F(Nodes, FieldAgainstConstant) {
  using enum plan::Comparison;
  const ExprId age = value(field(family, types::whole_number(), {column::WholeCells{{3, 5, column::WholeCells::none}}, {}}));
  const ExprId three = number(3);
  EXPECT_EQ(answers(answer(family, of(is, age, three))), (Answers{yes, no, unknown}));
  EXPECT_EQ(answers(answer(family, of(is_not, age, three))), (Answers{no, yes, unknown}));
  EXPECT_EQ(answers(answer(family, of(under, age, three))), (Answers{no, no, unknown}));
  EXPECT_EQ(answers(answer(family, of(at_most, age, three))), (Answers{yes, no, unknown}));
  EXPECT_EQ(answers(answer(family, of(over, age, three))), (Answers{no, yes, unknown}));
  EXPECT_EQ(answers(answer(family, of(at_least, age, three))), (Answers{yes, yes, unknown}));
  EXPECT_EQ(answers(answer(family, of(over, three, age))), (Answers{no, no, unknown})) << "constant on the left";
}

TEST_F(Nodes, HalvesBetweenWholeNumbers) {
  using enum plan::Comparison;
  const ExprId age = value(field(family, types::whole_number(), {column::WholeCells{{3, -3, column::WholeCells::none}}, {}}));
  const ExprId half = add(rowless, types::number(), plan::Constant{-2'500'000, {}});
  EXPECT_EQ(answers(answer(family, of(is, age, half))), (Answers{no, no, unknown}));
  EXPECT_EQ(answers(answer(family, of(under, age, half))), (Answers{no, yes, unknown}));
  EXPECT_EQ(answers(answer(family, of(at_least, age, half))), (Answers{yes, no, unknown}));
}

TEST_F(Nodes, DeclaredRangeDecides) {
  const plan::FieldId id = field(family, types::whole_number(), {column::WholeCells{{1, column::WholeCells::none, 10}}, {}});
  plan.fields[id.index()].lowest = 1 * million;
  plan.fields[id.index()].highest = 10 * million;
  const ExprId tenth = value(id);
  EXPECT_EQ(answers(answer(family, of(plan::Comparison::at_most, tenth, number(10)))), (Answers{yes, yes, yes}));
  EXPECT_EQ(intervals(tenth), (Intervals{exactly(1), between(1, 10), exactly(10)}));
}

TEST_F(Nodes, CodesAndTexts) {
  plan.code_lists.push_back({.name = "kinds", .items = std::vector<plan::CodeItem>(3)});
  const ExprId kind =
      value(field(family, types::code(types::CodeListId(0U)), {column::CodeCells{{0, 2, column::CodeCells::none}}, {}}));
  EXPECT_EQ(answers(answer(family, plan::OneOf{kind, {1, 2}})), (Answers{no, yes, unknown}));
  EXPECT_EQ(answers(answer(family, plan::OneOf{kind, {0, 1, 2}})), (Answers{yes, yes, yes})) << "every code: no need to know";
  EXPECT_EQ(answers(answer(family, plan::OneOf{kind, {}})), (Answers{no, no, no}));

  const std::uint32_t known = database.texts.intern("north");
  const ExprId name = value(field(family, types::text(), {column::TextCells{{known, known, column::TextCells::none}}, {}}));
  const ExprId north = add(rowless, types::text(), plan::Constant{0, "north"});
  const ExprId never = add(rowless, types::text(), plan::Constant{0, "never seen"});
  EXPECT_EQ(answers(answer(family, of(plan::Comparison::is, name, north))), (Answers{yes, yes, unknown}));
  EXPECT_EQ(answers(answer(family, of(plan::Comparison::is, name, never))), (Answers{no, no, unknown}));
}

TEST_F(Nodes, NumbersKeepTheirBounds) {
  const plan::FieldId id = field(family, types::whole_number(), {column::WholeCells{{4, column::WholeCells::none, -6}}, {}});
  plan.fields[id.index()].lowest = -1 * million;
  plan.fields[id.index()].highest = 2 * million;
  const ExprId n = value(id);
  const plan::Type type = types::number();
  const auto sum = [&](plan::Operation operation, ExprId a, ExprId b) {
    return intervals(add(family, type, plan::Arithmetic{operation, a, b}));
  };
  EXPECT_EQ(sum(plan::Operation::add, n, number(3)), (Intervals{exactly(7), between(2, 5), exactly(-3)}));
  EXPECT_EQ(sum(plan::Operation::subtract, number(3), n), (Intervals{exactly(-1), between(1, 4), exactly(9)}));
  EXPECT_EQ(sum(plan::Operation::multiply, n, number(-2)), (Intervals{exactly(-8), between(-4, 2), exactly(12)}));
  EXPECT_EQ(sum(plan::Operation::divide, n, number(2)), (Intervals{exactly(2), {-500'000, million}, exactly(-3)}));
  EXPECT_EQ(sum(plan::Operation::divide, number(2), n)[1], Interval{}) << "the divisor may be nought";
  EXPECT_EQ(intervals(add(family, type, plan::Negate{n})), (Intervals{exactly(-4), between(-2, 1), exactly(6)}));
  EXPECT_EQ(intervals(add(family, type, plan::Rescale{n, 1, 12}))[0], (Interval{333'333, 333'333}));
  EXPECT_EQ(intervals(add(family, type, plan::Extreme{true, {n, number(1)}})),
            (Intervals{exactly(4), between(1, 2), exactly(1)}));
}

TEST_F(Nodes, OverflowIsUnknown) {
  const ExprId large = add(rowless, types::number(), plan::Constant{INT64_MAX - 5, {}});
  const ExprId small = number(3);
  EXPECT_EQ(intervals(add(rowless, types::number(), plan::Arithmetic{plan::Operation::add, large, small})),
            (Intervals{Interval{}}));
  EXPECT_EQ(intervals(add(rowless, types::number(), plan::Arithmetic{plan::Operation::multiply, large, small})),
            (Intervals{Interval{}}));
}

TEST_F(Nodes, DatesMoveByTheCalendar) {
  const base::Day leap = *base::day_of(2024, 2, 29);
  const ExprId born =
      value(field(family, types::date(), {column::DateCells{{leap, column::DateCells::none, base::last_day}}, {}}));
  const ExprId two_years = add(rowless, types::number(types::Measure::months), plan::Constant{24 * million, {}});
  const auto turning = [&](base::Rounding rounding) {
    return intervals(add(family, types::date(), plan::Shift{born, two_years, true, rounding}));
  };
  const auto on = [](int year, int month, int day) {
    return Interval{*base::day_of(year, month, day), *base::day_of(year, month, day)};
  };
  EXPECT_EQ(turning(base::Rounding::up), (Intervals{on(2026, 3, 1), {}, {}})) << "past the calendar's end: unknown";
  EXPECT_EQ(turning(base::Rounding::down)[0], on(2026, 2, 28));
  const ExprId today = add(rowless, types::date(), plan::AsAt{});
  EXPECT_EQ(intervals(add(family, types::number(), plan::Elapsed{types::TimeUnit::year, born, today}))[0], exactly(2));
  EXPECT_EQ(intervals(add(family, types::number(), plan::Elapsed{types::TimeUnit::week, today, born}))[0], exactly(-109))
      << "rounded down before nought too";
}

TEST_F(Nodes, ListsOfOwnedRows) {
  const ExprId member = yes_no(contact, {unknown, yes, no});
  const plan::ListId contacts = list(contact, family, member);
  EXPECT_EQ(answers(answer(family, plan::Any{contacts})), (Answers{yes, no, no}));
  EXPECT_EQ(intervals(add(family, types::whole_number(), plan::Count{contacts})),
            (Intervals{between(1, 2), exactly(0), exactly(0)}));
  const ExprId claim = yes_no(contact, {no, yes, no});
  EXPECT_EQ(answers(answer(family, plan::Every{contacts, claim})), (Answers{unknown, yes, yes}));

  database.tables[contact.index()].open_owners = {2};  // the third family's only person
  EXPECT_EQ(answers(answer(family, plan::Any{contacts})), (Answers{yes, no, unknown}));
  EXPECT_EQ(answers(answer(family, plan::Every{contacts, claim})), (Answers{unknown, yes, unknown}));
  const ExprId count = add(family, types::whole_number(), plan::Count{contacts});
  EXPECT_EQ(intervals(count)[2], (Interval{0, column::no_upper}));
  database.tables[person.index()].partial = true;
  EXPECT_EQ(answers(answer(family, plan::Any{contacts})), (Answers{yes, unknown, unknown}));
}

TEST_F(Nodes, LatestNeedsOneCommonValue) {
  const base::Day day = clock.as_at;
  const ExprId date = value(field(contact, types::date(), {column::DateCells{{day - 5, day - 5, day}}, {}}));
  const ExprId certain = answer(contact, plan::Constant{1, {}});
  const plan::ListId contacts = list(contact, person, certain);
  const ExprId kind = value(field(contact, types::whole_number(), {column::WholeCells{{1, 2, 7}}, {}}));
  const auto latest = [&](ExprId of) {
    return intervals(add(person, types::whole_number(), plan::Pick{plan::Which::latest, contacts, date, of}));
  };
  EXPECT_EQ(latest(kind), (Intervals{Interval{}, Interval{}, exactly(7)})) << "two of one day disagree; no row";
  EXPECT_EQ(latest(date)[0], (Interval{day - 5, day - 5}));
  database.tables[contact.index()].partial = true;
  EXPECT_EQ(latest(kind)[2], Interval{});
  const plan::Pick recorded{plan::Which::latest_recorded, contacts, date, kind};
  EXPECT_EQ(intervals(add(person, types::whole_number(), recorded))[2], exactly(7));
}

TEST_F(Nodes, OwnersGiveTheirValues) {
  const ExprId poor = yes_no(place, {yes, no});
  EXPECT_EQ(answers(add(family, types::yes_no(), plan::OfOwner{poor})), (Answers{no, unknown, yes}));
  EXPECT_EQ(answers(add(contact, types::yes_no(), plan::OfOwner{poor})), (Answers{no, no, yes}));
  const ExprId alone = yes_no(family, {yes, no, unknown});
  EXPECT_EQ(answers(add(contact, types::yes_no(), plan::OfOwner{alone})), (Answers{yes, yes, unknown}));
}

TEST_F(Nodes, ScoresCapAndTiersKeepWhatIsPossible) {
  const ExprId a = yes_no(family, {no, unknown, yes});
  const ExprId b = yes_no(family, {unknown, yes, unknown});
  plan.scores.push_back({.name = "need", .record = family});
  plan.scores[0].items = {{.points = 3 * million, .answer = a},
                          {.points = -2 * million, .answer = b},
                          {.points = 4 * million, .count = number(2), .up_to = 5 * million}};
  plan.levels.push_back({.kind = plan::LevelsKind::tiers, .name = "support", .record = family});
  plan.levels[0].levels = {{.name = "all"}, {.name = "some", .when = a}, {.name = "few", .when = b}};
  plan.levels.push_back({.kind = plan::LevelsKind::segments, .name = "kind", .record = family});
  plan.levels[1].levels = {{.name = "first", .when = b}, {.name = "second", .when = a}, {.name = "otherwise"}};
  const column::Evaluated out = run({});
  EXPECT_EQ(out.score(plan, plan::ScoreId(0U), 0), between(3, 5));
  EXPECT_EQ(out.score(plan, plan::ScoreId(0U), 1), between(3, 6));
  EXPECT_EQ(out.levels[0].levels, (std::vector<std::uint64_t>{0b101, 0b100, 0b110}));
  EXPECT_EQ(out.levels[1].levels, (std::vector<std::uint64_t>{0b101, 0b001, 0b011}));
}

TEST_F(Nodes, ReasonsForWhatIsMissing) {
  const plan::FieldId id = field(family, types::whole_number(),
                                 {column::WholeCells{{1, column::WholeCells::none, column::WholeCells::none}},
                                  {plan::Missing::declined, plan::Missing::declined, plan::Missing::not_asked}});
  const ExprId declined = answer(family, plan::IsMissing{value(id), plan::Missing::declined});
  EXPECT_EQ(answers(declined), (Answers{no, yes, no}));
  const ExprId below = add(person, types::whole_number(), plan::OfOwner{value(id)});
  EXPECT_EQ(answers(answer(person, plan::IsMissing{below, plan::Missing::not_asked})), (Answers{no, no, yes}));
}

TEST_F(Nodes, RowsMadeUnderARole) {
  plan.roles.resize(2);
  for (plan::Role& role : plan.roles) role.record = person, role.where = yes_no(person, {unknown, unknown, unknown});
  database.tables[person.index()].made_as = {1, 0, 2};
  EXPECT_EQ(answers(answer(person, plan::RoleTest{plan::RoleId(0U)})), (Answers{yes, unknown, no}));
}

}  // namespace
}  // namespace fairstart::exec::made::nodes_test
