// SPDX-License-Identifier: Apache-2.0
#include "engine/report/reach.hpp"

#include <algorithm>

namespace fairstart::report {
namespace {

// Which amounts are kept apart depends on no order: all are, until there are too many, and then none.
void keep_few(std::map<std::int64_t, std::int64_t>& by_amount) {
  constexpr std::int64_t all = INT64_MAX;
  if (by_amount.size() <= most_amounts && by_amount.count(all) == 0) return;
  std::int64_t rows = 0;
  for (const auto& [amount, of] : by_amount) rows += of;
  by_amount.clear();
  by_amount[all] = rows;
}

}  // namespace

void Reach::OfOffer::add(std::int64_t with_amount, std::int64_t how_many) {
  amount += WideAmount{with_amount} * how_many;
  by_amount[with_amount] += how_many;
  keep_few(by_amount);
}

void Reach::OfOffer::add(const OfOffer& other) {
  rows += other.rows;
  amount += other.amount;
  if (other.by_amount.empty()) return;
  for (const auto& [each, of] : other.by_amount) by_amount[each] += of;
  keep_few(by_amount);
}

void Reach::Group::add(const Group& other) {
  families += other.families;
  nothing += other.nothing;
  unsure += other.unsure;
  if (offers.size() < other.offers.size()) offers.resize(other.offers.size());
  for (std::size_t i = 0; i < other.offers.size(); ++i) offers[i].add(other.offers[i]);
}

void Reach::add(const Reach& other) {
  groups = std::max(groups, other.groups);
  for (const auto& [group, more] : other.by_deprivation) by_deprivation[group].add(more);
  for (const auto& [level, more] : other.by_level) by_level[level].add(more);
}

plan::LevelsId levels_of_support(const plan::Plan& plan) {
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    const plan::Levels& levels = plan.levels[i];
    if (levels.kind == plan::LevelsKind::tiers && levels.record == plan.family && !levels.role.exists())
      return plan::LevelsId(i);
  }
  return {};
}

ReachTally::ReachTally(const plan::Plan& plan, int groups)
    : offers_(plan.offers.size()), groups_(groups), by_deprivation_(static_cast<std::size_t>(groups) + 1) {}

void ReachTally::begin_family(int deprivation) {
  deprivation_ = deprivation;
  level_ = -1;
  may_ = false;
  inside_ = true;
  offered_.clear();
}

void ReachTally::level(std::size_t level) {
  if (inside_) level_ = static_cast<int>(level);
}

void ReachTally::offered(plan::OfferId offer) {
  if (inside_) offered_.push_back({offer.index(), 0, false});  // else to something above families
}

void ReachTally::amount(std::int64_t millionths) {
  if (!inside_ || offered_.empty()) return;
  offered_.back().amount = millionths;
  offered_.back().has_amount = true;
}

void ReachTally::end_family() {
  const auto count = [&](Reach::Group& group) {
    if (++group.families == 1 && group.offers.empty()) group.offers.resize(offers_);
    if (offered_.empty()) ++(may_ ? group.unsure : group.nothing);
    for (const Offered& each : offered_) {
      Reach::OfOffer& of = group.offers[each.offer];
      ++of.rows;
      if (each.has_amount) of.add(each.amount, 1);
    }
  };
  count(by_deprivation_[static_cast<std::size_t>(deprivation_)]);
  if (level_ >= 0) {
    const auto level = static_cast<std::size_t>(level_);
    if (level >= by_level_.size()) by_level_.resize(level + 1);
    count(by_level_[level]);
  }
  inside_ = false;
}

void ReachTally::into(Reach& reach) {
  reach.groups = std::max(reach.groups, groups_);
  const auto add = [](std::map<int, Reach::Group>& into, std::vector<Reach::Group>& counted) {
    for (std::size_t i = 0; i < counted.size(); ++i) {
      Reach::Group& group = counted[i];
      if (group.families == 0) continue;
      into[static_cast<int>(i)].add(group);
      group.families = group.nothing = group.unsure = 0;
      for (Reach::OfOffer& offer : group.offers) offer.clear();
    }
  };
  add(reach.by_deprivation, by_deprivation_);
  add(reach.by_level, by_level_);
}

}  // namespace fairstart::report
