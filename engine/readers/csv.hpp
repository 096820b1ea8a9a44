// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fairstart::readers {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Cell {
  std::string_view text;   // without its quotes; good until the next record is read
  bool malformed = false;  // something stands after the closing quote
};

// CSV as RFC 4180 has it (quotes, doubled quotes, line ends within quotes; LF or CRLF; a last line without its end; a byte
// order mark), in pieces from a source, through one buffer that grows only for a record longer than it. Lines with nothing
// on them are passed over.
class CsvReader {
 public:
  // Puts up to `room` bytes at `to`; 0 at the end; negative where reading failed.
  using Source = std::function<std::ptrdiff_t(char* to, std::size_t room)>;
  explicit CsvReader(Source source, std::size_t max_record_bytes);
  // From the middle of a file, where a record starts on `line`.
  CsvReader(Source source, std::size_t max_record_bytes, std::uint64_t line);

  enum class Next : std::uint8_t { record, end, open_quote, too_long, not_utf8, nul_byte, failed };
  Next next();

  const std::vector<Cell>& cells() const { return cells_; }
  std::uint64_t line() const { return line_; }  // where the record starts, from 1
  std::uint64_t trouble_line() const {
    return trouble_line_;
  }  // where a quote opened that is still open, or the bad byte is; 0: neither
  std::uint64_t next_line() const { return next_line_; }  // where the next record starts, or a line with nothing on it
  std::uint64_t bytes_used() const { return used_ + at_; }

 private:
  struct Piece {
    std::size_t begin, end;
    bool doubled, malformed;
  };

  bool more();  // reads on, keeping the record; false at the end, or where it failed
  bool read_quoted(std::size_t& at, Piece& piece);
  Next finished(std::size_t length);
  char* record() { return buffer_.get() + at_; }
  std::size_t available() const { return filled_ - at_; }

  Source source_;
  std::size_t max_record_bytes_;
  std::unique_ptr<char[]> buffer_;
  std::size_t room_ = 0, filled_ = 0, at_ = 0;  // bytes [at_, filled_) are read and not used yet
  std::uint64_t used_ = 0;                      // bytes that left the buffer
  std::uint64_t line_ = 0, next_line_ = 1, trouble_line_ = 0;
  bool ended_ = false, failed_ = false, started_ = false, too_long_ = false;
  std::vector<Piece> pieces_;
  std::vector<Cell> cells_;
};

}  // namespace fairstart::readers
