// SPDX-License-Identifier: Apache-2.0
#include "dsl/diagnostics/visible.hpp"

#include <fmt/core.h>

#include <cstdint>

namespace fairstart::diagnostics {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t size = (lead & 0xE0U) == 0xC0U ? 2 : (lead & 0xF0U) == 0xE0U ? 3 : (lead & 0xF8U) == 0xF0U ? 4 : 0;
  if (size == 0 || at + size > text.size()) return {lead, 1, false};
  std::uint32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return {lead, 1, false};
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  return {code, size, true};
}

bool must_be_escaped(const Character& c) {
  return !c.valid || c.code < 0x20 || (c.code >= 0x7F && c.code < 0xA0) || c.code == 0x2028 || c.code == 0x2029 ||
         (c.code >= 0x202A && c.code <= 0x202E) || (c.code >= 0x2066 && c.code <= 0x2069) || c.code == 0x200E ||
         c.code == 0x200F || c.code == 0xFEFF || (c.code & 0xFFFEU) == 0xFFFE;
}

std::size_t width_of(std::uint32_t code) {
  const bool joins =
      (code >= 0x300 && code <= 0x36F) || (code >= 0x200B && code <= 0x200D) || (code >= 0xFE00 && code <= 0xFE0F);
  const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                    (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                    (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                    (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
  return joins ? 0 : wide ? 2 : 1;
}

std::string escape_of(const Character& c) {
  return c.valid ? fmt::format("\\u{{{:x}}}", c.code) : fmt::format("\\x{:02x}", c.code);
}

}  // namespace

std::string escaped(std::string_view text, NewLines new_lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    if (c.code == '\n' && new_lines == NewLines::kept)
      out += '\n';
    else if (must_be_escaped(c))
      out += escape_of(c);
    else
      out += text.substr(at, c.bytes);
    at += c.bytes;
  }
  return out;
}

VisibleLine visible(std::string_view line) {
  VisibleLine out;
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size();) {
    const Character c = character_at(line, at);
    out.bytes.insert(out.bytes.end(), c.bytes, out.text.size());
    out.columns.insert(out.columns.end(), c.bytes, column);
    if (c.code == '\t' && c.valid) {
      const std::size_t blanks = 4 - column % 4;
      out.text.append(blanks, ' ');
      column += blanks;
    } else if (must_be_escaped(c)) {
      const std::string shown = escape_of(c);
      out.text += shown;
      column += shown.size();
    } else {
      out.text += line.substr(at, c.bytes);
      column += width_of(c.code);
    }
    at += c.bytes;
  }
  out.bytes.push_back(out.text.size());
  out.columns.push_back(column);
  return out;
}

}  // namespace fairstart::diagnostics
