// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/grouping.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

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

// All of `work`, on so many threads. What it throws is thrown here.
void do_all(const std::vector<std::function<void()>>& work, std::size_t threads) {
  std::atomic<std::size_t> next{0};
  std::mutex lock;
  std::exception_ptr thrown;
  const auto take = [&] {
    try {
      for (std::size_t i = next++; i < work.size(); i = next++) work[i]();
    } catch (...) {
      const std::lock_guard here(lock);
      thrown = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(threads, work.size()); ++i) others.emplace_back(take);
    take();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

void group_by_owner(column::Table& table, std::size_t owner_rows, std::vector<Row>* moved, std::size_t threads) {
  table.first.assign(owner_rows + 1, 0);
  for (const Row owner : table.owner) ++table.first[owner + 1];
  for (std::size_t i = 1; i <= owner_rows; ++i) table.first[i] += table.first[i - 1];
  if (std::is_sorted(table.owner.begin(), table.owner.end())) return;

  std::vector<Row> new_order(table.rows);
  {
    std::vector<Row> next(table.first.begin(), table.first.end() - 1);
    for (std::size_t row = 0; row < table.rows; ++row) new_order[next[table.owner[row]]++] = static_cast<Row>(row);
  }
  std::vector<std::function<void()>> moves;  // keys first: they take longest
  if (table.keys.size() > 0) moves.emplace_back([&] { table.keys.reorder(new_order); });
  for (column::Column& column : table.columns) {
    moves.emplace_back([&] {
      std::visit([&](auto& cells) { move_cells(cells, new_order); }, column.cells);
      move_rows(column.why, new_order);
    });
  }
  moves.emplace_back([&] { move_rows(table.lines, new_order); });
  moves.emplace_back([&] {
    for (std::size_t owner = 0; owner < owner_rows; ++owner)
      std::fill(table.owner.begin() + table.first[owner], table.owner.begin() + table.first[owner + 1],
                static_cast<Row>(owner));
  });
  do_all(moves, threads);
  if (moved != nullptr) *moved = std::move(new_order);
}

}  // namespace fairstart::readers
