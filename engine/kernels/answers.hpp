// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "engine/kernels/views.hpp"

// Three answers, a byte a row. `out` holds n answers; an argument may be `out` itself.
namespace fairstart::kernels {

void fill(Answer value, Answer* out, std::size_t n);
void copy(Answers from, Answer* out, std::size_t n);
void negate(Answers of, Answer* out, std::size_t n);
void and_into(Answers with, Answer* out, std::size_t n);  // out = out and with
void or_into(Answers with, Answer* out, std::size_t n);
void both(Answers a, Answers b, Answer* out, std::size_t n);  // out = a and b; neither is `out`
void either(Answers a, Answers b, Answer* out, std::size_t n);
void counts_as(Answers of, bool yes, Answer* out, std::size_t n);
void is_known(Answers of, Answer* out, std::size_t n);
void same(Answers left, Answers right, bool negated, Answer* out, std::size_t n);
void or_else(Answers value, Answers otherwise, Answer* out, std::size_t n);
// Adds each answer, as 0 or 1 (millionths), to the bounds of a count.
void count_into(Answers of, IntervalsOut out, std::size_t n);

}  // namespace fairstart::kernels
