// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/benchmarks.hpp"

#include <cmath>

#include "engine/statistics/proportions.hpp"
#include "engine/statistics/rates.hpp"

namespace fairstart::statistics {
namespace {

bool is_given(const std::optional<double>& value) { return value && !std::isnan(*value); }

bool is_given(const std::optional<Limits>& limits) {
  return limits && !std::isnan(limits->lower) && !std::isnan(limits->upper);
}

Standing side(bool high, Polarity polarity) {
  switch (polarity) {
    case Polarity::none: return high ? Standing::higher : Standing::lower;
    case Polarity::low_is_good: return high ? Standing::worse : Standing::better;
    case Polarity::high_is_good: return high ? Standing::better : Standing::worse;
    case Polarity::not_applicable: return Standing::none;
  }
  return Standing::none;
}

bool is_compared(Polarity polarity) { return polarity != Polarity::not_applicable; }
bool is_judged(Polarity polarity) { return polarity == Polarity::low_is_good || polarity == Polarity::high_is_good; }

// A value against control limits.
Standing outside(double value, const Limits& limits, Polarity polarity) {
  if (!is_compared(polarity)) return Standing::none;
  if (value < limits.lower) return side(false, polarity);
  return value > limits.upper ? side(true, polarity) : Standing::same;
}

}  // namespace

std::string_view words(Standing standing) {
  switch (standing) {
    case Standing::none: return "none";
    case Standing::same: return "same";
    case Standing::better: return "better";
    case Standing::worse: return "worse";
    case Standing::best: return "best";
    case Standing::worst: return "worst";
    case Standing::higher: return "higher";
    case Standing::lower: return "lower";
    case Standing::invalid: return "invalid";
  }
  return "";
}

Standing against_value(const std::optional<Limits>& limits, std::optional<double> benchmark, Polarity polarity) {
  if (!is_given(limits) || !is_given(benchmark) || !is_compared(polarity)) return Standing::none;
  if (limits->lower > *benchmark) return side(true, polarity);
  return limits->upper < *benchmark ? side(false, polarity) : Standing::same;
}

Standing against_value_at_two_levels(const std::optional<Limits>& inner, const std::optional<Limits>& outer,
                                     std::optional<double> benchmark, Polarity polarity) {
  const Standing at_inner = against_value(inner, benchmark, polarity), at_outer = against_value(outer, benchmark, polarity);
  if (at_inner == Standing::none || at_outer == Standing::none) return Standing::none;
  if (at_outer == Standing::better) return Standing::best;
  if (at_outer == Standing::worse) return Standing::worst;
  return at_inner;
}

Standing against_limits(const std::optional<Limits>& limits, const std::optional<Limits>& benchmark, Polarity polarity) {
  if (!is_given(limits) || !is_given(benchmark) || !is_compared(polarity)) return Standing::none;
  if (limits->lower > benchmark->upper) return side(true, polarity);
  return limits->upper < benchmark->lower ? side(false, polarity) : Standing::same;
}

Standing against_share(std::optional<double> value, std::optional<double> benchmark, double n, double unit, double z,
                       Polarity polarity) {
  if (!is_given(value) || !is_given(benchmark) || !(unit > 0.0)) return Standing::none;
  const auto limits = wilson_by_z(*benchmark / unit * n, n, z);
  return limits ? outside(*value, times(*limits, unit), polarity) : Standing::none;
}

Standing against_rate(std::optional<double> value, std::optional<double> benchmark, double n, double unit, double tail,
                      Polarity polarity) {
  if (!is_given(value) || !is_given(benchmark) || !(unit > 0.0) || !(n > 0.0)) return Standing::none;
  const auto limits = exact_poisson_by_tail(*benchmark * n / unit, tail);
  return limits ? outside(*value, times(*limits, unit / n), polarity) : Standing::none;
}

Standing against_range(std::optional<double> value, double lower, double upper, Polarity polarity) {
  if (lower > upper) return Standing::invalid;
  if (!is_given(value) || !is_judged(polarity)) return Standing::none;
  if (*value < lower) return side(false, polarity);
  return *value >= upper ? side(true, polarity) : Standing::same;
}

Standing against_target(std::optional<double> value, double target, Polarity polarity) {
  if (!is_given(value) || !is_judged(polarity)) return Standing::none;
  const bool met = polarity == Polarity::high_is_good ? *value >= target : *value <= target;
  return met ? Standing::better : Standing::worse;
}

Standing limits_against_target(const std::optional<Limits>& limits, double target, Polarity polarity) {
  if (!is_given(limits) || !is_judged(polarity)) return Standing::none;
  if (limits->lower >= target) return side(true, polarity);
  return limits->upper < target ? side(false, polarity) : Standing::same;
}

Standing against_percentiles(std::optional<double> value, double lower, double upper, Polarity polarity) {
  if (!is_given(value) || !is_judged(polarity)) return Standing::none;
  return outside(*value, {lower, upper}, polarity);
}

Standing against_previous_year(std::optional<double> value, std::optional<double> benchmark) {
  if (!is_given(value) || !is_given(benchmark)) return Standing::none;
  return *value < *benchmark ? Standing::worse : Standing::better;
}

Rag rag_of(double value, double amber_from, double green_from) {
  if (value >= green_from) return Rag::green;
  return value >= amber_from ? Rag::amber : Rag::red;
}

std::string_view words(Rag rag) {
  switch (rag) {
    case Rag::red: return "red";
    case Rag::amber: return "amber";
    case Rag::green: return "green";
  }
  return "";
}

}  // namespace fairstart::statistics
