// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/base/result.hpp"

// What the output folder asks of the file system, with failures in words.
namespace fairstart::report {

// An open file or folder, closed at the end.
class Handle {
 public:
  explicit Handle(int descriptor = -1) : descriptor_(descriptor) {}
  Handle(Handle&& other) noexcept : descriptor_(other.release()) {}
  Handle& operator=(Handle&& other) noexcept;
  ~Handle();
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  int release();

 private:
  int descriptor_;
};

// "cannot write `out/offers.csv`: No space left on device", from errno.
base::Failure failure(std::string_view doing, const std::filesystem::path& path, int error);

// The names of the files that a run may write. All others in a folder are someone else's.
bool is_our_file(std::string_view name);

// Names in a folder, sorted.
base::Result<std::vector<std::string>> names_in(const std::filesystem::path& folder);

base::Status move_file(const std::filesystem::path& from, const std::filesystem::path& to);
base::Status write_all(int descriptor, std::string_view text, const std::filesystem::path& path);
// Asks that these bytes be brought to the disk, without waiting for it: a later sync has less to wait for.
void start_sync(int descriptor, std::uint64_t from, std::uint64_t size);
base::Status sync_path(const std::filesystem::path& path);

// Takes the lock that a living run holds on its folder; not open where another has it.
Handle lock_folder(const std::filesystem::path& folder, bool wait);

// Swaps two folders in one step; false where the file system cannot.
bool exchange(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace fairstart::report
