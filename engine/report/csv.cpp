// SPDX-License-Identifier: Apache-2.0
#include "engine/report/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "dsl/base/decimal.hpp"
#include "engine/report/line.hpp"

namespace fairstart::report {
namespace {

bool needs_quotes(std::string_view text) {
  // By a table: ids are short, and every row has several.
  static constexpr auto quoted = [] {
    std::array<bool, 256> table{};
    for (const char c : {',', '"', '\r', '\n'}) table[static_cast<unsigned char>(c)] = true;
    return table;
  }();
  return std::any_of(text.begin(), text.end(), [](char c) { return quoted[static_cast<unsigned char>(c)]; });
}

bool starts_formula(std::string_view text) {
  constexpr std::string_view formula_starts = "=+-@\t\r";
  return !text.empty() && formula_starts.find(text.front()) != std::string_view::npos;
}

void append_quoted(std::string& line, std::string_view text, bool apostrophe) {
  if (!needs_quotes(text)) {
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

void append_text_cell(std::string& line, std::string_view text) { append_quoted(line, text, starts_formula(text)); }

bool is_plain_text_cell(std::string_view text) { return !starts_formula(text) && !needs_quotes(text); }

void end_text_cell(std::string& line, std::size_t from) {
  const std::string_view text = std::string_view(line).substr(from);
  if (is_plain_text_cell(text)) return;
  const std::string as_it_was(text);
  line.resize(from);
  append_text_cell(line, as_it_was);
}

void Line::put_other_number(std::int64_t millionths) { put(std::string_view(base::format_decimal(millionths))); }

void Line::put_other_whole(std::int64_t number) { at_ = std::to_chars(at_, at_ + longest_number, number).ptr; }

}  // namespace fairstart::report
