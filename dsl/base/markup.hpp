// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairstart::base {

// Text as HTML shows it, in running text and in attributes alike. Control characters, which have no place there, become blanks.
std::string escaped_html(std::string_view text);

}  // namespace fairstart::base
