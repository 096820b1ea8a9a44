// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_outcome(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const plan::OutcomeId id{plan_.outcomes.size()};
  plan::Outcome outcome{.name = std::string(name.text()), .title = text_of(decl.child(NodeKind::TEXT)), .span = name.span()};
  add_notes(outcome.notes, decl);
  plan_.outcomes.push_back(std::move(outcome));
  outcomes_.push_back({decl, module_});
  declare(module_, Space::outcomes, std::string(name.text()),
          {.kind = SymbolKind::outcome, .index = id.value, .span = name.span()});
  declare_members(decl, {}, id);
}

void Checker::fill_outcome(Cursor decl, plan::OutcomeId id) {
  const plan::WaveId wave = wave_named(decl);
  plan_.outcomes[id.index()].wave = wave;
  plan_.outcomes[id.index()].serves = served_in(decl);
  for (const plan::OutcomeId served : plan_.outcomes[id.index()].serves)
    if (served == id)
      report(Code::definition_cycle, decl.word("serves").span(), "`" + plan_.outcomes[id.index()].name + "` serves itself",
             "name the outcome that it leads to");
}

// Children of a block lie flat: a clause goes on to the next word.
std::vector<plan::OutcomeId> Checker::served_in(Cursor block) {
  std::vector<plan::OutcomeId> served;
  bool serves = false;
  for (const Cursor child : block) {
    if (child.is(NodeKind::word)) serves = child.is_word("serves");
    if (child.is(NodeKind::note) || child.is(NodeKind::indicator) || child.is(NodeKind::spread) || child.is(NodeKind::flow))
      serves = false;
    if (!serves || !child.is(NodeKind::NAME)) continue;
    const Symbol* symbol = need(Space::outcomes, child, "outcome");
    if (symbol == nullptr) continue;
    const plan::OutcomeId id{symbol->index};
    if (std::find(served.begin(), served.end(), id) == served.end()) served.push_back(id);
  }
  return served;
}

}  // namespace fairstart::check
