// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/reference/reference.hpp"
#include "tests/equivalence/made_up.hpp"
#include "tests/equivalence/program.hpp"
#include "tests/harness/harness.hpp"

// Soundness over the whole language: what is certain stays so, and what is bounded stays within its bounds, when more is
// known. Programs that state assumptions (`or else`, `counts as`, `is known`) are left out: they may change their mind.
namespace fairstart::reference::completions_test {
namespace {

constexpr column::Clock clock{20454, 20089, 20453};

struct Refined {
  std::size_t settled = 0, compared = 0;
  std::string wrong;
};

// The first value of `after` that is not one of those which `before` left open.
Refined refined(const plan::Plan& plan, const column::Evaluated& before, const column::Evaluated& after) {
  Refined out;
  const auto compare = [&](const std::string& what, const column::Values& a, const column::Values& b) {
    for (std::size_t i = 0; i < a.answers.size(); ++i) {
      ++out.compared;
      out.settled += a.answers[i] == column::unknown && b.answers[i] != column::unknown ? 1 : 0;
      if (a.answers[i] != column::unknown && a.answers[i] != b.answers[i]) out.wrong = what + " changed its answer";
    }
    for (std::size_t i = 0; i < a.lo.size(); ++i) {
      ++out.compared;
      out.settled += a.lo[i] != a.hi[i] && b.lo[i] == b.hi[i] ? 1 : 0;
      if (b.lo[i] < a.lo[i] || b.hi[i] > a.hi[i])
        out.wrong = what + " went from " + std::to_string(a.lo[i]) + " … " + std::to_string(a.hi[i]) + " to " +
                    std::to_string(b.lo[i]) + " … " + std::to_string(b.hi[i]);
    }
    for (std::size_t i = 0; i < a.levels.size(); ++i) {
      ++out.compared;
      if ((b.levels[i] & ~a.levels[i]) != 0) out.wrong = what + " came to a level that was not possible";
    }
  };
  for (std::size_t i = 0; i < plan.exprs.size() && out.wrong.empty(); ++i)
    if (plan.exprs[i].type.kind != types::Kind::text)  // ids of texts depend on which texts there are
      compare("expression " + std::to_string(i) + " `" + plan.exprs[i].text + "`", before.exprs[i], after.exprs[i]);
  for (std::size_t i = 0; i < plan.scores.size() && out.wrong.empty(); ++i)
    compare(plan.scores[i].name, before.scores[i], after.scores[i]);
  for (std::size_t i = 0; i < plan.levels.size() && out.wrong.empty(); ++i)
    compare(plan.levels[i].name, before.levels[i], after.levels[i]);
  return out;
}

TEST(completions, knowing_more_never_changes_what_was_certain) {
  std::size_t settled = 0, compared = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const harness::Checked checked = harness::check_text(equivalence::Program(seed, false).text(12));
    ASSERT_TRUE(checked.plan) << "seed " << seed << '\n' << checked.text();
    const plan::Plan& plan = *checked.plan;
    std::vector<plan::ExprId> wanted;
    for (const plan::Definition& definition : plan.definitions) wanted.push_back(definition.meaning);
    equivalence::MadeUp made(plan, seed, 5, true);
    column::Database database = made.database();
    const auto evaluated = [&] {
      column::Evaluated out;
      evaluate(database, clock, wanted, column::chunk_of_families(database, 0, 5), out);
      return out;
    };
    column::Evaluated before = evaluated();
    for (int step = 0; step < 4; ++step) {
      made.complete(database);
      column::Evaluated after = evaluated();
      const Refined result = refined(plan, before, after);
      ASSERT_EQ(result.wrong, "") << "seed " << seed << '\n' << equivalence::Program(seed, false).text(12);
      settled += result.settled;
      compared += result.compared;
      before = std::move(after);
    }
  }
  EXPECT_GT(settled * 20, compared) << "too little was settled to show anything";
}

}  // namespace
}  // namespace fairstart::reference::completions_test
