// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/report/report.hpp"

namespace fairstart::run {

// Takes chunks' texts in any order and writes them in theirs, holding back those who run too far ahead.
class InOrder {
 public:
  using Write = std::function<base::Status(const report::ChunkText&, std::size_t chunk)>;
  // At most `ahead` chunks (at least 1) wait or are worked on at a time.
  InOrder(std::size_t ahead, Write write);

  // Waits until the chunk is near enough to be worked on. False: the run has stopped.
  bool admit(std::size_t chunk);
  // Hands in an admitted chunk, and gets an empty text with room from an earlier one for it.
  void hand_in(std::size_t chunk, report::ChunkText& text);
  // Writes the first rows of an admitted chunk, before it is handed in: waits for its turn. Leaves the text empty.
  void hand_in_part(std::size_t chunk, report::ChunkText& text);
  // Stops everybody; the first reason counts.
  void stop(std::optional<base::Failure> failure = {});

  bool stopped() const;
  std::optional<base::Failure> failure() const;

 private:
  bool write_next(std::unique_lock<std::mutex>& lock, report::ChunkText& text);  // false: it failed, and all stop
  mutable std::mutex mutex_;
  std::condition_variable moved_on_;
  std::vector<std::optional<report::ChunkText>> waiting_;  // by chunk, modulo its size
  std::size_t next_ = 0;                                   // to be written, or being written
  bool writing_ = false;                                   // by one thread at a time, without the lock
  Write write_;
  bool stopped_ = false;
  std::optional<base::Failure> failure_;
};

}  // namespace fairstart::run
