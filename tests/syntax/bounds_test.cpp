// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "tests/syntax/reading.hpp"

namespace fairstart::syntax::bounds_test {
namespace {

std::string repeated(std::string_view part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += part;
  return out;
}

const std::string header = "framework a \"A\" { }\n";

struct Nesting {
  const char* open;
  const char* close;
};
const Nesting nestings[] = {{"(", ")"},        {"any of { ", " }"},   {"not ", ""},           {"c of ", ""},
                            {"x before ", ""}, {"c of latest ", ""},  {"any c where (", ")"}, {"later of { ", " }"},
                            {"c at ", ""},     {"next c after ", ""}, {"every c has (", ")"}};

TEST(Bounds, AHundredAndFiftyLevelsAreRead) {
  for (const Nesting& nesting : nestings) {
    SCOPED_TRACE(nesting.open);
    const Reading reading(header + "define b means " + repeated(nesting.open, 150) + "x" + repeated(nesting.close, 150) +
                          "\nunit c\n");
    for (const auto& item : reading.diagnostics.items()) ADD_FAILURE() << item.message;
    expect_well_formed(reading.tree);
  }
}

TEST(Bounds, DeeperNestingIsAnErrorWithAPlaceAndNotACrash) {
  for (const int depth : {250, 20000}) {
    for (const Nesting& nesting : nestings) {
      SCOPED_TRACE(nesting.open);
      const Reading reading(header + "define b means " + repeated(nesting.open, depth) + "x" + repeated(nesting.close, depth) +
                            "\nunit c\n");
      ASSERT_EQ(reading.diagnostics.items().size(), 1U);
      EXPECT_EQ(reading.diagnostics.items()[0].code, diagnostics::Code::nested_too_deep);
      EXPECT_EQ(reading.place().line, 2U);
      EXPECT_EQ(declared(reading), (std::vector<std::string_view>{"error", "unit"}));
    }
  }
}

TEST(Bounds, TheLimitIsAskedFor) {
  const std::string text = header + "define b means ((((x))))\n";
  EXPECT_FALSE(Reading(text, {.depth = 5}).diagnostics.has_errors());
  EXPECT_TRUE(Reading(text, {.depth = 4}).diagnostics.has_errors());
}

TEST(Bounds, RowsWithinRowsAreBoundedToo) {
  const Reading reading(header + "example \"e\" { as at 2026-01-01\n" + repeated("a {", 5000) + "\nunit c\n");
  ASSERT_EQ(reading.diagnostics.items().size(), 1U);
  EXPECT_EQ(reading.diagnostics.items()[0].code, diagnostics::Code::nested_too_deep);
}

// A choice that read its brackets twice would need 2^150 steps here: ends only if none does.
TEST(Bounds, WhatIsNeverClosedIsReadOnce) {
  for (const Nesting& nesting : nestings) {
    if (*nesting.close == '\0') continue;
    SCOPED_TRACE(nesting.open);
    const Reading reading(header + "define b means " + repeated(nesting.open, 150) + "x" + repeated(nesting.close, 149) +
                          "\nunit c\n");
    EXPECT_EQ(reading.diagnostics.items().size(), 1U);
    EXPECT_EQ(declared(reading).back(), "unit");
  }
}

TEST(Bounds, LongFilesGiveNodesInProportion) {
  const std::string declaration =
      "define b for child means any contact where (kind is visit and not late) within 12 months or c is over 5\n";
  const std::size_t once = Reading(header + declaration).tree.nodes.size();
  const std::size_t none = Reading(header).tree.nodes.size();
  const Reading reading(header + repeated(declaration, 10000));
  EXPECT_FALSE(reading.diagnostics.has_errors());
  EXPECT_EQ(reading.tree.nodes.size(), none + 10000 * (once - none));
}

TEST(Bounds, LongChainsAndLinesAreRead) {
  EXPECT_FALSE(Reading(header + "define b means " + repeated("x + ", 100000) + "y is over 3\n").diagnostics.has_errors());
  EXPECT_FALSE(Reading(header + "define b means " + repeated("x and ", 100000) + "y\n").diagnostics.has_errors());
  EXPECT_FALSE(Reading(header + "not encoded " + repeated("\"long\" ", 100000) + "\n").diagnostics.has_errors());
  EXPECT_EQ(Reading(header + "define b means " + std::string(1000000, 'x') + "_\n").diagnostics.items().size(), 1U);
  EXPECT_EQ(Reading(header + std::string(1000000, '(')).diagnostics.items().size(), 1U);
}

// Pieces of the language in any order: whatever comes, the tree holds all of the text, and a tree with errors says so.
TEST(Bounds, AnyTextGivesAWellFormedTree) {
  const std::vector<std::string> pieces = {
      "define ",  "a ",    "for ",  "means ",      "x ",        "is ",    "at least ", "2 ",     "weeks ",
      "{ ",       "} ",    "( ",    ") ",          ", ",        "\n",     "\n",        "\"t\" ", "\"open ",
      "# c\n",    "and ",  "or ",   "not ",        "offer ",    "when ",  "due ",      "from ",  "to ",
      "after ",   "1,24 ", "£1.5 ", "2026-02-30 ", "low_mood ", "Upper ", "unit ",     "use ",   "framework ",
      "\xC2\xA0", "\xFF",  "\x01",  "– ",          "= ",        "of ",    "any ",      "every ", "where ",
      "within ",  ".",     "%",     "|",           "example ",  "as at ", "expect ",   "codes ", "core ",
      "}\n",      "{\n",   "\r\n",  "\t",          "£",         "-5 ",    "\"“x” \" "};
  std::mt19937 random(20260401);
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 == 0 ? header : std::string();
    const std::size_t length = random() % 40;
    for (std::size_t i = 0; i < length; ++i) text += pieces[random() % pieces.size()];
    SCOPED_TRACE(text);
    const Reading reading(text);
    expect_well_formed(reading.tree);
    const bool has_error_leaf = std::any_of(reading.tree.nodes.begin(), reading.tree.nodes.end(),
                                            [](const Node& node) { return node.kind == NodeKind::error; });
    if (has_error_leaf) { EXPECT_TRUE(reading.diagnostics.has_errors()); }
    if (!reading.diagnostics.has_errors()) { EXPECT_TRUE(matches("file", text)); }
    for (const auto& item : reading.diagnostics.items()) {
      EXPECT_LE(item.span.end, text.size());
      EXPECT_LE(item.span.begin, item.span.end);
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace fairstart::syntax::bounds_test
