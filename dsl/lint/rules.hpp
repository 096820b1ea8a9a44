// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dsl/lint/lint.hpp"

// The rules, one folder each, and what they share.
namespace fairstart::lint {

void look_for_unused(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_unreachable_levels(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_constant_conditions(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_unsourced_parameters(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_offers_serving_nothing(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_unmeasured_outcomes(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_undirected_indicators(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_closed_windows(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_both_polarities(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_nothing_universal(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_offers_lost_higher_up(const Subject& subject, diagnostics::Diagnostics& found);
void look_for_falling_amounts(const Subject& subject, diagnostics::Diagnostics& found);

inline void warn(diagnostics::Diagnostics& found, diagnostics::Code code, base::Span span, std::string message,
                 std::string help, std::vector<diagnostics::Label> labels = {}) {
  found.add({.code = code, .message = std::move(message), .span = span, .labels = std::move(labels), .help = std::move(help)});
}

// The conditions that were written in the file, whole: what definitions mean (tables aside), who is at a level, who is offered,
// points, lists, what is counted.
std::vector<plan::ExprId> conditions(const Subject& subject);

}  // namespace fairstart::lint
