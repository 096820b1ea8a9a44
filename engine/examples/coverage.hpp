// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/column/evaluated.hpp"

namespace fairstart::examples {

// A condition that a file writes: the whole of a `when` or `means`, or one test within it; and what examples saw of it, on rows
// that are, or may be, in the role that it is about.
struct Condition {
  base::Span span;
  std::string text;   // as written
  std::string where;  // "offer listening-visits"
  bool can_be_unknown = true;
  bool yes = false, no = false, unknown = false;
  std::size_t states() const { return can_be_unknown ? 3 : 2; }
  std::size_t seen() const { return (yes ? 1U : 0U) + (no ? 1U : 0U) + (can_be_unknown && unknown ? 1U : 0U); }
};

// A comparison in order (`is under`, `is at least` …), and the nearest that examples came to it on each side.
struct Threshold {
  base::Span span;
  std::string text, where;
  plan::Type type;                           // of what is compared
  std::optional<std::int64_t> met, not_met;  // how far from the other side of the comparison, as constants are; days for dates
  bool both() const { return met && not_met; }
};

// Condition coverage of one file: what indicators, guarantees and cases say is not in it, for no example asks them.
class Coverage {
 public:
  // Of the conditions that lie in `file`.
  Coverage(const plan::Plan& plan, base::FileId file);

  // Runs the example and notes what it shows.
  void see(const plan::Example& example);

  const std::vector<Condition>& conditions() const { return conditions_; }  // in the order of the file
  const std::vector<Threshold>& thresholds() const { return thresholds_; }

 private:
  struct Site {
    plan::ExprId expr;
    plan::RoleId role;
    std::size_t at = 0;  // of conditions_ or thresholds_
  };
  void conditions_of(plan::ExprId whole, plan::RoleId role, const std::string& where);
  void walk(plan::ExprId id, plan::RoleId role, const std::string& where, bool whole);
  void note(plan::ExprId id, plan::RoleId role, const std::string& where, bool whole);
  bool can_be_unknown(plan::ExprId id);
  bool counts(const column::Evaluated& evaluated, const Site& site, column::Row row) const;
  void sort();

  const plan::Plan& plan_;
  base::FileId file_;
  std::vector<Condition> conditions_;
  std::vector<Threshold> thresholds_;
  std::vector<Site> answers_, comparisons_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> by_place_, threshold_by_place_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> walked_;  // by expression and role
  std::vector<std::uint8_t> open_;                                  // by expression: 0 not known, 1 can be unknown, 2 can't
};

struct Share {
  std::size_t seen = 0, of = 0;  // answers
  // Per cent; 100 where nothing is to be seen.
  double percent() const { return of == 0 ? 100 : 100.0 * static_cast<double>(seen) / static_cast<double>(of); }
};
Share share(const std::vector<Condition>& conditions);

// "12 days", "£1 per year": how far a threshold was missed by, in the unit of what is compared.
std::string distance(const plan::Plan& plan, const Threshold& threshold, std::int64_t by);

}  // namespace fairstart::examples
