// SPDX-License-Identifier: Apache-2.0
#include "engine/impact/lots.hpp"

#include <algorithm>
#include <map>

#include "engine/report/figures.hpp"

namespace fairstart::impact {
namespace {

Breakdown broken_down(const Lots& lots, std::vector<Group> groups, const std::vector<std::uint32_t>& group_of) {
  Breakdown out;
  const std::vector<Cell> nobody(lots.lots.size());
  out.rows.assign(groups.size() > 1 ? groups.size() : 0, nobody);
  std::vector<Cell> everyone = nobody;
  for (std::size_t family = 0; family < lots.of.size(); ++family) {
    Cell one;
    one.add_family(family);
    everyone[lots.of[family]].add(one);
    if (groups.size() > 1) out.rows[group_of[family]][lots.of[family]].add(one);
  }
  if (groups.size() > 1) out.groups = std::move(groups);
  out.rows.push_back(std::move(everyone));
  return out;
}

}  // namespace

// A number for the family that is as good as any: sums of them tell sets of families apart.
void Cell::add_family(std::size_t family) {
  ++count;
  std::uint64_t mix = (family + 1) * 0x9E3779B97F4A7C15ULL;
  mix = (mix ^ (mix >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  which += mix ^ (mix >> 27U);
}

Lots lots_of(const Found& found) {
  Lots out;
  std::vector<std::vector<std::uint32_t>> steps(found.items.size());
  for (std::size_t i = 0; i < found.items.size(); ++i) {
    if (found.steps[i].empty()) continue;
    steps[i].assign(found.families(), 0);
    std::uint32_t number = 0;
    for (const auto& [step, families] : found.steps[i]) {
      ++number;
      for (const std::uint32_t family : families) steps[i][family] = number;
    }
  }
  std::map<Lot, std::uint32_t> known;
  Lot lot{std::vector<Move>(found.items.size() + 1), std::vector<std::uint32_t>(found.items.size())};
  for (std::size_t family = 0; family < found.families(); ++family) {
    for (std::size_t i = 0; i < found.items.size(); ++i) {
      lot.moves[i] = move_of(found.bits[i][family]);
      lot.steps[i] = steps[i].empty() ? 0 : steps[i][family];
    }
    lot.moves.back() = move_of(found.overall(family));
    const auto [at, is_new] = known.try_emplace(lot, static_cast<std::uint32_t>(out.lots.size()));
    if (is_new) out.lots.push_back(lot);
    out.of.push_back(at->second);
  }
  return out;
}

Breakdown by_fifth(const Found& found, const Lots& lots) {
  std::vector<Group> groups;
  for (const int fifth : {1, 2, 3, 4, 5, 0}) {
    const bool any = std::find(found.fifths.begin(), found.fifths.end(), fifth) != found.fifths.end();
    if (found.groups > 0 ? (fifth > 0 || any) : fifth == 0) groups.push_back({report::fifth_label(fifth), fifth});
  }
  std::vector<std::uint32_t> group_of;
  for (const int fifth : found.fifths) {
    const auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return group.fifth == fifth; });
    group_of.push_back(static_cast<std::uint32_t>(at - groups.begin()));
  }
  return broken_down(lots, std::move(groups), group_of);
}

Breakdown by_place(const Found& found, const Lots& lots) {
  std::vector<Group> groups;
  std::vector<std::uint32_t> group_of = found.place_of;
  for (std::size_t i = 1; i < found.places.size(); ++i) groups.push_back({found.places[i], 0});
  if (std::find(group_of.begin(), group_of.end(), 0U) != group_of.end()) groups.push_back({"Not known", 0});
  for (std::uint32_t& place : group_of) place = place == 0 ? static_cast<std::uint32_t>(groups.size() - 1) : place - 1;
  return broken_down(lots, std::move(groups), group_of);
}

}  // namespace fairstart::impact
