// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "engine/column/database.hpp"

namespace fairstart::column {

namespace {
constexpr std::size_t block_bytes = 64U << 10U;
}

std::uint32_t TextPool::intern(std::string_view text) {
  if (const auto found = ids_.find(text); found != ids_.end()) return found->second;
  if (text.size() > room_ - used_) {
    room_ = std::max(block_bytes, text.size());
    all_rooms_ += room_;
    used_ = 0;
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(room_));
  }
  // The views point into blocks that never move, so growing the pool leaves them good.
  char* at = blocks_.empty() ? nullptr : blocks_.back().get() + used_;
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  used_ += text.size();
  const auto id = static_cast<std::uint32_t>(texts_.size());
  const std::string_view kept = text.empty() ? std::string_view{} : std::string_view(at, text.size());
  texts_.push_back(kept);
  ids_.emplace(kept, id);
  return id;
}

void TextPool::forget_from(std::uint32_t id) {
  for (; texts_.size() > id; texts_.pop_back()) ids_.erase(texts_.back());
}

// Of lists that double, the old and the new are there for a while.
std::size_t TextPool::bytes() const {
  constexpr std::size_t of_id = 48;  // what an unordered_map of g++ asks malloc for
  return all_rooms_ + ids_.size() * of_id +
         (texts_.capacity() * sizeof(texts_[0]) + ids_.bucket_count() * sizeof(void*)) * 3 / 2;
}

std::uint32_t TextPool::find(std::string_view text) const {
  const auto found = ids_.find(text);
  return found == ids_.end() ? no_text : found->second;
}

}  // namespace fairstart::column
