// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Small rule sets as trees: written out in the language by text(), worked out plainly by the oracle (oracle.hpp).
namespace fairstart::meaning {

enum class At : std::uint8_t { family, person, event };

// The facts, in the order of `fact_fields`.
enum class Domain : std::uint8_t { yes_no, code, number, day };
struct FactField {
  const char* name;
  At at;
  Domain domain;
};
namespace fact {
enum Fact : std::size_t { fa, fb, fc, grade, k, m, since, pa, pb, sort, n, seen, kind, mark, date };
}
inline constexpr FactField fact_fields[] = {
    {"fa", At::family, Domain::yes_no},  {"fb", At::family, Domain::yes_no},  {"fc", At::family, Domain::yes_no},
    {"grade", At::family, Domain::code}, {"k", At::family, Domain::number},   {"m", At::family, Domain::number},
    {"since", At::family, Domain::day},  {"pa", At::person, Domain::yes_no},  {"pb", At::person, Domain::yes_no},
    {"sort", At::person, Domain::code},  {"n", At::person, Domain::number},   {"seen", At::event, Domain::yes_no},
    {"kind", At::event, Domain::code},   {"mark", At::event, Domain::number}, {"date", At::event, Domain::day}};

inline constexpr const char* small_records = R"(framework test.small "Small" {
}
codes grades "Grades" in order { low "Low", middle "Middle", high "High" }
codes sorts "Sorts" { apple "Apple", pear "Pear", plum "Plum" }
codes kinds "Kinds" { red "Red", green "Green", blue "Blue", group warm "Warm" { red, green } }
record family, families "Family" {
  key family-id
  fa : yes/no,  fb : yes/no,  fc : yes/no,  grade : one of grades,  since : date
  k : whole number, from 0 to 3
  m : whole number, from 0 to 3
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  pa : yes/no,  pb : yes/no,  sort : one of sorts
  n : whole number, from 0 to 3
}
record event, events "Event" {
  key event-id,  belongs to family by family-id,  happens on date
  seen : yes/no,  kind : one of kinds,  date : date
  mark : whole number, from 0 to 3
}
)";

enum class Form : std::uint8_t {
  // answers
  fact,        // a: field
  code_is,     // a: field, b: code (3 with kinds: the group)
  code_from,   // a: field in order, b: code
  day_before,  // a: field, b: which written day
  compare,     // a: under, over, at least, at most, is, is not; two numbers
  negation,
  all,
  some,
  of_set,  // a: at least, at most, exactly; b: how many
  any,     // a list (parts[0]: its condition)
  none,
  every,       // and a claim
  of_list,     // a, b as of_set
  rule,        // a: which declaration
  from_level,  // tiers at or over level a
  in_segment,  // a: which
  in_group,    // a: which
  person_rule,
  // numbers
  literal,    // a
  number,     // a: field
  of_viewer,  // n of the person around
  add,
  subtract,
  greater,
  lesser,
  count,
  sum,        // a: field
  different,  // a: field
  latest,     // a: field
  score,
  table,
};

struct Node {
  Form form{};
  std::size_t a = 0, b = 0;
  std::vector<Node> parts = {};
  At list = At::family;    // of lists: their rows
  bool other = false;      // of lists of people, on a person's row
  std::size_t ranked = 0;  // of lists of events: only the so many latest; 0: all
};

// What is declared, in this order; each may rest on what stands before it.
struct RuleSet {
  Node person_rule;            // on a person's row
  std::vector<Node> items;     // of the score, with …
  std::vector<int> points;     // … their points
  std::vector<Node> groups;    // two
  std::vector<int> table;      // by fa (yes, no) and grade: six numbers
  std::vector<Node> tiers;     // two, above the first
  std::vector<Node> segments;  // two, before the last
  std::vector<Node> rules;     // on the family
  std::vector<Node> numbers;
};

inline constexpr const char* written_days[] = {"2024-10-04", "2025-11-08"};  // 20000, 20400
inline constexpr std::int64_t days_written[] = {20000, 20400};

inline std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

