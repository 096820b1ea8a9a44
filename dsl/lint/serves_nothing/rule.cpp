// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using diagnostics::Code;

void look_for_offers_serving_nothing(const Subject& subject, diagnostics::Diagnostics& found) {
  const plan::Plan& plan = subject.plan;
  if (plan.outcomes.empty()) return;  // there is nothing to serve
  const auto look = [&](const plan::Offer& offer, std::string_view name, base::Span span, std::string_view what) {
    if (!offer.serves.empty() || !subject.here(span)) return;
    warn(found, Code::offer_serves_nothing, span, fmt::format("the {} `{}` serves no outcome", what, name),
         "say what it is for: `serves …` and an outcome");
  };
  std::set<std::uint32_t> schedules;
  for (const plan::Offer& offer : plan.offers) {
    if (!offer.schedule.exists()) {
      look(offer, offer.name, offer.span, "offer");
    } else if (schedules.insert(offer.schedule.value).second) {
      const plan::Schedule& schedule = plan.schedules[offer.schedule.index()];
      look(offer, schedule.name, schedule.span, "schedule");
    }
  }
  for (const plan::Allocation& allocation : plan.allocations)
    look(allocation.offer, allocation.offer.name, allocation.offer.span, "allocation");
}

}  // namespace fairstart::lint
