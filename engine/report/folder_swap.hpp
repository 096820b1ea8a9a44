// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dsl/base/result.hpp"

namespace fairstart::report {

// ".surrey.partial-": how the staging folders of a target are named; a process number follows.
std::string staging_prefix(const std::filesystem::path& target);

// Removes staging folders that no living run holds; one whose moving in was cut short is undone first, so that the target
// is as it was before that run.
base::Status clear_stale(const std::filesystem::path& parent, const std::string& prefix, const std::filesystem::path& target);

// Puts the files `names` of `staging` into `target` in place of our files there, and removes `staging`. Files of others stay.
// On failure the target is as it was.
base::Status swap_in(const std::filesystem::path& staging, const std::filesystem::path& target,
                     const std::vector<std::string>& names);

}  // namespace fairstart::report
