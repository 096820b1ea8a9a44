// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::allocation {

// A value that rows are told apart by: a code's or level's index, a text's id, millionths, 0 or 1.
using Place = std::int64_t;
inline constexpr Place no_place = std::numeric_limits<Place>::min();  // not known
inline constexpr Place everywhere = 0;                                // rows are not told apart

enum class State : std::uint8_t {
  certain,      // on the list; an applicant
  cannot_tell,  // perhaps
  received,     // has had it in the supply's stretch of time: no applicant
};

// A row that may be on a list or may have something of a supply.
struct Entry {
  Place place = everywhere;
  std::uint64_t lot = 0;      // allocations: the draw that settles ties
  std::int64_t amount = 0;    // allocations: millionths
  std::uint64_t text_at = 0;  // lists: in the spool: shown items, reason and what to ask, one after the other, …
  std::array<std::uint32_t, 3> text_sizes{};  // … and how long they are
  column::Row row = 0;
  State state = State::certain;
  bool named = false;  // lists: its name may be shown
};

// Entries of one list or allocation, in any order, and their priorities: for each entry the same number of keys, of which the
// smaller comes first.
struct Found {
  std::size_t keys_each = 0;
  std::vector<Entry> entries;
  std::vector<std::int64_t> keys;

  const std::int64_t* keys_of(std::size_t entry) const { return keys.data() + entry * keys_each; }
  void add(const Entry& entry, const std::vector<std::int64_t>& its_keys) {
    entries.push_back(entry);
    keys.insert(keys.end(), its_keys.begin(), its_keys.end());
  }
  void append(const Found& more) {
    keys_each = more.keys_each;
    entries.insert(entries.end(), more.entries.begin(), more.entries.end());
    keys.insert(keys.end(), more.keys.begin(), more.keys.end());
  }
};

}  // namespace fairstart::allocation
