// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/block_parser.hpp"

#include <algorithm>

#include "engine/readers/plain_values.hpp"

namespace fairstart::readers {

using column::no_row;
using column::Row;

bool is_marked_missing(const plan::Mapping* mapping, std::string_view text) {
  if (mapping == nullptr) return false;
  const auto among = [&](const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
  };
  return among(mapping->unknown) || among(mapping->declined) || among(mapping->not_asked);
}

BlockParser::BlockParser(const BlockShape& shape) : shape_(shape) {
  if (shape.mapping == nullptr) return;
  for (const auto* words : {&shape.mapping->unknown, &shape.mapping->declined, &shape.mapping->not_asked})
    for (const std::string& word : *words) digits_are_missing_ |= !word.empty() && word[0] >= '0' && word[0] <= '9';
}

void BlockParser::add_field(std::size_t column, std::unique_ptr<ColumnParser> parser) {
  columns_.push_back(column);
  fields_.push_back(std::move(parser));
}

void BlockParser::parse() {
  troubles_.clear();
  is_plain_ = !shape_.by_record && grid_.take(block, from, shape_.columns, shape_.max_bytes);
  if (!is_plain_) return;
  if (shape_.key) parse_keys();
  if (shape_.owner) find_owners();
  parse_fields();
}

void BlockParser::parse_given(const std::vector<BadCell>& bad) {
  bad_ = &bad;
  troubles_.clear();
  if (shape_.key) parse_keys();
  parse_fields();
  for (const BadCell& cell : bad) {
    if (shape_.key == cell.column) {
      key_numbers_.clear();
      keys_rise_ = false;
    }
    for (std::uint32_t i = 0; i < fields_.size(); ++i) {
      if (!fields_[i] || columns_[i] != cell.column) continue;
      fields_[i]->forget(cell.row);
      troubles_.push_back({cell.row, i, cell.reason});
    }
  }
}

void BlockParser::give_owners(std::vector<Row>& owners, bool all_owned) {
  owners_.swap(owners);
  all_owned_ = all_owned;
}

std::string_view BlockParser::bad(std::size_t row, std::size_t column) const {
  if (bad_ == nullptr || bad_->empty()) return {};
  auto at = std::lower_bound(bad_->begin(), bad_->end(), row,
                             [](const BadCell& cell, std::size_t wanted) { return cell.row < wanted; });
  for (; at != bad_->end() && at->row == row; ++at)
    if (at->column == column) return at->reason;
  return {};
}

void BlockParser::parse_fields() {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (fields_[i]) fields_[i]->parse(grid_.column(columns_[i]), static_cast<std::uint32_t>(i), troubles_);
}

void BlockParser::parse_keys() {
  const Grid::Column cells = grid_.column(*shape_.key);
  key_numbers_.clear();
  key_hashes_.clear();
  key_texts_.clear();
  keys_rise_ = false;
  if (digits_are_missing_) return;
  key_numbers_.resize(cells.rows);
  std::int64_t before = 0;
  bool rise = true;
  for (std::size_t row = 0; row < cells.rows; ++row) {
    const char* const begin = cells.begin(row);
    std::int64_t key = 0;
    bool plain = plain_key(begin, static_cast<std::size_t>(cells.end(row) - begin), key);
    if (!plain) {
      const auto number = column::canonical_integer(cells.cell(row, without_doubled_));
      plain = number.has_value();
      key = number.value_or(0);
      // A mark for a missing key may be "-1".
      if (plain && key < 0) plain = !is_marked_missing(shape_.mapping, std::to_string(key));
    }
    if (!plain) {
      key_numbers_.clear();
      return hash_keys();
    }
    key_numbers_[row] = key;
    rise &= row == 0 || key > before;
    before = key;
  }
  keys_rise_ = rise;
}

void BlockParser::hash_keys() {
  const Grid::Column cells = grid_.column(*shape_.key);
  if (shape_.hash_keys) key_hashes_.resize(cells.rows);
  if (cells.quotes) {
    if (!shape_.hash_keys) return;
    for (std::size_t row = 0; row < cells.rows; ++row) key_hashes_[row] = hash_of_text(cells.cell(row, without_doubled_));
    return;
  }
  key_texts_.resize(cells.rows);
  for (std::size_t row = 0; row < cells.rows; ++row) {
    key_texts_[row] = cells.cell(row, without_doubled_);
    if (shape_.hash_keys) key_hashes_[row] = hash_of_text(key_texts_[row]);
  }
}

// Owners in no order, of keys that are texts: many at once. False where they may follow each other, or cells are quoted.
bool BlockParser::find_scattered_owners() {
  const Grid::Column cells = grid_.column(*shape_.owner);
  if (!scattered_ || cells.quotes || !shape_.owners->as_text()) return false;
  owner_keys_.resize(cells.rows);
  for (std::size_t row = 0; row < cells.rows; ++row) {
    owner_keys_[row] = cells.cell(row, without_doubled_);
    if (shape_.mapping != nullptr && is_marked_missing(shape_.mapping, owner_keys_[row])) owner_keys_[row] = {};
  }
  shape_.owners->find_texts(owner_keys_, owners_, owner_hashes_);
  return true;
}

void BlockParser::find_owners() {
  const Grid::Column cells = grid_.column(*shape_.owner);
  if (shape_.owners != nullptr && find_scattered_owners()) {
    all_owned_ = std::find(owners_.begin(), owners_.end(), no_row) == owners_.end();
    return;
  }
  std::size_t steps_back = 0;
  const bool plainly = shape_.owners != nullptr && !shape_.owners->as_text() && !digits_are_missing_;
  owners_.resize(cells.rows);
  bool all = true;
  for (std::size_t row = 0; row < cells.rows; ++row) {
    const char* const begin = cells.begin(row);
    Row owner = no_row;
    if (std::int64_t key = 0; plainly && plain_key(begin, static_cast<std::size_t>(cells.end(row) - begin), key)) {
      owner = shape_.owners->find_number(key, hint_);
    } else if (shape_.owners != nullptr) {
      const std::string_view text = cells.cell(row, without_doubled_);
      if (!text.empty() && !is_marked_missing(shape_.mapping, text)) owner = shape_.owners->find(text, hint_);
    }
    steps_back += row > 0 && owner < owners_[row - 1] ? 1 : 0;
    owners_[row] = owner;
    all &= owner != no_row;
  }
  scattered_ = steps_back > cells.rows / 8;
  all_owned_ = all;
}

}  // namespace fairstart::readers
