// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/control_characters.hpp"

#include <fmt/core.h>

#include <cstdint>

namespace fairstart::syntax {
namespace {

// The code of the refused character at `at`, and its bytes in `size`; 0: what stands there is none.
std::uint32_t refused_at(std::string_view text, std::size_t at, std::uint32_t& size) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const std::uint32_t lead = byte(at);
  size = 1;
  if (lead < 0x20) return lead == '\t' || lead == '\n' || lead == '\r' ? 0 : lead;
  if (lead == 0x7F) return lead;
  if (lead == 0xC2) {
    size = 2;
    return byte(at + 1) < 0xA0 ? byte(at + 1) : 0;
  }
  if (lead != 0xE2 && lead != 0xEF) return 0;
  size = 3;
  const std::uint32_t code = ((lead & 0x0FU) << 12U) | ((byte(at + 1) & 0x3FU) << 6U) | (byte(at + 2) & 0x3FU);
  const bool lines_or_direction = (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return lines_or_direction || code == 0xFFFE || code == 0xFFFF ? code : 0;
}

}  // namespace

void refuse_control_characters(std::string_view text, base::FileId file, diagnostics::Diagnostics& diagnostics) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::uint32_t size = 0;
    const std::uint32_t code = refused_at(text, at, size);
    if (code == 0 && text[at] != '\0') continue;
    const auto begin = static_cast<std::uint32_t>(at);
    diagnostics.add({.code = diagnostics::Code::control_character,
                     .message = fmt::format("there is a character here that can't be seen, U+{:04X}", code),
                     .span = {file, begin, begin + size},
                     .help = "take it out: it would change what a screen shows"});
    return;
  }
}

}  // namespace fairstart::syntax
