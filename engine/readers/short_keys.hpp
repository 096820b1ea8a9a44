// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/readers/slot_table.hpp"

namespace fairstart::readers {

// Finds rows by keys that are texts of at most 12 bytes, none of which is NUL: an open-addressing table that holds the keys
// themselves, so that a key in no order costs one cache line and not three. Built once, of all keys.
class ShortKeys {
 public:
  static constexpr std::size_t longest = 12;
  ShortKeys(const column::Keys& keys, std::size_t threads);
  static std::size_t bytes_for(std::size_t rows);

  column::Row find(std::string_view key, std::uint64_t hash) const;  // as hash_of_text has it
  // Rows of many, in any order; the table is asked for ahead.
  void find(const std::vector<std::string_view>& keys, std::vector<column::Row>& rows) const;

 private:
  struct Slot {
    std::uint64_t first = 0;  // 8 bytes; those that the key has not are 0
    std::uint32_t rest = 0;
    column::Row row = column::no_row;
    void set_key(const Slot& other) { first = other.first, rest = other.rest; }
  };
  using Table = SlotTable<Slot>;
  static std::size_t lines_for(std::size_t rows);
  static Slot slot_of(std::string_view key, column::Row row);
  struct Found {
    column::Row row;
    bool goes_on;  // it may be in the next line
  };
  static Found look(const Slot* line, const Slot& wanted);
  column::Row look_on(const Slot* line, const Slot& wanted) const;

  Table table_;
};

}  // namespace fairstart::readers
