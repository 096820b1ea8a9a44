// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

void look_for_unsourced_parameters(const Subject& subject, diagnostics::Diagnostics& found) {
  for (const plan::Parameter& parameter : subject.plan.parameters) {
    if (!subject.here(parameter.span) || !parameter.notes.sources.empty()) continue;
    warn(found, diagnostics::Code::parameter_without_source, parameter.span,
         fmt::format("`{}` does not say where its value comes from", parameter.name),
         "add `source \"…\"`: a document, or that it is a local choice");
  }
}

}  // namespace fairstart::lint
