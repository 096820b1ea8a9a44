// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "dsl/base/result.hpp"

namespace fairstart::base {

// A file without a name, which goes with the process however that ends. Several threads may add.
class UnnamedFile {
 public:
  // `use`: a word for the name that it has for a moment on file systems that make no files without one.
  static Result<UnnamedFile> create(const std::filesystem::path& folder, std::string_view use);
  UnnamedFile(UnnamedFile&& other) noexcept;
  UnnamedFile& operator=(UnnamedFile&&) = delete;
  ~UnnamedFile();

  Result<std::uint64_t> add(const void* bytes, std::size_t size);  // where they went
  Status read(std::uint64_t at, void* to, std::size_t size) const;
  int descriptor() const { return descriptor_; }  // as the file's own; at its start

 private:
  UnnamedFile(int descriptor, std::filesystem::path folder) : descriptor_(descriptor), folder_(std::move(folder)) {}
  int descriptor_;
  std::filesystem::path folder_;
  std::atomic<std::uint64_t> end_{0};
};

}  // namespace fairstart::base
