// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace fairstart::indicators {

struct Limits { double lower, upper; };

// Wilson score interval of a proportion x/n (Wilson 1927), as fractions; nothing unless 0 <= x <= n and n > 0.
// confidence: 0.9 to under 1.
std::optional<Limits> wilson(double x, double n, double confidence = 0.95);

}  // namespace fairstart::indicators
