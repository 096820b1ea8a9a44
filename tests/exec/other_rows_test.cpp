// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/exec/made.hpp"

// Values of listed, linked and marked rows; records apart from families; what is out of date or not on record.
namespace fairstart::exec::made::other_rows_test {
namespace {

using column::Interval;
using column::no;
using column::unknown;
using column::yes;
using Answers = std::vector<column::Answer>;
using Intervals = std::vector<Interval>;

constexpr std::int64_t million = 1'000'000;
constexpr Interval exactly(std::int64_t units) { return {units * million, units * million}; }
const RecordId organisation{4U}, rating{5U}, other{6U};

// Three families: people 0 and 1, none, person 2; contacts 0 and 1 of person 0, contact 2 of person 2. Three organisations:
// ratings 0 and 1 of the first, 2 of the third, 3 of nobody known.
class OtherRows : public testing::Test, protected Case {
 protected:
  OtherRows() {
    plan.records.resize(7);
    database.tables.resize(7);
    plan.records[rating.index()].owner = organisation;
    plan.records[other.index()].owner = person;
    plan.records[other.index()].pairing = plan::Pairing{person, person, family, true};
    places(2);
    rows(family, {1, column::no_row, 0});
    rows(person, {0, 0, 2});
    rows(contact, {0, 0, 2});
    column::Table& ratings = database.tables[rating.index()];
    database.tables[organisation.index()].rows = 3;
    ratings.rows = 4;
    ratings.owner = {0, 0, 2, column::no_row};
    ratings.first = {0, 2, 2, 3};
    column::make_pairs(database);
  }
  plan::FieldId link(RecordId from, RecordId to, std::vector<column::Row> cells) {
    return field(from, {.kind = types::Kind::link, .record = to}, {column::LinkCells{std::move(cells)}, {}});
  }
};

TEST_F(OtherRows, ListedRows) {
  const ExprId well = yes_no(person, {yes, no, unknown});
  const ExprId listed = add(other, types::yes_no(), plan::OfListed{well});
  EXPECT_EQ(answers(listed), (Answers{no, yes})) << "the pairs of people 0 and 1";
  const plan::ListId others = list(other, person, listed);
  EXPECT_EQ(answers(answer(person, plan::Any{others})), (Answers{no, yes, no}));
  EXPECT_EQ(intervals(add(family, types::whole_number(), plan::Count{list(other, family, listed)})),
            (Intervals{exactly(1), exactly(0), exactly(0)}));
  const ExprId mine = add(other, types::yes_no(), plan::OfOwner{well});
  EXPECT_EQ(answers(mine), (Answers{yes, no})) << "of who looks";
  EXPECT_EQ(intervals(add(other, types::number(), plan::OfListed{number(4)})), (Intervals{exactly(4), exactly(4)}));
}

TEST_F(OtherRows, ListedRowsInLaterChunks) {
  rows(person, {0, 0, 2, 2});
  rows(contact, {});
  column::make_pairs(database);
  const ExprId listed = add(other, types::yes_no(), plan::OfListed{yes_no(person, {no, no, yes, unknown})});
  const Program program(database, clock, {listed});
  column::Evaluated out;
  program.run(column::chunk_of_families(database, 1, 3), out);
  EXPECT_EQ(out.values(listed).answers, (Answers{unknown, yes}));
}

TEST_F(OtherRows, PairsThatWereNotMade) {
  const ExprId all = add(other, types::yes_no(), plan::OfListed{yes_no(person, {no, no, no})});
  const ExprId any = answer(person, plan::Any{list(other, person, all)});
  EXPECT_EQ(answers(any), (Answers{no, no, no}));
  database.tables[other.index()] = {};
  EXPECT_EQ(answers(any), (Answers{unknown, unknown, unknown}));
  column::make_pairs(database, 1);
  EXPECT_EQ(answers(any), (Answers{unknown, unknown, no})) << "two pairs in the first family: one too many";
}

TEST_F(OtherRows, LinkedRows) {
  const plan::FieldId mother = link(person, person, {1, column::no_row, 2});
  const ExprId well = yes_no(person, {yes, no, unknown});
  EXPECT_EQ(answers(add(person, types::yes_no(), plan::OfLink{mother, well})), (Answers{no, unknown, unknown}));
  const ExprId four = add(person, types::number(), plan::OfLink{mother, number(4)});
  EXPECT_EQ(intervals(four), (Intervals{exactly(4), Interval{}, exactly(4)})) << "of nobody there is no four";
  const plan::FieldId by = link(contact, organisation, {2, 0, column::no_row});
  const plan::FieldId size = field(organisation, types::whole_number(), {column::WholeCells{{5, 6, 7}}, {}});
  const ExprId of_size = add(contact, types::whole_number(), plan::OfLink{by, value(size)});
  EXPECT_EQ(intervals(of_size), (Intervals{exactly(7), exactly(5), Interval{}}));
  const Program program(database, clock, {of_size});
  column::Evaluated out;
  program.run(column::chunk_of_families(database, 2, 3), out);
  EXPECT_EQ(out.values(of_size).lo, (std::vector<std::int64_t>{column::no_lower}));
}

TEST_F(OtherRows, LinksToOtherFamiliesAreNotFollowed) {
  const plan::FieldId mother = link(person, person, {1, 0, 0});
  const ExprId of = add(person, types::yes_no(), plan::OfLink{mother, yes_no(person, {yes, no, no})});
  const Program program(database, clock, {of});
  column::Evaluated out;
  program.run(column::chunk_of_families(database, 2, 3), out);
  EXPECT_EQ(out.values(of).answers, (Answers{unknown}));
}

TEST_F(OtherRows, WhyALinkedValueIsMissing) {
  const plan::FieldId size = field(organisation, types::whole_number(),
                                   {column::WholeCells{{1, column::WholeCells::none, column::WholeCells::none}},
                                    {plan::Missing::not_recorded, plan::Missing::declined, plan::Missing::not_asked}});
  const plan::FieldId by = link(contact, organisation, {1, 2, column::no_row});
  database.tables[contact.index()].columns.back().why = {plan::Missing::not_recorded, plan::Missing::not_recorded,
                                                         plan::Missing::not_asked};
  const ExprId of_size = add(contact, types::whole_number(), plan::OfLink{by, value(size)});
  const auto is = [&](plan::Missing why) { return answers(answer(contact, plan::IsMissing{of_size, why})); };
  EXPECT_EQ(is(plan::Missing::declined), (Answers{yes, no, no}));
  EXPECT_EQ(is(plan::Missing::not_asked), (Answers{no, yes, yes})) << "the link itself was not asked for";
}

TEST_F(OtherRows, MarkedRows) {
  const plan::FieldId id = field(person, types::yes_no(), {column::AnswerCells{{no, unknown, no}}, {}});
  const ExprId fact = add(person, types::yes_no(), plan::Marked{id});
  const ExprId bare = add(contact, types::yes_no(), plan::Marked{});
  const ExprId of_family = add(family, types::yes_no(), plan::Marked{});
  const ExprId of_place = add(place, types::yes_no(), plan::Marked{});
  EXPECT_EQ(answers(fact), (Answers{no, unknown, no})) << "nothing is marked";
  EXPECT_EQ(answers(bare), (Answers{no, no, no}));
  clock.marked = 0;
  EXPECT_EQ(answers(fact), (Answers{yes, unknown, yes}));
  EXPECT_EQ(answers(of_family), (Answers{yes, yes, yes}));
  EXPECT_EQ(answers(of_place), (Answers{yes, no}));
  clock.marked = 1;
  EXPECT_EQ(answers(fact), (Answers{no, yes, no}));
  EXPECT_EQ(answers(bare), (Answers{no, yes, no})) << "the first family's second contact";
  EXPECT_EQ(answers(of_family), (Answers{no, no, no}));
  EXPECT_EQ(answers(of_place), (Answers{no, yes}));
  clock.marked = 7;
  EXPECT_EQ(answers(of_place), (Answers{no, no}));
}

TEST_F(OtherRows, RecordsApartFromFamilies) {
  const ExprId good = yes_no(rating, {yes, unknown, no, yes});
  const ExprId any = answer(organisation, plan::Any{list(rating, organisation, good)});
  EXPECT_EQ(answers(any), (Answers{yes, no, no}));
  EXPECT_EQ(intervals(add(organisation, types::whole_number(), plan::Count{list(rating, organisation, good)})),
            (Intervals{{1 * million, 2 * million}, exactly(0), exactly(0)}));
  const plan::FieldId size = field(organisation, types::whole_number(), {column::WholeCells{{5, 6, 7}}, {}});
  const ExprId of_owner = add(rating, types::whole_number(), plan::OfOwner{value(size)});
  EXPECT_EQ(intervals(of_owner), (Intervals{exactly(5), exactly(5), exactly(7), Interval{}})) << "the last is nobody's";
  const plan::FieldId by = link(contact, organisation, {1, 0, 2});
  const ExprId through = add(contact, types::yes_no(), plan::OfLink{by, any});
  const Program program(database, clock, {through});
  column::Evaluated out;
  program.run(column::chunk_of_families(database, 0, 1), out);
  EXPECT_EQ(out.values(through).answers, (Answers{no, yes}));
  program.run(column::chunk_of_families(database, 2, 3), out);
  EXPECT_EQ(out.values(through).answers, (Answers{no}));
}

TEST_F(OtherRows, ListsWithRowsThatNoFileHolds) {
  const ExprId member = yes_no(contact, {no, yes, no});
  const plan::ListId contacts = list(contact, family, member);
  const ExprId any = answer(family, plan::Any{contacts});
  EXPECT_EQ(answers(any), (Answers{yes, no, no}));
  database.tables[contact.index()].partial_where = {member};
  EXPECT_EQ(answers(any), (Answers{yes, unknown, unknown}));
  EXPECT_EQ(intervals(add(family, types::whole_number(), plan::Count{contacts})),
            (Intervals{{1 * million, column::no_upper}, {0, column::no_upper}, {0, column::no_upper}}));
  EXPECT_EQ(answers(answer(family, plan::Every{contacts, member})), (Answers{unknown, unknown, unknown}));
  database.tables[contact.index()].partial_where = {answer(contact, plan::Not{member})};
  EXPECT_EQ(answers(any), (Answers{yes, no, no})) << "what is missing would not be in the list";
}

TEST_F(OtherRows, SnapshotsOutOfDate) {
  const plan::FieldId income = field(family, types::whole_number(), {column::WholeCells{{5, 6, 7}}, {}});
  plan.fields[income.index()].snapshot = true;
  plan.fields[income.index()].good_for_days = 10;
  const ExprId under = answer(family, plan::Compare{plan::Comparison::under, value(income), number(6)});
  const ExprId elsewhere = answer(family, plan::IsMissing{value(income), plan::Missing::another_time});
  EXPECT_EQ(answers(under), (Answers{yes, no, no}));
  clock.snapshots = false;
  EXPECT_EQ(answers(under), (Answers{unknown, unknown, unknown})) << "in a trend";
  EXPECT_EQ(answers(elsewhere), (Answers{yes, yes, yes}));
  clock.snapshots = true;
  database.extracted_on = clock.as_at - 10;
  EXPECT_EQ(answers(under), (Answers{yes, no, no}));
  database.extracted_on = clock.as_at - 11;
  EXPECT_EQ(intervals(value(income)), (Intervals{Interval{}, Interval{}, Interval{}}));
  EXPECT_EQ(answers(elsewhere), (Answers{yes, yes, yes}));
  plan.fields[income.index()].lowest = 6 * million;
  EXPECT_EQ(answers(under), (Answers{no, no, no})) << "its declared range still holds";
}

}  // namespace
}  // namespace fairstart::exec::made::other_rows_test
