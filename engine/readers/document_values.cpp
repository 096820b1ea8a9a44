// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstring>

#include "engine/readers/document_parser.hpp"
#include "engine/readers/json_text.hpp"
#include "engine/readers/plain_values.hpp"

// One value of a document, however it is written.
namespace fairstart::readers {
namespace {

constexpr unsigned deepest = 64;

}  // namespace

bool DocumentParser::text_value(std::uint32_t node, std::uint32_t row, std::uint32_t column) {
  const std::uint32_t begin = *mark_ + 1, end = token_end() - 1;
  if (end < begin || text_[end] != '"') return false;
  std::uint32_t* const to = cell(node, row, column);
  to[0] = begin;
  to[1] = end;
  ++mark_;
  const std::string_view raw(text_ + begin, end - begin);
  if (escapes_ && raw.find('\\') != std::string_view::npos) {
    unescaped_.clear();
    switch (unescape(raw, unescaped_)) {
      case Unescaped::no_json: return false;
      case Unescaped::text: put_aside(to, unescaped_); break;
      case Unescaped::half_pair: to[1] = bad(node, row, column, "half of a pair of \\u codes"); break;
      case Unescaped::nul: to[1] = bad(node, row, column, "a NUL character"); break;
    }
  }
  if (to[1] - to[0] > max_cell_bytes_) to[1] = bad(node, row, column, too_long_);
  return true;
}

bool DocumentParser::number_value(std::uint32_t* to) {
  const std::uint32_t begin = *mark_, end = token_end();
  const std::string_view text(text_ + begin, end - begin);
  to[0] = begin;
  to[1] = end;
  ++mark_;
  std::uint64_t unused = 0;
  if (plain_digits_8(text.data(), text.size(), unused) && (text[0] != '0' || text.size() == 1)) return true;
  if (!is_json_number(text)) return false;
  if (text.find_first_of("eE") == std::string_view::npos) return true;
  unescaped_.clear();
  if (without_exponent(text, unescaped_)) put_aside(to, unescaped_);
  return true;
}

// Codes in an array become what a cell of CSV would say.
bool DocumentParser::set_value(std::uint32_t node, std::uint32_t row, std::uint32_t column) {
  const std::uint32_t begin = *mark_;
  std::string codes;
  bool all_texts = true;
  ++mark_;
  if (text_[*mark_] == ']') {
    ++mark_;
    codes = "none";
  } else {
    while (true) {
      if (*mark_ >= line_end_) return false;
      if (text_[*mark_] == '"') {
        const std::uint32_t start = *mark_ + 1, end = token_end() - 1;
        if (end < start || text_[end] != '"') return false;
        codes += codes.empty() ? "" : ";";
        const Unescaped said = unescape({text_ + start, end - start}, codes);
        if (said == Unescaped::no_json) return false;
        all_texts &= said == Unescaped::text && start != end;
        ++mark_;
      } else {
        all_texts = false;
        if (!skip()) return false;
      }
      const char next = text_[*mark_++];
      if (next == ']') break;
      if (next != ',') return false;
    }
  }
  std::uint32_t* const to = cell(node, row, column);
  to[0] = to[1] = begin;
  if (!all_texts)
    bad(node, row, column, "not codes of its list alone");
  else if (codes.size() > max_cell_bytes_)
    bad(node, row, column, too_long_);
  else
    put_aside(to, codes);
  return true;
}

bool DocumentParser::value(std::uint32_t node, std::uint32_t row, std::uint32_t column, bool is_set) {
  nodes_[node].seen[column] = 1;
  std::uint32_t* const to = cell(node, row, column);
  if (to[1] != 0) {
    to[1] = bad(node, row, column, "there twice: which holds the value can't be told");
    return skip();
  }
  const char* const at = text_ + *mark_;
  switch (*at) {
    case '"': return text_value(node, row, column);
    case 't':
    case 'f':
    case 'n': {
      const std::uint32_t size = token_end() - *mark_;
      const bool known = *at == 't'   ? size == 4 && std::memcmp(at, "true", 4) == 0
                         : *at == 'f' ? size == 5 && std::memcmp(at, "false", 5) == 0
                                      : size == 4 && std::memcmp(at, "null", 4) == 0;
      to[0] = *mark_;
      to[1] = *mark_ + (*at == 'n' ? 0 : size);
      ++mark_;
      return known;
    }
    case '[':
      if (is_set) return set_value(node, row, column);
      [[fallthrough]];
    case '{':
      to[0] = to[1] = *mark_;
      bad(node, row, column, *at == '[' ? "an array where one value is expected" : "an object where one value is expected");
      return skip();
    default: return number_value(to);
  }
}

// Passes over one value, whatever it is.
bool DocumentParser::skip() {
  std::array<char, deepest> ends{};  // of the objects and arrays that are open
  unsigned depth = 0;
  const auto name = [&] {
    if (text_[*mark_] != '"' || text_[mark_[1]] != ':') return false;
    const std::uint32_t end = token_end() - 1;
    if (end <= *mark_ || text_[end] != '"') return false;
    unescaped_.clear();
    if (escapes_ && unescape({text_ + *mark_ + 1, end - *mark_ - 1}, unescaped_) == Unescaped::no_json) return false;
    mark_ += 2;
    return true;
  };
  while (*mark_ < line_end_) {
    const char c = text_[*mark_];
    bool opened = false;
    if (c == '{' || c == '[') {
      if (depth == deepest) {
        why_ = "no JSON document that is read: nested too deeply";
        return false;
      }
      ends[depth++] = c == '{' ? '}' : ']';
      ++mark_;
      opened = true;
    } else if (c == '"') {
      const std::uint32_t begin = *mark_ + 1, end = token_end() - 1;
      if (end < begin || text_[end] != '"') return false;
      unescaped_.clear();
      if (escapes_ && unescape({text_ + begin, end - begin}, unescaped_) == Unescaped::no_json) return false;
      ++mark_;
    } else {
      const std::string_view token(text_ + *mark_, token_end() - *mark_);
      if (token != "null" && token != "true" && token != "false" && !is_json_number(token)) return false;
      ++mark_;
    }
    if (opened && text_[*mark_] != ends[depth - 1]) {
      if (ends[depth - 1] == '}' && !name()) return false;
      continue;
    }
    while (depth > 0 && text_[*mark_] == ends[depth - 1]) {
      ++mark_;
      --depth;
    }
    if (depth == 0) return true;
    if (text_[*mark_++] != ',') return false;
    if (ends[depth - 1] == '}' && !name()) return false;
  }
  return false;
}

}  // namespace fairstart::readers
