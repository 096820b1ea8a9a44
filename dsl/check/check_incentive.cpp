// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_incentive(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.incentives.size());
  plan::Incentive incentive{.name = std::string(name.text()), .title = std::string(name.text()), .span = name.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) incentive.title = text_of(title);
  add_notes(incentive.notes, decl);
  plan_.incentives.push_back(std::move(incentive));
  incentives_.push_back({decl, module_});
  declare(module_, Space::incentives, std::string(name.text()),
          {.kind = SymbolKind::incentive, .index = index, .span = name.span()});
}

void Checker::fill_incentive(Cursor decl, std::size_t index) {
  plan::Incentive incentive = plan_.incentives[index];
  const RowContext nowhere{{}, {}, nullptr, true};
  std::map<std::string, base::Span> seen;
  for (const Cursor child : decl) {
    if (child.is_word("pays") && !once(child, seen, "pays")) return;
    if (!child.is_word("to") || !once(child, seen, "to")) continue;
    incentive.to = payer(name_after(decl, child));
  }
  incentive.serves = served_in(decl);
  const Cursor pays = decl.child(NodeKind::sum);
  if (!pays) {
    report(Code::clause_missing, incentive.span, fmt::format("`{}` does not say what it pays", incentive.name),
           "add `pays … for each …`, or `pays … for INDICATOR between … and …`");
    return;
  }
  const bool each = decl.has_word("for each");
  const ExprId value = money(pays, rowless(pays), each);
  if (!is_poison(value)) {
    incentive.pays = value;
    incentive.pays_type = type_of(value);
  }
  if (each) {
    if (const auto found = list(decl.child(NodeKind::list), nowhere)) incentive.each = found->id;
  } else {
    const Cursor name = name_after(decl, decl.word("for"));
    const Symbol* symbol = need(Space::indicators, name, "indicator");
    if (symbol != nullptr && symbol->kind != SymbolKind::indicator) {
      report(Code::wrong_namespace, name.span(), fmt::format("`{}` is not an indicator", name.text()),
             "payments go by an indicator's value", {{symbol->span, "declared here"}});
      symbol = nullptr;
    }
    if (symbol != nullptr) thresholds(decl, plan_.indicators[symbol->index], incentive);
    if (symbol != nullptr) incentive.indicator = plan::IndicatorId{symbol->index};
  }
  plan_.incentives[index] = std::move(incentive);
}

// Nothing is paid at the first threshold, all at the second: so the second is the better one.
void Checker::thresholds(Cursor decl, const plan::Indicator& indicator, plan::Incentive& incentive) {
  const Cursor first = decl.child(NodeKind::literal), second = decl.child(NodeKind::literal, 1);
  const Type type = figure_type(indicator);
  const auto lower = literal(first, type, indicator.span), upper = literal(second, type, indicator.span);
  if (!lower || !upper) return;
  incentive.lower = lower->number;
  incentive.upper = upper->number;
  base::Span both_at = first.span();
  both_at.end = second.span().end;
  if (lower->number == upper->number) {
    report(Code::range_reversed, both_at, "these thresholds are the same", "nothing is paid at the first, all at the second");
    return;
  }
  const bool up = upper->number > lower->number;
  if (indicator.higher_is_better.value_or(up) != up)
    report(Code::payment_against_better, both_at, fmt::format("this pays more as `{}` gets worse", indicator.name),
           fmt::format("nothing is paid at the first threshold and all at the second: `between {} and {}`", second.text(),
                       first.text()),
           {{indicator.span, fmt::format("`better {}` is said here", *indicator.higher_is_better ? "higher" : "lower")}});
  else if (!up && !indicator.higher_is_better)
    report(Code::range_reversed, both_at, "these thresholds fall, and the indicator does not say that lower is better",
           "say `better lower` in the indicator, or put the lower threshold first", {{indicator.span, "declared here"}});
}

}  // namespace fairstart::check
