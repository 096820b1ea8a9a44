// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/csv.hpp"

#include <algorithm>
#include <cstring>

#include "dsl/base/text.hpp"

namespace fairstart::readers {
namespace {

constexpr std::size_t buffer_bytes = 256U << 10U;

bool is_ascii(const char* at, std::size_t size) {
  std::uint64_t high = 0;
  for (; size >= sizeof(high); at += sizeof(high), size -= sizeof(high)) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof(word));
    high |= word;
  }
  for (; size > 0; ++at, --size) high |= static_cast<unsigned char>(*at);
  return (high & 0x8080'8080'8080'8080U) == 0;
}

std::uint64_t line_ends(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

// Takes one of each two quotes away, in place.
std::size_t without_doubled_quotes(char* text, std::size_t size) {
  std::size_t to = 0;
  for (std::size_t from = 0; from < size; ++from) {
    text[to++] = text[from];
    if (text[from] == '"' && from + 1 < size && text[from + 1] == '"') ++from;
  }
  return to;
}

}  // namespace

CsvReader::CsvReader(Source source, std::size_t max_record_bytes)
    : source_(std::move(source)),
      max_record_bytes_(max_record_bytes),
      buffer_(std::make_unique_for_overwrite<char[]>(buffer_bytes)),
      room_(buffer_bytes) {}

CsvReader::CsvReader(Source source, std::size_t max_record_bytes, std::uint64_t line)
    : CsvReader(std::move(source), max_record_bytes) {
  next_line_ = line;
  started_ = true;
}

bool CsvReader::more() {
  if (ended_) return false;
  if (available() > max_record_bytes_) {
    too_long_ = true;
    return false;
  }
  if (at_ > 0) {
    std::memmove(buffer_.get(), record(), available());
    used_ += at_;
    filled_ -= at_;
    at_ = 0;
  }
  if (filled_ == room_) {
    auto larger = std::make_unique_for_overwrite<char[]>(room_ * 2);
    std::memcpy(larger.get(), buffer_.get(), filled_);
    buffer_ = std::move(larger);
    room_ *= 2;
  }
  const std::ptrdiff_t got = source_(buffer_.get() + filled_, room_ - filled_);
  failed_ = got < 0;
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  filled_ += static_cast<std::size_t>(got);
  return true;
}

// `at` stands on the opening quote; after it, on what follows the cell. False where the quote is never closed.
bool CsvReader::read_quoted(std::size_t& at, Piece& piece) {
  trouble_line_ = next_line_;
  piece.begin = ++at;
  while (true) {
    const auto* found = static_cast<const char*>(std::memchr(record() + at, '"', available() - at));
    if (found == nullptr) {
      next_line_ += line_ends({record() + at, available() - at});
      at = available();
      if (!more()) return false;
      continue;
    }
    const auto quote = static_cast<std::size_t>(found - record());
    next_line_ += line_ends({record() + at, quote - at});
    at = quote + 1;
    if (at == available()) more();
    if (at < available() && record()[at] == '"') {
      piece.doubled = true;
      ++at;
      continue;
    }
    piece.end = quote;
    trouble_line_ = 0;
    return true;
  }
}

CsvReader::Next CsvReader::next() {
  if (!started_) {
    started_ = true;
    while (available() < byte_order_mark.size() && more()) {}
    if (std::string_view(record(), available()).starts_with(byte_order_mark)) at_ += byte_order_mark.size();
  }
  pieces_.clear();
  cells_.clear();
  line_ = next_line_;
  trouble_line_ = 0;
  std::size_t at = 0;
  const auto stopped = [&] { return failed_ ? Next::failed : too_long_ ? Next::too_long : Next::open_quote; };
  while (true) {
    if (at == available() && !more() && (failed_ || too_long_)) return stopped();
    Piece piece{at, at, false, false};
    const bool quoted = at < available() && record()[at] == '"';
    if (quoted && !read_quoted(at, piece)) return stopped();
    // The rest of the cell: all of it, or what should not follow a closing quote.
    const std::size_t rest = at;
    while (true) {
      const char* from = record() + at;
      const char* const to = record() + available();
      while (from != to && *from != ',' && *from != '\n') ++from;
      at = static_cast<std::size_t>(from - record());
      if (at < available()) break;
      if (!more()) break;
    }
    if (failed_ || too_long_) return stopped();
    const bool last = at == available() || record()[at] == '\n';
    std::size_t end = at;
    if (last && end > rest && record()[end - 1] == '\r') --end;
    if (quoted)
      piece.malformed = std::string_view(record() + rest, end - rest).find_first_not_of(" \t") != std::string_view::npos;
    else
      piece.end = end;
    const bool at_end = at == available();
    if (last && pieces_.empty() && !quoted && piece.begin == piece.end) {
      if (at_end) return Next::end;
      ++next_line_;
      line_ = next_line_;
      at_ += at + 1;
      at = 0;
      continue;
    }
    pieces_.push_back(piece);
    if (!at_end) ++at;
    if (last) return finished(at);
  }
}

CsvReader::Next CsvReader::finished(std::size_t length) {
  char* const text = record();
  const std::string_view whole(text, length);
  if (length > max_record_bytes_) return Next::too_long;
  if (std::memchr(text, '\0', length) != nullptr) {
    trouble_line_ = line_ + line_ends(whole.substr(0, whole.find('\0')));
    return Next::nul_byte;
  }
  if (!is_ascii(text, length) && !base::is_valid_utf8(whole)) {
    trouble_line_ = line_;
    for (std::string_view rest = whole; base::is_valid_utf8(rest.substr(0, rest.find('\n')));
         rest.remove_prefix(rest.find('\n') + 1))
      ++trouble_line_;
    return Next::not_utf8;
  }
  if (whole.ends_with('\n')) ++next_line_;
  for (const Piece& piece : pieces_) {
    std::size_t size = piece.end - piece.begin;
    if (piece.doubled) size = without_doubled_quotes(text + piece.begin, size);
    cells_.push_back({{text + piece.begin, size}, piece.malformed});
  }
  at_ += length;
  return Next::record;
}

}  // namespace fairstart::readers
