// SPDX-License-Identifier: Apache-2.0
#include "engine/examples/examples.hpp"

#include <gtest/gtest.h>

#include "dsl/base/decimal.hpp"
#include "tests/examples/small.hpp"

namespace fairstart::examples::examples_test {
namespace {

constexpr const char* family = R"(
  as at 2026-04-01
  family {
    income £31,000 per year, lone no
    parent amy  { date-of-birth 1998-05-02, contact { kind edinburgh, score 14, date 2026-03-20 } }
    child  noah { date-of-birth 2024-06-01, gestation 35 weeks }
    child  eve  { date-of-birth 2026-03-20, gestation 40 weeks, on-plan no, contact { kind home-visit, date 2026-03-25 } }
  }
)";

std::string example(const std::string& expectations) {
  return "example \"One\" {" + std::string(family) + expectations + "\n}\n";
}

// What came of the expectations, one line each: empty where it held, else what was got.
std::vector<std::string> got(const std::string& expectations) {
  const harness::Checked checked = harness::check_text(with_examples(example(expectations)));
  if (!checked.plan) return {"does not check: " + checked.text()};
  std::vector<std::string> out;
  for (const Failed& failed : run(*checked.plan, checked.plan->examples.front()).failures) out.push_back(failed.got);
  return out;
}

using Lines = std::vector<std::string>;

TEST(examples, what_is_so_holds) {
  EXPECT_EQ(got(R"(
    expect support plus, could be targeted, asks on-plan of noah
    expect need 3 to 6, asks on-plan of noah
    expect fifth rest
    expect early yes for noah
    expect early no for eve
    expect low yes for amy
    expect half £15,500 per year
    expect newest 2026-03-25 for eve
    expect newest unknown for noah
    expect bond mother for amy
    expect called unknown for amy
    expect greeting "Friend" for amy
    expect offer visit for eve, amount 1 visit, due from 2026-03-30, due by 2026-04-03, done, early
    expect no offer visit for noah
    expect offer listening for amy, amount 4 visits to 8 visits, due by 2026-04-17, open)"),
            Lines{});
}

TEST(examples, each_kind_of_expectation_can_fail_and_tells_the_whole_result) {
  EXPECT_EQ(got("  expect support plus"), Lines{"expect support plus, could be targeted, asks on-plan of noah"});
  EXPECT_EQ(got("  expect support targeted"), Lines{"expect support plus, could be targeted, asks on-plan of noah"});
  EXPECT_EQ(got("  expect support plus, could be targeted, asks on-plan of eve"),
            Lines{"expect support plus, could be targeted, asks on-plan of noah"});
  EXPECT_EQ(got("  expect need 3"), Lines{"expect need 3 to 6, asks on-plan of noah"});
  EXPECT_EQ(got("  expect fifth poor"), Lines{"expect fifth rest"});
  EXPECT_EQ(got("  expect fifth unknown"), Lines{"expect fifth rest"});
  EXPECT_EQ(got("  expect early unknown for noah"), Lines{"expect early yes for noah"});
  EXPECT_EQ(got("  expect half £15,500 per year to £15,501 per year"), Lines{"expect half £15,500 per year"});
  EXPECT_EQ(got("  expect newest 2026-03-26 for eve"), Lines{"expect newest 2026-03-25 for eve"});
  EXPECT_EQ(got("  expect bond offspring for amy"), Lines{"expect bond mother for amy"});
  EXPECT_EQ(got("  expect called \"Al\" for amy"), Lines{"expect called unknown for amy, asks nickname of amy"});
  EXPECT_EQ(got("  expect greeting \"Al\" for amy"), Lines{"expect greeting \"Friend\" for amy"});
  EXPECT_EQ(got("  expect offer visit for noah"),
            Lines{"expect no offer visit for noah, amount 1 visit, due from 2024-06-11, due by 2024-06-15, missed"});
  EXPECT_EQ(got("  expect can't tell offer visit for noah").size(), 1U);
  const std::string listening =
      "expect offer listening for amy, amount 4 visits to 8 visits, due from 2026-03-20, due by 2026-04-17, open";
  for (const char* detail : {"amount 4 visits", "amount 4 visits to 9 visits", "due by 2026-04-18", "due from 2026-03-21",
                             "done", "missed", "early"})
    EXPECT_EQ(got("  expect offer listening for amy, " + std::string(detail)), Lines{listening}) << detail;
}

TEST(examples, what_was_got_can_be_put_in_the_file_and_holds) {
  for (const char* wrong : {"expect support universal", "expect need 0", "expect fifth alone", "expect early no for noah",
                            "expect half £1 per year", "expect bond offspring for amy", "expect no offer listening for amy",
                            "expect can't tell offer visit for eve"}) {
    const Lines right = got(std::string("  ") + wrong);
    ASSERT_EQ(right.size(), 1U) << wrong;
    EXPECT_EQ(got("  " + right.front()), Lines{}) << right.front();
  }
}

TEST(examples, what_is_unmentioned_is_free) {
  EXPECT_EQ(got("  expect offer listening for amy"), Lines{});
  EXPECT_EQ(got("  expect offer listening for amy, open"), Lines{});
}

TEST(examples, a_failure_carries_its_place_its_words_and_why) {
  const harness::Checked checked = harness::check_text(with_examples(example("  expect no offer listening for amy")));
  ASSERT_TRUE(checked.plan) << checked.text();
  const Outcome outcome = run(*checked.plan, checked.plan->examples.front());
  ASSERT_EQ(outcome.failures.size(), 1U);
  const Failed& failed = outcome.failures.front();
  EXPECT_EQ(outcome.example, &checked.plan->examples.front());
  EXPECT_EQ(failed.expected, "expect no offer listening for amy");
  EXPECT_TRUE(failed.span.exists());
  EXPECT_NE(failed.explanation.find("Listening"), std::string::npos) << failed.explanation;
}

// --- the families as records

class Records : public testing::Test {
 protected:
  void make(const std::string& text) {
    checked_ = harness::check_text(with_examples("example \"One\" {\n as at 2026-04-01\n" + text + "\n}\n"));
    ASSERT_TRUE(checked_.plan) << checked_.text();
    database_ = records_of(*checked_.plan, checked_.plan->examples.front());
  }
  plan::RecordId record(const std::string& name) const {
    for (std::size_t i = 0; i < checked_.plan->records.size(); ++i)
      if (checked_.plan->records[i].name == name) return plan::RecordId(i);
    return {};
  }
  const column::Table& table(const std::string& name) const { return database_.table(record(name)); }
  const column::Column& column(const std::string& of, const std::string& name) const {
    for (const plan::FieldId id : checked_.plan->record(record(of)).fields)
      if (checked_.plan->field(id).name == name) return database_.column(id);
    throw std::out_of_range(name);
  }

