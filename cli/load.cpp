// SPDX-License-Identifier: Apache-2.0
#include "cli/load.hpp"

#include <fmt/core.h>

#include <iostream>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/library_paths.hpp"
#include "cli/limits.hpp"
#include "cli/log.hpp"
#include "cli/terminal.hpp"
#include "cli/write_file.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/check.hpp"
#include "dsl/check/modules.hpp"
#include "dsl/sharing/lock.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;

std::optional<std::string> read_standard_input(diagnostics::Diagnostics& diagnostics, std::size_t max_bytes) {
  base::Result<std::string> read = source::read_standard_input(max_bytes);
  if (!read) {
    diagnostics.add({.code = diagnostics::Code::unreadable_file, .message = read.failure().message, .place = {"-", 0, {}}});
    return {};
  }
  if (!base::is_valid_utf8(read.value())) {
    diagnostics.add(
        {.code = diagnostics::Code::not_utf8, .message = "standard input is not UTF-8 text", .place = {"-", 0, {}}});
    return {};
  }
  return std::move(read.value());
}

fs::path lock_beside(const fs::path& file) { return fs::path(file).replace_extension(".lock"); }

namespace {

// The text of the file that was asked for; a bundle may be larger than a framework.
std::optional<std::string> read_asked(const std::string& file, std::size_t max_bytes, diagnostics::Diagnostics& diagnostics) {
  if (file == "-") return read_standard_input(diagnostics, max_bytes);
  base::Result<std::string> read = source::read_text_file(file, sharing::most_bundle_bytes);
  if (read && read.value().size() > max_bytes && !read.value().starts_with(sharing::bundle_begins))
    read = source::read_text_file(file, max_bytes);
  if (read) return std::move(read.value());
  diagnostics.add({.code = diagnostics::Code::unreadable_file, .message = read.failure().message, .place = {file, 0, {}}});
  return {};
}

// Where the modules come from a bundle they are what its manifest and its lock say.
void hold_to_bundle(Loaded& loaded, const std::string& file) {
  const sharing::Bundle& bundle = *loaded.bundle;
  sharing::hold_to_manifest(*loaded.contents, bundle, file, loaded.diagnostics);
  const base::FileId lock = loaded.sources.add(file + "/" + bundle.lock, bundle.files.at(bundle.lock).text);
  sharing::hold_to_lock(*loaded.contents, lock, loaded.sources, loaded.diagnostics);
}

void hold_to_lock_beside(Loaded& loaded, const sharing::Contents& contents, const fs::path& file) {
  const fs::path path = lock_beside(file);
  std::error_code error;
  if (!fs::exists(path, error)) {
    loaded.diagnostics.add(
        {.code = diagnostics::Code::lock_missing,
         .message = fmt::format("there is no lock file `{}`", path.string()),
         .span = contents.find(contents.main)->name_span,
         .help = fmt::format("write it with `fairstart lock {}`, and keep it with the file", file.string())});
    return;
  }
  base::Result<std::string> text = source::read_text_file(path);
  if (!text) {
    loaded.diagnostics.add(
        {.code = diagnostics::Code::lock_unreadable, .message = text.failure().message, .place = {path.string(), 0, {}}});
    return;
  }
  const base::FileId lock = loaded.sources.add(path.string(), std::move(text.value()));
  sharing::hold_to_lock(contents, lock, loaded.sources, loaded.diagnostics);
}

// Each file that was named has a lock of its own, but one that another brings in.
void hold_to_locks(Loaded& loaded, check::LoadedModules& modules, const std::string& file, const fs::path& with) {
  const auto contents_at = [&](std::size_t asked) {
    return sharing::contents_of(modules, modules.asked_for[asked], false, loaded.sources, loaded.diagnostics);
  };
  const std::optional<sharing::Contents> main = contents_at(0);
  if (!main) return;
  hold_to_lock_beside(loaded, *main, file);
  if (modules.asked_for.size() < 2 || main->find(modules.modules[modules.asked_for[1].index()].name) != nullptr) return;
  if (const std::optional<sharing::Contents> further = contents_at(1)) hold_to_lock_beside(loaded, *further, with);
}

}  // namespace

std::unique_ptr<Loaded> load(const Given& given, const std::string& file, const fs::path& with, Wanted wanted) {
  auto loaded = std::make_unique<Loaded>();
  const bool locked = given.has("--locked");
  if (locked && file == "-") throw WrongUsage("`--locked` needs a file: standard input has no lock file beside it");
  check::Options options{.library_paths = library_paths(given), .with = {}, .limits = framework_limits(given)};
  loaded->most_shown = options.limits.errors;
  working_on(fmt::format("{} was being checked", file), exit_found);
  for (const fs::path& path : options.library_paths) log_debug(fmt::format("modules are also looked for in {}", path.string()));
  if (!with.empty()) options.with.push_back(with);
  std::optional<std::string> text = read_asked(file, options.limits.file_bytes, loaded->diagnostics);
  if (!text) return loaded;
  std::string path = file;
  if (text->starts_with(sharing::bundle_begins)) {
    loaded->bundle = sharing::read_bundle(*text, file, loaded->diagnostics, options.limits.file_bytes);
    if (!loaded->bundle) return loaded;
    loaded->packed.path = file;
    for (const auto& [name, packed] : loaded->bundle->files) loaded->packed.files.emplace(name, packed.text);
    options.packed = &loaded->packed;
    path = file + "/" + loaded->bundle->main;
    text = loaded->packed.files.at(loaded->bundle->main);
  }
  const base::FileId main = loaded->sources.add(path, std::move(*text));
  check::LoadedModules modules = check::load(main, options, loaded->sources, loaded->diagnostics);
  if (modules.complete && !loaded->diagnostics.has_errors()) {
    if (wanted == Wanted::contents_too || loaded->bundle)
      loaded->contents = sharing::contents_of(modules, modules.asked_for.front(), true, loaded->sources, loaded->diagnostics);
    if (loaded->bundle && loaded->contents) hold_to_bundle(*loaded, file);
    if (locked) hold_to_locks(*loaded, modules, file, with);
    if (loaded->diagnostics.has_errors()) return loaded;
  }
  loaded->plan = check::check_modules(std::move(modules), loaded->sources, loaded->diagnostics);
  if (loaded->plan) {
    const std::size_t count = loaded->plan->modules.size();
    log_info(fmt::format("{}: {} module{}, no errors", file, count, count == 1 ? "" : "s"));
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

std::string why_not_over(const Loaded& loaded, const fs::path& output) {
  const auto is_output = [&](const std::string& path) {
    std::error_code error;
    return !path.empty() && fs::equivalent(path, output, error);
  };
  bool was_read = is_output(loaded.packed.path);
  for (std::size_t i = 0; i < loaded.sources.size() && !was_read; ++i)
    was_read = is_output(loaded.sources.file(base::FileId(i)).path);
  return was_read ? "this run has read that file: what was read is never written over" : "";
}

std::string write_beside(const Loaded& loaded, const fs::path& output, const std::string& text) {
  std::string why = why_not_over(loaded, output);
  return why.empty() ? write_file(output, text) : why;
}

void tell(Loaded& loaded) {
  loaded.diagnostics.keep_first(loaded.most_shown);
  diagnostics::print_text(std::cerr, loaded.diagnostics, loaded.sources, colour_on_errors());
  loaded.diagnostics = {};
}

}  // namespace fairstart::cli
