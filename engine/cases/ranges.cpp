// SPDX-License-Identifier: Apache-2.0
#include "engine/cases/ranges.hpp"

#include <cmath>

#include "dsl/base/decimal.hpp"

namespace fairstart::cases {
namespace {

using Value = std::optional<std::int64_t>;

Value plus(Value a, Value b) { return a && b ? base::add(*a, *b) : Value{}; }
Value minus(Value a, Value b) { return a && b ? base::subtract(*a, *b) : Value{}; }
Value over(Value a, Value b) { return a && b && *b > 0 ? base::divide(*a, *b) : Value{}; }

Value scaled(Value a, double factor) {
  if (!a) return {};
  const double product = static_cast<double>(*a) * factor;
  // Past 2^53 a pound's millionths are no longer told apart; what comes near the end of int64 is not told at all.
  if (!(std::abs(product) < 9e18)) return {};
  return std::llround(product);
}

}  // namespace

Range nothing() { return {0, 0, 0}; }

Range total(const Range& a, const Range& b) { return {plus(a.low, b.low), plus(a.central, b.central), plus(a.high, b.high)}; }

Range difference(const Range& a, const Range& b) {
  return {minus(a.low, b.high), minus(a.central, b.central), minus(a.high, b.low)};
}

Range quotient(const Range& a, const Range& b) {
  return {over(a.low, b.high), over(a.central, b.central), over(a.high, b.low)};
}

Range times(const Range& a, double factor) {
  return {scaled(a.low, factor), scaled(a.central, factor), scaled(a.high, factor)};
}

}  // namespace fairstart::cases
