// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/intervals.hpp"

#include <algorithm>

#include "engine/kernels/answers.hpp"
#include "engine/kernels/bounded.hpp"
#include "engine/kernels/clones.hpp"

namespace fairstart::kernels {
namespace {

constexpr Answer pair_of(bool certainly, bool possibly) {
  return static_cast<Answer>((certainly ? 1U : 0U) | (possibly ? 2U : 0U));
}

// Least and greatest of the four combinations of ends. Infinities are values that no finite result reaches.
constexpr Wide infinity = static_cast<Wide>(1) << 120;

template <class Combine>
Interval least_and_greatest(Interval a, Interval b, const Combine& combine) {
  const Wide ends[4] = {combine(a.lo, b.lo), combine(a.lo, b.hi), combine(a.hi, b.lo), combine(a.hi, b.hi)};
  // Each of the four must fit, even where an infinite one hides it.
  for (const Wide end : ends) {
    if (end != infinity && end != -infinity && !fits(end)) return {};
  }
  const Wide lo = *std::min_element(ends, ends + 4);
  const Wide hi = *std::max_element(ends, ends + 4);
  return {lo == -infinity  ? column::no_lower
          : lo == infinity ? column::no_upper
                           : static_cast<std::int64_t>(lo),
          hi == infinity    ? column::no_upper
          : hi == -infinity ? column::no_lower
                            : static_cast<std::int64_t>(hi)};
}

Wide signed_infinity(std::int64_t a, std::int64_t b) { return (a < 0) == (b < 0) ? infinity : -infinity; }

template <class Each>
void each_pair(Intervals left, Intervals right, IntervalsOut out, std::size_t n, const Each& each) {
  with_step(left.step, [&](auto left_step) {
    with_step(right.step, [&](auto right_step) {
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t l = i * left_step;
        const std::size_t r = i * right_step;
        out.set(i, each(Interval{left.lo[l], left.hi[l]}, Interval{right.lo[r], right.hi[r]}));
      }
    });
  });
}

// `lo` and `hi` are each infinite, or a finite sum in 128 bits.
Interval checked(Wide lo, bool lo_infinite, Wide hi, bool hi_infinite) {
  if ((!lo_infinite && !fits(lo)) || (!hi_infinite && !fits(hi))) return {};
  return {lo_infinite ? column::no_lower : static_cast<std::int64_t>(lo),
          hi_infinite ? column::no_upper : static_cast<std::int64_t>(hi)};
}

// Whether sums of two such, times a million, fit in 64 bits.
bool are_days(Interval a, Interval b) {
  constexpr std::uint64_t half = std::uint64_t{1} << 40U;
  const auto raised = [](std::int64_t end) { return static_cast<std::uint64_t>(end) + half; };
  return (raised(a.lo) | raised(a.hi) | raised(b.lo) | raised(b.hi)) < 2 * half;  // a power of two
}

Interval difference(Interval a, Interval b, std::int64_t scale) {
  if (are_days(a, b)) return {(a.lo - b.hi) * scale, (a.hi - b.lo) * scale};
  return checked((static_cast<Wide>(a.lo) - b.hi) * scale, !finite(a.lo) || !finite(b.hi),
                 (static_cast<Wide>(a.hi) - b.lo) * scale, !finite(a.hi) || !finite(b.lo));
}

// (a − b) × scale, row by row, of ends that are small or infinite: no 128 bits and no branch. Zero where no other was met.
FAIRSTART_CLONES std::uint64_t small_differences(const std::int64_t* a, const std::int64_t* b, std::int64_t infinite,
                                                 std::int64_t scale, std::int64_t* __restrict out, std::size_t n) {
  constexpr std::uint64_t half = std::uint64_t{1} << 40U;
  std::uint64_t beyond = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t from = a[i], to = b[i];
    // The two infinite ends are neighbours, going round.
    const std::uint64_t one = static_cast<std::uint64_t>(from), other = static_cast<std::uint64_t>(to);
    const std::uint64_t none = std::uint64_t{1} << 63U;
    const bool is_infinite = (one == none) | (one == none - 1) | (other == none) | (other == none - 1);
    const std::uint64_t raised = ((one + half) | (other + half)) & ~(2 * half - 1);
    beyond |= is_infinite ? 0 : raised;
    const auto difference = static_cast<std::int64_t>((one - other) * static_cast<std::uint64_t>(scale));
    out[i] = is_infinite ? infinite : difference;
  }
  return beyond;
}

