// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/impact/explained.hpp"

namespace fairstart::cli {

// Families made up from what the frameworks read, the fewest that show each kind of change; none of the records has a part in it.
// Empty where no such family came up, or no folder can be made for them. Items are numbered as in impact::compare of these plans.
std::vector<impact::Explained> explain_made_up(const plan::Plan& before, const plan::Plan& after, const column::Clock& clock,
                                               const impact::Options& options, std::size_t most);

}  // namespace fairstart::cli
