// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/key_index.hpp"

#include <algorithm>
#include <functional>

namespace fairstart::readers {
namespace {

using column::no_row;
using column::Row;

constexpr Row rows_near = 4;  // looked at before the table

std::size_t hash_of(std::int64_t key) {
  auto bits = static_cast<std::uint64_t>(key);
  bits = (bits ^ (bits >> 32U)) * 0x9E37'79B9'7F4A'7C15U;
  return bits ^ (bits >> 29U);
}
std::size_t hash_of(std::string_view key) { return std::hash<std::string_view>{}(key); }

}  // namespace

void KeyIndex::enlarge(std::size_t rows) {
  std::size_t slots = 16;
  while (slots * 4 < rows * 5) slots *= 2;  // at most four fifths full
  if (slots <= slots_.size() && as_text_ == keys_->as_text()) return;
  as_text_ = keys_->as_text();
  slots_ = {};
  slots_.resize(slots, no_row);
  for (std::size_t row = 0; row < keys_->size(); ++row) put(static_cast<Row>(row));
}

void KeyIndex::build(std::size_t expected_rows) {
  slots_ = {};
  enlarge(std::max(expected_rows, keys_->size()));
}

void KeyIndex::put(Row row) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = (as_text_ ? hash_of(keys_->view(row)) : hash_of(keys_->number(row))) & mask;
  while (slots_[at] != no_row) at = (at + 1) & mask;
  slots_[at] = row;
}

void KeyIndex::add_last() {
  const std::size_t rows = keys_->size();
  // Integers became texts: every place in the table changes.
  if (as_text_ != keys_->as_text() || slots_.size() * 4 < rows * 5) return enlarge(std::max(rows, slots_.size()));
  put(static_cast<Row>(rows - 1));
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
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash_of(key) & mask; slots_[at] != no_row; at = (at + 1) & mask)
    if (keys_->number(slots_[at]) == key) return hint = slots_[at];
  return no_row;
}

Row KeyIndex::find_text(std::string_view key, Row& hint) const {
  for (Row near = hint; near < hint + rows_near; ++near)
    if (is_hint(near, key)) return hint = near;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash_of(key) & mask; slots_[at] != no_row; at = (at + 1) & mask)
    if (keys_->view(slots_[at]) == key) return hint = slots_[at];
  return no_row;
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

bool NewKeys::is_new(std::string_view key, std::size_t expected_rows) {
  if (rising_) {
    if (is_greater(key)) return true;
    rising_ = false;
    index_.build(expected_rows);
  }
  return index_.find(key) == no_row;
}

Row NewKeys::row_of(std::string_view key) {
  if (rising_) {
    rising_ = false;
    index_.build(keys_->size());
  }
  return index_.find(key);
}

void NewKeys::added() {
  if (!rising_) index_.add_last();
}

}  // namespace fairstart::readers
