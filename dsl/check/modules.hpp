// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
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
};

// A file and every module that it needs, each before those that use it; the last ones asked for by path come last.
struct LoadedModules {
  std::vector<LoadedModule> modules;
  std::vector<plan::ModuleId> asked_for;  // main first, then Options.with
  bool complete = false;                  // every module was found
};

LoadedModules load(base::FileId main, const Options& options, source::Sources& sources, diagnostics::Diagnostics& diagnostics);

// The words of adjacent TEXT leaves below `parent`, without quotes, joined with a space.
std::string text_of(syntax::Cursor text_leaf);

}  // namespace fairstart::check
