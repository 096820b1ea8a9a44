// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/cases/cases.hpp"

// Sums with low, central and high values; what is not known, or overflows, stays unknown.
namespace fairstart::cases {

inline constexpr std::int64_t half_a_penny = 5'000;  // millionths of a pound

Range nothing();  // 0, 0, 0
Range total(const Range& a, const Range& b);
Range difference(const Range& a, const Range& b);  // lowest less highest …
Range quotient(const Range& a, const Range& b);    // of amounts over 0
// Each end times a factor of 0 or more, rounded once, half away from zero.
Range times(const Range& a, double factor);

}  // namespace fairstart::cases
