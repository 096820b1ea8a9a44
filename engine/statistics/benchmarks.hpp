// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/statistics/limits.hpp"

// Better, similar or worse than a benchmark or a target, as Fingertips compares (ukhsa-collaboration/fingertips-open 67808972). What
// is not given, not a number included, gives `none`.
namespace fairstart::statistics {

// none: told as higher and lower; not_applicable: never compared.
enum class Polarity : std::uint8_t { none, low_is_good, high_is_good, not_applicable };
// higher, lower: without polarity. best, worst: beyond the wider limits too. invalid: the question makes no sense.
enum class Standing : std::uint8_t { none, same, better, worse, best, worst, higher, lower, invalid };
std::string_view words(Standing standing);

// Limits against one value: within them, both ends included, is the same.
Standing against_value(const std::optional<Limits>& limits, std::optional<double> benchmark, Polarity polarity);
// Limits of 95% and 99.8% against one value.
Standing against_value_at_two_levels(const std::optional<Limits>& inner, const std::optional<Limits>& outer,
                                     std::optional<double> benchmark, Polarity polarity);
// Limits against limits: those that touch are the same.
Standing against_limits(const std::optional<Limits>& limits, const std::optional<Limits>& benchmark, Polarity polarity);

// Control limits around the benchmark's share p of `unit`: Wilson's for p n of n with this z (1.96 or 3.0902).
Standing against_share(std::optional<double> value, std::optional<double> benchmark, double n, double unit, double z,
                       Polarity polarity);
// Control limits around the events expected at the benchmark's rate, n × benchmark ÷ unit: exact Poisson, `tail` on each side
// (0.025 or 0.001).
Standing against_rate(std::optional<double> value, std::optional<double> benchmark, double n, double unit, double tail,
                      Polarity polarity);

// From `lower` up and under `upper` is the same. invalid: lower > upper.
Standing against_range(std::optional<double> value, double lower, double upper, Polarity polarity);
// At the target is better either way.
Standing against_target(std::optional<double> value, double target, Polarity polarity);
// The lower limit at or over the target is high, the upper one under it low.
Standing limits_against_target(const std::optional<Limits>& limits, double target, Polarity polarity);
// Between two percentiles of all areas, both included, is the same.
Standing against_percentiles(std::optional<double> value, double lower, double upper, Polarity polarity);
// The year before's England: under it is worse, at or over it better, whatever the polarity.
Standing against_previous_year(std::optional<double> value, std::optional<double> benchmark);

// Red, amber, green of a share that should be high, each edge part of the better: the immunisation programme's 90% and 95%.
enum class Rag : std::uint8_t { red, amber, green };
Rag rag_of(double value, double amber_from, double green_from);
std::string_view words(Rag rag);

}  // namespace fairstart::statistics
