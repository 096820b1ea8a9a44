// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/column/database.hpp"
#include "engine/column/reorder.hpp"

namespace fairstart::column::keys_test {
namespace {

using fairstart::column::canonical_integer;
using fairstart::column::Keys;
using fairstart::column::Row;

Keys keys_of(const std::vector<std::string>& texts) {
  Keys keys;
  for (const std::string& text : texts) keys.add(text);
  return keys;
}

TEST(Keys, CanonicalIntegers) {
  EXPECT_EQ(canonical_integer("0"), 0);
  EXPECT_EQ(canonical_integer("-7"), -7);
  EXPECT_EQ(canonical_integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(canonical_integer("-9223372036854775808"), INT64_MIN);
  for (const char* text : {"", "-", "00", "07", "-0", "+1", "1.0", " 1", "9223372036854775808", "1a", "--1"})
    EXPECT_FALSE(canonical_integer(text)) << text;
}

TEST(Keys, CountingUpTakesNoRoom) {
  Keys keys;
  for (int i = 5; i < 100'000; ++i) keys.add(std::to_string(i));
  EXPECT_TRUE(keys.count_up());
  EXPECT_LT(keys.bytes(), 64U);
  EXPECT_EQ(keys.text(3), "8");
  EXPECT_EQ(keys.size(), 99'995U);
}

TEST(Keys, TextsOfOneLengthTakeTheirLengthOnly) {
  Keys keys;
  keys.reserve(1000);
  for (int i = 0; i < 1000; ++i) keys.add("AB" + std::to_string(1'000'000'000 + i));
  EXPECT_TRUE(keys.as_text());
  EXPECT_LE(keys.bytes(), 1000U * 12 + 64);
  EXPECT_EQ(keys.text(999), "AB1000000999");
  EXPECT_TRUE(keys.is_at(999, "AB1000000999"));
  EXPECT_FALSE(keys.is_at(999, "AB1000000998"));
}

// As many bytes as there are to be: room that grows would be held twice, and half of it left over.
TEST(Keys, RoomForTextsOfManyLengthsIsTakenOnce) {
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < 20'000; ++i) {
    texts.push_back("a-key-" + std::string(i % 23, '-') + std::to_string(i));
    bytes += texts.back().size();
  }
  Keys keys;
  keys.reserve(texts.size(), bytes);
  const auto characters = [&keys](std::size_t so_far) {
    const void* where = nullptr;
    keys.each_room([&](const void* room, std::size_t size) { where = size == so_far ? room : where; });
    return where;
  };
  keys.add(texts.front());
  const void* const first = characters(texts.front().size());
  ASSERT_NE(first, nullptr);
  for (std::size_t i = 1; i < texts.size(); ++i) keys.add(texts[i]);
  EXPECT_EQ(characters(bytes), first);
  for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(keys.text(static_cast<Row>(i)), texts[i]);
}

TEST(Keys, ManyTextsOfOneLengthAreHeldAndMoved) {
  for (const std::size_t length : {1U, 7U, 8U, 12U, 16U, 17U}) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 2'000; ++i) {
      std::string digits = std::to_string(i * 7919 % 2'003);
      texts.push_back("A" + std::string(length - std::min(length, digits.size() + 1), '-') + digits);
      texts.back().resize(length, 'Z');
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    Keys keys;
    keys.add_texts(views.data(), 1);
    keys.add_texts(views.data() + 1, views.size() - 1);
    std::vector<Row> order(texts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Row>(i * 1'231 % order.size());
    keys.reorder(order);
    for (std::size_t i = 0; i < order.size(); ++i) ASSERT_EQ(keys.text(static_cast<Row>(i)), texts[order[i]]) << length;
  }
}

TEST(Keys, ALateTextTurnsAllIntoTexts) {
  const Keys keys = keys_of({"1", "2", "30000000000", "-4", "x", "007", ""});
  EXPECT_TRUE(keys.as_text());
  EXPECT_EQ(keys.text(0), "1");
  EXPECT_EQ(keys.text(2), "30000000000");
  EXPECT_EQ(keys.text(3), "-4");
  EXPECT_EQ(keys.text(5), "007");
  EXPECT_EQ(keys.text(6), "");
  EXPECT_TRUE(keys.is_at(5, "007"));
  EXPECT_FALSE(keys.is_at(5, "7"));
}

// What is reserved is no memory before keys come.
TEST(Keys, BytesAreThoseOfTheKeysThereAre) {
  for (const std::string key : {"1234567890", "K00000000001"}) {
    Keys keys;
    keys.reserve(1'000'000);
    keys.add(key);
    keys.reserve(1'000'000);
    EXPECT_LE(keys.bytes(), 16u);
    keys.add("7");
    EXPECT_LE(keys.bytes(), 32u);
  }
}

RC_GTEST_PROP(Keys, TextsComeBackInAnyForm, ()) {
  const auto number = rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t v) { return std::to_string(v); });
  const auto small = rc::gen::map(rc::gen::inRange(-5, 200), [](int v) { return std::to_string(v); });
  const auto word = rc::gen::container<std::string>(rc::gen::element('a', '0', '1', '-'));
  const int kind = *rc::gen::inRange(0, 4);
  const auto one = kind == 0 ? small : kind == 1 ? number : kind == 2 ? word : rc::gen::oneOf(small, number, word);
  const auto texts = *rc::gen::container<std::vector<std::string>>(one);
  Keys keys = keys_of(texts);
  RC_ASSERT(keys.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    RC_ASSERT(keys.text(static_cast<Row>(i)) == texts[i]);
    RC_ASSERT(keys.is_at(static_cast<Row>(i), texts[i]));
  }
  // The same where many come at a time.
  Keys runs;
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  for (std::size_t at = 0; at < views.size();) {
    const auto count = *rc::gen::inRange<std::size_t>(1, views.size() - at + 1);
    runs.add_texts(views.data() + at, count);
    at += count;
  }
  RC_ASSERT(runs.size() == texts.size());
  RC_ASSERT(runs.as_text() == keys.as_text());
  for (std::size_t i = 0; i < texts.size(); ++i) RC_ASSERT(runs.text(static_cast<Row>(i)) == texts[i]);
  std::vector<Row> order(texts.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Row>(i);
  std::reverse(order.begin(), order.end());
  if (!order.empty()) std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(order.size() / 3), order.end());
  keys.reorder(order);
  for (std::size_t i = 0; i < order.size(); ++i) RC_ASSERT(keys.text(static_cast<Row>(i)) == texts[order[i]]);
  // The same where texts stay in their places, once and again.
  const auto in_room = [&] {
    Room room(order.size() * sizeof(Row));
    std::copy(order.begin(), order.end(), room.as<Row>());
    return room;
  };
  runs.look_through(in_room());
  for (std::size_t i = 0; i < order.size(); ++i) RC_ASSERT(runs.text(static_cast<Row>(i)) == texts[order[i]]);
  runs.look_through(in_room());
  for (std::size_t i = 0; i < order.size(); ++i) RC_ASSERT(runs.text(static_cast<Row>(i)) == texts[order[order[i]]]);
}

}  // namespace
}  // namespace fairstart::column::keys_test
