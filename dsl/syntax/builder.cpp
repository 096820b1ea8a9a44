// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/builder.hpp"

#include "dsl/syntax/lexer.hpp"

namespace fairstart::syntax {
namespace {

constexpr std::size_t most_missed = 4096;  // far more than any place of the grammar has
constexpr Expected comma_or_line{NodeKind::file, "a comma or a new line"};
constexpr Expected new_line{NodeKind::file, "a new line"};
constexpr Expected nothing_more{NodeKind::file, "the end of the file"};

}  // namespace

std::uint32_t Builder::skip(std::uint32_t at) {
  if (at != gap_begin_) {
    gap_begin_ = at;
    gap_end_ = static_cast<std::uint32_t>(lexer::skip_blanks(text_, at));
    gap_has_line_end_ = text_.substr(at, gap_end_ - at).find('\n') != std::string_view::npos;
  }
  return gap_end_;
}

void Builder::miss(std::uint32_t at, const Expected& what) {
  if (at < furthest_) return;
  if (at > furthest_) {
    furthest_ = at;
    missed_.clear();
  }
  const Expected* construct = naming_.name != nullptr && naming_.at == at ? naming_.name : nullptr;
  if (missed_.size() < most_missed) missed_.push_back({construct, &what});
}

std::uint32_t Builder::word(const Expected& word, std::uint32_t at) {
  const std::uint32_t begin = skip(at);
  const auto end = static_cast<std::uint32_t>(lexer::phrase_end(word.text, text_, begin));
  if (end == begin) {
    miss(begin, word);
    return missed;
  }
  leaf(NodeKind::word, begin, end);
  return end;
}

std::uint32_t Builder::mark(const Expected& mark, std::uint32_t at) {
  const std::uint32_t begin = skip(at);
  if (!text_.substr(begin).starts_with(mark.text)) {
    miss(begin, mark);
    return missed;
  }
  const auto end = static_cast<std::uint32_t>(begin + mark.text.size());
  leaf(NodeKind::mark, begin, end);
  return end;
}

std::uint32_t Builder::token(const Expected& token, std::uint32_t at) {
  const std::uint32_t begin = skip(at);
  const auto end = static_cast<std::uint32_t>(lexer::token_end(token.kind, text_, begin));
  if (end == begin) {
    miss(begin, token);
    return missed;
  }
  leaf(token.kind, begin, end);
  return end;
}

std::uint32_t Builder::end_of_clause(std::uint32_t at) {
  const std::uint32_t next = skip(at);
  const char here = next < text_.size() ? text_[next] : '\0';
  if (here == ',') {
    leaf(NodeKind::mark, next, next + 1);
    return next + 1;
  }
  if (gap_has_line_end_ || here == '}' || (at > 0 && text_[at - 1] == '}')) return at;
  miss(next, comma_or_line);
  return missed;
}

bool Builder::end_of_line(std::uint32_t at) {
  const std::uint32_t next = skip(at);
  if (gap_has_line_end_ || next == text_.size() || text_[next] == '}') return true;
  miss(next, new_line);
  return false;
}

bool Builder::end_of_text(std::uint32_t at) {
  const std::uint32_t next = skip(at);
  if (next == text_.size()) return true;
  miss(next, nothing_more);
  return false;
}

bool Builder::more_on_line(std::uint32_t at) {
  skip(at);
  return !gap_has_line_end_;
}

bool Builder::is_word_ahead(std::string_view word, std::uint32_t at) {
  const std::uint32_t begin = skip(at);
  return lexer::phrase_end(word, text_, begin) != begin;
}

void Builder::close(std::uint32_t index) {
  Node& node = nodes_[index];
  node.size = size() - index;
  node.begin = nodes_[index + 1].begin;
  node.end = nodes_.back().end;
}

Builder::Naming Builder::name_construct(const Expected& name, std::uint32_t at) {
  const Naming before = naming_;
  const std::uint32_t begin = skip(at);
  if (before.name == nullptr || before.at != begin) naming_ = {&name, begin};
  return before;
}

void Builder::go_deeper(std::uint32_t at) {
  if (++depth_ > depth_limit_) throw TooDeep(skip(at));
}

}  // namespace fairstart::syntax
