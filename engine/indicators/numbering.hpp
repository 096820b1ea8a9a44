// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// Values and pairs numbered from 0 in order of first sight, so that what is counted by them is counted in plain arrays.
namespace fairstart::indicators {

// Of an odd number, modulo 2⁶⁴: each step doubles the bits that are right.
constexpr std::uint64_t inverse_of(std::uint64_t odd) {
  std::uint64_t inverse = odd;
  for (int bits = 3; bits < 64; bits *= 2) inverse *= 2 - odd * inverse;
  return inverse;
}

class Numbering {
 public:
  [[gnu::always_inline]] std::uint32_t number(std::int64_t value) {
    // The product with a unit's inverse is small for small multiples of it alone.
    const std::uint64_t units = std::rotr(static_cast<std::uint64_t>(value) * inverse, twos);
    if (units < small_.size() && small_[units] != none) return small_[units];
    const Slot& slot = slots_[home(value)];
    return slot.number != none && slot.value == value ? slot.number : number_of_other(value);
  }
  const std::vector<std::int64_t>& values() const { return values_; }  // by number

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
  // Tenths of what is counted in millionths: 2⁵ · 3125, whose inverse modulo 2⁶⁴ this is.
  static constexpr int twos = 5;
  static constexpr std::uint64_t inverse = inverse_of(3125), most_small = 8192;
  struct Slot {
    std::int64_t value = 0;
    std::uint32_t number = none;
  };
  // Twice: values are in millionths, whose products with one number alone fall on few slots.
  std::size_t home(std::int64_t value) const {
    std::uint64_t mixed = static_cast<std::uint64_t>(value) * 0x9E37'79B9'7F4A'7C15U;
    mixed ^= mixed >> 32U;
    return static_cast<std::size_t>((mixed * 0xD6E8'FEB8'6659'FD93U) >> shift_);
  }
  std::uint32_t number_of_other(std::int64_t value);
  void put(std::int64_t value, std::uint32_t number);

  std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two, at most half of them taken
  unsigned shift_ = 58;                              // 64 less the bits of their number
  std::vector<std::int64_t> values_;
  std::vector<std::uint32_t> small_;  // by units
};

class Pairing {
 public:
  std::uint32_t number(std::uint32_t first, std::uint32_t second) {
    if (first < rows_ && second < columns_) {
      const std::uint32_t known = table_[first * columns_ + second];
      if (known != none) return known;
    }
    return number_of_other(first, second);
  }
  std::size_t size() const { return rows_ == 0 ? sparse_.values().size() : pairs_.size(); }
  std::pair<std::uint32_t, std::uint32_t> pair(std::uint32_t number) const;

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
  static constexpr std::size_t most = std::size_t{1} << 16U;  // entries of the table, else they are looked up
  std::uint32_t number_of_other(std::uint32_t first, std::uint32_t second);
  bool make_room(std::uint32_t first, std::uint32_t second);

  std::size_t rows_ = 1, columns_ = 1;  // of the table, powers of two; rows 0: `sparse_` instead
  std::vector<std::uint32_t> table_ = {none};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
  Numbering sparse_;
};

// Counts by two small numbers: in a table as long as neither that nor a count is large, else by the pair.
class PairCounts {
 public:
  void add(std::uint32_t first, std::uint32_t second, std::int64_t more = 1) {  // more: not below 0
    if (first < rows_ && second < columns_) {
      std::uint16_t& low = low_[first * columns_ + second];
      if (const std::uint64_t sum = low + static_cast<std::uint64_t>(more); sum <= most_low) {
        low = static_cast<std::uint16_t>(sum);
        return;
      }
    }
    add_other(first, second, more);
  }
  // Calls use(first, second, count) for each pair that was counted.
  template <class Use>
  void each(const Use& use) const {
    for (std::size_t at = 0; at < low_.size(); ++at) {
      const std::int64_t count = count_at(at);
      if (count != 0) use(static_cast<std::uint32_t>(at / columns_), static_cast<std::uint32_t>(at % columns_), count);
    }
    for (std::uint32_t i = 0; i < sparse_.size(); ++i) {
      const auto [first, second] = pairs_.pair(i);
      use(first, second, sparse_[i]);
    }
  }

 private:
  static constexpr std::size_t most = std::size_t{1} << 18U;  // entries of the table
  static constexpr unsigned low_bits = 16;
  static constexpr std::uint64_t most_low = 0xFFFF, most_in_table = 0xFFFF'FFFFU;
  void add_other(std::uint32_t first, std::uint32_t second, std::int64_t more);
  std::int64_t count_at(std::size_t at) const {
    return std::int64_t{low_[at]} | (high_.empty() ? 0 : std::int64_t{high_[at]} << low_bits);
  }
  void put(std::size_t at, std::uint64_t count);

  std::size_t rows_ = 0, columns_ = 0;  // of the table, powers of two; 0: nothing yet, or it would be too large
  // A count in two halves, the upper ones empty until one is needed: counting reads the lower ones at random, and they stay in
  // the cache.
  std::vector<std::uint16_t> low_, high_;
  bool is_sparse_ = false;
  Pairing pairs_;  // and counts by their numbers
  std::vector<std::int64_t> sparse_;
};

}  // namespace fairstart::indicators
