// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/load.hpp"
#include "cli/terminal.hpp"
#include "cli/write_file.hpp"
#include "dsl/base/sha256.hpp"
#include "dsl/sharing/lock.hpp"

// What passes from one area to another: locks and bundles.
namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

int not_written(Loaded& loaded, std::string_view what, const fs::path& path, const std::string& why) {
  loaded.diagnostics.add({.code = diagnostics::Code::cannot_write,
                          .message = fmt::format("{} could not be written: {}", what, why),
                          .place = {path.string(), 0, {}}});
  tell(loaded);
  return exit_output;
}

// The framework with its contents; it has to be sound, so that what is kept or sent on is.
std::unique_ptr<Loaded> load_contents(const Given& given) {
  std::unique_ptr<Loaded> loaded = load(given, given.operands().front(), {}, Wanted::contents_too);
  loaded->diagnostics.sort_by_place();
  return loaded;
}

std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// All files in a new folder beside `folder`, which takes its name once `tell` has told of it, and goes where that failed. Gives
// why it could not be done; empty: it was.
std::string unpack(const sharing::Bundle& bundle, const fs::path& folder, const std::function<bool()>& tell) {
  std::error_code error;
  fs::path target = fs::absolute(folder, error).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  if (fs::is_symlink(target, error)) return "it is a link";
  if (fs::exists(target, error) && !(fs::is_directory(target, error) && fs::is_empty(target, error)))
    return "there is something of that name already, and nothing is written over";
  fs::create_directories(target.parent_path(), error);
  if (error) return error.message();
  std::string name = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) return std::strerror(errno);
  const fs::path made = name;
  std::string why;
  for (const auto& [path, file] : bundle.files) {
    fs::create_directories((made / path).parent_path(), error);
    why = error ? error.message() : write_file(made / path, file.text);
    if (!why.empty()) break;
  }
  // As the user's shell would have made it.
  const mode_t mask = umask(0);
  umask(mask);
  fs::permissions(made, static_cast<fs::perms>(0777U & ~mask), error);
  if (why.empty() && !tell()) {
    fs::remove_all(made, error);
    return {};
  }
  // Takes the place of an empty folder, never of one with something in it.
  if (why.empty() && std::rename(made.c_str(), target.c_str()) != 0) why = std::strerror(errno);
  if (!why.empty()) fs::remove_all(made, error);
  return why;
}

}  // namespace

int lock_command(const Given& given) {
  const std::string& file = given.operands().front();
  if (file == "-") throw WrongUsage("`lock` needs a file: the lock goes beside it");
  if (given.has("--locked")) throw WrongUsage("`lock` writes the lock that `--locked` would hold it to: say one of them");
  const std::unique_ptr<Loaded> loaded = load_contents(given);
  tell(*loaded);
  if (!loaded->plan || !loaded->contents) return exit_found;
  const fs::path path = lock_beside(file);
  if (const std::string why = write_beside(*loaded, path, sharing::write_lock(*loaded->contents)); !why.empty())
    return not_written(*loaded, "the lock", path, why);
  std::cout << fmt::format("{}: {} locked\n", path.string(), counted(loaded->contents->modules.size(), "module"));
  return exit_fine;
}

int bundle_command(const Given& given) {
  const std::string out = given.required("-o");
  const std::unique_ptr<Loaded> loaded = load_contents(given);
  std::optional<std::string> bytes;
  if (loaded->plan && loaded->contents) bytes = sharing::write_bundle(*loaded->contents, loaded->sources, loaded->diagnostics);
  tell(*loaded);
  if (!bytes) return exit_found;
  if (out == "-") {
    std::cout << *bytes;
    return exit_fine;
  }
  if (const std::string why = write_beside(*loaded, out, *bytes); !why.empty())
    return not_written(*loaded, "the bundle", out, why);
  std::cout << fmt::format("{}: {} of {}, SHA-256 {}\n", out, counted(loaded->contents->modules.size(), "module"),
                           counted(bytes->size(), "byte"), base::sha256_hex(*bytes));
  return exit_fine;
}

int unbundle_command(const Given& given) {
  const std::string& file = given.operands().front();
  const std::unique_ptr<Loaded> loaded = load_contents(given);
  if (!loaded->bundle && !loaded->diagnostics.has_errors()) throw WrongUsage(fmt::format("`{}` is not a bundle", file));
  tell(*loaded);
  // What is in it has to check: a bundle is written from a framework that does.
  if (!loaded->plan) return exit_found;
  const fs::path folder = given.value("--out").value_or(loaded->contents->main);
  std::string told;
  for (const auto& [path, text] : loaded->bundle->files) told += (folder / path).string() + '\n';
  bool arrived = false;
  const std::string why = unpack(*loaded->bundle, folder, [&] { return arrived = printed(told); });
  if (why.empty() && !arrived) return exit_output;
  if (!why.empty()) return not_written(*loaded, "the folder", folder, why);
  return exit_fine;
}

}  // namespace fairstart::cli
