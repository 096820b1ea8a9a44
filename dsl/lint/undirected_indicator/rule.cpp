// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

void look_for_undirected_indicators(const Subject& subject, diagnostics::Diagnostics& found) {
  for (const plan::Indicator& indicator : subject.plan.indicators) {
    if (!subject.here(indicator.span) || indicator.higher_is_better) continue;
    if (indicator.target) continue;  // told of the target, when it was checked
    // A published figure that is held against nothing is there to be known.
    const bool judged = !indicator.comparators.empty() || !indicator.bands.empty() || indicator.baseline;
    if (indicator.what == plan::What::published && !judged) continue;
    warn(found, diagnostics::Code::indicator_without_direction, indicator.span,
         fmt::format("`{}` does not say which way is better", indicator.name), "add `better higher` or `better lower`");
  }
}

}  // namespace fairstart::lint
