// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "dsl/base/result.hpp"
#include "engine/readers/fingerprint.hpp"
#include "engine/readers/unpack.hpp"

namespace fairstart::readers {

// Endings of files whose text is packed.
inline constexpr std::string_view packings[] = {".gz", ".zst"};
// The path that is standard input.
inline constexpr std::string_view standard_input_path = "-";

// A file read from start to end, unpacked by the ending of its name, and its fingerprint taken as it lies there where asked for.
class InputFile {
 public:
  // Fails on what is no ordinary file and on what may not be read, with words for the user.
  static base::Result<InputFile> open(const std::filesystem::path& path);
  // From where it stands; nothing is unpacked.
  static base::Result<InputFile> standard_input();
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  std::ptrdiff_t read(char* to, std::size_t room, FingerprintOf* fingerprint);  // as CsvReader::Source
  // Of its text; a guess where it is packed; 0 where nobody can tell.
  std::uint64_t size() const { return unpacker_ == nullptr ? size_ : size_ * usual_packing; }
  bool has_size() const { return has_size_; }
  bool is_packed() const { return unpacker_ != nullptr; }
  // Why its text ends too early, where that is known.
  std::string_view trouble() const { return unpacker_ == nullptr ? std::string_view{} : unpacker_->trouble(); }

 private:
  static constexpr std::uint64_t usual_packing = 6;
  InputFile(int handle, std::uint64_t size, bool has_size, std::unique_ptr<Unpacker> unpacker)
      : handle_(handle), size_(size), has_size_(has_size), unpacker_(std::move(unpacker)) {}
  std::ptrdiff_t read_bytes(char* to, std::size_t room, FingerprintOf* fingerprint);
  int handle_;
  std::uint64_t size_;
  bool has_size_;
  std::unique_ptr<Unpacker> unpacker_;  // null: nothing is packed
};

}  // namespace fairstart::readers
