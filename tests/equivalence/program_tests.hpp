// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/equivalence/program.hpp"

// The conditions of random programs.
namespace fairstart::equivalence {

inline std::string Program::yes_no_fact(const Row& row) {
  std::vector<std::string> seen;
  if (row.record == Of::worker) seen.emplace_back("busy");
  if (sees(row.record, Of::family)) seen.insert(seen.end(), {"lone", "damp", "heated"});
  if (is_person(row)) seen.insert(seen.end(), {"flagged", "ill"});
  if (row.record == Of::contact) seen.emplace_back("seen");
  for (const Named& rule : rules_)
    if (sees(row.record, rule.record) && (!rule.child || (row.role == Role::child && rule.record == row.record)))
      seen.push_back(rule.name);
  return dice_.of(seen);
}

inline std::string Program::code_test(const Row& row) {
  if (row.record == Of::worker) return "team is " + dice_.of({"red", "not blue", "one of { red, green }"});
  if (row.record == Of::contact && dice_.one_in(2))
    return "kind is " + dice_.of({"visit", "spoken", "not letter", "one of { spoken, form }", "not one of { call, letter }",
                                  assumptions_ ? "not known" : "call"});
  if (is_person(row)) {
    if (dice_.one_in(4)) return "wants includes " + dice_.of({"food", "play", "daily", "talk"});
    if (dice_.one_in(2))
      return "relation is " + dice_.of({"offspring", "elders", "not mother", "one of { mother, offspring, father }"});
    return "grade is " +
           dice_.of({"middling", "at least middling", "under highish", "over lowish", "not highish", "at most middling"});
  }
  if (!sees(row.record, Of::family)) return "decile is over 3";
  return "area is " + dice_.of({"\"North\"", "not \"South\"", "\"Nowhere at all\"", "district"});
}

inline std::string Program::level_test(const Row& row) {
  std::vector<std::string> tests;
  const auto level = [](const Named& scheme, const char* which) { return which + scheme.name.substr(scheme.name.find('-')); };
  for (const Named& scheme : tiers_) {
    if (!sees(row.record, scheme.record)) continue;
    tests.push_back(scheme.name + " is " + dice_.of({"", "at least ", "under ", "over ", "not "}) + level(scheme, "second"));
  }
  for (const Named& scheme : segments_)
    if (sees(row.record, scheme.record))
      tests.push_back(scheme.name + " is " +
                      (dice_.one_in(2) ? level(scheme, "first")
                                       : "one of { " + level(scheme, "first") + ", " + level(scheme, "third") + " }"));
  for (const Named& scheme : groups_)
    if (sees(row.record, scheme.record))
      tests.push_back(scheme.name + " includes " + level(scheme, dice_.one_in(2) ? "first" : "second"));
  return tests.empty() ? code_test(row) : dice_.of(tests);
}

inline std::string Program::age_test(const Row& row) {
  if (!is_person(row)) return yes_no_fact(row);
  return dice_.of({"age", "corrected-age", "age at since", "age at 2026-03-01"}) + " is " +
         dice_.of({"under 2 years", "at least 18 months", "under 40 weeks"});
}

inline std::string Program::list_test(const Row& row, int depth) {
  if (!has_lists(row)) return code_test(row);
  switch (dice_.below(5)) {
    case 0: return "any " + list(row, depth).text;
    case 1: return "no " + list(row, depth).text;
    case 2: return dice_.of({"at least ", "at most ", "exactly "}) + dice_.of({"1 ", "2 ", "cap "}) + list(row, depth).text;
    case 3: {
      const Listed rows = list(row, depth);
      return "every " + rows.text + " has (" + answer(rows.row, depth) + ')';
    }
    default: {
      std::string word;
      const Listed rows = dated_list(row, depth, word);
      return '(' + yes_no_fact(rows.row) + " of " + word + ' ' + rows.text + ") is " + yes_no_fact(row);
    }
  }
}

inline std::string Program::test(const Row& row, int depth) {
  if (depth <= 0) return dice_.one_in(3) ? code_test(row) : yes_no_fact(row);
  const auto part = [&] { return '(' + answer(row, depth - 1) + ')'; };
  const Unit unit = static_cast<Unit>(dice_.below(4));
  switch (dice_.below(19)) {
    case 0: return "not " + part();
    case 1: return dice_.of({"any of", "all of", "none of"}) + " { " + part() + ", " + part() + " }";
    case 2:
      return dice_.of({"at least ", "at most ", "exactly "}) + dice_.of({"1", "2"}) + " of { " + part() + ", " + part() + ", " +
             part() + " }";
    case 3:
    case 4:
    case 5:
    case 6:
    case 7: return list_test(row, depth - 1);
    case 8: return '(' + answer(row, depth - 1) + (assumptions_ ? " unknown counts as " + dice_.of({"yes", "no"}) : "") + ')';
    case 9:
      if (!assumptions_) return code_test(row);
      return any_fact(row) +
             dice_.of({" is known", " is not known", " is declined", " is not asked", " is not recorded", " is unknown"});
    case 10:
    case 11:
      return amount(row, unit, depth - 1) +
             dice_.of({" is under ", " is over ", " is at least ", " is at most ", " is ", " is not "}) +
             amount(row, unit, depth - 1);
    case 12:  // two written numbers the wrong way round would be refused
      return amount(row, unit, depth - 1) + " is between " + literal(unit) + " and (highest of { " + literal(unit) + ", " +
             amount(row, unit, depth - 1) + " })";
    case 13:
      return day(row, depth - 1) + dice_.of({" is before ", " is after ", " is on or before ", " is on or after ", " is "}) +
             day(row, depth - 1);
    case 14: return age_test(row);
    case 15: return level_test(row);
    case 16: {
      if (!sees(row.record, Of::family)) return code_test(row);
      std::vector<std::string> seen{"last-year"};
      if (is_person(row)) seen.emplace_back("early-days");
      for (const Named& named : windows_)
        if (sees(row.record, named.record)) seen.push_back(named.name);
      return day(row, depth - 1) + " is in " + dice_.of(seen);
    }
    case 17: {
      const Listed there = another(row, depth - 1);
      return there.text.empty() ? code_test(row)
                                : '(' + yes_no_fact(there.row) + " of " + there.text + ") is " + yes_no_fact(row);
    }
    default: return code_test(row);
  }
}

inline std::string Program::answer(const Row& row, int depth) {
  const std::string joint = dice_.one_in(2) ? " and " : " or ";
  std::string out = test(row, depth);
  for (std::size_t more = dice_.below(3); more > 0; --more) out += joint + test(row, depth - 1);
  return out;
}

}  // namespace fairstart::equivalence
