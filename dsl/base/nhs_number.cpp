// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/nhs_number.hpp"

#include <algorithm>

namespace fairstart::base {
namespace {

constexpr std::size_t digits_in_number = 10, spaced_size = 12;

bool digits_only(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Weights 10 down to 2; 11 less the remainder by 11. 11 stands for 0; 10 has no digit, so that no number begins like that.
std::optional<char> check_digit(std::string_view first_nine) {
  unsigned sum = 0, weight = 10;
  for (const char c : first_nine) sum += static_cast<unsigned>(c - '0') * weight--;
  const unsigned check = (11 - sum % 11) % 11;
  if (check == 10) return {};
  return static_cast<char>('0' + check);
}

std::string without_spaces(std::string_view text) {
  if (text.size() != spaced_size || text[3] != ' ' || text[7] != ' ') return std::string(text);
  return std::string(text.substr(0, 3)) + std::string(text.substr(4, 3)) + std::string(text.substr(8));
}

}  // namespace

std::string_view not_an_nhs_number(std::string_view text) {
  const std::string number = without_spaces(text);
  if (number.size() != digits_in_number || !digits_only(number)) {
    // A spreadsheet has made a number of it, and lost its last digits.
    const bool power = number.size() > 2 && number.front() >= '0' && number.front() <= '9' &&
                       number.find_first_of("eE") != std::string::npos &&
                       number.find_first_not_of("0123456789.,eE+-") == std::string::npos;
    return power ? "an NHS number in scientific notation, which has lost digits"
                 : "not an NHS number: ten digits, or 3, 3 and 4 with a space between";
  }
  // They pass the check, and nobody has them.
  if (number.find_first_not_of(number.front()) == std::string::npos) return "not an NHS number: one digit, ten times";
  if (check_digit(std::string_view(number).substr(0, digits_in_number - 1)) != number.back())
    return "not an NHS number: its check digit does not fit";
  return {};
}

std::optional<std::string> nhs_number(std::string_view text) {
  if (!not_an_nhs_number(text).empty()) return {};
  return without_spaces(text);
}

std::optional<std::string> nhs_number_from(std::uint32_t first_nine) {
  std::string number = std::to_string(first_nine);
  if (number.size() > digits_in_number - 1) return {};
  number.insert(0, digits_in_number - 1 - number.size(), '0');
  const auto check = check_digit(number);
  if (!check) return {};
  number += *check;
  return nhs_number(number);
}

}  // namespace fairstart::base
