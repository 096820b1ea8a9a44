// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

#include "dsl/base/let_go.hpp"
#include "engine/column/database.hpp"
#include "engine/column/reorder.hpp"

namespace fairstart::column {
namespace {

constexpr std::size_t longest_integer = 20;  // "-9223372036854775808"

// Texts of one length, count of them: at(i) says where each stands. Of the usual lengths they are put together without a call
// each: two words, which may overlap.
template <class At>
void put_texts(char* to, std::size_t length, std::size_t count, At at) {
  if (length < 8 || length > 16) {
    for (std::size_t i = 0; i < count; ++i, to += length) std::memcpy(to, at(i), length);
    return;
  }
  for (std::size_t i = 0; i < count; ++i, to += length) {
    const char* const from = at(i);
    std::memcpy(to, from, 8);
    std::memcpy(to + length - 8, from + length - 8, 8);
  }
}

bool is_narrow(std::int64_t value) {
  return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
}

}  // namespace

std::optional<std::int64_t> canonical_integer(std::string_view key) {
  if (key.empty() || key.size() > longest_integer) return {};
  const std::string_view digits = key.front() == '-' ? key.substr(1) : key;
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return {};
  if (digits.front() == '0' && key != "0") return {};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), value);
  if (error != std::errc{} || end != key.data() + key.size()) return {};
  return value;
}

void Keys::reserve(std::size_t rows, std::size_t bytes_of_texts) {
  reserved_ = rows;
  reserved_bytes_ = bytes_of_texts;
  switch (form_) {
    case Form::count_up: break;
    case Form::narrow: reserve_large(narrow_, rows); break;
    case Form::wide: reserve_large(wide_, rows); break;
    // In small pages: texts are taken one block at a time, and to clear a large page would keep the next block waiting.
    case Form::same_length: chars_.reserve(bytes_of_texts != 0 ? bytes_of_texts : rows * length_); break;
    case Form::texts:
      chars_.reserve(bytes_of_texts != 0 ? bytes_of_texts : size_ == 0 ? rows : chars_.size() / size_ * rows);
      reserve_large(ends_, rows);
      break;
    case Form::long_texts: long_ends_.reserve(rows); break;
  }
}

void Keys::to_numbers() {
  form_ = Form::narrow;
  reserve_large(narrow_, std::max(reserved_, size_ + 1));
  for (std::size_t i = 0; i < size_; ++i) narrow_.push_back(static_cast<std::int32_t>(start_ + static_cast<std::int64_t>(i)));
}

void Keys::to_texts(std::size_t length) {
  Keys texts;
  texts.form_ = Form::same_length;
  texts.length_ = length;
  texts.reserve(std::max(reserved_, size_ + 1), reserved_bytes_);
  for (std::size_t i = 0; i < size_; ++i) texts.add_text(text(static_cast<Row>(i)));
  *this = std::move(texts);
}

void Keys::add(std::string_view key) {
  if (as_text()) return add_text(key);
  const auto value = canonical_integer(key);
  if (!value) {
    to_texts(size_ == 0 ? key.size() : text(0).size());
    return add_text(key);
  }
  add_number(*value);
}

void Keys::add_number(std::int64_t value) {
  if (form_ == Form::count_up) {
    if (size_ == 0) start_ = value;
    // Only while it fits 4 bytes, so that leaving this form is one step.
    if (value == start_ + static_cast<std::int64_t>(size_) && is_narrow(value)) {
      ++size_;
      return;
    }
    to_numbers();
  }
  if (form_ == Form::narrow && !is_narrow(value)) to_wide();
  if (form_ == Form::narrow)
    narrow_.push_back(static_cast<std::int32_t>(value));
  else
    wide_.push_back(value);
  ++size_;
}

void Keys::to_wide() {
  reserve_large(wide_, std::max(reserved_, size_ + 1));
  wide_.assign(narrow_.begin(), narrow_.end());
  base::let_go(narrow_);
  form_ = Form::wide;
}

void Keys::add_rising(const std::vector<std::int64_t>& keys) {
  if (keys.empty()) return;
  if (form_ == Form::count_up) {
    const std::int64_t first = size_ == 0 ? keys.front() : start_ + static_cast<std::int64_t>(size_);
    const auto steps = static_cast<std::int64_t>(keys.size() - 1);
    if (keys.front() == first && keys.back() - first == steps && is_narrow(first) && is_narrow(keys.back())) {
      if (size_ == 0) start_ = first;
      size_ += keys.size();
      return;
    }
  }
  for (const std::int64_t key : keys) add_number(key);
}

