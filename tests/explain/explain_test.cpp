// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/explain/made_family.hpp"

namespace fairstart::explain_tests::explain_test {
namespace {

const char* const rules = R"(
parameter line "Low income" : money per year {
  from 2025-04-01 £20,000 per year
  from 2026-04-01 £22,900 per year
  source "Made up"
}
define marked for parent "Latest red mark is at least 3"
  means mark of latest event where (kind is red) within 12 months is at least 3
  source "The red book"
define small for child "Size under 2"  means size is under 2

score need for family "Need score" {
  3 points  when any child where on-plan
  1 point   for each child where small, up to 2
  1 point   when income is under line
}
tiers support for family "Level of support" {
  low     "Universal"
  middle  "Universal +"  when any parent where marked or (lone and income is under line)
  high    "Targeted"     when any child where on-plan
}
offer visits for parent "Visits" {
  tier    middle
  when    marked
  due     within 4 weeks of date of latest event where (kind is red)
  met by  event where (kind is green)
  amount  { middle 4 visits, high 8 visits }
  provider "Health visiting"
  source  "The plan"
}
offer letter for child "A letter" {
  tier low, when small and poor
}
example "one" {
  as at 2026-04-01
  family {
    income £31,000 per year, lone no
    parent amy  { event e1 { kind red, mark 4, date 2026-03-20 } }
    child  noah { size 1 }
  }
}
)";

std::string told(const MadeFamily& family, bool restricted) {
  return explain::as_text(
      explain::explain_family(family.database, family.clock, family.evaluated, 0, {.show_restricted = restricted}), false);
}

TEST(Explain, TellsEverythingAboutOneFamily) {
  const MadeFamily family(std::string(records) + rules);
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(told(family, false), R"(Level of support for the family
  Universal +, could be Targeted
  - Targeted: not known
    - a restricted fact: not known
  - Universal +: yes
    - any parent where marked: yes
      - person amy: yes
        - marked of amy (Latest red mark is at least 3): yes
          source: The red book
          - mark of latest event where (kind is red) within 12 months is at least 3: yes
            mark of latest event where (kind is red) within 12 months of amy is 4
            it is from event e1 (20 March 2026)
  Ask about: on-plan of noah

Need score for the family
  1 to 4 points
  - a restricted fact: not known
    gives 0 to 3 points
  - 1 point for each child where small, up to 2: yes
    gives 1 point
    - person noah: yes
      - small of noah (Size under 2): yes
        - size is under 2: yes
          size of noah is 1
  - 1 point when income is under line: no
    gives 0 points
    - income is under line: no
      income of family is £31,000 per year
      line is £22,900 per year from 1 April 2026
      source: line: Made up
  Ask about: on-plan of noah

Visits for parent amy
  offered: 4 visits to 8 visits, due from 20 March 2026 to 17 April 2026, open; from Health visiting
  - support is at least middle: yes
    support of family is Universal +, could be Targeted
  - marked of amy (Latest red mark is at least 3): yes
    source: The red book
    - mark of latest event where (kind is red) within 12 months is at least 3: yes
      mark of latest event where (kind is red) within 12 months of amy is 4
      it is from event e1 (20 March 2026)
  - its dates are known: yes
    date of latest event where (kind is red) of amy is 20 March 2026
    it is from event e1 (20 March 2026)
  Source: The plan

A letter for child noah
  can't tell
  - poor: not known
    poor of family is not recorded
  Ask about: poor of family
)");
}

TEST(Explain, ShowsRestrictedFactsWhereAllowed) {
  const MadeFamily family(std::string(records) + rules);
  ASSERT_TRUE(family.ready());
  const std::string hidden = told(family, false), shown = told(family, true);
  EXPECT_EQ(hidden.find("on-plan of noah is"), std::string::npos);
  EXPECT_NE(shown.find("on-plan of noah is not recorded"), std::string::npos) << shown;
  EXPECT_EQ(shown.find("a restricted fact"), std::string::npos) << shown;
}

TEST(Explain, JsonHasTheSameContent) {
  const MadeFamily family(std::string(records) + rules);
  ASSERT_TRUE(family.ready());
  const auto all = explain::explain_family(family.database, family.clock, family.evaluated, 0, {});
  const auto json = nlohmann::ordered_json::parse(explain::as_json(all));
  ASSERT_EQ(json.size(), all.size());
  EXPECT_EQ(json[0]["subject"], "Level of support for the family");
  EXPECT_EQ(json[0]["result"], "Universal +, could be Targeted");
  EXPECT_EQ(json[0]["because"][0]["answer"], "unknown");
  EXPECT_EQ(json[0]["ask_about"], "on-plan of noah");
  EXPECT_EQ(json[2]["sources"][0], "The plan");
}

TEST(Explain, ColoursOnlyWhereAsked) {
  const MadeFamily family(std::string(records) + rules);
  ASSERT_TRUE(family.ready());
  const auto all = explain::explain_family(family.database, family.clock, family.evaluated, 0, {});
  EXPECT_EQ(explain::as_text(all, false).find('\033'), std::string::npos);
  EXPECT_NE(explain::as_text(all, true).find('\033'), std::string::npos);
}

std::string reason_of(const MadeFamily& family, const std::string& definition, bool restricted = false, column::Row row = 0) {
  for (const plan::Definition& each : family.plan().definitions)
    if (each.name == definition)
      return explain::reason(family.plan(), family.evaluated, each.meaning, row, {.show_restricted = restricted});
  return "no such definition";
}

MadeFamily with(const std::string& definitions, const std::string& facts) {
  return MadeFamily(std::string(records) + definitions + "\nexample \"one\" { as at 2026-04-01\nfamily {\n" + facts +
                    "\n} }\n");
}

TEST(Reason, GivesThePartsThatDecided) {
  const MadeFamily family = with(R"(
    define small for family "Few of them" means k is under 2
    define d for family means small and (lone or poor)
    define e for family means lone or (poor and k is at least 3)
    define n for family means small and lone
  )",
                                 "k 1, lone no, poor yes");
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(reason_of(family, "d"), "small (Few of them); poor");
  EXPECT_EQ(reason_of(family, "e"), "lone; k is at least 3");
  EXPECT_EQ(reason_of(family, "n"), "lone");
}

