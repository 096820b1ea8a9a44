// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/kernels/views.hpp"

// The first choice that holds, as the join of all that may be it (docs/evaluation.md, Choose).
namespace fairstart::kernels {

// Rows [begin, begin + n) of a chunk, few enough for room on the stack. Choices are joined in order.
class Choosing {
 public:
  static constexpr std::size_t most_rows = 512;

  Choosing(std::size_t begin, std::size_t n);
  // Each joins the value into `out`, which holds all rows of the chunk, where this choice may be the one.
  void join(Answers when, Answers value, Answer* out);
  void join(Answers when, Intervals value, IntervalsOut out);
  void join(Answers when, LevelSets value, std::uint64_t* out);
  // Where no choice is possible at all: this value.
  void finish(Answer none, Answer* out) const;
  void finish(Interval none, IntervalsOut out) const;
  void finish(std::uint64_t none, std::uint64_t* out) const;

 private:
  template <class Join>
  void each_possible(Answers when, const Join& join);

  std::size_t begin_, n_;
  std::array<std::uint8_t, most_rows> reached_, chosen_;  // no earlier choice is certain; one was possible
};

// Which choice is the first that certainly holds, where no earlier one is open: for a block of rows, without joining values.
class FirstChoice {
 public:
  static constexpr std::size_t most_rows = Choosing::most_rows, most_choices = 250;
  // Rows [begin, begin + n) of a chunk, and the conditions in order.
  FirstChoice(std::span<const Answers> whens, std::size_t begin, std::size_t n);
  // By row: the choice; as many as there are choices: none holds; `open`: only joining tells.
  static constexpr std::uint8_t open = 255;
  const std::uint8_t* choices() const { return choice_.data(); }
  bool any_open() const { return any_open_; }

 private:
  std::array<std::uint8_t, most_rows> choice_;
  bool any_open_ = false;
};

}  // namespace fairstart::kernels
