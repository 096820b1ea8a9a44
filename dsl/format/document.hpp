// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fairstart::format {

// Columns: blocks of clauses are kept short, conditions and lists may run a little further before they are broken.
inline constexpr std::size_t block_width = 110, line_width = 120;

// A text that knows where it may be broken. Groups that fit stay on one line; others break at all of their own places.
struct Document {
  enum class Kind {
    text,       // never broken
    blanks,     // `size` blanks; none at the end of a line
    line,       // `size` blanks, or a new line where its group is broken
    hard,       // a new line, after `size` blank lines
    if_flat,    // text, only where its group is on one line
    if_broken,  // text, only where it is broken
    comment,    // on a line of its own
    trailing,   // a comment that ends its line
    all,        // parts, one after another
    indent,     // parts, with two more blanks at the start of lines
    group,      // parts, broken together
  };
  Kind kind = Kind::all;
  std::string text;
  std::size_t size = 0;
  std::vector<Document> parts;
  // Worked out as it is made: columns where it is on one line, and whether it can't be.
  std::size_t width = 0;
  bool must_break = false;
};

Document text(std::string words);
Document blanks(std::size_t size = 1);
Document line(std::size_t size = 1);
Document hard(std::size_t blank_lines = 0);
Document if_flat(std::string words);
Document if_broken(std::string words);
Document comment(std::string words);
Document trailing(std::string words);
Document all(std::vector<Document> parts);
Document indent(std::vector<Document> parts);
Document group(std::vector<Document> parts, bool broken = false, std::size_t widest = line_width);

std::string render(const Document& document);

}  // namespace fairstart::format
