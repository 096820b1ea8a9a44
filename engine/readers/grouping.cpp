// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/grouping.hpp"

#include <algorithm>

namespace fairstart::readers {
namespace {

using column::Row;

// One column is held twice for a while: what it costs in room it saves many times over, as rows that are gathered don't wait
// for each other as they do when moved in circles.
template <class T>
void move_rows(std::vector<T>& values, const std::vector<Row>& new_order) {
  if (values.empty()) return;
  std::vector<T> moved;
  moved.reserve(values.size());
  for (const Row from : new_order) moved.push_back(values[from]);
  values = std::move(moved);
}

void move_cells(column::NoCells&, const std::vector<Row>&) {}
template <class Cells>
void move_cells(Cells& cells, const std::vector<Row>& new_order) {
  move_rows(cells.cells, new_order);
}

}  // namespace

void group_by_owner(column::Table& table, std::size_t owner_rows, std::vector<Row>* moved) {
  table.first.assign(owner_rows + 1, 0);
  for (const Row owner : table.owner) ++table.first[owner + 1];
  for (std::size_t i = 1; i <= owner_rows; ++i) table.first[i] += table.first[i - 1];
  if (std::is_sorted(table.owner.begin(), table.owner.end())) return;

  std::vector<Row> new_order(table.rows);
  {
    std::vector<Row> next(table.first.begin(), table.first.end() - 1);
    for (std::size_t row = 0; row < table.rows; ++row) new_order[next[table.owner[row]]++] = static_cast<Row>(row);
  }
  for (column::Column& column : table.columns) {
    std::visit([&](auto& cells) { move_cells(cells, new_order); }, column.cells);
    move_rows(column.why, new_order);
  }
  if (table.keys.size() > 0) table.keys.reorder(new_order);
  move_rows(table.lines, new_order);
  for (std::size_t owner = 0; owner < owner_rows; ++owner)
    std::fill(table.owner.begin() + table.first[owner], table.owner.begin() + table.first[owner + 1], static_cast<Row>(owner));
  if (moved != nullptr) *moved = std::move(new_order);
}

}  // namespace fairstart::readers
