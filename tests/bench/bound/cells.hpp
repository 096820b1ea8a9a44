// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "tests/bench/bound/columns.hpp"

// Texts of the workload → cells: what is certain to be well written is not checked.
namespace fairstart::bound {

// Reads cell by cell; each call leaves `at` behind what it took.
struct Cursor {
  const char* at;

  static bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
  void skip(int characters) { at += characters; }
  void skip_to(char c) {
    while (*at != c) ++at;
  }
  std::int32_t whole() {
    std::int32_t number = 0;
    while (is_digit(*at)) number = number * 10 + (*at++ - '0');
    return number;
  }
  std::int32_t whole_or_none() { return is_digit(*at) ? whole() : -1; }
  std::int8_t yes_no() {
    if (*at == 't') {
      at += 4;
      return 1;
    }
    if (*at == 'f') {
      at += 5;
      return 0;
    }
    return -1;
  }
  // 2024-02-29 → days since 1 January 1970.
  std::int32_t date() {
    static constexpr std::array<std::int16_t, 13> days_before = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
    const int month = (at[5] - '0') * 10 + at[6] - '0', of_month = (at[8] - '0') * 10 + at[9] - '0';
    int year = (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
    at += 10;
    if (month <= 2) --year;  // the year begins in March, so that a leap day is its last
    return 365 * year + year / 4 - year / 100 + year / 400 + days_before[static_cast<std::size_t>(month)] + of_month - 719469;
  }
};

inline Kind kind_of(const char* text, std::size_t length) {
  switch (length) {
    case 4: return text[3] == '1' ? mmr1 : text[3] == '2' ? mmr2 : asq3;
    case 6: return dental;
    case 13: return ae_attendance;
    case 18: return missed_appointment;
    case 19: return breastfeeding;
    default: break;
  }
  switch (text[0]) {
    case 'n': return new_birth_visit;
    case 'o': return one_year_review;
    case 't': return two_year_review;
    default: return text[1] == 'i' ? six_week_review : speech_language;
  }
}
inline std::uint8_t tenure_of(char first) { return first == 'o' ? 0 : first == 'p' ? 1 : first == 's' ? 2 : 3; }
inline std::uint8_t language_of(const char* text) {
  switch (text[0]) {
    case 'e': return 0;
    case 'p': return text[1] == 'l' ? 1 : 5;
    case 'u': return 2;
    case 'b': return 3;
    case 'r': return 4;
    default: return text[0] == 'a' ? 6 : 7;
  }
}
inline std::uint8_t ethnicity_of(const char* code) {
  const int letter = code[0] == 'A' ? 0 : code[0] == 'B' ? 1 : code[0] == 'M' ? 2 : code[0] == 'O' ? 3 : 4;
  return static_cast<std::uint8_t>(letter * 8 + (code[1] - '0'));
}

}  // namespace fairstart::bound
