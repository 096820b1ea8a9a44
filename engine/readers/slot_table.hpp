// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/column/reorder.hpp"
#include "engine/readers/do_all.hpp"

namespace fairstart::readers {

// Open addressing over slots that fill whole cache lines. A search begins at the start of a line and goes on from slot to slot;
// an empty slot ends it. `Slot` has a `row`, which in an empty one (`Slot{}`) is no_row, and `set_key`, which takes all else of another.
template <class Slot>
class SlotTable {
 public:
  static constexpr std::size_t line_bytes = 64, slots_a_line = line_bytes / sizeof(Slot);
  static_assert(slots_a_line * sizeof(Slot) == line_bytes);
  static std::size_t bytes_for(std::size_t lines) { return (lines + 1) * line_bytes; }

  // What it holds is not told before fill().
  explicit SlotTable(std::size_t lines) : lines_(lines), room_(bytes_for(lines)) {
    const auto at = reinterpret_cast<std::uintptr_t>(room_.as<char>());
    begin_ = reinterpret_cast<Slot*>((at + line_bytes - 1) / line_bytes * line_bytes);
  }

  std::size_t slots() const { return lines_ * slots_a_line; }
  std::size_t bytes() const { return bytes_for(lines_); }
  // Where the search for a hash begins: places rise with hashes.
  Slot* line(std::uint64_t hash) const {
    __extension__ using Wide = unsigned __int128;
    return begin_ + static_cast<std::size_t>(Wide{hash} * lines_ >> 64U) * slots_a_line;
  }
  // After the last comes the first.
  template <class Place>
  Place after(Place slot) const {
    return slot + 1 == end() ? begin_ : slot + 1;
  }
  const Slot* line_after(const Slot* line) const { return after(line + (slots_a_line - 1)); }
  static bool is_full(const Slot* line) {
    return std::all_of(line, line + slots_a_line, [](const Slot& slot) { return slot.row != column::no_row; });
  }

  void put(std::uint64_t hash, const Slot& slot) {
    Slot* at = line(hash);
    while (at->row != column::no_row) at = after(at);
    *at = slot;
  }
  // Rows 0 to `rows` - 1, none of which it has, into an empty table: `hash_of(row)`, then `slot_of(row, hash)`. Each thread puts
  // its share of them; which of two that begin at one place comes first is left to chance.
  template <class HashOf, class SlotOf>
  void fill(std::size_t rows, std::size_t threads, HashOf hash_of, SlotOf slot_of) {
    constexpr std::size_t rows_a_thread = 1U << 16U;
    const std::size_t shares = std::clamp<std::size_t>(rows / rows_a_thread, 1, std::max<std::size_t>(threads, 1));
    // A piece at a time: memory that is fresh in one place and not in another costs more there.
    constexpr std::size_t slots_a_piece = (std::size_t{2} << 20U) / sizeof(Slot);
    do_all(slots() / slots_a_piece + 1, shares, [&](std::size_t i) {
      std::fill(begin_ + i * slots_a_piece, begin_ + std::min((i + 1) * slots_a_piece, slots()), Slot{});
    });
    do_all(shares, shares,
           [&](std::size_t i) { put_all(rows * i / shares, rows * (i + 1) / shares, shares == 1, hash_of, slot_of); });
  }

 private:
  Slot* end() const { return begin_ + slots(); }
  // Whether an empty slot is this row's from now on, where other threads want slots too.
  static bool claim(Slot& slot, column::Row row, bool alone) {
    if (alone) return slot.row == column::no_row && (slot.row = row, true);
    const std::atomic_ref<column::Row> there(slot.row);
    column::Row none = column::no_row;
    return there.load(std::memory_order_relaxed) == none && there.compare_exchange_strong(none, row, std::memory_order_relaxed);
  }
  // Rows are read in order, and their places asked for ahead.
  template <class HashOf, class SlotOf>
  void put_all(std::size_t from, std::size_t to, bool alone, HashOf hash_of, SlotOf slot_of) {
    constexpr std::size_t ahead = 32;
    struct Waiting {
      Slot* line;
      Slot slot;
    };
    Waiting waiting[ahead];
    const auto put_here = [&](const Waiting& one) {
      Slot* at = one.line;
      while (!claim(*at, one.slot.row, alone)) at = after(at);
      at->set_key(one.slot);
    };
    for (std::size_t i = from; i < to; ++i) {
      const auto row = static_cast<column::Row>(i);
      Waiting& next = waiting[i % ahead];
      if (i - from >= ahead) put_here(next);
      const std::uint64_t hash = hash_of(row);
      next = {line(hash), slot_of(row, hash)};
      __builtin_prefetch(next.line, 1);
    }
    for (std::size_t i = to - std::min(to - from, ahead); i < to; ++i) put_here(waiting[i % ahead]);
  }

  std::size_t lines_;
  column::Room room_;
  Slot* begin_;  // in the room, at the start of a cache line
};

}  // namespace fairstart::readers
