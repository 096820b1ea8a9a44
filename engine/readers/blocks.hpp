// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/readers/input_file.hpp"

namespace fairstart::readers {

// A run of bytes of a file that starts and ends where records do. Bytes before and after it, `margin` of them, may be read.
class Block {
 public:
  static constexpr std::size_t margin = 64;

  char* text() { return room_ == 0 ? nullptr : bytes_.get() + margin; }
  const char* text() const { return room_ == 0 ? nullptr : bytes_.get() + margin; }
  std::size_t size = 0;
  bool is_last = false;  // what it ends with may be no whole record
  bool failed = false;   // reading went wrong after it

  std::size_t room() const { return room_; }
  void enlarge(std::size_t room, std::size_t kept);  // keeps the first `kept` bytes

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t room_ = 0;
};

// Cuts a file into blocks, at ends of records: of CSV, where a line feed within quotes is none, or at ends of lines. Not for several threads at once.
class Blocks {
 public:
  enum class Records : std::uint8_t { csv, lines };
  // `fingerprint` may be null; it takes every byte read.
  Blocks(InputFile& file, FingerprintOf* fingerprint, std::size_t block_bytes, std::size_t max_record_bytes,
         Records records = Records::csv)
      : file_(file),
        fingerprint_(fingerprint),
        block_bytes_(block_bytes),
        max_record_bytes_(max_record_bytes),
        records_(records) {}
  // The next block, in the room of `block`; false at the end. One larger than `max_record_bytes` may be no whole record: the
  // last one, whatever follows.
  bool next(Block& block);

 private:
  // Where the text [0, size) is inside or outside quotes, up to which byte, and where its last record ends.
  struct Walk {
    std::size_t at = 0, end_of_records = 0;
    std::size_t start = 0;  // of the first record: after a byte order mark
    bool inside = false;
  };
  static void walk_lines(Walk& walk, const char* text, std::size_t size);
  static void walk(Walk& walk, const char* text, std::size_t size);

  InputFile& file_;
  FingerprintOf* fingerprint_;
  std::size_t block_bytes_, max_record_bytes_;
  Records records_;
  std::string carried_;  // read, after the last block
  bool ended_ = false, started_ = false;
};

}  // namespace fairstart::readers
