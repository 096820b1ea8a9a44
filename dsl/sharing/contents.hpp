// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dsl/check/modules.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::sharing {

// The version of the language that files are written in: raised where an old file would mean something else.
inline constexpr int language_version = 1;

// A file of examples in rows.
struct Examples {
  std::string name;
  base::FileId file;
  std::string sha256;  // of its text, with LF at the ends of lines
  base::Span named_at;
};

struct Module {
  std::string name, version;
  base::FileId file;
  base::Span name_span;
  base::Span asked_at;             // the first `use` or `builds on` that needs it; none for the main one
  std::string sha256;              // of its canonical form
  std::vector<Examples> examples;  // by name
  std::map<std::string, std::vector<std::string>> without;  // names that it leaves out, by the module that has them
};

// A file with all that it needs, by module name.
struct Contents {
  std::vector<Module> modules;
  std::string main;
  const Module* find(std::string_view name) const;
};

// Of `asked`, one of the modules that were asked for. `all_examples`: those of every module (else of `asked` alone). Nothing, and
// diagnostics, where a file has mistakes of spelling or layout, or examples can't be read.
std::optional<Contents> contents_of(check::LoadedModules& modules, plan::ModuleId asked, bool all_examples,
                                    source::Sources& sources, diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::sharing
