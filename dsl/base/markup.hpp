// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairstart::base {

// Text with U+FFFD for each character, and each byte that is no UTF-8, that XML 1.0 (section 2.2) has no place for: control
// characters other than tab and line ends, U+FFFE and U+FFFF, lone halves of pairs.
std::string for_xml(std::string_view text);

// Text as HTML shows it, in running text and in attributes alike; what `for_xml` replaces is replaced.
std::string escaped_html(std::string_view text);

}  // namespace fairstart::base
