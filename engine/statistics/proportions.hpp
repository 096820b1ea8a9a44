// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/statistics/limits.hpp"

// Proportions x ÷ n and their limits. Bad input gives nothing; nothing is clamped.
namespace fairstart::statistics {

// Wilson's score interval (Wilson 1927), as fractions: (2x + z² ∓ z√(z² + 4x(1 − x/n))) ÷ 2(n + z²). At confidence 1: 0 and 1.
// Nothing unless 0 <= x <= n and n > 0.
std::optional<Limits> wilson(double x, double n, double confidence = 0.95);
// The same for a z that is given: Fingertips' control limits take 1.96 and 3.0902.
std::optional<Limits> wilson_by_z(double x, double n, double z);
// The "exact" interval (Clopper and Pearson 1934): ends of beta distributions, as fractions.
std::optional<Limits> clopper_pearson(double x, double n, double confidence = 0.95);

// x ÷ n and Wilson's limits, times `multiplier` (100: percent), as PHEindicatormethods' phe_proportion. Nothing unless
// 0 <= x <= n and n > 0.
std::optional<Figure> proportion(double x, double n, double confidence = 0.95, double multiplier = 1.0);
// a − b of two independent proportions with Newcombe's limits (1998, method 10), times `multiplier`.
std::optional<Figure> proportion_difference(double x_a, double n_a, double x_b, double n_b, double confidence = 0.95,
                                            double multiplier = 1.0);

}  // namespace fairstart::statistics
