// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/explain/made_family.hpp"

namespace fairstart::explain_tests::ask_test {
namespace {

std::string made(const std::string& rules, const std::string& family) {
  return std::string(records) + rules + "\nexample \"one\" { as at 2026-04-01\nfamily {\n" + family + "\n} }\n";
}

TEST(Ask, AsksOnlyWhatCouldChangeTheAnswer) {
  const MadeFamily family(made(R"(
    define d for family means lone or (poor and any child where on-plan)
  )",
                               "poor no, child noah { size 1 }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "lone of family");
}

TEST(Ask, IsEmptyWhereTheAnswerIsKnown) {
  const MadeFamily family(made("define d for family means lone and poor", "lone no"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "");
}

TEST(Ask, CountsWithWhatIsKnown) {
  // With one of the two points there, either unknown decides; both stand in for one another, so both matter.
  const std::string rules =
      "score need for family \"Need\" {\n 2 points when any child where on-plan\n 1 point when lone\n 1 point when poor\n}\n"
      "define d for family means need is at least 3";
  const MadeFamily family(made(rules, "poor yes, child noah { size 1 }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "on-plan of noah");
  EXPECT_EQ(family.asks_score(), "lone of family; on-plan of noah");
}

TEST(Ask, LevelsAskWhatMovesTheAnswerOrWhatItCouldBe) {
  const MadeFamily family(made(R"(
    tiers support for family "Support" {
      low "Low"
      middle "Middle" when lone
      high "High" when any child where on-plan
    })",
                               "child noah { on-plan no }\n child mia { size 1 }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks_level(), "lone of family; on-plan of mia");
}

TEST(Ask, ThresholdsOfOneFactShareIt) {
  // k cannot be under 2 and at least 3 at once.
  const MadeFamily family(made("define d for family means k is under 2 and k is at least 3 and lone", ""));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "");
}

TEST(Ask, DatesMatterThroughAges) {
  const MadeFamily family(
      made("define d for person means age in months is at least 2 and age is under 1 month", "person amy { size 1 }\n"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "");
  const MadeFamily other(made("define d for person means age in months is at least 2", "person amy { size 1 }\n"));
  ASSERT_TRUE(other.ready());
  EXPECT_EQ(other.asks("d"), "date-of-birth of amy");
}

TEST(Ask, ARoleRestsOnItsFacts) {
  const MadeFamily family(made("define d for family means any child where on-plan", "person p3 { on-plan yes }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "relationship of p3");
}

TEST(Ask, NoCertainRecordAsksForTheRecords) {
  const std::string rules = "define d for person means mark of latest event where (kind is red) is at least 2";
  const MadeFamily none(made(rules, "person amy { size 1 }"));
  ASSERT_TRUE(none.ready());
  EXPECT_EQ(none.asks("d"), "events of amy");
  const MadeFamily perhaps(made(rules, "person amy { event e1 { date 2026-03-01, mark 3 } }"));
  ASSERT_TRUE(perhaps.ready());
  EXPECT_EQ(perhaps.asks("d"), "events of amy; kind of e1");
}

TEST(Ask, RecordsOfOneDayThatDisagreeAskForTheRecords) {
  const MadeFamily family(
      made("define d for person means mark of latest event is at least 2",
           "person amy { event { date 2026-03-01, kind red, mark 3 }\n event { date 2026-03-01, kind red, mark 1 } }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "events of amy");
}

TEST(Ask, AnOlderRecordIsNotAskedAbout) {
  const MadeFamily family(
      made("define d for person means mark of latest event is at least 2",
           "person amy { event e1 { date 2026-02-01, kind red }\n event e2 { date 2026-03-01, kind red } }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "mark of e2");
}

TEST(Ask, AnOpenListIsAFact) {
  MadeFamily family(made("define d for person means at least 2 events where (kind is red)",
                         "person amy { event { date 2026-02-01, kind red } }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "");
  for (column::Table& table : family.database.tables) table.partial = &table == &family.database.tables.back();
  family.evaluate();
  EXPECT_EQ(family.asks("d"), "events of amy");
}

TEST(Ask, AParameterWithoutValueIsAFact) {
  const MadeFamily family(made(
      "parameter line : money per year {\n from 2027-01-01 £20 per year\n}\ndefine d for family means income is under line",
      "income £10 per year"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "a value of line");
}

TEST(Ask, WhatStandsInForAnUnknownIsAskedToo) {
  const MadeFamily family(made("define d for family means (income or else £5 per year) is at least £5 per year and lone", ""));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "lone of family");  // with £5 assumed, income is not in question
}

TEST(Ask, UnknownThatCountsIsNotAskedAbout) {
  const MadeFamily family(made("define d for family means lone and (poor unknown counts as yes)", ""));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "lone of family");
}

TEST(Ask, SaysWhereItMayIncludeMore) {
  const MadeFamily family(made("define d for person means date-of-birth is before date of latest event",
                               "person amy { event e1 { kind red, mark 1 } }"));
  ASSERT_TRUE(family.ready());
  const explain::Ask ask = family.about("d");
  EXPECT_TRUE(ask.may_include_more_than_needed);
  EXPECT_EQ(explain::ask_text(family.database, ask).substr(0, 12), "may include ");
}

TEST(Ask, IsExactBeyondTwelveUnknowns) {
  std::string people, wanted;
  for (int i = 0; i < 20; ++i) people += "child c" + std::to_string(i) + " { size 1 }\n";
  const MadeFamily family(made("define d for family means at least 15 children where on-plan", people));
  ASSERT_TRUE(family.ready());
  const explain::Ask ask = family.about("d");
  EXPECT_FALSE(ask.may_include_more_than_needed);
  EXPECT_EQ(ask.facts.size(), 20U);
}

std::string many_children(int count) {
  std::string people;
  for (int i = 0; i < count; ++i) people += "child c" + std::to_string(i) + " { size 1 }\n";
  return people;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Ask, NamesAsManyFactsAsACellHolds) {
  const std::string rule = "define d for family means at least 300 children where on-plan";
  for (const int children : {499, 500, 501, 502, 700}) {
    const MadeFamily family(made(rule, many_children(children)));
    ASSERT_TRUE(family.ready());
    const std::string text = family.asks("d");
    const bool more = children > 500;
    EXPECT_EQ(times(text, "on-plan of c"), more ? 500U : static_cast<std::size_t>(children));
    EXPECT_EQ(text.ends_with("; and more"), more) << children;
    EXPECT_TRUE(text.starts_with("may include on-plan of c")) << children;
    EXPECT_EQ(family.about("d").facts.size(), static_cast<std::size_t>(std::min(children, 501)));
  }
}

// A run fails by it: it must not be among those that are not looked for.
TEST(Ask, FindsAParameterWithoutAValueBehindAnyNumberOfFacts) {
  const MadeFamily family(
      made("parameter line : money per year {\n from 2027-01-01 £20 per year\n}\n"
           "define d for family means at least 300 children where on-plan and income is under line",
           "income £10 per year\n" + many_children(700)));
  ASSERT_TRUE(family.ready());
  const explain::Ask ask = family.about("d");
  EXPECT_EQ(ask.facts.size(), 701U);
  EXPECT_TRUE(
      std::any_of(ask.facts.begin(), ask.facts.end(), [](const explain::Fact& fact) { return fact.parameter.exists(); }));
}

TEST(Ask, MergesInOrderAndOnce) {
  const MadeFamily family(made("define d for family means poor\ndefine e for family means lone or poor", ""));
  ASSERT_TRUE(family.ready());
  explain::Ask ask = family.about("d");
  explain::merge(ask, family.about("e"));
  EXPECT_EQ(explain::ask_text(family.database, ask), "lone of family; poor of family");
}

TEST(Ask, TheSameFamilyTwiceAndAnotherOfTheSamePatternAskAlike) {
  const MadeFamily family(made("define d for person means size is at least 2 or on-plan",
                               "person amy { relationship mother }\n person ben { relationship father }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d", 0), "on-plan of amy; size of amy");
  EXPECT_EQ(family.asks("d", 0), "on-plan of amy; size of amy");
  EXPECT_EQ(family.asks("d", 1), "on-plan of ben; size of ben");
}

}  // namespace
}  // namespace fairstart::explain_tests::ask_test
