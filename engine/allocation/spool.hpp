// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "dsl/base/result.hpp"

namespace fairstart::allocation {

// Texts that wait for their order to be known, in a file that has no name and goes with the process. Several threads may add.
class Spool {
 public:
  static base::Result<Spool> create(const std::filesystem::path& folder);
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;
  ~Spool();

  // Where the text went.
  base::Result<std::uint64_t> add(std::string_view text);
  base::Result<std::string> read(std::uint64_t at, std::size_t size) const;

 private:
  Spool(int descriptor, std::filesystem::path folder) : descriptor_(descriptor), folder_(std::move(folder)) {}
  int descriptor_;
  std::filesystem::path folder_;
  std::atomic<std::uint64_t> end_{0};
};

}  // namespace fairstart::allocation
