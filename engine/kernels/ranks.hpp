// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/kernels/lists.hpp"

// Over lists, by sorting each group's values: so-many-th latest rows, different values (docs/evaluation.md, Lists).
namespace fairstart::kernels {

// Values that are known or not, and alike if their numbers are.
struct KnownNumbers {
  Intervals of;
  bool known(std::size_t i) const { return of[i].known(); }
  std::int64_t number(std::size_t i) const { return of[i].lo; }
};
struct KnownAnswers {
  Answers of;
  bool known(std::size_t i) const { return of[i] != column::unknown; }
  std::int64_t number(std::size_t i) const { return of[i]; }
};
struct KnownLevels {
  LevelSets of;
  bool known(std::size_t i) const { return std::has_single_bit(of[i]); }
  std::int64_t number(std::size_t i) const { return std::countr_zero(of[i]); }
};

// Room to sort in, which keeps its size from group to group.
struct Different {
  std::vector<std::int64_t> certain, possible;
};
// Counts different values, in millionths; `most`: of a value of this type, at most (no_upper: no such bound).
void count_different(Answers member, KnownNumbers value, std::int64_t most, Groups groups, const Open& open, Different& room,
                     IntervalsOut out);
void count_different(Answers member, KnownAnswers value, std::int64_t most, Groups groups, const Open& open, Different& room,
                     IntervalsOut out);
void count_different(Answers member, KnownLevels value, std::int64_t most, Groups groups, const Open& open, Different& room,
                     IntervalsOut out);

struct Ranks {
  std::vector<std::int64_t> certain, possible;  // known orders of a group's rows, the later the greater
};
// For each of n rows, whether it is among the `count` latest (earliest) of its group; rows in no group: unknown or no.
void ranked(Answers member, Intervals order, bool latest, std::int64_t count, Groups groups, const Open& open, Ranks& room,
            Answer* out, std::size_t n);

}  // namespace fairstart::kernels
