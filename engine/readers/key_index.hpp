// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/column/reorder.hpp"

namespace fairstart::readers {

// Of a key's text, and of a key while all are numbers.
std::uint64_t hash_of_text(std::string_view key);
std::uint64_t hash_of_number(std::int64_t key);

// Finds rows by key: an open-addressing table of row numbers and parts of their hashes, the keys stay where they are; short texts
// of one length, once they are all there, stand in the table itself. Nothing is built while keys count up by one.
class KeyIndex {
 public:
  // `keys` must outlive the index; rows may be added to them, never moved.
  explicit KeyIndex(const column::Keys& keys) : keys_(&keys) {}
  // Takes in every row, and more rows may be added; or those there are for good, on so many threads.
  void build(std::size_t expected_rows);
  void build_whole(std::size_t threads);
  static std::size_t bytes_of_whole(const column::Keys& keys);  // that build_whole takes
  void add_last(std::uint64_t hash);                            // the last row of the keys, which must be a new key
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
  [[gnu::always_inline]] void prefetch(std::uint64_t hash) const {
    const std::size_t at = place(hash);
    __builtin_prefetch(held_ == nullptr ? static_cast<const void*>(slots_ + at) : held_ + at);
  }
  std::uint64_t hash(std::string_view key) const;  // as the table has it
  bool as_text() const { return keys_->as_text(); }
  std::size_t size() const { return keys_->size(); }

 private:
  struct Slot {
    std::uint32_t tag;  // the hash's lower half
    column::Row row;
  };
  static std::uint32_t tag(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
  // A text of up to 12 bytes; of texts of one length no two have the same words.
  struct Short {
    std::uint64_t most;
    std::uint32_t rest;
    bool operator==(const Short& other) const { return ((most ^ other.most) | (rest ^ other.rest)) == 0; }
  };
  static constexpr std::size_t longest_short = 12;
  static Short short_of(std::string_view key);
  struct alignas(16) Held {  // four to a cache line
    std::uint64_t most;
    std::uint32_t rest;
    column::Row row;
  };
  // Where the search for a hash begins: places rise with hashes.
  std::size_t place(std::uint64_t hash) const {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::size_t>(Wide{hash} * size_ >> 64U);
  }
  std::size_t after(std::size_t at) const { return at + 1 == size_ ? 0 : at + 1; }
  column::Row find_text(std::string_view key, column::Row& hint) const;
  void put(column::Row row, std::uint64_t hash);
  static bool fit(const column::Keys& keys) { return keys.length().value_or(longest_short + 1) <= longest_short; }
  static std::size_t slots_of_whole(const column::Keys& keys);
  void enlarge(std::size_t rows);
  void fill_all(std::size_t threads);
  void fill(std::size_t begin, std::size_t end, std::vector<std::pair<column::Row, std::uint64_t>>& beyond);
  bool is_free(std::size_t at) const { return (held_ == nullptr ? slots_[at].row : held_[at].row) == column::no_row; }
  void set(std::size_t at, column::Row row, std::uint64_t hash);
  column::Row find_held(std::string_view key, std::uint64_t hash) const;
  bool is_hint(column::Row row, std::int64_t key) const { return row < keys_->size() && keys_->number(row) == key; }
  bool is_hint(column::Row row, std::string_view key) const { return row < keys_->size() && keys_->view(row) == key; }

  const column::Keys* keys_;
  bool has_table() const { return slots_ != nullptr; }  // of rows that are added one by one
  std::size_t slots() const { return has_table() ? size_ : 0; }

  std::optional<column::Room> room_;
  Slot* slots_ = nullptr;  // in the room, as is held_; at most one of them is there
  Held* held_ = nullptr;
  std::size_t length_ = 0;  // of each key that is held
  std::size_t size_ = 0;
  bool as_text_ = false;
  mutable column::Row last_ = 0;
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
