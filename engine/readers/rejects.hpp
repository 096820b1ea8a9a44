// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fairstart::readers {

// What sort of text a cell holds, for rejects.csv, which never holds the text: blank, number, date-like, code, text.
std::string_view value_class(std::string_view cell);

// rejects.csv, written as rows are read. An empty path: counts only.
class Rejects {
 public:
  Rejects(const std::filesystem::path& path, std::optional<std::uint64_t> most);
  void add(std::string_view file, std::uint64_t line, std::string_view column, std::string_view value_class,
           std::string_view reason);
  std::uint64_t count() const { return count_; }
  bool too_many() const { return most_ && count_ > *most_; }
  // What was added after count() and place() were these is taken back.
  long place();
  void go_back(std::uint64_t count, long place);
  bool close();  // false where it could not all be written

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::optional<std::uint64_t> most_;
  std::uint64_t count_ = 0;
  bool failed_ = false;
};

}  // namespace fairstart::readers
