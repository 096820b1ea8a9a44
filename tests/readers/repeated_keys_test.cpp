// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/repeated_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "engine/readers/key_hash.hpp"
#include "engine/readers/key_index.hpp"
#include "engine/readers/passing_keys.hpp"
#include "tests/readers/reading.hpp"

namespace fairstart::readers_test::repeated_keys_test {
namespace {

using column::Row;
using Hashes = std::vector<std::uint64_t>;

// The plainest way: a map of all texts.
Hashes slowly(const std::vector<std::string>& keys) {
  std::map<std::string, int> counts;
  for (const std::string& key : keys) ++counts[key];
  std::set<std::uint64_t> found;
  for (const auto& [key, count] : counts)
    if (count > 1) found.insert(readers::hash_of_text(key));
  return {found.begin(), found.end()};
}

// Scattered, with every 1,000th key there twice and one of them 300 times.
std::vector<std::string> scattered(std::size_t rows, const std::string& before, const std::string& after) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < rows; ++i) {
    keys.push_back(before + std::to_string(i * 7'919 % 1'000'003 + 1'000'000) + after);
    if (i % 1'000 == 17) keys.push_back(keys[i / 2]);
    if (i % 1'000 < 3) keys.push_back(before + "1" + after);
  }
  return keys;
}

TEST(RepeatedKeys, AreThoseOfAMap) {
  const std::vector<std::vector<std::string>> all = {scattered(100'000, "K", "XYZ"),
                                                     scattered(90'000, "", ""),
                                                     scattered(3'000, "a longer key before ", ""),
                                                     {"B", "A", "B"},
                                                     {"7", "3"}};
  for (const std::vector<std::string>& texts : all) {
    column::Keys keys;
    for (const std::string& text : texts) keys.add(text);
    const Hashes expected = slowly(texts);
    for (const std::size_t threads : {1U, 2U, 5U}) ASSERT_EQ(readers::repeated_keys(keys, threads), expected) << texts.size();
  }
}

// One key so often that the part it is in has far more than its share, at one end of the rows and throughout.
TEST(RepeatedKeys, AreFoundAmongManyOfOne) {
  for (const std::size_t each : {1U, 2U}) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 150'000; ++i) {
      const bool again = each == 1 ? i < 60'000 : i % 2 == 0;
      texts.push_back(again ? "K-again" : "K" + std::to_string(i * 7'919 % 1'000'003));
    }
    texts.push_back(texts[149'999]);
    column::Keys keys;
    for (const std::string& text : texts) keys.add(text);
    const Hashes expected = slowly(texts);
    ASSERT_EQ(expected.size(), 2u);
    for (const std::size_t threads : {1U, 2U, 5U}) ASSERT_EQ(readers::repeated_keys(keys, threads), expected) << threads;
  }
}

TEST(RepeatedKeys, NoneWhereAllDiffer) {
  column::Keys keys, numbers;
  for (std::size_t i = 0; i < 200'000; ++i) {
    keys.add("K" + std::to_string(i * 7'919 % 1'000'003));
    numbers.add(std::to_string(i * 7'919 % 1'000'003));
  }
  EXPECT_TRUE(readers::repeated_keys(keys, 2).empty());
  EXPECT_TRUE(readers::repeated_keys(numbers, 2).empty());
  EXPECT_TRUE(readers::repeated_keys({}, 2).empty());
}

// Of keys that the table holds itself, up to 12 bytes, and of longer ones; of one length and of many.
TEST(RepeatedKeys, AnIndexBuiltByThreadsFindsEveryRowAndNoOther) {
  const auto key_of = [](std::size_t i, const std::string& before, const std::string& after) {
    return before + std::to_string(i * 7'919 % 1'000'003) + after;
  };
  for (const auto& [before, after] : std::vector<std::pair<std::string, std::string>>{
           {"K", ""}, {"", "XYZUV"}, {"", "XYZUVW"}, {"", "XYZUVWA"}, {"ABCDEFGH", "\xC3\xA4"}}) {
    for (const std::size_t shift : {0U, 1'000'003U}) {  // the second: all of one length
      column::Keys keys;
      std::vector<std::string> texts;
      for (std::size_t i = 0; i < 140'000; ++i)  // enough for two threads
        texts.push_back(shift == 0 ? key_of(i, before, after) : before + std::to_string(shift + i * 7'919 % 1'000'003) + after);
      for (const std::string& text : texts) keys.add(text);
      for (const std::size_t threads : {1U, 2U}) {
        readers::KeyIndex index(keys);
        index.build_whole(threads);
        std::vector<std::string> asked = texts;
        for (std::size_t i = 0; i < 1'000; ++i) {
          asked.push_back("L" + std::to_string(i));
          asked.push_back(texts[i].substr(0, texts[i].size() - 1) + "?");
          asked.push_back(texts[i] + "and more");
        }
        const std::vector<std::string_view> views(asked.begin(), asked.end());
        std::vector<Row> rows;
        Hashes hashes;
        index.find_texts(views, rows, hashes);
        for (std::size_t i = 0; i < asked.size(); ++i) {
          const Row expected = i < texts.size() ? static_cast<Row>(i) : column::no_row;
          ASSERT_EQ(rows[i], expected) << asked[i];
          Row hint = 0;
          ASSERT_EQ(index.find(asked[i], hint), expected) << asked[i];
        }
      }
    }
  }
}

// So that a run may end before memory is taken that it has not.
TEST(RepeatedKeys, WhatTellsThemSaysBeforeItGrows) {
  column::Keys keys;
  readers::NewKeys new_keys(keys, readers::NewKeys::Told::at_once);
  std::vector<std::size_t> told;
  new_keys.on_growth([&](std::size_t bytes) {
    EXPECT_EQ(new_keys.bytes(), 0U) << "what it had goes first";
    told.push_back(bytes);
  });
  const auto add = [&](std::size_t i) {
    const std::string key = "K" + std::to_string(i * 7'919 % 100'003 + 100'003);
    ASSERT_TRUE(new_keys.is_new(key, 1'000));
    keys.add(key);
    new_keys.added(key);
  };
  add(0);
  add(1);
  EXPECT_TRUE(told.empty()) << "keys rise";
  EXPECT_EQ(new_keys.bytes(), 0U);
  for (std::size_t i = 2; i < 1'000; ++i) add(i);
  ASSERT_EQ(told.size(), 1U) << "there is room for as many as were expected";
  EXPECT_EQ(told[0], new_keys.bytes());
  EXPECT_GE(told[0], 1'000 * 2 * sizeof(std::uint64_t));
  for (std::size_t i = 1'000; i < 4'000; ++i) add(i);
  EXPECT_GE(told.size(), 2U);
  EXPECT_EQ(told.back(), new_keys.bytes());
  EXPECT_GE(told.back(), std::size_t{4'000} * sizeof(std::uint64_t));
}

TEST(RepeatedKeys, WhatTellsThoseThatPassByCountsWhatItHolds) {
  constexpr std::size_t rows = 200'000;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < rows; ++i) texts.push_back(std::string(150, 'k') + std::to_string(i * 7'919 % (rows / 2)));
  const auto each = [&](std::size_t count) {
    return [&texts, count](const readers::PassingKeys::Use& use) {
      for (std::size_t i = 0; i < count; ++i) use(texts[i]);
    };
  };
  std::size_t most = 0, calls = 0, added = 0;
  readers::PassingKeys passing(
      each(rows), [&](const readers::PassingKeys::Use& use) { each(added)(use); },
      [&](std::size_t bytes) {
        most = std::max(most, bytes);
        ++calls;
      });
  std::set<std::string> seen;
  for (const std::string& text : texts) {
    const bool is_new = passing.is_new(text, rows);
    ASSERT_EQ(is_new, seen.insert(text).second);
    if (!is_new) continue;
    passing.add(text);
    ++added;
  }
  EXPECT_GE(calls, 3U) << "before the sieve, when hashes double, and at the end";
  // Half of the keys are there twice: a hash and a text of each are held.
  EXPECT_GE(passing.bytes(), rows / 2 * (sizeof(std::uint64_t) + sizeof(std::string) + texts[0].size()));
  EXPECT_GE(most, rows / 2 * (sizeof(std::uint64_t) + sizeof(std::string)));
}

// What was read before it was known that keys are repeated leaves no trace: rows, texts, rejects, messages and counts are those
// of a reader that looks at one row after another.
TEST(RepeatedKeys, FilesThatAreReadAgainAreReadAsIfOnce) {
  std::string families = "family_id,income,lsoa,unused\n", people = "person_id,family_id,date_of_birth\n";
  for (int i = 0; i < 3'000; ++i) {
    const std::string key = "F" + std::to_string(i * 7'919 % 10'007);
    families += key + ',' + std::to_string(i) + ",area " + std::to_string(i % 50) + ",\n";
    if (i % 500 == 3) families += key + ",x,only here " + std::to_string(i) + ",\n";
    people += "P" + std::to_string(i * 31 % 10'007) + ',' + key + ",2020-01-05\n";
    if (i % 700 == 9) people += "P" + std::to_string(i * 31 % 10'007) + ",F0,bad\nP0,F-none,\n";
  }
  Reading quickly({{"families.csv", families}, {"people.csv", people}});
  quickly.options.threads = 2;
  quickly.options.block_bytes = 4'000;
  Reading slowly({{"families.csv", families}, {"people.csv", people}});
  slowly.options.by_record = true;
  quickly.read();
  slowly.read();
  ASSERT_TRUE(quickly.records && slowly.records);
  EXPECT_EQ(quickly.rejects(), slowly.rejects());
  EXPECT_EQ(quickly.records->rejects, slowly.records->rejects);
  EXPECT_GT(slowly.records->rejects, 10U);
  EXPECT_EQ(quickly.database().texts.size(), slowly.database().texts.size());
  ASSERT_EQ(quickly.records->files.size(), slowly.records->files.size());
  for (std::size_t i = 0; i < slowly.records->files.size(); ++i) {
    EXPECT_EQ(quickly.records->files[i].rows_rejected, slowly.records->files[i].rows_rejected);
    EXPECT_EQ(quickly.records->files[i].fingerprint, slowly.records->files[i].fingerprint);
  }
  EXPECT_EQ(quickly.diagnostics.items().size(), slowly.diagnostics.items().size());
  const SmallPlan& s = quickly.small;
  for (const plan::RecordId record : {s.family, s.person}) {
    EXPECT_EQ(quickly.ids(record), slowly.ids(record));
    EXPECT_EQ(quickly.table(record).owner, slowly.table(record).owner);
    EXPECT_EQ(quickly.table(record).open_owners, slowly.table(record).open_owners);
    EXPECT_EQ(quickly.table(record).lost, slowly.table(record).lost);
  }
  EXPECT_EQ(quickly.cells(s.income), slowly.cells(s.income));
}

TEST(RepeatedKeys, MoreRejectsThanAllowedStopWhereTheyDoRowByRow) {
  std::string families = "family_id,income\nF9,1\n";
  for (int i = 0; i < 100; ++i) families += "F" + std::to_string(i % 40) + (i % 7 == 0 ? ",x\n" : ",1\n");
  std::vector<std::string> told;
  for (const bool by_record : {false, true}) {
    Reading reading({{"families.csv", families}});
    reading.options.by_record = by_record;
    reading.options.max_rejects = 12;
    reading.read();
    EXPECT_FALSE(reading.records);
    told.push_back(reading.said(diagnostics::Code::too_many_rejects).at(0) + reading.rejects());
  }
  EXPECT_EQ(told[0], told[1]);
}

}  // namespace
}  // namespace fairstart::readers_test::repeated_keys_test
