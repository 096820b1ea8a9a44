// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/equivalence/program.hpp"

// The declarations of random programs.
namespace fairstart::equivalence {

inline std::string Program::mapping() {
  if (dice_.one_in(3)) return "";
  std::string out = "mapping extract for test.random \"Extract\" {\n";
  if (!dice_.one_in(4)) out += "  extracted on " + dice_.of({"2025-12-31", "2026-01-02", "2025-10-15", "2024-03-31"}) + '\n';
  if (dice_.one_in(2))
    out += "  covers contact from " + dice_.of({"2024-01-01", "2025-12-01 to 2026-03-01", "2025-03-15"}) + '\n';
  if (dice_.one_in(2))
    out += "  partial contact where (" +
           dice_.of({"kind is call", "kind is one of { letter, form }", "seen", "not seen", "minutes is over 10"}) +
           ") \"Why\"\n";
  if (dice_.one_in(4)) out += "  partial person where (relation is one of { elders }) \"Why\"\n";
  return out + "  file \"contacts.csv\" gives contact { contact-id from \"A\", person-id from \"B\" }\n}\n";
}

inline std::string Program::declaration(std::size_t i) {
  const std::string number = std::to_string(i);
  const Of record = std::vector{
      Of::family, Of::family, Of::family, Of::person, Of::person, Of::person, Of::contact, Of::worker}[dice_.below(8)];
  const std::string of = " for " + word(record);
  switch (dice_.below(18)) {
    case 0: return score("points-" + number, record);
    case 1: return tiers("tiers-" + number, number, record);
    case 2: return segments("segments-" + number, number, record);
    case 3:
    case 4: {
      const Unit unit = static_cast<Unit>(dice_.below(4));
      const std::string text = "define number-" + number + of + "\n  means " + amount({record}, unit, 3) + "\n";
      // What has no row of its own is a number all the same.
      numbers_.push_back({"number-" + number, record, unit});
      return text;
    }
    case 5: {
      const std::string text = "define day-" + number + of + "\n  means " + day({record}, 3) + "\n";
      days_.push_back({"day-" + number, record});
      return text;
    }
    case 6: return groups("groups-" + number, number, record);
    case 7: return table("table-" + number, record);
    case 8: {
      if (record == Of::worker) return "";
      const std::string text = "window window-" + number + of + " from " + day({record}, 1) + " to " + day({record}, 1) + "\n";
      windows_.push_back({"window-" + number, record});
      return text;
    }
    case 9: return dice_.one_in(2) ? offer("offer-" + number, record) : schedule("schedule-" + number);
    case 10: return dice_.one_in(2) ? outcome(number) : "";
    default: {
      const Role role = record == Of::person && dice_.one_in(3) ? Role::child : Role::none;
      const std::string text = "define rule-" + number + " for " + (role == Role::child ? "child" : word(record)) +
                               "\n  means " + answer({record, role}, 4) + "\n";
      rules_.push_back({"rule-" + number, record, role == Role::child});
      return text;
    }
  }
}

inline std::string Program::score(const std::string& name, Of record) {
  std::string out = "score " + name + " for " + word(record) + " \"Points\" {\n";
  const std::size_t items = 1 + dice_.below(4);
  for (std::size_t i = 0; i < items; ++i) {
    out += dice_.one_in(4) ? "  minus " : "  ";
    out += std::to_string(2 + dice_.below(4)) + " points ";
    const bool each = record < Of::contact && dice_.one_in(3);
    out += each ? "for each " + plain_list({record}, 2).text : "when " + answer({record}, 2);
    if (dice_.one_in(3)) out += ", up to " + std::to_string(1 + dice_.below(6));
    out += '\n';
  }
  numbers_.push_back({name, record, Unit::plain});
  return out + "}\n";
}

inline std::string Program::tiers(const std::string& name, const std::string& number, Of record) {
  std::string out = "tiers " + name + " for " + word(record) + " \"Tiers\" {\n  first-" + number + " \"First\"\n";
  out += "  second-" + number + " \"Second\" when " + answer({record}, 3) + '\n';
  out += "  third-" + number + " \"Third\" when " + answer({record}, 3) + "\n}\n";
  tiers_.push_back({name, record});
  return out;
}

inline std::string Program::segments(const std::string& name, const std::string& number, Of record) {
  std::string out = "segments " + name + " for " + word(record) + " \"Segments\" {\n";
  out += "  first-" + number + " \"First\" when " + answer({record}, 3) + '\n';
  out += "  second-" + number + " \"Second\" when " + answer({record}, 3) + '\n';
  out += "  third-" + number + " \"Third\" otherwise\n}\n";
  segments_.push_back({name, record});
  return out;
}

inline std::string Program::groups(const std::string& name, const std::string& number, Of record) {
  std::string out = "groups " + name + " for " + word(record) + " \"Groups\" {\n";
  out += "  first-" + number + " \"First\" when " + answer({record}, 3) + '\n';
  out += "  second-" + number + " \"Second\" when " + answer({record}, 3) + "\n}\n";
  groups_.push_back({name, record});
  return out;
}

// One or two columns, cut up so that the rows are complete and never overlap.
inline std::string Program::table(const std::string& name, Of record) {
  struct Column {
    std::string operand;
    std::vector<std::string> cells;
  };
  std::vector<Column> all;
  if (sees(record, Of::family)) {
    all.push_back({"lone", {"yes", "no"}});
    all.push_back({"rooms", {"< 3", "3 to 5", "> 5"}});
  }
  if (sees(record, Of::person)) {
    all.push_back({"grade", {"lowish", "middling, highish"}});
    all.push_back({"relation", {"offspring", "elders"}});
    // That a fact is unknown is an assumption like `is known`.
    all.push_back(
        {"flagged", assumptions_ ? std::vector<std::string>{"no", "yes", "unknown"} : std::vector<std::string>{"no", "yes"}});
  }
  if (record == Of::contact) all.push_back({"score", {"< 12.5", ">= 12.5"}});
  if (record == Of::worker) {
    all.push_back({"team", {"red", "blue, green"}});
    all.push_back({"busy", {"yes", "no"}});
  }
  for (const Named& scheme : tiers_)
    if (sees(record, scheme.record)) {
      const std::string end = scheme.name.substr(scheme.name.find('-'));
      all.push_back({scheme.name, {"first" + end, "second" + end + ", third" + end}});
    }
  const Column a = dice_.of(all), b = dice_.of(all);
  const bool two = a.operand != b.operand && dice_.one_in(2);
  const Unit unit = static_cast<Unit>(dice_.below(4));
  const bool answers = dice_.one_in(3);
  const auto value = [&] {
    return answers ? dice_.of({"yes", "no"}) : unit == Unit::days ? dice_.of({"10 days", "2 weeks"}) : literal(unit);
  };
  const std::string type = answers               ? "yes/no"
                           : unit == Unit::plain ? "number"
                           : unit == Unit::money ? "money"
                           : unit == Unit::rate  ? "money per year"
                                                 : "days";
  std::string out = "table " + name + " for " + word(record) + " \"Table\" : " + type + " {\n  " + a.operand +
                    (two ? " | " + b.operand : "") + " | gives " + name + '\n';
  for (const std::string& cell : a.cells) {
    if (!two || dice_.one_in(4)) {
      out += "  " + cell + (two ? " | any" : "") + " | " + value() + '\n';
      continue;
    }
    for (const std::string& other : b.cells) out += "  " + cell + " | " + other + " | " + value() + '\n';
  }
  if (answers)
    rules_.push_back({name, record});
  else
    numbers_.push_back({name, record, unit});
  return out + "}\n";
}

inline std::string Program::offer(const std::string& name, Of record) {
  if (record == Of::contact || record == Of::worker) return "";
  const Row row{record};
  std::string out = "offer " + name + " for " + word(record) + " \"Offer\" {\n  when " + answer(row, 2) + '\n';
  const std::string from = record == Of::person ? "date-of-birth" : "since";
  switch (dice_.below(4)) {
    case 0: out += "  due within " + dice_.of({"4 weeks", "2 months"}) + " of " + from + '\n'; break;
    case 1: out += "  due from 10 days to 40 days after " + from + '\n'; break;
    case 2: out += "  due from 3 weeks to 1 week before " + from + '\n'; break;
    default: out += "  due by " + from + '\n'; break;
  }
  out += "  met by contact where (" + answer(inside(row, Of::contact, Role::none), 1) + ")\n";
  return out + "  amount " + dice_.of({"1 item", "3 items"}) + "\n}\n";
}

inline std::string Program::schedule(const std::string& name) {
  return "schedule " + name + " for child \"Schedule\" {\n  gives contact by kind, minutes\n  late after 4 weeks\n" +
         "  on turning 8 weeks visit 1, call 1\n  on turning 1 year visit 2 when " + answer({Of::person, Role::child}, 2) +
         "\n}\n";
}

inline std::string Program::outcome(const std::string& number) {
  const Row contact{Of::contact};
  return "outcome outcome-" + number + " \"Outcome\" {\n  indicator share-" + number +
         " \"Share\" {\n    among contact where (date is in period and (" + answer(contact, 1) + "))\n    count " +
         answer(contact, 2) + "\n    show percent\n    better higher\n  }\n}\n";
}

}  // namespace fairstart::equivalence
