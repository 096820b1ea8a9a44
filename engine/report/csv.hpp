// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairstart::report {

// One cell of a CSV line (RFC 4180), quoted where it must be. For cells that we make ourselves: numbers, dates, our words.
void append_cell(std::string& line, std::string_view text);

// The same for text that comes from records or frameworks: one that a spreadsheet would run as a formula (it starts with
// = + - @, a tab or a return) gets an apostrophe in front.
void append_text_cell(std::string& line, std::string_view text);
// Whether such a cell is the text itself.
bool is_plain_text_cell(std::string_view text);
// Makes what stands in `line` from `from` on into such a cell: for text that was put together there.
void end_text_cell(std::string& line, std::size_t from);

}  // namespace fairstart::report
