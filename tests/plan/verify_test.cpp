// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "tests/equivalence/program.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::plan::verify_test {
namespace {

constexpr const char* text = R"(framework test.verify "Verify" {
}
codes kinds "Kinds" {
  visit "Visit"
  call "Call"
}
record family, families "Family" { key family-id,  lone : yes/no,  rooms : whole number,  since : date }
record person, people "Person" { key person-id,  belongs to family by family-id,  ill : yes/no,  weight : number,  kind : one of kinds }
role patient, patients "Patient" is person where ill
define crowded for family means rooms is over 3 and count of people is at least 2
define fine for person means kind is visit or lone
define heavy for family means sum of weight of patients is over 200 or every person has (fine)
score need for family "Need" {
  2 points when crowded
  1 point for each person where fine
}
tiers support for family "Support" {
  universal "Universal"
  plus "Plus" when need is at least 2
}
offer visits for person "Visits" {
  tier plus of support
  when fine
  amount 2
}
)";

class Verify : public testing::Test {
 protected:
  void SetUp() override {
    checked_ = harness::check_text(text);
    ASSERT_TRUE(checked_.plan) << checked_.text();
    plan_ = *checked_.plan;
    ASSERT_EQ(verify(plan_), std::vector<std::string>{});
  }

  // The first expression of this kind, to be broken.
  template <class T>
  T& node() {
    for (Expr& expr : plan_.exprs)
      if (auto* found = std::get_if<T>(&expr.node)) return *found;
    throw std::out_of_range("no such node");
  }
  template <class T>
  Expr& expr() {
    for (Expr& each : plan_.exprs)
      if (std::holds_alternative<T>(each.node)) return each;
    throw std::out_of_range("no such node");
  }

  // All that is said of the plan after one change; the plan is as before afterwards.
  std::string broken(const std::function<void()>& change) {
    const Plan before = plan_;
    change();
    const std::vector<std::string> wrong = verify(plan_);
    plan_ = before;
    std::string all;
    for (const std::string& line : wrong) all += line + '\n';
    return all;
  }
  bool says(const std::function<void()>& change, const std::string& part) {
    const std::string said = broken(change);
    EXPECT_NE(said.find(part), std::string::npos) << "said: " << said;
    return said.find(part) != std::string::npos;
  }

  harness::Checked checked_;
  Plan plan_;
};

TEST_F(Verify, ids_out_of_range_are_told_and_never_followed) {
  const ExprId far{std::size_t{9999}};
  EXPECT_TRUE(says([&] { node<Or>().answers.front() = far; }, "operand 9999 of"));
  EXPECT_TRUE(says([&] { node<FieldValue>().field = FieldId{std::size_t{99}}; }, "field 99 of"));
  EXPECT_TRUE(says([&] { node<Count>().list = ListId{std::size_t{99}}; }, "list 99 of"));
  EXPECT_TRUE(says([&] { node<RoleTest>().role = {}; }, "no role"));
  EXPECT_TRUE(says([&] { plan_.definitions.front().meaning = far; }, "meaning 9999 of"));
  EXPECT_TRUE(says([&] { plan_.definitions.front().meaning = {}; }, "no meaning"));
  EXPECT_TRUE(says([&] { plan_.lists.front().member = far; }, "member 9999 of"));
  EXPECT_TRUE(says([&] { plan_.fields.front().record = {}; }, "no record"));
  EXPECT_TRUE(says([&] { plan_.offers.front().eligible = far; }, "eligible 9999 of"));
  EXPECT_TRUE(says(
      [&] {
        for (Expr& each : plan_.exprs)
          if (each.type.kind == types::Kind::code) each.type.codes = {};
      },
      "no code list"));
}

TEST_F(Verify, operands_come_before_their_users) {
  EXPECT_TRUE(says([&] { node<Or>().answers.front() = ExprId{plan_.exprs.size() - 1}; }, "is not before it"));
}

TEST_F(Verify, rows_agree) {
  EXPECT_TRUE(
      says([&] { expr<FieldValue>().row = plan_.family == expr<FieldValue>().row ? plan_.lists.front().record : plan_.family; },
           "another record"));
  EXPECT_TRUE(says([&] { expr<OfOwner>().row = plan_.family; }, "is not on an owner's row"));
  EXPECT_TRUE(says([&] { expr<Count>().row = plan_.lists.front().record; }, "scope of list"));
  EXPECT_TRUE(says([&] { std::swap(plan_.lists.front().record, plan_.lists.front().scope); }, "does not belong under"));
  EXPECT_TRUE(says([&] { plan_.definitions.front().record = plan_.lists.front().record; }, "another record"));
}

TEST_F(Verify, types_fit) {
  EXPECT_TRUE(says([&] { expr<Or>().type = types::number(); }, "its own type"));
  EXPECT_TRUE(says([&] { node<And>().answers.front() = node<Compare>().left; }, "has a type that does not fit"));
  EXPECT_TRUE(
      says([&] { plan_.scores.front().items.front().count = plan_.scores.front().items.front().answer; }, "one of them"));
  EXPECT_TRUE(says([&] { plan_.offers.front().tier = 7; }, "its tier is not there"));
}

TEST_F(Verify, circles_are_found) {
  EXPECT_TRUE(says(
      [&] {
        // `crowded` means itself.
        for (std::size_t i = 0; i < plan_.exprs.size(); ++i)
          if (std::holds_alternative<DefinitionValue>(plan_.exprs[i].node) &&
              plan_.exprs[i].row == plan_.definitions.front().record)
            plan_.definitions[std::get<DefinitionValue>(plan_.exprs[i].node).definition.index()].meaning = ExprId{i};
      },
      "rests on itself"));
  EXPECT_TRUE(says([&] { plan_.records.front().owner = RecordId{std::size_t{1}}; }, "circle"));
}

TEST(verify, frameworks_and_random_programs_are_sound) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const harness::Checked checked = harness::check_text(equivalence::Program(seed).text(12));
    ASSERT_TRUE(checked.plan) << checked.text();
    EXPECT_EQ(verify(*checked.plan), std::vector<std::string>{}) << seed;
  }
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "frameworks")) {
    if (entry.path().extension() != ".fair") continue;
    const harness::Checked checked = harness::check_path(entry.path());
    ASSERT_TRUE(checked.plan) << checked.text();
    EXPECT_EQ(verify(*checked.plan), std::vector<std::string>{}) << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 0U);
}

TEST(print, shows_every_declaration_in_words) {
  const harness::Checked checked = harness::check_text(text);
  ASSERT_TRUE(checked.plan) << checked.text();
  EXPECT_EQ(print(*checked.plan), R"(framework test.verify "Verify"
codes kinds
  visit "Visit"
  call "Call"
record family
  lone: yes/no
  rooms: whole number
  since: date
record person belongs to family
  ill: yes/no
  weight: number
  kind: one of kinds
role patient is person
  where: .ill
  fixes ill to yes
define crowded for family: yes/no
  (and (over .rooms 3) (at-least (count [person under family yes]) 2))
define fine for person: yes/no
  (or (is .kind visit) (of family .lone))
define heavy for family: yes/no
  or
    (over (sum [person under family (in-role patient)] .weight) 200)
    (every [person under family yes] fine)
score need for family
  2: crowded
  1: (count [person under family fine])
tiers support for family
  universal
  plus: (at-least (score need) 2)
offer visits for person
  eligible: (and (level-in (of family (level support)) {plus}) fine)
  when: fine
  amount: 2
)");
}

}  // namespace
}  // namespace fairstart::plan::verify_test
