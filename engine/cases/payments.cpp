// SPDX-License-Identifier: Apache-2.0
#include "engine/cases/payments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/cases/sums.hpp"
#include "engine/indicators/figure.hpp"

namespace fairstart::cases {
namespace {

constexpr std::int64_t penny = 10'000;

}  // namespace

plan::Indicator population(const plan::Plan& plan, const plan::Incentive& incentive) {
  plan::Indicator rows;
  rows.name = incentive.name;
  rows.among = incentive.each;
  // A member counts: so certain rows are yes, and those that may be members are possible.
  if (incentive.each.exists()) rows.count = plan.list(incentive.each).member;
  return rows;
}

std::int64_t between(std::int64_t pays, double value, double lower, double upper) {
  const double share = std::clamp((value - lower) / (upper - lower), 0.0, 1.0);
  return std::llround(static_cast<double>(pays) * share / penny) * penny;
}

Payment payment(const plan::Plan& plan, const plan::Incentive& incentive, base::Day as_at, const indicators::Cells& rows,
                std::optional<std::int64_t> below) {
  Payment out;
  const auto pays = out.pays = rowless_value(plan, incentive.pays, as_at);
  indicators::Cell whole;
  if (!rows.breakdowns.empty())
    for (const auto& [group, cell] : rows.breakdowns[0]) whole.add(cell);
  const std::int64_t certain = whole.yes, may = whole.may_yes + whole.may_unknown + whole.unknown + whole.may_no;
  const auto small = [&](std::int64_t count) { return below && count > 0 && count < *below; };
  if (small(certain) || small(may)) {
    out.hidden = true;
    return out;
  }
  out.rows = certain;
  out.rows_may = may;
  const auto times = [&](std::int64_t count) -> std::optional<std::int64_t> {
    std::int64_t product = 0;
    if (!pays || __builtin_mul_overflow(*pays, count, &product)) return {};
    return product;
  };
  out.amount = out.lowest = times(certain);
  if (!rows.open) out.highest = times(certain + may);
  return out;
}

Payment payment(const plan::Plan& plan, const plan::Incentive& incentive, base::Day as_at, const indicators::Line& everyone,
                const indicators::Cells& cells) {
  Payment out;
  const plan::Indicator& indicator = plan.indicators[incentive.indicator.index()];
  out.hidden = everyone.hidden;
  const auto pays = out.pays = rowless_value(plan, incentive.pays, as_at);
  if (out.hidden || !everyone.value) return out;
  out.value = everyone.value;
  const indicators::Unit unit = indicators::unit_of(indicator);
  double value = *everyone.value;
  // The exact figure where the counts are published exactly; else the one that is published, which gives no count away.
  if (!indicator.hide_below && !indicator.round_to && !cells.breakdowns.empty()) {
    indicators::Cell whole;
    for (const auto& [group, cell] : cells.breakdowns[0]) whole.add(cell);
    if (const auto exact = indicators::value_of(indicator, whole)) value = indicators::unrounded(unit, *exact);
  }
  if (!pays) return out;
  const double lower = indicators::unrounded(unit, {incentive.lower, 1}),
               upper = indicators::unrounded(unit, {incentive.upper, 1});
  out.amount = between(*pays, value, lower, upper);
  if (everyone.possible_lo || everyone.possible_hi) {
    constexpr double far = std::numeric_limits<double>::max();
    const std::int64_t a = between(*pays, everyone.possible_lo.value_or(-far), lower, upper);
    const std::int64_t b = between(*pays, everyone.possible_hi.value_or(far), lower, upper);
    out.lowest = std::min({a, b, *out.amount});
    out.highest = std::max({a, b, *out.amount});
  }
  return out;
}

}  // namespace fairstart::cases
