// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/report/report.hpp"

namespace fairstart::report {

void Totals::add(const Totals& other) {
  families += other.families;
  if (levels.size() < other.levels.size()) levels.resize(other.levels.size());
  for (std::size_t i = 0; i < other.levels.size(); ++i) {
    for (const auto& [fifth, more] : other.levels[i]) {
      ByFifth& all = levels[i][fifth];
      if (all.at_level.size() < more.at_level.size()) all.at_level.resize(more.at_level.size());
      for (std::size_t level = 0; level < more.at_level.size(); ++level) all.at_level[level] += more.at_level[level];
      all.could_be_higher += more.could_be_higher;
      all.total += more.total;
    }
  }
  if (offers.size() < other.offers.size()) offers.resize(other.offers.size());
  for (std::size_t i = 0; i < other.offers.size(); ++i) {
    OfferCounts& all = offers[i];
    const OfferCounts& more = other.offers[i];
    all.offered += more.offered;
    all.cannot_tell += more.cannot_tell;
    all.not_yet_due += more.not_yet_due;
    all.open += more.open;
    all.missed += more.missed;
    all.done += more.done;
    all.overdue += more.overdue;
  }
  reach.add(other.reach);
  for (const auto& [fact, count] : other.asked) asked[fact] += count;
  families_to_ask += other.families_to_ask;
  if (indicators.size() < other.indicators.size()) indicators.resize(other.indicators.size());
  for (std::size_t i = 0; i < other.indicators.size(); ++i) indicators[i].add(other.indicators[i]);
  if (spreads.size() < other.spreads.size()) spreads.resize(other.spreads.size());
  for (std::size_t i = 0; i < other.spreads.size(); ++i) spreads[i].add(other.spreads[i]);
  if (incentives.size() < other.incentives.size()) incentives.resize(other.incentives.size());
  for (std::size_t i = 0; i < other.incentives.size(); ++i) incentives[i].add(other.incentives[i]);
  for (const auto& [parameter, count] : other.parameter_missing) parameter_missing[parameter] += count;
  for (const auto& [record, more] : other.large_families) {
    LargeFamilies& all = large_families[record];
    all.families += more.families;
    all.most = std::max(all.most, more.most);
  }
}

}  // namespace fairstart::report
