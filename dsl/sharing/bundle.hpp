// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/sharing/contents.hpp"

namespace fairstart::sharing {

// The version of the bundle's own lines (docs/formats.md).
inline constexpr int bundle_format = 1;
inline constexpr std::size_t most_bundle_bytes = 64U << 20U, most_bundle_files = 2'000;
inline constexpr std::string_view bundle_begins = "fairstart bundle ";

struct BundledFile {
  std::string text;
  std::string module, version;  // of a module; both empty for examples and the lock
  std::size_t line = 0;         // of the manifest, from 1
};

// What a bundle holds, by path; its names, sizes and hashes are as the manifest says.
struct Bundle {
  std::string main;  // path of the module that it is of
  std::map<std::string, BundledFile> files;
  std::string lock;  // path of the lock, beside main
};

// A file and all that it needs, as one: the same bytes for the same texts. `contents` with all examples. Nothing, and
// diagnostics, where a name does not travel, or two modules have different files of one name.
std::optional<std::string> write_bundle(const Contents& contents, const source::Sources& sources,
                                        diagnostics::Diagnostics& diagnostics);

// Reads a bundle, and believes nothing: a path that leads elsewhere, a size or a hash that differs, one byte too many is an error
// at its line. `path` is how the user knows it. Nothing is held against what the texts say: hold_to_manifest().
// `max_file_bytes` bounds each file in it.
std::optional<Bundle> read_bundle(std::string_view bytes, const std::string& path, diagnostics::Diagnostics& diagnostics,
                                  std::size_t max_file_bytes = source::default_max_file_bytes);

// The modules that were loaded from a bundle are those of its manifest: each where its name says, of that version, and no file that
// none of them needs.
void hold_to_manifest(const Contents& contents, const Bundle& bundle, const std::string& path,
                      diagnostics::Diagnostics& diagnostics);

// The module's file in a bundle, and in a folder that it is unpacked into: `england.core` is `england/core.fair`.
std::string path_of(std::string_view module);

}  // namespace fairstart::sharing
