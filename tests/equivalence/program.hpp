// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/equivalence/dice.hpp"
#include "tests/equivalence/records.hpp"

// Random well-typed programs in the language itself.
namespace fairstart::equivalence {

enum class Of : std::uint8_t { place, family, person, contact, worker };

class Program {
 public:
  // Without assumptions: no `or else`, `counts as`, `is known` or `gestation at`, so that whatever is certain stays so when
  // more is known.
  explicit Program(std::uint64_t seed, bool assumptions = true) : dice_(seed), assumptions_(assumptions) {}

  // The first `count` declarations of the program; those before a given one never depend on later ones.
  std::string text(std::size_t count) {
    std::string out = records;
    out += mapping();
    for (std::size_t i = 0; i < count; ++i) out += declaration(i);
    return out;
  }

 private:
  enum class Unit : std::uint8_t { plain, money, rate, days };
  enum class Role : std::uint8_t { none, child, grown_up };
  // A row, and the rows around it as written, nearest first.
  struct Around {
    Of record;
    Role role;
  };
  struct Row {
    Of record;
    Role role = Role::none;
    std::vector<Around> around = {};
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
  struct Listed {
    std::string text;
    Row row;
  };

  static std::string word(Of record);
  static std::string word(Role role);
  // Itself and its owners.
  static bool sees(Of row, Of other) { return row == Of::worker || other == Of::worker ? row == other : other <= row; }
  static bool is_person(const Row& row) { return row.record == Of::person || row.record == Of::contact; }
  static bool has_lists(const Row& row) { return row.record != Of::worker; }

  // --- declarations (program_declarations.hpp)
  std::string mapping();
  std::string declaration(std::size_t i);
  std::string score(const std::string& name, Of record);
  std::string tiers(const std::string& name, const std::string& number, Of record);
  std::string segments(const std::string& name, const std::string& number, Of record);
  std::string groups(const std::string& name, const std::string& number, Of record);
  std::string table(const std::string& name, Of record);
  std::string offer(const std::string& name, Of record);
  std::string schedule(const std::string& name);
  std::string outcome(const std::string& number);

  // --- lists (program_lists.hpp)
  Listed list(const Row& from, int depth);
  Listed plain_list(const Row& from, int depth);
  Listed dated_list(const Row& from, int depth, std::string& word);
  Listed list_of_another(const Row& from, int depth);
  std::string window(const Row& row);
  static Row inside(const Row& from, Of record, Role role);

  // --- values (program_values.hpp)
  static std::vector<Number> facts();
  std::string literal(Unit unit);
  std::string number_fact(const Row& row, Unit unit);
  std::string of_list(const Row& row, Unit unit);
  std::string amount(const Row& row, Unit unit, int depth);
  std::vector<std::string> day_facts(const Row& row);
  std::string day(const Row& row, int depth);
  std::string any_fact(const Row& row);
  std::string countable_fact(const Row& row);
  // Another row that can be named from here, as in `of the person`; an empty text where there is none.
  Listed another(const Row& row, int depth);

  // --- conditions (program_tests.hpp)
  std::string yes_no_fact(const Row& row);
  std::string code_test(const Row& row);
  std::string level_test(const Row& row);
  std::string age_test(const Row& row);
  std::string list_test(const Row& row, int depth);
  std::string test(const Row& row, int depth);  // ready to stand beside `and`
  std::string answer(const Row& row, int depth);

  Dice dice_;
  bool assumptions_;
  std::vector<Named> rules_, days_, tiers_, segments_, groups_, windows_;
  std::vector<Number> numbers_;
};

inline std::string Program::word(Of record) {
  switch (record) {
    case Of::place: return "place";
    case Of::family: return "family";
    case Of::person: return "person";
    case Of::contact: return "contact";
    case Of::worker: return "worker";
  }
  return "";
}

inline std::string Program::word(Role role) { return role == Role::child ? "child" : "grown-up"; }

}  // namespace fairstart::equivalence

#include "tests/equivalence/program_declarations.hpp"
#include "tests/equivalence/program_lists.hpp"
#include "tests/equivalence/program_tests.hpp"
#include "tests/equivalence/program_values.hpp"
