// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/workload/keys.hpp"

#include <charconv>

namespace fairstart::bench {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's: no I, L, O, U
constexpr std::size_t length = 12;
constexpr unsigned bits = 5 * length;
constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
constexpr std::uint64_t factor = 0x9E3779B97F4A7C15;

// Newton's iteration: each step doubles the number of right bits, of which an odd number has three to begin with.
constexpr std::uint64_t inverse_of(std::uint64_t odd) {
  std::uint64_t inverse = odd;
  for (int step = 0; step < 5; ++step) inverse *= 2 - odd * inverse;
  return inverse;
}
static_assert(factor * inverse_of(factor) == 1);

// Its own inverse, and brings the well-mixed upper half to the lower one.
constexpr std::uint64_t fold(std::uint64_t number) { return number ^ (number >> (bits / 2)); }

}  // namespace

std::string text_key(std::uint64_t number) {
  std::uint64_t mixed = fold(number * factor & mask);
  std::string key(length, '0');
  for (std::size_t i = length; i-- > 0; mixed >>= 5) key[i] = digits[mixed & 31];
  return key;
}

std::optional<std::uint64_t> number_of(std::string_view key) {
  std::uint64_t number = 0;
  if (key.size() != length) {
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (error != std::errc() || end != key.data() + key.size()) return {};
    return number;
  }
  for (const char character : key) {
    const std::size_t digit = digits.find(character);
    if (digit == std::string_view::npos) return {};
    number = number << 5 | digit;
  }
  return fold(number) * inverse_of(factor) & mask;
}

}  // namespace fairstart::bench
