// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/overdispersion.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/statistics/order.hpp"
#include "engine/statistics/rates.hpp"

namespace fairstart::statistics {
namespace {

struct OnScale {
  double y = 0, s = 0;
};

OnScale unit_on_scale(const FunnelUnit& unit, FunnelData data) {
  const double o = unit.numerator, e = unit.denominator;
  switch (data) {
    case FunnelData::shmi: return {std::log(o / e), 1.0 / std::sqrt(e)};
    case FunnelData::cqc: return {std::sqrt(o / e), 1.0 / (2.0 * std::sqrt(e))};
    case FunnelData::proportion: return {std::asin(std::sqrt(o / e)), 1.0 / (2.0 * std::sqrt(e))};
    case FunnelData::ratio:
      return {std::log((o + 0.5) / (e + 0.5)), std::sqrt(o / ((o + 0.5) * (o + 0.5)) + e / ((e + 0.5) * (e + 0.5)))};
  }
  return {};
}

double target_on_scale(double target, FunnelData data) {
  switch (data) {
    case FunnelData::shmi: return 0.0;
    case FunnelData::cqc: return 1.0;
    case FunnelData::proportion: return std::asin(std::sqrt(target));
    case FunnelData::ratio: return std::log(target);
  }
  return 0.0;
}

void leave_out_ends(std::vector<FunnelScore>& scores, double trim) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a].z < scores[b].z; });
  const auto out = static_cast<std::size_t>(std::floor(trim * static_cast<double>(scores.size())));
  for (std::size_t i = 0; i < out; ++i) {
    scores[order[i]].kept.reset();
    scores[order[order.size() - 1 - i]].kept.reset();
  }
}

void draw_in_ends(std::vector<FunnelScore>& scores, double trim) {
  std::vector<double> all;
  for (const FunnelScore& score : scores) all.push_back(score.z);
  std::sort(all.begin(), all.end());
  const auto at = [&](double p) {
    const double position = static_cast<double>(all.size() - 1) * p, below = std::floor(position);
    const auto i = static_cast<std::size_t>(below);
    return all[i] + (position - below) * (all[std::min(i + 1, all.size() - 1)] - all[i]);
  };
  const double low = at(trim), high = at(1.0 - trim);
  for (FunnelScore& score : scores) score.kept = std::clamp(score.z, low, high);
}

Limits line_at(double z, double denominator, FunnelData data, double target, double tau_squared) {
  const double s = data == FunnelData::shmi ? 1.0 / std::sqrt(denominator) : 1.0 / (2.0 * std::sqrt(denominator));
  const double h = z * std::sqrt(s * s + tau_squared);
  const double middle = target_on_scale(target, data);
  switch (data) {
    case FunnelData::shmi: return {std::exp(-h), std::exp(h)};
    case FunnelData::cqc: return {1.0 - h, 1.0 + h};
    case FunnelData::ratio: return {std::exp(middle - h), std::exp(middle + h)};
    case FunnelData::proportion: break;
  }
  // Past the ends of the scale the sine would turn back.
  const double low = std::sin(std::max(0.0, middle - h)), high = std::sin(std::min(std::numbers::pi / 2.0, middle + h));
  return {low * low, high * high};
}

}  // namespace

std::optional<Overdispersion> overdispersion(std::span<const FunnelUnit> units, FunnelData data, double trim) {
  if (units.size() < 2 || !(trim >= 0.0) || !(trim < 0.5)) return std::nullopt;
  Overdispersion result;
  double numerators = 0.0, denominators = 0.0;
  for (const FunnelUnit& unit : units) {
    if (!(unit.numerator >= 0.0) || !(unit.denominator > 0.0)) return std::nullopt;
    numerators += unit.numerator;
    denominators += unit.denominator;
  }
  const bool by_expected = data == FunnelData::shmi || data == FunnelData::cqc;
  result.target = by_expected ? 1.0 : numerators / denominators;
  const double middle = target_on_scale(result.target, data);
  for (const FunnelUnit& unit : units) {
    const OnScale on_scale = unit_on_scale(unit, data);
    const double z = (on_scale.y - middle) / on_scale.s;
    if (!std::isfinite(z)) return std::nullopt;
    result.scores.push_back({z, z});
  }
  data == FunnelData::shmi ? leave_out_ends(result.scores, trim) : draw_in_ends(result.scores, trim);
  double squares = 0.0, weights = 0.0, squared_weights = 0.0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!result.scores[i].kept) continue;
    const double s = unit_on_scale(units[i], data).s, weight = 1.0 / (s * s);
    squares += *result.scores[i].kept * *result.scores[i].kept;
    weights += weight;
    squared_weights += weight * weight;
    ++result.kept;
  }
  if (result.kept < 2) return std::nullopt;
  const auto n = static_cast<double>(result.kept);
  result.phi = squares / n;
  result.tau_squared = std::max(0.0, (squares - (n - 1.0)) / (weights - squared_weights / weights));
  return result;
}

std::optional<FunnelLines> overdispersion_lines(double denominator, FunnelData data, double target, double tau_squared,
                                                bool adjusted, double multiplier) {
  if (!(denominator > 0.0) || !(tau_squared >= 0.0)) return std::nullopt;
  if (!adjusted && (data == FunnelData::shmi || data == FunnelData::cqc)) {
    // Not exact_poisson's interval of a count: the ends around an expectation, as upstream draws them.
    const auto inner = exact_poisson(denominator, 0.95), outer = exact_poisson(denominator, 0.998);
    if (!inner || !outer) return std::nullopt;
    return FunnelLines{times(*inner, multiplier / denominator), times(*outer, multiplier / denominator)};
  }
  constexpr double inner_z = 1.959964, outer_z = 3.090232;
  const double between = adjusted ? tau_squared : 0.0;
  return FunnelLines{times(line_at(inner_z, denominator, data, target, between), multiplier),
                     times(line_at(outer_z, denominator, data, target, between), multiplier)};
}

}  // namespace fairstart::statistics
