// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace fairstart::base {
namespace {

constexpr std::size_t longest_compared = 64;
// A list may hold any number of names; beyond so many of a fitting length the nearest may be missed.
constexpr std::size_t most_compared = 5000;

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each cost one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::uint8_t, longest_compared + 1>, longest_compared + 1> d;
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<std::uint8_t>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int differs = a[i - 1] == b[j - 1] ? 0 : 1;
      int least = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + differs});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) least = std::min(least, d[i - 2][j - 2] + 1);
      d[i][j] = static_cast<std::uint8_t>(least);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.size() > longest_compared) return {};
  std::string_view best;
  std::size_t compared = 0;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > longest_compared || candidate == name) continue;
    if (std::max(candidate.size(), name.size()) - std::min(candidate.size(), name.size()) > best_distance) continue;
    if (++compared > most_compared) break;
    const std::size_t d = distance(name, candidate);
    if (d >= name.size()) continue;  // no letter of it is left
    if (d < best_distance || (d == best_distance && !best.empty() && candidate < best)) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::string underscored(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

std::string listed(std::span<const std::string> items, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? ' ' + std::string(last) + ' ' : std::string(", ");
    out += items[i];
  }
  return out;
}

bool is_valid_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* end = at + text.size();
  while (at != end) {
    if (*at < 0x80) {
      ++at;
      continue;
    }
    int more = 0;
    std::uint32_t code = 0, least = 0;
    if ((*at & 0xE0U) == 0xC0U) {
      more = 1;
      code = *at & 0x1FU;
      least = 0x80;
    } else if ((*at & 0xF0U) == 0xE0U) {
      more = 2;
      code = *at & 0x0FU;
      least = 0x800;
    } else if ((*at & 0xF8U) == 0xF0U) {
      more = 3;
      code = *at & 0x07U;
      least = 0x10000;
    } else
      return false;
    ++at;
    for (int i = 0; i < more; ++i, ++at) {
      if (at == end || (*at & 0xC0U) != 0x80U) return false;
      code = (code << 6U) | (*at & 0x3FU);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
  }
  return true;
}

std::string on_one_line(std::string_view source_text) {
  std::string out;
  bool blank = false;
  char quote = 0;
  for (std::size_t i = 0; i < source_text.size(); ++i) {
    const char c = source_text[i];
    if (quote == 0 && c == '#') {
      while (i + 1 < source_text.size() && source_text[i + 1] != '\n') ++i;
      blank = true;
      continue;
    }
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    if (c == '"') quote = quote == 0 ? '"' : '\0';
    out += c;
  }
  return out;
}

}  // namespace fairstart::base
