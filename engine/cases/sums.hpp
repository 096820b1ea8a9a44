// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "engine/column/evaluated.hpp"

// Sums about no row, worked out without records.
namespace fairstart::cases {

class Sums {
 public:
  Sums(const plan::Plan& plan, const std::vector<plan::ExprId>& expressions, base::Day as_at);
  std::optional<std::int64_t> known(plan::ExprId id) const;  // none: not known on that day

 private:
  const plan::Plan& plan_;
  column::Evaluated evaluated_;
};

// The parameters that these expressions read, and those of them that have no value on a day.
std::vector<plan::ParameterId> parameters_of(const plan::Plan& plan, const std::vector<plan::ExprId>& expressions);
std::vector<plan::ParameterId> missing_parameters(const plan::Plan& plan, const std::vector<plan::ExprId>& expressions,
                                                  base::Day as_at);

std::optional<std::int64_t> rowless_value(const plan::Plan& plan, plan::ExprId id, base::Day as_at);

}  // namespace fairstart::cases
