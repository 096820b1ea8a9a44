// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/overloaded.hpp"
#include "dsl/document/blocks.hpp"

namespace fairstart::document {
namespace {

constexpr std::size_t width = 110;

std::string plain(const Line& line) {
  std::string out;
  for (const Piece& piece : line) out += piece.text;
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

// Columns that a text takes on a screen, near enough: bytes that go on with a character take none.
std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Filled to the width; lines after the first begin `hanging` further in than the first, which has `start` before it.
std::string filled(std::string_view text, const std::string& start, std::size_t hanging) {
  std::string out = start;
  std::size_t column = columns_of(start);
  bool first = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (!first && column + 1 + columns_of(word) > width) {
      out += '\n' + std::string(hanging, ' ');
      column = hanging;
      first = true;
    }
    if (!first) out += ' ', ++column;
    out += word;
    column += columns_of(word);
    first = false;
    at = end + 1;
  }
  return out + '\n';
}

std::string cell(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) out += (out.empty() ? "" : "; ") + plain(line);
  return out;
}

// A column of figures stands to the right.
std::string table(const Table& table) {
  std::vector<std::vector<std::string>> rows;
  if (!table.columns.empty()) rows.push_back(table.columns);
  for (const Row& row : table.rows) {
    rows.emplace_back();
    for (const auto& each : row.cells) rows.back().push_back(cell(each));
  }
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - columns_of(row[i]), ' ');
      line += i == 0 ? row[i] + gap : "  " + gap + row[i];
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return out;
}

}  // namespace

std::string as_text(const Document& document) {
  std::string out = document.title + "\n";
  bool apart = true;
  for (const Block& block : document.blocks)
    std::visit(base::overloaded{
                   [&](const Heading& one) {
                     out += '\n' + one.text + '\n';
                     if (one.level <= 2) out += std::string(columns_of(one.text), '=') + '\n';
                     apart = false;
                   },
                   [&](const Paragraph& one) {
                     out += (apart ? "\n" : "") + filled(plain(one.line), "", 0);
                     apart = false;
                   },
                   [&](const Bullets& one) {
                     for (std::size_t i = 0; i < one.items.size(); ++i) {
                       const std::string further(2 * std::min<std::size_t>(one.depth(i), width / 4), ' ');
                       out += filled(plain(one.items[i]), further + "  - ", further.size() + 4);
                     }
                     apart = false;
                   },
                   [&](const Table& one) {
                     out += '\n' + table(one);
                     apart = true;
                   },
                   [&](const Tree& one) { out += '\n' + one.title + '\n'; },
               },
               block);
  return out;
}

}  // namespace fairstart::document
