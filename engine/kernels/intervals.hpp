// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "engine/kernels/views.hpp"

// Numbers, dates, codes and texts as intervals (docs/evaluation.md, Numbers and dates). `out` holds n values and is none of
// the arguments.
namespace fairstart::kernels {

void fill(Interval value, IntervalsOut out, std::size_t n);
void copy(Intervals from, IntervalsOut out, std::size_t n);

void compare(plan::Comparison comparison, Intervals left, Intervals right, Answer* out, std::size_t n);
// `codes`: sorted.
void one_of(Intervals of, std::span<const std::int64_t> codes, Answer* out, std::size_t n);
// A known value is a set of codes, bit by bit: whether it has one of `set`.
void includes(Intervals of, std::uint64_t set, Answer* out, std::size_t n);
void is_known(Intervals of, Answer* out, std::size_t n);
void or_else(Intervals value, Intervals otherwise, IntervalsOut out, std::size_t n);

void add(Intervals left, Intervals right, IntervalsOut out, std::size_t n);
void subtract(Intervals left, Intervals right, IntervalsOut out, std::size_t n);
void days_between(Intervals left, Intervals right, IntervalsOut out, std::size_t n);  // date − date, in millionths
void multiply(Intervals left, Intervals right, IntervalsOut out, std::size_t n);
void divide(Intervals left, Intervals right, IntervalsOut out, std::size_t n);
void negate(Intervals of, IntervalsOut out, std::size_t n);
void rescale(Intervals of, std::int64_t multiply, std::int64_t divide, IntervalsOut out, std::size_t n);
// out = the greater (lesser) of out and `with`, end by end.
void extreme_into(bool highest, Intervals with, IntervalsOut out, std::size_t n);

// Dates moved by days or months in millionths.
void shift(Intervals date, Intervals by, bool months, bool later, base::Rounding rounding, IntervalsOut out, std::size_t n);

// The same for one number of whole months, looked up for the days that records hold: worth making for many rows.
class MonthsMoved {
 public:
  MonthsMoved(std::int64_t months, base::Rounding rounding);  // earlier: negative
  void move(Intervals date, IntervalsOut out, std::size_t n) const;
  Interval move(Interval date) const {
    const std::uint64_t at =
        static_cast<std::uint64_t>(date.lo) - static_cast<std::uint64_t>(static_cast<std::int64_t>(first_));
    if (!date.known() || at >= moved_.size()) return move_other(date);
    const std::int64_t to = moved_[at];
    return {to, to};
  }
  // Where a day comes to; null: look no further than `move`.
  const base::Day* find(std::int64_t day) const {
    const std::uint64_t at = static_cast<std::uint64_t>(day) - static_cast<std::uint64_t>(static_cast<std::int64_t>(first_));
    return at < moved_.size() ? moved_.data() + at : nullptr;
  }

 private:
  Interval move_other(Interval date) const;
  std::int64_t months_;
  base::Rounding rounding_;
  base::Day first_;
  std::vector<base::Day> moved_;  // from first_ on
  Interval unbounded_;            // what nothing at all comes to
};

// The first of `days` (in order of the year, at least one) after each date.
void next_day(Intervals after, std::span<const plan::YearDay> days, IntervalsOut out, std::size_t n);

void elapsed(types::TimeUnit unit, Intervals from, Intervals to, IntervalsOut out, std::size_t n);

}  // namespace fairstart::kernels
