// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/standardised.hpp"

#include <cmath>

#include "engine/statistics/rates.hpp"

namespace fairstart::statistics {
namespace {

std::optional<IndirectFigure> indirect(std::span<const Indirect> strata, double confidence, double scale, bool as_rate) {
  IndirectFigure figure;
  double ref_count = 0.0, ref_population = 0.0;
  for (const Indirect& each : strata) {
    if (!(each.count >= 0.0) || !(each.population >= 0.0) || !(each.ref_count >= 0.0) || !(each.ref_population > 0.0)) {
      return std::nullopt;
    }
    figure.observed += each.count;
    figure.expected += each.ref_count / each.ref_population * each.population;
    ref_count += each.ref_count;
    ref_population += each.ref_population;
  }
  if (!(figure.expected > 0.0) || !is_confidence(confidence)) return std::nullopt;
  figure.ref_rate = ref_count / ref_population * scale;
  const double factor = (as_rate ? figure.ref_rate : scale) / figure.expected;
  figure.value = figure.observed * factor;
  figure.limits = times(count_limits(figure.observed, confidence), factor);
  return figure;
}

}  // namespace

std::optional<Standardised> direct_rate(std::span<const Stratum> strata, double confidence, double multiplier) {
  if (!is_confidence(confidence)) return std::nullopt;
  Standardised result;
  double sum = 0.0, variance = 0.0, standard = 0.0;
  for (const Stratum& stratum : strata) {
    if (!(stratum.population > 0.0) || !(stratum.standard >= 0.0) || !(stratum.count >= 0.0)) return std::nullopt;
    const double weight = stratum.standard / stratum.population;
    double count = stratum.count, squares = stratum.count;
    if (!stratum.persons.empty()) {
      count = squares = 0.0;
      for (std::size_t i = 0; i < stratum.persons.size(); ++i) {
        if (!(stratum.persons[i] >= 0.0)) return std::nullopt;
        const auto events = static_cast<double>(i + 1);
        count += events * stratum.persons[i];
        squares += events * events * stratum.persons[i];
      }
    }
    result.count += count;
    result.population += stratum.population;
    standard += stratum.standard;
    sum += count * weight;
    variance += squares * weight * weight;
  }
  if (!(standard > 0.0)) return std::nullopt;
  if (result.count < least_standardised) return result;
  const double value = sum / standard;
  result.value = value * multiplier;
  const auto limits = byar(result.count, confidence);
  if (!limits) return result;
  const double per_event = std::sqrt(variance / (standard * standard) / result.count);
  result.limits = Limits{(value + per_event * (limits->lower - result.count)) * multiplier,
                         (value + per_event * (limits->upper - result.count)) * multiplier};
  return result;
}

std::optional<IndirectFigure> indirect_ratio(std::span<const Indirect> strata, double confidence, double scale) {
  return indirect(strata, confidence, scale, false);
}

std::optional<IndirectFigure> indirect_rate(std::span<const Indirect> strata, double confidence, double multiplier) {
  return indirect(strata, confidence, multiplier, true);
}

}  // namespace fairstart::statistics
