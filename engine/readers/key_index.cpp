// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/key_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <exception>
#include <random>

namespace fairstart::readers {
namespace {

using column::no_row;
using column::Row;

constexpr Row rows_near = 4;  // looked at before the table

std::uint64_t some_secret() noexcept {
  try {
    std::random_device device;
    return std::uint64_t{device()} << 32U | device();
  } catch (const std::exception&) {
    return 0xA076'1D64'78BD'642FU;  // the machine has no chance to give: keys could be chosen
  }
}

// Without a call, for keys of the usual lengths.
bool is_same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const std::size_t size = a.size();
  if (size < 8 || size > 16) return a == b;
  return ((word_at(a.data()) ^ word_at(b.data())) | (word_at(a.data() + size - 8) ^ word_at(b.data() + size - 8))) == 0;
}

}  // namespace

const std::uint64_t key_secret = some_secret();

std::uint64_t KeyIndex::hash(std::string_view key) const {
  if (keys_->as_text()) return hash_of_text(key);
  const auto number = column::canonical_integer(key);
  return number ? hash_of_number(*number) : hash_of_text(key);
}

// Of the slots of a table four of five are taken at most. Integers that became texts have other places.
bool KeyIndex::has_room_for(std::size_t rows) const {
  return table_ && as_text_ == keys_->as_text() && table_->slots() * 4 >= rows * 5;
}

std::size_t KeyIndex::bytes_of_whole(const column::Keys& keys, std::size_t rows) {
  if (keys.count_up()) return 0;
  return keys.has_texts_up_to(ShortKeys::longest) ? ShortKeys::bytes_for(rows) : Table::bytes_for(lines_for(rows));
}

void KeyIndex::build_whole(std::size_t threads) {
  if (keys_->has_texts_up_to(ShortKeys::longest))
    short_.emplace(*keys_, threads);
  else
    fill(keys_->size(), threads);
}

void KeyIndex::build(std::size_t expected_rows) { fill(std::max(expected_rows, keys_->size()), 1); }

// With the keys there are, and room for so many.
void KeyIndex::fill(std::size_t rows, std::size_t threads) {
  table_.reset();
  if (tell_) tell_(Table::bytes_for(lines_for(rows)));
  table_.emplace(lines_for(rows));
  as_text_ = keys_->as_text();
  const auto slot_of = [](Row row, std::uint64_t hash) { return Slot{tag(hash), row}; };
  if (as_text_)
    table_->fill(
        keys_->size(), threads, [this](Row row) { return hash_of_text(keys_->view(row)); }, slot_of);
  else
    table_->fill(
        keys_->size(), threads, [this](Row row) { return hash_of_number(keys_->number(row)); }, slot_of);
}

void KeyIndex::add_last(std::uint64_t hash) {
  const std::size_t rows = keys_->size();
  if (!has_room_for(rows)) return fill(rows, 1);
  table_->put(hash, {tag(hash), static_cast<Row>(rows - 1)});
}

std::size_t KeyIndex::put_new(const std::string_view* keys, const std::uint64_t* hashes, std::size_t count) {
  constexpr std::size_t ahead = 16;
  const std::size_t before = keys_->size(), rows = before + count;
  if (!has_room_for(rows)) fill(rows, 1);
  for (std::size_t i = 0; i < count; ++i) {
    if (i + ahead < count) prefetch(hashes[i + ahead]);
    Slot* at = table_->line(hashes[i]);
    for (; at->row != no_row; at = table_->after(at)) {
      if (at->tag != tag(hashes[i])) continue;
      const std::size_t other = at->row;
      if (is_same(other < before ? keys_->view(static_cast<Row>(other)) : keys[other - before], keys[i])) return i;
    }
    *at = {tag(hashes[i]), static_cast<Row>(before + i)};
  }
  return count;
}

Row KeyIndex::find(std::string_view key, Row& hint) const {
  if (keys_->size() == 0) return no_row;
  if (keys_->as_text()) return find_text(key, hint);
  const auto number = column::canonical_integer(key);
  return number ? find_number(*number, hint) : no_row;
}

Row KeyIndex::find_number(std::int64_t key, Row& hint) const {
  if (keys_->size() == 0) return no_row;
  if (keys_->count_up()) {
    const std::int64_t start = keys_->number(0);
    if (key < start || key - start >= static_cast<std::int64_t>(keys_->size())) return no_row;
    return static_cast<Row>(key - start);
  }
  for (Row near = hint; near < hint + rows_near; ++near)
    if (is_hint(near, key)) return hint = near;
  const std::uint64_t hash = hash_of_number(key);
  for (const Slot* at = table_->line(hash); at->row != no_row; at = table_->after(at))
    if (at->tag == tag(hash) && keys_->number(at->row) == key) return hint = at->row;
  return no_row;
}

