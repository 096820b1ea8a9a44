// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/passing_keys.hpp"

#include <algorithm>

namespace fairstart::readers {
namespace {

// Twelve bits a key and four marks each: of keys that are there once, about one in 160 seems to be there again.
constexpr std::size_t bits_a_key = 12, marks_a_key = 4, fewest_bits = 1U << 16U;

std::uint64_t passing_hash(std::string_view key) {
  auto bits = static_cast<std::uint64_t>(std::hash<std::string_view>{}(key));
  bits = (bits ^ (bits >> 32U)) * 0x9E37'79B9'7F4A'7C15U;
  return bits ^ (bits >> 29U);
}

// A set that may hold more than was put in, never less.
class Sieve {
 public:
  explicit Sieve(std::size_t keys) : words_(std::max(keys * bits_a_key, fewest_bits) / 64 + 1) {}
  // Whether it seemed to be there already.
  bool put(std::uint64_t hash) {
    bool there = true;
    const std::uint64_t step = (hash >> 32U) | 1U;
    for (std::size_t i = 0; i < marks_a_key; ++i, hash += step) {
      const std::uint64_t bit = hash % (words_.size() * 64);
      std::uint64_t& word = words_[bit / 64];
      const std::uint64_t mark = std::uint64_t{1} << (bit % 64);
      there = there && (word & mark) != 0;
      word |= mark;
    }
    return there;
  }

 private:
  std::vector<std::uint64_t> words_;
};

void keep_each_once(std::vector<std::uint64_t>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

}  // namespace

bool PassingKeys::is_greater(std::string_view key) const {
  if (!any_) return true;
  if (!is_number_) return key > text_;
  const auto number = column::canonical_integer(key);
  return number && *number > number_;
}

bool PassingKeys::may_repeat(std::uint64_t hash) const { return std::binary_search(repeated_.begin(), repeated_.end(), hash); }

// Which keys repeat is found by reading the files' keys once more, from their start.
void PassingKeys::stop_rising(std::size_t expected_rows) {
  rising_ = false;
  {
    Sieve sieve(expected_rows);
    std::size_t room = 1U << 16U;
    in_files_([&](std::string_view key) {
      const std::uint64_t hash = passing_hash(key);
      if (!sieve.put(hash)) return;
      if (repeated_.size() >= room) {
        keep_each_once(repeated_);
        room = std::max(room, 2 * repeated_.size());
      }
      repeated_.push_back(hash);
    });
  }
  keep_each_once(repeated_);
  added_([&](std::string_view key) {
    if (may_repeat(passing_hash(key))) seen_.emplace(key);
  });
}

bool PassingKeys::is_new(std::string_view key, std::size_t expected_rows) {
  if (rising_) {
    if (is_greater(key)) return true;
    stop_rising(expected_rows);
  }
  return !may_repeat(passing_hash(key)) || !seen_.contains(std::string(key));
}

void PassingKeys::add(std::string_view key) {
  if (!rising_) {
    if (may_repeat(passing_hash(key))) seen_.emplace(key);
    return;
  }
  const auto number = column::canonical_integer(key);
  // Once a text, always texts: their order goes on.
  if (!any_) is_number_ = number.has_value();
  if (is_number_)
    number_ = *number;
  else
    text_ = key;
  any_ = true;
}

void PassingKeys::add_rising(std::int64_t last) {
  any_ = is_number_ = true;
  number_ = last;
}

}  // namespace fairstart::readers