void differences(Intervals left, Intervals right, std::int64_t scale, IntervalsOut out, std::size_t n) {
  if (left.step == 1 && right.step == 1) {
    const std::uint64_t beyond = small_differences(left.lo, right.hi, column::no_lower, scale, out.lo, n) |
                                 small_differences(left.hi, right.lo, column::no_upper, scale, out.hi, n);
    if (beyond == 0) return;
  }
  each_pair(left, right, out, n, [&](Interval a, Interval b) { return difference(a, b, scale); });
}

}  // namespace

Interval multiply(Interval a, Interval b) {
  return least_and_greatest(a, b, [](std::int64_t x, std::int64_t y) -> Wide {
    if (x == 0 || y == 0) return 0;
    if (!finite(x) || !finite(y)) return signed_infinity(x, y);
    return divide_half_even(static_cast<Wide>(x) * y, base::million);
  });
}

Interval divide(Interval a, Interval b) {
  if (b.lo <= 0 && b.hi >= 0) return {};
  return least_and_greatest(a, b, [](std::int64_t x, std::int64_t y) -> Wide {
    if (x == 0 || !finite(y)) return 0;
    if (!finite(x)) return signed_infinity(x, y);
    const Wide scaled = static_cast<Wide>(x) * base::million;
    return y > 0 ? divide_half_even(scaled, y) : divide_half_even(-scaled, -static_cast<Wide>(y));
  });
}

void fill(Interval value, IntervalsOut out, std::size_t n) {
  std::fill_n(out.lo, n, value.lo);
  std::fill_n(out.hi, n, value.hi);
}

void copy(Intervals from, IntervalsOut out, std::size_t n) {
  if (n == 0) return;
  if (from.step == 0) return fill(from[0], out, n);
  std::copy_n(from.lo, n, out.lo);
  std::copy_n(from.hi, n, out.hi);
}

namespace {

template <std::size_t left_step, std::size_t right_step>
FAIRSTART_INLINE void under_loop(Intervals left, Intervals right, Answer* __restrict out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t l = i * left_step, r = i * right_step;
    out[i] = pair_of(left.hi[l] < right.lo[r], left.lo[l] < right.hi[r]);
  }
}
FAIRSTART_CLONES void under_each(Intervals left, Intervals right, Answer* out, std::size_t n) {
  under_loop<1, 1>(left, right, out, n);
}
FAIRSTART_CLONES void under_one(Intervals left, Intervals right, Answer* out, std::size_t n) {
  under_loop<1, 0>(left, right, out, n);
}
FAIRSTART_CLONES void one_under(Intervals left, Intervals right, Answer* out, std::size_t n) {
  under_loop<0, 1>(left, right, out, n);
}

void under_by_step(Intervals left, Intervals right, Answer* out, std::size_t n) {
  if (left.step == 1) return right.step == 1 ? under_each(left, right, out, n) : under_one(left, right, out, n);
  if (right.step == 1) return one_under(left, right, out, n);
  under_loop<0, 0>(left, right, out, n);
}

}  // namespace

