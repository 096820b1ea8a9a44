// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/load.hpp"
#include "dsl/document/document.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;

int doc_command(const Given& given) {
  const fs::path folder = given.required("--out");
  const std::unique_ptr<Loaded> loaded = load(given, given.operands().front());
  loaded->diagnostics.sort_by_place();
  tell(*loaded);
  if (!loaded->plan) return exit_found;
  const document::Pages pages = document::pages(*loaded->plan, loaded->sources);
  const auto cannot_write = [&](const fs::path& path, const std::string& why) {
    loaded->diagnostics.add({.code = diagnostics::Code::cannot_write,
                             .message = "the document could not be written: " + why,
                             .place = {path.string(), 0, {}}});
    tell(*loaded);
    return exit_output;
  };
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return cannot_write(folder, error.message());
  const std::string& name = loaded->plan->modules[loaded->plan->main.index()].name;
  for (const auto& [ending, text] : {std::pair(".md", &pages.markdown), std::pair(".html", &pages.html)}) {
    const fs::path path = folder / (name + ending);
    if (const std::string why = write_beside(*loaded, path, *text); !why.empty()) return cannot_write(path, why);
    std::cout << path.string() << '\n';
  }
  return exit_fine;
}

}  // namespace fairstart::cli
