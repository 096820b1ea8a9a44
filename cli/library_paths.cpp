// SPDX-License-Identifier: Apache-2.0
#include "cli/library_paths.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <string_view>

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

// The folder that holds `stdlib` and `frameworks`: beside the installed program, above the one just built, or the sources.
fs::path standard_root() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path above = program.parent_path().parent_path();
  for (const fs::path& root : {above / "share" / "fairstart", above, fs::path(FAIRSTART_SOURCE_DIR)}) {
    if (!root.empty() && fs::is_directory(root / "stdlib", error)) return root;
  }
  return {};
}

}  // namespace

std::vector<fs::path> library_paths(const Given& given) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const std::string& folder : given.values("--library")) {
    if (!fs::is_directory(folder, error)) throw WrongUsage(fmt::format("`--library {}` is not a folder", folder));
    paths.emplace_back(folder);
  }
  if (const char* more = std::getenv("FAIRSTART_PATH")) {
    std::string_view rest = more;
    while (!rest.empty()) {
      const std::size_t end = rest.find(':');
      if (const std::string_view folder = rest.substr(0, end); !folder.empty()) {
        if (!fs::is_directory(folder, error))
          throw WrongUsage(fmt::format("`{}`, which FAIRSTART_PATH lists, is not a folder", folder));
        paths.emplace_back(folder);
      }
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }
  if (const fs::path root = standard_root(); !root.empty()) {
    paths.push_back(root / "stdlib");
    if (fs::is_directory(root / "frameworks", error)) paths.push_back(root / "frameworks");
  }
  return paths;
}

}  // namespace fairstart::cli
