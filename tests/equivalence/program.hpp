// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/equivalence/dice.hpp"

// Random well-typed programs in the language itself.
namespace fairstart::equivalence {

enum class Of : std::uint8_t { place, family, person, contact };

// The records that all programs are about. Names of codes, levels and facts never meet.
inline constexpr const char* records = R"(framework test.random "Random" {
}

unit item, items

codes relations "Relations" {
  offspring "Offspring"
  mother    "Mother"
  father    "Father"
  group elders "Elders" { mother, father }
}
codes grades "Grades" in order {
  lowish "Lowish"
  middling "Middling"
  highish "Highish"
}
codes kinds "Kinds" {
  visit "Visit"
  call "Call"
  letter "Letter"
  form "Form"
  group spoken "Spoken" { visit, call }
}

record place, places "Place" {
  key      place-id
  district : text
  decile   : whole number, from 1 to 10
}
record family, families "Family" {
  key        family-id
  belongs to place by place-id
  income     : money per year
  lone       : yes/no
  damp       : yes/no
  rooms      : whole number, from 0 to 20
  since      : date
  area       : text
}
record person, people "Person" {
  key           person-id
  belongs to    family by family-id
  date-of-birth : date
  date-of-death : date
  relation      : one of relations
  grade         : one of grades
  flagged       : yes/no
  ill           : yes/no
  weight        : number
  gestation     : days, from 22 weeks to 45 weeks
}
record contact, contacts "Contact" {
  key        contact-id
  belongs to person by person-id
  happens on date
  date       : date
  kind       : one of kinds
  score      : number, from 0 to 30
  cost       : money
  minutes    : whole number
  seen       : yes/no
  ended      : date
}

role child, children "Child" is person where (relation is offspring and date-of-birth is on or before as at)
role grown-up, grown-ups "Grown-up" is person where (relation is one of { elders })

parameter cap "A limit" : whole number {
  from 2024-01-01 to 2024-12-31  3
  from 2026-01-01  5
}
parameter income-line "A line" : money per year {
  value  £22,900 per year
}
parameter future-cap "Not yet there" : whole number {
  from 2030-01-01  7
}
)";

class Program {
 public:
  // Without assumptions: no `or else`, `counts as` or `is known`, so that whatever is certain stays so when more is known.
  explicit Program(std::uint64_t seed, bool assumptions = true) : dice_(seed), assumptions_(assumptions) {}

  // The first `count` declarations of the program; those before a given one never depend on later ones.
  std::string text(std::size_t count) {
    std::string out = records;
    for (std::size_t i = 0; i < count; ++i) out += declaration(i);
    return out;
  }

 private:
  enum class Unit : std::uint8_t { plain, money, rate, days };
  struct Row {
    Of record;
    bool child = false;
  };
  struct Named {
    std::string name;
    Of record;
    bool child = false;
  };
  struct Number {
    std::string name;
    Of record;
    Unit unit;
  };

  static std::string for_(Of record) { return record == Of::family ? "family" : record == Of::person ? "person" : "contact"; }
  static bool sees(Of row, Of other) { return other <= row; }  // itself and its owners

  std::string declaration(std::size_t i) {
    const std::string number = std::to_string(i);
    const Of record = std::vector{Of::family, Of::family, Of::person, Of::person, Of::contact}[dice_.below(5)];
    switch (dice_.below(12)) {
      case 0: return score("points-" + number, record);
      case 1: return tiers("tiers-" + number, number, record);
      case 2: return segments("segments-" + number, number, record);
      case 3: {
        const Unit unit = static_cast<Unit>(dice_.below(4));
        const std::string text =
            "define number-" + number + " for " + for_(record) + "\n  means " + amount({record}, unit, 3) + "\n";
        // What has no row of its own is a number all the same.
        numbers_.push_back({"number-" + number, record, unit});
        return text;
      }
      case 4: {
        const std::string text = "define day-" + number + " for " + for_(record) + "\n  means " + day({record}, 3) + "\n";
        days_.push_back({"day-" + number, record});
        return text;
      }
      default: {
        const bool child = record == Of::person && dice_.one_in(3);
        const std::string text = "define rule-" + number + " for " + (child ? "child" : for_(record)) + "\n  means " +
                                 answer({record, child}, 4) + "\n";
        rules_.push_back({"rule-" + number, record, child});
        return text;
      }
    }
  }

