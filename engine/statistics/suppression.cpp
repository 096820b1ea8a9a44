// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/suppression.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "engine/statistics/rounding.hpp"

namespace fairstart::statistics {
namespace {

constexpr std::array<SuppressionRule, 6> all_rules = {{
    {.name = "suppress_le_7_to_0_round5_half_even",
     .seen_in = "OpenSAFELY ehrQL, measures",
     .from = 0,
     .to = 7,
     .to_zero = true,
     .base = 5,
     .ties_to_even = true},
    {.name = "suppress_1_to_7_round5", .seen_in = "NHS England, Hospital Episode Statistics", .to = 7, .base = 5},
    {.name = "suppress_1_to_4_round5", .seen_in = "NHS England, Mental Health Services Data Set", .to = 4, .base = 5},
    {.name = "suppress_1_to_5", .seen_in = "NHS Digital, Hospital Episode Statistics before September 2018", .to = 5},
    {.name = "round5_least_5", .seen_in = "NHS England, Maternity Services Data Set, provider files", .base = 5, .least = 5},
    {.name = "fft_first_level_1_to_4", .seen_in = "NHS England, Friends and Family Test", .to = 4},
}};

}  // namespace

std::span<const SuppressionRule> suppression_rules() { return all_rules; }

const SuppressionRule* suppression_rule(std::string_view name) {
  const auto* found =
      std::find_if(all_rules.begin(), all_rules.end(), [&](const SuppressionRule& each) { return each.name == name; });
  return found == all_rules.end() ? nullptr : found;
}

std::optional<Suppressed> suppressed(const SuppressionRule& rule, double count) {
  if (!(count >= 0.0) || !(count <= 1e15) || count != std::floor(count)) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(count);
  if (whole >= rule.from && whole <= rule.to) {
    return Suppressed{true, rule.to_zero ? std::optional<std::int64_t>(0) : std::nullopt};
  }
  const std::int64_t near = rule.ties_to_even ? rounded_to_even(whole, rule.base) : rounded_to(whole, rule.base);
  return Suppressed{false, whole > 0 ? std::max(near, rule.least) : near};
}

std::vector<std::size_t> ranks_in_parents(std::span<const std::string> parents, std::span<const std::int64_t> counts) {
  std::map<std::string, std::set<std::int64_t>> by_parent;
  const std::size_t units = std::min(parents.size(), counts.size());
  for (std::size_t i = 0; i < units; ++i) {
    if (counts[i] > 0) by_parent[parents[i]].insert(counts[i]);
  }
  std::vector<std::size_t> ranks(units, 0);
  for (std::size_t i = 0; i < units; ++i) {
    if (counts[i] <= 0) continue;
    const auto& met = by_parent[parents[i]];
    ranks[i] = static_cast<std::size_t>(std::distance(met.begin(), met.find(counts[i]))) + 1;
  }
  return ranks;
}

std::vector<bool> second_level(std::span<const RankedUnit> units) {
  std::set<std::string> first_hidden;
  for (const RankedUnit& unit : units) {
    if (unit.rank == 1 && unit.hidden) first_hidden.insert(unit.parent);
  }
  std::vector<bool> hidden;
  for (const RankedUnit& unit : units) hidden.push_back(unit.rank == 2 && !unit.hidden && first_hidden.contains(unit.parent));
  return hidden;
}

std::vector<bool> cascaded(std::span<const RankedUnit> units, std::span<const std::string> hidden_parents) {
  std::vector<bool> hidden;
  for (const RankedUnit& unit : units) {
    const bool under = std::find(hidden_parents.begin(), hidden_parents.end(), unit.parent) != hidden_parents.end();
    hidden.push_back(under && (unit.rank == 1 || unit.rank == 2));
  }
  return hidden;
}

}  // namespace fairstart::statistics
