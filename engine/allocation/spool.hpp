// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "dsl/base/unnamed_file.hpp"

namespace fairstart::allocation {

// Texts that wait for their order to be known, in a file that has no name and goes with the process. Several threads may add.
class Spool {
 public:
  static base::Result<Spool> create(const std::filesystem::path& folder);
  // Where the text went.
  base::Result<std::uint64_t> add(std::string_view text) { return file_.add(text.data(), text.size()); }
  base::Result<std::string> read(std::uint64_t at, std::size_t size) const;

 private:
  explicit Spool(base::UnnamedFile file) : file_(std::move(file)) {}
  base::UnnamedFile file_;
};

}  // namespace fairstart::allocation
