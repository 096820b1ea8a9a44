// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

// What a document is made of, whatever it is written as. All text is plain: the writers escape it.
namespace fairstart::document {

struct Piece {
  std::string text;
  std::string link;    // anchor of a heading or row of the same document; may be empty
  bool rule = false;   // words of the language
  bool quiet = false;  // an aside
};
using Line = std::vector<Piece>;

struct Heading {
  int level = 2;
  std::string text, anchor;
};
struct Paragraph {
  Line line;
};
struct Bullets {
  std::vector<Line> items;
  std::vector<std::size_t> depths;  // by item: 0 is the outermost, as are those that it does not reach
  std::size_t depth(std::size_t item) const { return item < depths.size() ? depths[item] : 0; }
};
// The first cell of a row is its heading. Cells are lines below each other.
struct Row {
  std::string anchor;  // may be empty
  std::vector<std::vector<Line>> cells;
};
struct Table {
  std::string caption;
  std::vector<std::string> columns;  // empty: a list of facts, two columns
  std::vector<Row> rows;
};
// From left to right; an edge goes from a node of one column to one of a later column.
struct Node {
  std::size_t column = 0;
  std::string title, anchor, aside;
};
struct Tree {
  std::string title, description;
  std::vector<std::string> columns;
  std::vector<Node> nodes;  // of one column in the order from top to bottom
  std::vector<std::pair<std::size_t, std::size_t>> edges;
};

using Block = std::variant<Heading, Paragraph, Bullets, Table, Tree>;

struct Document {
  std::string title, language = "en-GB", skip_to = "the framework";
  std::vector<Block> blocks;
};

std::string as_markdown(const Document& document);
std::string as_html(const Document& document);
std::string as_text(const Document& document);  // for a terminal; a picture is its title alone
std::string as_svg(const Tree& tree);
std::string as_mermaid(const Tree& tree);

}  // namespace fairstart::document
