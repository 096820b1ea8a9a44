// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/column/database.hpp"

namespace fairstart::column::pairs_test {
namespace {

using plan::RecordId;
using Listed = std::vector<Row>;

const RecordId place{0U}, family{1U}, person{2U}, contact{3U}, pairs{4U}, more{5U};

// Three families in two places, of three, no and two people; contacts 0 and 1 are person 0's, contact 2 is person 4's.
struct Seeing : testing::Test {
  plan::Plan plan;
  Database database;

  Seeing() {
    plan.records.resize(6);
    for (const RecordId record : {family, person, contact}) plan.records[record.index()].owner = RecordId(record.index() - 1);
    plan.family = family;
    database.plan = &plan;
    database.tables.resize(6);
    fill(place, 2, {}, {});
    fill(family, 3, {0, 1, 0}, {});
    fill(person, 5, {0, 0, 0, 2, 2}, {0, 3, 3, 5});
    fill(contact, 3, {0, 0, 4}, {0, 2, 2, 2, 2, 3});
  }
  void fill(RecordId record, std::size_t rows, std::vector<Row> owner, std::vector<Row> first) {
    Table& table = database.tables[record.index()];
    table.rows = rows;
    table.owner = std::move(owner);
    table.first = std::move(first);
  }
  void see(RecordId record, RecordId viewer, RecordId listed, RecordId scope, bool others_only) {
    plan.records[record.index()].owner = viewer;
    plan.records[record.index()].pairing = plan::Pairing{viewer, listed, scope, others_only};
  }
  const Table& seen(std::size_t most = 1000) {
    make_pairs(database, most);
    return database.table(pairs);
  }
};

TEST_F(Seeing, OthersOfTheFamily) {
  see(pairs, person, person, family, true);
  const Table& made = seen();
  EXPECT_EQ(made.listed, (Listed{1, 2, 0, 2, 0, 1, 4, 3}));
  EXPECT_EQ(made.owner, (Listed{0, 0, 1, 1, 2, 2, 3, 4}));
  EXPECT_EQ(made.first, (Listed{0, 2, 4, 6, 7, 8}));
  EXPECT_EQ(made.rows, 8U);
  EXPECT_EQ(owned_rows(database, family, 2, pairs).begin, 6U);
  EXPECT_EQ(owner_row(database, pairs, 6, family), 2U);
  EXPECT_EQ(chunk_of_families(database, 1, 3).rows[pairs.index()].begin, 6U);
  EXPECT_EQ(chunk_of_families(database, 1, 3).rows[pairs.index()].end, 8U);
  EXPECT_FALSE(is_open(database, person, 0, pairs));
}

TEST_F(Seeing, EveryoneAndOneself) {
  see(pairs, person, person, family, false);
  EXPECT_EQ(seen().listed, (Listed{0, 1, 2, 0, 1, 2, 0, 1, 2, 3, 4, 3, 4}));
}

TEST_F(Seeing, FromBelowAndFromTheFamilyItself) {
  see(pairs, contact, person, family, false);
  EXPECT_EQ(seen().listed, (Listed{0, 1, 2, 0, 1, 2, 3, 4}));
  see(pairs, family, contact, family, false);
  EXPECT_EQ(seen().listed, (Listed{0, 1, 2}));
  EXPECT_EQ(seen().first, (Listed{0, 2, 2, 3}));
}

TEST_F(Seeing, PairsLookFromWhomTheyList) {
  see(more, pairs, contact, person, false);
  see(pairs, person, person, family, true);
  seen();
  const Table& made = database.table(more);
  // The pairs that list person 0 are 2 and 4; the one that lists person 4 is 6.
  EXPECT_EQ(made.listed, (Listed{0, 1, 0, 1, 2}));
  EXPECT_EQ(made.owner, (Listed{2, 2, 4, 4, 6}));
  EXPECT_EQ(owner_row(database, more, 4, person), 3U);
}

TEST_F(Seeing, OpenWhereWhatIsSeenMayBeMore) {
  see(pairs, person, person, family, true);
  EXPECT_TRUE(is_open(database, person, 0, pairs)) << "no pairs yet";
  database.tables[person.index()].open_owners = {2};
  seen();
  EXPECT_FALSE(is_open(database, person, 0, pairs));
  EXPECT_TRUE(is_open(database, person, 3, pairs)) << "a person of that family was lost";
  EXPECT_TRUE(is_open(database, family, 2, pairs));
  database.tables[person.index()].open_owners = {};
  database.tables[person.index()].partial = true;
  seen();
  EXPECT_TRUE(is_open(database, person, 0, pairs));
}

TEST_F(Seeing, NobodyLooksFromNowhere) {
  database.tables[family.index()].owner = {0, 1, no_row};
  see(pairs, family, place, place, false);
  const Table& made = seen();
  EXPECT_EQ(made.listed, (Listed{0, 1}));
  EXPECT_TRUE(is_open(database, family, 2, pairs)) << "its place is not known";
  EXPECT_FALSE(is_open(database, family, 0, pairs));
}

TEST_F(Seeing, OtherFamiliesAreOutOfSight) {
  see(pairs, person, person, place, true);
  EXPECT_EQ(seen().rows, 0U);
  EXPECT_TRUE(is_open(database, person, 3, pairs));
  EXPECT_EQ(chunk_of_families(database, 0, 3).rows[pairs.index()].size(), 0U);
}

TEST_F(Seeing, LargeFamiliesGetNone) {
  see(pairs, person, person, family, true);
  const Table& made = seen(6);
  EXPECT_EQ(made.rows, 8U) << "oneself is not counted";
  const Table& fewer = seen(4);
  EXPECT_EQ(fewer.listed, (Listed{4, 3}));
  EXPECT_EQ(fewer.first, (Listed{0, 0, 0, 0, 1, 2}));
  EXPECT_TRUE(is_open(database, person, 1, pairs));
  EXPECT_FALSE(is_open(database, person, 3, pairs));
}

TEST_F(Seeing, ApartFromFamilies) {
  plan.records[person.index()].owner = {};
  database.tables[person.index()].owner = {};
  database.tables[person.index()].first = {};
  see(pairs, person, contact, person, false);
  EXPECT_EQ(seen().listed, (Listed{0, 1, 2}));
  EXPECT_EQ(chunk_of_families(database, 0, 1).rows[pairs.index()].size(), 3U) << "in every chunk";
}

}  // namespace
}  // namespace fairstart::column::pairs_test
