// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dsl/plan/plan.hpp"

namespace fairstart::lint {

// Whole numbers, in intervals: both ends included, in order, apart.
using Numbers = std::vector<std::pair<std::int64_t, std::int64_t>>;

// A condition taken apart: and, or, and tests of one fact each. A fact is what two tests have in common ("gestation", "how many
// whole months since date-of-birth"); a test says which of its numbers (indexes, days, millionths …) hold.
struct Formula {
  enum class Kind : std::uint8_t { yes, no, all, any, test } kind = Kind::yes;
  std::vector<Formula> parts;  // all, any
  std::uint32_t fact = 0;      // test
  Numbers holds;               // test
};

// Reads conditions of a plan as formulas, and tells what can be. Definitions are read through; lists, scores, tables and what
// says `unknown counts as` are facts in themselves. Every fact is taken to have a value, known or not.
class Facts {
 public:
  explicit Facts(const plan::Plan& plan) : plan_(plan) {}

  Formula formula(plan::ExprId condition);
  static Formula negation(Formula formula, const Facts& facts);
  Formula without(const Formula& formula) const { return negation(formula, *this); }

  // Only as far as a date has been reached: as at is that day or later.
  Formula not_before(plan::ExprId date);

  // Whether some values of the facts make it hold. True also where that would take too long to tell.
  bool possible(const Formula& formula) const;
  bool always(const Formula& formula) const { return !possible(without(formula)); }

  const Numbers& all_of(std::uint32_t fact) const { return all_[fact]; }
  std::size_t size() const { return all_.size(); }
  // An expression that tests the fact, for its text; none for yes and no themselves.
  plan::ExprId example_of(std::uint32_t fact) const { return examples_[fact]; }
  // Two expressions that have one name always have one value, on the same row.
  std::uint32_t name_of(plan::ExprId value);

 private:
  Formula test(std::string name, Numbers all, Numbers holds, plan::ExprId example);
  Formula opaque(plan::ExprId condition);
  Formula compared(plan::ExprId id, const plan::Compare& node);
  std::optional<Formula> reached(plan::ExprId id, const plan::Compare& node);
  Formula reach(std::uint32_t date, std::uint32_t day, bool months, bool down, Numbers holds, plan::ExprId example);
  std::string written(plan::ExprId value);
  std::string list_name(plan::ListId list);

  const plan::Plan& plan_;
  std::map<std::string, std::uint32_t> facts_;
  std::vector<Numbers> all_;
  std::vector<plan::ExprId> examples_;
  std::map<std::string, std::uint32_t> names_;
  std::map<std::uint32_t, std::uint32_t> named_;  // by expression
  std::map<std::uint32_t, Formula> formulas_;     // by expression
  std::map<std::string, std::int64_t> texts_;
  int depth_ = 0;
};

Numbers intersection(const Numbers& a, const Numbers& b);
Numbers complement(const Numbers& of, const Numbers& all);

}  // namespace fairstart::lint
