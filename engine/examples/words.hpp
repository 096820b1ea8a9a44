// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "engine/column/answer.hpp"

// Results in the words of an expectation.
namespace fairstart::examples {

std::string said(column::Answer answer);  // "yes", "no", "unknown"
// "4 visits", "3 to 6", "unknown"; with one bound only: "3 or more", "6 or less".
std::string range(const types::Type& type, column::Interval interval, const plan::Plan& plan);
std::string joined(const std::vector<std::string>& parts, std::string_view between);
std::string either(const std::vector<std::string>& names);  // "a or b or c"

}  // namespace fairstart::examples
