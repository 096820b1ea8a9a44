// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/deprivation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fairstart::statistics {
namespace {

// What a hundredth counts towards the extent.
double extent_weight(double hundredth) {
  if (hundredth <= 10.0) return 1.0;
  return hundredth <= 30.0 ? 0.95 - (hundredth - 11.0) * (0.9 / 19.0) : 0.0;
}

}  // namespace

std::optional<DeprivationSummary> deprivation_summary(std::span<const SmallArea> areas, double areas_ranked) {
  double people = 0.0, scores = 0.0;
  bool scored = true;
  DeprivationSummary summary;
  for (const SmallArea& area : areas) {
    if (!(area.people >= 0.0) || !(area.rank >= 1.0) || !(area.rank <= areas_ranked)) return std::nullopt;
    people += area.people;
    scored = scored && area.score;
    scores += area.score.value_or(0.0) * area.people;
    summary.average_rank += (areas_ranked + 1.0 - area.rank) * area.people;
    if (std::ceil(10.0 * area.rank / areas_ranked) <= 1.0) summary.proportion += 1.0;
    summary.extent += extent_weight(std::ceil(100.0 * area.rank / areas_ranked)) * area.people;
  }
  if (!(people > 0.0)) return std::nullopt;
  if (scored) summary.average_score = scores / people;
  summary.average_rank /= people;
  summary.proportion /= static_cast<double>(areas.size());
  summary.extent /= people;
  std::vector<SmallArea> worst(areas.begin(), areas.end());
  std::sort(worst.begin(), worst.end(), [](const SmallArea& a, const SmallArea& b) { return a.rank < b.rank; });
  double left = people / 10.0;
  for (const SmallArea& area : worst) {
    const double taken = std::min(left, area.people);  // of the last, only a part
    summary.local_concentration += (areas_ranked + 1.0 - area.rank) * taken;
    left -= taken;
    if (left <= 0.0) break;
  }
  summary.local_concentration /= people / 10.0;
  return summary;
}

}  // namespace fairstart::statistics
