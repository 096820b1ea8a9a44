// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/blocks.hpp"

#include <algorithm>
#include <cstring>

#include "engine/readers/csv.hpp"

namespace fairstart::readers {

void Block::enlarge(std::size_t room, std::size_t kept) {
  auto larger = std::make_unique_for_overwrite<char[]>(room + 2 * margin);
  std::memset(larger.get(), '\n', margin);
  std::memset(larger.get() + margin + room, '\n', margin);
  if (kept > 0) std::memcpy(larger.get() + margin, text(), kept);
  bytes_ = std::move(larger);
  room_ = room;
}

// A quote opens a cell only where one starts, and closes it unless another quote follows. What comes after the text decides
// about a quote at its end, so the walk stops before that one.
void Blocks::walk(Walk& walk, const char* text, std::size_t size) {
  const auto next_quote = [&](std::size_t from) {
    const void* const found = std::memchr(text + from, '"', size - from);
    return found == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(found) - text);
  };
  while (walk.at < size) {
    const std::size_t quote = next_quote(walk.at);
    if (walk.inside) {
      if (quote + 1 >= size) {
        walk.at = quote;
        return;
      }
      walk.inside = text[quote + 1] == '"';
      walk.at = quote + (walk.inside ? 2 : 1);
      continue;
    }
    if (const void* const line_end = ::memrchr(text + walk.at, '\n', quote - walk.at); line_end != nullptr)
      walk.end_of_records = static_cast<std::size_t>(static_cast<const char*>(line_end) - text) + 1;
    if (quote == size) {
      walk.at = size;
      return;
    }
    walk.inside = quote == walk.start || text[quote - 1] == ',' || text[quote - 1] == '\n';
    walk.at = quote + 1;
  }
}

void Blocks::walk_lines(Walk& walk, const char* text, std::size_t size) {
  if (const void* const line_end = ::memrchr(text + walk.at, '\n', size - walk.at); line_end != nullptr)
    walk.end_of_records = static_cast<std::size_t>(static_cast<const char*>(line_end) - text) + 1;
  walk.at = size;
}

bool Blocks::next(Block& block) {
  if (ended_ && carried_.empty()) return false;
  block.size = 0;
  block.is_last = block.failed = false;
  // What a block holds must not rest on how large it once was: threads take them in turn. A byte order mark fits.
  std::size_t room = std::max({block_bytes_, carried_.size() + 1, std::size_t{16}});
  if (block.room() < room) block.enlarge(room, 0);
  std::size_t filled = carried_.size();
  if (filled > 0) std::memcpy(block.text(), carried_.data(), filled);
  carried_.clear();
  Walk at;
  while (true) {
    while (!ended_ && filled < room) {
      const std::ptrdiff_t got = file_.read(block.text() + filled, room - filled, fingerprint_);
      block.failed = got < 0;
      ended_ = got <= 0;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    if (!started_ && std::string_view(block.text(), filled).starts_with(byte_order_mark)) at.start = byte_order_mark.size();
    started_ = true;
    if (!ended_) records_ == Records::csv ? walk(at, block.text(), filled) : walk_lines(at, block.text(), filled);
    if (ended_ || (at.end_of_records == 0 && filled > max_record_bytes_ + byte_order_mark.size())) {
      ended_ = block.is_last = true;
      block.size = filled;
      return filled > 0 || block.failed;
    }
    if (at.end_of_records > 0) {
      block.size = at.end_of_records;
      carried_.assign(block.text() + block.size, filled - block.size);
      return true;
    }
    room *= 2;
    if (block.room() < room) block.enlarge(room, filled);
  }
}

}  // namespace fairstart::readers
