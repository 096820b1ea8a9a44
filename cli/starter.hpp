// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fairstart::cli {

// What `fairstart new` writes: a small framework with examples, a dozen made-up families, and a page with the commands.
struct StarterFile {
  std::filesystem::path path;  // in the folder
  std::string text;
};
struct Starter {
  std::filesystem::path folder;  // where modules of that name are looked for: a.b.c in a/b
  std::string framework;         // the file with the rules, in the folder
  std::vector<StarterFile> files;
};

// `module` is a module's name, as in `newtown.first-steps`.
Starter starter(std::string_view module);

}  // namespace fairstart::cli
