// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "dsl/plan/plan.hpp"

namespace fairstart::plan {

// An expression that rests on itself, through definitions, scores, levels and roles; nothing in a sound plan.
std::optional<ExprId> rests_on_itself(const Plan& plan);

// An expression with more than `most` in a line, each resting on the next, in a plan where nothing rests on itself. What reads
// plans may follow them by recursion: `most_in_line` is what a checked plan has at most.
std::optional<ExprId> deeper_than(const Plan& plan, std::size_t most);
inline constexpr std::size_t most_in_line = 1'500;

}  // namespace fairstart::plan
