// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/source/source.hpp"
#include "engine/run/profile.hpp"

namespace fairstart::cli {

// The table of --profile: what took longest first; shares add up to all of `seconds`, whose rest has a line of its own.
std::string profile_table(std::vector<run::ProfileLine> lines, double seconds, const source::Sources& sources);

}  // namespace fairstart::cli
