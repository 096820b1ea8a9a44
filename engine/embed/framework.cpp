// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "dsl/base/text.hpp"
#include "dsl/check/check.hpp"
#include "engine/embed/inside.hpp"

namespace fairstart {
namespace fs = std::filesystem;

namespace embed {

std::vector<Diagnostic> told(const diagnostics::Diagnostics& found, const source::Sources& sources) {
  std::vector<Diagnostic> out;
  for (const diagnostics::Diagnostic& item : found.items()) {
    Diagnostic one;
    one.code = diagnostics::code_text(item.code);
    one.severity = diagnostics::word_of(diagnostics::entry(item.code).severity);
    one.message = item.message;
    one.help = item.help;
    if (item.span.exists()) {
      const source::Position at = sources.position(item.span.file, item.span.begin);
      one.file = sources.file(item.span.file).path;
      one.line = at.line;
      one.column = at.column;
    } else {
      one.file = item.place.file;
      one.line = item.place.line;
    }
    out.push_back(std::move(one));
  }
  return out;
}

namespace {

check::Options check_options(const LoadOptions& options) {
  check::Options all;
  for (const std::string& path : options.library_paths) all.library_paths.emplace_back(path);
  if (!options.data.empty()) {
    all.library_paths.push_back(fs::path(options.data) / "stdlib");
    all.library_paths.push_back(fs::path(options.data) / "frameworks");
  }
  if (!options.mapping_file.empty()) all.with.emplace_back(options.mapping_file);
  return all;
}

// The mapping that was asked for; none, and a diagnostic, where its file has no such, or several and no name was given.
const plan::Mapping* mapping_of(const plan::Plan& plan, const source::Sources& sources, const LoadOptions& options,
                                diagnostics::Diagnostics& found) {
  const plan::Mapping* only = nullptr;
  std::size_t fitting = 0;
  for (const plan::Mapping& mapping : plan.mappings) {
    if (!mapping.span.exists() || sources.file(mapping.span.file).path != options.mapping_file) continue;
    if (!options.mapping.empty() && mapping.name != options.mapping) continue;
    only = &mapping;
    ++fitting;
  }
  if (fitting == 1) return only;
  found.add({.code = diagnostics::Code::mapping_unknown,
             .message = options.mapping.empty() ? "the file declares no mapping, or several"
                                                : "the file declares no mapping `" + options.mapping + "`",
             .help = "name one that it declares",
             .place = {options.mapping_file, 0, {}}});
  return nullptr;
}

}  // namespace
}  // namespace embed

std::string version() { return FAIRSTART_VERSION; }

Framework::Framework(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}
Framework::Framework(Framework&&) noexcept = default;
Framework& Framework::operator=(Framework&&) noexcept = default;
Framework::~Framework() = default;

namespace {

// The rest of loading, whatever the text came from.
template <class Inside>
void settle(Inside& inside, diagnostics::Diagnostics& found, const LoadOptions& options, const std::string& file) {
  if (inside.plan && !inside.plan->modules[inside.plan->main.index()].framework) {
    found.add({.code = diagnostics::Code::unreadable_file,
               .message = "`" + file + "` is a library: a framework is needed here",
               .place = {file, 0, {}}});
    inside.plan.reset();
  }
  if (inside.plan && !options.mapping_file.empty()) {
    inside.mapping = embed::mapping_of(*inside.plan, inside.sources, options, found);
    if (inside.mapping == nullptr) inside.plan.reset();
  }
  found.sort_by_place();
  inside.told = embed::told(found, inside.sources);
  if (!inside.plan) return;
  const plan::Module& main = inside.plan->modules[inside.plan->main.index()];
  inside.name = main.name;
  inside.title = main.title;
  inside.version = main.version;
}

}  // namespace

Framework Framework::from_file(const std::string& path, const LoadOptions& options) {
  auto inside = std::make_shared<Inside>();
  diagnostics::Diagnostics found;
  inside->plan = check::check_file(path, embed::check_options(options), inside->sources, found);
  settle(*inside, found, options, path);
  return Framework(std::move(inside));
}

Framework Framework::from_text(std::string_view text, const std::string& name, const LoadOptions& options) {
  auto inside = std::make_shared<Inside>();
  diagnostics::Diagnostics found;
  if (text.size() > source::default_max_file_bytes) {
    found.add(
        {.code = diagnostics::Code::unreadable_file, .message = "the text is over the limit of 16 MB", .place = {name, 0, {}}});
  } else if (!base::is_valid_utf8(text)) {
    found.add({.code = diagnostics::Code::not_utf8, .message = "the text is not UTF-8", .place = {name, 0, {}}});
  } else {
    const base::FileId file = inside->sources.add(name, std::string(text));
    inside->plan = check::check_source(file, embed::check_options(options), inside->sources, found);
  }
  settle(*inside, found, options, name);
  return Framework(std::move(inside));
}

bool Framework::is_sound() const { return inside_->plan.has_value(); }
const std::vector<Diagnostic>& Framework::diagnostics() const { return inside_->told; }
const std::string& Framework::name() const { return inside_->name; }
const std::string& Framework::title() const { return inside_->title; }
const std::string& Framework::framework_version() const { return inside_->version; }

}  // namespace fairstart
