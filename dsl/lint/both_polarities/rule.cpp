// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <set>

#include "dsl/lint/rules.hpp"

namespace fairstart::lint {

using plan::ExprId;

namespace {

class Look {
 public:
  explicit Look(const Subject& subject) : subject_(subject) {}

  // A fact that speaks for the condition in one part and against it in another, so that the parts together leave no doubt
  // where each of them does.
  std::optional<std::uint32_t> both(const Formula& formula) const {
    if (formula.kind != Formula::Kind::all && formula.kind != Formula::Kind::any) return {};
    const bool any = formula.kind == Formula::Kind::any;
    std::map<std::uint32_t, std::pair<int, Numbers>> seen;  // in how many parts, and what their tests come to
    for (const Formula& part : formula.parts) {
      if (const auto found = both(part)) return found;
      std::map<std::uint32_t, Numbers> here;
      collect(part, any, here);
      for (const auto& [fact, holds] : here) {
        const auto [at, fresh] = seen.try_emplace(fact, 0, holds);
        ++at->second.first;
        if (!fresh) at->second.second = joined(at->second.second, holds, any, fact);
      }
    }
    for (const auto& [fact, parts] : seen)
      if (parts.first > 1 && in_doubt(fact) && parts.second == (any ? subject_.facts.all_of(fact) : Numbers{})) return fact;
    return {};
  }

 private:
  void collect(const Formula& formula, bool any, std::map<std::uint32_t, Numbers>& here) const {
    if (formula.kind == Formula::Kind::test) {
      const auto [at, fresh] = here.try_emplace(formula.fact, formula.holds);
      if (!fresh) at->second = joined(at->second, formula.holds, any, formula.fact);
    }
    for (const Formula& part : formula.parts) collect(part, any, here);
  }

  Numbers joined(const Numbers& a, const Numbers& b, bool any, std::uint32_t fact) const {
    const Numbers& all = subject_.facts.all_of(fact);
    if (!any) return intersection(a, b);
    return complement(intersection(complement(a, all), complement(b, all)), all);
  }

  // Whether it can be missing: `is known` and the like are always answered, and so is what rests on no record.
  bool in_doubt(std::uint32_t fact) const {
    const plan::Expr& expr = subject_.plan.expr(subject_.facts.example_of(fact));
    return expr.row.exists() && !std::holds_alternative<plan::IsKnown>(expr.node) &&
           !std::holds_alternative<plan::IsMissing>(expr.node) && !std::holds_alternative<plan::CountsAs>(expr.node);
  }

  const Subject& subject_;
};

}  // namespace

void look_for_both_polarities(const Subject& subject, diagnostics::Diagnostics& found) {
  const plan::Plan& plan = subject.plan;
  const Look look(subject);
  const auto reads_told = [&](auto&& self, ExprId id, const std::set<std::uint32_t>& told) -> bool {
    bool reads = false;
    if (const auto* use = std::get_if<plan::DefinitionValue>(&plan.expr(id).node)) {
      const ExprId meaning = plan.definitions[use->definition.index()].meaning;
      reads = told.contains(meaning.value) || look.both(subject.facts.formula(meaning)).has_value();
    }
    plan::for_each_operand(plan, id, [&](ExprId operand) { reads = reads || self(self, operand, told); });
    return reads;
  };
  std::set<std::uint32_t> told;
  for (const ExprId id : conditions(subject)) {
    if (told.contains(id.value)) continue;
    const Formula formula = subject.facts.formula(id);
    const auto fact = look.both(formula);
    if (!fact || !subject.facts.possible(formula) || subject.facts.always(formula)) continue;
    if (reads_told(reads_told, id, told)) continue;  // told of the definition
    told.insert(id.value);
    const plan::Expr& example = plan.expr(subject.facts.example_of(*fact));
    // What another file says is shown where it stands.
    std::vector<diagnostics::Label> labels;
    if (example.span.exists() && !subject.here(example.span)) labels.push_back({example.span, "it is read here"});
    std::string message =
        labels.empty()
            ? fmt::format("`{}` speaks for and against this: where it is missing the answer may be unknown for nothing",
                          example.text)
            : "a fact that another file reads speaks for and against this: where it is missing the answer may be "
              "unknown for nothing";
    warn(found, diagnostics::Code::both_polarities, plan.expr(id).span, std::move(message),
         "say it so that the fact comes once, or as a `table`, whose rows can agree", std::move(labels));
  }
}

}  // namespace fairstart::lint
