// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/surroundings.hpp"

#include "dsl/syntax/lexer.hpp"

namespace fairstart::syntax {
namespace {

bool is_name_letter(char c) { return lexer::is_name_byte(c) && !lexer::is_digit(c) && c != '_'; }
char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

std::uint32_t character_end(std::string_view text, std::uint32_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

std::uint32_t word_end(std::string_view text, std::uint32_t at) {
  while (at < text.size()) {
    const bool joins = (text[at] == '-' || text[at] == '.') && lexer::is_name_byte(at_or_nul(text, at + 1));
    if (!lexer::is_name_byte(text[at]) && !joins) break;
    ++at;
  }
  return at;
}

std::uint32_t number_end(std::string_view text, std::uint32_t at) {
  while (at < text.size()) {
    const char c = text[at];
    const bool joins = (c == ',' || c == '.' || c == '-' || c == '/') && lexer::is_digit(at_or_nul(text, at + 1));
    if (!lexer::is_name_byte(c) && c != '%' && !joins) break;
    ++at;
  }
  return at;
}

std::uint32_t quoted_end(std::string_view text, std::uint32_t at) {
  const auto closed = static_cast<std::uint32_t>(lexer::token_end(NodeKind::TEXT, text, at));
  if (closed != at) return closed;
  const std::size_t line_end = text.find_first_of("\r\n", at);
  return static_cast<std::uint32_t>(line_end == std::string_view::npos ? text.size() : line_end);
}

bool starts_quote(std::string_view rest) { return rest.starts_with('"') || rest.starts_with("“"); }

}  // namespace

Piece piece_at(std::string_view text, std::uint32_t at) {
  if (at >= text.size()) return {at, at};
  const std::string_view rest = text.substr(at);
  if (starts_quote(rest)) return {at, quoted_end(text, at)};
  constexpr std::string_view pound = "£";
  if (rest.starts_with(pound) && lexer::is_digit(at_or_nul(rest, pound.size()))) {
    return {at, number_end(text, at + static_cast<std::uint32_t>(pound.size()))};
  }
  if (lexer::is_digit(rest[0])) return {at, number_end(text, at)};
  if (lexer::is_name_byte(rest[0])) return {at, word_end(text, at)};
  return {at, character_end(text, at)};
}

std::string owner_of(std::string_view text, Opening opening) {
  const std::uint32_t at = opening.at;
  const std::size_t line_end = text.rfind('\n', at);
  auto from = static_cast<std::uint32_t>(line_end == std::string_view::npos || at == 0 ? 0 : line_end + 1);
  std::string words;
  for (int count = 0; count < 3; ++count) {
    from = static_cast<std::uint32_t>(lexer::skip_blanks(text, from));
    if (from >= at || !is_name_letter(text[from])) break;
    const std::uint32_t end = word_end(text, from);
    words += (words.empty() ? "" : " ");
    words += text.substr(from, end - from);
    if (count == 1 && !words.starts_with("core ")) break;
    from = end;
  }
  return words;
}

Surroundings surroundings(std::string_view text, std::uint32_t begin, std::uint32_t at) {
  Surroundings found;
  auto from = static_cast<std::uint32_t>(lexer::skip_blanks(text, begin));
  while (from < at) {
    const Piece piece = piece_at(text, from);
    found.before.push_back(piece);
    const char c = text[piece.begin];
    if (c == '{' || c == '(') {
      found.openings.push_back({piece.begin, c});
    } else if ((c == '}' || c == ')') && !found.openings.empty()) {
      found.openings.pop_back();
    }
    from = static_cast<std::uint32_t>(lexer::skip_blanks(text, piece.end));
  }
  return found;
}

bool ends_with_words(std::string_view text, std::span<const Piece> before, std::initializer_list<std::string_view> words) {
  if (before.size() < words.size()) return false;
  std::size_t index = before.size() - words.size();
  for (const std::string_view word : words) {
    const Piece piece = before[index++];
    if (text.substr(piece.begin, piece.end - piece.begin) != word) return false;
  }
  return true;
}

}  // namespace fairstart::syntax