inline std::string text(const Node& node) {
  static const char* const counting[] = {"at least ", "at most ", "exactly "};
  static const char* const comparing[] = {" is under ", " is over ", " is at least ", " is at most ", " is ", " is not "};
  static const char* const codes[] = {"low", "middle", "high", "apple", "pear", "plum", "red", "green", "blue", "warm"};
  std::vector<std::string> parts;
  for (const Node& part : node.parts) parts.push_back(text(part));
  const auto code = [&] { return std::string(codes[node.b + (node.a == fact::grade ? 0 : node.a == fact::sort ? 3 : 6)]); };
  const auto list = [&] {
    const std::string rows = node.list == At::person ? "people" : "events";
    return (node.other        ? "other "
            : node.ranked > 0 ? "latest " + std::to_string(node.ranked) + ' '
                              : "") +
           rows + " where (" + parts[0] + ")";
  };
  switch (node.form) {
    case Form::fact:
    case Form::number: return fact_fields[node.a].name;
    case Form::code_is: return '(' + std::string(fact_fields[node.a].name) + " is " + code() + ')';
    case Form::code_from: return '(' + std::string(fact_fields[node.a].name) + " is at least " + code() + ')';
    case Form::day_before: return '(' + std::string(fact_fields[node.a].name) + " is before " + written_days[node.b] + ')';
    case Form::compare: return '(' + parts[0] + comparing[node.a] + parts[1] + ')';
    case Form::negation: return "(not " + parts[0] + ')';
    case Form::all: return '(' + joined(parts, " and ") + ')';
    case Form::some: return '(' + joined(parts, " or ") + ')';
    case Form::of_set: return '(' + (counting[node.a] + std::to_string(node.b)) + " of { " + joined(parts, ", ") + " })";
    case Form::any: return "(any " + list() + ')';
    case Form::none: return "(no " + list() + ')';
    case Form::every: return "(every " + list() + " has (" + parts[1] + "))";
    case Form::of_list: return '(' + (counting[node.a] + std::to_string(node.b)) + ' ' + list() + ')';
    case Form::rule: return "r" + std::to_string(node.a);
    case Form::from_level: return node.a == 1 ? "(support is at least more)" : "(support is at least most)";
    case Form::in_segment: return node.a == 0 ? "(part is one)" : node.a == 1 ? "(part is two)" : "(part is rest)";
    case Form::in_group: return node.a == 0 ? "(needs includes warmth)" : "(needs includes food)";
    case Form::person_rule: return "p1";
    case Form::literal: return std::to_string(node.a);
    case Form::of_viewer: return "n of the person";
    case Form::add: return '(' + parts[0] + " + " + parts[1] + ')';
    case Form::subtract: return '(' + parts[0] + " - " + parts[1] + ')';
    case Form::greater: return "highest of { " + joined(parts, ", ") + " }";
    case Form::lesser: return "lowest of { " + joined(parts, ", ") + " }";
    case Form::count: return "(count of " + list() + ')';
    case Form::sum: return "(sum of " + std::string(fact_fields[node.a].name) + " of " + list() + ')';
    case Form::different: return "(count of different " + std::string(fact_fields[node.a].name) + " of " + list() + ')';
    case Form::latest: return '(' + std::string(fact_fields[node.a].name) + " of latest " + list() + ')';
    case Form::score: return "need";
    case Form::table: return "visits";
  }
  return "";
}

