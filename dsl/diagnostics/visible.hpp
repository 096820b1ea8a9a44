// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fairstart::diagnostics {

enum class NewLines { kept, escaped };

// User text made safe for a terminal: control characters and those that turn the direction of writing become `\u{1b}`.
std::string escaped(std::string_view text, NewLines new_lines = NewLines::escaped);

// One line of source as a terminal shows it: tabs as blanks to the next stop of four, control characters escaped.
struct VisibleLine {
  std::string text;
  std::vector<std::size_t> bytes;    // for each byte of the line, and its end: where it begins in `text`
  std::vector<std::size_t> columns;  // … and in which terminal column, from 0
};
VisibleLine visible(std::string_view line);

}  // namespace fairstart::diagnostics
