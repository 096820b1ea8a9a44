// SPDX-License-Identifier: Apache-2.0
#include "engine/report/csv.hpp"

namespace fairstart::report {
namespace {

void append_quoted(std::string& line, std::string_view text, bool apostrophe) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    if (apostrophe) line += '\'';
    line += text;
    return;
  }
  line += '"';
  if (apostrophe) line += '\'';
  for (const char c : text) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

}  // namespace

void append_cell(std::string& line, std::string_view text) { append_quoted(line, text, false); }

void append_text_cell(std::string& line, std::string_view text) {
  constexpr std::string_view formula_starts = "=+-@\t\r";
  append_quoted(line, text, !text.empty() && formula_starts.find(text.front()) != std::string_view::npos);
}

}  // namespace fairstart::report
