// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "dsl/base/id.hpp"

namespace fairstart::base {

struct FileTag;
using FileId = Id<FileTag>;

// Bytes [begin, end) of one source file. A span without a file is "no place".
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool exists() const { return file.exists(); }
  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace fairstart::base
