// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/syntax/reading.hpp"

namespace fairstart::syntax::recovery_test {
namespace {

struct Broken {
  const char* kind;
  const char* text;
  std::uint32_t line;  // of the mistake, the declaration's first being 1
};

// One mistake in each kind of declaration.
const Broken broken[] = {
    {"codes", "codes c {\n  a \"A\" \"B\"\n}", 2},
    {"unit", "unit cot cots", 1},
    {"record", "record child, children {\n  key\n  date-of-birth : date\n}", 3},
    {"role", "role parent, parents is adult when x", 1},
    {"mapping", "mapping m for uk.x {\n  file \"f.csv\" give need { }\n}", 2},
    {"parameter", "parameter p {\n  value 3\n}", 1},
    {"calendar", "calendar c { 25 Dezember }", 1},
    {"window", "window w for baby\n  from 3 days before d until 4 days after d", 2},
    {"define", "define a for child = b", 1},
    {"table", "table t : whole number {\n  a | gives t\n  x 5\n}", 3},
    {"score", "score s for family {\n  3 points wen x\n}", 2},
    {"tiers", "tiers t for family {\n  universal\n}", 2},
    {"groups", "groups g for family {\n  a \"A\" if b\n}", 2},
    {"segments", "segments s for family {\n  a \"A\" when\n}", 2},
    {"offer", "offer o for child {\n  tier universal\n  met-by visits\n}", 3},
    {"core offer", "core offer o for child {\n  due soon\n}", 2},
    {"schedule", "schedule s for child {\n  on turning 8 weeks\n}", 2},
    {"allocate", "allocate a for child {\n  first need\n}", 2},
    {"list", "list l for child {\n  limit few per practice\n}", 2},
    {"wave", "wave w \"W\" from soon", 1},
    {"objective", "objective o \"O\" {\n  hello\n}", 2},
    {"outcome", "outcome o {\n}", 1},
    {"indicator", "indicator i {\n  among child\n  count x show percent\n}", 3},
    {"gap", "gap g {\n  between a and b and c\n}", 2},
    {"case", "case c {\n  discount\n}", 2},
    {"incentive", "incentive i {\n  pay £3\n}", 2},
    {"guarantee", "guarantee g \"G\" every child is offered x", 1},
    {"example", "example \"e\" {\n  family { }\n}", 2},
    {"examples", "examples from cases", 1},
    {"adapt", "adapt parameter p to 12", 1},
    {"retire", "retire offer o", 1},
    {"not encoded", "not encoded judgement", 1},
    {"proportionate", "proportionate off", 1},
    {"use", "use uk.x version 3", 1},
};

TEST(Recovery, AMistakeInAnyDeclarationIsReportedOnceAndTheNextOneIsRead) {
  for (const Broken& one : broken) {
    SCOPED_TRACE(one.kind);
    const Reading reading("framework a \"A\" { }\n" + std::string(one.text) + "\nunit later\n");
    ASSERT_EQ(reading.diagnostics.items().size(), 1U);
    EXPECT_EQ(reading.place().line, one.line + 1) << reading.diagnostics.items()[0].message;
    EXPECT_FALSE(reading.marked().empty());
    EXPECT_FALSE(reading.diagnostics.items()[0].message.empty());
    const auto kinds = declared(reading);
    ASSERT_FALSE(kinds.empty());
    EXPECT_EQ(kinds.back(), "unit");
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "error"), 1);
    expect_well_formed(reading.tree);
  }
}

TEST(Recovery, AllMistakesOfAFileAreReported) {
  std::string text = "framework a \"A\" { }\n";
  for (const Broken& one : broken) {
    if (std::string_view(one.kind) != "use") text += std::string(one.text) + "\n\n";
  }
  const Reading reading(text);
  EXPECT_EQ(reading.diagnostics.items().size(), std::size(broken) - 1);
  expect_well_formed(reading.tree);
}

TEST(Recovery, WhatIsRightIsKept) {
  const Reading reading("framework a \"A\" { }\nunit b\ndefine c = d\nunit e\ndefine f means\nunit g\n");
  EXPECT_EQ(declared(reading), (std::vector<std::string_view>{"unit", "error", "unit", "error", "unit"}));
  ASSERT_EQ(reading.diagnostics.items().size(), 2U);
  EXPECT_EQ(reading.place(0).line, 3U);
  EXPECT_EQ(reading.place(1).line, 5U);
}

TEST(Recovery, ABrokenHeaderCostsOnlyItself) {
  const Reading reading("framework a {\n}\nuse b\nunit c\n");
  ASSERT_EQ(reading.diagnostics.items().size(), 1U);
  EXPECT_EQ(reading.place().line, 1U);
  EXPECT_EQ(declared(reading), (std::vector<std::string_view>{"error", "unit"}));
  EXPECT_TRUE(reading.root().has_word("use"));
}

TEST(Recovery, AMissingHeaderIsReportedAndTheRestIsRead) {
  const Reading reading("unit c\nunit d\n");
  ASSERT_EQ(reading.diagnostics.items().size(), 1U);
  EXPECT_EQ(reading.diagnostics.items()[0].code, diagnostics::Code::missing_header);
  EXPECT_EQ(declared(reading), (std::vector<std::string_view>{"unit", "unit"}));
}

TEST(Recovery, AFileWithNothingInItHasNoHeader) {
  for (const char* text : {"", "\n\n", "# a comment\n", "   "}) {
    const Reading reading(text);
    ASSERT_EQ(reading.diagnostics.items().size(), 1U);
    EXPECT_EQ(reading.diagnostics.items()[0].code, diagnostics::Code::missing_header);
    expect_well_formed(reading.tree);
  }
}

TEST(Recovery, UseAfterADeclarationIsReadAndReported) {
  const Reading reading("framework a \"A\" { }\nunit b\nuse c\n");
  ASSERT_EQ(reading.diagnostics.items().size(), 1U);
  EXPECT_EQ(reading.marked(), "use");
  EXPECT_TRUE(reading.root().has_word("use"));
}

}  // namespace
}  // namespace fairstart::syntax::recovery_test
