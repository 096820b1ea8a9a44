// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// How publishers hide small numbers, by name: for an analyst who has to follow one of them. A report's own small numbers are hidden
// by engine/indicators (disclosure.hpp), never by these.
namespace fairstart::statistics {

struct SuppressionRule {
  std::string_view name, seen_in;
  std::int64_t from = 1, to = 0;  // counts that are hidden, both included; to < from: none
  bool to_zero = false;           // hidden counts are shown as 0, else as `*`
  std::int64_t base = 1;          // others are rounded to a multiple of it
  bool ties_to_even = false;
  std::int64_t least = 0;  // what a count over 0 is shown as at least
};
// suppress_le_7_to_0_round5_half_even (OpenSAFELY's measures), suppress_1_to_7_round5 (Hospital Episode Statistics),
// suppress_1_to_4_round5 (Mental Health Services Data Set), suppress_1_to_5, round5_least_5 (Maternity Services Data Set),
// fft_first_level_1_to_4 (Friends and Family Test).
std::span<const SuppressionRule> suppression_rules();
const SuppressionRule* suppression_rule(std::string_view name);  // null: no such rule

struct Suppressed {
  bool hidden = false;
  std::optional<std::int64_t> shown;  // none: `*`
};
// Nothing for what is not a whole count from 0 up.
std::optional<Suppressed> suppressed(const SuppressionRule& rule, double count);

// The Friends and Family Test's further levels (nhsengland/fft_pipeline 1a1acbbb). A unit: the group that it is published in (its
// parent) and its rank there, 1 the smallest count over 0, ties alike, 0 for none.
struct RankedUnit {
  std::string parent;
  std::size_t rank = 0;
  bool hidden = false;  // at the first level
};
std::vector<std::size_t> ranks_in_parents(std::span<const std::string> parents, std::span<const std::int64_t> counts);
// Where rank 1 of a parent is hidden and rank 2 is not, rank 2 is hidden too.
std::vector<bool> second_level(std::span<const RankedUnit> units);
// Ranks 1 and 2 of parents that are hidden themselves.
std::vector<bool> cascaded(std::span<const RankedUnit> units, std::span<const std::string> hidden_parents);

}  // namespace fairstart::statistics
