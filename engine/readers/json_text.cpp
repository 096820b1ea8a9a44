// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/json_text.hpp"

#include <cstdint>
#include <optional>

namespace fairstart::readers {
namespace {

bool is_digit_at(std::string_view text, std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; }

std::size_t after_digits(std::string_view text, std::size_t at) {
  while (is_digit_at(text, at)) ++at;
  return at;
}

std::optional<std::uint32_t> four_hex_digits(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return {};
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9')
      digit = static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      digit = static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      digit = static_cast<std::uint32_t>(c - 'A' + 10);
    else
      return {};
    value = value * 16 + digit;
  }
  return value;
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0U | (point >> 6U));
  } else if (point < 0x10000) {
    byte(0xE0U | (point >> 12U));
    byte(0x80U | ((point >> 6U) & 0x3FU));
  } else {
    byte(0xF0U | (point >> 18U));
    byte(0x80U | ((point >> 12U) & 0x3FU));
    byte(0x80U | ((point >> 6U) & 0x3FU));
  }
  byte(0x80U | (point & 0x3FU));
}

}  // namespace

bool is_json_number(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  if (!is_digit_at(text, at)) return false;
  at = text[at] == '0' ? at + 1 : after_digits(text, at);
  if (at < text.size() && text[at] == '.') {
    if (!is_digit_at(text, at + 1)) return false;
    at = after_digits(text, at + 1);
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!is_digit_at(text, at)) return false;
    at = after_digits(text, at);
  }
  return at == text.size();
}

bool without_exponent(std::string_view number, std::string& out) {
  constexpr std::size_t longest = 40;
  const std::size_t mark = number.find_first_of("eE");
  std::string_view exponent = number.substr(mark + 1), digits = number.substr(0, mark);
  const bool down = exponent[0] == '-', negative = digits[0] == '-';
  if (exponent[0] == '-' || exponent[0] == '+') exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent[0] == '0') exponent.remove_prefix(1);
  if (exponent.size() > 2 || digits.size() > longest) return false;
  int places = 0;
  for (const char c : exponent) places = places * 10 + (c - '0');
  if (negative) digits.remove_prefix(1);
  const std::size_t point = digits.find('.');
  std::string all(digits.substr(0, point));
  auto whole = static_cast<std::ptrdiff_t>(all.size());
  if (point != std::string_view::npos) all += digits.substr(point + 1);
  whole += down ? -places : places;
  if (whole <= 0) {
    all.insert(0, static_cast<std::size_t>(1 - whole), '0');
    whole = 1;
  }
  if (static_cast<std::size_t>(whole) > all.size()) all.append(static_cast<std::size_t>(whole) - all.size(), '0');
  std::size_t zeros = 0;
  while (zeros + 1 < static_cast<std::size_t>(whole) && all[zeros] == '0') ++zeros;
  if (negative) out += '-';
  out.append(all, zeros, static_cast<std::size_t>(whole) - zeros);
  if (static_cast<std::size_t>(whole) < all.size()) out.append(1, '.').append(all, static_cast<std::size_t>(whole));
  return true;
}

Unescaped unescape(std::string_view raw, std::string& out) {
  Unescaped found = Unescaped::text;
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '\\') {
      out += raw[at++];
      continue;
    }
    if (at + 1 >= raw.size()) return Unescaped::no_json;
    const char c = raw[at + 1];
    at += 2;
    switch (c) {
      case '"':
      case '\\':
      case '/': out += c; break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'u': {
        const auto unit = four_hex_digits(raw, at);
        if (!unit) return Unescaped::no_json;
        at += 4;
        std::uint32_t point = *unit;
        if (point >= 0xD800 && point < 0xDC00 && raw.substr(at, 2) == "\\u") {
          const auto low = four_hex_digits(raw, at + 2);
          if (!low) return Unescaped::no_json;
          if (*low >= 0xDC00 && *low < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10U) + (*low - 0xDC00);
            at += 6;
          }
        }
        if (point == 0)
          found = Unescaped::nul;
        else if (point >= 0xD800 && point < 0xE000)
          found = Unescaped::half_pair;
        else
          append_utf8(out, point);
        break;
      }
      default: return Unescaped::no_json;
    }
  }
  return found;
}

}  // namespace fairstart::readers
