// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "engine/report/figures.hpp"

// Parts of report.json that are in files of their own.
namespace fairstart::report {

using Json = nlohmann::ordered_json;

void add_notes(Json& json, const plan::Notes& notes);
// The keys `lists` and `allocations`.
void add_lists_and_allocations(Json& json, const plan::Plan& plan, const Figures& figures);

// The key `reach`: who has an offer and how much of each, by deprivation and level.
void add_reach(Json& json, const plan::Plan& plan, const Figures& figures);

}  // namespace fairstart::report
