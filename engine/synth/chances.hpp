// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace fairstart::synth {

// Numbers that look random and follow from a seed: SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
class Chances {
 public:
  explicit Chances(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  // Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    return span == 0 ? static_cast<std::int64_t>(next())
                     : static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + next() % span);
  }
  bool in_100(std::int64_t chance) { return between(1, 100) <= chance; }

 private:
  std::uint64_t state_;
};

}  // namespace fairstart::synth
