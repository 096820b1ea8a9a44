// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/column/reorder.hpp"

namespace fairstart::readers {

// Of a key's text. Not for numbers, which hash otherwise.
std::uint64_t hash_of_text(std::string_view key);

// Finds rows by key: an open-addressing table of row numbers and parts of their hashes, the keys stay where they are. Nothing
// is built while keys count up by one.
class KeyIndex {
 public:
  // `keys` must outlive the index; rows may be added to them, never moved.
  explicit KeyIndex(const column::Keys& keys) : keys_(&keys) {}
  void build(std::size_t expected_rows);  // takes in every row
  void add_last(std::uint64_t hash);      // the last row of the keys, which must be a new key
  // Takes in so many keys, of those hashes, as the rows that are added to the keys next, up to the first that is not new. How
  // many these are. While keys are texts.
  std::size_t put_new(const std::string_view* keys, const std::uint64_t* hashes, std::size_t count);
  // `hint` is where the search begins and ends: rows of one owner tend to follow each other, and owners too.
  column::Row find(std::string_view key, column::Row& hint) const;
  column::Row find(std::string_view key) const { return find(key, last_); }
  column::Row find_number(std::int64_t key, column::Row& hint) const;  // while keys are numbers
  // While keys are texts: rows of many, in any order. The table and the keys are asked for ahead.
  void find_texts(const std::vector<std::string_view>& keys, std::vector<column::Row>& rows,
                  std::vector<std::uint64_t>& hashes) const;
  column::Row find_hashed(std::string_view key, std::uint64_t hash) const;  // while keys are texts and a table is built
  // Inlined everywhere: a call that only asks for memory ahead counts as one without effect, and is left out.
  [[gnu::always_inline]] void prefetch(std::uint64_t hash) const { __builtin_prefetch(slots_ + (hash & mask_)); }
  std::uint64_t hash(std::string_view key) const;  // as the table has it
  bool as_text() const { return keys_->as_text(); }
  std::size_t size() const { return keys_->size(); }

 private:
  struct Slot {
    std::uint32_t tag;  // the hash's upper half
    column::Row row;
  };
  static std::uint32_t tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32U); }
  column::Row find_text(std::string_view key, column::Row& hint) const;
  void put(column::Row row, std::uint64_t hash);
  void enlarge(std::size_t rows);
  bool is_hint(column::Row row, std::int64_t key) const { return row < keys_->size() && keys_->number(row) == key; }
  bool is_hint(column::Row row, std::string_view key) const { return row < keys_->size() && keys_->view(row) == key; }

  const column::Keys* keys_;
  bool has_table() const { return slots_ != nullptr; }
  std::size_t slots() const { return has_table() ? mask_ + 1 : 0; }

  std::optional<column::Room> room_;
  Slot* slots_ = nullptr;  // in the room; a power of two of them
  std::size_t mask_ = 0;
  bool as_text_ = false;
  mutable column::Row last_ = 0;
};

// Whether keys that arrive one by one are new. No index is needed while each is greater than the one before.
class NewKeys {
 public:
  explicit NewKeys(const column::Keys& keys) : keys_(&keys), index_(keys) {}
  // `text_hash`: of the key, where it is known; 0: it is not.
  bool is_new(std::string_view key, std::size_t expected_rows, std::uint64_t text_hash = 0);
  // Whether integers that rise from `first` are all new, as they come after the keys there are.
  bool go_on_from(std::int64_t first) const;
  void added();  // the key that was asked for last
  // Both in one, for texts and their hashes: how many are new, and to be added to the keys at once. The next one is not, or that
  // can't be told so quickly.
  std::size_t put_new(const std::string_view* keys, const std::uint64_t* hashes, std::size_t count) {
    return rising_ || !keys_->as_text() ? 0 : index_.put_new(keys, hashes, count);
  }
  // The row that has the key; no_row: none.
  column::Row row_of(std::string_view key);
  [[gnu::always_inline]] void prefetch(std::uint64_t text_hash) const {
    if (!rising_ && keys_->as_text()) index_.prefetch(text_hash);
  }

 private:
  bool is_greater(std::string_view key) const;

  const column::Keys* keys_;
  KeyIndex index_;
  std::uint64_t hash_ = 0;  // of the key that was asked for last
  bool rising_ = true;
};

}  // namespace fairstart::readers
