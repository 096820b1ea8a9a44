// SPDX-License-Identifier: Apache-2.0
#include "dsl/sharing/words.hpp"

#include <algorithm>

#include "dsl/base/text.hpp"

namespace fairstart::sharing {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

// Takes so many bytes, and the blank before them; nothing where there are not so many.
std::optional<std::string> Words::next(std::size_t length) {
  const std::size_t blank = first_ ? 0 : 1;
  if (length == 0 || rest_.size() < blank + length || (blank == 1 && rest_.front() != ' ')) return {};
  std::string taken(rest_.substr(blank, length));
  rest_.remove_prefix(blank + length);
  first_ = false;
  return taken;
}

bool Words::word(std::string_view expected) {
  const std::string_view after = first_ ? rest_ : rest_.substr(std::min<std::size_t>(1, rest_.size()));
  if (!after.starts_with(expected)) return false;
  if (after.size() > expected.size() && after[expected.size()] != ' ') return false;
  return next(expected.size()).has_value();
}

std::optional<std::string> Words::module() {
  const std::string_view after = first_ ? rest_ : rest_.substr(std::min<std::size_t>(1, rest_.size()));
  const std::size_t length = std::min(after.find(' '), after.size());
  // As the grammar's PATH: parts that begin with a letter, and single hyphens and dots between letters and digits.
  char before = '.';
  for (const char c : after.substr(0, length)) {
    const bool good =
        is_small(c) || (is_digit(c) && before != '.') || ((c == '-' || c == '.') && before != '-' && before != '.');
    if (!good) return {};
    before = c;
  }
  if (before == '-' || before == '.') return {};
  return next(length);
}

std::optional<std::string> Words::quoted() {
  const std::size_t blank = first_ ? 0 : 1;
  if (rest_.size() <= blank || rest_[blank] != '"') return {};
  const std::size_t close = rest_.find('"', blank + 1);
  if (close == std::string_view::npos) return {};
  const std::string_view inside = rest_.substr(blank + 1, close - blank - 1);
  const bool plain = std::all_of(inside.begin(), inside.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F;
  });
  if (!plain || !base::is_valid_utf8(inside)) return {};
  auto taken = next(close - blank + 1);
  if (!taken) return {};
  return taken->substr(1, taken->size() - 2);
}

std::optional<std::uint64_t> Words::number() {
  const std::string_view after = first_ ? rest_ : rest_.substr(std::min<std::size_t>(1, rest_.size()));
  const std::size_t length = std::min(after.find(' '), after.size());
  if (length == 0 || length > 9 || (length > 1 && after.front() == '0')) return {};
  std::uint64_t number = 0;
  for (const char c : after.substr(0, length)) {
    if (!is_digit(c)) return {};
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (!next(length)) return {};
  return number;
}

std::optional<std::string> Words::sha256() {
  auto taken = next(64);
  if (!taken || (!rest_.empty() && rest_.front() != ' ')) return {};
  const bool good = std::all_of(taken->begin(), taken->end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
  return good ? taken : std::nullopt;
}

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return {};
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace fairstart::sharing
