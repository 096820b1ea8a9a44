// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/library_paths.hpp"
#include "cli/load.hpp"
#include "cli/starter.hpp"
#include "cli/terminal.hpp"
#include "cli/write_file.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

// Says what the language says of such a header.
bool is_module_name(const std::string& name) {
  Loaded header;
  const base::FileId file = header.sources.add(name, fmt::format("framework {} \"Title\" {{ version \"1\" }}\n", name));
  syntax::parse(header.sources, file, header.diagnostics);
  const bool parsed = !header.diagnostics.has_errors();
  tell(header);
  // Blanks and marks could end the header and begin another.
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  if (parsed && !plain) throw WrongUsage("NAME is one name, as in `newtown.first-steps`");
  return parsed;
}

int starter_not_written(const fs::path& path, const std::string& why) {
  Loaded nothing;
  nothing.diagnostics.add({.code = diagnostics::Code::cannot_write,
                           .message = "the framework could not be written: " + why,
                           .place = {path.string(), 0, {}}});
  tell(nothing);
  return exit_output;
}

}  // namespace

int new_command(const Given& given) {
  const std::string& name = given.operands().front();
  if (given.has("--locked")) throw WrongUsage("`new` takes no `--locked`: what it writes has no lock yet");
  if (!is_module_name(name)) return exit_usage;
  const Starter starter = cli::starter(name);
  std::error_code error;
  for (const fs::path& path : library_paths(given))
    if (fs::exists(path / starter.folder / starter.framework, error))
      throw WrongUsage(fmt::format("there is a module `{}` already, in {}: choose another name", name, path.string()));
  // The first folder has to be new: making it is what tells, so that nothing comes between.
  const fs::path top = *starter.folder.begin();
  const bool made = fs::create_directory(top, error);
  if (error) return starter_not_written(top, error.message());
  if (!made)
    return starter_not_written(top,
                               "there is something of that name already, and nothing is written over: choose a name that "
                               "begins otherwise, or run this "
                               "in another folder and move what it writes here");
  for (const StarterFile& file : starter.files) {
    const fs::path path = starter.folder / file.path;
    fs::create_directories(path.parent_path(), error);
    if (const std::string why = error ? error.message() : write_file(path, file.text); !why.empty()) {
      fs::remove_all(top, error);  // it was made above
      return starter_not_written(path, why);
    }
  }
  std::string told;
  for (const StarterFile& file : starter.files) told += (starter.folder / file.path).string() + '\n';
  if (printed(told)) return exit_fine;
  fs::remove_all(top, error);
  return exit_output;
}

}  // namespace fairstart::cli
