// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// NHS numbers: ten digits, the last a check digit with modulus 11 (NHS Data Dictionary, NHS NUMBER).
namespace fairstart::base {

// Empty: the text is an NHS number, written as ten digits, or with a space after the third and the sixth. Else why it is none,
// in words without the number.
std::string_view not_an_nhs_number(std::string_view text);

// Without the spaces. Nothing where the text is no NHS number.
std::optional<std::string> nhs_number(std::string_view text);

// The number whose first nine digits these are (below 10⁹). Nothing where no digit makes one of them.
std::optional<std::string> nhs_number_from(std::uint32_t first_nine);

}  // namespace fairstart::base
