// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/column/reorder.hpp"
#include "engine/readers/do_all.hpp"

namespace fairstart::readers {

// Open addressing over slots that fill whole cache lines. A search begins at the start of a line and goes on from slot to slot;
// an empty slot ends it. `Slot` has a `row`, which in an empty one (`Slot{}`) is no_row.
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
  // Rows 0 to `rows` - 1, none of which it has, into an empty table: `hash_of(row)`, then `slot_of(row, hash)`. Each thread goes
  // through all rows, and puts those whose places are in its range.
  template <class HashOf, class SlotOf>
  void fill(std::size_t rows, std::size_t threads, HashOf hash_of, SlotOf slot_of) {
    constexpr std::size_t rows_a_thread = 1U << 16U;
    const std::size_t ranges = std::clamp<std::size_t>(rows / rows_a_thread, 1, std::max<std::size_t>(threads, 1));
    std::vector<std::vector<Hashed>> beyond(ranges);
    const auto bound = [&](std::size_t i) { return begin_ + lines_ * i / ranges * slots_a_line; };
    do_all(ranges, ranges, [&](std::size_t i) { fill_range(bound(i), bound(i + 1), rows, hash_of, slot_of, beyond[i]); });
    for (const std::vector<Hashed>& rest : beyond)
      for (const Hashed& one : rest) put(one.hash, one.slot);
  }

 private:
  struct Hashed {
    std::uint64_t hash;
    Slot slot;
  };
  Slot* end() const { return begin_ + slots(); }
  // Those that find no room between `first` and `last` stay in `beyond`. Rows are read in order, and their places asked for ahead.
  template <class HashOf, class SlotOf>
  void fill_range(Slot* first, Slot* last, std::size_t rows, HashOf hash_of, SlotOf slot_of, std::vector<Hashed>& beyond) {
    std::fill(first, last, Slot{});
    constexpr std::size_t ahead = 16;
    Hashed waiting[ahead];
    std::size_t count = 0;
    const auto put_here = [&](const Hashed& one) {
      Slot* at = line(one.hash);
      while (at < last && at->row != column::no_row) ++at;
      if (at < last)
        *at = one.slot;
      else
        beyond.push_back(one);
    };
    for (std::size_t i = 0; i < rows; ++i) {
      const auto row = static_cast<column::Row>(i);
      const std::uint64_t hash = hash_of(row);
      Slot* const at = line(hash);
      if (at < first || at >= last) continue;
      Hashed& next = waiting[count % ahead];
      if (count++ >= ahead) put_here(next);
      next = {hash, slot_of(row, hash)};
      __builtin_prefetch(at);
    }
    for (std::size_t i = count < ahead ? 0 : count - ahead; i < count; ++i) put_here(waiting[i % ahead]);
  }

  std::size_t lines_;
  column::Room room_;
  Slot* begin_;  // in the room, at the start of a cache line
};

}  // namespace fairstart::readers
