// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "engine/statistics/limits.hpp"

// Summaries of the English Indices of Deprivation 2019 for a larger area (MHCLG, English Indices of Deprivation 2019: Technical
// Report, 3.8). Rank 1 is the most deprived of all `areas_ranked` small areas (32,844 LSOAs in 2019).
namespace fairstart::statistics {

inline constexpr double lsoas_2019 = 32'844.0;

struct SmallArea {
  double rank = 0;
  std::optional<double> score;
  double people = 0;  // its weight: everyone, or for the children's index those from 0 to 15
};
struct DeprivationSummary {
  std::optional<double> average_score;  // weighted mean of scores; nothing where one is not given
  double average_rank = 0;              // weighted mean of areas_ranked + 1 − rank: higher is more deprived
  double proportion = 0;                // share of its small areas among the most deprived tenth of all, 0 to 1
  // Share of its people in the most deprived three tenths: wholly in the first, and from 0.95 in the 11th hundredth straight down to
  // 0.05 in the 30th.
  double extent = 0;
  double local_concentration = 0;  // weighted mean of areas_ranked + 1 − rank over its most deprived tenth of people
};
// The hundredth of a rank is ⌈100 rank ÷ areas_ranked⌉, the tenth ⌈10 rank ÷ areas_ranked⌉. Nothing without people.
std::optional<DeprivationSummary> deprivation_summary(std::span<const SmallArea> areas, double areas_ranked = lsoas_2019);

}  // namespace fairstart::statistics
