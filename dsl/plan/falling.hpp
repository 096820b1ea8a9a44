// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "dsl/plan/plan.hpp"

namespace fairstart::plan {

// Whether, as far as its form tells, an answer that is yes could become another one where somebody reaches a higher level of a
// scheme, or where a condition of `widened` (by expression: a level's or group's) becomes yes. No: it never does.
bool could_fall(const Plan& plan, ExprId answer, LevelsId levels, const std::set<std::uint32_t>& widened = {});

}  // namespace fairstart::plan
