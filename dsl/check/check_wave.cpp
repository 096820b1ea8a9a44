// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_wave(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.waves.size());
  plan::Wave wave{.name = std::string(name.text()), .title = text_of(decl.child(NodeKind::TEXT)), .span = name.span()};
  if (const Cursor from = decl.child(NodeKind::DATE)) wave.from = date(from);
  plan_.waves.push_back(std::move(wave));
  declare(module_, Space::waves, std::string(name.text()), {.kind = SymbolKind::wave, .index = index, .span = name.span()});
}

// `wave NAME` in a block; none where there is no such clause, or after an error.
plan::WaveId Checker::wave_named(Cursor block) {
  std::map<std::string, base::Span> seen;
  plan::WaveId wave;
  for (const Cursor child : block) {
    if (!child.is_word("wave")) continue;
    const Cursor name = name_after(block, child);
    if (!once(name, seen, "wave")) continue;
    if (const Symbol* symbol = need(Space::waves, name, "wave")) wave = plan::WaveId{symbol->index};
  }
  return wave;
}

Cursor Checker::name_after(Cursor block, Cursor word) {
  for (const Cursor child : block)
    if (child.index() > word.index() && child.is(NodeKind::NAME)) return child;
  return {};
}

}  // namespace fairstart::check