void Keys::add_text(std::string_view key) {
  if (form_ == Form::same_length && key.size() != length_) {
    ends_.reserve(std::max(reserved_, size_ + 1));
    form_ = Form::texts;
    for (std::size_t i = 1; i <= size_; ++i) {
      if (i * length_ > std::numeric_limits<std::uint32_t>::max()) {
        form_ = Form::long_texts;
        long_ends_.assign(ends_.begin(), ends_.end());
        base::let_go(ends_);
      }
      if (form_ == Form::texts)
        ends_.push_back(static_cast<std::uint32_t>(i * length_));
      else
        long_ends_.push_back(i * length_);
    }
  }
  chars_.append(key);
  ++size_;
  if (form_ == Form::texts && chars_.size() > std::numeric_limits<std::uint32_t>::max()) {
    form_ = Form::long_texts;
    long_ends_.assign(ends_.begin(), ends_.end());
    base::let_go(ends_);
  }
  if (form_ == Form::texts) ends_.push_back(static_cast<std::uint32_t>(chars_.size()));
  if (form_ == Form::long_texts) long_ends_.push_back(chars_.size());
}

void Keys::add_texts(const std::string_view* keys, std::size_t count) {
  const auto fits = [&](std::string_view key) { return key.size() == length_; };
  if (form_ != Form::same_length || !std::all_of(keys, keys + count, fits)) {
    for (std::size_t i = 0; i < count; ++i) add(keys[i]);
    return;
  }
  chars_.resize(chars_.size() + count * length_);
  put_texts(chars_.data() + size_ * length_, length_, count, [&](std::size_t i) { return keys[i].data(); });
  size_ += count;
}

std::string_view Keys::between_ends(std::size_t place) const {
  const std::uint64_t begin = place == 0 ? 0 : form_ == Form::texts ? ends_[place - 1] : long_ends_[place - 1];
  const std::uint64_t end = form_ == Form::texts ? ends_[place] : long_ends_[place];
  return std::string_view(chars_).substr(begin, end - begin);
}

std::string Keys::text(Row row) const { return as_text() ? std::string(view(row)) : std::to_string(number(row)); }

bool Keys::is_at(Row row, std::string_view key) const {
  return as_text() ? view(row) == key : canonical_integer(key) == number(row);
}

bool Keys::has_texts_up_to(std::size_t length) const {
  if (form_ == Form::same_length) return length_ <= length;
  if (!as_text()) return false;
  for (std::size_t place = 0; place < size_; ++place)
    if (between_ends(place).size() > length) return false;
  return true;
}

void Keys::make_texts() {
  if (!as_text()) to_texts(size_ == 0 ? 0 : text(0).size());
}

void Keys::look_through(Room new_order) {
  const Row* const order = new_order.as<Row>();
  if (!as_text() || through_ != nullptr) return reorder({order, order + size_});
  through_room_ = std::make_shared<const Room>(std::move(new_order));
  through_ = order;
}

std::string* Keys::texts_of_one_length() { return form_ == Form::same_length && through_ == nullptr ? &chars_ : nullptr; }

void Keys::reorder(const std::vector<Row>& new_order) {
  if (through_ != nullptr) {
    Room room(new_order.size() * sizeof(Row));
    Row* const moved = room.as<Row>();
    for (std::size_t i = 0; i < new_order.size(); ++i) moved[i] = through_[new_order[i]];
    through_room_ = std::make_shared<const Room>(std::move(room));
    through_ = moved;
    return;
  }
  if (form_ == Form::count_up) to_numbers();
  if (form_ == Form::narrow) return column::reorder(narrow_, new_order);
  if (form_ == Form::wide) return column::reorder(wide_, new_order);
  if (form_ == Form::same_length) {
    Room room(new_order.size() * length_);
    char* const moved = room.as<char>();
    put_texts(moved, length_, new_order.size(), [&](std::size_t i) { return chars_.data() + new_order[i] * length_; });
    chars_.assign(moved, new_order.size() * length_);
    return;
  }
  Keys moved;
  moved.form_ = Form::same_length;
  moved.length_ = length_;
  moved.chars_.reserve(chars_.size());
  moved.reserved_ = size_;
  for (const Row row : new_order) moved.add_text(view(row));
  *this = std::move(moved);
}

void Keys::each_room(const std::function<void(const void*, std::size_t)>& use) const {
  const auto use_all = [&](const auto& values) { use(values.data(), values.size() * sizeof(values[0])); };
  use_all(narrow_);
  use_all(wide_);
  use_all(chars_);
  use_all(ends_);
  use_all(long_ends_);
  if (through_ != nullptr) use(through_, size_ * sizeof(Row));
}

// Of what they are, not of the room that is reserved, which takes no memory before they come.
std::size_t Keys::bytes() const {
  std::size_t all = 0;
  each_room([&all](const void*, std::size_t bytes) { all += bytes; });
  return all;
}

}  // namespace fairstart::column
