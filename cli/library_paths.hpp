// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "cli/options.hpp"

namespace fairstart::cli {

// Where modules are looked for after a file's own root: --library, then FAIRSTART_PATH, then the standard library and the
// shared frameworks, as installed or in the build tree. Throws WrongUsage for a --library that is no folder.
std::vector<std::filesystem::path> library_paths(const Given& given);

}  // namespace fairstart::cli
