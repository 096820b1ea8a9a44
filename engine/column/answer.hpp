// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

// Three answers as a pair of bits, and numbers as intervals (grammar.md, section 5, Pairs).
namespace fairstart::column {

// Bit 0: certainly. Bit 1: possibly. `certainly` without `possibly` never occurs, so & and | are Kleene's and, or.
using Answer = std::uint8_t;
inline constexpr Answer no = 0, unknown = 2, yes = 3;

constexpr Answer negated(Answer a) { return static_cast<Answer>(3U ^ (((a & 1U) << 1U) | (a >> 1U))); }
constexpr Answer answer_of(bool value) { return value ? yes : no; }
constexpr bool certainly(Answer a) { return (a & 1U) != 0; }
constexpr bool possibly(Answer a) { return (a & 2U) != 0; }

// Numbers in millionths; dates as days; codes and levels as index; texts as id in the text pool. Both ends included.
// Equal ends: known. The extremes of the type stand for no bound. lo > hi never occurs.
struct Interval {
  std::int64_t lo = std::numeric_limits<std::int64_t>::min();
  std::int64_t hi = std::numeric_limits<std::int64_t>::max();
  bool known() const { return lo == hi; }
  friend bool operator==(const Interval&, const Interval&) = default;
};
inline constexpr std::int64_t no_lower = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t no_upper = std::numeric_limits<std::int64_t>::max();

}  // namespace fairstart::column
