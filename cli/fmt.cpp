// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/load.hpp"
#include "dsl/format/format.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

// The formatted text; none, and diagnostics, where the file has mistakes.
std::optional<std::string> formatted(Loaded& loaded, const std::string& file) {
  std::string text;
  if (file == "-") {
    std::optional<std::string> read = read_standard_input(loaded.diagnostics);
    if (!read) return {};
    text = std::move(*read);
  } else {
    base::Result<std::string> read = source::read_text_file(file);
    if (!read) {
      loaded.diagnostics.add(
          {.code = diagnostics::Code::unreadable_file, .message = read.failure().message, .place = {file, 0, {}}});
      return {};
    }
    text = std::move(read.value());
  }
  const syntax::Tree tree = syntax::parse(loaded.sources, loaded.sources.add(file, std::move(text)), loaded.diagnostics);
  if (loaded.diagnostics.has_errors()) return {};
  std::string laid_out = format::format(tree);
  // A formatter that changes a word must never reach the file.
  source::Sources sources;
  diagnostics::Diagnostics found;
  const syntax::Tree again = syntax::parse(sources, sources.add(file, laid_out), found);
  if (found.has_errors() || format::normalised_leaves(again) != format::normalised_leaves(tree) ||
      format::comments(again) != format::comments(tree)) {
    throw std::logic_error(fmt::format("formatting {} would have changed what it says; the file was left as it is", file));
  }
  return laid_out;
}

// Writes beside the file and moves into its place, so that a reader sees the old or the new text, never half of one.
std::string replace(const fs::path& file, const std::string& text) {
  std::error_code error;
  fs::path target = fs::canonical(file, error);  // a link stays a link
  if (error) target = file;
  struct stat old {};
  if (access(target.c_str(), W_OK) != 0 || stat(target.c_str(), &old) != 0) return std::strerror(errno);
  std::string name = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) return std::strerror(errno);
  const char* at = text.data();
  std::size_t left = text.size();
  int failed = 0;
  while (left > 0 && failed == 0) {
    const ssize_t written = write(descriptor, at, left);
    if (written < 0 && errno != EINTR) failed = errno;
    if (written > 0) at += written, left -= static_cast<std::size_t>(written);
  }
  if (failed == 0 && (fchmod(descriptor, old.st_mode & 07777U) != 0 || fsync(descriptor) != 0)) failed = errno;
  if (close(descriptor) != 0 && failed == 0) failed = errno;
  if (failed == 0 && std::rename(name.c_str(), target.c_str()) != 0) failed = errno;
  if (failed == 0) return {};
  unlink(name.c_str());
  return std::strerror(failed);
}

}  // namespace

int fmt_command(const Given& given) {
  const bool check = given.has("--check");
  int exit_code = exit_fine;
  const auto raise = [&](int code) { exit_code = std::max(exit_code, code); };
  for (const std::string& file : given.operands()) {
    Loaded loaded;
    const std::optional<std::string> text = formatted(loaded, file);
    if (!text) {
      tell(loaded);
      raise(exit_found);
      continue;
    }
    const bool changed = *text != loaded.sources.file(base::FileId(std::size_t{0})).text;
    if (check) {
      if (changed) std::cout << file << '\n';
      if (changed) raise(exit_found);
    } else if (file == "-") {
      std::cout << *text;
    } else if (changed) {
      if (const std::string why = replace(file, *text); !why.empty()) {
        loaded.diagnostics.add({.code = diagnostics::Code::cannot_write,
                                .message = fmt::format("the file could not be written: {}", why),
                                .place = {file, 0, {}}});
        tell(loaded);
        raise(exit_output);
      }
    }
  }
  return exit_code;
}

}  // namespace fairstart::cli
