// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>
#include <vector>

#include "dsl/plan/plan.hpp"

namespace fairstart::reference {

using Step = std::variant<plan::ExprId, plan::ScoreId, plan::LevelsId>;

// Everything that `wanted`, all scores and all levels schemes rest on, themselves included, each after what it rests on.
std::vector<Step> order(const plan::Plan& plan, const std::vector<plan::ExprId>& wanted);

}  // namespace fairstart::reference
