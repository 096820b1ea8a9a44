// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "dsl/base/span.hpp"
#include "dsl/diagnostics/diagnostic.hpp"

namespace fairstart::syntax {

// Tells of the first character in the text (UTF-8) that no file holds: control characters other than tabs and line ends, those
// that change the direction or the lines of what a reader sees, and U+FFFE and U+FFFF.
void refuse_control_characters(std::string_view text, base::FileId file, diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::syntax
