// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/kernels/clones.hpp"
#include "engine/kernels/lists.hpp"

// What groups of few rows come to, eight groups at a time: each is one vector, and all eight are joined by one tree of them.
// With AVX-512 (`has_eights`) alone. Nothing outside the groups' rows is read; groups are taken as if none had `filled`.
namespace fairstart::kernels {

#if defined(FAIRSTART_WIDE)
bool has_eights();
// out[g]: what any of the group's rows has.
void fold_eights(const std::uint16_t* rows, const Groups& groups, std::uint16_t* out);
// How many rows are certain, and possible, in millionths.
void count_eights(const Answer* at, const Groups& groups, IntervalsOut out);
// The least of each group's keys; none where it has no rows.
void least_eights(const std::int32_t* keys, const Groups& groups, std::int32_t none, std::int32_t* out);
#endif

}  // namespace fairstart::kernels
