// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/report/json_allocations.hpp"

namespace fairstart::report {

// The key `outcomes`, each with its indicators and spreads; and `without_outcome`, where there are any.
void add_outcomes(Json& json, const plan::Plan& plan, const Figures& figures);

}  // namespace fairstart::report
