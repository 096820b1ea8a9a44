// SPDX-License-Identifier: Apache-2.0
#include "dsl/difference/difference.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "dsl/difference/gates.hpp"
#include "tests/harness/harness.hpp"

// What changed in meaning, in sentences: a change of each kind to one small framework.
namespace fairstart::difference::difference_test {
namespace {

const std::string framework = R"(framework newtown.test "Test" {
  version "1"
}
use uk.family-record

unit cot, cots
parameter line "Line" : whole number {
  value   13
  places may choose from 10 to 14
  source  "A"
}
parameter low-income "Low income" : money per year {
  from 2025-04-01 to 2026-03-31  £22,000 per year
  from 2026-04-01  £22,900 per year
}
codes colours "Colours" { red "Red", blue "Blue" }
calendar terms "Terms" { 1 September, 1 January }
define early for child "Born early"
  means gestation is under 37 weeks
define low-mood for parent "Low mood"
  means score of latest assessment where (kind is edinburgh) within 12 months is at least line
define many for family "Many"
  means at least 3 of { lone-parent, any child where early, any parent where low-mood, income is under low-income }
score need for family "Need" {
  2 points  when any parent where low-mood
  1 point   for each child where early, up to 2
}
tiers support for family "Support" {
  universal  "Universal"
  plus       "Universal +" when need is at least 2 or many
}
groups needs for family "Needs" {
  worry "Worry" when any parent where low-mood
}
table visits for family "Visits" : whole number {
  support    | gives visits
  universal  | 5
  plus       | 8
}
core offer birth-visit for child "Birth visit" {
  tier      universal
  when      age is under 28 days
  due       from 10 days to 14 days after date-of-birth
  met by    contact where (kind is new-birth-visit)
  amount    1
  provider  "Health visiting"
  cost      £86 to nhs
  serves    start
}
offer listening for parent "Listening" {
  tier    plus
  when    low-mood and age is under 40 years
  amount  { plus 4 }
  serves  start
}
allocate cot-places for child "Cots" {
  supply  2 cots per quarter
  when    age is under 6 months
  first   need highest
  amount  1 cot
  serves  start
}
list worries for family "Worries" {
  when   many
  first  need highest
  show   need
}
outcome start "A good start" {
  indicator visited "Visited" {
    among   child where (turning 30 days is in period)
    count   any contact where (kind is new-birth-visit)
    show    percent
    better  higher
    by      imd-quintile
    target  95% by 2027-03-31
    hide counts below 5 and round to 5
  }
  gap visited-gap "Gap" {
    of       visited
    between  imd-quintile 1 and imd-quintile 5
    show     percentage points
  }
}
guarantee newborns "Newborns" that every child where (age is under 14 days) is offered birth-visit
not encoded "What midwives do" source "A, page 1"
not encoded "What midwives do" source "A, page 2"
example "One" {
  as at 2026-04-01
  family { lone-parent yes, child noah { gestation 36 weeks } }
  expect early yes for noah
  expect can't tell offer birth-visit for noah
}
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = framework;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

Difference between(const std::string& old_text, const std::string& new_text) {
  const harness::Checked before = harness::check_text(old_text), after = harness::check_text(new_text, "other.fair");
  EXPECT_TRUE(before.plan) << before.text();
  EXPECT_TRUE(after.plan) << after.text() << new_text;
  return before.plan && after.plan ? difference(*before.plan, *after.plan) : Difference{};
}

// "parameter line changed: The value goes from 13 to 12. / tiers …"
std::string told(const Difference& all) {
  std::string out;
  for (const Change& change : all.changes) {
    out += change.kind + (change.name.empty() ? "" : ' ' + change.name) + ' ' + std::string(word_of(change.what));
    if (change.wording) out += " in words";
    for (const Detail& detail : change.details) out += "\n  " + detail.sentence;
    for (const std::string& use : change.used_by) out += "\n  < " + use;
    for (const std::string& result : change.affects) out += "\n  << " + result;
    out += '\n';
  }
  return out;
}

struct Case {
  std::string from, to, told;
};

TEST(Difference, EachKindOfChangeIsToldInASentence) {
  const std::vector<Case> cases = {
#include "tests/difference/cases.inc"
  };
  for (const Case& one : cases) {
    const std::string got = told(between(framework, with(one.from, one.to)));
    EXPECT_EQ(got, one.told) << "for `" << one.from << "` → `" << one.to << "`";
  }
}

TEST(Difference, ANewNameIsToldAsOne) {
  const auto everywhere = [](std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
    return text;
  };
  const auto renamed = [&](const std::string& kind, const std::string& from, const std::string& to) {
    return kind + ' ' + to + " changed in words\n  It was called " + from + " and means the same.\n";
  };
  struct Renamed {
    std::string kind, from, to;
  };
  for (const Renamed& one : {Renamed{"define", "low-mood", "sadness"},  // others read it
                             Renamed{"parameter", "low-income", "poverty-line"}, Renamed{"table", "visits", "calls"},
                             Renamed{"calendar", "terms", "half-terms"}, Renamed{"offer", "birth-visit", "first-visit"},
                             Renamed{"offer", "listening", "talking"}, Renamed{"allocate", "cot-places", "beds"},
                             Renamed{"list", "worries", "concerns"}, Renamed{"outcome", "start", "beginning"},
                             Renamed{"indicator", "visited", "seen"}, Renamed{"gap", "visited-gap", "difference"},
                             Renamed{"guarantee", "newborns", "babies"}}) {
    std::string text = framework;
    for (const char* before : {" ", "("})
      for (const char* after : {" ", "\n", ",", ")"})
        text = everywhere(text, before + one.from + after, before + one.to + after);
    text = everywhere(text, "new-" + one.to, "new-" + one.from);
    const Difference found = between(framework, text);
    EXPECT_EQ(told(found), renamed(one.kind, one.from, one.to));
    EXPECT_TRUE(found.only_wording());
    ASSERT_EQ(found.renames.size(), 1U);
    EXPECT_EQ(found.renames[0].before, one.from);
  }
  // Two at once, of which one reads the other.
  const std::string two =
      everywhere(everywhere(everywhere(everywhere(framework, "where early", "where preterm"), "define early", "define preterm"),
                            "expect early", "expect preterm"),
                 "low-income", "poverty-line");
  EXPECT_EQ(between(framework, everywhere(everywhere(two, "define many", "define much"), "many\n", "much\n")).renames.size(),
            3U);
  // Another meaning as well, another title, or two that could be it: one went and one came.
  const auto none = [&](const std::string& text) { return between(framework, text).renames.empty(); };
  EXPECT_TRUE(none(everywhere(with("low-mood and age is under 40 years", "low-mood"), "offer listening", "offer talking")));
  EXPECT_TRUE(none(with("offer listening for parent \"Listening\"", "offer talking for parent \"Talking\"")));
  EXPECT_TRUE(
      none(with("calendar terms \"Terms\" { 1 September, 1 January }",
                "calendar one \"Terms\" { 1 September, 1 January }\ncalendar two \"Terms\" { 1 September, 1 January }")));
  EXPECT_TRUE(told(between(framework, with("offer listening for parent \"Listening\"", "offer talking for parent \"Talking\"")))
                  .find("offer listening removed") != std::string::npos);
}

TEST(Difference, LayoutCommentsAndOrderAreNone) {
  EXPECT_TRUE(between(framework, framework).none());
  const std::vector<std::pair<std::string, std::string>> same = {
      {"define early", "# A comment\n\n\ndefine   early"},
      {"gestation is under 37 weeks", "(gestation < 37 weeks)"},
      {"gestation is under 37 weeks", "gestation is under 259 days"},
      {"need is at least 2 or many", "many or need is at least 2"},
      {"expect early yes for noah\n", "expect   early yes\n    for noah\n"},
      {"low-mood and age is under 40 years", "age is under 40 years and low-mood"},
      {"{ lone-parent, any child where early,", "{ any child where early, lone-parent,"},
      {"codes colours \"Colours\" { red \"Red\", blue \"Blue\" }\ncalendar terms \"Terms\" { 1 September, 1 January }",
       "calendar terms \"Terms\" { 1 September, 1 January }\ncodes colours \"Colours\" { red \"Red\", blue \"Blue\" }"},
      {"  provider  \"Health visiting\"\n  cost      £86 to nhs\n",
       "  cost      £86 to nhs\n  provider  \"Health visiting\"\n"},
  };
  for (const auto& [from, to] : same) EXPECT_EQ(told(between(framework, with(from, to))), "") << from << " → " << to;
}

// What has gone from the one has come to the other.
TEST(Difference, ExchangedItTellsTheOppositeOfTheSameThings) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"value   13", "value   12"}, {"at least 3 of", "at least 2 of"}, {"  when   many\n", "  when   lone-parent\n"}}) {
    const Difference there = between(framework, with(from, to)), back = between(with(from, to), framework);
    ASSERT_EQ(there.changes.size(), back.changes.size());
    ASSERT_FALSE(there.none());
    for (std::size_t i = 0; i < there.changes.size(); ++i) {
      ASSERT_EQ(there.changes[i].details.size(), back.changes[i].details.size());
      EXPECT_EQ(there.changes[i].details[0].before, back.changes[i].details[0].after);
      EXPECT_EQ(there.changes[i].details[0].after, back.changes[i].details[0].before);
    }
  }
}

