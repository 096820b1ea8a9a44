// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>

#include "engine/kernels/short_texts.hpp"
#include "engine/readers/grid.hpp"
#include "engine/readers/plain_values.hpp"

// Cells of a column for the loops that read short texts: rows [from, from + count), at most ShortTexts::most. As they stand, with
// quotes and blanks still around them, but without the carriage return of their line.
namespace fairstart::readers {

template <class Put>
[[gnu::always_inline]] inline void each_cell(const Grid::Column& cells, std::size_t from, std::size_t count, Put put) {
  const std::uint32_t* ends = cells.ends + from * cells.stride;
  const std::size_t stride = cells.stride;
  const std::uint32_t gap = cells.gap;
  const char* const text = cells.text;
  if (!cells.ends_lines) {
    for (std::size_t i = 0; i < count; ++i, ends += stride) {
      const std::uint32_t begin = ends[0] + gap;
      put(i, text + begin, ends[1] - begin);
    }
    return;
  }
  for (std::size_t i = 0; i < count; ++i, ends += stride) {
    const std::uint32_t begin = ends[0] + gap, end = ends[1];
    const std::uint32_t carriage_return = (text + end)[-1] == '\r' && end != begin ? 1 : 0;
    put(i, text + begin, end - begin - carriage_return);
  }
}

inline void take_cells(const Grid::Column& cells, std::size_t from, std::size_t count, kernels::ShortTexts& to) {
  to.count = count;
  each_cell(cells, from, count, [&to](std::size_t i, const char* begin, std::uint32_t size) {
    to.words[i] = eight_characters(begin);
    to.sizes[i] = size;
  });
}

inline void take_dates(const Grid::Column& cells, std::size_t from, std::size_t count, kernels::ShortTexts& to) {
  to.count = count;
  each_cell(cells, from, count, [&to](std::size_t i, const char* begin, std::uint32_t size) {
    to.words[i] = eight_characters(begin + 2);
    to.sizes[i] = std::uint64_t{size} << 16U | std::uint64_t{static_cast<unsigned char>(begin[1])} << 8U |
                  static_cast<unsigned char>(begin[0]);
  });
}

}  // namespace fairstart::readers
