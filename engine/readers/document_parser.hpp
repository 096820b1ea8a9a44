// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/readers/block_parser.hpp"
#include "engine/readers/document_shape.hpp"
#include "engine/readers/json_marks.hpp"

namespace fairstart::readers {

// Turns a block of lines, a JSON document each, into cells by node, row and column. What one thread reads, without anything
// that other threads write.
class DocumentParser {
 public:
  // `shape` must outlive the parser.
  DocumentParser(const DocumentShape& shape, std::size_t max_cell_bytes, std::size_t max_document_bytes);

  Block block;
  std::size_t from = 0;  // byte at which the first document starts
  void parse();

  // What stops the run, and on which line of the block; lines before it were read.
  enum class Stop : std::uint8_t { no, too_long, not_utf8, nul_byte, failed };
  Stop stop() const { return stop_; }
  std::uint32_t stop_line() const { return stop_line_; }
  std::uint64_t lines() const { return lines_; }

  struct Node {
    // There is room for more than `rows` of them.
    std::vector<std::uint32_t> cells;    // a pair of offsets a cell: where it begins and ends. Both 0: not there
    std::size_t rows = 0, width = 0;     // width: of a row, in elements of `cells`
    std::vector<std::uint32_t> parents;  // row of the node around it
    std::vector<std::uint32_t> lines;    // of the block, from 0
    std::vector<BadCell> bad;            // by row, then in the order they were read
    std::vector<char> seen;              // by column: some object has it
    bool array_seen = false;
  };
  Node& node(std::size_t i) { return nodes_[i]; }
  // Of all blocks so far.
  bool seen(std::size_t node, std::size_t column) const { return nodes_[node].seen[column] != 0; }
  bool array_seen(std::size_t node) const { return nodes_[node].array_seen; }
  const char* text() const { return text_; }
  // "people[1].contacts[0].": where an object stands in its document.
  std::string path(std::uint32_t node, std::uint32_t row) const;

  // A line that is no document: the line is lost with all that it holds.
  struct LostLine {
    std::uint32_t line;
    std::string_view reason;
  };
  std::vector<LostLine>& lost() { return lost_; }
  // An array that can't be read, or not all of it. No reason: it is null, and nobody need be told.
  struct OpenArray {
    std::uint32_t node, parent, line;
    std::string_view reason;
  };
  std::vector<OpenArray>& open() { return open_; }
  // Names of members that nothing looks for, of all blocks so far; by node. Not all of them where there are hundreds.
  const std::vector<std::set<std::string>>& strangers() const { return strangers_; }

 private:
  enum class Kind : std::uint8_t { cell, set, array, unread, stranger };
  struct Member {
    // Its name within quotes and the colon after them, where that fits; else what stands nowhere. And 0xFF after it.
    alignas(16) std::array<unsigned char, 32> written{};
    alignas(16) std::array<unsigned char, 32> after{};
    std::string name;
    Kind kind{};
    bool alone = true;           // no other name says the same
    std::uint32_t at = 0;        // column or node
    std::uint32_t position = 0;  // in `order`, or `nowhere`
    bool is_at(const char* text) const;
  };
  struct Names {
    std::vector<Member> members;
    std::vector<std::uint32_t> order;  // of the members seen, as objects have them
    std::unordered_map<std::string, std::uint32_t> by_name, by_alike;
    const std::uint32_t* find(const char* name, const std::uint32_t* from_here, const std::uint32_t* last) const;
  };
  struct Counts {
    std::size_t rows, bad;
  };

  void learn(Names& names, std::string name, Kind kind, std::uint32_t at);
  void parse_lines(std::size_t size, bool marked);
  bool document();
  bool plain_members(std::uint32_t node, std::uint32_t row, std::uint32_t& position);
  bool holds_beside() const;
  bool object(std::uint32_t node, std::uint32_t row, unsigned depth);
  bool array(std::uint32_t node, std::uint32_t parent, unsigned depth);
  bool value(std::uint32_t node, std::uint32_t row, std::uint32_t column, bool is_set);
  bool text_value(std::uint32_t node, std::uint32_t row, std::uint32_t column);
  bool number_value(std::uint32_t* cell);
  bool set_value(std::uint32_t node, std::uint32_t row, std::uint32_t column);
  bool skip();
  std::uint32_t member(std::uint32_t node, std::uint32_t& position);
  std::uint32_t look_up(std::uint32_t node, std::string_view raw);
  std::uint32_t add_row(std::uint32_t node, std::uint32_t parent);
  void remove_rows(std::uint32_t node, std::size_t rows);
  std::uint32_t* cell(std::uint32_t node, std::uint32_t row, std::uint32_t column) {
    return nodes_[node].cells.data() + row * nodes_[node].width + 2 * column;
  }
  std::uint32_t bad(std::uint32_t node, std::uint32_t row, std::uint32_t column, std::string_view reason);
  std::uint32_t token_end() const;  // of the scalar or string at the mark, without the blanks after it
  void put_aside(std::uint32_t* cell, std::string_view text);

  const DocumentShape& shape_;
  std::size_t max_cell_bytes_, max_document_bytes_;
  std::string too_long_;
  JsonMarks scan_;
  std::vector<std::uint32_t> line_marks_;  // of one line, where the block could not be marked as one
  const char* text_ = nullptr;
  const std::uint32_t* mark_ = nullptr;
  std::uint32_t line_ = 0, line_end_ = 0;
  std::string_view why_;  // a document is none
  bool escapes_ = false;  // the block has a backslash
  bool is_row_ = false;   // the document has something of its own
  std::vector<Node> nodes_;
  std::vector<Names> names_;
  std::vector<Counts> before_;
  std::string aside_;  // texts that do not stand in the block as they are read; they go after it
  std::size_t size_ = 0;
  std::vector<LostLine> lost_;
  std::vector<OpenArray> open_;
  std::vector<std::set<std::string>> strangers_;
  Stop stop_ = Stop::no;
  std::uint32_t stop_line_ = 0;
  std::uint64_t lines_ = 0;
  std::string unescaped_;
};

}  // namespace fairstart::readers
