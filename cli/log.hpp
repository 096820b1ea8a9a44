// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/options.hpp"

namespace fairstart::cli {

// Logs go to standard error. Never a value of a record: names of files, counts and durations only.
void start_log(const Given& given);
void log_info(const std::string& message);
void log_debug(const std::string& message);

}  // namespace fairstart::cli
