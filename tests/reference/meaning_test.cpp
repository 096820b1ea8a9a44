// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "dsl/base/decimal.hpp"
#include "engine/examples/examples.hpp"
#include "engine/reference/reference.hpp"
#include "tests/harness/harness.hpp"

// What docs/evaluation.md says of each construct, on one family made up for it.
namespace fairstart::reference::meaning_test {
namespace {

constexpr const char* records = R"(framework test.meaning "Meaning" {
}
codes grades "Grades" in order {
  small "Small"
  medium "Medium"
  large "Large"
  group upper "Upper" { medium, large }
}
record place, places "Place" { key place-id,  decile : whole number, from 1 to 10 }
record family, families "Family" {
  key family-id,  belongs to place by place-id
  rooms   : whole number, from 1 to 20
  income  : money per year
  nothing : number
  missing : number
  lone : yes/no
  damp : yes/no
  big  : yes/no
  area : text
  town : text
  size : one of grades
  kind : one of grades
}
record person, people "Person" { key person-id,  belongs to family by family-id,  date-of-birth : date,  ill : yes/no,  weight : number,  grade : one of grades }
record visit, visits "Visit" {
  key visit-id,  belongs to person by person-id,  happens on date
  date : date,  seen : yes/no,  cost : money,  points : number, from 0 to 10
}
role baby, babies "Baby" is person where (ill and grade is small)
role grown-up, grown-ups "Grown-up" is person where (grade is large)
parameter cap "Cap" : whole number {
  from 2026-01-01 to 2026-12-31  3
}
parameter gone "Gone" : whole number {
  from 2025-01-01 to 2025-12-31  3
}
)";

constexpr const char* family = R"(
example "One" {
  as at 2026-04-01
  family {
    income £24,000 per year, nothing 0, lone yes, damp no, area "North", size medium, rooms declined, kind not asked
    person ann { date-of-birth 2000-02-29, ill no, weight 60, grade large
                 visit { date 2026-03-01, seen yes, cost £10, points 4 }
                 visit { date 2026-03-31, seen unknown, cost £5, points 6 }
                 visit { date 2025-01-01, seen yes, cost unknown, points 2 }
                 visit { date 2026-05-01, seen yes, cost £1,000, points 9 } }
    person bob { date-of-birth unknown, ill unknown, weight unknown }
    baby   cy  { date-of-birth 2026-03-02, weight 3.5 }
  }
}
)";

std::string side(std::int64_t end, bool date) {
  if (end == column::no_lower || end == column::no_upper) return "?";
  return date ? base::format_iso_date(static_cast<base::Day>(end)) : base::format_decimal(end);
}

// The meaning of one definition for the first row: "yes", "3", "1 to 20", "? to ?".
std::string meaning(const std::string& of, const std::string& rule, column::Row row = 0) {
  const harness::Checked checked = harness::check_text(records + ("define it for " + of + " means " + rule + "\n") + family);
  if (!checked.plan) return checked.text();
  const plan::Plan& plan = *checked.plan;
  const column::Database database = examples::records_of(plan, plan.examples.front());
  const base::Day as_at = plan.examples.front().as_at;
  const plan::ExprId id = plan.definitions.front().meaning;
  column::Evaluated values;
  evaluate(database, {as_at, as_at, as_at}, {id}, column::chunk_of_families(database, 0, 1), values);
  const plan::Expr& expr = plan.expr(id);
  if (expr.type.kind == types::Kind::yes_no) {
    const column::Answer answer = values.answer(plan, id, row);
    return answer == column::unknown ? "unknown" : answer == column::yes ? "yes" : "no";
  }
  const column::Interval value = values.interval(plan, id, row);
  if (expr.type.kind == types::Kind::code)
    return value.known() ? plan.code_lists.front().items[static_cast<std::size_t>(value.lo)].name
                         : fmt::format("{} to {}", value.lo, value.hi);
  const bool date = expr.type.kind == types::Kind::date;
  return value.known() ? side(value.lo, date) : side(value.lo, date) + " to " + side(value.hi, date);
}
std::string family_(const std::string& rule) { return meaning("family", rule); }
std::string ann(const std::string& rule) { return meaning("person", rule, 0); }
std::string bob(const std::string& rule) { return meaning("person", rule, 1); }
std::string cy(const std::string& rule) { return meaning("person", rule, 2); }

