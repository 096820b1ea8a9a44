// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/lexer.hpp"

#include <algorithm>
#include <array>

namespace fairstart::syntax::lexer {
namespace {

constexpr std::array<std::string_view, 49> reserved = {
    "after",    "and",     "any",      "as",        "at",       "average", "because", "before", "between", "by",
    "cashable", "count",   "declined", "each",      "earliest", "every",   "for",     "from",   "highest", "in",
    "includes", "is",      "known",    "latest",    "lowest",   "never",   "next",    "no",     "not",     "of",
    "oldest",   "once",    "or",       "otherwise", "over",     "per",     "rounded", "sum",    "the",     "then",
    "to",       "turning", "under",    "unknown",   "when",     "where",   "within",  "yes",    "youngest"};

constexpr std::string_view pound = "£";

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }
bool digit_at(std::string_view text, std::size_t at) { return is_digit(at_or_nul(text, at)); }
bool name_byte_at(std::string_view text, std::size_t at) { return is_name_byte(at_or_nul(text, at)); }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (digit_at(text, at)) ++at;
  return at;
}

bool digits_at(std::string_view text, std::size_t at, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (!digit_at(text, at + i)) return false;
  }
  return true;
}

// A keyword ends where a name would: (?!-?[A-Za-z0-9_])
bool keyword_may_end(std::string_view text, std::size_t at) {
  if (at_or_nul(text, at) == '-') ++at;
  return !name_byte_at(text, at);
}

bool starts_with_at(std::string_view text, std::size_t at, std::string_view what) {
  return text.substr(std::min(at, text.size())).starts_with(what);
}

// [a-z][a-z0-9]*(-[a-z0-9]+)* and for a path (\.[a-z]…)*: the longest that no letter, digit or _ follows.
std::size_t dotted_end(std::string_view text, std::size_t begin, bool dots) {
  if (!is_lower(at_or_nul(text, begin))) return begin;
  std::size_t good = begin, at = begin;
  while (true) {
    while (is_lower(at_or_nul(text, at)) || digit_at(text, at)) ++at;
    if (!name_byte_at(text, at)) good = at;
    const char next = at_or_nul(text, at);
    const char first = at_or_nul(text, at + 1);
    if (next == '-' && (is_lower(first) || is_digit(first)))
      ++at;
    else if (dots && next == '.' && is_lower(first))
      ++at;
    else
      return good;
  }
}

std::size_t name_end(std::string_view text, std::size_t begin) {
  std::size_t word = begin;
  while (name_byte_at(text, word)) ++word;
  if (is_reserved(text.substr(begin, word - begin)) && keyword_may_end(text, word)) return begin;
  return dotted_end(text, begin, false);
}

std::size_t text_end(std::string_view text, std::size_t begin) {
  constexpr std::string_view opening = "“", closing = "”";
  std::size_t at = begin;
  if (at_or_nul(text, at) == '"') {
    for (++at; at < text.size() && text[at] != '\n'; ++at) {
      if (text[at] == '"') return at + 1;
    }
  } else if (starts_with_at(text, at, opening)) {
    for (at += opening.size(); at < text.size() && text[at] != '\n'; ++at) {
      if (starts_with_at(text, at, closing)) return at + closing.size();
    }
  }
  return begin;
}

// \d{1,3}(,\d{3})+ or \d+; where a group is not followed as it must be, no shorter reading is either.
std::size_t whole_number_end(std::string_view text, std::size_t begin) {
  std::size_t at = skip_digits(text, begin);
  if (at - begin > 3 || at == begin) return at;
  while (at_or_nul(text, at) == ',' && digits_at(text, at + 1, 3)) at += 4;
  return at;
}

bool comma_and_digit(std::string_view text, std::size_t at) { return at_or_nul(text, at) == ',' && digit_at(text, at + 1); }

std::size_t number_end(std::string_view text, std::size_t begin) {
  if (digits_at(text, begin, 4) && at_or_nul(text, begin + 4) == '-' && digits_at(text, begin + 5, 2) &&
      at_or_nul(text, begin + 7) == '-')
    return begin;
  const std::size_t whole = whole_number_end(text, begin);
  if (whole == begin) return begin;
  const auto may_end = [&](std::size_t at) {
    return !digit_at(text, at) && at_or_nul(text, at) != '%' && !comma_and_digit(text, at);
  };
  if (at_or_nul(text, whole) == '.') {
    const std::size_t decimals = skip_digits(text, whole + 1);
    if (decimals > whole + 1 && may_end(decimals)) return decimals;
  }
  return may_end(whole) ? whole : begin;
}

