// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/report/json_allocations.hpp"

namespace fairstart::report {

// The keys `cases` and `incentives`.
void add_money(Json& json, const plan::Plan& plan, const Figures& figures);

}  // namespace fairstart::report
