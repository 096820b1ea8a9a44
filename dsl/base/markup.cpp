// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/markup.hpp"

#include "dsl/base/text.hpp"

namespace fairstart::base {
namespace {

bool is_in_xml(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character.front());
    return byte >= 0x20 || byte == '\n' || byte == '\t' || byte == '\r';
  }
  return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";  // U+FFFE and U+FFFF
}

// The bytes of the valid character that the text begins with; 0: it begins with none.
std::size_t first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return is_valid_utf8(text.substr(0, size)) ? size : 0;
}

}  // namespace

std::string for_xml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = first_character(text);
    out += size > 0 && is_in_xml(text.substr(0, size)) ? text.substr(0, size) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(size > 0 ? size : 1);
  }
  return out;
}

std::string escaped_html(std::string_view text) {
  std::string out;
  for (const char c : for_xml(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace fairstart::base
