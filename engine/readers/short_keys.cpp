// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/short_keys.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "engine/readers/key_hash.hpp"

namespace fairstart::readers {

using column::no_row;
using column::Row;

// Five of eight slots are taken at most.
std::size_t ShortKeys::lines_for(std::size_t rows) { return rows * 2 / 5 + 2; }
std::size_t ShortKeys::bytes_for(std::size_t rows) { return Table::bytes_for(lines_for(rows)); }

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

ShortKeys::ShortKeys(const column::Keys& keys, std::size_t threads) : table_(lines_for(keys.size())) {
  table_.fill(
      keys.size(), threads, [&](Row row) { return hash_of_text(keys.view(row)); },
      [&](Row row, std::uint64_t) { return slot_of(keys.view(row), row); });
}

// Empty slots have no row: what they hold beside it may be taken for a key, and is none then.
[[gnu::always_inline]] inline ShortKeys::Found ShortKeys::look(const Slot* line, const Slot& wanted) {
#ifdef __SSE2__
  static_assert(Table::slots_a_line == 4 && offsetof(Slot, row) == 12 && no_row == 0xFFFF'FFFFU);
  // A slot is four words: of the key three, and the row. Which of the line's 16 are as wanted, where as a row none is wanted?
  const __m128i key =
      _mm_set_epi32(-1, static_cast<int>(wanted.rest), static_cast<int>(wanted.first >> 32U), static_cast<int>(wanted.first));
  const auto same = [&](int i) { return _mm_cmpeq_epi32(_mm_load_si128(reinterpret_cast<const __m128i*>(line + i)), key); };
  const __m128i words = _mm_packs_epi16(_mm_packs_epi32(same(0), same(1)), _mm_packs_epi32(same(2), same(3)));
  const auto as_wanted = static_cast<unsigned>(_mm_movemask_epi8(words));
  const unsigned found = as_wanted & as_wanted >> 1U & as_wanted >> 2U & 0x1111U & ~(as_wanted >> 3U);
  if (found == 0) return {no_row, (as_wanted & 0x8888U) == 0};
  return {line[static_cast<unsigned>(std::countr_zero(found)) / 4].row, false};
#else
  Row found = no_row;
  unsigned taken = 0;
  for (std::size_t i = 0; i < Table::slots_a_line; ++i) {
    const bool same = ((line[i].first ^ wanted.first) | (line[i].rest ^ wanted.rest)) == 0;
    found = same ? line[i].row : found;
    taken += line[i].row != no_row ? 1 : 0;
  }
  return {found, found == no_row && taken == Table::slots_a_line};
#endif
}

Row ShortKeys::look_on(const Slot* line, const Slot& wanted) const {
  Found found{no_row, true};
  while (found.goes_on) {
    line = table_.line_after(line);
    found = look(line, wanted);
  }
  return found.row;
}

Row ShortKeys::find(std::string_view key, std::uint64_t hash) const {
  if (key.empty() || key.size() > longest) return no_row;
  const Slot wanted = slot_of(key, 0);
  const Found found = look(table_.line(hash), wanted);
  return found.goes_on ? look_on(table_.line(hash), wanted) : found.row;
}

// Lines are looked at some keys after they were asked for. Where a key may be in the next one, that is asked for in its turn.
void ShortKeys::find(const std::vector<std::string_view>& keys, std::vector<Row>& rows) const {
  constexpr std::size_t ahead = 32;
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
          __builtin_prefetch(table_.line_after(here));
        }
      }
    }
    if (i >= count) continue;
    lines[i % ahead] = table_.line(hash_of_text(keys[i]));
    __builtin_prefetch(lines[i % ahead]);
  }
  while (done < asked) look_on_for(later[done++ % ahead]);
}

}  // namespace fairstart::readers
