// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/short_texts.hpp"

#include "engine/column/database.hpp"
#include "engine/kernels/clones.hpp"

namespace fairstart::kernels {
namespace {

constexpr std::uint64_t zeros = 0x3030'3030'3030'3030U;

// Of eight digits by value, the first in the lowest byte. Anything else than 0 to 9 leaves something.
FAIRSTART_INLINE std::uint64_t no_digits(std::uint64_t digits) {
  return ((digits + 0x7676'7676'7676'7676U) | digits) & 0x8080'8080'8080'8080U;
}
FAIRSTART_INLINE std::uint64_t eight_digits(std::uint64_t digits) {
  std::uint64_t pairs = digits * 10 + (digits >> 8U);
  pairs &= 0x00FF'00FF'00FF'00FFU;
  pairs = (pairs * 100 + (pairs >> 16U)) & 0x0000'FFFF'0000'FFFFU;
  return (pairs * 10'000 + (pairs >> 32U)) & 0xFFFF'FFFFU;
}
// The digits of a text of 1 to 8, moved to the top with zeros before them. Of other texts: anything.
FAIRSTART_INLINE std::uint64_t digits_at_top(std::uint64_t word, std::uint64_t size) {
  return (word ^ zeros) << ((64 - 8 * size) & 63U);
}
FAIRSTART_INLINE std::uint32_t one_if(bool holds) { return holds ? 1 : 0; }
FAIRSTART_INLINE std::uint64_t all_if(bool holds) { return 0 - std::uint64_t{one_if(holds)}; }

}  // namespace

FAIRSTART_CLONES bool read_whole(const ShortTexts& texts, WholeLimits limits, bool reads_blank, std::int32_t blank,
                                 std::int32_t* __restrict numbers, std::uint8_t* __restrict read) {
  const std::uint64_t least = limits.least, highest = limits.highest, blank_is_read = reads_blank ? 1 : 0;
  std::uint64_t all = 1;
  for (std::size_t i = 0; i < texts.count; ++i) {
    const std::uint64_t size = texts.sizes[i], digits = digits_at_top(texts.words[i], size), number = eight_digits(digits);
    const std::uint64_t good =
        one_if(size - 1 < 8) & one_if(no_digits(digits) == 0) & one_if(number >= least) & one_if(number <= highest);
    const std::uint64_t is_read = size == 0 ? blank_is_read : good;
    numbers[i] = size == 0 ? blank : static_cast<std::int32_t>(number);
    read[i] = static_cast<std::uint8_t>(is_read);
    all &= is_read;
  }
  return all != 0;
}

FAIRSTART_CLONES bool read_numbers(const ShortTexts& texts, NumberLimits limits, bool reads_blank, std::int64_t blank,
                                   std::int64_t* __restrict millionths, std::uint8_t* __restrict read) {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101U, points = 0x2E * ones;
  const std::uint64_t blank_is_read = reads_blank ? 1 : 0;
  const std::int64_t least = limits.lowest, highest = limits.highest;
  std::uint64_t all = 1;
  for (std::size_t i = 0; i < texts.count; ++i) {
    // The text moved to the top, so that it ends there; nothing before it.
    const std::uint64_t size = texts.sizes[i], unused = (64 - 8 * size) & 63U, word = texts.words[i] << unused;
    const std::uint64_t digits = (texts.words[i] ^ zeros) << unused, others = word ^ points;
    const std::uint64_t found = (others - ones) & ~others & (0x80 * ones);  // the lowest is right
    const std::uint64_t lowest = found & (0 - found), has_point = all_if(lowest != 0);
    // All bytes before the point, or all there are; how many.
    const std::uint64_t before = (lowest >> 7U) - 1, place = ((before & ones) * ones) >> 56U;
    const std::uint64_t of_units = (digits & before) << ((64 - 8 * place) & 63U);
    // Six decimals as the lower six of eight digits.
    const std::uint64_t of_decimals = (((digits >> ((8 * place) & 63U)) >> 8U) << 16U) & has_point;
    const auto value = static_cast<std::int64_t>(eight_digits(of_units) * 1'000'000 + eight_digits(of_decimals));
    const std::uint64_t good =
        one_if(size - 1 < 8) & one_if(size + place > 8) & (one_if(has_point == 0) | one_if(place - 1 < 6)) &
        one_if((no_digits(of_units) | no_digits(of_decimals)) == 0) & one_if(value >= least) & one_if(value <= highest);
    const std::uint64_t is_read = size == 0 ? blank_is_read : good;
    millionths[i] = size == 0 ? blank : value;
    read[i] = static_cast<std::uint8_t>(is_read);
    all &= is_read;
  }
  return all != 0;
}

FAIRSTART_CLONES bool read_dates(const ShortTexts& texts, DayLimits limits, bool reads_blank, std::int32_t blank,
                                 std::int32_t* __restrict days, std::uint8_t* __restrict read) {
  const std::uint32_t blank_is_read = reads_blank ? 1 : 0;
  std::uint32_t all = 1;
  for (std::size_t i = 0; i < texts.count; ++i) {
    // YY-MM-DD, each digit by its value, and nothing where a hyphen is.
    const std::uint64_t digits = texts.words[i] ^ 0x3030'2D30'302D'3030U;
    const std::uint64_t wrong = ((digits + 0x7676'7F76'767F'7676U) | digits) & 0x8080'8080'8080'8080U;
    const std::uint64_t pairs = digits * 10 + (digits >> 8U);
    const std::uint64_t head = texts.sizes[i], first = (head & 0xFFFFU) ^ 0x3030U;
    const std::uint64_t wrong_first = ((first + 0x7676U) | first) & 0x8080U;
    const auto hundreds = static_cast<std::uint32_t>((first * 10 + (first >> 8U)) & 0xFFU);
    const auto year = hundreds * 100 + static_cast<std::uint32_t>(pairs & 0xFFU);
    const auto month = static_cast<std::uint32_t>(pairs >> 24U & 0xFFU), day = static_cast<std::uint32_t>(pairs >> 48U & 0xFFU);
    const std::uint32_t is_written = one_if((wrong | wrong_first | ((head >> 16U) ^ 10U)) == 0);
    const std::uint32_t is_blank = one_if((head >> 16U) == 0);
    // The year as from March on, so that a day too many comes last. Divisions by 100 and 5 are exact for numbers as small.
    const std::uint32_t is_early = one_if(month <= 2), from_march = month + 12 * is_early - 3, in_year = year - is_early;
    const std::uint32_t century = (in_year * 5243U) >> 19U, century_itself = (year * 5243U) >> 19U;
    const std::uint32_t before = ((153 * from_march + 2) * 52'429U) >> 18U;
    const std::uint32_t is_leap =
        one_if((year & 3U) == 0) & (one_if(century_itself * 100 != year) | one_if((century_itself & 3U) == 0));
    const std::uint32_t length = month == 2 ? 28 + is_leap : 30 + ((month ^ (month >> 3U)) & 1U);
    const auto number =
        static_cast<std::int32_t>(365 * in_year + (in_year >> 2U) - century + (century >> 2U) + before + day - 1 - 719'468);
    const std::uint32_t good = is_written & one_if(year - 1800 < 400) & one_if(month - 1 < 12) & one_if(day - 1 < length) &
                               one_if(number >= limits.lowest) & one_if(number <= limits.highest);
    const std::uint32_t is_read = is_blank != 0 ? blank_is_read : good;
    days[i] = is_blank != 0 ? blank : number;
    read[i] = static_cast<std::uint8_t>(is_read);
    all &= is_read;
  }
  return all != 0;
}

FAIRSTART_CLONES bool read_keys(const ShortTexts& texts, std::uint32_t* __restrict keys, std::uint8_t* __restrict read) {
  std::uint64_t all = 1;
  for (std::size_t i = 0; i < texts.count; ++i) {
    const std::uint64_t size = texts.sizes[i], digits = digits_at_top(texts.words[i], size);
    const std::uint64_t starts_well = one_if(size == 1) | one_if((texts.words[i] & 0xFFU) != '0');
    const std::uint64_t good = one_if(size - 1 < 8) & one_if(no_digits(digits) == 0) & starts_well;
    keys[i] = static_cast<std::uint32_t>(eight_digits(digits));
    read[i] = static_cast<std::uint8_t>(good);
    all &= good;
  }
  return all != 0;
}

FAIRSTART_CLONES bool read_known(const ShortTexts& texts, const KnownTexts& known, std::uint8_t* __restrict values,
                                 std::uint8_t* __restrict read) {
  static_assert(KnownTexts::most == 4);
  const std::uint64_t a = known.words[0], b = known.words[1], c = known.words[2], d = known.words[3];
  const std::uint64_t of_a = known.values[0], of_b = known.values[1], of_c = known.values[2], of_d = known.values[3];
  std::uint64_t all = 1;
  for (std::size_t i = 0; i < texts.count; ++i) {
    const std::uint64_t size = texts.sizes[i], unused = (64 - 8 * size) & 63U;
    const std::uint64_t word = ((texts.words[i] << unused) >> unused) & all_if(size != 0);
    const std::uint64_t is_a = all_if(word == a), is_b = all_if(word == b), is_c = all_if(word == c), is_d = all_if(word == d);
    const std::uint64_t is_known = (is_a | is_b | is_c | is_d) & one_if(size <= 8);
    values[i] = static_cast<std::uint8_t>((is_a & of_a) | (is_b & of_b) | (is_c & of_c) | (is_d & of_d));
    read[i] = static_cast<std::uint8_t>(is_known);
    all &= is_known;
  }
  return all != 0;
}

FAIRSTART_CLONES bool rows_of_counted(const std::uint32_t* __restrict keys, std::size_t n, std::uint32_t first,
                                      std::uint32_t rows, std::uint32_t* __restrict found) {
  std::uint32_t all = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t is_there = one_if(keys[i] >= first) & one_if(keys[i] - first < rows);
    found[i] = is_there != 0 ? keys[i] - first : column::no_row;
    all &= is_there;
  }
  return all != 0;
}

}  // namespace fairstart::kernels
