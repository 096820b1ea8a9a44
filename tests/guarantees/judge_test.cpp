// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/examples/examples.hpp"
#include "engine/guarantees/guarantees.hpp"
#include "tests/guarantees/families.hpp"

namespace fairstart::guarantees::judge_test {
namespace {

struct Judged {
  Result result;
  std::string told;
};

// One guarantee over one example's rows.
Judged judged(const std::string& rules, const std::string& families) {
  const harness::Checked checked =
      harness::check_text(records_text() + rules + "\nexample \"Tried\" {\n  as at 2026-04-01\n" + families + "\n}\n");
  if (!checked.plan) {
    ADD_FAILURE() << checked.text();
    return {};
  }
  const plan::Example& example = checked.plan->examples.front();
  column::Database database = examples::records_of(*checked.plan, example);
  const column::Clock clock{example.as_at, example.as_at, example.as_at};
  const std::vector<Result> whole = judge(database, clock), one_by_one = judge(database, clock, 1);
  EXPECT_EQ(database.plan, &*checked.plan) << "the database is as it was";
  EXPECT_EQ(whole.size(), 1u);
  EXPECT_EQ(told(database, checked.plan->guarantees[0], whole[0]), told(database, checked.plan->guarantees[0], one_by_one[0]))
      << "whatever the chunks";
  return {whole[0], told(database, checked.plan->guarantees[0], whole[0])};
}

void expect_counts(const Judged& got, std::int64_t holds, std::int64_t fails, std::int64_t unknown) {
  EXPECT_EQ(got.result.holds, holds) << got.told;
  EXPECT_EQ(got.result.fails, fails) << got.told;
  EXPECT_EQ(got.result.unknown, unknown) << got.told;
  EXPECT_EQ(got.result.failed(), fails > 0);
}

TEST(Answers, EachFamilyHoldsFailsOrCannotBeTold) {
  const Judged got = judged("guarantee g that any parent or not hard", R"(
  family one { hard yes, person amy { adult yes } }
  family two { hard yes, person ben { adult no } }
  family three { hard yes, person cal { } }
  family four { hard no }
)");
  expect_counts(got, 2, 1, 1);
  EXPECT_EQ(got.result.turned, "") << "nothing was turned";
  EXPECT_EQ(got.told, "holds for 2, fails for 1 (first: two), can't be told for 1");
}

TEST(Answers, OfEveryRowOfAList) {
  const Judged got = judged("guarantee g that every child has well", R"(
  family none { hard yes }
  family both { person amy { adult no, well yes }  person ben { adult no, well yes } }
  family one { person cal { adult no, well yes }  person dee { adult no, well no } }
  family open { person eli { adult no, well yes }  person fay { adult no } }
)");
  expect_counts(got, 2, 1, 1);
  EXPECT_EQ(got.told, "holds for 2, fails for 1 (first: one), can't be told for 1");
}

constexpr const char* need =
    "score need for family { 2 points when hard,  minus 3 points when fair,  1 point for each parent where low }\n";

TEST(Turns, AFactOfTheFamily) {
  const std::string families = "family one { hard no, fair no }\n family two { hard no, fair yes }\n family three { }";
  expect_counts(judged(std::string(need) + "guarantee g that need never falls when hard becomes yes", families), 2, 0, 1);
  const Judged fair = judged(std::string(need) + "guarantee g that need never falls when fair becomes yes", families);
  // In the second it is yes already; in the third need may be as high as 2 or as low as −3, whatever `fair` is.
  expect_counts(fair, 1, 1, 1);
  EXPECT_EQ(fair.result.turned, "fair");
  EXPECT_EQ(fair.told, "holds for 1, fails for 1 (first: one, when fair becomes yes), can't be told for 1");
}

TEST(Turns, ADefinitionOfAParentAndWhatItRestsOn) {
  const std::string families = R"(
  family one { hard no, fair no
    person amy { adult yes, smokes yes, well no, forced no }
    person ben { adult yes, smokes no, well no, forced no } }
)";
  const auto of = [&](const std::string& flip) {
    return judged(std::string(need) + "guarantee g that need never falls when " + flip + " becomes yes", families);
  };
  expect_counts(of("low"), 1, 0, 0);
  expect_counts(of("smokes"), 1, 0, 0);
  const Judged well = of("well");
  expect_counts(well, 0, 1, 0);
  EXPECT_EQ(well.result.turned, "well of amy");
  const Judged any = of("any of { hard, low, smokes, well }");
  expect_counts(any, 0, 1, 0);
  EXPECT_EQ(any.result.turned, "well of amy");
}

TEST(Turns, ADefinitionOfAChildThatCostsATier) {
  const Judged got = judged(R"(define fine for child means well
tiers support for family { low "Low",  high "High" when hard and no child where fine }
guarantee g that support never falls when fine becomes yes
)",
                            R"(
  family one { hard yes, person amy { adult no, well no } }
  family two { hard yes, person ben { adult no, well yes } }
  family three { hard no, person cal { adult no, well no } }
  family four { person dee { adult no, well no } }
)");
  // Where `hard` is not known the tier may be high now; once `fine` it is surely low, which is no fall for certain.
  expect_counts(got, 2, 1, 1);
  EXPECT_EQ(got.told, "holds for 2, fails for 1 (first: one, when fine of amy becomes yes), can't be told for 1");
}

TEST(Turns, TheFactsOfOthersForAChildsOwnScore) {
  const Judged got = judged(
      R"(score worry for child { 2 points when not well,  1 point when hard of family,  minus 1 point when any other child where smokes }
guarantee g that worry never falls when smokes becomes yes
)",
      R"(
  family one { hard no
    person amy { adult no, well no, smokes no }
    person ben { adult no, well no, smokes no }
    person cal { adult yes, well no, smokes no } }
  family two { hard no, person dee { adult no, well no, smokes no } }
)");
  EXPECT_GT(got.result.fails, 0) << got.told;
  EXPECT_EQ(got.result.turned, "smokes of ben") << "amy's falls when her brother smokes";
}

TEST(Turns, NoMoreThanTheMost) {
  const auto family = [](std::size_t people, const std::string& name) {
    std::string text = "family " + name + " { hard no, fair no\n";
    for (std::size_t i = 0; i < people; ++i) text += "    person { adult yes, smokes no, well yes, forced no }\n";
    return text + "  }\n";
  };
  const std::string rules = std::string(need) + "guarantee g that need never falls when low becomes yes";
  expect_counts(judged(rules, family(most_turned, "just")), 1, 0, 0);
  expect_counts(judged(rules, family(most_turned + 1, "big") + family(3, "few")), 1, 0, 1);
  // What is found among those that are turned stands.
  const std::string falls =
      "score need for family { minus 1 point for each parent where low }\n"
      "guarantee g that need never falls when low becomes yes";
  expect_counts(judged(falls, family(most_turned + 1, "big")), 0, 1, 0);
}

TEST(Turns, NothingWhereThereIsNobody) {
  expect_counts(judged(std::string(need) + "guarantee g that need never falls when low becomes yes", "family one { hard no }"),
                1, 0, 0);
}

}  // namespace
}  // namespace fairstart::guarantees::judge_test