TEST(meaning, answers_are_kleenes) {
  EXPECT_EQ(family_("lone and big"), "unknown");
  EXPECT_EQ(family_("damp and big"), "no");
  EXPECT_EQ(family_("lone or big"), "yes");
  EXPECT_EQ(family_("not big"), "unknown");
  EXPECT_EQ(family_("at least 1 of { lone, big }"), "yes");
  EXPECT_EQ(family_("exactly 1 of { lone, big }"), "unknown");
  EXPECT_EQ(family_("count of { lone, big, damp }"), "1 to 2");
  EXPECT_EQ(family_("(big unknown counts as yes)"), "yes");
  EXPECT_EQ(family_("(big unknown counts as no)"), "no");
  EXPECT_EQ(family_("lone is damp"), "no");
  EXPECT_EQ(family_("lone is big"), "unknown");
}

TEST(meaning, an_unknown_fact_is_its_declared_range) {
  EXPECT_EQ(family_("rooms"), "1 to 20");
  EXPECT_EQ(family_("missing"), "? to ?");
  EXPECT_EQ(family_("rooms is at most 20"), "yes");
  EXPECT_EQ(family_("rooms is under 20"), "unknown");
  EXPECT_EQ(family_("kind"), "0 to 2");
  EXPECT_EQ(family_("kind is one of { small, upper }"), "yes");
  EXPECT_EQ(family_("kind is at least medium"), "unknown");
  EXPECT_EQ(family_("size is upper"), "yes");
  EXPECT_EQ(family_("size is over medium"), "no");
  EXPECT_EQ(family_("decile"), "? to ?") << "no place: nothing is known of it";
}

TEST(meaning, missing_is_always_definite_and_keeps_its_reason) {
  EXPECT_EQ(family_("rooms is known"), "no");
  EXPECT_EQ(family_("rooms is declined"), "yes");
  EXPECT_EQ(family_("rooms is not asked"), "no");
  EXPECT_EQ(family_("kind is not asked"), "yes");
  EXPECT_EQ(family_("missing is not recorded"), "yes");
  EXPECT_EQ(family_("income is not recorded"), "no");
  EXPECT_EQ(family_("rooms or else 2"), "2");
  EXPECT_EQ(ann("rooms is declined"), "yes") << "the owner's reason";
  EXPECT_EQ(family_("(lone and big) is known"), "no");
}

TEST(meaning, sums_without_a_result_are_unknown) {
  EXPECT_EQ(family_("12 ÷ nothing"), "? to ?");
  EXPECT_EQ(family_("rooms × 2 + 1"), "3 to 41");
  EXPECT_EQ(family_("income as money per month"), "2000");
  EXPECT_EQ(family_("9,000,000,000,000 × 9"), "? to ?");
  EXPECT_EQ(family_("highest of { rooms, 5 }"), "5 to 20");
  EXPECT_EQ(family_("0 - rooms"), "-20 to -1");
}

TEST(meaning, texts_that_no_record_holds_equal_only_themselves) {
  EXPECT_EQ(family_("area is \"North\""), "yes");
  EXPECT_EQ(family_("area is \"Atlantis\""), "no");
  EXPECT_EQ(family_("town is \"Atlantis\""), "unknown");
  EXPECT_EQ(family_("(town or else \"Atlantis\") is \"Atlantis\""), "yes");
  EXPECT_EQ(family_("(town or else \"Atlantis\") is \"Lyonesse\""), "no");
}

TEST(meaning, a_parameter_outside_its_dates_is_unknown) {
  EXPECT_EQ(family_("cap"), "3");
  EXPECT_EQ(family_("gone"), "? to ?");
  EXPECT_EQ(family_("gone is known"), "no");
}

