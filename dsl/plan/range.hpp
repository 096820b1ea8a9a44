// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include "dsl/plan/plan.hpp"

namespace fairstart::plan {

// Where the known values of a number or a date lie, whatever the records say: both ends included, as constants are
// (millionths, day numbers). `whole`: only whole numbers; dates are days anyway.
struct Range {
  static constexpr std::int64_t no_lower = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t no_upper = std::numeric_limits<std::int64_t>::max();
  std::int64_t lo = no_lower, hi = no_upper;
  bool whole = false;

  friend bool operator==(const Range&, const Range&) = default;
};

// From declared ranges, parameters' values, points and what counts can be; never too narrow, often wider than need be.
// Other types: no bounds.
Range range_of(const Plan& plan, ExprId id);

}  // namespace fairstart::plan
