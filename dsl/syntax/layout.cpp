// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/layout.hpp"

#include <array>

#include "dsl/syntax/lexer.hpp"

namespace fairstart::syntax::layout {
namespace {

constexpr std::array<std::string_view, 37> words = {"adapt",     "retire",        "not encoded",   "proportionate off",
                                                    "core",      "offer",         "schedule",      "allocate",
                                                    "list",      "codes",         "unit",          "record",
                                                    "role",      "mapping",       "parameter",     "calendar",
                                                    "window",    "define",        "table",         "score",
                                                    "tiers",     "groups",        "segments",      "wave",
                                                    "objective", "outcome",       "indicator",     "gap",
                                                    "slope",     "concentration", "trend",         "case",
                                                    "incentive", "guarantee",     "examples from", "example",
                                                    "use"};

}  // namespace

std::string_view top_level_word(std::string_view text, std::uint32_t at) {
  for (const std::string_view word : words) {
    if (lexer::phrase_end(word, text, at) != at) return word;
  }
  return {};
}

std::string_view header_word(std::string_view text, std::uint32_t at) {
  for (const std::string_view word : {"framework", "library"}) {
    if (lexer::phrase_end(word, text, at) != at) return word;
  }
  return {};
}

std::uint32_t next_top_level(std::string_view text, std::uint32_t at) {
  for (std::size_t line = text.find('\n', at); line != std::string_view::npos; line = text.find('\n', line + 1)) {
    const auto begin = static_cast<std::uint32_t>(line + 1);
    if (!top_level_word(text, begin).empty()) return begin;
  }
  return static_cast<std::uint32_t>(text.size());
}

bool starts_line(std::string_view text, std::uint32_t at) { return at == 0 || text[at - 1] == '\n'; }

}  // namespace fairstart::syntax::layout