TEST(meaning, a_row_is_in_the_role_it_was_made_under_and_in_no_other_that_is_unknown) {
  EXPECT_EQ(family_("count of babies"), "1 to 2") << "cy is, bob may be";
  EXPECT_EQ(family_("any baby where (date-of-birth is after 2026-03-01)"), "yes");
  EXPECT_EQ(family_("count of grown-ups"), "1 to 2");
}

TEST(meaning, lists_count_who_certainly_and_who_possibly_belongs) {
  EXPECT_EQ(family_("any visit where seen"), "yes");
  EXPECT_EQ(family_("count of visits"), "3") << "one is after as at";
  EXPECT_EQ(family_("count of visits where seen"), "2 to 3");
  EXPECT_EQ(family_("every visit where seen has (points is at least 2)"), "yes");
  EXPECT_EQ(family_("every visit has (seen)"), "unknown");
  EXPECT_EQ(family_("no visit where (points is over 6)"), "yes");
  EXPECT_EQ(family_("any person where ill"), "yes") << "made as a baby: ill is fixed";
  EXPECT_EQ(cy("any visit"), "no") << "an unstated list is empty and complete";
  EXPECT_EQ(cy("every visit has (seen)"), "yes");
}

TEST(meaning, summaries) {
  EXPECT_EQ(family_("sum of points of visits where seen"), "6 to 12");
  EXPECT_EQ(family_("sum of points of visits"), "12");
  EXPECT_EQ(family_("sum of cost of visits"), "? to ?");
  EXPECT_EQ(cy("sum of cost of visits"), "0");
  EXPECT_EQ(family_("average points of visits"), "4");
  EXPECT_EQ(family_("average points of visits where seen"), "? to ?");
  EXPECT_EQ(family_("lowest points of visits"), "2");
  EXPECT_EQ(family_("highest date of visits"), "2026-03-31");
  EXPECT_EQ(cy("highest points of visits"), "? to ?");
}

TEST(meaning, latest_needs_one_value_that_all_candidates_share) {
  EXPECT_EQ(family_("points of latest visit"), "6");
  EXPECT_EQ(family_("points of latest visit where seen"), "? to ?") << "the unseen one may be seen, and is later";
  EXPECT_EQ(family_("points of earliest visit where seen"), "2");
  EXPECT_EQ(family_("cost of earliest visit"), "? to ?");
  EXPECT_EQ(family_("cost of earliest visit is not recorded"), "yes");
  EXPECT_EQ(family_("weight of youngest person"), "? to ?") << "bob may be younger";
  EXPECT_EQ(family_("weight of youngest person where (weight is under 10)"), "? to ?") << "bob may weigh less than 10";
  EXPECT_EQ(family_("weight of oldest baby where (weight is under 10)"), "? to ?");
}

TEST(meaning, within_reaches_back_from_as_at) {
  EXPECT_EQ(family_("count of visits within 1 month"), "1") << "on 1 April a month reaches back to 2 March";
  EXPECT_EQ(family_("count of visits within 31 days"), "1");
  EXPECT_EQ(family_("count of visits within 32 days"), "2");
  EXPECT_EQ(family_("count of visits within 30 days after 2026-03-01"), "2") << "both ends are in";
}

TEST(meaning, ages_and_dates) {
  EXPECT_EQ(ann("turning 1 year"), "2001-03-01");
  EXPECT_EQ(ann("age in years"), "26");
  EXPECT_EQ(bob("age in years"), "? to ?");
  EXPECT_EQ(cy("age is under 30 days"), "no");
  EXPECT_EQ(cy("age is under 31 days"), "yes");
  EXPECT_EQ(cy("date-of-birth - 2026-03-01"), "1");
  EXPECT_EQ(cy("1 month before date-of-birth rounded down"), "2026-02-02");
  EXPECT_EQ(bob("later of { date-of-birth, 2026-01-01 }"), "2026-01-01 to ?");
}

}  // namespace
}  // namespace fairstart::reference::meaning_test
