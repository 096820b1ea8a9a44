// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/means.hpp"

#include <cmath>

namespace fairstart::statistics {

std::optional<Limits> student(double mean, double variance, double n, double confidence) {
  if (!(n >= 2.0) || !(variance >= 0.0)) return std::nullopt;
  const auto t = t_of(confidence, n - 1.0);
  if (!t) return std::nullopt;
  const double half_width = *t * std::sqrt(variance / n);
  return Limits{mean - half_width, mean + half_width};
}

std::optional<Sample> sample_of(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  Sample sample{.n = static_cast<double>(values.size())};
  for (const double value : values) sample.sum += value;
  sample.mean = sample.sum / sample.n;
  if (values.size() < 2) return sample;
  double squares = 0.0;
  for (const double value : values) squares += (value - sample.mean) * (value - sample.mean);
  sample.deviation = std::sqrt(squares / (sample.n - 1.0));
  return sample;
}

std::optional<Figure> mean(std::span<const double> values, double confidence) {
  const auto sample = sample_of(values);
  if (!sample) return std::nullopt;
  Figure figure{sample->mean, {}};
  if (sample->deviation) figure.limits = student(sample->mean, *sample->deviation * *sample->deviation, sample->n, confidence);
  return figure;
}

}  // namespace fairstart::statistics
