// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/decimal.hpp"

#include <limits>

namespace fairstart::base {
namespace {

__extension__ using Wide = __int128;

std::optional<std::int64_t> narrowed(Wide value) {
  // The extremes stand for "no bound" in intervals, so they are not numbers.
  if (value <= std::numeric_limits<std::int64_t>::min() || value >= std::numeric_limits<std::int64_t>::max()) return {};
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> divided_half_even(Wide numerator, Wide denominator) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  Wide quotient = numerator / denominator;
  const Wide remainder = numerator % denominator;
  const Wide twice = (remainder < 0 ? -remainder : remainder) * 2;
  if (twice > denominator || (twice == denominator && quotient % 2 != 0)) quotient += numerator < 0 ? -1 : 1;
  return narrowed(quotient);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void group_thousands(std::string& digits) {
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
}

}  // namespace

std::optional<std::int64_t> add(std::int64_t a, std::int64_t b) { return narrowed(Wide{a} + b); }
std::optional<std::int64_t> subtract(std::int64_t a, std::int64_t b) { return narrowed(Wide{a} - b); }
std::optional<std::int64_t> multiply(std::int64_t a, std::int64_t b) { return divided_half_even(Wide{a} * b, million); }
std::optional<std::int64_t> divide(std::int64_t a, std::int64_t b) {
  if (b == 0) return {};
  return divided_half_even(Wide{a} * million, b);
}

std::optional<std::int64_t> parse_decimal(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const bool grouped = whole.find(',') != std::string_view::npos;
  Wide value = 0;
  std::size_t since_comma = 0;
  bool seen_comma = false;
  if (whole.empty()) return {};
  for (const char c : whole) {
    if (c == ',') {
      if (since_comma == 0 || since_comma > 3 || (seen_comma && since_comma != 3)) return {};
      seen_comma = true;
      since_comma = 0;
      continue;
    }
    if (!is_digit(c)) return {};
    ++since_comma;
    value = value * 10 + (c - '0');
    if (value > std::numeric_limits<std::int64_t>::max()) return {};
  }
  if (grouped && since_comma != 3) return {};
  value *= million;
  if (point != std::string_view::npos) {
    const std::string_view decimals = text.substr(point + 1);
    if (decimals.empty()) return {};
    Wide place = million / 10;
    for (const char c : decimals) {
      if (!is_digit(c)) return {};
      if (place == 0) {
        if (c != '0') return {};
        continue;
      }
      value += place * (c - '0');
      place /= 10;
    }
  }
  return narrowed(negative ? -value : value);
}

std::string format_decimal(std::int64_t millionths, bool grouped) {
  std::string text = format_fixed(millionths, 6, grouped);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string format_fixed(std::int64_t millionths, int places, bool grouped) {
  Wide unit = 1;
  for (int i = places; i < 6; ++i) unit *= 10;
  const bool negative = millionths < 0;
  Wide magnitude = negative ? -Wide{millionths} : Wide{millionths};
  magnitude = (magnitude + unit / 2) / unit;
  Wide scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  std::string digits = std::to_string(static_cast<std::uint64_t>(magnitude / scale));
  if (grouped) group_thousands(digits);
  if (places > 0) {
    const std::string decimals = std::to_string(static_cast<std::uint64_t>(magnitude % scale));
    digits += '.' + std::string(static_cast<std::size_t>(places) - decimals.size(), '0') + decimals;
  }
  return negative && magnitude != 0 ? '-' + digits : digits;
}

}  // namespace fairstart::base
