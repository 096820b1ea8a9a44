// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/grouping.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "engine/column/reorder.hpp"

namespace fairstart::readers {
namespace {

using column::Row;

void move_cells(column::NoCells&, const std::vector<Row>&) {}
template <class Cells>
void move_cells(Cells& cells, const std::vector<Row>& new_order) {
  column::reorder(cells.cells, new_order);
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
    try {
      for (std::size_t i = 1; i < std::min(threads, work.size()); ++i) others.emplace_back(take);
    } catch (const std::system_error&) {
      // The machine gives no more threads: those there are do.
    }
    take();
  }
  if (thrown) std::rethrow_exception(thrown);
}

// The rows in the order of their owners, and where each owner's begin. First all rows go to the part of the owners that theirs
// is in, then each part is put in order by itself: what is written to without order fits the processor's caches.
std::vector<Row> order_by_owner(const std::vector<Row>& owner, std::size_t owner_rows, std::vector<Row>& first,
                                std::size_t threads) {
  struct Placed {
    Row owner, row;
  };
  constexpr std::size_t most_parts = 512, rows_a_slice = 1U << 16U;
  unsigned shift = 6;
  while (owner_rows >> shift >= most_parts) ++shift;
  const std::size_t rows = owner.size(), parts = (owner_rows >> shift) + 1;
  const std::size_t slices = std::clamp<std::size_t>(rows / rows_a_slice, 1, std::max<std::size_t>(threads, 1));
  const auto slice = [&](std::size_t i) { return rows * i / slices; };
  std::vector<std::vector<std::size_t>> next(slices, std::vector<std::size_t>(parts));
  std::vector<std::function<void()>> work;
  for (std::size_t i = 0; i < slices; ++i)
    work.emplace_back([&, i] {
      for (std::size_t row = slice(i); row < slice(i + 1); ++row) ++next[i][owner[row] >> shift];
    });
  do_all(work, threads);
  std::vector<std::size_t> ends(parts);
  std::size_t before = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    for (std::size_t i = 0; i < slices; ++i) before += std::exchange(next[i][part], before);
    ends[part] = before;
  }

  column::Room room(rows * sizeof(Placed));
  auto* const placed = room.as<Placed>();
  work.clear();
  for (std::size_t i = 0; i < slices; ++i)
    work.emplace_back([&, i] {
      std::vector<std::size_t> to = next[i];  // not in the same cache lines as another thread's
      for (std::size_t row = slice(i); row < slice(i + 1); ++row)
        placed[to[owner[row] >> shift]++] = {owner[row], static_cast<Row>(row)};
    });
  do_all(work, threads);

  std::vector<Row> new_order;
  column::reserve_large(new_order, rows);
  new_order.resize(rows);
  work.clear();
  for (std::size_t part = 0; part < parts; ++part)
    work.emplace_back([&, part] {
      const std::size_t base = part << shift, owners = std::min(owner_rows - base, std::size_t{1} << shift);
      const std::size_t begin = part == 0 ? 0 : ends[part - 1];
      std::vector<Row> to(owners + 1);
      to[0] = static_cast<Row>(begin);
      for (std::size_t i = begin; i < ends[part]; ++i) ++to[placed[i].owner - base + 1];
      for (std::size_t i = 0; i < owners; ++i) to[i + 1] += to[i];
      std::copy(to.begin(), to.end() - 1, first.begin() + static_cast<std::ptrdiff_t>(base));
      for (std::size_t i = begin; i < ends[part]; ++i) new_order[to[placed[i].owner - base]++] = placed[i].row;
    });
  do_all(work, threads);
  first[owner_rows] = static_cast<Row>(rows);
  return new_order;
}

}  // namespace

void group_by_owner(column::Table& table, std::size_t owner_rows, std::vector<Row>* moved, std::size_t threads) {
  table.first.assign(owner_rows + 1, 0);
  if (std::is_sorted(table.owner.begin(), table.owner.end())) {
    for (const Row owner : table.owner) ++table.first[owner + 1];
    for (std::size_t i = 1; i <= owner_rows; ++i) table.first[i] += table.first[i - 1];
    return;
  }
  std::vector<Row> new_order = order_by_owner(table.owner, owner_rows, table.first, threads);
  std::vector<std::function<void()>> moves;  // keys first: they take longest
  if (table.keys.size() > 0) moves.emplace_back([&] { table.keys.reorder(new_order); });
  for (column::Column& column : table.columns) {
    moves.emplace_back([&] {
      std::visit([&](auto& cells) { move_cells(cells, new_order); }, column.cells);
      column::reorder(column.why, new_order);
    });
  }
  moves.emplace_back([&] { column::reorder(table.lines, new_order); });
  moves.emplace_back([&] {
    for (std::size_t owner = 0; owner < owner_rows; ++owner)
      std::fill(table.owner.begin() + table.first[owner], table.owner.begin() + table.first[owner + 1],
                static_cast<Row>(owner));
  });
  do_all(moves, threads);
  if (moved != nullptr) *moved = std::move(new_order);
}

}  // namespace fairstart::readers
