// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "tests/explain/made_family.hpp"

namespace fairstart::explain_tests {

// A program over the records of made_family.hpp, and one family for it.
class RandomRules {
 public:
  // `wide`: also tables, links, pairs of rows, sets of codes, calendars, and the latest few of a list.
  RandomRules(unsigned seed, bool wide) : random_(seed), wide_(wide) {}

  std::string program() { return rules() + example(); }

  std::string rules() {
    std::string text = records;
    if (wide_) text += tables();
    text += "define p1 for person means " + person(2) + "\n";
    text += "define p2 for child means " + person(1) + "\n";
    text += "define d1 for family means " + family(2) + "\n";
    text += "score need for family \"Need\" {\n  2 points when " + family(1) +
            "\n  1 point for each person where p1, up to 2\n  minus 1 point when lone\n}\n";
    text += "define d2 for family means " + family(3) + "\n";
    text += "tiers support for family \"Support\" {\n  low \"Low\"\n  middle \"Middle\" when " + family(2) +
            "\n  high \"High\" when d1 or need is at least 2\n}\n";
    return text;
  }

 private:
  std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
  std::string number() { return std::to_string(pick(4) + 1); }
  std::string one(std::initializer_list<std::string> of) {
    return *(of.begin() + static_cast<std::ptrdiff_t>(pick(of.size())));
  }

  std::string joined(const std::string& a, const std::string& b, const std::string& c) {
    switch (pick(4)) {
      case 0: return "(" + a + " and " + b + ")";
      case 1: return "(" + a + " or " + b + ")";
      case 2: return "(not " + a + ")";
      default: return "(" + one({"at least 2", "exactly 1", "at most 1"}) + " of { " + a + ", " + b + ", " + c + " })";
    }
  }

  std::string tables() {
    return "calendar terms \"Terms\" { 10 January, 15 February, 1 April }\n"
           "table steps for family \"Steps\" : whole number {\n  lone | k | gives steps\n"
           "  yes | any | " +
           number() + "\n  no | < 2 | " + number() + "\n  no | >= 2 | " + number() + "\n}\n" +
           "table tone for person \"Tone\" : one of kinds {\n  on-plan | relationship | gives tone\n"
           "  yes | child | red\n  yes | mother, father | green\n  no | any | " +
           one({"red", "blue"}) + "\n}\n";
  }
  std::string wide_family() {
    switch (pick(5)) {
      case 0: return "(steps is at least " + number() + ")";
      case 1: return "(any person where (tone is " + one({"red", "green"}) + "))";
      case 2: return "(count of different relationship of people is " + one({"1", "2"}) + ")";
      case 3: return "(any person where (any other person where " + person(0) + "))";
      default: return "(any of { lone, steps is " + number() + " })";
    }
  }
  std::string wide_person() {
    switch (pick(10)) {
      case 0: return "(tone is " + one({"red", "not green", "one of { green, blue }"}) + ")";
      case 1: return "(any other person where " + person(0) + ")";
      case 2: return "(no other " + one({"child", "parent"}) + " where (on-plan))";
      case 3: return "(size of birth-mother is at least " + number() + ")";
      case 4: return "(on-plan of birth-mother)";
      case 5: return "(seen-for includes " + one({"red", "green", "blue"}) + ")";
      case 6: return "(any latest 1 events where (kind is " + one({"red", "green"}) + "))";
      case 7: return "(count of different kind of events is at least " + one({"1", "2"}) + ")";
      case 8: return "(next terms after date-of-birth is " + one({"before", "after"}) + " 2026-03-01)";
      default: return "(seen-for of birth-mother includes red)";
    }
  }

  std::string family(int depth) {
    if (depth > 0 && pick(3) != 0) return joined(family(depth - 1), family(depth - 1), family(depth - 1));
    if (wide_ && pick(2) == 0) return wide_family();
    switch (pick(8)) {
      case 0: return "lone";
      case 1: return "poor";
      case 2: return "(k is " + one({"under ", "at least ", "", "not "}) + number() + ")";
      case 3: return "(any person where " + person(1) + ")";
      case 4: return "(no child where " + person(0) + ")";
      case 5: return "(" + one({"at least 2", "exactly 1"}) + " people where " + person(1) + ")";
      case 6: return "(every person has " + person(0) + ")";
      default: return "(k + 1 is at least " + number() + ")";
    }
  }
  std::string person(int depth) {
    if (depth > 0 && pick(3) != 0) return joined(person(depth - 1), person(depth - 1), person(depth - 1));
    if (wide_ && depth > 0 && pick(3) != 0) return wide_person();
    switch (pick(9)) {
      case 0: return "(on-plan)";
      case 1: return "(relationship is " + one({"child", "mother", "one of { child, father }"}) + ")";
      case 2: return "(date-of-birth is before 2026-03-01)";
      case 3: return "(age is under 2 months)";
      case 4: return "(age in months is at least 2)";
      case 5: return "(any event where (kind is red) within 2 months)";
      case 6: return "(mark of latest event where (kind is " + one({"red", "green"}) + ") is at least " + number() + ")";
      case 7: return "(lone and size is at least " + number() + ")";
      default: return "(sum of mark of events where (kind is red) is at least " + number() + ")";
    }
  }

  std::string date() { return one({"2025-11-01", "2026-02-01", "2026-02-02", "2026-02-28", "2026-03-01", "2026-03-30"}); }
  std::string fact(const std::string& name, const std::string& value) {
    if (unknowns_ > 0 && pick(4) == 0) {
      --unknowns_;
      return "";
    }
    return name + ' ' + value + "\n";
  }
  std::string example() {
    unknowns_ = 4;
    std::string text = "example \"one\" {\n  as at 2026-04-01\n  family {\n";
    text += fact("lone", one({"yes", "no"})) + fact("poor", one({"yes", "no"})) + fact("k", number());
    for (std::size_t person = 0; person < 2; ++person) {
      text += "  person p" + std::to_string(person) + " {\n";
      text += fact("date-of-birth", date()) + fact("relationship", one({"child", "mother", "father"}));
      text += fact("on-plan", one({"yes", "no"})) + fact("size", number());
      if (wide_) text += fact("birth-mother", one({"p0", "p1"})) + fact("seen-for", one({"red", "green", "none", "blue"}));
      for (std::size_t event = pick(3); event > 0; --event)
        text += "    event {\n" + fact("date", date()) + fact("kind", one({"red", "green", "blue"})) + fact("mark", number()) +
                "    }\n";
      text += "  }\n";
    }
    return text + "  income £1 per year\n  }\n}\n";
  }

  std::mt19937 random_;
  bool wide_;
  int unknowns_ = 0;
};

}  // namespace fairstart::explain_tests
