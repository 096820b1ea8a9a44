// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

// What short texts say, some hundred at a time and without a branch for each: the cells of one column of a file. What is not
// written in the commonest way is not read, and may still be a value: what these read, their careful readers read alike.
namespace fairstart::kernels {

// Texts by their first characters, the very first in the lowest byte, and their lengths. What stands after the end of a text that
// is shorter than its word counts for nothing.
struct ShortTexts {
  static constexpr std::size_t most = 256;
  alignas(64) std::uint64_t words[most] = {};  // the first eight characters; of dates the third to the tenth
  alignas(64) std::uint64_t sizes[most] = {};  // in bytes; of dates times 65,536, and the first two characters added
  std::size_t count = 0;
};

// Of all readers below: `read` says of each text whether it was read, and the result whether all were. A blank one is read as
// `blank`, where `reads_blank`.
// Numbers from `least` to `highest`, of 1 to 8 digits.
struct WholeLimits {
  std::uint32_t least = 0, highest = 99'999'999;
};
bool read_whole(const ShortTexts& texts, WholeLimits limits, bool reads_blank, std::int32_t blank, std::int32_t* numbers,
                std::uint8_t* read);
// Numbers of 1 to 8 characters, one of which may be a point between digits, as millionths from `lowest` to `highest`.
struct NumberLimits {
  std::int64_t lowest = INT64_MIN, highest = INT64_MAX;
};
bool read_numbers(const ShortTexts& texts, NumberLimits limits, bool reads_blank, std::int64_t blank, std::int64_t* millionths,
                  std::uint8_t* read);
// YYYY-MM-DD from 1800 to 2199, as days from `lowest` to `highest`.
struct DayLimits {
  std::int32_t lowest = INT32_MIN, highest = INT32_MAX;
};
bool read_dates(const ShortTexts& texts, DayLimits limits, bool reads_blank, std::int32_t blank, std::int32_t* days,
                std::uint8_t* read);
// Integers of 1 to 8 digits, written canonically: no zero goes before another digit. None is blank.
bool read_keys(const ShortTexts& texts, std::uint32_t* keys, std::uint8_t* read);

// A few texts of at most eight characters that mean something, as words with zeros after them; the blank one may be among them.
struct KnownTexts {
  static constexpr std::size_t most = 4;
  static constexpr std::uint64_t nothing = 0xFFFF'FFFF'FFFF'FFFEU;  // as UTF-8 never has it
  std::uint64_t words[most] = {nothing, nothing, nothing, nothing};
  std::uint8_t values[most] = {};
  std::size_t count = 0;
  void add(std::uint64_t word, std::uint8_t value) {
    words[count] = word;
    values[count++] = value;
  }
};
bool read_known(const ShortTexts& texts, const KnownTexts& known, std::uint8_t* values, std::uint8_t* read);

// Rows by keys that count up from `first`, of which there are `rows`; column::no_row where there is none. Whether all have one.
bool rows_of_counted(const std::uint32_t* keys, std::size_t n, std::uint32_t first, std::uint32_t rows, std::uint32_t* found);

}  // namespace fairstart::kernels
