// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/readers/blocks.hpp"

namespace fairstart::readers {

// Where the cells of a block stand, where it is plain: records of one width, no text after closing quotes, no blank lines.
class Grid {
 public:
  // False where the block is not plain, in any way that an error or a reject may come of: then it is to be read record by
  // record. `columns` is at least 1; no record may be longer than `max_bytes`.
  bool take(Block& block, std::size_t from, std::size_t columns, std::size_t max_bytes);

  std::size_t rows() const { return rows_; }
  std::uint64_t lines() const { return lines_; }  // that the block has
  // Of the row, from 0 for the first line of the block.
  std::uint64_t line(std::size_t row) const { return row_lines_.empty() ? row : row_lines_[row]; }

  // One column's cells, with quotes and blanks still around them.
  struct Column {
    const char* text;
    const std::uint32_t* ends;  // a cell's is ends[row * columns + 1], and it starts after ends[row * columns]
    std::size_t rows, columns;
    bool quotes;  // cells may be within quotes
    const char* begin(std::size_t row) const { return text + (ends[row * columns] + 1U); }
    const char* end(std::size_t row) const { return text + ends[row * columns + 1]; }
    // Without quotes and the blanks around it; good until the next call.
    std::string_view cell(std::size_t row, std::string& without_doubled) const;
  };
  Column column(std::size_t column) const { return {text_, ends_.data() + column, rows_, columns_, quotes_}; }

 private:
  bool close_quotes(std::size_t marks);

  const char* text_ = nullptr;
  std::size_t rows_ = 0, columns_ = 1, newlines_ = 0;
  std::uint64_t lines_ = 0;
  bool quotes_ = false;
  std::vector<std::uint32_t> ends_;       // first one before the text, then each cell's
  std::vector<std::uint32_t> row_lines_;  // only where cells have quotes
  std::size_t cells_ = 0;
};

}  // namespace fairstart::readers
