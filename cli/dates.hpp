// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/base/calendar.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"

namespace fairstart::cli {

// What of a plan needs looking at by a date. At `as_at`: a review that is due within 90 days is a warning, one that is past
// an error, a parameter that has no value then a warning, and so a file
// that is not in force then.
void judge_dates(const plan::Plan& plan, base::Day as_at, diagnostics::Diagnostics& diagnostics);

// A warning for each file of the plan that is not in force at `as_at`.
void warn_of_force(const plan::Plan& plan, base::Day as_at, diagnostics::Diagnostics& diagnostics);

// The same things listed, a line each, in the order of their dates.
std::vector<std::string> list_dates(const plan::Plan& plan);

}  // namespace fairstart::cli
