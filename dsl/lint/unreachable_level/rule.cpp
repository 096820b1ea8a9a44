// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using diagnostics::Code;

namespace {

// The other level that takes all who would be at this one; none where someone can be at it.
struct Verdict {
  bool never = false;
  const plan::Level* instead = nullptr;
};

Verdict judge(Facts& facts, const plan::Levels& scheme, std::size_t at) {
  const plan::Level& level = scheme.levels[at];
  const Formula when = facts.formula(level.when);
  if (!facts.possible(when)) return {true, nullptr};
  if (scheme.kind == plan::LevelsKind::groups) return {};
  const bool tiers = scheme.kind == plan::LevelsKind::tiers;
  Formula here{.kind = Formula::Kind::all, .parts = {when}};
  // A higher tier, or an earlier segment, takes its rows first.
  for (std::size_t i = tiers ? at + 1 : 0; i < (tiers ? scheme.levels.size() : at); ++i) {
    const Formula other = facts.formula(scheme.levels[i].when);
    if (!facts.possible(other)) continue;
    if (!facts.possible({.kind = Formula::Kind::all, .parts = {when, facts.without(other)}})) return {true, &scheme.levels[i]};
    here.parts.push_back(facts.without(other));
  }
  // Higher tiers that take all between them take nobody whose facts are missing: who is at this one then could be higher.
  return {!tiers && !facts.possible(here), nullptr};
}

}  // namespace

void look_for_unreachable_levels(const Subject& subject, diagnostics::Diagnostics& found) {
  for (const plan::Levels& scheme : subject.plan.levels) {
    const bool tiers = scheme.kind == plan::LevelsKind::tiers;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
      const plan::Level& level = scheme.levels[i];
      if (!subject.here(level.span)) continue;
      const Verdict verdict = judge(subject.facts, scheme, i);
      if (!verdict.never) continue;
      const std::string_view what = tiers ? "tier" : scheme.kind == plan::LevelsKind::segments ? "segment" : "group";
      if (verdict.instead != nullptr)
        warn(found, Code::level_unreachable, level.span,
             fmt::format("nobody is in the {} `{}`: whoever meets its condition is in `{}`", what, level.name,
                         verdict.instead->name),
             tiers ? "narrow the higher tier, or widen this one" : "put this segment before it, or narrow that one",
             {{verdict.instead->span, "declared here"}});
      else
        warn(found, Code::level_unreachable, level.span,
             subject.facts.possible(subject.facts.formula(level.when))
                 ? fmt::format("nobody is in the {} `{}`: the segments before it take all who could be", what, level.name)
                 : fmt::format("nobody is in the {} `{}`: its condition never holds", what, level.name),
             "change its condition, or leave it out");
    }
  }
}

}  // namespace fairstart::lint
