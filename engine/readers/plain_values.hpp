// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "dsl/base/calendar.hpp"

// The commonest ways to write values, read without branches on each character. What these take, values.hpp takes too and
// gives the same; what they refuse may still be a value. Up to 8 bytes after `begin` may be read whatever the length.
namespace fairstart::readers {

// 8 characters as a number, the first in the lowest byte.
[[gnu::always_inline]] inline std::uint64_t eight_characters(const char* at) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, at, sizeof(word));
  } else {
    for (unsigned i = 0; i < 8; ++i) word |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
  }
  return word;
}

// 1 to 8 digits, or nothing else than them: then true.
[[gnu::always_inline]] inline bool plain_digits_8(const char* begin, std::size_t size, std::uint64_t& value) {
  if (size - 1 > 7) return false;
  const unsigned unused = 64 - 8 * static_cast<unsigned>(size);
  std::uint64_t word = eight_characters(begin);
  // The digits move to the top, the last one highest; zeros go before them.
  word = unused == 0 ? word : (word << unused) | (0x3030'3030'3030'3030U >> (64 - unused));
  const std::uint64_t digits = word ^ 0x3030'3030'3030'3030U;
  if ((((digits + 0x7676'7676'7676'7676U) | digits) & 0x8080'8080'8080'8080U) != 0) return false;
  std::uint64_t pairs = digits * 10 + (digits >> 8U);
  pairs &= 0x00FF'00FF'00FF'00FFU;
  pairs = (pairs * 100 + (pairs >> 16U)) & 0x0000'FFFF'0000'FFFFU;
  value = (pairs * 10'000 + (pairs >> 32U)) & 0xFFFF'FFFFU;
  return true;
}

// 1 to 16 digits.
[[gnu::always_inline]] inline bool plain_digits(const char* begin, std::size_t size, std::uint64_t& value) {
  if (size <= 8) return plain_digits_8(begin, size, value);
  std::uint64_t high = 0, low = 0;
  if (size > 16 || !plain_digits_8(begin, size - 8, high) || !plain_digits_8(begin + size - 8, 8, low)) return false;
  value = high * 100'000'000 + low;
  return true;
}

// A key that is an integer written canonically, of at most 16 digits and without a sign.
[[gnu::always_inline]] inline bool plain_key(const char* begin, std::size_t size, std::int64_t& key) {
  std::uint64_t value = 0;
  if (!plain_digits(begin, size, value) || (*begin == '0' && size > 1)) return false;
  key = static_cast<std::int64_t>(value);
  return true;
}

// The first point; null where there is none. Not beyond 16 characters.
[[gnu::always_inline]] inline const char* first_point(const char* begin, std::size_t size) {
  if (size > 8) return static_cast<const char*>(std::memchr(begin, '.', size < 16 ? size : 16));
  const std::uint64_t others = eight_characters(begin) ^ 0x2E2E'2E2E'2E2E'2E2EU;
  const std::uint64_t zeros = (others - 0x0101'0101'0101'0101U) & ~others & 0x8080'8080'8080'8080U;  // the lowest is right
  const auto at = static_cast<std::size_t>(std::countr_zero(zeros)) / 8;
  return at < size ? begin + at : nullptr;
}

// Millionths of up to 8 digits, and up to 6 after a point.
[[gnu::always_inline]] inline bool plain_decimal(const char* begin, std::size_t size, std::int64_t& millionths) {
  const char* const point = first_point(begin, size);
  std::uint64_t units = 0, decimals = 0;
  if (point == nullptr) {
    if (!plain_digits_8(begin, size, units)) return false;
    millionths = static_cast<std::int64_t>(units) * 1'000'000;
    return true;
  }
  static constexpr std::int64_t places[] = {0, 100'000, 10'000, 1'000, 100, 10, 1};
  const auto whole = static_cast<std::size_t>(point - begin), after = size - whole - 1;
  if (after > 6 || !plain_digits_8(begin, whole, units) || !plain_digits_8(point + 1, after, decimals)) return false;
  millionths = static_cast<std::int64_t>(units) * 1'000'000 + static_cast<std::int64_t>(decimals) * places[after];
  return true;
}

// Of 16 characters those that are no digits: bit i for the i-th.
[[gnu::always_inline]] inline unsigned not_digits(const char* at) {
#ifdef __SSE2__
  const __m128i digits = _mm_sub_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)), _mm_set1_epi8('0'));
  const __m128i none_above = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
  return static_cast<unsigned>(_mm_movemask_epi8(none_above)) ^ 0xFFFFU;
#else
  unsigned found = 0;
  for (unsigned i = 0; i < 16; ++i) found |= static_cast<unsigned>(static_cast<unsigned char>(at[i] - '0') > 9) << i;
  return found;
#endif
}

// Whether a value of 1 to 16 characters is a number as JSON has them, with no exponent and no sign. 16 characters are read.
[[gnu::always_inline]] inline bool is_plain_json_number(const char* at, std::size_t size) {
  const unsigned others = not_digits(at) | 1U << 16U;
  const auto first = static_cast<unsigned>(std::countr_zero(others));  // that is none
  const bool zero_first = *at == '0';
  if (first >= size) return size - 1 < 16 && (!zero_first || size == 1);
  // One point, which is neither the first nor the last character; a zero goes first only before it.
  return first > 0 && size <= 16 && at[first] == '.' && first + 1 < size && (others & (others - 1) & ((1U << size) - 1)) == 0 &&
         (!zero_first || first == 1);
}

// YYYY-MM-DD from 1800 to 2199.
class PlainDates {
 public:
  static const PlainDates& table();
  [[gnu::always_inline]] bool parse(const char* begin, std::size_t size, base::Day& day) const {
    if (size != 10 || begin[4] != '-' || begin[7] != '-') return false;
    // Year and month, then the day, as six and two digits.
    const std::uint64_t word = eight_characters(begin);
    std::uint64_t joined = (word & 0xFFFF'FFFFU) | ((word >> 8U) & 0x0000'FFFF'0000'0000U) | 0x3030'0000'0000'0000U;
    const std::uint64_t digits = joined ^ 0x3030'3030'3030'3030U;
    const unsigned tens = static_cast<unsigned char>(begin[8]) - unsigned{'0'},
                   ones = static_cast<unsigned char>(begin[9]) - unsigned{'0'};
    if ((((digits + 0x7676'7676'7676'7676U) | digits) & 0x8080'8080'8080'8080U) != 0 || tens > 9 || ones > 9) return false;
    const std::uint64_t pairs = digits * 10 + (digits >> 8U);
    const auto year = static_cast<unsigned>((pairs & 0xFFU) * 100 + ((pairs >> 16U) & 0xFFU));
    const auto month = static_cast<unsigned>((pairs >> 32U) & 0xFFU), of_month = tens * 10 + ones;
    if (year - first_year >= years || month - 1 > 11 || of_month == 0) return false;
    const base::Day* const start = starts_ + (year - first_year) * 12 + (month - 1);
    day = start[0] + static_cast<base::Day>(of_month) - 1;
    return day < start[1];
  }

 private:
  PlainDates();
  static constexpr unsigned first_year = 1800, years = 400;
  base::Day starts_[years * 12 + 1];
};

}  // namespace fairstart::readers
