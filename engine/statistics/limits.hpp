// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

// Two-sided limits, and what all of them rest on. confidence: a fraction, two-sided, from 0.5 to under 1; 0.95 unless told.
namespace fairstart::statistics {

struct Limits {
  double lower, upper;
};

// A value with its limits; no limits where they can't be had.
struct Figure {
  double value = 0;
  std::optional<Limits> limits;
};

bool is_confidence(double confidence);
// A count that distributions take: 0 to 10^15, whole or not (standardised and apportioned counts are not whole).
bool is_count(double x);
// Confidence as people write it: 0.95, 95 or 99.8; from 50 up they are hundredths. Nothing for anything else.
std::optional<double> confidence_from(double given);

// The z of a two-sided interval: 1.959963984540054 at 0.95, 3.090232306167813 at 0.998. confidence: over 0 and under 1.
double z_of(double confidence);
// Student's t of a two-sided interval with `freedom` degrees of freedom (at least 1).
std::optional<double> t_of(double confidence, double freedom);

// Both limits times a factor; a negative one turns them about.
Limits times(const Limits& limits, double factor);
std::optional<Limits> times(const std::optional<Limits>& limits, double factor);

// a − b from each one's own limits (Newcombe 1998, method 10, where they are Wilson's; Zou and Donner 2008 for any):
// d − √((a − aL)² + (bU − b)²), d + √((aU − a)² + (b − bL)²). Holds for independent a and b.
Limits difference_limits(double a, const Limits& of_a, double b, const Limits& of_b);
// a ÷ b from each one's own limits (Donner and Zou 2012, MOVER-R); Fieller's where both are symmetric. For a >= 0 and b > 0 with
// limits not under 0. No upper limit (infinity) where b's lower limit is 0. Nothing where a limit does not exist.
std::optional<Limits> ratio_limits(double a, const Limits& of_a, double b, const Limits& of_b);

}  // namespace fairstart::statistics
