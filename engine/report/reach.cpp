// SPDX-License-Identifier: Apache-2.0
#include "engine/report/reach.hpp"

#include <algorithm>

namespace fairstart::report {

void Reach::Group::add(const Group& other) {
  families += other.families;
  nothing += other.nothing;
  unsure += other.unsure;
  if (offers.size() < other.offers.size()) offers.resize(other.offers.size());
  for (std::size_t i = 0; i < other.offers.size(); ++i) {
    offers[i].families += other.offers[i].families;
    offers[i].rows += other.offers[i].rows;
    offers[i].amount += other.offers[i].amount;
  }
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

ReachTally::ReachTally(const plan::Plan& plan, int groups) : offers_(plan.offers.size()) { counted_.groups = groups; }

void ReachTally::begin_family(int deprivation) {
  ++family_;
  deprivation_ = deprivation;
  level_ = -1;
  may_ = false;
  inside_ = true;
  touched_.clear();
}

void ReachTally::level(std::size_t level) {
  if (inside_) level_ = static_cast<int>(level);
}

void ReachTally::offered(plan::OfferId offer) {
  if (!inside_) return;  // an offer to something above families
  OfFamily& mine = offers_[offer.index()];
  if (mine.family != family_) {
    mine = {family_, {1, 0, 0}};
    touched_.push_back(offer.index());
  }
  ++mine.counts.rows;
}

void ReachTally::amount(plan::OfferId offer, std::int64_t millionths) {
  if (inside_) offers_[offer.index()].counts.amount += millionths;
}

void ReachTally::end_family() {
  const auto count = [&](Reach::Group& group) {
    if (group.offers.size() < offers_.size()) group.offers.resize(offers_.size());
    ++group.families;
    if (touched_.empty()) ++(may_ ? group.unsure : group.nothing);
    for (const std::size_t i : touched_) {
      group.offers[i].families += offers_[i].counts.families;
      group.offers[i].rows += offers_[i].counts.rows;
      group.offers[i].amount += offers_[i].counts.amount;
    }
  };
  count(counted_.by_deprivation[deprivation_]);
  if (level_ >= 0) count(counted_.by_level[level_]);
  inside_ = false;
}

void ReachTally::into(Reach& reach) const { reach.add(counted_); }

}  // namespace fairstart::report
