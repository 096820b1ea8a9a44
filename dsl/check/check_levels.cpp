// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_levels(Cursor decl) {
  const Cursor word = decl.first(), id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.levels.size());
  plan::Levels scheme{.kind = word.is_word("tiers")    ? plan::LevelsKind::tiers
                              : word.is_word("groups") ? plan::LevelsKind::groups
                                                       : plan::LevelsKind::segments,
                      .name = std::string(name.text()),
                      .title = std::string(name.text()),
                      .span = name.span()};
  if (const Cursor title = id.child(NodeKind::TEXT)) scheme.title = text_of(title);
  const bool known = row_named(id.child(NodeKind::NAME, 1), scheme.record, scheme.role, name.span());
  std::map<std::string, base::Span> seen;
  for (const Cursor child : decl) {
    if (!child.is(NodeKind::level)) continue;
    if (const Cursor note = child.child(NodeKind::note)) {
      add_note(scheme.notes, note);
      continue;
    }
    const Cursor level = child.child(NodeKind::NAME);
    const auto [other, fresh] = seen.emplace(std::string(level.text()), level.span());
    if (!fresh)
      report(Code::declared_twice, level.span(), fmt::format("`{}` is declared twice", level.text()),
             "give one of them another name", {{other->second, "the first is here"}});
    scheme.levels.push_back({.name = std::string(level.text()),
                             .title = text_of(child.child(NodeKind::TEXT)),
                             .core = child.has_word("core"),
                             .span = level.span()});
  }
  if (scheme.levels.empty() || scheme.levels.size() > 64)
    report(Code::clause_missing, name.span(), fmt::format("`{}` has {} levels", scheme.name, scheme.levels.size()),
           "it takes from 1 to 64");
  const Symbol symbol{
      .kind = SymbolKind::levels, .index = index, .span = name.span(), .record = scheme.record, .role = scheme.role};
  plan_.levels.push_back(std::move(scheme));
  levels_.push_back({decl, module_});
  levels_filled_.push_back(Filled::no);
  if (known)
    declare(module_, Space::values, std::string(name.text()), symbol);
  else
    broken_names_.insert(std::string(name.text()));
}

void Checker::fill_levels(types::LevelsId id) {
  if (levels_filled_[id.index()] == Filled::yes) return;
  if (levels_filled_[id.index()] == Filled::now) {
    report(Code::definition_cycle, plan_.levels[id.index()].span,
           fmt::format("`{}` needs itself to be worked out", plan_.levels[id.index()].name), "say it without itself");
    return;
  }
  levels_filled_[id.index()] = Filled::now;
  const plan::ModuleId before = std::exchange(module_, levels_[id.index()].module);
  const auto rounding = std::exchange(unsaid_rounding_, std::nullopt);
  fill_levels_from(levels_[id.index()].decl, id);
  unsaid_rounding_ = rounding;
  module_ = before;
  levels_filled_[id.index()] = Filled::yes;
}

void Checker::fill_levels_from(Cursor decl, types::LevelsId id) {
  const RowContext row{plan_.levels[id.index()].record, plan_.levels[id.index()].role};
  const plan::LevelsKind kind = plan_.levels[id.index()].kind;
  if (!row.record.exists()) return;
  std::size_t at = 0;
  std::size_t count = 0;  // the core's own; what others add comes after
  for (const Cursor child : decl)
    if (child.is(NodeKind::level) && !child.child(NodeKind::note)) ++count;
  for (const Cursor child : decl) {
    if (!child.is(NodeKind::level) || child.child(NodeKind::note)) continue;
    const std::string name = plan_.levels[id.index()].levels[at].name;
    const Cursor when = child.child(NodeKind::answer);
    const bool first = at == 0, last = at + 1 == count, otherwise = child.has_word("otherwise");
    if (when) {
      const ExprId condition_id = condition(when, row);
      if (!is_poison(condition_id)) plan_.levels[id.index()].levels[at].when = condition_id;
    }
    switch (kind) {
      case plan::LevelsKind::tiers:
        if (first && (when || otherwise))
          report(Code::first_tier_condition, child.span(), fmt::format("`{}` is the first tier, which is for everyone", name),
                 "leave its condition out, or put a tier for everyone before it");
        if (!first && !when)
          report(Code::tier_without_condition, child.span(), fmt::format("`{}` does not say who gets it", name),
                 "add `when …`");
        break;
      case plan::LevelsKind::groups:
        if (!when)
          report(Code::tier_without_condition, child.span(), fmt::format("`{}` does not say who is in it", name),
                 "add `when …`");
        break;
      case plan::LevelsKind::segments:
        if (last != otherwise)
          report(Code::tier_without_condition, child.span(),
                 last ? fmt::format("`{}` is the last segment, and does not take all others", name)
                      : fmt::format("`{}` is not the last segment, so it can't take all others", name),
                 last ? "end with a segment for everyone else: `others \"Others\" otherwise`" : "give it `when …`");
        else if (!last && !when)
          report(Code::tier_without_condition, child.span(), fmt::format("`{}` does not say who is in it", name),
                 "add `when …`");
        break;
    }
    ++at;
  }
  adapt_levels(id, row);
}

}  // namespace fairstart::check
