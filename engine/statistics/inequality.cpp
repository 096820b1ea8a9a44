// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/inequality.hpp"

#include <algorithm>
#include <cmath>

namespace fairstart::statistics {
namespace {

bool fits(double value) { return std::isfinite(value); }

double on_scale(double value, Scale scale) {
  switch (scale) {
    case Scale::plain: return value;
    case Scale::log: return std::log(value);
    case Scale::logit: return std::log(value / (1.0 - value));
  }
  return value;
}

double off_scale(double value, Scale scale) {
  switch (scale) {
    case Scale::plain: return value;
    case Scale::log: return std::exp(value);
    case Scale::logit: return 1.0 / (1.0 + std::exp(-value));
  }
  return value;
}

// A line that was fitted on a scale, and its slope's standard error there, read back.
Slope read_back(const Slope& line, Scale scale) {
  const double middle = line.intercept + line.slope / 2.0;
  const auto ends = [&](double slope) {
    return std::pair(off_scale(middle - slope / 2.0, scale), off_scale(middle + slope / 2.0, scale));
  };
  const auto [start, end] = ends(line.slope);
  Slope result{.slope = end - start, .intercept = start, .relative = end / start};
  if (!line.slope_limits) return result;
  const auto [lower_start, lower_end] = ends(line.slope_limits->lower);
  const auto [upper_start, upper_end] = ends(line.slope_limits->upper);
  result.slope_limits = Limits{lower_end - lower_start, upper_end - upper_start};
  result.relative_limits = Limits{lower_end / lower_start, upper_end / upper_start};
  return result;
}

Scale scale_of(ValueType type) {
  switch (type) {
    case ValueType::other: return Scale::plain;
    case ValueType::rate: return Scale::log;
    case ValueType::proportion: return Scale::logit;
  }
  return Scale::plain;
}

// The standard error on the scale of the value's type; 0: not known.
double error_of(const QuantileValue& quantile, Scale scale) {
  if (quantile.error) return *quantile.error;
  if (!quantile.limits) return 0.0;
  const double error = (on_scale(quantile.limits->upper, scale) - on_scale(quantile.limits->lower, scale)) / (2.0 * z_of(0.95));
  return fits(error) ? error : 0.0;
}

// An error on a scale as one of the value itself: the delta method.
double plain_error(double value, double error, Scale scale) {
  switch (scale) {
    case Scale::plain: return error;
    case Scale::log: return value * error;
    case Scale::logit: return value * (1.0 - value) * error;
  }
  return error;
}

std::optional<Limits> inverted(const std::optional<Limits>& limits) {
  if (!limits || !(limits->lower > 0.0)) return std::nullopt;
  return Limits{1.0 / limits->upper, 1.0 / limits->lower};
}

}  // namespace

std::optional<Slope> slope_index(std::span<const Rank> ranks, double confidence, Scale scale) {
  if (scale != Scale::plain) {
    std::vector<Rank> scaled(ranks.begin(), ranks.end());
    for (Rank& rank : scaled) rank.value = on_scale(rank.value, scale);
    const auto line = slope_index(scaled, confidence);
    return line ? std::optional(read_back(*line, scale)) : std::nullopt;
  }
  double rows = 0.0;
  std::size_t held = 0;
  bool errors = confidence >= 0.5 && confidence < 1.0;
  for (const Rank& rank : ranks) {
    if (!(rank.rows >= 0.0) || !fits(rank.value) || !fits(rank.error)) return std::nullopt;
    if (rank.rows == 0.0) continue;
    rows += rank.rows;
    ++held;
    errors = errors && rank.error > 0.0;
  }
  if (held < 2) return std::nullopt;
  // Moments of the middles with the shares as weights, which add up to 1.
  std::vector<double> middles;
  double below = 0.0, mean_middle = 0.0, mean_value = 0.0;
  for (const Rank& rank : ranks) {
    const double share = rank.rows / rows;
    middles.push_back(below + share / 2.0);
    below += share;
    mean_middle += share * middles.back();
    mean_value += share * rank.value;
  }
  double spread = 0.0, together = 0.0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const double share = ranks[i].rows / rows, away = middles[i] - mean_middle;
    spread += share * away * away;
    together += share * away * (ranks[i].value - mean_value);
  }
  if (!(spread > 0.0)) return std::nullopt;
  Slope result;
  result.slope = together / spread;
  result.intercept = mean_value - result.slope * mean_middle;
  const double start = result.intercept, end = start + result.slope;
  if (start != 0.0) result.relative = end / start;
  if (!errors) return result;
  // Slope and ends as weighted sums of the values: their variances follow from the values' own.
  double of_slope = 0.0, of_relative = 0.0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    if (ranks[i].rows == 0.0) continue;
    const double share = ranks[i].rows / rows;
    const double in_slope = share * (middles[i] - mean_middle) / spread;
    const double in_start = share - in_slope * mean_middle;
    const double variance = ranks[i].error * ranks[i].error;
    of_slope += in_slope * in_slope * variance;
    if (start == 0.0) continue;
    const double in_relative = (in_start + in_slope) / start - end * in_start / (start * start);
    of_relative += in_relative * in_relative * variance;
  }
  const double z = z_of(confidence);
  result.slope_limits = Limits{result.slope - z * std::sqrt(of_slope), result.slope + z * std::sqrt(of_slope)};
  if (result.relative) {
    result.relative_limits =
        Limits{*result.relative - z * std::sqrt(of_relative), *result.relative + z * std::sqrt(of_relative)};
  }
  return result;
}