  harness::Checked checked_;
  column::Database database_;
};

TEST_F(Records, rows_are_named_and_stand_under_their_owners) {
  make(
      "family { child noah { contact { kind home-visit } contact { } } child { contact { } } child eve { } }\n family smith { "
      "parent ann { } }");
  EXPECT_EQ(table("family").rows, 2U);
  EXPECT_EQ(table("family").keys.text(0), "family");
  EXPECT_EQ(table("family").keys.text(1), "smith");
  EXPECT_EQ(table("person").keys.text(0), "noah");
  EXPECT_EQ(table("person").keys.text(1), "person-1");
  EXPECT_EQ(table("person").keys.text(3), "ann");
  EXPECT_EQ(table("contact").keys.text(2), "contact-3");
  EXPECT_EQ(table("person").owner, (std::vector<column::Row>{0, 0, 0, 1}));
  EXPECT_EQ(table("person").first, (std::vector<column::Row>{0, 3, 4}));
  EXPECT_EQ(table("contact").owner, (std::vector<column::Row>{0, 0, 1}));
  EXPECT_EQ(table("contact").first, (std::vector<column::Row>{0, 2, 3, 3, 3}));
  EXPECT_FALSE(column::is_open(database_, record("family"), 0, record("contact")));
}

TEST_F(Records, a_role_gives_the_facts_that_it_fixes_unless_they_are_written) {
  make("family { child noah { } person bo { } parent ann { relation unknown } }");
  EXPECT_EQ(column::interval_at(column("person", "relation"), 0), (column::Interval{0, 0}));
  EXPECT_FALSE(column::is_known(column("person", "relation"), 1));
  EXPECT_FALSE(column::is_known(column("person", "relation"), 2));
  EXPECT_EQ(table("person").made_as, (std::vector<std::uint16_t>{1, 0, 2}));
  EXPECT_EQ(table("family").made_as, (std::vector<std::uint16_t>{0}));
}

TEST_F(Records, unstated_facts_are_unknown_and_missing_ones_keep_their_reason) {
  make("family { income declined, lone unknown, child noah { gestation not asked } }");
  EXPECT_FALSE(column::is_known(column("family", "income"), 0));
  EXPECT_EQ(column::why_missing(column("family", "income"), 0), plan::Missing::declined);
  EXPECT_EQ(column::why_missing(column("family", "lone"), 0), plan::Missing::not_recorded);
  EXPECT_EQ(column::why_missing(column("person", "gestation"), 0), plan::Missing::not_asked);
  EXPECT_FALSE(column::is_known(column("person", "date-of-birth"), 0));
}

TEST_F(Records, others_no_answers_the_yes_no_facts_of_the_row_and_of_those_inside) {
  make("family { lone yes, others no, child noah { on-plan unknown } child eve { } }\n family { child max { others no } }");
  EXPECT_EQ(column::answer_at(column("family", "lone"), 0), column::yes);
  EXPECT_EQ(column::answer_at(column("family", "damp"), 0), column::no);
  EXPECT_EQ(column::answer_at(column("person", "on-plan"), 0), column::unknown);
  EXPECT_EQ(column::answer_at(column("person", "on-plan"), 1), column::no);
  EXPECT_EQ(column::answer_at(column("family", "damp"), 1), column::unknown);
  EXPECT_EQ(column::answer_at(column("person", "on-plan"), 2), column::no);
  EXPECT_FALSE(column::is_known(column("family", "income"), 0));
}

TEST_F(Records, values_are_stored_as_their_types_are) {
  make("family { income £1.50 per year, child noah { gestation 36 weeks 6 days, date-of-birth 2026-01-01, nickname \"No\" } }");
  EXPECT_EQ(column::interval_at(column("family", "income"), 0).lo, 3 * base::million / 2);
  EXPECT_EQ(column::interval_at(column("person", "gestation"), 0).lo, 258 * base::million);
  EXPECT_EQ(column::interval_at(column("person", "date-of-birth"), 0).lo, 20454);
  EXPECT_EQ(database_.texts.text(static_cast<std::uint32_t>(column::interval_at(column("person", "nickname"), 0).lo)), "No");
}

// --- JUnit

TEST(junit, escapes_what_xml_cannot_hold_and_counts) {
  plan::Example good, bad;
  good.title = "Under 28 days & \"new\"";
  bad.title = "<late>";
  const std::vector<Outcome> outcomes{
      {&good, "", {}, 1.5},
      {&bad, "", {{{}, "expect a", "expect b", "because 1 < 2\x01"}, {{}, "expect c", "expect d", ""}}, 2}};
  EXPECT_EQ(junit("a.fair", outcomes, {"a", "b'"}), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" errors="0" time="0.004">
  <testsuite name="a.fair" tests="2" failures="1" errors="0" time="0.004" skipped="0">
    <testcase name="Under 28 days &amp; &quot;new&quot;" classname="a" time="0.002"/>
    <testcase name="&lt;late&gt;" classname="b&apos;" time="0.002">
      <failure message="got: expect b" type="expectation">expected: expect a&#10;got:      expect b&#10;because 1 &lt; 2)"
                                                    "\xEF\xBF\xBD"
                                                    R"(&#10;&#10;expected: expect c&#10;got:      expect d</failure>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(junit, no_examples_is_a_suite_all_the_same) {
  EXPECT_EQ(junit("a.fair", {}, {}), R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="0" failures="0" errors="0" time="0.000">
  <testsuite name="a.fair" tests="0" failures="0" errors="0" time="0.000" skipped="0">
  </testsuite>
</testsuites>
)");
}

}  // namespace
}  // namespace fairstart::examples::examples_test
