// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::check {

struct Options {
  std::vector<std::filesystem::path> library_paths;  // searched in order, after the file's own root
  std::vector<std::filesystem::path> with;           // further files checked into the same plan: mappings
};

// Reads the file and every module it needs, and checks them all. A plan only if there are no errors.
std::optional<plan::Plan> check_file(const std::filesystem::path& path, const Options& options, source::Sources& sources,
                                     diagnostics::Diagnostics& diagnostics);

// The same for a text already in `sources`; its path says where modules are looked for.
std::optional<plan::Plan> check_source(base::FileId file, const Options& options, source::Sources& sources,
                                       diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::check
