// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/options.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/sharing/bundle.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::cli {

// A framework with all it uses, and what was found in it.
struct Loaded {
  source::Sources sources;
  diagnostics::Diagnostics diagnostics;
  std::optional<plan::Plan> plan;
  std::optional<sharing::Contents> contents;  // where they were asked for, or the file is a bundle; with all examples
  std::optional<sharing::Bundle> bundle;      // that the file is, if it is one
  check::Packed packed;                       // its texts
  std::size_t most_shown = SIZE_MAX;          // of errors, and of warnings (--max-errors)
};

// `file` may be "-": standard input; or a bundle, from which all modules then come. `with`: a further file, for its mappings; may
// be empty. Holds the files to their locks (`--locked`), and a bundle to its own: no plan where they differ.
enum class Wanted { plan, contents_too };
std::unique_ptr<Loaded> load(const Given& given, const std::string& file, const std::filesystem::path& with = {},
                             Wanted wanted = Wanted::plan);

// Of the lock beside a file: `cornwall/core.fair` and a bundle of it have `cornwall/core.lock`.
std::filesystem::path lock_beside(const std::filesystem::path& file);

// "FILE.fair:NAME" as its parts; NAME may be empty.
struct MappingChoice {
  std::filesystem::path file;
  std::string name;
};
MappingChoice mapping_choice(std::string_view text);

// The chosen one of the mappings that its file declares; none, and a diagnostic, where there is no such or no single one.
const plan::Mapping* find_mapping(Loaded& loaded, const MappingChoice& choice);

// Why `output` must not be written: it is a file that this run has read, by whatever path. Empty: it is none.
std::string why_not_over(const Loaded& loaded, const std::filesystem::path& output);
// As write_file, but not over what was read. Gives why it could not be done; empty: it was.
std::string write_beside(const Loaded& loaded, const std::filesystem::path& output, const std::string& text);

// Everything found so far, as text on standard error; then forgets it, so that nothing is told twice.
void tell(Loaded& loaded);

// The text of "-"; none, and a diagnostic, where it can't be read or is not UTF-8.
std::optional<std::string> read_standard_input(diagnostics::Diagnostics& diagnostics, std::size_t max_bytes);

}  // namespace fairstart::cli
