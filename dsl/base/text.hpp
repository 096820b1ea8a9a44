// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace fairstart::base {

// The candidate nearest to `name` by optimal string alignment distance, if near enough to be meant; else empty.
std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);

// `low-mood` as a column or JSON key: `low_mood`.
std::string underscored(std::string_view name);

// "a, b and c"
std::string listed(std::span<const std::string> items, std::string_view last = "and");

bool is_valid_utf8(std::string_view text);

// Runs of blanks and # comments become one space; ends trimmed. Text in quotes is kept.
std::string on_one_line(std::string_view source_text);

}  // namespace fairstart::base
