// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::readers {

// Rows, each once however often it is added: a bit a row.
class RowSet {
 public:
  void add(column::Row row) {
    if (row >= bits_.size()) bits_.resize(row + std::size_t{1});
    size_ += bits_[row] ? 0 : 1;
    bits_[row] = true;
  }
  std::vector<column::Row> sorted() const {
    std::vector<column::Row> rows;
    rows.reserve(size_);
    for (std::size_t row = 0; rows.size() < size_; ++row)
      if (bits_[row]) rows.push_back(static_cast<column::Row>(row));
    return rows;
  }
  std::size_t bytes() const { return bits_.size() / 8 + size_ * sizeof(column::Row); }  // with what sorted() gives

 private:
  std::vector<bool> bits_;
  std::size_t size_ = 0;
};

}  // namespace fairstart::readers
