// SPDX-License-Identifier: Apache-2.0
#include "engine/offers/offers.hpp"

#include <algorithm>

namespace fairstart::offers {
namespace {

using column::Answer;
using column::Interval;
using plan::WindowState;

void add(std::vector<plan::ExprId>& ids, plan::ExprId id) {
  if (id.exists()) ids.push_back(id);
}

std::optional<base::Day> day(const Interval& date) {
  if (!date.known()) return {};
  return static_cast<base::Day>(date.lo);
}

Interval date_at(const plan::Plan& plan, const column::Evaluated& evaluated, plan::ExprId id, column::Row row) {
  return id.exists() ? evaluated.interval(plan, id, row) : Interval{};
}

Answer before(const Interval& date, base::Day limit) {
  const bool certain = date.hi != column::no_upper && date.hi < limit;
  const bool possible = date.lo == column::no_lower || date.lo < limit;
  return static_cast<Answer>((certain ? 1U : 0U) | (possible ? 2U : 0U));
}

Answer after(const Interval& date, base::Day limit) {
  const bool certain = date.lo != column::no_lower && date.lo > limit;
  const bool possible = date.hi == column::no_upper || date.hi > limit;
  return static_cast<Answer>((certain ? 1U : 0U) | (possible ? 2U : 0U));
}

std::uint64_t levels_from(std::size_t tier) { return tier >= 64 ? 0 : ~std::uint64_t{0} << tier; }

// Over the levels that get the offer and are possible for the row. A level without an amount takes the nearest below.
std::optional<Interval> amount_of(const plan::Plan& plan, const plan::Offer& offer, const column::Evaluated& evaluated,
                                  column::Row row) {
  if (offer.amount.exists()) return evaluated.interval(plan, offer.amount, row);
  if (offer.amounts.empty() || !offer.levels.exists()) return {};
  std::uint64_t possible = levels_from(offer.tier);
  if (offer.tier_level.exists()) possible &= evaluated.possible_levels(plan, offer.tier_level, row);
  const std::size_t count = std::min<std::size_t>(plan.levels[offer.levels.index()].levels.size(), 64);
  std::optional<Interval> joined;
  for (std::size_t level = offer.tier; level < count; ++level) {
    if (((possible >> level) & 1U) == 0) continue;
    const auto above = std::find_if(offer.amounts.begin(), offer.amounts.end(),
                                    [&](const plan::LevelAmount& amount) { return amount.level > level; });
    if (above == offer.amounts.begin()) continue;
    const Interval amount = evaluated.interval(plan, std::prev(above)->amount, row);
    joined = joined ? Interval{std::min(joined->lo, amount.lo), std::max(joined->hi, amount.hi)} : amount;
  }
  return joined;
}

// Only what the dates and the receipt make certain, whichever of the possible windows it is (a schedule's rows may each have
// one); WindowState::none where they do not.
WindowState window_of(const plan::Offer& offer, Answer received, const Interval& due_from, const Interval& due_by,
                      base::Day as_at) {
  if (received == column::yes) return WindowState::done;
  const bool starts = offer.due_from.exists(), ends = offer.due_by.exists();
  if (!starts && !ends) return WindowState::none;
  const Answer waits = starts ? after(due_from, as_at) : column::no, past = ends ? before(due_by, as_at) : column::no;
  if (waits == column::yes) return WindowState::not_yet_due;
  if (past == column::yes) return received == column::no ? WindowState::missed : WindowState::none;
  return waits == column::no && past == column::no ? WindowState::open : WindowState::none;
}

}  // namespace

std::vector<plan::ExprId> expressions(const plan::Plan&, const plan::Offer& offer) {
  std::vector<plan::ExprId> ids;
  for (const plan::ExprId id : {offer.tier_level, offer.when, offer.eligible, offer.anchor, offer.due_from, offer.due_by,
                                offer.received, offer.received_on, offer.amount})
    add(ids, id);
  for (const plan::LevelAmount& amount : offer.amounts) add(ids, amount.amount);
  return ids;
}

OfferResult result(const plan::Plan& plan, const plan::Offer& offer, const column::Evaluated& evaluated,
                   const column::Clock& clock, column::Row row) {
  OfferResult out;
  out.status = offer.eligible.exists() ? evaluated.answer(plan, offer.eligible, row) : column::yes;
  // With no `met by`, no record can tell whether it was received.
  out.received = offer.received.exists() ? evaluated.answer(plan, offer.received, row) : column::unknown;
  const Interval due_from = date_at(plan, evaluated, offer.due_from, row);
  const Interval due_by = date_at(plan, evaluated, offer.due_by, row);
  out.due_from = day(due_from);
  out.due_by = day(due_by);
  if (out.received == column::yes) out.received_on = day(date_at(plan, evaluated, offer.received_on, row));
  out.window = window_of(offer, out.received, due_from, due_by, clock.as_at);
  out.early = out.received_on && out.due_from && *out.received_on < *out.due_from;
  if (offer.due_by.exists()) out.overdue = out.status & before(due_by, clock.as_at) & column::negated(out.received);
  out.amount = amount_of(plan, offer, evaluated, row);
  return out;
}

LevelResult level_result(const plan::Levels& scheme, std::uint64_t possible) {
  LevelResult out;
  for (std::size_t level = 0; level < scheme.levels.size() && level < 64; ++level)
    if (((possible >> level) & 1U) != 0) out.could_be.push_back(level);
  const bool decided = scheme.kind == plan::LevelsKind::tiers ? !out.could_be.empty() : out.could_be.size() == 1;
  if (!decided) return out;
  out.answer = out.could_be.front();
  out.could_be.erase(out.could_be.begin());
  return out;
}

}  // namespace fairstart::offers
