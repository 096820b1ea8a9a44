// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::readers {

// Finds rows by key: an open-addressing table of row numbers alone, the keys stay where they are. Nothing is built while
// keys count up by one.
class KeyIndex {
 public:
  // `keys` must outlive the index; rows may be added to them, never moved.
  explicit KeyIndex(const column::Keys& keys) : keys_(&keys) {}
  void build(std::size_t expected_rows);  // takes in every row
  void add_last();                        // the last row of the keys, which must be a new key
  // `hint` is where the search begins and ends: rows of one owner tend to follow each other, and owners too.
  column::Row find(std::string_view key, column::Row& hint) const;
  column::Row find(std::string_view key) const { return find(key, last_); }
  column::Row find_number(std::int64_t key, column::Row& hint) const;  // while keys are numbers
  bool as_text() const { return keys_->as_text(); }
  std::size_t size() const { return keys_->size(); }

 private:
  column::Row find_text(std::string_view key, column::Row& hint) const;
  void put(column::Row row);
  void enlarge(std::size_t rows);
  bool is_hint(column::Row row, std::int64_t key) const { return row < keys_->size() && keys_->number(row) == key; }
  bool is_hint(column::Row row, std::string_view key) const { return row < keys_->size() && keys_->view(row) == key; }

  const column::Keys* keys_;
  std::vector<column::Row> slots_;
  bool as_text_ = false;
  mutable column::Row last_ = 0;
};

// Whether keys that arrive one by one are new. No index is needed while each is greater than the one before.
class NewKeys {
 public:
  explicit NewKeys(const column::Keys& keys) : keys_(&keys), index_(keys) {}
  bool is_new(std::string_view key, std::size_t expected_rows);
  // Whether integers that rise from `first` are all new, as they come after the keys there are.
  bool go_on_from(std::int64_t first) const;
  void added();
  // The row that has the key; no_row: none.
  column::Row row_of(std::string_view key);

 private:
  bool is_greater(std::string_view key) const;

  const column::Keys* keys_;
  KeyIndex index_;
  bool rising_ = true;
};

}  // namespace fairstart::readers
