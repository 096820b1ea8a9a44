// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/choices.hpp"

#include <algorithm>

namespace fairstart::kernels {

Choosing::Choosing(std::size_t begin, std::size_t n) : begin_(begin), n_(n) {
  std::fill_n(reached_.data(), n, std::uint8_t{1});
  std::fill_n(chosen_.data(), n, std::uint8_t{0});
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
