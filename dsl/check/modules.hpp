// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/check/check.hpp"
#include "dsl/syntax/tree.hpp"

namespace fairstart::check {

// One `use` (or `builds on`) as written, and the module that it found.
struct Use {
  std::string name;
  std::vector<std::string> without;
  base::Span span;
  plan::ModuleId module;
};

struct LoadedModule {
  std::string name;
  base::FileId file;
  std::unique_ptr<syntax::Tree> tree;
  std::vector<Use> uses;
  std::optional<Use> builds_on;
  base::Span name_span;
  std::string version;
  bool packed = false;  // from Options.packed
};

// A file and every module that it needs, each before those that use it; the last ones asked for by path come last.
struct LoadedModules {
  std::vector<LoadedModule> modules;
  std::vector<plan::ModuleId> asked_for;  // main first, then Options.with
  Limits limits;
  bool complete = false;  // every module was found
  const Packed* packed = nullptr;
  std::map<std::string, base::FileId> examples_read;  // by path
};

LoadedModules load(base::FileId main, const Options& options, source::Sources& sources, diagnostics::Diagnostics& diagnostics);

// A plan only if there are no errors.
std::optional<plan::Plan> check_modules(LoadedModules modules, source::Sources& sources, diagnostics::Diagnostics& diagnostics);

// The names that `examples from "NAME"` of a module gives, with their places.
std::vector<std::pair<std::string, base::Span>> examples_named(const LoadedModule& module);

// The file of that name beside the module, read once. Fails where the name has a path, or the file is elsewhere by a link.
base::Result<base::FileId> examples_beside(LoadedModules& modules, plan::ModuleId module, const std::string& name,
                                           source::Sources& sources);

// The words of adjacent TEXT leaves below `parent`, without quotes, joined with a space.
std::string text_of(syntax::Cursor text_leaf);

}  // namespace fairstart::check
