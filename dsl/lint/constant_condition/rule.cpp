// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using diagnostics::Code;
using plan::ExprId;

namespace {

class Walk {
 public:
  Walk(const Subject& subject, diagnostics::Diagnostics& found) : subject_(subject), found_(found) {}

  // Parts first, so that the smallest is told; true where something at or below `id` was.
  bool look(ExprId id, bool tell) {
    const plan::Expr& expr = subject_.plan.expr(id);
    if (const auto known = told_.find(id.value); known != told_.end()) return known->second;
    bool below = false;
    // Parts that were not written by themselves, as the ends of `is between`, are not told by themselves.
    const auto parts = [&](const std::vector<ExprId>& answers) {
      for (const ExprId answer : answers)
        if (subject_.plan.expr(answer).span != expr.span) below = look(answer, true) || below;
    };
    bool whole = false;  // a condition that can be told of as one
    if (const auto* negated = std::get_if<plan::Not>(&expr.node)) {
      parts({negated->answer});
      whole = true;
    } else if (const auto* all = std::get_if<plan::And>(&expr.node)) {
      parts(all->answers);
      whole = true;
    } else if (const auto* any = std::get_if<plan::Or>(&expr.node)) {
      parts(any->answers);
      whole = true;
    } else if (const auto* counts = std::get_if<plan::CountsAs>(&expr.node)) {
      parts({counts->answer});
    } else if (const auto* set = std::get_if<plan::CountOfSet>(&expr.node)) {
      parts(set->answers);
    } else if (const auto* compare = std::get_if<plan::Compare>(&expr.node)) {
      for (const ExprId side : {compare->left, compare->right})
        if (std::holds_alternative<plan::CountOfSet>(subject_.plan.expr(side).node)) parts({side});
      whole = true;
    } else {
      whole = std::holds_alternative<plan::OneOf>(expr.node) || std::holds_alternative<plan::LevelIn>(expr.node);
    }
    if (!below && whole && subject_.here(expr.span)) below = judge(id, tell);
    told_.emplace(id.value, below);
    return below;
  }

 private:
  bool judge(ExprId id, bool tell) {
    const plan::Expr& expr = subject_.plan.expr(id);
    const Formula formula = subject_.facts.formula(id);
    const bool never = !subject_.facts.possible(formula), always = !never && subject_.facts.always(formula);
    if (!never && !always) return false;
    if (tell)
      warn(found_, Code::condition_constant, expr.span,
           fmt::format("`{}` is {}", expr.text,
                       never ? "never so, whatever the records say" : "always so, whatever the records say"),
           "change it, or leave it out");
    return true;
  }

  const Subject& subject_;
  diagnostics::Diagnostics& found_;
  std::map<std::uint32_t, bool> told_;
};

}  // namespace

void look_for_constant_conditions(const Subject& subject, diagnostics::Diagnostics& found) {
  Walk walk(subject, found);
  // A level's own condition that never holds is told of the level.
  std::set<std::uint32_t> never;
  for (const plan::Levels& scheme : subject.plan.levels)
    for (const plan::Level& level : scheme.levels)
      if (level.when.exists() && !subject.facts.possible(subject.facts.formula(level.when))) never.insert(level.when.value);
  for (const ExprId id : conditions(subject)) walk.look(id, !never.contains(id.value));
}

}  // namespace fairstart::lint
