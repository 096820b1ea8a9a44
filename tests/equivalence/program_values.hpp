// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "tests/equivalence/program.hpp"

// The numbers and dates of random programs.
namespace fairstart::equivalence {

inline std::vector<Program::Number> Program::facts() {
  return {{"decile", Of::place, Unit::plain},   {"rooms", Of::family, Unit::plain},    {"income", Of::family, Unit::rate},
          {"savings", Of::family, Unit::money}, {"weight", Of::person, Unit::plain},   {"gestation", Of::person, Unit::days},
          {"score", Of::contact, Unit::plain},  {"minutes", Of::contact, Unit::plain}, {"cost", Of::contact, Unit::money},
          {"caseload", Of::worker, Unit::plain}};
}

inline std::string Program::literal(Unit unit) {
  switch (unit) {
    case Unit::plain: return dice_.of({"0", "1", "2", "3", "5", "12.5", "-2", "1,240"});
    case Unit::money: return dice_.of({"£0", "£12.06", "£86", "£1,000", "-£5"});
    case Unit::rate: return dice_.of({"£0 per year", "£22,900 per year", "£10,000.50 per year"});
    case Unit::days: return dice_.of({"37 weeks", "36 weeks 6 days", "10 days", "300 days"});
  }
  return "0";
}

inline std::string Program::number_fact(const Row& row, Unit unit) {
  std::vector<std::string> seen;
  for (const Number& fact : facts())
    if (fact.unit == unit && sees(row.record, fact.record)) seen.push_back(fact.name);
  return seen.empty() ? literal(unit) : dice_.of(seen);
}

// A fact or earlier number of the listed row itself.
inline std::string Program::of_list(const Row& row, Unit unit) {
  std::vector<std::string> own;
  for (const Number& fact : facts())
    if (fact.unit == unit && sees(row.record, fact.record)) own.push_back(fact.name);
  for (const Number& number : numbers_)
    if (number.unit == unit && sees(row.record, number.record)) own.push_back(number.name);
  return own.empty() ? "" : dice_.of(own);
}

inline Program::Listed Program::another(const Row& row, int depth) {
  std::vector<Listed> choices;
  for (const Around& around : row.around)
    if (around.record != Of::worker)
      choices.push_back({"the " + (around.role != Role::none && dice_.one_in(2) ? word(around.role) : word(around.record)),
                         {around.record, around.role}});
  // The nearest row of that name is meant: of several with one name, the first. A role's row is not one of another role.
  for (std::size_t i = choices.size(); i-- > 1;)
    for (std::size_t j = 0; j < i; ++j)
      if (choices[i].text == choices[j].text ||
          (choices[i].row.record == choices[j].row.record && choices[i].text == "the person")) {
        choices.erase(choices.begin() + static_cast<std::ptrdiff_t>(i));
        break;
      }
  if (is_person(row)) {
    choices.push_back({"carer", {Of::person}});
    choices.push_back({"helper", {Of::worker}});
    choices.push_back({"helper of carer", {Of::worker}});
    choices.push_back({"family", {Of::family}});
  }
  if (sees(row.record, Of::family)) choices.push_back({"speaker", {Of::person}});
  if (row.record == Of::contact) choices.push_back({"seen-by", {Of::worker}});
  if (has_lists(row) && depth >= 0) {
    std::string word;
    const Listed picked = dated_list(row, depth, word);
    choices.push_back({word + ' ' + picked.text, {picked.row.record, picked.row.role}});
  }
  return choices.empty() ? Listed{"", row} : dice_.of(choices);
}

inline std::string Program::amount(const Row& row, Unit unit, int depth) {
  if (depth <= 0) return dice_.one_in(3) ? literal(unit) : number_fact(row, unit);
  const auto deeper = [&] { return amount(row, unit, depth - 1); };
  const std::size_t kind = dice_.below(16);
  if (!has_lists(row) && kind >= 6 && kind <= 8) return number_fact(row, unit);
  switch (kind) {
    case 0: return '(' + deeper() + " + " + deeper() + ')';
    case 1: return '(' + deeper() + " - " + deeper() + ')';
    case 2: return '(' + deeper() + " × " + amount(row, Unit::plain, depth - 1) + ')';
    case 3: return '(' + deeper() + " ÷ " + amount(row, Unit::plain, depth - 1) + ')';
    case 4: return '(' + dice_.of({"highest of", "lowest of"}) + " { " + deeper() + ", " + deeper() + " })";
    case 5: {
      const std::string fact = number_fact(row, unit);
      // Where there is none on this row it is a plain number, for which nothing stands in.
      const std::vector<Number> all = facts();
      const bool recorded = std::any_of(all.begin(), all.end(), [&](const Number& each) { return each.name == fact; });
      if (!assumptions_ || !recorded) return fact;
      const std::string otherwise = literal(unit);  // no sign may stand after `or else`
      return '(' + fact + " or else " + otherwise.substr(otherwise.front() == '-' ? 1 : 0) + ')';
    }
    case 6: {
      std::string word;
      const Listed rows = dated_list(row, depth - 1, word);
      const std::string value = of_list(rows.row, unit);
      return value.empty() ? deeper() : '(' + value + " of " + word + ' ' + rows.text + ')';
    }
    case 7: {
      const Listed rows = list(row, depth - 1);
      const std::string value = of_list(rows.row, unit);
      return value.empty()
                 ? deeper()
                 : '(' + dice_.of({"sum of", "average", "lowest", "highest"}) + ' ' + value + " of " + rows.text + ')';
    }
    case 8:
      if (unit == Unit::plain && dice_.one_in(2)) {
        const Listed rows = list(row, depth - 1);
        return "(count of different " + countable_fact(rows.row) + " of " + rows.text + ')';
      }
      if (unit == Unit::plain) return "(count of " + list(row, depth - 1).text + ')';
      if (unit == Unit::days) return '(' + day(row, depth - 1) + " - " + day(row, depth - 1) + ')';
      if (unit == Unit::rate) return "income-line";
      return deeper();
    case 9:
      if (unit != Unit::plain) return deeper();
      if (dice_.one_in(2)) return dice_.of({"cap", "future-cap"});
      if (is_person(row))
        return "(" + dice_.of({"age", "corrected-age"}) + " in " + dice_.of({"days", "weeks", "months", "years"}) + ')';
      return "(count of { " + answer(row, depth - 1) + ", " + answer(row, depth - 1) + " })";
    case 10:
      if (unit == Unit::plain && dice_.one_in(3))
        return "((" + amount(row, Unit::rate, depth - 1) + ") as money per " +
               dice_.of({"month ÷ £100 per month", "quarter ÷ £12.50 per quarter"}) + ')';
      if (unit == Unit::plain) {
        const Unit other = static_cast<Unit>(1 + dice_.below(3));
        return '(' + amount(row, other, depth - 1) + " ÷ " + amount(row, other, depth - 1) + ')';
      }
      return deeper();
    case 11: {
      const std::string own = of_list(row, unit);
      return own.empty() ? literal(unit) : own;
    }
    case 12:
      if (unit == Unit::days && is_person(row) && assumptions_) return "(gestation at " + day(row, depth - 1) + ')';
      return deeper();
    case 13:
    case 14: {
      const Listed there = another(row, depth - 1);
      const std::string value = there.text.empty() ? "" : of_list(there.row, unit);
      return value.empty() ? deeper() : '(' + value + " of " + there.text + ')';
    }
    default: return number_fact(row, unit);
  }
}

inline std::vector<std::string> Program::day_facts(const Row& row) {
  std::vector<std::string> facts;
  if (row.record == Of::worker) facts.emplace_back("started");
  if (sees(row.record, Of::family)) facts.emplace_back("since");
  if (is_person(row)) facts.insert(facts.end(), {"date-of-birth", "expected-date"});
  if (row.record == Of::contact) facts.insert(facts.end(), {"date", "ended"});
  for (const Named& named : days_)
    if (sees(row.record, named.record)) facts.push_back(named.name);
  return facts;
}

inline std::string Program::day(const Row& row, int depth) {
  const std::vector<std::string> facts = day_facts(row);
  if (depth <= 0) return dice_.one_in(3) ? dice_.of({"2024-02-29", "2025-06-30", "as at"}) : dice_.of(facts);
  const std::size_t kind = dice_.below(10);
  if (!has_lists(row) && (kind == 3 || kind == 4)) return dice_.of(facts);
  switch (kind) {
    case 0:
      return '(' + dice_.of({"3 months", "1 year", "11 months"}) + dice_.of({" after ", " before "}) + day(row, depth - 1) +
             dice_.of({" rounded up", " rounded down"}) + ')';
    case 1: return '(' + dice_.of({"2 weeks", "40 days"}) + dice_.of({" after ", " before "}) + day(row, depth - 1) + ')';
    case 2:
      return '(' + dice_.of({"later of", "earlier of"}) + " { " + day(row, depth - 1) + ", " + day(row, depth - 1) + " })";
    case 3: {
      std::string word;
      const Listed rows = dated_list(row, depth - 1, word);
      return '(' +
             dice_.of(rows.row.record == Of::contact ? std::vector<std::string>{"date", "ended"}
                                                     : std::vector<std::string>{"date-of-birth"}) +
             " of " + word + ' ' + rows.text + ')';
    }
    case 4: {
      const Listed rows = list(row, depth - 1);
      return '(' + dice_.of({"lowest ", "highest "}) + (rows.row.record == Of::contact ? "date" : "date-of-birth") + " of " +
             rows.text + ')';
    }
    case 5: return is_person(row) ? "turning 2 years" : dice_.of(facts);
    case 6: return "(next " + dice_.of({"terms", "year-ends"}) + " after " + day(row, depth - 1) + ')';
    case 7:
    case 8: {
      const Listed there = another(row, depth - 1);
      return there.text.empty() ? dice_.of(facts) : '(' + dice_.of(day_facts(there.row)) + " of " + there.text + ')';
    }
    default: return dice_.of(facts);
  }
}

inline std::string Program::any_fact(const Row& row) {
  std::vector<std::string> seen;
  if (sees(row.record, Of::family)) seen.insert(seen.end(), {"income", "lone", "since", "area", "decile", "rooms", "heated"});
  if (is_person(row)) seen.insert(seen.end(), {"grade", "flagged", "gestation", "date-of-birth", "relation", "wants"});
  if (row.record == Of::contact) seen.insert(seen.end(), {"kind", "score", "seen", "date", "cost"});
  if (row.record == Of::worker) seen.insert(seen.end(), {"team", "busy", "started", "caseload"});
  for (const Named& rule : rules_)
    if (sees(row.record, rule.record) && !rule.child) seen.push_back(rule.name);
  return dice_.of(seen);
}

// What `count of different` may count.
inline std::string Program::countable_fact(const Row& row) {
  std::vector<std::string> seen{"area", "rooms", "since", "lone"};
  if (is_person(row)) seen.insert(seen.end(), {"grade", "grade", "flagged", "relation", "weight"});
  if (row.record == Of::contact) seen.insert(seen.end(), {"kind", "kind", "minutes", "seen", "date"});
  for (const Named& scheme : tiers_)
    if (sees(row.record, scheme.record)) seen.push_back(scheme.name);
  return dice_.of(seen);
}

}  // namespace fairstart::equivalence
