// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "dsl/base/result.hpp"
#include "dsl/base/sha256.hpp"

namespace fairstart::readers {

// Endings of files whose text is packed.
inline constexpr std::string_view packings[] = {".gz", ".zst"};

// A file read from start to end, hashed on the way where asked to.
class InputFile {
 public:
  // Fails on what is no ordinary file and on what may not be read, with words for the user.
  static base::Result<InputFile> open(const std::filesystem::path& path);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  std::ptrdiff_t read(char* to, std::size_t room, base::Sha256* hash);  // as CsvReader::Source
  std::uint64_t size() const { return size_; }

 private:
  InputFile(int handle, std::uint64_t size) : handle_(handle), size_(size) {}
  int handle_;
  std::uint64_t size_;
};

}  // namespace fairstart::readers
