// SPDX-License-Identifier: Apache-2.0
#include "tests/explain/made_family.hpp"

// Tables, links, pairs of rows, sets of codes, calendars and the latest few of a list: what they ask for and how they are told.
namespace fairstart::explain_tests::wide_test {
namespace {

std::string made(const std::string& rules, const std::string& family) {
  return std::string(records) + rules + "\nexample \"one\" { as at 2026-04-01\nfamily {\n" + family + "\n} }\n";
}

std::string told(const MadeFamily& family, bool restricted = false) {
  return explain::as_text(
      explain::explain_family(family.database, family.clock, family.evaluated, 0, {.show_restricted = restricted}), false);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const char* const steps_table = R"(
  define seen-green for person "Seen for green" means seen-for includes green
  table stage for person "Stage" : one of kinds {
    size   | seen-green | gives stage
    < 2    | any        | red
    2 to 3 | yes        | green
    2 to 3 | no         | blue
    > 3    | any        | blue
  }
  define at-blue for person means stage is blue
  groups colours for person "Colours" { blue-one "Blue" when at-blue }
)";

TEST(Wide, ATableIsToldByTheRowThatHolds) {
  const MadeFamily family(made(steps_table, "person amy { size 3, seen-for red, seen-for green }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("at-blue"), "");
  EXPECT_EQ(told(family), R"(Colours for person amy: Blue
  no
  - at-blue of amy: no
    - stage is blue: no
      stage of amy is green
      row 2 of stage holds: size is 2 to 3, seen-green is yes
      size of amy is 3
      seen-green of amy is yes
      seen-for of amy is red, green
)");
}

TEST(Wide, ATableThatCannotTellNamesTheRowsThatMayHold) {
  const MadeFamily family(made(steps_table, "person amy { size 2 }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("at-blue"), "seen-for of amy");
  EXPECT_EQ(told(family), R"(Colours for person amy: Blue
  not known
  - at-blue of amy: not known
    - stage is blue: not known
      stage of amy is not known
      row 2 of stage may hold: size is 2 to 3, seen-green is yes
      row 3 of stage may hold: size is 2 to 3, seen-green is no
      size of amy is 2
      seen-green of amy is not known
      seen-for of amy is not recorded
  Ask about: seen-for of amy
)");
}

TEST(Wide, ATableAsksOnlyForWhatItsRowsTurnOn) {
  // Whatever it is seen for: both rows for a size over 3 give blue, and both under 2 give red.
  const MadeFamily known(made(steps_table, "person amy { size 4 }"));
  ASSERT_TRUE(known.ready());
  EXPECT_EQ(known.asks("at-blue"), "");
  const MadeFamily size(made(steps_table, "person amy { seen-for blue }"));
  EXPECT_EQ(size.asks("at-blue"), "size of amy");
  const MadeFamily both(made(steps_table, "person amy { size unknown }"));
  EXPECT_EQ(both.asks("at-blue"), "size of amy; seen-for of amy");
}

const char* const linked = R"(
  define helped for person "A big mother" means size of birth-mother is at least 3
  groups help for person "Help" { big "Big" when helped }
)";

TEST(Wide, ALinkedRowIsToldAndAskedAboutByItsOwnName) {
  const MadeFamily known(made(linked, "person amy { birth-mother amy }\n person noah { birth-mother amy, size 1 }"));
  ASSERT_TRUE(known.ready());
  EXPECT_EQ(known.asks("helped", 1), "size of amy");
  EXPECT_TRUE(has(told(known), R"(Help for person noah: Big
  not known
  - helped of noah (A big mother): not known
    - size of birth-mother is at least 3: not known
      birth-mother of noah is amy
      size of amy is not recorded
  Ask about: size of amy
)")) << told(known);
}

TEST(Wide, WhomALinkNamesIsAskedAboutAndWhatIsMissingOnThoseItMayName) {
  const MadeFamily family(made(linked, "person amy { size unknown }\n person noah { size 1 }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("helped", 1), "size of amy; birth-mother of noah");
  EXPECT_TRUE(has(told(family), "birth-mother of noah is not recorded"));
}

TEST(Wide, AnotherChildIsAskedAboutByItsOwnName) {
  const MadeFamily family(made(R"(
    define d for child means any other child where (on-plan)
    define e for child means no other child where (size is under size of the child)
    groups g for child "G" { one "One" when e }
  )",
                               "child noah { size 2 }\n child mia { size 3, on-plan no }\n child zoe { on-plan no }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d", 0), "");
  EXPECT_EQ(family.asks("d", 1), "on-plan of noah");
  EXPECT_EQ(family.asks("e", 0), "size of zoe");
  EXPECT_EQ(family.asks("e", 1), "");
  EXPECT_EQ(family.asks("e", 2), "size of zoe");
  const std::string text = told(family);
  EXPECT_TRUE(has(text, R"(G for child mia: One
  no
  - e of mia: no
    - no other child where (size is under size of the child): no
      - person noah: yes
        - size is under size of the child: yes
          size of noah is 2
          size of mia is 3
)")) << text;
}

TEST(Wide, TheLatestFewAskForWhatCouldMoveThem) {
  const std::string rule = "define d for person means any latest 1 events where (kind is red)";
  const MadeFamily family(made(rule, R"(person amy {
    event e1 { kind red, date 2026-03-01 }
    event e2 { kind red, date 2026-02-01 }
    event e3 { date 2026-02-01 }
  })"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "");
  const MadeFamily open(made(rule, "person amy { event e1 { date 2026-03-01 } }"));
  EXPECT_EQ(open.asks("d"), "kind of e1");
}

TEST(Wide, DifferentValuesAskForThoseThatCouldAddOne) {
  const std::string rule =
      "define d for person means count of different kind of events is at least 3\n"
      "define e for person means count of different kind of events is at least 2\n";
  const MadeFamily family(made(rule, R"(person amy {
    event e1 { kind red, date 2026-03-01 }
    event e2 { kind blue, date 2026-02-01 }
    event e3 { date 2026-02-01 }
  })"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("d"), "kind of e3");
  EXPECT_EQ(family.asks("e"), "");
}

TEST(Wide, TheNextDayOfACalendarIsToldWithWhatItFollows) {
  const MadeFamily family(made(R"(
    calendar terms "Terms" { 1 January, 1 April, 1 September }
    define start for child "Starts" means next terms after turning 9 months
    define late for child means start is after 2026-06-01
    groups g for child "G" { one "One" when late }
  )",
                               "child noah { date-of-birth 2025-08-03 }\n child mia { size 1 }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(family.asks("late", 1), "date-of-birth of mia");
  EXPECT_TRUE(has(told(family), R"(      start of noah is 1 September 2026
      next terms after turning 9 months of noah is 1 September 2026
      9 months after date-of-birth of noah is 3 May 2026
      date-of-birth of noah is 3 August 2025
)")) << told(family);
}

TEST(Wide, ASnapshotOfAnotherTimeIsSaidToBeAndAskedFor) {
  std::string text =
      made("define d for person means on-plan\ngroups g for family \"G\" { one \"One\" when income is under £10 per year }",
           "income £1 per year, person amy { size 1 }");
  text.replace(text.find("income : money per year"), 23, "income : money per year, snapshot good for 6 months");
  MadeFamily family(text);
  ASSERT_TRUE(family.ready());
  EXPECT_TRUE(has(told(family), "G for the family: One\n  yes"));
  family.database.extracted_on = family.clock.as_at - 300;
  family.evaluate();
  EXPECT_TRUE(has(told(family), R"(G for the family: One
  not known
  - income is under £10 per year: not known
    income of family was recorded at another time
  Ask about: income of family
)")) << told(family);
}

TEST(Wide, AListIsToldOfEachRowThatItIsFor) {
  const MadeFamily family(
      made(R"(
    define seen for person "Seen for red" means seen-for includes red
    list review for person "To review" { when seen and size is at least 2,  first size highest }
  )",
           "person amy { size 3, seen-for red }\n person ben { size 1, seen-for red }\n person cat { size 3 }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(told(family), R"(To review for person amy
  on the list
  - seen of amy (Seen for red): yes
    - seen-for includes red: yes
      seen-for of amy is red
  - size is at least 2: yes
    size of amy is 3

To review for person ben
  not on the list
  - size is at least 2: no
    size of ben is 1
  Otherwise: would be on the list if: size is at least 2 (ben)

To review for person cat
  can't tell whether on the list
  - seen of cat (Seen for red): not known
    - seen-for includes red: not known
      seen-for of cat is not recorded
  Ask about: seen-for of cat
)");
}

// --- What is restricted stays so, however it is reached.

const char* const reached = R"(
  define by-pair for child "By a pair" means any other child where (on-plan)
  define by-link for child "By a link" means on-plan of birth-mother
  define by-count for family "By a count" means count of different on-plan of people is at least 2
  define by-rank for family "By a rank" means any person where (on-plan)
  table plan-table for child "By a table" : one of kinds {
    on-plan | gives plan-table
    yes     | red
    no      | green
  }
  define by-table for child "Through a table" means plan-table is red
  groups ways for child "Ways" {
    pair  "Pair"  when by-pair
    link  "Link"  when by-link
    table "Table" when by-table
  }
  groups family-ways for family "Ways" {
    number "Count" when by-count
    rank   "Rank"  when by-rank
  }
)";

TEST(Wide, RestrictedFactsStayHiddenThroughPairsLinksAndTables) {
  const MadeFamily family(made(reached, R"(
    child noah { on-plan yes, birth-mother amy, size 1 }
    child mia { on-plan no, birth-mother amy, size 1 }
    person amy { on-plan yes, relationship mother, size 1 })"));
  ASSERT_TRUE(family.ready());
  const std::string hidden = told(family, false), shown = told(family, true);
  for (const char* secret : {"on-plan", "by-pair", "by-link", "by-table", "by-count", "by-rank", "plan-table", "row 1"})
    EXPECT_FALSE(has(hidden, secret)) << secret << '\n' << hidden;
  EXPECT_TRUE(has(hidden, R"(Ways for child mia: Pair
  yes
  - a restricted fact: yes
)")) << hidden;
  EXPECT_TRUE(has(shown, R"(  - by-pair of mia (By a pair): yes
    - any other child where (on-plan): yes
      - person noah: yes
        - on-plan: yes
          on-plan of noah is yes
)")) << shown;
  EXPECT_TRUE(has(shown, "row 1 of plan-table holds: on-plan is yes")) << shown;
  EXPECT_TRUE(has(shown, R"(    - on-plan of birth-mother: yes
      birth-mother of noah is amy
      on-plan of amy is yes
)")) << shown;
}

TEST(Wide, AReasonThroughPairsLinksAndTablesHidesWhatIsRestricted) {
  const MadeFamily family(made(reached, R"(
    child noah { on-plan yes, birth-mother amy, size 1 }
    person amy { on-plan yes, relationship mother, size 1 })"));
  ASSERT_TRUE(family.ready());
  for (const plan::Definition& definition : family.plan().definitions) {
    if (definition.record != family.plan().family && !has(definition.name, "by-")) continue;
    EXPECT_EQ(explain::reason(family.plan(), family.evaluated, definition.meaning, 0, {}), "a restricted fact")
        << definition.name;
  }
}

TEST(Wide, ARestrictedLinkHidesWhatItNames) {
  std::string text = made(linked, "person amy { size 4 }\n person noah { birth-mother amy, size 1 }");
  text.replace(text.find("birth-mother  : link to person"), 30, "birth-mother  : link to person, restricted");
  const MadeFamily family(text);
  ASSERT_TRUE(family.ready());
  EXPECT_FALSE(has(told(family), "size of amy"));
  EXPECT_FALSE(has(told(family), "is amy"));
  EXPECT_TRUE(has(told(family, true), "birth-mother of noah is amy"));
}

}  // namespace
}  // namespace fairstart::explain_tests::wide_test
