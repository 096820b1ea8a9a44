// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "engine/statistics/limits.hpp"

// Rates that are standardised for age (or any other strata).
namespace fairstart::statistics {

// The European Standard Population 2013 by age band, 0–4, 5–9 … 85–89, 90 and over (Eurostat; sums to 100,000).
inline constexpr std::array<double, 19> european_standard_2013 = {5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000,
                                                                  7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000};

struct Stratum {
  double count = 0, population = 0, standard = 0;
  // Of events that are not independent: how many persons had exactly 1, 2, 3 … of them. `count` is then their sum, and not read.
  std::vector<double> persons;
};
struct Standardised {
  double count = 0, population = 0;
  std::optional<double> value;  // none for fewer than `least_standardised` events
  std::optional<Limits> limits;
};
inline constexpr double least_standardised = 10.0;

// Σ(x w/n) ÷ Σw, with Dobson's limits (Dobson et al. 1991; as calculate_dsr): value + √(var ÷ X) (Byar's limits of X − X), where
// var = Σ x (w/n)² ÷ (Σw)², X = Σx. Events that are not independent: var = Σ f² x_f (w/n)² ÷ (Σw)². All times `multiplier`.
// Nothing where a population is not over 0, a count under 0, or no weight.
std::optional<Standardised> direct_rate(std::span<const Stratum> strata, double confidence = 0.95,
                                        double multiplier = 100'000.0);

struct Indirect {
  double count = 0, population = 0, ref_count = 0, ref_population = 0;
};
struct IndirectFigure {
  double observed = 0, expected = 0;
  double ref_rate = 0;  // Σ reference counts ÷ Σ reference populations, times the multiplier
  double value = 0;
  std::optional<Limits> limits;
};
// Observed ÷ expected, where expected = Σ(ref count ÷ ref population × population), times `scale` (1 or 100; calculate_ISRatio).
// Limits of the observed count (exact under 10, else Byar) ÷ expected. Nothing where expected is not over 0.
std::optional<IndirectFigure> indirect_ratio(std::span<const Indirect> strata, double confidence = 0.95, double scale = 1.0);
// The ratio times the reference rate, per `multiplier` (calculate_ISRate).
std::optional<IndirectFigure> indirect_rate(std::span<const Indirect> strata, double confidence = 0.95,
                                            double multiplier = 100'000.0);

}  // namespace fairstart::statistics
