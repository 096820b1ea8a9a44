// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/indicators/counter.hpp"

namespace fairstart::run {

// What a run reads of the evaluator. Indicators are judged on the period's last day: where that is not `as at`, theirs are
// worked out apart, by a clock of their own.
struct Wanted {
  std::vector<plan::ExprId> rows;        // for families, people and offers; with those of indicators if on the same day
  std::vector<plan::ExprId> indicators;  // empty if on the same day
  column::Clock indicator_clock;
  bool apart = false;
};
// What a run counts chunk by chunk, by its number in the counter.
struct Counted {
  std::vector<std::size_t> indicators;                 // by IndicatorId
  std::vector<std::optional<std::size_t>> spreads;     // by SpreadId
  std::vector<std::optional<std::size_t>> incentives;  // by Plan::incentives: the rows that are paid for
};
Counted ask(const plan::Plan& plan, indicators::Counter& counter);

// Whether a run counts the spread chunk by chunk: gap, slope and concentration. Trends are worked out after it.
bool is_counted(const plan::Spread& spread);
Wanted wanted(const plan::Plan& plan, const column::Clock& clock);

}  // namespace fairstart::run
