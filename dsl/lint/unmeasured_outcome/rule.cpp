// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

void look_for_unmeasured_outcomes(const Subject& subject, diagnostics::Diagnostics& found) {
  const plan::Plan& plan = subject.plan;
  std::set<std::uint32_t> measured;  // by an indicator elsewhere, or by an outcome that serves it
  for (const plan::Indicator& indicator : plan.indicators)
    for (const plan::OutcomeId id : indicator.serves) measured.insert(id.value);
  for (const plan::Outcome& outcome : plan.outcomes)
    if (!outcome.indicators.empty())
      for (const plan::OutcomeId id : outcome.serves) measured.insert(id.value);
  for (std::uint32_t i = 0; i < plan.outcomes.size(); ++i) {
    const plan::Outcome& outcome = plan.outcomes[i];
    // What the file says that it leaves out is not forgotten.
    if (!subject.here(outcome.span) || !outcome.indicators.empty() || !outcome.not_encoded.empty() || measured.contains(i))
      continue;
    warn(found, diagnostics::Code::outcome_without_indicator, outcome.span,
         fmt::format("nothing shows whether `{}` comes about", outcome.name),
         "add an indicator, or say what is missing: `not encoded \"…\"`");
  }
}

}  // namespace fairstart::lint
