// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/statistics/limits.hpp"

// Inequality over ranks, from the worst off (rank 1) up.
namespace fairstart::statistics {

struct Rank {
  double rows = 0;   // population: its weight
  double value = 0;  // what is compared: a proportion, rate or mean
  double error = 0;  // its standard error; 0: not known
};
// The slope index of inequality and the relative index (Mackenbach and Kunst 1997; as PHEindicatormethods, no transform):
// the line of weighted least squares of the values on the cumulative population share up to the middle of each rank, weights the
// shares. slope: its value at 1 less that at 0, in the values' unit; relative: that at 1 ÷ that at 0. Limits: both lines' ends
// are linear in the values, so slope ∓ z √Σ(cᵢ eᵢ)²; relative by the delta method. None where an error is not known.
// Needs two ranks at least (Fingertips and PHEindicatormethods: five) with rows; relative: nothing where the value at 0 is 0.
struct Slope {
  double slope = 0, intercept = 0;
  std::optional<double> relative;
  std::optional<Limits> slope_limits, relative_limits;
};
// On another scale (log of rates, logit of proportions) the line is fitted to the values on it, their errors are on it too, and
// the ends are read back: limits are those of the line's slope, turned about its middle. Nothing where a value is not on the scale.
enum class Scale : std::uint8_t { plain, log, logit };
std::optional<Slope> slope_index(std::span<const Rank> ranks, double confidence = 0.95, Scale scale = Scale::plain);

// phe_sii: values with their 95% limits or standard errors. The scale of a type's errors is its own: plain, log of rates, logit of
// proportions, whether or not the line is fitted there (transform); read off limits as (U − L) ÷ 2z on that scale where they are not
// given. Limits are worked out, not drawn at random as upstream does (100,000 draws give these within 5%).
enum class ValueType : std::uint8_t { other, rate, proportion };
struct QuantileValue {
  double population = 0, value = 0;
  std::optional<double> error;
  std::optional<Limits> limits;
};
struct SlopeOptions {
  ValueType type = ValueType::other;
  bool transform = false;
  // Under 0: high is bad, so that the slope is over 0 where the worst off are worse; relative index and limits are turned about.
  double multiplier = 1.0;
  double confidence = 0.95;
};
inline constexpr std::size_t least_quantiles = 5, most_quantiles = 100;
// Nothing unless there are 5 to 100 quantiles with people, and values on the scale. intercept: times |multiplier| where transformed.
std::optional<Slope> slope_of_quantiles(std::span<const QuantileValue> quantiles, const SlopeOptions& options);

// A rank of a concentration index: rows, their mean, and the variance of the values within it (divided by rows).
struct Share {
  double rows = 0, mean = 0, variance = 0;
};
// The concentration index 2 cov(h, R) ÷ μ over grouped rows, from the worst off up; R: the share of rows below and half of the
// rank's own. Negative: more among the worst off. Variance by Kakwani, Wagstaff and van Doorslaer (1997) for grouped data with
// the variances within. Nothing unless the mean is over 0. Weights count rows.
struct Concentration {
  double index = 0, mean = 0, variance = 0;
  Limits limits{};
};
std::optional<Concentration> concentration_index(std::span<const Share> shares, double confidence = 0.95);
// Of values bounded by `least` and `most`: Erreygers (2009), 4 μ C ÷ (most − least). Of yes/no: Wagstaff (2005), C ÷ (1 − μ).
double erreygers(const Concentration& concentration, double least, double most);
double wagstaff(const Concentration& concentration);

}  // namespace fairstart::statistics
