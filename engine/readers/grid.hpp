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
  std::uint64_t line(std::size_t row) const {
    return given_lines_ != nullptr ? given_lines_[row] : row_lines_.empty() ? row : row_lines_[row];
  }

  // One column's cells, with quotes and blanks still around them.
  struct Column {
    const char* text;
    const std::uint32_t* ends;  // a cell's is ends[row * stride + 1], and it starts `gap` after ends[row * stride]
    std::size_t rows, stride;
    bool quotes;  // cells may be within quotes
    std::uint32_t gap;
    bool ends_lines = false;  // a carriage return may stand after its cells
    const char* begin(std::size_t row) const { return text + (ends[row * stride] + gap); }
    const char* end(std::size_t row) const { return text + ends[row * stride + 1]; }
    // Without quotes and the blanks around it; good until the next call.
    [[gnu::always_inline]] std::string_view cell(std::size_t row, std::string& without_doubled) const {
      const char *const from = begin(row), *const to = end(row);
      const bool plain = from != to && *from > ' ' && *from != '"' && to[-1] > ' ';
      return plain ? std::string_view(from, static_cast<std::size_t>(to - from)) : any_cell(row, without_doubled);
    }
    std::string_view any_cell(std::size_t row, std::string& without_doubled) const;
  };
  Column column(std::size_t column) const {
    if (given_ != nullptr) return {text_, given_ + 2 * column, rows_, 2 * columns_, false, 0};
    return {text_, ends_.data() + column, rows_, columns_, quotes_, 1, column + 1 == columns_};
  }
  // Cells that something else found: where each begins and ends, and on which line each row stands. All must outlive their use.
  void give(const char* text, const std::uint32_t* cells, const std::uint32_t* lines, std::size_t rows, std::size_t columns) {
    text_ = text;
    given_ = cells;
    given_lines_ = lines;
    rows_ = rows;
    columns_ = columns;
  }

 private:
  bool close_quotes(std::size_t marks);

  const char* text_ = nullptr;
  const std::uint32_t *given_ = nullptr, *given_lines_ = nullptr;
  std::size_t rows_ = 0, columns_ = 1, newlines_ = 0;
  std::uint64_t lines_ = 0;
  bool quotes_ = false;
  std::vector<std::uint32_t> ends_;       // first one before the text, then each cell's
  std::vector<std::uint32_t> row_lines_;  // only where cells have quotes
  std::size_t cells_ = 0;
};

}  // namespace fairstart::readers
