// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "engine/statistics/limits.hpp"

// Means of values, in the values' unit.
namespace fairstart::statistics {

// Student's interval of a mean (as phe_mean): mean ∓ t s/√n; `variance` is s², with n − 1. n >= 2.
std::optional<Limits> student(double mean, double variance, double n, double confidence = 0.95);

struct Sample {
  double n = 0, sum = 0, mean = 0;
  std::optional<double> deviation;  // with n − 1; none for a single value
};
// Nothing for no values.
std::optional<Sample> sample_of(std::span<const double> values);
std::optional<Figure> mean(std::span<const double> values, double confidence = 0.95);

}  // namespace fairstart::statistics
