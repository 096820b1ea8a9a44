// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/readers/key_hash.hpp"
#include "engine/readers/short_keys.hpp"
#include "engine/readers/slot_table.hpp"

namespace fairstart::readers {

// Finds rows by key: an open-addressing table of row numbers and parts of their hashes, searched a cache line at a time; the keys
// stay where they are. Short texts that are there for good have a table of their own. Nothing is built while keys count up by one.
class KeyIndex {
 public:
  // `keys` must outlive the index; rows may be added to them, never moved.
  explicit KeyIndex(const column::Keys& keys) : keys_(&keys) {}
  // Takes in every row, and more rows may be added; or those there are for good, on so many threads.
  void build(std::size_t expected_rows);
  void build_whole(std::size_t threads);
  // That build_whole takes for so many rows with keys like these.
  static std::size_t bytes_of_whole(const column::Keys& keys, std::size_t rows);
  // Who is to hear what it is about to take, each time that it is built or grows.
  void on_growth(std::function<void(std::size_t bytes)> tell) { tell_ = std::move(tell); }
  std::size_t bytes() const { return table_ ? table_->bytes() : 0; }  // while rows may be added
  void add_last(std::uint64_t hash);                                  // the last row of the keys, which must be a new key
  // Takes in so many keys, of those hashes, as the rows that are added to the keys next, up to the first that is not new. How
  // many these are. While keys are texts.
  std::size_t put_new(const std::string_view* keys, const std::uint64_t* hashes, std::size_t count);
  // `hint` is where the search begins and ends: rows of one owner tend to follow each other, and owners too.
  column::Row find(std::string_view key, column::Row& hint) const;
  column::Row find(std::string_view key) const { return find(key, last_); }
  column::Row find_number(std::int64_t key, column::Row& hint) const;  // while keys are numbers
  // While keys are texts: rows of many, in any order. The table and the keys are asked for ahead.
  void find_texts(const std::vector<std::string_view>& keys, std::vector<column::Row>& rows,
                  std::vector<std::uint64_t>& hashes) const;                // `hashes`: room that may be used
  column::Row find_hashed(std::string_view key, std::uint64_t hash) const;  // while keys are texts and a table is built
  // Inlined everywhere: a call that only asks for memory ahead counts as one without effect, and is left out.
  [[gnu::always_inline]] void prefetch(std::uint64_t hash) const { __builtin_prefetch(table_->line(hash)); }
  std::uint64_t hash(std::string_view key) const;  // as the table has it
  bool as_text() const { return keys_->as_text(); }
  // The first key, where each is one more than the one before.
  std::optional<std::int64_t> counts_up_from() const {
    return keys_->count_up() && keys_->size() > 0 ? std::optional(keys_->number(0)) : std::nullopt;
  }
  std::size_t size() const { return keys_->size(); }

 private:
  struct Slot {
    std::uint32_t tag = 0;  // the hash's lower half
    column::Row row = column::no_row;
    void set_key(const Slot& other) { tag = other.tag; }
  };
  using Table = SlotTable<Slot>;
  static std::uint32_t tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
  static std::size_t lines_for(std::size_t rows) { return 2 * rows / Table::slots_a_line + 2; }  // half full
  column::Row find_text(std::string_view key, column::Row& hint) const;
  static unsigned alike(const Slot* line, std::uint64_t hash);
  bool has_room_for(std::size_t rows) const;
  void fill(std::size_t rows, std::size_t threads);
  bool is_hint(column::Row row, std::int64_t key) const { return row < keys_->size() && keys_->number(row) == key; }
  bool is_hint(column::Row row, std::string_view key) const { return row < keys_->size() && keys_->view(row) == key; }

  const column::Keys* keys_;
  std::optional<Table> table_;
  bool as_text_ = false;  // the keys, as the table has them
  mutable column::Row last_ = 0;
  std::optional<ShortKeys> short_;  // then there is no other table
  std::function<void(std::size_t)> tell_;
};

// Whether keys that arrive one by one are new. Nothing is asked while each is greater than the one before; after that a table is
// built, or all are said to be new and the truth is told at the end, once their rows have been read: then rows may have to be read
// again, with the keys that are repeated given.
class NewKeys {
 public:
  enum class Told : std::uint8_t { at_once, at_the_end };
  NewKeys(const column::Keys& keys, Told told) : keys_(&keys), index_(keys), told_(told) {}
  // Hashes of texts, sorted: all other keys are new.
  NewKeys(const column::Keys& keys, std::vector<std::uint64_t> repeated)
      : keys_(&keys), index_(keys), rising_(false), repeated_(std::move(repeated)) {}

  void on_growth(std::function<void(std::size_t bytes)> tell) { index_.on_growth(std::move(tell)); }
  std::size_t bytes() const { return index_.bytes(); }
  // `text_hash`: of the key, where it is known; 0: it is not.
  bool is_new(std::string_view key, std::size_t expected_rows, std::uint64_t text_hash = 0);
  // Whether integers that rise from `first` are all new, as they come after the keys there are.
  bool go_on_from(std::int64_t first) const;
  void added(std::string_view key);  // the key that was asked for last
  // Both in one, for texts: how many are new, and to be added to the keys at once. The next one is not, or that can't be told so
  // quickly. `hashes` are theirs, or null.
  std::size_t put_new(const std::string_view* keys, const std::uint64_t* hashes, std::size_t count);
  // The row that has the key; no_row: none. While told at once.
  column::Row row_of(std::string_view key);
  [[gnu::always_inline]] void prefetch(std::uint64_t text_hash) const {
    if (is_in_table() && keys_->as_text()) index_.prefetch(text_hash);
  }
  // Keys were said to be new that may be none.
  bool is_to_be_told() const { return !rising_ && told_ == Told::at_the_end; }

 private:
  bool is_greater(std::string_view key) const;
  bool is_in_table() const { return !rising_ && told_ == Told::at_once && repeated_.empty(); }
  bool is_repeated(std::string_view key) const;

  const column::Keys* keys_;
  KeyIndex index_;
  Told told_ = Told::at_once;
  std::uint64_t hash_ = 0;  // of the key that was asked for last
  bool rising_ = true;
  std::vector<std::uint64_t> repeated_;
  std::unordered_set<std::string> seen_;  // of those that are repeated
};

}  // namespace fairstart::readers