Row KeyIndex::find_text(std::string_view key, Row& hint) const {
  for (Row near = hint; near < hint + rows_near; ++near)
    if (is_hint(near, key)) return hint = near;
  const Row found = find_hashed(key, hash_of_text(key));
  if (found != no_row) hint = found;
  return found;
}

// Of the slots of a line those that may have the key.
unsigned KeyIndex::alike(const Slot* line, std::uint64_t hash) {
  unsigned found = 0;
  for (unsigned i = 0; i < Table::slots_a_line; ++i) found |= static_cast<unsigned>(line[i].tag == tag(hash)) << i;
  return found;
}

Row KeyIndex::find_hashed(std::string_view key, std::uint64_t hash) const {
  if (short_) return short_->find(key, hash);
  for (const Slot* line = table_->line(hash);; line = table_->line_after(line)) {
    for (unsigned found = alike(line, hash); found != 0; found &= found - 1) {
      const Row row = line[std::countr_zero(found)].row;
      if (row != no_row && is_same(keys_->view(row), key)) return row;
    }
    if (!Table::is_full(line)) return no_row;
  }
}

void KeyIndex::find_texts(const std::vector<std::string_view>& keys, std::vector<Row>& rows,
                          std::vector<std::uint64_t>& hashes) const {
  if (short_) return short_->find(keys, rows);
  constexpr std::size_t slots_ahead = 24, keys_ahead = 12;
  rows.assign(keys.size(), no_row);
  if (keys_->size() == 0) return;
  hashes.resize(keys.size());
  const std::size_t count = keys.size();
  Row likely[slots_ahead];
  for (std::size_t i = 0; i < count + slots_ahead; ++i) {
    if (i < count) prefetch(hashes[i] = hash_of_text(keys[i]));
    if (i >= slots_ahead - keys_ahead && i - (slots_ahead - keys_ahead) < count) {
      const std::size_t next = i - (slots_ahead - keys_ahead);
      const Slot* const line = table_->line(hashes[next]);
      const unsigned found = alike(line, hashes[next]);
      const Row row = found == 0 ? no_row : line[std::countr_zero(found)].row;
      likely[next % slots_ahead] = row;
      if (row != no_row) {  // a key may lie across two cache lines
        const std::string_view there = keys_->view(row);
        __builtin_prefetch(there.data());
        __builtin_prefetch(there.data() + there.size() - 1);
      }
    }
    if (i < slots_ahead || keys[i - slots_ahead].empty()) continue;
    const std::string_view key = keys[i - slots_ahead];
    const Row row = likely[(i - slots_ahead) % slots_ahead];
    // Another key may have the same part of its hash, or its line is full.
    rows[i - slots_ahead] = row != no_row && is_same(keys_->view(row), key) ? row : find_hashed(key, hashes[i - slots_ahead]);
  }
}

bool NewKeys::go_on_from(std::int64_t first) const {
  if (!rising_ || keys_->as_text()) return false;
  return keys_->size() == 0 || first > keys_->number(static_cast<Row>(keys_->size() - 1));
}

bool NewKeys::is_greater(std::string_view key) const {
  if (keys_->size() == 0) return true;
  const auto last = static_cast<Row>(keys_->size() - 1);
  if (keys_->as_text()) return key > keys_->view(last);
  const auto number = column::canonical_integer(key);
  return number && *number > keys_->number(last);
}

bool NewKeys::is_repeated(std::string_view key) const {
  return std::binary_search(repeated_.begin(), repeated_.end(), hash_of_text(key));
}

bool NewKeys::is_new(std::string_view key, std::size_t expected_rows, std::uint64_t text_hash) {
  if (!repeated_.empty()) return !is_repeated(key) || !seen_.contains(std::string(key));
  if (rising_) {
    if (is_greater(key)) return true;
    rising_ = false;
    if (told_ == Told::at_once) index_.build(expected_rows);
  }
  if (told_ == Told::at_the_end) return true;
  hash_ = keys_->as_text() && text_hash != 0 ? text_hash : index_.hash(key);
  if (keys_->as_text()) return index_.find_hashed(key, hash_) == no_row;
  return index_.find(key) == no_row;
}

std::size_t NewKeys::put_new(const std::string_view* keys, const std::uint64_t* hashes, std::size_t count) {
  if (rising_ || !keys_->as_text()) return 0;
  if (told_ == Told::at_the_end) return count;
  if (repeated_.empty()) return hashes == nullptr ? 0 : index_.put_new(keys, hashes, count);
  return static_cast<std::size_t>(std::find_if(keys, keys + count, [&](std::string_view key) { return is_repeated(key); }) -
                                  keys);
}

Row NewKeys::row_of(std::string_view key) {
  if (rising_) {
    rising_ = false;
    index_.build(keys_->size());
  }
  return index_.find(key);
}

void NewKeys::added(std::string_view key) {
  if (is_in_table()) index_.add_last(hash_);
  if (!repeated_.empty() && is_repeated(key)) seen_.emplace(key);
}

}  // namespace fairstart::readers
