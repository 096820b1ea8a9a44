// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/schemes.hpp"

#include "engine/kernels/clones.hpp"

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

namespace {

Interval points_of(const ScoreItem& item, Interval count) {
  const Interval points = multiply(count, {item.points, item.points});
  if (!item.up_to) return points;
  const std::int64_t cap = *item.up_to;
  if (item.points >= 0) return {std::min(points.lo, cap), std::min(points.hi, cap)};
  return {std::max(points.lo, -cap), std::max(points.hi, -cap)};
}

Interval points_of(const ScoreItem& item, Answer answer) {
  return points_of(item, Interval{(answer & 1) * base::million, (answer >> 1) * base::million});
}

// Whether no sum of the items' points can come near the ends of int64.
bool are_small(const std::vector<ScoreItem>& items) {
  constexpr std::int64_t most = std::int64_t{1} << 50;  // of at most 1,000 items
  return items.size() <= 1000 && std::all_of(items.begin(), items.end(), [](const ScoreItem& item) {
           return !item.counts && item.points > -most && item.points < most && item.up_to.value_or(0) < most &&
                  item.up_to.value_or(0) > -most;
         });
}

// For an item that adds to both ends where it is yes, and to the upper one where it may be.
FAIRSTART_CLONES void add_to_each(const Answer* answers, std::int64_t points, std::int64_t* lo, std::int64_t* hi,
                                  std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    lo[i] += points & -static_cast<std::int64_t>(answers[i] & 1U);
    hi[i] += points & -static_cast<std::int64_t>(answers[i] >> 1U);
  }
}

void add_points(const ScoreItem& item, IntervalsOut out, std::size_t n) {
  const Interval by_answer[4] = {
      points_of(item, column::no), {0, 0}, points_of(item, column::unknown), points_of(item, column::yes)};
  const std::int64_t points = by_answer[column::yes].lo;
  if (item.answer.step == 1 && by_answer[column::no] == Interval{0, 0} && by_answer[column::yes] == Interval{points, points} &&
      by_answer[column::unknown] == Interval{0, points}) {
    return add_to_each(item.answer.at, points, out.lo, out.hi, n);
  }
  with_step(item.answer.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) {
      const Interval& added = by_answer[item.answer.at[i * step] & 3U];
      out.lo[i] += added.lo;
      out.hi[i] += added.hi;
    }
  });
}

}  // namespace

void score(const std::vector<ScoreItem>& items, IntervalsOut out, std::size_t n) {
  if (are_small(items)) {
    std::fill_n(out.lo, n, 0);
    std::fill_n(out.hi, n, 0);
    for (const ScoreItem& item : items) add_points(item, out, n);
    return;
  }
  for (std::size_t i = 0; i < n; ++i) {
    ExactSum total;
    for (const ScoreItem& item : items) {
      const Interval points = item.counts ? points_of(item, item.number[i]) : points_of(item, item.answer[i]);
      total.add_lo(points.lo);
      total.add_hi(points.hi);
    }
    out.set(i, total.value());
  }
}

}  // namespace fairstart::kernels