TEST(Gates, AreReadOrRefusedAtTheirPlace) {
  const harness::Checked checked = harness::check_text(framework);
  ASSERT_TRUE(checked.plan) << checked.text();
  const auto complaint = [&](const std::string& text) {
    source::Sources sources;
    diagnostics::Diagnostics found;
    const bool read = read_gate(text, *checked.plan, *checked.plan, sources, found).has_value();
    EXPECT_EQ(read, found.items().empty());
    if (read) return std::string("fine");
    EXPECT_EQ(found.items().size(), 1U);
    const base::Span span = found.items()[0].span;
    EXPECT_EQ(found.items()[0].code, diagnostics::Code::gate_not_understood);
    return std::to_string(span.begin) + ": " + found.items()[0].message;
  };
  for (const char* sound :
       {"any family loses a core offer", "more than 5% of families change tier", "families who lose any offer in fifth 1 > 10",
        "families who lose any offer in fifth 1 is over 10", "at least 3 families may lose offer birth-visit",
        "no family gains offer listening", "families who gain tiers support in place \"New Town\" is at most 2.5%",
        "any family changes list worries and any family loses a tier", "any family loses offer cot-places",
        "any family may gain offers or fewer than 2 families lose offers", "# a comment\n any family loses an offer"})
    EXPECT_EQ(complaint(sound), "fine") << sound;
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"",
       "0: the end stands where `any family`, `no family`, `more than`, `at least`, `at most`, `fewer than` or `families who` "
       "is expected"},
      {"any family looses an offer",
       "11: `looses` stands where `loses`, `gains`, `changes`, `may lose` or `may gain` is expected"},
      {"any family loses offer birth-visits", "23: neither framework has `birth-visits`"},
      {"any family loses an offer in fifth 6", "35: `6` stands where a fifth from 1 (the most deprived) to 5 is expected"},
      {"more than 1.5 families lose an offer", "10: families are counted in whole numbers"},
      {"more than 99999999999999999999 families lose an offer", "10: this number is too large or too fine"},
      {"families who lose an offer",
       "26: the end stands where `is over`, `is at least`, `is under` or `is at most` is expected"},
      {"any family loses an offer and any family gains an offer or any family gains a tier",
       "56: `and` and `or` stand in one condition"},
      {"any family loses an offer, please", "25: `,` stands where the end, `and` or `or` is expected"},
      {"any family loses list", "21: the end stands where the name of a list is expected"},
  };
  for (const auto& [text, says] : wrong) EXPECT_EQ(complaint(text), says) << text;
}

}  // namespace
}  // namespace fairstart::difference::difference_test
