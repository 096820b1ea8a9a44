// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "dsl/sharing/contents.hpp"

namespace fairstart::sharing {

// A declaration of a core (or of a library that the framework uses), or of the framework's own.
struct Declared {
  std::string kind, name, title;
  std::string module;    // that declares it
  bool is_core = false;  // protected: can't be removed or made weaker
  base::Span span;
};

// What the framework, or a core of its own core, changed.
struct Changed {
  Declared declared;
  std::string by, of;             // the module that changes it; the core that this one builds on directly
  std::vector<std::string> what;  // a line a change of what `of` has: "13 → 12 (the core allows 10 to 13)"
  std::string limit;              // how far such a change may go
  std::string because;
  base::Span span;  // of the change; `declared.span` is of what is changed
};

struct Brought {
  std::string module, title, version, sha256;  // of its canonical form
  std::string brought_by;                      // "builds on" or "use"
  std::string by;                              // the module that says so
  std::vector<std::string> without;            // names left out of a library
};

// What an area took of its core, and what it made of it. Everything in the order of the files.
struct Statement {
  std::string framework, title, version;
  std::vector<Brought> cores, libraries;
  std::vector<Declared> taken;  // as they are
  std::vector<Changed> adapted, retired;
  std::vector<Declared> added;
};

// Of a framework that checks, so that nothing in it is weaker than its core. `contents` are of the same.
Statement statement_of(const plan::Plan& plan, const Contents& contents, const source::Sources& sources);

// For people, and the same for programs (docs/formats.md). Places are `file:line`.
std::string conform_text(const Statement& statement, const source::Sources& sources);
std::string conform_json(const Statement& statement, const source::Sources& sources);
// In place of a statement, for programs: that there is none, and why.
std::string refused_json(const diagnostics::Diagnostics& diagnostics, const source::Sources& sources);

}  // namespace fairstart::sharing
