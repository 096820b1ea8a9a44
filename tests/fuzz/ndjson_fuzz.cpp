// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/readers/document_parser.hpp"

namespace {

using fairstart::readers::Block;
using fairstart::readers::DocumentParser;
using fairstart::readers::DocumentShape;

// Families with people, who have contacts; places beside.
const DocumentShape& shape() {
  static const DocumentShape nodes{
      {.columns = {{"id"}, {"marks", true}, {"income"}}, .arrays = {1, 3}, .unread = {"known"}},
      {.name = "people", .also = "person", .parent = 0, .columns = {{"id"}, {"born"}}, .arrays = {2}},
      {.name = "contacts", .parent = 1, .columns = {{"kind"}}},
      {.name = "places", .parent = 0, .beside = true, .columns = {{"id"}}},
  };
  return nodes;
}

void fill(Block& block, std::string_view text) {
  block.enlarge(text.size() + 1, 0);
  if (!text.empty()) text.copy(block.text(), text.size());
  block.size = text.size();
}

// All that was read.
std::string told(DocumentParser& parser) {
  std::string out;
  for (std::size_t i = 0; i < shape().size(); ++i) {
    auto& node = parser.node(i);
    const std::size_t columns = shape()[i].columns.size();
    for (std::size_t row = 0; row < node.rows; ++row) {
      out += parser.path(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(row));
      for (std::size_t column = 0; column < columns; ++column) {
        const std::uint32_t* cell = node.cells.data() + 2 * (row * columns + column);
        if (cell[0] > cell[1]) std::abort();
        out += std::string(parser.text() + cell[0], parser.text() + cell[1]) + '\x1F';
      }
    }
    for (const auto& bad : node.bad) out += std::to_string(bad.row) + ' ' + std::string(bad.reason) + '\x1E';
  }
  for (const auto& lost : parser.lost()) out += std::to_string(lost.line) + std::string(lost.reason);
  return out + std::to_string(static_cast<int>(parser.stop()));
}

// Whether the line is a document, by who did not write this. Numbers that binary ones can't hold are none to it, and depth
// has another end.
void agree(std::string_view line, DocumentParser& parser) {
  fill(parser.block, line);
  parser.parse();
  if (parser.stop() != DocumentParser::Stop::no || line.find_first_not_of(" \t\r") == std::string_view::npos) return;
  static simdjson::dom::parser other;
  simdjson::dom::element root;
  const auto error = other.parse(line.data(), line.size()).get(root);
  if (error == simdjson::NUMBER_ERROR || error == simdjson::DEPTH_ERROR) return;
  for (const auto& lost : parser.lost())
    if (lost.reason.find("deep") != std::string_view::npos) return;
  const bool is_document = error == simdjson::SUCCESS && root.is_object();
  if (is_document != parser.lost().empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  DocumentParser whole(shape(), 1U << 16U, 1U << 20U), again(shape(), 1U << 16U, 1U << 20U);
  fill(whole.block, text);
  whole.parse();
  const std::string first = told(whole);
  // What names were learned must not matter.
  fill(whole.block, text);
  whole.parse();
  if (told(whole) != first) std::abort();
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    agree(std::string_view(text).substr(at, end - at), again);
    at = end + 1;
  }
  return 0;
}
