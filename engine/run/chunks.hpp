// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <optional>

#include "engine/column/database.hpp"

namespace fairstart::run {

// All families in chunks, handed out in order to whoever asks.
class Chunks {
 public:
  // families: in a chunk, at least 1. Even without families there is one chunk: rows of other records go with the first.
  Chunks(const column::Database& database, std::size_t families);
  std::size_t families() const { return families_; }
  std::size_t size() const { return size_; }
  std::optional<std::size_t> next();
  void stop() { next_ = size_; }
  std::size_t families_up_to(std::size_t chunk) const;  // with those of the chunk
  column::Chunk rows(std::size_t chunk) const;

 private:
  const column::Database* database_;
  std::size_t families_, each_, size_;
  std::atomic<std::size_t> next_{0};
};

// Does `work` on so many threads at once, this one among them; on fewer where the machine gives no more. The first fault is
// thrown again once all have ended; `stop` is to make the others end.
void in_threads(std::size_t threads, const std::function<void()>& work, const std::function<void()>& stop);

}  // namespace fairstart::run
