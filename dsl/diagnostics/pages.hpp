// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace fairstart::diagnostics {

// The text of pages/FSnnnn.md, or empty where there is none. Generated at build time.
std::string_view embedded_page(int number);

}  // namespace fairstart::diagnostics
