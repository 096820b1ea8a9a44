// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/letter.hpp"

#include "engine/explain/otherwise.hpp"
#include "tests/explain/made_family.hpp"

namespace fairstart::explain_tests::letter_test {
namespace {

std::string made(const std::string& rules, const std::string& family) {
  return std::string(records) + rules + "\nexample \"one\" { as at 2026-04-01\nfamily {\n" + family + "\n} }\n";
}
std::string letter(const MadeFamily& family) { return explain::as_letter(family.database, family.clock, family.evaluated, 0); }

const char* const offers = R"(
  define small for child "Small at birth" means size is under 2
  define red-lately for child "Seen for red lately" means any event where (kind is red) within 2 months
  define hard-up for family "On a low income" means income is under £10,000 per year
  define sibling-small for child "A small brother or sister" means any other child where (size is under 2)
  define mother-big for child "A big mother" means size of birth-mother is at least 3
  define planned for child "On a plan" means on-plan
  define full for family "Two children" means at least 2 children
  tiers support for family "Level of support" {
    low  "Universal"
    high "Targeted" when any child where on-plan
  }
  offer visit for child "New birth visit" {
    tier low,  when small,  due from 10 days to 14 days after date-of-birth
    amount 1 visit,  provider "Health visiting"
  }
  offer plan-visit for child "Plan visit" { tier low, when planned }
  offer talk for child "Talk" { tier low, when red-lately and hard-up }
  offer sibling-talk for child "Family talk" { tier low, when sibling-small }
  offer mother-talk for child "Mothers' talk" { tier low, when mother-big }
  offer grant for family "Grant" { tier low, when hard-up and full }
)";

TEST(Letter, GivesOnlyTheAddresseesOwnReasonsAndNothingRestricted) {
  const MadeFamily family(made(offers, R"(
    income £9,000 per year
    child noah { date-of-birth 2026-03-25, size 1, on-plan yes, birth-mother amy
      event e1 { kind red, date 2026-03-20 } }
    child mia  { date-of-birth 2024-01-01, size 2, on-plan no, birth-mother amy }
    person amy { relationship mother, size 4 })"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(letter(family), R"(About the family
  Level of support: Targeted.
  Grant: offered. This is because: On a low income.

About person noah
  New birth visit: offered, 1 visit, from Health visiting. It is due from 4 April 2026 to 8 April 2026. This is because: Small at birth.
  Plan visit: offered.
  Talk: offered. This is because: Seen for red lately; On a low income.
  Mothers' talk: offered.

About person mia
  Family talk: offered.
  Mothers' talk: offered.
)");
}

TEST(Letter, AsksOnlyForTheAddresseesOwnFacts) {
  const MadeFamily family(made(offers, R"(
    child noah { date-of-birth 2024-01-01, on-plan no, event e1 { kind red, date 2026-03-20 } }
    child mia  { date-of-birth 2024-01-01, size 2 })"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(letter(family), R"(About the family
  Level of support: Universal.
  Grant: we cannot tell yet. It would help to know: income.

About person noah
  New birth visit: we cannot tell yet. It would help to know: size.
  Talk: we cannot tell yet. It would help to know: income.
  Mothers' talk: we cannot tell yet. It would help to know: birth-mother.

About person mia
  Plan visit: we cannot tell yet.
  Family talk: we cannot tell yet.
  Mothers' talk: we cannot tell yet. It would help to know: birth-mother.
)");
}

// --- The least that would have to be different

std::string otherwise(const MadeFamily& family, const std::string& definition, column::Row row = 0, bool wanted = true,
                      bool restricted = true) {
  const explain::Options options{.show_restricted = restricted};
  const explain::Wording wording(family.database, family.clock, family.evaluated, options);
  std::string out;
  for (const plan::Definition& each : family.plan().definitions)
    if (each.name == definition)
      for (const std::string& condition : explain::Otherwise(wording).for_answer(each.meaning, row, wanted))
        out += (out.empty() ? "" : "; ") + condition;
  return out;
}

TEST(Otherwise, TakesTheShortestWayThatFactsCanChange) {
  const MadeFamily family(made(R"(
    define d for family means (lone and poor) or income is under £10 per year
    define e for family means lone and poor and k is at least 2
    define f for family means at least 2 of { lone, poor, k is 1, k is 2 }
    define g for person means age is under 2 months or size is over 3
    define h for family means every person has (size is over 2)
    define i for family means any person where (size is over 3 and on-plan)
    define j for family means no person where (size is over 0)
    define big for person means size is over 3
    define l for person means big or (on-plan and big)
    define k2 for person means date-of-birth is before 2020-01-01
  )",
                               "lone no, poor no, k 1, income £50 per year\n"
                               "person amy { date-of-birth 2025-01-01, size 1, on-plan no }\n"
                               "person ben { date-of-birth 2025-01-01, size 4, on-plan no }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(otherwise(family, "d"), "income is under £10 per year (family)");
  EXPECT_EQ(otherwise(family, "e"), "lone of family is yes; poor of family is yes; k is at least 2 (family)");
  EXPECT_EQ(otherwise(family, "e", 0, false), "") << "it is no already";
  EXPECT_EQ(otherwise(family, "f"), "lone of family is yes");
  EXPECT_EQ(otherwise(family, "g"), "size is over 3 (amy)") << "nobody can change a date of birth";
  EXPECT_EQ(otherwise(family, "g", 1, false), "not (size is over 3) (ben)");
  EXPECT_EQ(otherwise(family, "h"), "every person has (size is over 2) (family)");
  EXPECT_EQ(otherwise(family, "i"), "on-plan of ben is yes");
  EXPECT_EQ(otherwise(family, "j"), "not (size is over 0) (amy); not (size is over 0) (ben)");
  EXPECT_EQ(otherwise(family, "k2"), "") << "no change of facts would do it";
  EXPECT_EQ(otherwise(family, "l"), "big of amy is yes") << "a condition with a name goes by it";
}

TEST(Otherwise, HidesWhatIsRestricted) {
  const MadeFamily family(made("define d for person means on-plan and size is over 3", "person amy { size 1, on-plan no }"));
  ASSERT_TRUE(family.ready());
  EXPECT_EQ(otherwise(family, "d", 0, true, false), "a restricted fact; size is over 3 (amy)");
}

TEST(Otherwise, IsToldOfOffersAndOfTheNextLevel) {
  const MadeFamily family(made(R"(
    tiers support for family "Level" {
      low "Low"
      middle "Middle" when lone
      high "High" when poor and lone
    }
    offer o for family "O" { tier middle, when k is 1 }
  )",
                               "lone no, poor no, k 2"));
  ASSERT_TRUE(family.ready());
  const std::string text =
      explain::as_text(explain::explain_family(family.database, family.clock, family.evaluated, 0, {}), false);
  EXPECT_NE(text.find("  Otherwise: would be Middle if: lone of family is yes\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  Otherwise: would be offered if: lone of family is yes; k is 1 (family)\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace fairstart::explain_tests::letter_test
