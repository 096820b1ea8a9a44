// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fairstart::readers {

// Whether it is a number as JSON writes them.
bool is_json_number(std::string_view text);

// The same number without an exponent: "1.5e3" is "1500". False where it would be absurdly long; `out` is then left alone.
bool without_exponent(std::string_view number, std::string& out);

// What a string between its quotes says. Appended to `out`.
enum class Unescaped : unsigned char { text, no_json, half_pair, nul };
Unescaped unescape(std::string_view raw, std::string& out);

}  // namespace fairstart::readers
