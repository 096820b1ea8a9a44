// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

namespace {

void look_at_window(const Subject& subject, const plan::Offer& offer, diagnostics::Diagnostics& found) {
  if (!subject.here(offer.span) || !offer.when.exists() || !offer.due_from.exists()) return;
  Facts& facts = subject.facts;
  const Formula when = facts.formula(offer.when);
  if (!facts.possible(when)) return;  // told of the condition itself
  if (facts.possible({.kind = Formula::Kind::all, .parts = {when, facts.not_before(offer.due_from)}})) return;
  warn(found, diagnostics::Code::when_ends_before_window, subject.plan.expr(offer.when).span,
       fmt::format("`{}` ends before `{}` is due", subject.plan.expr(offer.when).text, offer.name),
       "let the condition hold for as long as the window is open",
       {{subject.plan.expr(offer.due_from).span, "it is due from here on"}});
}

}  // namespace

void look_for_closed_windows(const Subject& subject, diagnostics::Diagnostics& found) {
  for (const plan::Offer& offer : subject.plan.offers)
    if (!offer.schedule.exists()) look_at_window(subject, offer, found);
  for (const plan::Allocation& allocation : subject.plan.allocations) look_at_window(subject, allocation.offer, found);
}

}  // namespace fairstart::lint
