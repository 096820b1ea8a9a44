// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "dsl/base/decimal.hpp"
#include "engine/column/answer.hpp"

// Sums of one interval. What doesn't fit makes the whole result unbounded.
namespace fairstart::kernels {

using Wide = __int128;

constexpr bool finite(std::int64_t end) { return end != column::no_lower && end != column::no_upper; }
constexpr bool fits(Wide value) { return value > column::no_lower && value < column::no_upper; }

// Finite ends summed exactly; infinite ones remembered.
class ExactSum {
 public:
  void add_lo(std::int64_t end) { add(end, lo_, lo_infinite_); }
  void add_hi(std::int64_t end) { add(end, hi_, hi_infinite_); }
  void open_below() { lo_infinite_ = true; }
  void open_above() { hi_infinite_ = true; }
  column::Interval value() const {
    if ((!lo_infinite_ && !fits(lo_)) || (!hi_infinite_ && !fits(hi_))) return {};
    return {lo_infinite_ ? column::no_lower : static_cast<std::int64_t>(lo_),
            hi_infinite_ ? column::no_upper : static_cast<std::int64_t>(hi_)};
  }

 private:
  static void add(std::int64_t end, Wide& sum, bool& infinite) {
    if (finite(end)) {
      sum += end;
    } else {
      infinite = true;
    }
  }
  Wide lo_ = 0, hi_ = 0;
  bool lo_infinite_ = false, hi_infinite_ = false;
};

// numerator ÷ denominator (over 0), half to even.
constexpr Wide divide_half_even(Wide numerator, Wide denominator) {
  Wide quotient = numerator / denominator;
  Wide rest = numerator % denominator;
  if (rest < 0) rest += denominator, quotient -= 1;  // now floor, and 0 <= rest < denominator
  const Wide twice = rest * 2;
  if (twice > denominator || (twice == denominator && quotient % 2 != 0)) quotient += 1;
  return quotient;
}

// Products and quotients in millionths, each end rounded half to even.
column::Interval multiply(column::Interval a, column::Interval b);
column::Interval divide(column::Interval a, column::Interval b);

}  // namespace fairstart::kernels
