// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <set>

namespace fairstart::cli {

// Runs `once` (which gives the files that it read), then again whenever one of them changes, goes or comes, until the program is
// interrupted (SIGINT, SIGTERM): gives the exit code of the last run. Looks five times a second; no clock is read.
int watch(const std::function<int(std::set<std::filesystem::path>& read)>& once);

// Whether somebody watches: standard output is a terminal.
bool may_watch();

}  // namespace fairstart::cli
