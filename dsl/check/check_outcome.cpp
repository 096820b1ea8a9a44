// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_outcome(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.outcomes.size());
  plan::Outcome outcome{.name = std::string(name.text()), .title = text_of(decl.child(NodeKind::TEXT)), .span = name.span()};
  add_notes(outcome.notes, decl);
  for (const Cursor child : decl) {
    if (child.is_word("wave")) not_built_yet(child.span(), "`wave`");
    if (child.is(NodeKind::spread)) not_built_yet(child.span(), fmt::format("`{}`", child.first().text()));
    if (child.is(NodeKind::omitted)) keep_omitted(child);
    if (!child.is(NodeKind::indicator)) continue;
    const Cursor indicator_name = child.child(NodeKind::NAME);
    const plan::IndicatorId id{plan_.indicators.size()};
    plan::Indicator indicator{.name = std::string(indicator_name.text()),
                              .title = std::string(indicator_name.text()),
                              .outcome = plan::OutcomeId{index},
                              .span = indicator_name.span()};
    if (const Cursor title = child.child(NodeKind::TEXT)) indicator.title = text_of(title);
    plan_.indicators.push_back(std::move(indicator));
    indicators_.push_back({child, module_});
    outcome.indicators.push_back(id);
    declare(module_, Space::indicators, std::string(indicator_name.text()),
            {.kind = SymbolKind::indicator, .index = id.value, .span = indicator_name.span()});
  }
  plan_.outcomes.push_back(std::move(outcome));
  outcomes_.push_back({decl, module_});
  declare(module_, Space::outcomes, std::string(name.text()),
          {.kind = SymbolKind::outcome, .index = index, .span = name.span()});
}

void Checker::fill_outcome(Cursor decl, plan::OutcomeId) {
  // Outcomes may serve other outcomes: only the names are checked here.
  bool serves = false;
  for (const Cursor child : decl) {
    if (child.is_word("serves")) serves = true;
    if (child.is(NodeKind::indicator) || child.is(NodeKind::note)) serves = false;
    if (serves && child.is(NodeKind::NAME)) need(Space::outcomes, child, "outcome");
  }
}

}  // namespace fairstart::check
