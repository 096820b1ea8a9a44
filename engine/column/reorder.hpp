// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::column {

// Asks for large pages, where the system has them, for memory not written to so far: fewer faults as it is filled, and fewer
// misses where it is then read in any order. Room of some megabytes at least; nothing happens otherwise.
void ask_for_large_pages(const void* at, std::size_t bytes);
// Room for so many values, in large pages.
template <class T>
void reserve_large(std::vector<T>& values, std::size_t size) {
  if (size <= values.capacity()) return;
  values.reserve(size);
  ask_for_large_pages(values.data() + values.size(), (values.capacity() - values.size()) * sizeof(T));
}

// Memory of values that nobody looks at again goes back to the system, a piece at a time and on any thread, before whatever holds
// it does: what is left to its end is done by one thread alone.
struct Piece {
  const void* at;
  std::size_t bytes;
};
std::vector<Piece> pieces_of(const Table& table);
void give_back(Piece piece);

// Memory for a while, in large pages where it is much. What it holds at first is not told.
class Room {
 public:
  explicit Room(std::size_t bytes);
  template <class T>
  T* as() const {
    return reinterpret_cast<T*>(bytes_.get());
  }

 private:
  std::unique_ptr<char[]> bytes_;
};

// Value i becomes what was at new_order[i]; both are of one size. Values are held twice for a while: what it costs in room it
// saves many times over, as rows that are gathered don't wait for each other as they do when moved in circles.
template <class T>
void reorder(std::vector<T>& values, const std::vector<Row>& new_order) {
  if (values.empty()) return;
  Room room(new_order.size() * sizeof(T));
  T* const moved = room.as<T>();
  for (std::size_t i = 0; i < new_order.size(); ++i) moved[i] = values[new_order[i]];
  values.assign(moved, moved + new_order.size());
}

}  // namespace fairstart::column
