// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/lint/rules.hpp"
#include "dsl/plan/falling.hpp"

namespace fairstart::lint {

namespace {

void look_at_tiers(const Subject& subject, const plan::Offer& offer, diagnostics::Diagnostics& found) {
  const plan::Plan& plan = subject.plan;
  if (!subject.here(offer.span)) return;
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    const plan::Levels& scheme = plan.levels[i];
    if (scheme.kind != plan::LevelsKind::tiers || !plan::could_fall(plan, offer.eligible, types::LevelsId{i})) continue;
    warn(found, diagnostics::Code::offer_lost_higher_up, offer.span,
         fmt::format("`{}` could go to a family at one tier of `{}` and not to the same family at a higher one", offer.name,
                     scheme.name),
         "ask for `is at least`, or say why more need gets other things instead: `proportionate off because \"…\"`",
         {{scheme.span, "the tiers"}});
    return;
  }
}

}  // namespace

void look_for_offers_lost_higher_up(const Subject& subject, diagnostics::Diagnostics& found) {
  if (!subject.plan.proportionate_off.empty()) return;
  for (const plan::Offer& offer : subject.plan.offers) look_at_tiers(subject, offer, found);
  for (const plan::Allocation& allocation : subject.plan.allocations) look_at_tiers(subject, allocation.offer, found);
}

}  // namespace fairstart::lint
