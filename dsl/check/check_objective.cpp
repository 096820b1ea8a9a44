// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_objective(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const plan::ObjectiveId id{plan_.objectives.size()};
  plan::Objective objective{
      .name = std::string(name.text()), .title = text_of(decl.child(NodeKind::TEXT)), .span = name.span()};
  add_notes(objective.notes, decl);
  plan_.objectives.push_back(std::move(objective));
  objectives_.push_back({decl, module_});
  declare(module_, Space::objectives, std::string(name.text()),
          {.kind = SymbolKind::objective, .index = id.value, .span = name.span()});
  declare_members(decl, id, {});
}

void Checker::declare_members(Cursor block, plan::ObjectiveId objective, plan::OutcomeId outcome) {
  for (const Cursor child : block) {
    if (child.is(NodeKind::omitted)) {
      keep_omitted(child);
      auto& texts =
          outcome.exists() ? plan_.outcomes[outcome.index()].not_encoded : plan_.objectives[objective.index()].not_encoded;
      std::string whole;
      for (const Cursor text : child)
        if (text.is(NodeKind::TEXT)) whole += (whole.empty() ? "" : " ") + text_of(text);
      texts.push_back(std::move(whole));
    }
    if (child.is(NodeKind::outcome) && retired("outcome", child, false)) continue;
    if (child.is(NodeKind::indicator) && retired("indicator", child, false)) continue;
    if (child.is(NodeKind::outcome)) {
      const std::size_t before = plan_.outcomes.size();
      declare_outcome(child);
      if (!objective.exists() || plan_.outcomes.size() == before) continue;
      plan_.outcomes[before].objective = objective;
      plan_.objectives[objective.index()].outcomes.push_back(plan::OutcomeId{before});
    }
    if (child.is(NodeKind::indicator)) {
      const plan::IndicatorId id{plan_.indicators.size()};
      declare_indicator(child, outcome);
      (outcome.exists() ? plan_.outcomes[outcome.index()].indicators : plan_.objectives[objective.index()].indicators)
          .push_back(id);
    }
    if (child.is(NodeKind::spread)) {
      const plan::SpreadId id{plan_.spreads.size()};
      declare_spread(child, outcome);
      (outcome.exists() ? plan_.outcomes[outcome.index()].spreads : plan_.objectives[objective.index()].spreads).push_back(id);
    }
  }
}

void Checker::fill_objective(Cursor decl, plan::ObjectiveId id) { plan_.objectives[id.index()].wave = wave_named(decl); }

}  // namespace fairstart::check
