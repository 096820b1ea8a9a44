// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::readers {

// Keys that a link field's cells hold, until every table has its rows. Meanwhile a cell of the column is a place in `keys`.
struct PendingLinks {
  struct Source {
    std::string column;     // heading
    std::size_t file_read;  // in Records::files
  };

  plan::FieldId field;
  column::Keys keys;
  std::vector<std::uint64_t> places;  // of each key: number of its source (top 16 bits), and its line
  std::vector<Source> sources;
  std::uint64_t at = 0;  // place of the row being read

  std::uint32_t add(std::string_view key) {
    keys.add(key);
    places.push_back(at);
    return static_cast<std::uint32_t>(places.size() - 1);
  }
};

}  // namespace fairstart::readers
