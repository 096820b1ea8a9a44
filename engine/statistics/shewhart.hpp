// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Shewhart's charts with limits at three standard deviations, and Anhøj's runs rules, as qicharts2 1b9487ec (Montgomery, Introduction
// to Statistical Quality Control, ch. 6 and 7). The XmR chart with NHS rules: control_charts.hpp.
namespace fairstart::statistics {

enum class ShewhartChart : std::uint8_t {
  i,   // single values: mean ∓ 3 × mean moving range ÷ 1.128
  mr,  // moving ranges: their mean, 0 and 3.267 times it
  p,   // shares: P ∓ 3 √(P(1 − P)/n), held between 0 and 1
  c,   // counts: C ∓ 3 √C, from 0
  u,   // rates: U ∓ 3 √(U/n), from 0
  t,   // times between events, over 0: the i chart of their 3.6th roots, read back; from 0
};
std::optional<ShewhartChart> shewhart_chart(std::string_view name);  // "i", "mr", "p", "c", "u", "t"

struct ShewhartValue {
  double numerator = 0;  // the value itself where there is no denominator
  std::optional<double> denominator;
  bool included = true;  // in limits and runs; else only drawn
  bool baseline = true;  // limits rest on these (freeze: the first so many)
  std::size_t part = 1;  // each part has limits and runs of its own; parts follow one another
};
struct ShewhartOptions {
  bool screen = true;     // leave out, once, moving ranges of 3.267 times their mean and more (Nelson 1982)
  double multiply = 1.0;  // value, centre and limits
};
struct Runs {
  std::size_t observed = 0, useful = 0;  // useful: not on the centre line
  std::optional<std::size_t> longest, longest_allowed, crossings, crossings_needed;
  // longest > round(log2 useful) + 3, or crossings < the 5% point of a binomial with useful − 1 trials at a half. Not of MR charts.
  bool signal = false;
};
struct ShewhartPoint {
  std::optional<double> value, centre, lower, upper;
  bool outside = false;  // strictly
  Runs runs;             // of its part
};
// Nothing where a p or u chart has a denominator that is not over 0 or none, or a t chart a time that is not over 0.
std::optional<std::vector<ShewhartPoint>> shewhart(ShewhartChart chart, std::span<const ShewhartValue> values,
                                                   ShewhartOptions options = {});
// Anhøj's rules of values about their centre (Anhøj and Olesen 2014).
Runs runs_about(std::span<const double> values, double centre);

}  // namespace fairstart::statistics
