// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/overflow.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/readers/row_set.hpp"
#include "tests/readers/reading.hpp"

// What is told of the memory that reading takes beside the tables.
namespace fairstart::readers_test::overflow_test {
namespace {

// Takes nothing, and notes what it is told.
class Listener : public readers::Overflow {
 public:
  std::size_t most_besides = 0, most_index = 0, times_index = 0;

  void check_room(plan::RecordId, const readers::SoFar& so_far) override { note(so_far); }
  bool rows_came(plan::RecordId, const readers::SoFar& so_far) override {
    note(so_far);
    return false;
  }
  bool keys_stay(plan::RecordId) const override { return true; }
  void rows_stay(const std::vector<plan::RecordId>&, const readers::SoFar& so_far) override { note(so_far); }
  void ended(plan::RecordId, const readers::SoFar&, bool) override {}
  void all_ended(column::Database&) override {}
  void each_key_taken(plan::RecordId, const std::function<void(std::string_view)>&) const override {}

 private:
  void note(const readers::SoFar& so_far) {
    most_besides = std::max(most_besides, so_far.besides);
    most_index = std::max(most_index, so_far.index);
    times_index += so_far.index > 0 ? 1 : 0;
  }
};

constexpr int families = 4'000, people = 20'000;

std::string families_in_order() {
  std::string text = "family_id,income\n";
  for (int i = 0; i < families; ++i) text += std::to_string(i) + ",1\n";
  return text;
}

TEST(Overflow, OwnersOfLostRowsAreCountedOnce) {
  for (const int owners : {1, families}) {
    std::string lost = "person_id,family_id,date_of_birth\n";
    for (int i = 0; i < people; ++i) lost += ',' + std::to_string(i % owners) + ",2020-01-05\n";
    Reading reading({{"families.csv", families_in_order()}, {"people.csv", lost}});
    reading.options.block_bytes = 4'000;
    Listener listener;
    reading.options.overflow = &listener;
    reading.read();
    ASSERT_TRUE(reading.records);
    EXPECT_EQ(reading.records->rejects, static_cast<std::uint64_t>(people));
    const std::size_t expected = static_cast<std::size_t>(owners) * sizeof(column::Row);
    EXPECT_GE(listener.most_besides, expected);
    EXPECT_LE(listener.most_besides, expected + families);
  }
}

// Before it is there, and while it is.
TEST(Overflow, WhatTellsRepeatedKeysIsCountedWhereKeysDoNotRise) {
  for (const bool documents : {false, true}) {
    for (const bool rising : {true, false}) {
      std::string rows = documents ? "" : "family_id,income\n";
      for (int i = 0; i < people; ++i) {
        const std::string key = std::to_string(rising ? i : i * 7'919 % people);
        rows += documents ? "{\"family_id\": " + key + "}\n" : key + ",1\n";
      }
      Reading reading({{documents ? "families.ndjson" : "families.csv", rows}});
      reading.options.block_bytes = 4 * rows.size();  // one block, after which it is told what there is
      Listener listener;
      reading.options.overflow = &listener;
      reading.read();
      ASSERT_TRUE(reading.records);
      if (rising) {
        EXPECT_EQ(listener.times_index, 0U);
      } else {
        EXPECT_GE(listener.most_index, std::size_t{people} * sizeof(std::uint64_t));
        EXPECT_GE(listener.times_index, 2U);
      }
    }
  }
}

TEST(Overflow, OwnersThatDocumentsNameAreCounted) {
  std::string documents = "{\"places\": [{\"place_id\": \"Z9\"}]}\n";
  for (int i = 0; i < families; ++i) documents += "{\"family_id\": " + std::to_string(i) + ", \"place_id\": \"Z9\"}\n";
  Reading reading({{"families.ndjson", documents}});
  Listener listener;
  reading.options.overflow = &listener;
  reading.read();
  ASSERT_TRUE(reading.records);
  ASSERT_EQ(reading.table(reading.small.family).owner, std::vector<column::Row>(families, 0));
  EXPECT_GE(listener.most_besides, families * (sizeof(column::Row) + sizeof(std::uint64_t) + 2)) << "row, line and key of each";
}

TEST(Overflow, RowsOfASetAreThereOnceAndInOrder) {
  readers::RowSet rows;
  EXPECT_TRUE(rows.sorted().empty());
  for (const column::Row row : {70U, 3U, 70U, 0U, 129U, 3U}) rows.add(row);
  EXPECT_EQ(rows.sorted(), (std::vector<column::Row>{0, 3, 70, 129}));
}

}  // namespace
}  // namespace fairstart::readers_test::overflow_test
