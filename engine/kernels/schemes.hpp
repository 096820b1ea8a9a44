// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/kernels/bounded.hpp"
#include "engine/kernels/views.hpp"

// Scores, and levels of tiers and segments as sets of possible levels (docs/evaluation.md, Scores and levels).
namespace fairstart::kernels {

// Where `when` is yes, `out` becomes the set of that level alone; where it may be, the level joins. Levels of tiers in
// rising order from {first}; segments from the last to the first, from the empty set.
void level_into(Answers when, unsigned level, std::uint64_t* out, std::size_t n);
void level_in(LevelSets levels, std::uint64_t set, Answer* out, std::size_t n);
void is_known(LevelSets levels, Answer* out, std::size_t n);
void or_else(LevelSets value, LevelSets otherwise, std::uint64_t* out, std::size_t n);

// One item of a score: an answer (as 0 or 1) or a count, times points, capped.
struct ScoreItem {
  std::int64_t points = 0;
  std::optional<std::int64_t> up_to;
  bool counts = false;
  Answers answer;    // unless it counts
  Intervals number;  // if it counts
};
void score(const std::vector<ScoreItem>& items, IntervalsOut out, std::size_t n);

}  // namespace fairstart::kernels