std::optional<Slope> slope_of_quantiles(std::span<const QuantileValue> quantiles, const SlopeOptions& options) {
  if (quantiles.size() < least_quantiles || quantiles.size() > most_quantiles || options.multiplier == 0.0) return std::nullopt;
  const Scale own = scale_of(options.type), scale = options.transform ? own : Scale::plain;
  std::vector<Rank> ranks;
  for (const QuantileValue& quantile : quantiles) {
    if (!(quantile.population > 0.0)) return std::nullopt;
    if (options.type == ValueType::proportion && !(quantile.value >= 0.0 && quantile.value <= 1.0)) return std::nullopt;
    const double error = error_of(quantile, own);
    ranks.push_back({quantile.population, quantile.value, options.transform ? error : plain_error(quantile.value, error, own)});
  }
  auto slope = slope_index(ranks, options.confidence, scale);
  if (!slope) return std::nullopt;
  slope->slope *= options.multiplier;
  slope->slope_limits = times(slope->slope_limits, options.multiplier);
  if (options.transform) slope->intercept *= std::abs(options.multiplier);
  if (options.multiplier > 0.0 || !slope->relative) return slope;
  slope->relative = *slope->relative == 0.0 ? std::nullopt : std::optional(1.0 / *slope->relative);
  slope->relative_limits = inverted(slope->relative_limits);
  return slope;
}

std::optional<Concentration> concentration_index(std::span<const Share> shares, double confidence) {
  double rows = 0.0, total = 0.0;
  for (const Share& share : shares) {
    if (!(share.rows >= 0.0) || !fits(share.mean) || !(share.variance >= 0.0)) return std::nullopt;
    rows += share.rows;
    total += share.rows * share.mean;
  }
  if (!(rows > 0.0) || !(total > 0.0) || !(confidence >= 0.5) || !(confidence < 1.0)) return std::nullopt;
  Concentration result;
  result.mean = total / rows;
  double below = 0.0;
  for (const Share& share : shares) {
    const double part = share.rows / rows, rank = below + part / 2.0;
    below += part;
    result.index += part * (share.mean - result.mean) * (rank - 0.5);
  }
  result.index *= 2.0 / result.mean;
  const double more = 1.0 + result.index;
  double squares = 0.0, within = 0.0, held_before = 0.0;
  below = 0.0;
  for (const Share& share : shares) {
    const double part = share.rows / rows, rank = below + part / 2.0, away = 2.0 * rank - more;
    below += part;
    const double held = held_before + share.mean * part / result.mean;  // share of the total held up to here
    const double a = share.mean / result.mean * away + 2.0 - held_before - held;
    held_before = held;
    squares += part * a * a;
    within += part * share.variance * away * away;
  }
  result.variance = (squares - more * more + within / (result.mean * result.mean)) / rows;
  const double half_width = z_of(confidence) * std::sqrt(std::max(0.0, result.variance));
  result.limits = {result.index - half_width, result.index + half_width};
  return result;
}

double erreygers(const Concentration& concentration, double least, double most) {
  return 4.0 * concentration.mean * concentration.index / (most - least);
}

double wagstaff(const Concentration& concentration) { return concentration.index / (1.0 - concentration.mean); }

}  // namespace fairstart::statistics
