// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/limits.hpp"
#include "cli/load.hpp"
#include "cli/write_file.hpp"
#include "dsl/format/format.hpp"
#include "dsl/syntax/parse.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

// The formatted text; none, and diagnostics, where the file has mistakes.
std::optional<std::string> formatted(Loaded& loaded, const std::string& file, const check::Limits& limits) {
  working_on(fmt::format("{} was being laid out", file), exit_found);
  std::string text;
  if (file == "-") {
    std::optional<std::string> read = read_standard_input(loaded.diagnostics, limits.file_bytes);
    if (!read) return {};
    text = std::move(*read);
  } else {
    base::Result<std::string> read = source::read_text_file(file, limits.file_bytes);
    if (!read) {
      loaded.diagnostics.add(
          {.code = diagnostics::Code::unreadable_file, .message = read.failure().message, .place = {file, 0, {}}});
      return {};
    }
    text = std::move(read.value());
  }
  const syntax::Tree tree =
      syntax::parse(loaded.sources, loaded.sources.add(file, std::move(text)), loaded.diagnostics, {limits.depth});
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

}  // namespace

int fmt_command(const Given& given) {
  const bool check = given.has("--check");
  const check::Limits limits = framework_limits(given);
  int exit_code = exit_fine;
  const auto raise = [&](int code) { exit_code = std::max(exit_code, code); };
  for (const std::string& file : given.operands()) {
    Loaded loaded;
    const std::optional<std::string> text = formatted(loaded, file, limits);
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
      if (const std::string why = write_file(file, *text); !why.empty()) {
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
