// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/base/result.hpp"
#include "dsl/base/span.hpp"

namespace fairstart::source {

inline constexpr std::size_t default_max_file_bytes = 16U << 20U;

// A place for people: line and column from 1, columns counted in characters (UTF-8 code points).
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// One file, its text as it stands (byte order mark kept out of it), and where its lines start.
struct SourceFile {
  std::string path;  // as the user gave it, or as found
  std::string text;
  std::vector<std::uint32_t> line_starts;
};

// All files of one invocation, by FileId. Files are never removed, so ids stay good.
class Sources {
 public:
  base::FileId add(std::string path, std::string text);
  const SourceFile& file(base::FileId id) const { return files_[id.index()]; }
  std::size_t size() const { return files_.size(); }
  std::string_view text(base::Span span) const;
  Position position(base::FileId file, std::uint32_t offset) const;
  std::string_view line(base::FileId file, std::uint32_t line_number) const;  // without its line end

 private:
  std::deque<SourceFile> files_;  // a deque: views into a text stay good
};

// The whole file as text. Fails on: no such file, a folder, no permission, over max_bytes, not UTF-8 (says at which byte).
base::Result<std::string> read_text_file(const std::filesystem::path& path, std::size_t max_bytes = default_max_file_bytes);

// Standard input to its end, as it stands (it may not be UTF-8). Fails on: closed, a folder, over max_bytes.
base::Result<std::string> read_standard_input(std::size_t max_bytes = default_max_file_bytes);

}  // namespace fairstart::source
