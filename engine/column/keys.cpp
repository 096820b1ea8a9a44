// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

#include "engine/column/database.hpp"

namespace fairstart::column {
namespace {

constexpr std::size_t longest_integer = 20;  // "-9223372036854775808"

template <class T>
void reorder_values(std::vector<T>& values, const std::vector<Row>& new_order) {
  std::vector<T> moved;
  moved.reserve(values.size());
  for (const Row from : new_order) moved.push_back(values[from]);
  values = std::move(moved);
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

void Keys::reserve(std::size_t rows) {
  reserved_ = rows;
  switch (form_) {
    case Form::count_up: break;
    case Form::narrow: narrow_.reserve(rows); break;
    case Form::wide: wide_.reserve(rows); break;
    case Form::same_length: chars_.reserve(rows * length_); break;
    case Form::texts:
      chars_.reserve(size_ == 0 ? rows : chars_.size() / size_ * rows);
      ends_.reserve(rows);
      break;
    case Form::long_texts: long_ends_.reserve(rows); break;
  }
}

void Keys::to_numbers() {
  form_ = Form::narrow;
  narrow_.reserve(std::max(reserved_, size_ + 1));
  for (std::size_t i = 0; i < size_; ++i) narrow_.push_back(static_cast<std::int32_t>(start_ + static_cast<std::int64_t>(i)));
}

void Keys::to_texts(std::size_t length) {
  Keys texts;
  texts.form_ = Form::same_length;
  texts.length_ = length;
  texts.reserve(std::max(reserved_, size_ + 1));
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
  wide_.reserve(std::max(reserved_, size_ + 1));
  wide_.assign(narrow_.begin(), narrow_.end());
  narrow_ = {};
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
        ends_ = {};
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
    ends_ = {};
  }
  if (form_ == Form::texts) ends_.push_back(static_cast<std::uint32_t>(chars_.size()));
  if (form_ == Form::long_texts) long_ends_.push_back(chars_.size());
}

std::int64_t Keys::number(Row row) const {
  if (form_ == Form::count_up) return start_ + row;
  return form_ == Form::narrow ? narrow_[row] : wide_[row];
}

std::string_view Keys::view(Row row) const {
  if (form_ == Form::same_length) return std::string_view(chars_).substr(row * length_, length_);
  const std::uint64_t begin = row == 0 ? 0 : form_ == Form::texts ? ends_[row - 1] : long_ends_[row - 1];
  const std::uint64_t end = form_ == Form::texts ? ends_[row] : long_ends_[row];
  return std::string_view(chars_).substr(begin, end - begin);
}

std::string Keys::text(Row row) const { return as_text() ? std::string(view(row)) : std::to_string(number(row)); }

bool Keys::is_at(Row row, std::string_view key) const {
  return as_text() ? view(row) == key : canonical_integer(key) == number(row);
}

void Keys::make_texts() {
  if (!as_text()) to_texts(size_ == 0 ? 0 : text(0).size());
}

void Keys::reorder(const std::vector<Row>& new_order) {
  if (form_ == Form::count_up) to_numbers();
  if (form_ == Form::narrow) return reorder_values(narrow_, new_order);
  if (form_ == Form::wide) return reorder_values(wide_, new_order);
  if (form_ == Form::same_length) {
    std::string moved(new_order.size() * length_, '\0');
    char* to = moved.data();
    if (length_ >= 8 && length_ <= 16) {  // of the usual lengths, without a call: two words, which may overlap
      for (const Row row : new_order) {
        const char* const from = chars_.data() + row * length_;
        std::memcpy(to, from, 8);
        std::memcpy(to + length_ - 8, from + length_ - 8, 8);
        to += length_;
      }
      chars_ = std::move(moved);
      return;
    }
    for (const Row row : new_order) {
      std::memcpy(to, chars_.data() + row * length_, length_);
      to += length_;
    }
    chars_ = std::move(moved);
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

std::size_t Keys::bytes() const {
  return narrow_.capacity() * sizeof(std::int32_t) + wide_.capacity() * sizeof(std::int64_t) + chars_.capacity() +
         ends_.capacity() * sizeof(std::uint32_t) + long_ends_.capacity() * sizeof(std::uint64_t);
}

}  // namespace fairstart::column
