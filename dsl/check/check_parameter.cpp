// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_parameter(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.parameters.size());
  plan::Parameter parameter{.name = std::string(name.text()), .span = name.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) parameter.title = text_of(title);
  built_in(name);
  plan_.parameters.push_back(std::move(parameter));
  parameters_.push_back({decl, module_});
  declare(module_, Space::values, std::string(name.text()),
          {.kind = SymbolKind::parameter, .index = index, .span = name.span()});
}

void Checker::fill_parameter(Cursor decl, plan::Parameter& parameter) {
  const Cursor type_at = decl.child(NodeKind::type);
  parameter.type = type(type_at);
  if (parameter.type.kind != types::Kind::unknown) fill_parameter_values(decl, parameter, type_at.span());
}

void Checker::fill_parameter_values(Cursor decl, plan::Parameter& parameter, base::Span type_span) {
  bool fixed = false;
  std::map<std::string, base::Span> seen;
  const std::size_t errors = diagnostics_.errors();
  for (const Cursor clause : decl) {
    if (!clause.is(NodeKind::pclause)) continue;
    const Cursor first = clause.first();
    if (first.is(NodeKind::note)) {
      add_note(parameter.notes, first);
      continue;
    }
    const auto value = literal(clause.child(NodeKind::literal), parameter.type, type_span);
    if (first.is_word("places may choose from")) {
      if (!once(clause, seen, "places may choose from")) continue;
      if (parameter.type.kind != types::Kind::number && parameter.type.kind != types::Kind::date) {
        report(Code::not_ordered, clause.span(),
               fmt::format("{} has no order to choose within", plan::with_article(parameter.type, plan_)));
        continue;
      }
      const auto high = literal(clause.child(NodeKind::literal, 1), parameter.type, type_span);
      if (!value || !high) continue;
      if (value->number > high->number) {
        report(Code::range_reversed, clause.span(), fmt::format("the range of `{}` ends below its start", parameter.name),
               "put the lower end first");
        continue;
      }
      parameter.may_choose_from = value->number;
      parameter.may_choose_to = high->number;
      continue;
    }
    if (!value) continue;
    plan::ParameterPeriod period{.value = *value};
    if (first.is_word("value")) {
      if (fixed || !parameter.values.empty()) {
        report(Code::parameter_dates, clause.span(), fmt::format("`{}` has a `value` beside another", parameter.name),
               "give one `value`, or each with its dates: `from 2026-04-01 …`");
        continue;
      }
      fixed = true;
    } else {
      period.from = date(clause.child(NodeKind::DATE));
      if (const Cursor to = clause.child(NodeKind::DATE, 1)) period.to = date(to);
      if (fixed) {
        report(Code::parameter_dates, clause.span(),
               fmt::format("`{}` has a `value` without dates beside one with dates", parameter.name),
               "give every value its dates");
        continue;
      }
      if (period.from && period.to && *period.to < *period.from) {
        report(Code::range_reversed, clause.span(), "these dates end before they start", "put the earlier date first");
        continue;
      }
      if (!parameter.values.empty() && period.from) {
        plan::ParameterPeriod& before = parameter.values.back();
        if (*period.from <= *before.from || (before.to && *before.to >= *period.from)) {
          report(Code::parameter_dates, clause.span(),
                 fmt::format("the dates of `{}` overlap, or are out of order", parameter.name),
                 "put the values in order of their dates, each ending before the next starts");
          continue;
        }
        if (!before.to) before.to = *period.from - 1;  // the next value takes over
      }
    }
    parameter.values.push_back(period);
  }
  if (parameter.values.empty() && !decl.is(NodeKind::adapt) && diagnostics_.errors() == errors)
    report(Code::clause_missing, parameter.span, fmt::format("`{}` has no value", parameter.name),
           "add `value …`, or `from DATE …` for each time");
  if (!parameter.may_choose_from || decl.is(NodeKind::adapt)) return;
  for (const plan::ParameterPeriod& period : parameter.values)
    if (period.value.number < *parameter.may_choose_from || period.value.number > *parameter.may_choose_to)
      report(Code::parameter_value, parameter.span,
             fmt::format("`{}` is {}, outside what places may choose", parameter.name,
                         plan::show_value(parameter.type, period.value.number, plan_)),
             "widen the range, or change the value");
}

}  // namespace fairstart::check
