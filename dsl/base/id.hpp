// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace fairstart::base {

// A typed 32-bit index into a vector of the things that Tag names. Default: no thing.
template <class Tag>
struct Id {
  static constexpr std::uint32_t nothing = 0xFFFF'FFFFU;
  std::uint32_t value = nothing;

  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t index) : value(index) {}
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  constexpr bool exists() const { return value != nothing; }
  constexpr std::size_t index() const { return value; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace fairstart::base