inline std::string text(const RuleSet& set) {
  std::string out = small_records;
  out += "define p1 for person means " + text(set.person_rule) + '\n';
  out += "score need for family \"Need\" {\n";
  for (std::size_t i = 0; i < set.items.size(); ++i)
    out += std::string("  ") + (set.points[i] < 0 ? "minus " : "") + std::to_string(std::abs(set.points[i])) + " points when " +
           text(set.items[i]) + '\n';
  out += "}\ngroups needs for family \"Needs\" {\n  warmth \"Warmth\" when " + text(set.groups[0]) + "\n  food \"Food\" when " +
         text(set.groups[1]) + "\n}\n";
  out += "table visits for family \"Visits\" : whole number {\n  fa | grade | gives visits\n";
  for (std::size_t i = 0; i < 6; ++i) {
    static const char* const grades[] = {"low", "middle", "high"};
    out += std::string("  ") + (i < 3 ? "yes" : "no") + " | " + grades[i % 3] + " | " + std::to_string(set.table[i]) + '\n';
  }
  out += "}\ntiers support for family \"Support\" {\n  some \"Some\"\n  more \"More\" when " + text(set.tiers[0]) +
         "\n  most \"Most\" when " + text(set.tiers[1]) + "\n}\n";
  out += "segments part for family \"Part\" {\n  one \"One\" when " + text(set.segments[0]) + "\n  two \"Two\" when " +
         text(set.segments[1]) + "\n  rest \"Rest\" otherwise\n}\n";
  for (std::size_t i = 0; i < set.rules.size(); ++i)
    out += "define r" + std::to_string(i) + " for family means " + text(set.rules[i]) + '\n';
  for (std::size_t i = 0; i < set.numbers.size(); ++i)
    out += "define q" + std::to_string(i) + " for family means " + text(set.numbers[i]) + '\n';
  return out;
}

// Which of `count` choices, from 0: whoever draws (a property test's generator) decides.
using Choose = std::function<std::size_t(std::size_t count)>;

class Maker {
 public:
  explicit Maker(Choose choose) : choose_(std::move(choose)) {}

  RuleSet rule_set() {
    RuleSet set;
    set.person_rule = answer(At::person, 1, {});
    const std::size_t items = 1 + choose_(3);
    for (std::size_t i = 0; i < items; ++i) {
      set.items.push_back(answer(At::family, 1, {}));
      static constexpr int points[] = {2, 1, 3, -1};
      set.points.push_back(points[choose_(4)]);
    }
    with_score_ = true;
    for (int i = 0; i < 2; ++i) set.groups.push_back(answer(At::family, 1, {}));
    with_groups_ = true;
    for (int i = 0; i < 6; ++i) set.table.push_back(static_cast<int>(choose_(4)));
    with_table_ = true;
    for (int i = 0; i < 2; ++i) set.tiers.push_back(answer(At::family, 1, {}));
    with_tiers_ = true;
    for (int i = 0; i < 2; ++i) set.segments.push_back(answer(At::family, 1, {}));
    with_segments_ = true;
    for (int i = 0; i < 4; ++i) {
      set.rules.push_back(answer(At::family, 2, {}));
      ++rules_;
    }
    for (int i = 0; i < 2; ++i) set.numbers.push_back(number(At::family, 2, {}));
    return set;
  }

 private:
  struct Around {
    bool person = false;  // a person's row stands around the current one
  };

  bool one_in(std::size_t n) { return choose_(n) == n - 1; }

  Node fact(At at) {
    static constexpr std::size_t family[] = {fact::fa, fact::fb, fact::fc}, person[] = {fact::pa, fact::pb, fact::fa},
                                 event[] = {fact::seen, fact::seen, fact::fb};
    return {Form::fact, at == At::family ? family[choose_(3)] : at == At::person ? person[choose_(3)] : event[choose_(3)]};
  }
  std::size_t number_fact(At at) {
    return at == At::person  ? (one_in(4) ? fact::k : fact::n)
           : at == At::event ? (one_in(4) ? fact::m : fact::mark)
                             : (one_in(2) ? fact::m : fact::k);
  }
  std::size_t code_fact(At at) { return at == At::person ? fact::sort : at == At::event ? fact::kind : fact::grade; }

  Node with_list(Form form, At at, int depth, Around around) {
    Node node{form};
    node.list = one_in(2) ? At::event : At::person;
    node.other = node.list == At::person && at == At::person && one_in(2);
    if (at == At::person) around.person = true;
    node.parts.push_back(answer(node.list, depth - 1, around));
    return node;
  }