TEST(Reason, OfWhatIsNotKnownGivesThePartsThatAreNot) {
  const MadeFamily family = with("define d for family means lone and (poor or k is at least 3)", "lone yes, k 1");
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(reason_of(family, "d"), "poor");
}

TEST(Reason, SaysWhatUnknownCountsAs) {
  const MadeFamily family = with("define d for family means lone and (poor unknown counts as yes)", "lone yes");
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(reason_of(family, "d"), "lone; poor, unknown counts as yes");
}

TEST(Reason, HidesRestrictedFactsAndSaysSoOnce) {
  const MadeFamily family = with("define d for child means on-plan and (lone or on-plan) and size is 1",
                                 "lone no, child noah { on-plan yes, size 1 }");
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(reason_of(family, "d"), "a restricted fact; size is 1");
  EXPECT_EQ(reason_of(family, "d", true), "on-plan; size is 1");
}

TEST(Reason, OfAnOfferStartsWithTheTier) {
  const MadeFamily family(std::string(records) + rules);
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(explain::reason(family.plan(), family.evaluated, family.plan().offers[0].eligible, 0, {}),
            "support is Universal +, could be Targeted; marked (Latest red mark is at least 3)");
}

TEST(Explain, SaysWhyAValueIsMissing) {
  const MadeFamily family = with(R"(
    parameter late : money per year { from 2027-01-01 £5 per year }
    define marked for person means mark of latest event where (kind is red) is at least 3
    groups needs for person "Needs" {
      marks  "Marks"  when marked
      money  "Money"  when income is under late
    })",
                                 "income declined, person amy { size 1 }\n person ben { event e1 { kind red, date 2026-03-01, "
                                 "mark 1 }\n event e2 { kind red, date 2026-03-01, mark 2 } }");
  ASSERT_TRUE(family.ready());
  const std::string text = told(family, false);
  for (const char* wanted :
       {"of amy is not known: there is none on record", "of ben is not known: records of one day disagree",
        "it may be from event e2 (1 March 2026)", "income of family was declined", "late has no value on 1 April 2026",
        "Ask about: events of amy", "Ask about: events of ben", "Ask about: may include income of family; a value of late"})
    EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nnot in\n" << text;
}

TEST(Explain, KeysOfRecordsDoNotReachTheTerminalAsCommands) {
  const std::vector<explain::Told> told{
      {.subject = "Support for family F\x1b[31m1", .result = "Universal", .ask_about = "income of F\x1b[31m1"}};
  EXPECT_EQ(explain::as_text(told, false),
            "Support for family F\\u{1b}[31m1\n  Universal\n  Ask about: income of F\\u{1b}[31m1\n");
}

}  // namespace
}  // namespace fairstart::explain_tests::explain_test
