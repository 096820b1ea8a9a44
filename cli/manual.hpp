// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace fairstart::cli {

// A file to install, below share/: "man/man1/fairstart-check.1".
struct ManualFile {
  std::string path, text;
};

// The manual pages and the shells' completions, from the same table as `--help`.
std::vector<ManualFile> manual_pages();
std::vector<ManualFile> completions();

// Writes all of them into DIR, for whoever packs the program. Gives the exit code.
int write_manual(const std::vector<std::string>& arguments);

}  // namespace fairstart::cli
