// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "engine/statistics/limits.hpp"

// Counts of events and rates: limits of a Poisson count. Bad input gives nothing.
namespace fairstart::statistics {

// Byar's approximation of the limits of a count x >= 0 (Breslow and Day 1987): x (1 − 1/9x − z/3√x)³ and
// (x+1) (1 − 1/9(x+1) + z/3√(x+1))³. Nothing where the lower would be under 0 (x = 0 among them).
std::optional<Limits> byar(double x, double confidence = 0.95);
// Byar's upper limit alone: there is one for every count.
std::optional<double> byar_upper(double x, double confidence = 0.95);
// The exact limits of a count x >= 0 (Garwood 1936): half of chi-squared's ends with 2x and 2x + 2 degrees of freedom.
std::optional<Limits> exact_poisson(double x, double confidence = 0.95);
// The same with `tail` on each side.
std::optional<Limits> exact_poisson_by_tail(double x, double tail);
// As Fingertips and PHEindicatormethods do: exact for counts under 10, else Byar.
std::optional<Limits> count_limits(double x, double confidence = 0.95);
std::string_view count_limits_method(double x);  // "Exact" or "Byars", as PHEindicatormethods names them

// x ÷ n and the count's limits, times `multiplier` (1,000; 100,000), as phe_rate. Nothing unless x >= 0 and n > 0.
std::optional<Figure> rate(double x, double n, double confidence = 0.95, double multiplier = 100'000.0);

}  // namespace fairstart::statistics
