// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/column/database.hpp"

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
  // Whether the key, of that hash, is new; then it is taken in as the row that is added to the keys next. While keys are texts.
  bool put_if_new(std::string_view key, std::uint64_t hash);
  // `hint` is where the search begins and ends: rows of one owner tend to follow each other, and owners too.
  column::Row find(std::string_view key, column::Row& hint) const;
  column::Row find(std::string_view key) const { return find(key, last_); }
  column::Row find_number(std::int64_t key, column::Row& hint) const;  // while keys are numbers
  // While keys are texts: rows of many, in any order. The table and the keys are asked for ahead.
  void find_texts(const std::vector<std::string_view>& keys, std::vector<column::Row>& rows,
                  std::vector<std::uint64_t>& hashes) const;
  column::Row find_hashed(std::string_view key, std::uint64_t hash) const;  // while keys are texts and a table is built
  // Inlined everywhere: a call that only asks for memory ahead counts as one without effect, and is left out.
  [[gnu::always_inline]] void prefetch(std::uint64_t hash) const {
    __builtin_prefetch(slots_.data() + (hash & (slots_.size() - 1)));
  }
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
  std::vector<Slot> slots_;
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
  // Both in one, for a text and its hash: true where it is new, and to be added to the keys at once. False where it is not, or
  // can't be told so quickly.
  bool put_if_new(std::string_view key, std::uint64_t text_hash) {
    return !rising_ && text_hash != 0 && keys_->as_text() && index_.put_if_new(key, text_hash);
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
