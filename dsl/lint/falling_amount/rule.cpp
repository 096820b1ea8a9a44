// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using diagnostics::Code;

namespace {

void look_at_amounts(const Subject& subject, const plan::Offer& offer, diagnostics::Diagnostics& found) {
  const plan::Plan& plan = subject.plan;
  if (!subject.here(offer.span) || !offer.levels.exists()) return;
  const plan::Expr* most = nullptr;
  std::int64_t highest = 0;
  std::size_t most_at = 0;
  for (const plan::LevelAmount& amount : offer.amounts) {
    const plan::Expr& expr = plan.expr(amount.amount);
    const auto* constant = std::get_if<plan::Constant>(&expr.node);
    if (constant == nullptr) continue;  // worked out: nobody can tell here
    if (most != nullptr && constant->number < highest) {
      const auto& levels = plan.levels[offer.levels.index()].levels;
      warn(found, Code::amount_falls, expr.span,
           fmt::format("`{}` gives less at `{}` than at `{}`, which is lower", offer.name, levels[amount.level].name,
                       levels[most_at].name),
           "give at least as much as need rises, or say why not: `proportionate off because \"…\"`",
           {{most->span, fmt::format("{} at the lower tier", plan::show_value(offer.amount_type, highest, plan))}});
      return;
    }
    most = &expr;
    highest = constant->number;
    most_at = amount.level;
  }
}

}  // namespace

void look_for_falling_amounts(const Subject& subject, diagnostics::Diagnostics& found) {
  if (!subject.plan.proportionate_off.empty()) return;
  for (const plan::Offer& offer : subject.plan.offers) look_at_amounts(subject, offer, found);
  for (const plan::Allocation& allocation : subject.plan.allocations) look_at_amounts(subject, allocation.offer, found);
}

}  // namespace fairstart::lint