  std::string score(const std::string& name, Of record) {
    std::string out = "score " + name + " for " + for_(record) + " \"Points\" {\n";
    const std::size_t items = 1 + dice_.below(4);
    for (std::size_t i = 0; i < items; ++i) {
      out += dice_.one_in(4) ? "  minus " : "  ";
      out += std::to_string(2 + dice_.below(4)) + " points ";
      const bool each = record != Of::contact && dice_.one_in(3);
      out += each ? "for each " + list({record}, 2).text : "when " + answer({record}, 2);
      if (dice_.one_in(3)) out += ", up to " + std::to_string(1 + dice_.below(6));
      out += '\n';
    }
    numbers_.push_back({name, record, Unit::plain});
    return out + "}\n";
  }

  std::string tiers(const std::string& name, const std::string& number, Of record) {
    std::string out = "tiers " + name + " for " + for_(record) + " \"Tiers\" {\n  first-" + number + " \"First\"\n";
    out += "  second-" + number + " \"Second\" when " + answer({record}, 3) + '\n';
    out += "  third-" + number + " \"Third\" when " + answer({record}, 3) + "\n}\n";
    tiers_.push_back({name, record});
    return out;
  }

  std::string segments(const std::string& name, const std::string& number, Of record) {
    std::string out = "segments " + name + " for " + for_(record) + " \"Segments\" {\n";
    out += "  first-" + number + " \"First\" when " + answer({record}, 3) + '\n';
    out += "  second-" + number + " \"Second\" when " + answer({record}, 3) + '\n';
    out += "  third-" + number + " \"Third\" otherwise\n}\n";
    segments_.push_back({name, record});
    return out;
  }

  // --- lists
  struct Listed {
    std::string text;
    Row row;
  };

  Listed list(Row from, int depth) {
    std::vector<Listed> choices;
    choices.push_back({"contacts", {Of::contact}});
    if (from.record == Of::family || dice_.one_in(3)) {
      choices.push_back({"children", {Of::person, true}});
      choices.push_back({"people", {Of::person}});
      choices.push_back({"grown-ups", {Of::person}});
    }
    Listed out = dice_.of(choices);
    if (depth > 0 && !dice_.one_in(4)) out.text += " where (" + answer(out.row, depth - 1) + ")";
    if (out.row.record == Of::contact && dice_.one_in(3)) {
      out.text += " within " + dice_.of({"12 months", "6 weeks", "1 year", "90 days"});
      if (dice_.one_in(3)) out.text += dice_.of({" after ", " before "}) + day({Of::contact}, 0);
    }
    return out;
  }

  Listed dated_list(Row from, int depth, std::string& word) {
    Listed out = list(from, depth);
    if (out.row.record == Of::contact)
      word = dice_.of({"latest", "latest recorded", "earliest"});
    else
      word = dice_.of({"youngest", "oldest"});
    return out;
  }

  // --- values
  static std::vector<Number> facts() {
    return {{"decile", Of::place, Unit::plain},    {"rooms", Of::family, Unit::plain},    {"income", Of::family, Unit::rate},
            {"weight", Of::person, Unit::plain},   {"gestation", Of::person, Unit::days}, {"score", Of::contact, Unit::plain},
            {"minutes", Of::contact, Unit::plain}, {"cost", Of::contact, Unit::money}};
  }

  std::string literal(Unit unit) {
    switch (unit) {
      case Unit::plain: return dice_.of({"0", "1", "2", "3", "5", "12.5", "-2", "1,240"});
      case Unit::money: return dice_.of({"£0", "£12.06", "£86", "£1,000", "-£5"});
      case Unit::rate: return dice_.of({"£0 per year", "£22,900 per year", "£10,000.50 per year"});
      case Unit::days: return dice_.of({"37 weeks", "36 weeks 6 days", "10 days", "300 days"});
    }
    return "0";
  }

