// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/indicators/indicators.hpp"

// What incentives pay: pure functions of an indicator's line, or of counts of rows.
namespace fairstart::cases {

// Millionths of a pound. Not there: hidden, or not known (an indicator without value, a parameter without value).
struct Payment {
  std::optional<std::int64_t> pays;             // the whole sum, or for each row
  std::optional<std::int64_t> amount;           // of what is certain
  std::optional<std::int64_t> lowest, highest;  // whatever the facts turn out to be that are not known; none: no bound
  std::optional<std::int64_t> rows, rows_may;   // `for each`: rows that certainly count, and those that may besides
  std::optional<double> value;                  // of the indicator, in the unit shown
  bool hidden = false;                          // a small count
};

// An incentive's `for each` rows as the population of an indicator, so that they are counted as one.
plan::Indicator population(const plan::Plan& plan, const plan::Incentive& incentive);

// `for each`: hidden where there are 1 to below − 1 rows. Others: of the indicator's line for everyone, in `lines`, and its cells.
Payment payment(const plan::Plan& plan, const plan::Incentive& incentive, base::Day as_at, const indicators::Cells& rows,
                std::optional<std::int64_t> below);
Payment payment(const plan::Plan& plan, const plan::Incentive& incentive, base::Day as_at, const indicators::Line& everyone,
                const indicators::Cells& cells);

// Nothing at `lower`, all at `upper`, straight between; `lower` over `upper` where less is better. Rounded to the penny.
std::int64_t between(std::int64_t pays, double value, double lower, double upper);

}  // namespace fairstart::cases
