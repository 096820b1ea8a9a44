// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::offers {

// One offer's outcome for one row of the offer's record.
struct OfferResult {
  column::Answer status = column::no;  // yes: offered; unknown: can't tell
  plan::WindowState window = plan::WindowState::none;
  bool early = false;
  column::Answer overdue = column::no;  // offered, due by before as at, and not received
  column::Answer received = column::no;
  std::optional<column::Interval> amount;  // over the levels that are possible (from the offer's tier up)
  std::optional<base::Day> due_from, due_by, received_on;
};

// The expressions that `result` reads: to be asked of the evaluator.
std::vector<plan::ExprId> expressions(const plan::Plan& plan, const plan::Offer& offer);
OfferResult result(const plan::Plan& plan, const plan::Offer& offer, const column::Evaluated& evaluated,
                   const column::Clock& clock, column::Row row);

// Tiers: the lowest possible level is the answer, the others are what it could be. Segments: known only if there is one.
struct LevelResult {
  std::optional<std::size_t> answer;
  std::vector<std::size_t> could_be;  // without the answer
};
LevelResult level_result(const plan::Levels& scheme, std::uint64_t possible);

}  // namespace fairstart::offers
