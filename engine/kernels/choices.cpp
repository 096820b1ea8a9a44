// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/choices.hpp"

#include <algorithm>

#include "engine/kernels/clones.hpp"

namespace fairstart::kernels {

Choosing::Choosing(std::size_t begin, std::size_t n) : begin_(begin), n_(n) {
  std::fill_n(reached_.data(), n, std::uint8_t{1});
  std::fill_n(chosen_.data(), n, std::uint8_t{0});
}

namespace {

// Ends of an interval, of n rows: no branch on a row's choice.
template <std::size_t when_step, std::size_t value_step>
FAIRSTART_INLINE void join_loop(const Answer* when, const std::int64_t* lo, const std::int64_t* hi, std::uint8_t* reached,
                                std::uint8_t* chosen, std::int64_t* out_lo, std::int64_t* out_hi, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const Answer holds = when[i * when_step];
    const bool possible = (reached[i] & (holds >> 1U)) != 0, first = chosen[i] == 0;
    const std::int64_t from = lo[i * value_step], to = hi[i * value_step];
    const std::int64_t joined_lo = first ? from : std::min(out_lo[i], from), joined_hi = first ? to : std::max(out_hi[i], to);
    out_lo[i] = possible ? joined_lo : out_lo[i];
    out_hi[i] = possible ? joined_hi : out_hi[i];
    chosen[i] = static_cast<std::uint8_t>(chosen[i] | (possible ? 1U : 0U));
    reached[i] = static_cast<std::uint8_t>(reached[i] & ~(holds & 1U));
  }
}

FAIRSTART_CLONES void join_values(const Answer* when, const std::int64_t* lo, const std::int64_t* hi, std::uint8_t* reached,
                                  std::uint8_t* chosen, std::int64_t* out_lo, std::int64_t* out_hi, std::size_t n) {
  join_loop<1, 1>(when, lo, hi, reached, chosen, out_lo, out_hi, n);
}
FAIRSTART_CLONES void join_one_value(const Answer* when, const std::int64_t* lo, const std::int64_t* hi, std::uint8_t* reached,
                                     std::uint8_t* chosen, std::int64_t* out_lo, std::int64_t* out_hi, std::size_t n) {
  join_loop<1, 0>(when, lo, hi, reached, chosen, out_lo, out_hi, n);
}

// From the last choice to the first: an earlier one that holds, or may, takes its place.
FAIRSTART_CLONES void choose_earlier(const Answer* when, std::uint8_t choice, std::uint8_t* chosen, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint8_t taken = when[i] == column::yes ? choice : FirstChoice::open;
    chosen[i] = when[i] == column::no ? chosen[i] : taken;
  }
}

FAIRSTART_CLONES unsigned find_open(const std::uint8_t* chosen, std::size_t n) {
  std::uint8_t found = 0;
  for (std::size_t i = 0; i < n; ++i) found = static_cast<std::uint8_t>(found | (chosen[i] == FirstChoice::open ? 1 : 0));
  return found;
}

}  // namespace

FirstChoice::FirstChoice(std::span<const Answers> whens, std::size_t begin, std::size_t n) {
  std::fill_n(choice_.data(), n, static_cast<std::uint8_t>(whens.size()));
  for (std::size_t k = whens.size(); k-- > 0;) {
    const auto choice = static_cast<std::uint8_t>(k);
    if (whens[k].step == 1) {
      choose_earlier(whens[k].at + begin, choice, choice_.data(), n);
    } else if (whens[k].at[0] != column::no) {
      std::fill_n(choice_.data(), n, whens[k].at[0] == column::yes ? choice : open);
    }
  }
  any_open_ = find_open(choice_.data(), n) != 0;
}

template <class Join>
void Choosing::each_possible(Answers when, const Join& join) {
  for (std::size_t i = 0; i < n_; ++i) {
    const Answer holds = when[begin_ + i];
    if (reached_[i] == 0 || !column::possibly(holds)) continue;
    join(begin_ + i, chosen_[i] == 0);
    chosen_[i] = 1;
    if (column::certainly(holds)) reached_[i] = 0;
  }
}

void Choosing::join(Answers when, Answers value, Answer* out) {
  each_possible(when, [&](std::size_t i, bool is_first) {
    if (is_first)
      out[i] = value[i];
    else if (out[i] != value[i])
      out[i] = column::unknown;
  });
}

void Choosing::join(Answers when, Intervals value, IntervalsOut out) {
  if (when.step == 1) {
    auto* const kernel = value.step == 1 ? join_values : join_one_value;
    const std::size_t from = begin_ * value.step;
    return kernel(when.at + begin_, value.lo + from, value.hi + from, reached_.data(), chosen_.data(), out.lo + begin_,
                  out.hi + begin_, n_);
  }
  each_possible(when, [&](std::size_t i, bool is_first) {
    const Interval joined = value[i];
    out.lo[i] = is_first ? joined.lo : std::min(out.lo[i], joined.lo);
    out.hi[i] = is_first ? joined.hi : std::max(out.hi[i], joined.hi);
  });
}

void Choosing::join(Answers when, LevelSets value, std::uint64_t* out) {
  each_possible(when, [&](std::size_t i, bool is_first) { out[i] = is_first ? value[i] : out[i] | value[i]; });
}

void Choosing::finish(Answer none, Answer* out) const {
  for (std::size_t i = 0; i < n_; ++i)
    if (chosen_[i] == 0) out[begin_ + i] = none;
}

void Choosing::finish(Interval none, IntervalsOut out) const {
  for (std::size_t i = 0; i < n_; ++i)
    if (chosen_[i] == 0) out.set(begin_ + i, none);
}

void Choosing::finish(std::uint64_t none, std::uint64_t* out) const {
  for (std::size_t i = 0; i < n_; ++i)
    if (chosen_[i] == 0) out[begin_ + i] = none;
}

}  // namespace fairstart::kernels
