// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/passing_keys.hpp"

#include <algorithm>
#include <bit>

#include "engine/readers/key_hash.hpp"

namespace fairstart::readers {
namespace {

// A set of hashes that may hold more than was put in, never less: twelve bits a key and four marks each, all in one cache line. Of
// keys that are there once, about one in 600 seems to be there again.
class Sieve {
 public:
  explicit Sieve(std::size_t keys) : lines_(lines_for(keys)) {}
  static std::size_t bytes_for(std::size_t keys) { return lines_for(keys) * sizeof(Line); }
  // Whether it seemed to be there already.
  bool put(std::uint64_t hash) {
    __extension__ using Wide = unsigned __int128;
    Line& line = lines_[static_cast<std::size_t>(Wide{hash} * lines_.size() >> 64U)];
    std::uint64_t missing = 0;
    for (std::size_t i = 0; i < marks_a_key; ++i, hash >>= bits_a_place) {
      std::uint64_t& word = line.words[hash / 64 % words_a_line];
      const std::uint64_t mark = std::uint64_t{1} << (hash % 64);
      missing |= ~word & mark;
      word |= mark;
    }
    return missing == 0;
  }

 private:
  static constexpr std::size_t bits_a_key = 12, marks_a_key = 4, fewest_keys = 1U << 12U;
  static constexpr std::size_t words_a_line = 8, bits_a_line = 64 * words_a_line, bits_a_place = 9;
  struct alignas(64) Line {
    std::uint64_t words[words_a_line] = {};
  };
  static std::size_t lines_for(std::size_t keys) { return std::max(keys, fewest_keys) * bits_a_key / bits_a_line + 1; }
  std::vector<Line> lines_;
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

// Most do not, and most of these have no mark.
bool PassingKeys::may_repeat(std::uint64_t hash) const {
  const std::uint64_t place = hash >> shift_;
  return (marks_[place / 64] >> (place % 64) & 1U) != 0 && std::binary_search(repeated_.begin(), repeated_.end(), hash);
}

void PassingKeys::mark_repeated() {
  constexpr std::size_t marks_a_hash = 32, fewest = 64;
  const auto bits = static_cast<unsigned>(std::bit_width(std::max(repeated_.size() * marks_a_hash, fewest) - 1));
  shift_ = 64 - bits;
  marks_.assign((std::size_t{1} << bits) / 64, 0);
  for (const std::uint64_t hash : repeated_) marks_[(hash >> shift_) / 64] |= std::uint64_t{1} << ((hash >> shift_) % 64);
}

// Which keys repeat is found by reading the files' keys once more, from their start.
void PassingKeys::stop_rising(std::size_t expected_rows) {
  rising_ = false;
  tell_(Sieve::bytes_for(expected_rows));
  {
    Sieve sieve(expected_rows);
    std::size_t room = 1U << 16U;
    repeated_.reserve(room);
    in_files_([&](std::string_view key) {
      const std::uint64_t hash = hash_of_text(key);
      if (!sieve.put(hash)) return;
      if (repeated_.size() == room) {
        keep_each_once(repeated_);
        room = std::max(room, 2 * repeated_.size());
        tell_(Sieve::bytes_for(expected_rows) + bytes() + room * sizeof(hash));
        repeated_.reserve(room);
      }
      repeated_.push_back(hash);
    });
  }
  keep_each_once(repeated_);
  tell_(bytes());
  mark_repeated();
  added_([&](std::string_view key) {
    if (may_repeat(hash_of_text(key))) see(key);
  });
}

void PassingKeys::see(std::string_view key) {
  if (!seen_.emplace(key).second || key.size() <= std::string().capacity()) return;
  long_bytes_ += key.size() + sizeof(std::string);
}

// As if each that may repeat were seen already.
std::size_t PassingKeys::bytes() const {
  constexpr std::size_t of_one = 80;  // what an unordered_set of g++ asks malloc for, with its share of the buckets
  return repeated_.capacity() * sizeof(repeated_[0]) + repeated_.size() * of_one + marks_.size() * sizeof(marks_[0]) +
         long_bytes_;
}

bool PassingKeys::is_new(std::string_view key, std::size_t expected_rows) {
  if (rising_) {
    if (is_greater(key)) return true;
    stop_rising(expected_rows);
  }
  return !may_repeat(hash_of_text(key)) || !seen_.contains(std::string(key));
}

void PassingKeys::add(std::string_view key) {
  if (!rising_) {
    if (may_repeat(hash_of_text(key))) see(key);
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
