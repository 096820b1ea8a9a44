// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/schemes.hpp"

namespace fairstart::kernels {

void level_into(Answers when, unsigned level, std::uint64_t* out, std::size_t n) {
  with_step(when.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) {
      const Answer a = when.at[i * step];
      const std::uint64_t kept = (a & 1U) != 0 ? 0 : out[i];
      out[i] = kept | (static_cast<std::uint64_t>(a >> 1U) << level);
    }
  });
}

void level_in(LevelSets levels, std::uint64_t set, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t possible = levels[i];
    const bool meets = (possible & set) != 0;
    const bool inside = meets && (possible & ~set) == 0;
    out[i] = static_cast<Answer>((inside ? 1U : 0U) | (meets ? 2U : 0U));
  }
}

void is_known(LevelSets levels, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t possible = levels[i];
    out[i] = column::answer_of(possible != 0 && (possible & (possible - 1)) == 0);
  }
}

void or_else(LevelSets value, LevelSets otherwise, std::uint64_t* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t possible = value[i];
    out[i] = possible != 0 && (possible & (possible - 1)) == 0 ? possible : otherwise[i];
  }
}

void score(const std::vector<ScoreItem>& items, IntervalsOut out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    ExactSum total;
    for (const ScoreItem& item : items) {
      Interval count;
      if (item.counts) {
        count = item.number[i];
      } else {
        const Answer a = item.answer[i];
        count = {(a & 1) * base::million, (a >> 1) * base::million};
      }
      Interval points = multiply(count, {item.points, item.points});
      if (item.up_to) {
        const std::int64_t cap = *item.up_to;
        if (item.points >= 0) {
          points = {std::min(points.lo, cap), std::min(points.hi, cap)};
        } else {
          points = {std::max(points.lo, -cap), std::max(points.hi, -cap)};
        }
      }
      total.add_lo(points.lo);
      total.add_hi(points.hi);
    }
    out.set(i, total.value());
  }
}

}  // namespace fairstart::kernels
