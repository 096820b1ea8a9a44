// SPDX-License-Identifier: Apache-2.0
#include "engine/run/in_order.hpp"

#include <algorithm>

namespace fairstart::run {

InOrder::InOrder(std::size_t ahead, Write write) : waiting_(std::max<std::size_t>(1, ahead)), write_(std::move(write)) {}

bool InOrder::admit(std::size_t chunk) {
  std::unique_lock lock(mutex_);
  // Whoever has the next chunk to be written never waits here, so somebody always moves on.
  moved_on_.wait(lock, [&] { return stopped_ || chunk < next_ + waiting_.size(); });
  return !stopped_;
}

void InOrder::hand_in(std::size_t chunk, report::ChunkText& text) {
  std::unique_lock lock(mutex_);
  if (stopped_) return;
  waiting_[chunk % waiting_.size()] = std::move(text);
  text = {};
  // Whoever is writing takes what was handed in meanwhile too; nobody waits for the disk but the writer.
  while (!writing_ && !stopped_ && waiting_[next_ % waiting_.size()]) {
    std::optional<report::ChunkText> ready;
    ready.swap(waiting_[next_ % waiting_.size()]);
    if (write_next(lock, *ready)) {
      ++next_;
      text = std::move(*ready);
    }
    moved_on_.notify_all();
  }
}

bool InOrder::write_next(std::unique_lock<std::mutex>& lock, report::ChunkText& text) {
  writing_ = true;
  const std::size_t number = next_;
  lock.unlock();
  const base::Status written = write_(text, number);
  text.clear();
  lock.lock();
  writing_ = false;
  if (written) return true;
  if (!stopped_) {
    stopped_ = true;
    failure_ = written.failure();
  }
  return false;
}

void InOrder::hand_in_part(std::size_t chunk, report::ChunkText& text) {
  std::unique_lock lock(mutex_);
  // Those before it never wait for it.
  moved_on_.wait(lock, [&] { return stopped_ || chunk == next_; });
  if (!stopped_ && !write_next(lock, text)) moved_on_.notify_all();
  text.clear();
}

void InOrder::stop(std::optional<base::Failure> failure) {
  const std::unique_lock lock(mutex_);
  if (!stopped_) failure_ = std::move(failure);
  stopped_ = true;
  moved_on_.notify_all();
}

bool InOrder::stopped() const {
  const std::unique_lock lock(mutex_);
  return stopped_;
}

std::optional<base::Failure> InOrder::failure() const {
  const std::unique_lock lock(mutex_);
  return failure_;
}

}  // namespace fairstart::run
