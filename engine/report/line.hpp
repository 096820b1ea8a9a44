// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/base/decimal.hpp"

namespace fairstart::report {

// A short text that is copied with a store or two, whatever its length.
class ShortText {
 public:
  static constexpr std::size_t most = 32;
  ShortText() = default;
  explicit ShortText(std::string_view text) : length_(std::min(text.size(), most)), long_(text.size() > most ? text : "") {
    std::copy_n(text.data(), length_, bytes_.data());
  }
  const char* data() const { return long_.empty() ? bytes_.data() : long_.data(); }
  std::size_t size() const { return long_.empty() ? length_ : long_.size(); }
  bool is_long() const { return !long_.empty(); }

 private:
  std::array<char, most> bytes_{};
  std::size_t length_ = 0;
  std::string long_;  // where it is not short after all
};

// Cells of one line, put together in memory that is kept from line to line. INVARIANT: whoever puts something has made
// room for it: with `start`, or with `room` since.
class Line {
 public:
  void start(std::size_t most) {
    at_ = room_.data();
    room(most);
  }
  // For so many characters from here on.
  void room(std::size_t more) {
    if (static_cast<std::size_t>(end_ - at_) < more + slack) grow(more);
  }
  void put(char c) { *at_++ = c; }
  void put(std::string_view text) {
    if (text.empty()) return;
    // Most are short: a few stores that overlap, and no call.
    const char* from = text.data();
    const std::size_t size = text.size();
    if (size > 64 || size < 8) {
      std::memcpy(at_, from, size);
    } else if (size >= 16) {
      for (std::size_t i = 0; i + 16 < size; i += 16) std::memcpy(at_ + i, from + i, 16);
      std::memcpy(at_ + size - 16, from + size - 16, 16);
    } else {
      std::memcpy(at_, from, 8);
      std::memcpy(at_ + size - 8, from + size - 8, 8);
    }
    at_ += size;
  }
  void put(const ShortText& text) {
    if (text.is_long()) return put(std::string_view(text.data(), text.size()));
    std::memcpy(at_, text.data(), ShortText::most);
    at_ += text.size();
  }
  // The first `size` characters of a text behind which so many as `padding` more may be read; there is room for as many.
  template <std::size_t padding>
  void put_padded(const char* text, std::size_t size) {
    std::memcpy(at_, text, padding);
    if (size > padding) std::memcpy(at_ + padding, text + padding, size - padding);
    at_ += size;
  }
  // Up to `of` characters, all of them copied.
  template <std::size_t of>
  void put_word(const char (&text)[of], std::size_t length) {
    static_assert(of <= slack);
    std::memcpy(at_, text, of);
    at_ += length;
  }
  // As base::format_decimal; at most `longest_number` characters.
  void put_number(std::int64_t millionths) {
    const std::uint64_t whole = static_cast<std::uint64_t>(millionths) / base::million;
    if (whole >= 100 || whole * base::million != static_cast<std::uint64_t>(millionths)) return put_other_number(millionths);
    // Without a question that rows answer differently: the tens are written over where there are none.
    *at_ = static_cast<char>('0' + whole / 10);
    at_ += whole >= 10 ? 1 : 0;
    *at_++ = static_cast<char>('0' + whole % 10);
  }
  void put_whole(std::int64_t number) {
    const auto value = static_cast<std::uint64_t>(number);
    if (value >= 100'000'000 || std::endian::native != std::endian::little) return put_other_whole(number);
    // Eight digits side by side, by halves: four and four, two and two, one and one. The first is the lowest byte.
    std::uint64_t digits = value / 10'000 | value % 10'000 << 32U;
    const std::uint64_t hundreds = digits * 10'486 >> 20U & 0x0000'007F'0000'007FU;
    digits = hundreds | (digits - 100 * hundreds) << 16U;
    const std::uint64_t tens = digits * 103 >> 10U & 0x000F'000F'000F'000FU;
    digits = tens | (digits - 10 * tens) << 8U;
    // Zeros before the first digit go, but for the last.
    const int leading = std::countr_zero(digits | std::uint64_t{1} << 56U) & ~7;
    digits = (digits | 0x3030'3030'3030'3030U) >> leading;
    std::memcpy(at_, &digits, 8);
    at_ += 8 - leading / 8;
  }
  static constexpr std::size_t longest_number = 24;

  std::size_t length() const { return static_cast<std::size_t>(at_ - room_.data()); }
  void cut(std::size_t length) { at_ = room_.data() + length; }  // to a length that it had
  std::string_view text() const { return {room_.data(), length()}; }

 private:
  [[gnu::noinline]] void grow(std::size_t more) {
    const std::size_t length_so_far = length();
    room_.resize(2 * (length_so_far + more + slack));
    at_ = room_.data() + length_so_far;
    end_ = room_.data() + room_.size();
  }
  void put_other_number(std::int64_t millionths);
  void put_other_whole(std::int64_t number);

  static constexpr std::size_t slack = 32;
  std::vector<char> room_;
  char *at_ = nullptr, *end_ = nullptr;
};

}  // namespace fairstart::report
