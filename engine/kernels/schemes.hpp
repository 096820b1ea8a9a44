// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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

// The same where points are small: what each item's answers come to is worked out once, and added up in bytes.
class NarrowScore {
 public:
  // Of items whose `answer` and `number` are not looked at. None where items count, or points are not small.
  static std::optional<NarrowScore> of(const std::vector<ScoreItem>& items);
  // `answers`: an item each.
  void add_up(std::span<const Answers> answers, IntervalsOut out, std::size_t n) const;

 private:
  std::int64_t unit_ = 1;            // millionths
  std::vector<std::int8_t> points_;  // in units; none below 0, and all together at most 127
};

}  // namespace fairstart::kernels
