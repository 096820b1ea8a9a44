// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "dsl/plan/plan.hpp"

namespace fairstart::report {

// A number as the files carry it: a plain decimal in the unit that the framework wrote ("8", unit "visits"; "22900", unit
// "£ per year"; "1.5", unit "weeks"). An open end gives no text.
std::string amount_text(const types::Type& type, std::int64_t number);
// The same, rounded to so many decimals.
std::string fixed_amount_text(const types::Type& type, std::int64_t number, int places);
std::string unit_text(const types::Type& type, const plan::Plan& plan);

}  // namespace fairstart::report