  Node answer(At at, int depth, Around around) {
    if (depth <= 0) {
      switch (choose_(5)) {
        case 2: return {Form::code_is, code_fact(at), choose_(at == At::event ? 4 : 3)};
        case 3: return {Form::compare, choose_(4), 0, {{Form::number, number_fact(at)}, {Form::literal, choose_(5)}}};
        case 4: {
          if (at == At::person && around.person)
            return {Form::compare, choose_(6), 0, {{Form::number, fact::n}, {Form::of_viewer}}};
          if (at == At::family)
            return one_in(2) ? Node{Form::code_from, fact::grade, choose_(3)} : Node{Form::day_before, fact::since, choose_(2)};
          if (at == At::event) return {Form::day_before, fact::date, choose_(2)};
          return fact(at);
        }
        default: return fact(at);
      }
    }
    const auto part = [&] { return answer(at, depth - 1, around); };
    switch (choose_(16)) {
      case 1: return {Form::negation, 0, 0, {part()}};
      case 2: return {Form::all, 0, 0, {part(), part()}};
      case 3: return {Form::some, 0, 0, {part(), part(), part()}};
      case 4: return {Form::of_set, choose_(3), 1 + choose_(2), {part(), part(), part()}};
      case 5: return with_list(one_in(2) ? Form::none : Form::any, at, depth, around);
      case 6: {
        Node node = with_list(Form::of_list, at, depth, around);
        node.a = choose_(3);
        node.b = 1 + choose_(2);
        return node;
      }
      case 7: {
        Node node = with_list(Form::every, at, depth, around);
        if (node.list == At::event && one_in(3)) node.ranked = 1 + choose_(2);
        if (at == At::person) around.person = true;
        node.parts.push_back(answer(node.list, depth - 1, around));
        return node;
      }
      case 8:
      case 9:
      case 10: return {Form::compare, choose_(6), 0, {number(at, depth - 1, around), number(at, depth - 1, around)}};
      case 11:
        if (rules_ > 0 && at != At::event) return {Form::rule, choose_(rules_)};
        return part();
      case 12:
        if (with_tiers_) return {Form::from_level, 1 + choose_(2)};
        return part();
      case 13:
        if (with_segments_) return {Form::in_segment, choose_(3)};
        return part();
      case 14:
        if (with_groups_) return {Form::in_group, choose_(2)};
        return part();
      case 15:
        if (at == At::person && with_score_) return {Form::person_rule};
        return part();
      default: return part();
    }
  }

  Node number(At at, int depth, Around around) {
    if (depth <= 0) return one_in(2) ? Node{Form::literal, choose_(5)} : Node{Form::number, number_fact(at)};
    const auto part = [&] { return number(at, depth - 1, around); };
    switch (choose_(11)) {
      case 1: return {Form::add, 0, 0, {part(), part()}};
      case 2: return {Form::subtract, 0, 0, {part(), part()}};
      case 3: return {one_in(2) ? Form::lesser : Form::greater, 0, 0, {part(), part()}};
      case 4: return with_list(Form::count, at, depth, around);
      case 5: {
        Node node = with_list(Form::sum, at, depth, around);
        node.a = node.list == At::person ? fact::n : fact::mark;
        if (node.list == At::event && one_in(3)) node.ranked = 1 + choose_(2);
        return node;
      }
      case 6: {
        Node node = with_list(Form::different, at, depth, around);
        node.a = node.list == At::person ? (one_in(2) ? fact::n : fact::sort) : (one_in(2) ? fact::mark : fact::kind);
        return node;
      }
      case 7: {
        Node node{Form::latest, fact::mark};
        node.list = At::event;
        if (at == At::person) around.person = true;
        node.parts.push_back(answer(At::event, depth - 1, around));
        return node;
      }
      case 8:
        if (with_score_) return {Form::score};
        return part();
      case 9:
        if (with_table_) return {Form::table};
        return part();
      default: return {Form::number, number_fact(at)};
    }
  }

  Choose choose_;
  std::size_t rules_ = 0;
  bool with_score_ = false, with_groups_ = false, with_table_ = false, with_tiers_ = false, with_segments_ = false;
};

}  // namespace fairstart::meaning
