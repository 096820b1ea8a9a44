// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

// The words that start declarations, and where recovery goes on.
namespace fairstart::syntax::layout {

// The word or phrase ("define", "not encoded") that starts a declaration here, or `use`; empty where none does.
std::string_view top_level_word(std::string_view text, std::uint32_t at);

// `framework` or `library`, where it is the word here.
std::string_view header_word(std::string_view text, std::uint32_t at);

// The first byte of the next line, after `at`, that starts with a top-level word; the end of the text if none does.
std::uint32_t next_top_level(std::string_view text, std::uint32_t at);

bool starts_line(std::string_view text, std::uint32_t at);  // in column 1

}  // namespace fairstart::syntax::layout
