// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace fairstart::bench {

// Sebastiano Vigna's splitmix64: the same numbers from the same seed, everywhere.
class Splitmix {
 public:
  explicit Splitmix(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }
  // 0 to count - 1, evenly.
  int below(int count) { return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32); }
  // Yes in so many cases of a thousand.
  bool permille(int cases) { return below(1000) < cases; }

 private:
  std::uint64_t state_;
};

}  // namespace fairstart::bench