  std::string number_fact(Row row, Unit unit) {
    std::vector<std::string> seen;
    for (const Number& fact : facts())
      if (fact.unit == unit && sees(row.record, fact.record)) seen.push_back(fact.name);
    return seen.empty() ? literal(unit) : dice_.of(seen);
  }

  // A fact or earlier number of the listed row itself.
  std::string of_list(Row row, Unit unit) {
    std::vector<std::string> own;
    for (const Number& fact : facts())
      if (fact.unit == unit && sees(row.record, fact.record)) own.push_back(fact.name);
    for (const Number& number : numbers_)
      if (number.unit == unit && sees(row.record, number.record)) own.push_back(number.name);
    return own.empty() ? "" : dice_.of(own);
  }

  std::string amount(Row row, Unit unit, int depth) {
    if (depth <= 0) return dice_.one_in(3) ? literal(unit) : number_fact(row, unit);
    const auto deeper = [&] { return amount(row, unit, depth - 1); };
    switch (dice_.below(13)) {
      case 0: return '(' + deeper() + " + " + deeper() + ')';
      case 1: return '(' + deeper() + " - " + deeper() + ')';
      case 2: return '(' + deeper() + " × " + amount(row, Unit::plain, depth - 1) + ')';
      case 3: return '(' + deeper() + " ÷ " + amount(row, Unit::plain, depth - 1) + ')';
      case 4: return '(' + dice_.of({"highest of", "lowest of"}) + " { " + deeper() + ", " + deeper() + " })";
      case 5: {
        if (!assumptions_) return number_fact(row, unit);
        const std::string otherwise = literal(unit);  // no sign may stand after `or else`
        return '(' + number_fact(row, unit) + " or else " + otherwise.substr(otherwise.front() == '-' ? 1 : 0) + ')';
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
        if (unit == Unit::plain) return "(count of " + list(row, depth - 1).text + ')';
        if (unit == Unit::days) return '(' + day(row, depth - 1) + " - " + day(row, depth - 1) + ')';
        if (unit == Unit::rate) return "income-line";
        return deeper();
      case 9:
        if (unit != Unit::plain) return deeper();
        if (dice_.one_in(2)) return dice_.of({"cap", "future-cap"});
        if (row.record >= Of::person) return "(age in " + dice_.of({"days", "weeks", "months", "years"}) + ')';
        return "(count of { " + answer(row, depth - 1) + ", " + answer(row, depth - 1) + " })";
      case 10:
        if (unit == Unit::plain) {
          const Unit other = static_cast<Unit>(1 + dice_.below(3));
          return '(' + amount(row, other, depth - 1) + " ÷ " + amount(row, other, depth - 1) + ')';
        }
        return deeper();
      case 11: {
        const std::string own = of_list(row, unit);
        return own.empty() ? literal(unit) : own;
      }
      default: return number_fact(row, unit);
    }
  }

  std::string day(Row row, int depth) {
    std::vector<std::string> facts{"since"};
    if (row.record >= Of::person) facts.emplace_back("date-of-birth");
    if (row.record == Of::contact) facts.insert(facts.end(), {"date", "ended"});
    for (const Named& named : days_)
      if (sees(row.record, named.record)) facts.push_back(named.name);
    if (depth <= 0) return dice_.one_in(3) ? dice_.of({"2024-02-29", "2025-06-30", "as at"}) : dice_.of(facts);
    switch (dice_.below(7)) {
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
      case 5: return row.record >= Of::person ? "turning 2 years" : dice_.of(facts);
      default: return dice_.of(facts);
    }
  }

  std::string any_fact(Row row) {
    std::vector<std::string> seen{"income", "lone", "since", "area", "decile", "rooms"};
    if (row.record >= Of::person) seen.insert(seen.end(), {"grade", "flagged", "gestation", "date-of-birth", "relation"});
    if (row.record == Of::contact) seen.insert(seen.end(), {"kind", "score", "seen", "date", "cost"});
    for (const Named& rule : rules_)
      if (sees(row.record, rule.record) && !rule.child) seen.push_back(rule.name);
    return dice_.of(seen);
  }

  std::string yes_no_fact(Row row) {
    std::vector<std::string> seen{"lone", "damp"};
    if (row.record >= Of::person) seen.insert(seen.end(), {"flagged", "ill"});
    if (row.record == Of::contact) seen.emplace_back("seen");
    for (const Named& rule : rules_)
      if (sees(row.record, rule.record) && (!rule.child || (row.child && rule.record == row.record))) seen.push_back(rule.name);
    return dice_.of(seen);
  }

  std::string code_test(Row row) {
    if (row.record == Of::contact && dice_.one_in(2))
      return "kind is " + dice_.of({"visit", "spoken", "not letter", "one of { spoken, form }", "not one of { call, letter }",
                                    assumptions_ ? "not known" : "call"});
    if (row.record >= Of::person) {
      if (dice_.one_in(2))
        return "relation is " + dice_.of({"offspring", "elders", "not mother", "one of { offspring, mother, father }"});
      return "grade is " +
             dice_.of({"middling", "at least middling", "under highish", "over lowish", "not highish", "at most middling"});
    }
    return "area is " + dice_.of({"\"North\"", "not \"South\"", "\"Nowhere at all\"", "district"});
  }

  std::string level_test(Row row) {
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
    return tests.empty() ? code_test(row) : dice_.of(tests);
  }

  // One test, ready to stand beside `and`.
  std::string test(Row row, int depth) {
    if (depth <= 0) return dice_.one_in(3) ? code_test(row) : yes_no_fact(row);
    const auto part = [&] { return '(' + answer(row, depth - 1) + ')'; };
    const Unit unit = static_cast<Unit>(dice_.below(4));
    switch (dice_.below(17)) {
      case 0: return "not " + part();
      case 1: return dice_.of({"any of", "all of", "none of"}) + " { " + part() + ", " + part() + " }";
      case 2:
        return dice_.of({"at least ", "at most ", "exactly "}) + dice_.of({"1", "2"}) + " of { " + part() + ", " + part() +
               ", " + part() + " }";
      case 3: return "any " + list(row, depth - 1).text;
      case 4: return "no " + list(row, depth - 1).text;
      case 5:
        return dice_.of({"at least ", "at most ", "exactly "}) + dice_.of({"1 ", "2 ", "cap "}) + list(row, depth - 1).text;
      case 6: {
        const Listed rows = list(row, depth - 1);
        return "every " + rows.text + " has (" + answer(rows.row, depth - 1) + ')';
      }
      case 7: return '(' + answer(row, depth - 1) + (assumptions_ ? " unknown counts as " + dice_.of({"yes", "no"}) : "") + ')';
      case 8:
        if (!assumptions_) return code_test(row);
        return any_fact(row) +
               dice_.of({" is known", " is not known", " is declined", " is not asked", " is not recorded", " is unknown"});
      case 9:
      case 10:
        return amount(row, unit, depth - 1) +
               dice_.of({" is under ", " is over ", " is at least ", " is at most ", " is ", " is not "}) +
               amount(row, unit, depth - 1);
      case 11:  // two written numbers the wrong way round would be refused
        return amount(row, unit, depth - 1) + " is between " + literal(unit) + " and (highest of { " + literal(unit) + ", " +
               amount(row, unit, depth - 1) + " })";
      case 12:
        return day(row, depth - 1) + dice_.of({" is before ", " is after ", " is on or before ", " is on or after ", " is "}) +
               day(row, depth - 1);
      case 13:
        return row.record >= Of::person ? "age is " + dice_.of({"under 2 years", "at least 18 months", "under 40 weeks"})
                                        : yes_no_fact(row);
      case 14: return level_test(row);
      case 15: {
        std::string word;
        const Listed rows = dated_list(row, depth - 1, word);
        return '(' + yes_no_fact(rows.row) + " of " + word + ' ' + rows.text + ") is " + yes_no_fact(row);
      }
      default: return code_test(row);
    }
  }

  std::string answer(Row row, int depth) {
    const std::string joint = dice_.one_in(2) ? " and " : " or ";
    std::string out = test(row, depth);
    for (std::size_t more = dice_.below(3); more > 0; --more) out += joint + test(row, depth - 1);
    return out;
  }

  Dice dice_;
  bool assumptions_;
  std::vector<Named> rules_, days_, tiers_, segments_;
  std::vector<Number> numbers_;
};

}  // namespace fairstart::equivalence
