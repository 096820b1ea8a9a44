// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/statistics/limits.hpp"

// Life expectancy by an abridged life table (Chiang 1978; variance by Silcocks, Jenner and Reza 2001), as phe_life_expectancy.
namespace fairstart::statistics {

inline constexpr std::size_t life_bands = 20;  // ages 0, 1–4, 5–9 … 85–89, 90 and over

struct LifeBand {
  double population = 0, deaths = 0;
};
// Years of life left at the start of each band, with limits e ∓ z SE. The figures are empty where the table can't be used, and
// `why_none` says why: not 20 bands, a population that is not over 0, deaths under 0 or over the population,
// none in the last band, 5,000 people or fewer.
struct LifeTable {
  std::vector<std::optional<Figure>> years;  // none for a band whose 95% interval is wider than 20 years
  std::string why_none;
};
// M = D ÷ P; n the band's width, in the last 2 ÷ M; a = 0.1 at age 0, else 0.5; q = Mn ÷ (1 + Mn(1 − a)), 1 where D > P ÷ n ÷ a;
// L = n (l after + a d), T their sum from the end, e = T ÷ l. Variance of q: q² (1 − q) ÷ D, in the last 4 ÷ (D M²).
// given_z: of the limits; from the confidence where none is given. OHID's workbook, and upstream's expected figures, take 1.96.
LifeTable life_table(std::span<const LifeBand> bands, double confidence = 0.95, std::optional<double> given_z = {});

}  // namespace fairstart::statistics
