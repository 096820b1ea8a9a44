// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/short_keys.hpp"

#include <algorithm>
#include <cstring>

#include "engine/readers/do_all.hpp"
#include "engine/readers/key_hash.hpp"

namespace fairstart::readers {

using column::no_row;
using column::Row;

// Five of eight slots are taken at most.
std::size_t ShortKeys::lines_for(std::size_t rows) { return rows * 2 / 5 + 2; }
std::size_t ShortKeys::bytes_for(std::size_t rows) { return (lines_for(rows) + 1) * slots_a_line * sizeof(Slot); }

[[gnu::always_inline]] inline ShortKeys::Slot ShortKeys::slot_of(std::string_view key, Row row) {
  const char* const at = key.data();
  const std::size_t size = key.size();
  Slot slot{0, 0, row};
  if (size == longest) {
    slot.first = word_at(at);
    std::memcpy(&slot.rest, at + 8, sizeof(slot.rest));
  } else {
    std::memcpy(&slot.first, at, std::min<std::size_t>(size, 8));
    if (size > 8) std::memcpy(&slot.rest, at + 8, size - 8);
  }
  return slot;
}

ShortKeys::ShortKeys(const column::Keys& keys, std::size_t threads)
    : lines_(lines_for(keys.size())), room_(bytes_for(keys.size())) {
  constexpr std::uintptr_t line_bytes = slots_a_line * sizeof(Slot);
  slots_ =
      reinterpret_cast<Slot*>((reinterpret_cast<std::uintptr_t>(room_.as<char>()) + line_bytes - 1) / line_bytes * line_bytes);
  constexpr std::size_t rows_a_thread = 1U << 16U;
  const std::size_t ranges = std::clamp<std::size_t>(keys.size() / rows_a_thread, 1, std::max<std::size_t>(threads, 1));
  std::vector<std::vector<Slot>> beyond(ranges);
  const auto bound = [&](std::size_t i) { return slots_ + lines_ * i / ranges * slots_a_line; };
  do_all(ranges, ranges, [&](std::size_t i) { fill(bound(i), bound(i + 1), keys, beyond[i]); });
  for (const std::vector<Slot>& rest : beyond)
    for (const Slot& slot : rest) put(slot);
}

// Slots from `begin` to `end`, with all rows whose places are there; those that found no room stay in `beyond`.
void ShortKeys::fill(Slot* begin, Slot* end, const column::Keys& keys, std::vector<Slot>& beyond) {
  std::fill(begin, end, Slot{0, 0, no_row});
  constexpr std::size_t ahead = 16;
  struct Waiting {
    Slot* at;
    Slot slot;
  };
  Waiting waiting[ahead];
  std::size_t count = 0;
  const auto put_here = [&](const Waiting& one) {
    Slot* at = one.at;
    while (at < end && at->row != no_row) ++at;
    if (at < end)
      *at = one.slot;
    else
      beyond.push_back(one.slot);
  };
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const std::string_view key = keys.view(static_cast<Row>(row));
    Slot* const at = line(hash_of_text(key));
    if (at < begin || at >= end) continue;
    Waiting& next = waiting[count % ahead];
    if (count++ >= ahead) put_here(next);
    next = {at, slot_of(key, static_cast<Row>(row))};
    __builtin_prefetch(at);
  }
  for (std::size_t i = count < ahead ? 0 : count - ahead; i < count; ++i) put_here(waiting[i % ahead]);
}

void ShortKeys::put(const Slot& slot) {
  char text[longest];
  std::memcpy(text, &slot.first, sizeof(slot.first));
  std::memcpy(text + sizeof(slot.first), &slot.rest, sizeof(slot.rest));
  Slot* at = line(hash_of_text({text, ::strnlen(text, longest)}));
  while (at->row != no_row) at = at + 1 == end() ? slots_ : at + 1;
  *at = slot;
}

// Empty slots have no row: what they hold beside it may be taken for a key, and is none then.
[[gnu::always_inline]] inline ShortKeys::Found ShortKeys::look(const Slot* line, const Slot& wanted) {
  Row found = no_row;
  unsigned taken = 0;
  for (std::size_t i = 0; i < slots_a_line; ++i) {
    const bool same = ((line[i].first ^ wanted.first) | (line[i].rest ^ wanted.rest)) == 0;
    found = same ? line[i].row : found;
    taken += line[i].row != no_row ? 1 : 0;
  }
  return {found, found == no_row && taken == slots_a_line};
}

Row ShortKeys::look_on(const Slot* line, const Slot& wanted) const {
  Found found{no_row, true};
  while (found.goes_on) {
    line = line_after(line);
    found = look(line, wanted);
  }
  return found.row;
}

Row ShortKeys::find(std::string_view key, std::uint64_t hash) const {
  if (key.empty() || key.size() > longest) return no_row;
  const Slot wanted = slot_of(key, 0);
  const Found found = look(line(hash), wanted);
  return found.goes_on ? look_on(line(hash), wanted) : found.row;
}

// Lines are looked at some keys after they were asked for. Where a key may be in the next one, that is asked for in its turn.
void ShortKeys::find(const std::vector<std::string_view>& keys, std::vector<Row>& rows) const {
  constexpr std::size_t ahead = 24;
  struct Waiting {
    const Slot* line;
    std::size_t key;
  };
  const Slot* lines[ahead];
  Waiting later[ahead];
  std::size_t asked = 0, done = 0;
  const auto look_on_for = [&](const Waiting& one) { rows[one.key] = look_on(one.line, slot_of(keys[one.key], 0)); };
  const std::size_t count = keys.size();
  rows.assign(count, no_row);
  for (std::size_t i = 0; i < count + ahead; ++i) {
    if (i >= ahead) {
      const std::size_t at = i - ahead;
      const std::string_view key = keys[at];
      const Slot* const here = lines[i % ahead];
      if (!key.empty() && key.size() <= longest) {
        const Found found = look(here, slot_of(key, 0));
        rows[at] = found.row;
        if (found.goes_on) {
          if (asked - done == ahead) look_on_for(later[done++ % ahead]);
          later[asked++ % ahead] = {here, at};
          __builtin_prefetch(line_after(here));
        }
      }
    }
    if (i >= count) continue;
    lines[i % ahead] = line(hash_of_text(keys[i]));
    __builtin_prefetch(lines[i % ahead]);
  }
  while (done < asked) look_on_for(later[done++ % ahead]);
}

}  // namespace fairstart::readers
