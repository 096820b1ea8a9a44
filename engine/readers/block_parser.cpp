// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/block_parser.hpp"

#include <algorithm>

#include "engine/readers/plain_values.hpp"
#include "engine/readers/short_cells.hpp"

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
  bool quickly = true;  // until many keys are longer than most, or no numbers
  for (std::size_t start = 0; start < cells.rows; start += kernels::ShortTexts::most) {
    const std::size_t count = std::min(cells.rows - start, kernels::ShortTexts::most);
    const bool all = quickly && read_short_keys(cells, start, count);
    quickly = all || (quickly && most_are_read(count));
    if (quickly) std::copy_n(short_keys_.begin(), count, key_numbers_.begin() + static_cast<std::ptrdiff_t>(start));
    for (std::size_t row = start; row < start + count && !all; ++row) {
      if ((quickly && read_[row - start] != 0) || parse_key(cells, row, key_numbers_[row])) continue;
      key_numbers_.clear();
      return hash_keys();
    }
  }
  const std::int64_t* const keys = key_numbers_.data();
  std::uint32_t falls = 0;
  for (std::size_t row = 1; row < cells.rows; ++row) falls += keys[row] <= keys[row - 1] ? 1 : 0;
  keys_rise_ = falls == 0;
}

// Keys of at most eight digits, all of them; false where one is none.
bool BlockParser::read_short_keys(const Grid::Column& cells, std::size_t start, std::size_t count) {
  take_cells(cells, start, count, texts_);
  return kernels::read_keys(texts_, short_keys_.data(), read_.data());
}

bool BlockParser::most_are_read(std::size_t count) const {
  const auto unread = std::count(read_.begin(), read_.begin() + static_cast<std::ptrdiff_t>(count), std::uint8_t{0});
  return static_cast<std::size_t>(unread) <= count / 8;
}

bool BlockParser::parse_key(const Grid::Column& cells, std::size_t row, std::int64_t& key) {
  const char* const begin = cells.begin(row);
  if (plain_key(begin, static_cast<std::size_t>(cells.end(row) - begin), key)) return true;
  const auto number = column::canonical_integer(cells.cell(row, without_doubled_));
  key = number.value_or(0);
  // A mark for a missing key may be "-1".
  return number && (key >= 0 || !is_marked_missing(shape_.mapping, std::to_string(key)));
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
  const bool plainly = shape_.owners != nullptr && !shape_.owners->as_text() && !digits_are_missing_;
  bool quickly = plainly;
  owners_.resize(cells.rows);
  for (std::size_t start = 0; start < cells.rows; start += kernels::ShortTexts::most) {
    const std::size_t count = std::min(cells.rows - start, kernels::ShortTexts::most);
    const bool all = quickly && read_short_keys(cells, start, count);
    quickly = all || (quickly && most_are_read(count));
    if (quickly) find_numbered_owners(start, count);
    for (std::size_t row = start; row < start + count && !all; ++row)
      if (!quickly || read_[row - start] == 0) owners_[row] = find_owner(cells, row, plainly);
  }
  // Sums without a branch, which are vectors.
  const Row* const owners = owners_.data();
  std::uint32_t steps_back = 0, missing = 0;
  for (std::size_t row = 1; row < cells.rows; ++row) steps_back += owners[row] < owners[row - 1] ? 1 : 0;
  for (std::size_t row = 0; row < cells.rows; ++row) missing += owners[row] == no_row ? 1 : 0;
  scattered_ = steps_back > cells.rows / 8;
  all_owned_ = missing == 0;
}

// Of the keys that were read last. Where one was not, some row, or none.
void BlockParser::find_numbered_owners(std::size_t start, std::size_t count) {
  const KeyIndex& owners = *shape_.owners;
  const std::optional<std::int64_t> first = owners.counts_up_from();
  if (first && *first >= 0 && *first <= UINT32_MAX && owners.size() <= UINT32_MAX) {
    kernels::rows_of_counted(short_keys_.data(), count, static_cast<std::uint32_t>(*first),
                             static_cast<std::uint32_t>(owners.size()), owners_.data() + start);
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool again = i > 0 && short_keys_[i] == short_keys_[i - 1];
    owners_[start + i] = again ? owners_[start + i - 1] : owners.find_number(short_keys_[i], hint_);
  }
}

Row BlockParser::find_owner(const Grid::Column& cells, std::size_t row, bool plainly) {
  const char* const begin = cells.begin(row);
  if (std::int64_t key = 0; plainly && plain_key(begin, static_cast<std::size_t>(cells.end(row) - begin), key))
    return shape_.owners->find_number(key, hint_);
  if (shape_.owners == nullptr) return no_row;
  const std::string_view text = cells.cell(row, without_doubled_);
  return text.empty() || is_marked_missing(shape_.mapping, text) ? no_row : shape_.owners->find(text, hint_);
}

}  // namespace fairstart::readers
