// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/readers/cell_reader.hpp"
#include "engine/readers/grid.hpp"

namespace fairstart::readers {

// Takes those rows, rising, out of values that stand in rows.
template <class T>
void drop_rows(std::vector<T>& values, const std::vector<std::uint32_t>& rows) {
  std::size_t kept = 0, next = 0;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (next < rows.size() && rows[next] == row)
      ++next;
    else
      values[kept++] = values[row];
  }
  values.resize(kept);
}

// A cell of a block that could not be used.
struct CellTrouble {
  std::uint32_t row, field;  // field: place among those bound
  std::string_view reason;
};

// Turns one column of a block into one field's cells. What cells commonly say is read in a tight loop, or known from having
// been read before; anything else goes through a CellReader, so that both accept the same. Reads nothing that another
// parser writes: one for each thread.
class ColumnParser {
 public:
  virtual ~ColumnParser() = default;
  // Null where cells can't be read apart from each other: texts, which are numbered as they come, and links.
  static std::unique_ptr<ColumnParser> of(const plan::Plan& plan, plan::FieldId field, const plan::MappedColumn* mapped,
                                          const plan::Mapping* mapping, const DateReader& dates, column::TextPool& texts);

  // Forgets the rows before. Troubles are added, of field `number`.
  virtual void parse(const Grid::Column& cells, std::uint32_t number, std::vector<CellTrouble>& troubles) = 0;
  virtual void forget(std::uint32_t row) = 0;                     // it is unknown, whatever was read
  virtual void drop(const std::vector<std::uint32_t>& rows) = 0;  // rising
  virtual void append_to(column::Column& column) const = 0;       // as CellReader has it
};

}  // namespace fairstart::readers
