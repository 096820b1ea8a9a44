// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/markup.hpp"
#include "dsl/base/overloaded.hpp"
#include "dsl/document/blocks.hpp"

namespace fairstart::document {
namespace {

// What Markdown or its HTML would take for markup, in running text.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : base::for_xml(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\n': out += ' '; break;
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '|':
      case '#':
      case '~': out += '\\'; [[fallthrough]];
      default: out += c;
    }
  }
  return out;
}

std::string inline_text(const Line& line) {
  std::string out;
  for (const Piece& piece : line) {
    std::string text = escaped(piece.text);
    if (!piece.link.empty()) text = fmt::format("[{}](#{})", text, piece.link);
    out += text;
  }
  return out;
}

std::string cell_text(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) out += (out.empty() ? "" : "<br>") + inline_text(line);
  return out;
}

std::string anchored(const std::string& anchor) {
  return anchor.empty() ? "" : fmt::format("<a id=\"{}\"></a>", base::escaped_html(anchor));
}

void write_table(const Table& table, std::string& out) {
  const std::size_t columns = table.columns.empty() ? 2 : table.columns.size();
  out += '|';
  for (std::size_t i = 0; i < columns; ++i) out += ' ' + (table.columns.empty() ? "" : escaped(table.columns[i]) + ' ') + '|';
  out += "\n|";
  for (std::size_t i = 0; i < columns; ++i) out += " --- |";
  out += '\n';
  for (const Row& row : table.rows) {
    out += '|';
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      out += ' ' + (i == 0 ? anchored(row.anchor) : "") + cell_text(row.cells[i]) + " |";
    out += '\n';
  }
  out += '\n';
}

// Mermaid takes entities by `#…;`.
std::string label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"')
      out += "#quot;";
    else if (c == '#')
      out += "#35;";
    else if (c == '<' || c == '>' || c == '&')
      out += fmt::format("#{};", static_cast<int>(c));
    else
      out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace

std::string as_mermaid(const Tree& tree) {
  std::string out = "flowchart LR\n";
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const Node& node = tree.nodes[i];
    out += fmt::format("  n{}[\"{}{}\"]\n", i, node.aside.empty() ? "" : label(node.aside) + ": ", label(node.title));
  }
  for (const auto& [from, to] : tree.edges) out += fmt::format("  n{} --> n{}\n", from, to);
  return out;
}

std::string as_markdown(const Document& document) {
  std::string out = fmt::format("# {}\n\n", escaped(document.title));
  for (const Block& block : document.blocks)
    std::visit(base::overloaded{
                   [&](const Heading& one) {
                     const std::string anchor = anchored(one.anchor);
                     out += fmt::format("{}{}{} {}\n\n", anchor, anchor.empty() ? "" : "\n\n",
                                        std::string(static_cast<std::size_t>(one.level), '#'), escaped(one.text));
                   },
                   [&](const Paragraph& one) { out += inline_text(one.line) + "\n\n"; },
                   [&](const Bullets& one) {
                     for (std::size_t i = 0; i < one.items.size(); ++i)
                       out += std::string(2 * one.depth(i), ' ') + "- " + inline_text(one.items[i]) + '\n';
                     out += '\n';
                   },
                   [&](const Table& one) { write_table(one, out); },
                   [&](const Tree& one) { out += "```mermaid\n" + as_mermaid(one) + "```\n\n"; },
               },
               block);
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace fairstart::document
