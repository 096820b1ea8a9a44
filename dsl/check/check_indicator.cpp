// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

using types::Kind;

void Checker::fill_indicator(Cursor decl, plan::IndicatorId id) {
  plan::Indicator indicator = plan_.indicators[id.index()];
  std::map<std::string, base::Span> seen;
  const RowContext top{{}, {}, nullptr, true};
  RowContext row = top;
  std::vector<Cursor> clauses;
  for (const Cursor clause : decl)
    if (clause.is(NodeKind::iclause)) clauses.push_back(clause);
  // `among` first: the other clauses are about its rows.
  for (const Cursor clause : clauses) {
    if (!clause.first().is_word("among") || !once(clause, seen, "among")) continue;
    const auto found = list(clause.child(NodeKind::list), top);
    if (!found) return;
    indicator.among = found->id;
    row = {found->record, found->role, nullptr, true};
  }
  if (!indicator.among.exists()) {
    for (const Cursor clause : clauses) {
      if (!clause.first().is_word("published")) continue;
      not_built_yet(clause.span(), "published indicators");
      return;
    }
    report(Code::clause_missing, indicator.span, fmt::format("`{}` does not say who it counts", indicator.name),
           "add `among …`");
    return;
  }
  for (const Cursor clause : clauses) {
    const Cursor first = clause.first();
    if (first.is_word("among")) continue;
    if (first.is(NodeKind::note)) {
      add_note(indicator.notes, first);
      continue;
    }
    if (first.is(NodeKind::target)) {
      if (once(clause, seen, "target")) fill_target(first, indicator);
      continue;
    }
    if (!first.is_word("compare") && !once(clause, seen, first.text())) continue;
    if (first.is_word("count")) {
      const ExprId count = condition(clause.child(NodeKind::answer), row);
      if (!is_poison(count)) indicator.count = count;
    } else if (first.is_word("show")) {
      const Cursor show = clause.child(NodeKind::show), name = show.child(NodeKind::NAME);
      if (name && name.text() == "percent")
        indicator.show = plan::Show::percent;
      else
        not_built_yet(show.span(), fmt::format("`show {}`", text_at(show.span())));
    } else if (first.is_word("better")) {
      indicator.higher_is_better = clause.has_word("higher");
    } else if (first.is_word("by")) {
      fill_breakdowns(clause, indicator, row);
    } else if (first.is_word("compare")) {
      const Cursor value_at = clause.child(NodeKind::literal);
      const auto value = literal(value_at, types::number(types::Measure::percent), first.span());
      if (value) indicator.comparators.push_back({text_of(clause.child(NodeKind::TEXT)), value->number});
    } else if (first.is_word("interval")) {
      const Cursor name = clause.child(NodeKind::NAME), level = clause.child(NodeKind::PCT);
      if (name.text() != "wilson" || level.text() != "95%")
        not_built_yet(clause.span(), fmt::format("`interval {} {}`", name.text(), level.text()));
    } else if (first.is_word("hide counts below")) {
      const auto below = whole(clause.child(NodeKind::NUM));
      if (below && *below < 2)
        report(Code::range_reversed, clause.span(), "hiding starts at counts below 2");
      else
        indicator.hide_below = below;
      if (const Cursor round = clause.child(NodeKind::NUM, 1)) {
        const auto to = whole(round);
        if (to && *to < 1)
          report(Code::range_reversed, round.span(), "counts are rounded to 1 or more");
        else
          indicator.round_to = to;
      }
    } else if (first.is_word("identifier")) {
      indicator.notes.notes.push_back("Identifier " + text_of(clause.child(NodeKind::TEXT)));
    } else if (first.is_word("serves")) {
      for (const Cursor name : clause)
        if (name.is(NodeKind::NAME)) need(Space::outcomes, name, "outcome");
    } else {
      not_built_yet(clause.span(), fmt::format("`{}` in an indicator", first.text()));
    }
  }
  if (!indicator.count.exists() && !seen.contains("count")) {
    bool other = false;
    for (const std::string_view word : {"average", "total", "median", "percentile"})
      other = other || seen.contains(std::string(word));
    if (!other)
      report(Code::clause_missing, indicator.span, fmt::format("`{}` does not say what it counts", indicator.name),
             "add `count …`");
  }
  plan_.indicators[id.index()] = std::move(indicator);
}

// Children lie flat: NAME grouped? (and NAME)*, separated by commas.
void Checker::fill_breakdowns(Cursor clause, plan::Indicator& indicator, const RowContext& row) {
  bool crossed = false;
  for (const Cursor child : clause) {
    if (child.is_word("and")) crossed = true;
    if (child.is_word("grouped") && !indicator.by.empty()) {
      plan::Breakdown& last = indicator.by.back().back();
      const Type type = type_of(last.value);
      if (type.kind != Kind::code || plan_.code_lists[type.codes.index()].groups.empty())
        report(Code::wrong_type, child.span(), fmt::format("`{}` has no groups", last.label),
               "groups are declared in a code list");
      else
        last.grouped = true;
    }
    if (!child.is(NodeKind::NAME)) continue;
    const ExprId value = need_value(child, row);
    const bool joins = std::exchange(crossed, false);
    if (is_poison(value)) continue;
    const Kind kind = type_of(value).kind;
    if (kind != Kind::code && kind != Kind::number && kind != Kind::text && kind != Kind::levels && kind != Kind::yes_no) {
      report(Code::wrong_type, child.span(),
             fmt::format("`{}` is {}, which rows can't be told apart by", child.text(), plan::describe(type_of(value), plan_)));
      continue;
    }
    plan::Breakdown part{std::string(child.text()), value};
    if (joins && !indicator.by.empty())
      indicator.by.back().push_back(std::move(part));
    else
      indicator.by.push_back({std::move(part)});
  }
}

void Checker::fill_target(Cursor at, plan::Indicator& indicator) {
  if (at.has_word("halve") || at.has_word("match") || at.has_word("reduce by") || at.has_word("raise by")) {
    not_built_yet(at.span(), "a target that is relative to another figure");
    return;
  }
  if (at.child(NodeKind::literal, 1)) {
    not_built_yet(at.span(), "`from` in a target");
    return;
  }
  const Cursor value_at = at.child(NodeKind::literal);
  const auto value = literal(value_at, types::number(types::Measure::percent), indicator.span);
  const auto by = date(at.child(NodeKind::DATE));
  if (value && by) indicator.target = plan::Target{text_at(at.span()), value->number, *by};
}

}  // namespace fairstart::check
