// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace fairstart::cli {

// Writes beside the file and moves into its place, so that a reader sees the old or the new text, never half of one. An old
// file keeps its permissions, a link stays a link. Gives why it could not be done; empty: it was.
std::string write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace fairstart::cli
