// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Statistics as pure functions: each says its formula, units and source. Bad input gives nothing; nothing is clamped.
// confidence: a fraction, two-sided, from 0.5 to under 1. Fractions are 0 to 1; rates and limits are in the units of what goes in.
namespace fairstart::indicators {

struct Limits {
  double lower, upper;
};

// --- Rounding, on integers
// 100 × x ÷ n in tenths of a percent, ties up, on integers: 13 of 16 is 813. Nothing unless 0 <= x <= n and n > 0.
std::optional<std::int64_t> percent_tenths(std::int64_t x, std::int64_t n);
// The nearest multiple of `base`, ties away from zero. base: 1 or more.
std::int64_t rounded_to(std::int64_t count, std::int64_t base);
// To so many decimals (0 to 6), ties away from zero: how limits are published.
double to_places(double value, int places);

// --- Intervals
// The z of a two-sided interval: 1.959963984540054 at 0.95. confidence: over 0 and under 1.
double z_of(double confidence);
// Student's t of a two-sided interval with `freedom` degrees of freedom (at least 1).
std::optional<double> t_of(double confidence, double freedom);
// Wilson's score interval of a proportion x/n (Wilson 1927), as fractions; nothing unless 0 <= x <= n and n > 0.
std::optional<Limits> wilson(double x, double n, double confidence = 0.95);
// The "exact" interval of a proportion (Clopper and Pearson 1934): ends of beta distributions, as fractions.
std::optional<Limits> clopper_pearson(double x, double n, double confidence = 0.95);
// Byar's approximation of the limits of a Poisson count x >= 0 (Breslow and Day 1987): x (1 − 1/9x − z/3√x)³ and
// (x+1) (1 − 1/9(x+1) + z/3√(x+1))³. Nothing where the lower would be under 0 (x = 0 among them).
std::optional<Limits> byar(double x, double confidence = 0.95);
// The exact limits of a Poisson count x >= 0 (Garwood 1936): half of chi-squared's ends with 2x and 2x + 2 degrees of freedom.
std::optional<Limits> exact_poisson(double x, double confidence = 0.95);
// As Fingertips and PHEindicatormethods do: exact for counts under 10, else Byar.
std::optional<Limits> count_limits(double x, double confidence = 0.95);
// Student's interval of a mean: mean ∓ t s/√n; `variance` is s², with n − 1. n >= 2.
std::optional<Limits> student(double mean, double variance, double n, double confidence = 0.95);
// a − b from each one's own limits (Newcombe 1998, method 10, where they are Wilson's; Zou and Donner 2008 for any):
// d − √((a − aL)² + (bU − b)²), d + √((aU − a)² + (b − bL)²). Holds for independent a and b.
Limits difference_limits(double a, const Limits& of_a, double b, const Limits& of_b);

// --- Order
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

// --- Inequality over ranks, from the worst off (rank 1) up
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

// --- Control charts (XmR), as NHS England's "Making Data Count" and NHSRplotthedots draw them
struct ChartLimits {
  double mean = 0, lower = 0, upper = 0;  // mean ∓ 2.66 × the mean moving range; not cut off at 0 or 100
  double near_lower = 0, near_upper = 0;  // two thirds of the way
};
struct ChartOptions {
  bool screen = false;        // leave out, once, moving ranges of 3.267 times their mean and more
  std::size_t fix_after = 0;  // limits from the first so many values alone; 0: from all
};
// Nothing for fewer than two values.
std::optional<ChartLimits> chart_limits(std::span<const double> values, ChartOptions options = {});

// What is special about a point; the first that holds.
enum class Signal : std::uint8_t {
  none,
  outside,       // strictly outside a limit
  trend,         // one of 7 points that rise, or fall, at each step
  two_of_three,  // of 3 in a row on one side of the mean, one of the 2 or more that are near the limit (but not outside it)
  shift,         // one of 7 in a row strictly on one side of the mean
};
struct ChartPoint {
  Signal signal = Signal::none;
  int side = 0;       // of the mean: −1, 0, 1
  int direction = 0;  // of the signal: 1 up, −1 down
  bool near = false;  // beyond two thirds of the way to the limit, and within it
};
// The rules named "nhs making data count". Values in order of time; one group (limits that are worked out anew start another).
std::vector<ChartPoint> chart_points(std::span<const double> values, const ChartLimits& limits);
// Whether what varies as it does will meet a target: the target lies beyond a limit on the good side or the bad; else "it may or
// may not". higher_is_better: none gives `none`.
enum class Assurance : std::uint8_t { none, consistently_meets, may_or_may_not, consistently_misses };
Assurance assurance(const ChartLimits& limits, double target, std::optional<bool> higher_is_better);

}  // namespace fairstart::indicators
