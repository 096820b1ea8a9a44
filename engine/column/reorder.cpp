// SPDX-License-Identifier: Apache-2.0
#include "engine/column/reorder.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <utility>

namespace fairstart::column {

void ask_for_large_pages(const void* at, std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t page = 4096, least = 4U << 20U;
  if (bytes < least) return;
  const auto begin = (reinterpret_cast<std::uintptr_t>(at) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(at) + bytes) / page * page;
  // Where it fails, pages are small.
  (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

namespace {

constexpr std::size_t least_kept = 1U << 20U, most_kept = 3;

struct Spare {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
};
struct Spares {
  std::mutex lock;
  bool kept = false;
  std::vector<Spare> rooms;  // by size
};
Spares& spares() {
  static Spares all;
  return all;
}

// The smallest that will do; none: fresh memory.
Spare take(std::size_t bytes) {
  if (bytes >= least_kept) {
    Spares& all = spares();
    const std::lock_guard here(all.lock);
    for (auto at = all.rooms.begin(); at != all.rooms.end(); ++at) {
      if (at->size < bytes) continue;
      Spare found = std::move(*at);
      all.rooms.erase(at);
      return found;
    }
  }
  Spare fresh{std::make_unique_for_overwrite<char[]>(bytes), bytes};
  ask_for_large_pages(fresh.bytes.get(), bytes);
  return fresh;
}

void give_up(Spare room) {
  if (room.bytes == nullptr || room.size < least_kept) return;
  Spares& all = spares();
  const std::lock_guard here(all.lock);
  if (!all.kept) return;
  const auto at = std::find_if(all.rooms.begin(), all.rooms.end(), [&](const Spare& other) { return other.size > room.size; });
  all.rooms.insert(at, std::move(room));
  if (all.rooms.size() > most_kept) all.rooms.erase(all.rooms.begin());
}

}  // namespace

Room::Room(std::size_t bytes) : size_(bytes) {
  Spare room = take(bytes);
  bytes_ = std::move(room.bytes);
  size_ = room.size;
}
Room::~Room() { give_up({std::move(bytes_), size_}); }
Room::Room(Room&& other) noexcept = default;
Room& Room::operator=(Room&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this;
}

SpareRooms::SpareRooms() {
  const std::lock_guard here(spares().lock);
  spares().kept = true;
}
SpareRooms::~SpareRooms() {
  const std::lock_guard here(spares().lock);
  spares().kept = false;
  spares().rooms.clear();
}

}  // namespace fairstart::column