std::size_t percent_end(std::string_view text, std::size_t begin) {
  std::size_t at = skip_digits(text, begin);
  if (at == begin) return begin;
  if (at_or_nul(text, at) == '.' && digit_at(text, at + 1)) at = skip_digits(text, at + 1);
  return at_or_nul(text, at) == '%' ? at + 1 : begin;
}

std::size_t money_end(std::string_view text, std::size_t begin) {
  if (!starts_with_at(text, begin, pound)) return begin;
  const std::size_t whole = whole_number_end(text, begin + pound.size());
  if (whole == begin + pound.size()) return begin;
  const auto may_end = [&](std::size_t at) { return !digit_at(text, at) && !comma_and_digit(text, at); };
  if (at_or_nul(text, whole) == '.' && digits_at(text, whole + 1, 2) && may_end(whole + 3)) return whole + 3;
  return may_end(whole) ? whole : begin;
}

std::size_t date_end(std::string_view text, std::size_t begin) {
  const bool date = digits_at(text, begin, 4) && at_or_nul(text, begin + 4) == '-' && digits_at(text, begin + 5, 2) &&
                    at_or_nul(text, begin + 7) == '-' && digits_at(text, begin + 8, 2) && !digit_at(text, begin + 10);
  return date ? begin + 10 : begin;
}

std::size_t years_end(std::string_view text, std::size_t begin) {
  const bool years = digits_at(text, begin, 4) && at_or_nul(text, begin + 4) == '/' && digits_at(text, begin + 5, 2) &&
                     !digit_at(text, begin + 7);
  return years ? begin + 7 : begin;
}

std::size_t one_of(std::string_view text, std::size_t begin, std::initializer_list<std::string_view> choices) {
  for (const std::string_view choice : choices) {
    if (starts_with_at(text, begin, choice)) return begin + choice.size();
  }
  return begin;
}

// A dash with a blank on each side; PEGTL has no look-behind, so the byte before is looked at here.
std::size_t minus_end(std::string_view text, std::size_t begin) {
  if (begin == 0 || !is_blank(text[begin - 1])) return begin;
  const std::size_t end = one_of(text, begin, {"-", "–", "−"});
  return end != begin && end < text.size() && is_blank(text[end]) ? end : begin;
}

std::size_t sign_end(std::string_view text, std::size_t begin) {
  const std::size_t end = one_of(text, begin, {"-", "−"});
  return end != begin && (digit_at(text, end) || starts_with_at(text, end, pound)) ? end : begin;
}

std::size_t cant_tell_end(std::string_view text, std::size_t begin) {
  const std::size_t end = one_of(text, begin, {"can't tell", "can’t tell"});
  return end != begin && keyword_may_end(text, end) ? end : begin;
}

std::size_t day_end(std::string_view text, std::size_t begin) {
  const std::size_t digits = skip_digits(text, begin);
  if (digits == begin || digits > begin + 2 || at_or_nul(text, digits) != ' ') return begin;
  const std::size_t end = one_of(text, digits + 1,
                                 {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                                  "October", "November", "December"});
  return end != digits + 1 && !name_byte_at(text, end) ? end : begin;
}

}  // namespace

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_byte(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }

bool is_reserved(std::string_view word) { return std::binary_search(reserved.begin(), reserved.end(), word); }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (text[at] == '#') {
      while (at < text.size() && text[at] != '\n') ++at;
    } else if (is_blank(text[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::size_t phrase_end(std::string_view phrase, std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  for (const char c : phrase) {
    if (c == ' ') {
      if (!is_blank(at_or_nul(text, at))) return begin;
      while (is_blank(at_or_nul(text, at))) ++at;
    } else if (at_or_nul(text, at) == c) {
      ++at;
    } else {
      return begin;
    }
  }
  return keyword_may_end(text, at) ? at : begin;
}

std::size_t token_end(NodeKind kind, std::string_view text, std::size_t at) {
  switch (kind) {
    case NodeKind::NAME: return name_end(text, at);
    case NodeKind::PATH: return dotted_end(text, at, true);
    case NodeKind::TEXT: return text_end(text, at);
    case NodeKind::DATE: return date_end(text, at);
    case NodeKind::YEARS: return years_end(text, at);
    case NodeKind::NUM: return number_end(text, at);
    case NodeKind::PCT: return percent_end(text, at);
    case NodeKind::MONEY: return money_end(text, at);
    case NodeKind::CMP: return one_of(text, at, {"<=", ">=", "≤", "≥", "≠", "<", ">", "="});
    case NodeKind::MINUS: return minus_end(text, at);
    case NodeKind::NEG: return sign_end(text, at);
    case NodeKind::CANT: return cant_tell_end(text, at);
    case NodeKind::DAY: return day_end(text, at);
    default: return at;
  }
}

}  // namespace fairstart::syntax::lexer
