// SPDX-License-Identifier: Apache-2.0
#include "cli/load.hpp"

#include <fmt/core.h>

#include <iostream>
#include <vector>

#include "cli/library_paths.hpp"
#include "cli/log.hpp"
#include "cli/terminal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/check.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;

std::optional<std::string> read_standard_input(diagnostics::Diagnostics& diagnostics) {
  base::Result<std::string> read = source::read_standard_input();
  if (!read) {
    diagnostics.add({.code = diagnostics::Code::unreadable_file, .message = read.failure().message});
    return {};
  }
  if (!base::is_valid_utf8(read.value())) {
    diagnostics.add({.code = diagnostics::Code::not_utf8, .message = "standard input is not UTF-8 text"});
    return {};
  }
  return std::move(read.value());
}

std::unique_ptr<Loaded> load(const Given& given, const std::string& file, const fs::path& with) {
  auto loaded = std::make_unique<Loaded>();
  check::Options options{.library_paths = library_paths(given), .with = {}};
  for (const fs::path& path : options.library_paths) log_debug(fmt::format("modules are also looked for in {}", path.string()));
  if (!with.empty()) options.with.push_back(with);
  if (file == "-") {
    std::optional<std::string> text = read_standard_input(loaded->diagnostics);
    if (!text) return loaded;
    loaded->plan =
        check::check_source(loaded->sources.add("-", std::move(*text)), options, loaded->sources, loaded->diagnostics);
  } else {
    loaded->plan = check::check_file(file, options, loaded->sources, loaded->diagnostics);
  }
  if (loaded->plan) {
    const std::size_t modules = loaded->plan->modules.size();
    log_info(fmt::format("{}: {} module{}, no errors", file, modules, modules == 1 ? "" : "s"));
  }
  return loaded;
}

MappingChoice mapping_choice(std::string_view text) {
  // A colon in the path itself is kept: a name follows the last colon, and has neither a dot nor a slash.
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || text.substr(colon + 1).find_first_of("./") != std::string_view::npos) {
    return {fs::path(text), {}};
  }
  return {fs::path(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

const plan::Mapping* find_mapping(Loaded& loaded, const MappingChoice& choice) {
  std::vector<const plan::Mapping*> declared;
  std::vector<std::string_view> names;
  std::vector<std::string> quoted;
  for (const plan::Mapping& mapping : loaded.plan->mappings) {
    if (!mapping.span.exists()) continue;
    std::error_code error;
    const fs::path path = loaded.sources.file(mapping.span.file).path;
    if (path != choice.file && !fs::equivalent(path, choice.file, error)) continue;
    if (mapping.name == choice.name) return &mapping;
    declared.push_back(&mapping);
    names.push_back(mapping.name);
    quoted.push_back(fmt::format("`{}`", mapping.name));
  }
  if (choice.name.empty() && declared.size() == 1) return declared.front();
  diagnostics::Diagnostic diagnostic{.code = diagnostics::Code::mapping_unknown, .place = {choice.file.string(), 0, {}}};
  if (declared.empty()) {
    diagnostic.message = "the file declares no mapping";
    diagnostic.help = "declare one with `mapping NAME for MODULE { … }`, or name another file";
  } else if (choice.name.empty()) {
    diagnostic.message = fmt::format("the file declares {} mappings: {}", declared.size(), base::listed(quoted));
    diagnostic.help = fmt::format("say which, as `--mapping {}:{}`", choice.file.string(), names.front());
  } else {
    const std::string_view nearest = base::nearest(choice.name, names);
    diagnostic.message = fmt::format("the file declares no mapping `{}`", choice.name);
    diagnostic.help =
        nearest.empty() ? fmt::format("it declares {}", base::listed(quoted)) : fmt::format("did you mean `{}`?", nearest);
  }
  loaded.diagnostics.add(std::move(diagnostic));
  return nullptr;
}

void tell(Loaded& loaded) {
  diagnostics::print_text(std::cerr, loaded.diagnostics, loaded.sources, colour_on_errors());
  loaded.diagnostics = {};
}

}  // namespace fairstart::cli
