// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/schemes.hpp"

#include <algorithm>
#include <numeric>

#include "engine/kernels/clones.hpp"

namespace fairstart::kernels {

namespace {

FAIRSTART_CLONES void level_into_each(const Answer* when, unsigned level, std::uint64_t* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t a = when[i];
    out[i] = (out[i] & ((a & 1U) - 1)) | ((a >> 1U) << level);
  }
}

FAIRSTART_CLONES void level_in_each(const std::uint64_t* levels, std::uint64_t set, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t inside = levels[i] & set, outside = levels[i] & ~set;
    const Answer met = outside == 0 ? column::yes : column::unknown;
    out[i] = inside == 0 ? column::no : met;
  }
}

}  // namespace

void level_into(Answers when, unsigned level, std::uint64_t* out, std::size_t n) {
  if (when.step == 1) return level_into_each(when.at, level, out, n);
  with_step(when.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) {
      const Answer a = when.at[i * step];
      const std::uint64_t kept = (a & 1U) != 0 ? 0 : out[i];
      out[i] = kept | (static_cast<std::uint64_t>(a >> 1U) << level);
    }
  });
}

void level_in(LevelSets levels, std::uint64_t set, Answer* out, std::size_t n) {
  if (levels.step == 1) return level_in_each(levels.at, set, out, n);
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

FAIRSTART_CLONES void add_bytes(const Answer* answers, std::int8_t points, std::int8_t* lo, std::int8_t* hi, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    lo[i] = static_cast<std::int8_t>(lo[i] + (points & -static_cast<int>(answers[i] & 1U)));
    hi[i] = static_cast<std::int8_t>(hi[i] + (points & -static_cast<int>(answers[i] >> 1U)));
  }
}

FAIRSTART_CLONES void widen_bytes(const std::int8_t* sums, std::int64_t unit, std::int64_t* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = sums[i] * unit;
}

}  // namespace

std::optional<NarrowScore> NarrowScore::of(const std::vector<ScoreItem>& items) {
  NarrowScore narrow;
  if (!are_small(items)) return {};
  std::vector<std::int64_t> points;
  for (const ScoreItem& item : items) {
    const std::int64_t added = points_of(item, column::yes).lo;
    const bool simple = points_of(item, column::yes) == Interval{added, added} &&
                        points_of(item, column::no) == Interval{0, 0} && points_of(item, column::unknown) == Interval{0, added};
    if (!simple || added < 0) return {};
    points.push_back(added);
    narrow.unit_ = points.size() == 1 ? added : std::gcd(narrow.unit_, added);
  }
  if (narrow.unit_ == 0) return {};
  std::int64_t all = 0;
  for (const std::int64_t each : points) {
    const std::int64_t in_units = each / narrow.unit_;
    all += in_units;
    if (all > 127) return {};
    narrow.points_.push_back(static_cast<std::int8_t>(in_units));
  }
  return narrow;
}

void NarrowScore::add_up(std::span<const Answers> answers, IntervalsOut out, std::size_t n) const {
  constexpr std::size_t block = 512;
  std::int8_t lo[block], hi[block];
  for (std::size_t begin = 0; begin < n; begin += block) {
    const std::size_t rows = std::min(block, n - begin);
    std::fill_n(lo, rows, std::int8_t{0});
    std::fill_n(hi, rows, std::int8_t{0});
    for (std::size_t item = 0; item < answers.size(); ++item) {
      Answer same[block];
      if (answers[item].step == 0) std::fill_n(same, rows, answers[item].at[0]);
      add_bytes(answers[item].step == 0 ? same : answers[item].at + begin, points_[item], lo, hi, rows);
    }
    widen_bytes(lo, unit_, out.lo + begin, rows);
    widen_bytes(hi, unit_, out.hi + begin, rows);
  }
}

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
