// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/column/evaluated.hpp"
#include "engine/indicators/amounts.hpp"
#include "engine/indicators/disclosure.hpp"

namespace fairstart::indicators {

// Where a row falls in one breakdown: one value an axis (codes and numbers as intervals' known value, texts as pool id,
// levels as index, yes/no as 1 and 0; `grouped` codes as the group's index, a code outside all groups as the number of groups
// plus its own index); `not_known` where it has none.
inline constexpr std::int64_t not_known = INT64_MIN;
using Group = std::vector<std::int64_t>;

// Rows of one cell by membership and count (grammar.md, Indicators): sums of integers, so merging order never matters. Of an
// indicator over values: `yes` is a known value, `unknown` an unknown one, `no` is empty.
struct Cell {
  std::int64_t yes = 0, no = 0, unknown = 0;              // certain members, by their answer
  std::int64_t may_yes = 0, may_no = 0, may_unknown = 0;  // rows that may be members
  Amounts amounts;                                        // of an indicator over values
  void add(const Cell& other);
  // The other's rows as ones that may belong here.
  void add_as_possible(const Cell& other);
  std::int64_t denominator() const { return yes + no; }
  std::int64_t excluded() const { return unknown + may_yes + may_no + may_unknown; }
  friend bool operator==(const Cell&, const Cell&) = default;
};

// One indicator's cells, as counted (counter.hpp): [0] is the whole, then one map a breakdown.
struct Cells {
  std::vector<std::map<Group, Cell>> breakdowns;
  bool open = false;  // rows of the population may be missing: no bounds
  void add(const Cells& other);
};

// A published line of indicators.csv.
struct Line {
  std::size_t breakdown = 0;           // 0: everyone; i: indicator.by[i-1]
  std::string breakdown_name, group;   // names, as the file writes them
  std::string group_title;             // for people: titles where there are any
  std::optional<plan::Period> period;  // of the reading, where the indicator is published
  std::optional<std::int64_t> numerator,
      denominator;                            // rounded as declared; total: the sum; average and the like: the rows alone
  std::optional<double> value, lower, upper;  // of unrounded counts, in the unit shown (percent as 0 to 100)
  std::optional<double> possible_lo, possible_hi;
  bool bounds_hidden = false;                  // they would give a small number away
  std::int64_t excluded = 0;                   // membership or answer not known
  std::optional<std::int64_t> excluded_shown;  // none where hidden
  // Of these: those whose membership is not known, and the members whose answer or value is not; none where hidden.
  std::optional<std::int64_t> membership_not_known, answer_not_known;
  bool hidden = false;
  std::string target_status;                 // "met", "not met", "cannot be judged"; empty: no target, or hidden
  std::vector<std::string> stricter_status;  // by stricter target, the same
  std::string band;                          // the first that holds
  std::vector<std::string> comparisons;      // by comparator: "better", "similar", "worse", "higher", "lower", ""
};

// Lines to be hidden whatever they hold, by place in `lines`; and those whose left-out rows alone are. Empty: none.
struct HiddenLines {
  std::vector<bool> lines, left_out;
};

// Everyone first, then each breakdown's groups: codes and levels in their list's order, numbers and dates rising, texts by
// their bytes, not known last. Small counts are hidden and counts rounded as the indicator says. also_hidden: same_rows.hpp. Published: one line.
std::vector<Line> lines(const plan::Plan& plan, const column::Database& database, const plan::Indicator& indicator,
                        const Cells& cells, const HiddenLines& also_hidden = {});

}  // namespace fairstart::indicators