void compare(plan::Comparison comparison, Intervals left, Intervals right, Answer* out, std::size_t n) {
  using enum plan::Comparison;
  if (comparison == over || comparison == at_most) std::swap(left, right);
  if (comparison != is && comparison != is_not) {
    under_by_step(left, right, out, n);
  } else {
    with_step(left.step, [&](auto left_step) {
      with_step(right.step, [&](auto right_step) {
        for (std::size_t i = 0; i < n; ++i) {
          const std::int64_t a_lo = left.lo[i * left_step], a_hi = left.hi[i * left_step];
          const std::int64_t b_lo = right.lo[i * right_step], b_hi = right.hi[i * right_step];
          const bool certainly = a_lo == a_hi && b_lo == b_hi && a_lo == b_lo;
          out[i] = pair_of(certainly, a_lo <= b_hi && b_lo <= a_hi);
        }
      });
    });
  }
  if (comparison == is_not || comparison == at_least || comparison == at_most) negate(Answers{out, 1}, out, n);
}

void one_of(Intervals of, std::span<const std::int64_t> codes, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Interval value = of[i];
    const auto from = std::lower_bound(codes.begin(), codes.end(), value.lo);
    const auto to = std::upper_bound(from, codes.end(), value.hi);
    const bool all =
        finite(value.lo) && finite(value.hi) && static_cast<Wide>(to - from) == static_cast<Wide>(value.hi) - value.lo + 1;
    out[i] = pair_of(all, from != to);
  }
}

void includes(Intervals of, std::uint64_t set, Answer* out, std::size_t n) {
  with_step(of.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t lo = of.lo[i * step], hi = of.hi[i * step];
      const Answer has = (static_cast<std::uint64_t>(lo) & set) != 0 ? column::yes : column::no;
      out[i] = lo == hi ? has : column::unknown;
    }
  });
}

void is_known(Intervals of, Answer* out, std::size_t n) {
  with_step(of.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) out[i] = of.lo[i * step] == of.hi[i * step] ? column::yes : column::no;
  });
}

void or_else(Intervals value, Intervals otherwise, IntervalsOut out, std::size_t n) {
  each_pair(value, otherwise, out, n, [](Interval a, Interval b) { return a.known() ? a : b; });
}

void add(Intervals left, Intervals right, IntervalsOut out, std::size_t n) {
  each_pair(left, right, out, n, [](Interval a, Interval b) {
    return checked(static_cast<Wide>(a.lo) + b.lo, !finite(a.lo) || !finite(b.lo), static_cast<Wide>(a.hi) + b.hi,
                   !finite(a.hi) || !finite(b.hi));
  });
}

void subtract(Intervals left, Intervals right, IntervalsOut out, std::size_t n) { differences(left, right, 1, out, n); }

void days_between(Intervals left, Intervals right, IntervalsOut out, std::size_t n) {
  differences(left, right, base::million, out, n);
}

void multiply(Intervals left, Intervals right, IntervalsOut out, std::size_t n) {
  each_pair(left, right, out, n, [](Interval a, Interval b) { return multiply(a, b); });
}

void divide(Intervals left, Intervals right, IntervalsOut out, std::size_t n) {
  each_pair(left, right, out, n, [](Interval a, Interval b) { return divide(a, b); });
}

void negate(Intervals of, IntervalsOut out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out.set(i, difference(Interval{0, 0}, of[i], 1));
}

void rescale(Intervals of, std::int64_t multiply_by, std::int64_t divide_by, IntervalsOut out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Interval value = of[i];
    out.set(i, checked(divide_half_even(static_cast<Wide>(value.lo) * multiply_by, divide_by), !finite(value.lo),
                       divide_half_even(static_cast<Wide>(value.hi) * multiply_by, divide_by), !finite(value.hi)));
  }
}

void extreme_into(bool highest, Intervals with, IntervalsOut out, std::size_t n) {
  with_step(with.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t lo = with.lo[i * step], hi = with.hi[i * step];
      out.lo[i] = highest ? std::max(out.lo[i], lo) : std::min(out.lo[i], lo);
      out.hi[i] = highest ? std::max(out.hi[i], hi) : std::min(out.hi[i], hi);
    }
  });
}

}  // namespace fairstart::kernels
