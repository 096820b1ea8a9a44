// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairstart::bench {

// Twelve characters for a number below 2^60, as pseudonymised extracts have them: neighbours share nothing.
std::string text_key(std::uint64_t number);
// The number behind a text key, or behind a key that is a plain number.
std::optional<std::uint64_t> number_of(std::string_view key);

}  // namespace fairstart::bench
