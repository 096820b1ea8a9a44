// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "engine/column/answer.hpp"
#include "engine/column/database.hpp"

// What kernels read: a value a row (step 1), or one value for all rows (step 0).
namespace fairstart::kernels {

using column::Answer;
using column::Interval;
using column::Row;

struct Answers {
  const Answer* at = nullptr;
  std::size_t step = 1;
  Answer operator[](std::size_t i) const { return at[i * step]; }
};

struct Intervals {
  const std::int64_t* lo = nullptr;
  const std::int64_t* hi = nullptr;
  std::size_t step = 1;
  Interval operator[](std::size_t i) const { return {lo[i * step], hi[i * step]}; }
};

struct LevelSets {
  const std::uint64_t* at = nullptr;
  std::size_t step = 1;
  std::uint64_t operator[](std::size_t i) const { return at[i * step]; }
};

// Where interval results go: two arrays of one length.
struct IntervalsOut {
  std::int64_t* lo = nullptr;
  std::int64_t* hi = nullptr;
  void set(std::size_t i, Interval value) const { lo[i] = value.lo, hi[i] = value.hi; }
};

// Calls `body` with the step as a compile-time constant, so that its loop can be vectorised either way.
template <class Body>
void with_step(std::size_t step, const Body& body) {
  if (step == 0) {
    body(std::integral_constant<std::size_t, 0>{});
  } else {
    body(std::integral_constant<std::size_t, 1>{});
  }
}

}  // namespace fairstart::kernels
