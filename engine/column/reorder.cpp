// SPDX-License-Identifier: Apache-2.0
#include "engine/column/reorder.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>

namespace fairstart::column {

namespace {

// Of the pages that lie wholly within. Where it fails, nothing changes but what they cost.
void advise(const void* at, std::size_t bytes, int advice) {
  constexpr std::uintptr_t page = 4096;
  const auto begin = (reinterpret_cast<std::uintptr_t>(at) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(at) + bytes) / page * page;
  if (begin < end) (void)::madvise(reinterpret_cast<void*>(begin), end - begin, advice);
}

}  // namespace

void ask_for_large_pages(const void* at, std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::size_t least = std::size_t{4} << 20U;
  if (bytes >= least) advise(at, bytes, MADV_HUGEPAGE);
#endif
}

std::vector<Piece> pieces_of(const Table& table) {
  constexpr std::size_t least = std::size_t{1} << 20U, most = std::size_t{16} << 20U;
  std::vector<Piece> pieces;
  const auto add = [&](const void* at, std::size_t bytes) {
    if (bytes < least) return;
    for (std::size_t from = 0; from < bytes; from += most)
      pieces.push_back({static_cast<const char*>(at) + from, std::min(most, bytes - from)});
  };
  const auto add_all = [&](const auto& values) { add(values.data(), values.size() * sizeof(values[0])); };
  for (const Column& column : table.columns) {
    std::visit(
        [&](const auto& cells) {
          if constexpr (requires { cells.cells; }) add_all(cells.cells);
        },
        column.cells);
    add_all(column.why);
  }
  add_all(table.owner);
  add_all(table.first);
  add_all(table.lines);
  table.keys.each_room(add);
  return pieces;
}

void give_back(Piece piece) {
#ifdef MADV_DONTNEED
  advise(piece.at, piece.bytes, MADV_DONTNEED);
#endif
}

Room::Room(std::size_t bytes) : bytes_(std::make_unique_for_overwrite<char[]>(bytes)) {
  ask_for_large_pages(bytes_.get(), bytes);
}

}  // namespace fairstart::column
