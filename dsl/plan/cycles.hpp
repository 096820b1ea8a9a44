// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "dsl/plan/plan.hpp"

namespace fairstart::plan {

// An expression that rests on itself, through definitions, scores, levels and roles; nothing in a sound plan.
std::optional<ExprId> rests_on_itself(const Plan& plan);

}  // namespace fairstart::plan
