// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/statistics/limits.hpp"

// Values in order: percentiles, their limits, and groups of equal size.
namespace fairstart::statistics {

// One value met `count` times. Series of these rise by value.
struct Counted {
  std::int64_t value = 0, count = 0;
};
// The percentile by Hyndman and Fan's type 7, as Fingertips and R take it: of n values in order, the one at position
// (n − 1) p + 1, straight between its neighbours; p in hundred-millionths (90% is 90,000,000). The answer is value ÷
// `percentile_scale`, exactly. Nothing for no values. (Fingertips itself tells none of fewer than 4 values.)
inline constexpr std::int64_t percentile_scale = 100'000'000;
__extension__ using Wide = __int128;
std::optional<Wide> percentile(std::span<const Counted> rising, std::int64_t p);
// The same of plain values in any order, p a fraction, to 10 decimals as Fingertips rounds it. Nothing for fewer than `least` values.
std::optional<double> percentile_of_values(std::vector<double> values, double p, std::size_t least = 4);

// Distribution-free limits of a percentile from order statistics (Conover 1999, 3.2; Hahn and Meeker 1991, 5.2; for the median the
// sign test's): the two places of n values in order, from 1, that hold the percentile with at least this confidence, each tail of
// the binomial with n trials at p at most (1 − confidence) ÷ 2. p: a fraction, over 0 and under 1. Nothing where n is too small for
// such places (under 6 for a median at 95%).
struct Places {
  std::int64_t lower = 0, upper = 0;
};
std::optional<Places> percentile_places(std::int64_t n, double p, double confidence = 0.95);

// phe_quantile: N values, those not given apart, in k groups as equal as can be. r: competition rank, ties take the least, of falling
// values where highest_first (1 is the highest), else rising; group ⌊(k + 1) − ⌈((N + 1) − r) ÷ (N ÷ k)⌉⌋, 0 read as 1, in doubles as
// it is there. Nothing for any where N < k. 0: the value is not given.
std::vector<std::size_t> quantile_groups(std::span<const std::optional<double>> values, std::size_t k,
                                         bool highest_first = true);

// Fingertips' categories (quartiles, quintiles): k + 1 bounds, the type 7 percentiles at i ÷ k. Nothing for fewer than k values.
std::optional<std::vector<double>> category_bounds(const std::vector<double>& values, std::size_t k);
// The first i from 1 with value <= bound i; counted from the other end where high is good. bounds: of category_bounds.
std::size_t category_of(double value, std::span<const double> bounds, bool high_is_good = false);

}  // namespace fairstart::statistics
