// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/column/database.hpp"

namespace fairstart::column::database_test {
namespace {

using plan::RecordId;

// region ← place ← family ← person ← event; 2 families with people {0, 1} and {2}; events {0}, {}, {1, 2}.
struct Small {
  plan::Plan plan;
  Database database;
  RecordId region{0U}, place{1U}, family{2U}, person{3U}, event{4U};

  Small() {
    const char* const names[] = {"region", "place", "family", "person", "event"};
    const char* const plurals[] = {"regions", "places", "families", "people", "family-events"};
    for (std::size_t i = 0; i < 5; ++i)
      plan.records.push_back({.name = names[i], .plural = plurals[i], .owner = i == 0 ? RecordId{} : RecordId{i - 1}});
    plan.family = family;
    database.plan = &plan;
    database.tables.resize(5);
    const auto fill = [&](RecordId record, std::vector<Row> owner, std::vector<Row> first) {
      Table& table = database.tables[record.index()];
      table.rows = owner.size();
      table.owner = std::move(owner);
      table.first = std::move(first);
    };
    fill(place, {0}, {});
    fill(family, {0, no_row}, {});
    fill(person, {0, 0, 1}, {0, 2, 3});
    fill(event, {0, 2, 2}, {0, 1, 1, 3});
    database.tables[0].rows = 1;
    database.tables[0].owner.clear();
  }
};

TEST(Database, UpAndDown) {
  const Small s;
  EXPECT_EQ(owner_row(s.database, s.event, 2, s.family), 1U);
  EXPECT_EQ(owner_row(s.database, s.event, 2, s.region), no_row);
  EXPECT_EQ(owner_row(s.database, s.event, 0, s.region), 0U);
  EXPECT_EQ(owner_row(s.database, s.event, 1, s.event), 1U);
  EXPECT_EQ(owner_row(s.database, s.family, 0, s.event), no_row) << "not an owner of it";
  const Rows of_second = owned_rows(s.database, s.family, 1, s.event);
  EXPECT_EQ(of_second.begin, 1U);
  EXPECT_EQ(of_second.end, 3U);
  EXPECT_EQ(owned_rows(s.database, s.person, 1, s.event).size(), 0U);
  EXPECT_EQ(owned_rows(s.database, s.family, no_row, s.event).size(), 0U);
  EXPECT_EQ(owned_rows(s.database, s.event, 0, s.family).size(), 0U);
}

TEST(Database, Chunks) {
  const Small s;
  const Chunk second = chunk_of_families(s.database, 1, 2);
  EXPECT_EQ(second.rows[s.region.index()].size(), 1U);
  EXPECT_EQ(second.rows[s.place.index()].size(), 1U);
  EXPECT_EQ(second.rows[s.family.index()].begin, 1U);
  EXPECT_EQ(second.rows[s.person.index()].begin, 2U);
  EXPECT_EQ(second.rows[s.event.index()].begin, 1U);
  EXPECT_EQ(second.rows[s.event.index()].end, 3U);
  const Chunk none = chunk_of_families(s.database, 2, 2);
  EXPECT_EQ(none.rows[s.event.index()].size(), 0U);
}

TEST(Database, OpenLists) {
  Small s;
  EXPECT_FALSE(is_open(s.database, s.family, 0, s.event));
  s.database.tables[s.event.index()].open_owners = {1};
  EXPECT_TRUE(is_open(s.database, s.family, 0, s.event)) << "an event of the second person was lost";
  EXPECT_FALSE(is_open(s.database, s.family, 0, s.person));
  EXPECT_FALSE(is_open(s.database, s.family, 1, s.event));
  EXPECT_FALSE(is_open(s.database, s.person, 0, s.event));
  EXPECT_TRUE(is_open(s.database, s.person, 1, s.event));
  s.database.tables[s.event.index()].open_owners = {};
  s.database.tables[s.person.index()].open_owners = {1};
  EXPECT_TRUE(is_open(s.database, s.family, 1, s.event)) << "a person was lost, with whatever she had";
  EXPECT_FALSE(is_open(s.database, s.family, 0, s.event));
  s.database.tables[s.person.index()].partial = true;
  EXPECT_TRUE(is_open(s.database, s.family, 0, s.event));
  EXPECT_FALSE(is_open(s.database, s.person, 0, s.event));
}

TEST(Database, Ids) {
  Small s;
  EXPECT_EQ(s.database.id_of(s.event, 2), "family_events.csv:3");
  Table& table = s.database.tables[s.event.index()];
  table.lines = {14, 15, (std::uint64_t{1} << 48U) | 9};
  table.files = {"a.csv", "b.csv"};
  EXPECT_EQ(s.database.id_of(s.event, 1), "a.csv:15");
  EXPECT_EQ(s.database.id_of(s.event, 2), "b.csv:9");
  table.keys.add("X1");
  EXPECT_EQ(s.database.id_of(s.event, 0), "X1");
}

}  // namespace
}  // namespace fairstart::column::database_test
