// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::check {

// What bounds the work that a file, whoever wrote it, can cause. What goes beyond is an error with its place.
struct Limits {
  std::size_t file_bytes = source::default_max_file_bytes;  // of one .fair file, or table beside it
  std::size_t files = 4;                                    // all of them together: so many times file_bytes
  std::size_t modules = 1000;
  std::uint32_t depth = 200;  // of blocks and conditions within one another
  std::size_t errors = 100;   // then the check ends: looking for what may have been meant takes time
};

// Files that came as one: modules and examples in rows, by their paths in it (`england/core.fair`).
struct Packed {
  std::string path;  // of the file that they came in; told before theirs
  std::map<std::string, std::string, std::less<>> files;
};

struct Options {
  std::vector<std::filesystem::path> library_paths;  // searched in order, after the file's own root
  std::vector<std::filesystem::path> with;           // further files checked into the same plan: mappings
  // Where the main file is from, if from there: what it needs is then looked for there and nowhere else. Outlives the checking.
  const Packed* packed = nullptr;
  Limits limits = {};
};

// Reads the file and every module it needs, and checks them all. A plan only if there are no errors.
std::optional<plan::Plan> check_file(const std::filesystem::path& path, const Options& options, source::Sources& sources,
                                     diagnostics::Diagnostics& diagnostics);

// The same for a text already in `sources`; its path says where modules are looked for.
std::optional<plan::Plan> check_source(base::FileId file, const Options& options, source::Sources& sources,
                                       diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::check
