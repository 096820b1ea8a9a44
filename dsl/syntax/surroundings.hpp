// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Text cut roughly into words, to tell what stands around a mistake: works on any text, right or wrong.
namespace fairstart::syntax {

struct Piece {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A word with its hyphens, dots and underscores, a number with its marks, a text in quotes (to the end of its line if it is
// not closed), or one character. Empty at the end of the text.
Piece piece_at(std::string_view text, std::uint32_t at);

// A bracket or brace that is open.
struct Opening {
  std::uint32_t at = 0;
  char mark = '{';
};
// The words with which the line of an opening starts, up to three: "core offer new-birth-visit".
std::string owner_of(std::string_view text, Opening opening);

// What stands between the start of a declaration and a place in it.
struct Surroundings {
  std::vector<Piece> before;      // all pieces before the place
  std::vector<Opening> openings;  // what is open there, outermost first
};
Surroundings surroundings(std::string_view text, std::uint32_t begin, std::uint32_t at);

// Whether the text before `at` ends with these words, any blanks between.
bool ends_with_words(std::string_view text, std::span<const Piece> before, std::initializer_list<std::string_view> words);

}  // namespace fairstart::syntax
