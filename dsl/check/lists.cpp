// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

using plan::Comparison;

RowContext Checker::inner_context(const FoundList& found, const RowContext& row) const {
  RowContext inner{found.record, found.role, nullptr, row.in_indicator, row.standing, &row, found.pairing};
  // The row around is the one whose list this is: the current row, or the owner that the list was found under.
  if (found.through) {
  } else if (found.scope == row.record) {
    inner.outer = &row;
  } else {
    for (const RowContext* around = row.outer; around != nullptr; around = around->outer)
      if (around->record == found.scope) inner.outer = around;
  }
  return inner;
}

ExprId Checker::dated(RecordId record, Cursor at) {
  const plan::Record& rows = plan_.record(record);
  if (!rows.date.exists()) return {};
  const ExprId date = add(plan::FieldValue{rows.date}, types::date(), record, at.span(), plan_.field(rows.date).name);
  const ExprId as_at = add(plan::AsAt{}, types::date(), {}, at.span(), "as at");
  return add(plan::Compare{Comparison::at_most, date, as_at}, types::yes_no(), record, at.span(), "");
}

// `within D` counts back from as at; `within D after X` and `before X` include both ends.
ExprId Checker::window(Cursor list, RecordId record, const RowContext& inner) {
  const plan::Record& rows = plan_.record(record);
  const Cursor in = unit_after_list_ ? Cursor{} : list.after_word("in");
  const bool within = list.has_word("within");
  if (!within && !in) return {};
  const Cursor at = within ? list.word("within") : list.word("in");
  if (!rows.date.exists()) {
    report(Code::no_date_on_rows, at.span(), fmt::format("{} have no date to look `{}` of", rows.plural, at.text()),
           fmt::format("say which field is their date: `happens on …` in the record `{}`", rows.name),
           {{rows.span, "declared here"}});
    return poison(list);
  }
  const ExprId date = add(plan::FieldValue{rows.date}, types::date(), record, at.span(), plan_.field(rows.date).name);
  const auto test = [&](Comparison op, ExprId left, ExprId right, std::string text) {
    return add(plan::Compare{op, left, right}, types::yes_no(), row_of({left, right}), at.span(), std::move(text));
  };
  if (!within && in.text() != "period") return within_window(in, date, inner, list);
  if (!within) {
    if (!inner.in_indicator) {
      report(Code::out_of_place, at.span(), "`period` is used where there is none",
             "indicators, cases and incentives have a period");
      return poison(list);
    }
    const ExprId from = add(plan::PeriodStart{}, types::date(), {}, at.span(), "start of the period");
    const ExprId to = add(plan::PeriodEnd{}, types::date(), {}, at.span(), "end of the period");
    return both(test(Comparison::at_least, date, from, "in period"), test(Comparison::at_most, date, to, "in period"), list);
  }
  const Cursor span = list.child(NodeKind::span);
  const ExprId length = length_of(span, inner);
  if (is_poison(length)) return poison(list);
  const bool after = list.has_word("after"), before = list.has_word("before");
  const std::string length_text = plan_.expr(length).text;
  if (!after && !before) {
    const ExprId as_at = add(plan::AsAt{}, types::date(), {}, at.span(), "as at");
    const ExprId end = shift(span, date, length, true, base::Rounding::up);
    if (is_poison(end)) return end;
    return test(Comparison::under, as_at, end, "within " + length_text);
  }
  Cursor anchor_at;
  for (const Cursor child : list)
    if (child.is(NodeKind::operand)) anchor_at = child;
  const ExprId anchor = operand(anchor_at, inner);
  if (is_poison(anchor)) return anchor;
  if (type_of(anchor).kind != types::Kind::date) {
    report(Code::wrong_type, anchor_at.span(),
           fmt::format("`{}` is {}, not a date", anchor_at.text(), plan::with_article(type_of(anchor), plan_)));
    return poison(list);
  }
  const std::string text = fmt::format("within {} {} {}", length_text, after ? "after" : "before", plan_.expr(anchor).text);
  // In a month that is too short both round away from the anchor, so that `before` mirrors `after`.
  const ExprId far = shift(span, anchor, length, after, after ? base::Rounding::up : base::Rounding::down);
  if (is_poison(far)) return far;
  if (after) return both(test(Comparison::at_least, date, anchor, text), test(Comparison::at_most, date, far, text), list);
  return both(test(Comparison::at_most, date, anchor, text), test(Comparison::at_least, date, far, text), list);
}

// How far back a window reaches, where that is the same for all rows.
void Checker::note_reach(Cursor at, plan::List& list) const {
  if (const Cursor in = at.after_word("in")) list.in_period = in.text() == "period";
  if (!at.has_word("within") || at.has_word("after") || at.has_word("before") || !list.window.exists()) return;
  const auto* test = std::get_if<plan::Compare>(&plan_.expr(list.window).node);
  const auto* end = test == nullptr ? nullptr : std::get_if<plan::Shift>(&plan_.expr(test->right).node);
  const auto* length = end == nullptr ? nullptr : std::get_if<plan::Constant>(&plan_.expr(end->by).node);
  if (length == nullptr) return;
  const bool months = type_of(end->by).base.measure == types::Measure::months;
  (months ? list.within_months : list.within_days) = length->number / base::million;
}

std::optional<Checker::FoundList> Checker::list(Cursor at, const RowContext& row, Cursor all) {
  const Cursor name = at.child(NodeKind::NAME);
  if (at.has_word("of")) {
    const auto there = reached(at, row);
    if (!there) return {};
    const RowContext on_it = context_of(*there, row);
    auto found = list_under(at, name, on_it, all ? all : at);
    if (!found) return {};
    if (const Cursor where = at.child(NodeKind::where); where && row.record.exists()) warn_of_birth(where, *there, row);
    const RecordId scope = found->scope;
    found->through = [this, bring = there->bring, scope, to = there->record, at](ExprId value) {
      if (scope != to && row_of({value}).exists()) value = add(plan::OfOwner{value}, type_of(value), to, at);
      return bring(value);
    };
    return found;
  }
  return list_under(at, name, row, all ? all : at);
}

// In a list of a row that a link names, `date-of-birth` is that row's: where this row has one too, that is hardly meant.
void Checker::warn_of_birth(Cursor where, const Reached& there, const RowContext& row) {
  const auto has_birth = [&](RecordId record) {
    for (; record.exists(); record = plan_.record(record).owner)
      if (plan_.record(record).date_of_birth.exists()) return true;
    return false;
  };
  if (!has_birth(row.record) || !has_birth(there.record)) return;
  const auto look = [&](auto&& self, Cursor at) -> void {
    Cursor named;
    for (const Cursor child : at) {
      if (named && !child.is_word("of"))
        report(Code::birth_of_linked_row, named.span(),
               fmt::format("this is the date of birth of the linked {}: the list is read from there",
                           plan_.record(there.record).name),
               fmt::format("where that is meant, define it for a {}, and ask for it through the link",
                           plan_.record(there.record).name));
      named = child.is(NodeKind::NAME) && child.text() == "date-of-birth" ? child : Cursor{};
      if (!child.is(NodeKind::list)) self(self, child);
    }
    if (named)
      report(Code::birth_of_linked_row, named.span(),
             fmt::format("this is the date of birth of the linked {}: the list is read from there",
                         plan_.record(there.record).name),
             fmt::format("where that is meant, define it for a {}, and ask for it through the link",
                         plan_.record(there.record).name));
  };
  look(look, where);
}

std::optional<Checker::FoundList> Checker::list_under(Cursor at, Cursor name, const RowContext& row, Cursor all) {
  const Symbol* symbol = find(Space::rows, name.text());
  if (symbol == nullptr) {
    unknown_name(name, "list", names_in(Space::rows));
    return {};
  }
  FoundList found{};
  if (symbol->kind == SymbolKind::role) {
    found.role = RoleId{symbol->index};
    found.record = plan_.roles[symbol->index].record;
  } else {
    found.record = RecordId{symbol->index};
  }
  if (!found.record.exists()) return {};
  const bool other = at.has_word("other");
  if (row.record.exists() && row.record == found.record && row.record == family_record() && !row.outer && row.standing &&
      !other) {
    const std::string& one = plan_.record(found.record).name;
    report(
        Code::not_a_list, name.span(),
        fmt::format("here one {0} is looked at, and a {0} has no {1}", one, plan_.record(found.record).plural),
        fmt::format(
            "this is asked of every {0} in turn: leave `every {0}` out, as in `that offered X`, or `that lone-parent is known`",
            one),
        {{plan_.record(found.record).span, "declared here"}});
    return {};
  }
  // Rows under the current row; failing that, under its nearest owner.
  if (row.record.exists()) {
    RecordId scope = row.record;
    while (scope.exists() && (scope == found.record || !plan_.belongs_under(found.record, scope)))
      scope = plan_.record(scope).owner;
    if (!scope.exists()) {
      report(Code::not_a_list, name.span(),
             fmt::format("a {} has no {}", plan_.record(row.record).name, plan_.record(found.record).plural),
             fmt::format("{} belong to {}", plan_.record(found.record).plural,
                         plan_.record(found.record).owner.exists() ? "a " + plan_.record(plan_.record(found.record).owner).name
                                                                   : "nothing"),
             {{plan_.record(found.record).span, "declared here"}});
      return {};
    }
    found.scope = scope;
  }
  if (other && (!row.record.exists() || row.record != found.record)) {
    report(Code::not_a_list, at.word("other").span(),
           row.record.exists() ? fmt::format("`other {}` is said of a {}; here the row is a {}", name.text(),
                                             plan_.record(found.record).name, plan_.record(row.record).name)
                               : fmt::format("`other {}` is said where there is no row", name.text()),
           fmt::format("leave `other` out, or define it for a {}", plan_.record(found.record).name));
    return {};
  }
  if (row.record.exists() && (other || needs_pairs(all, found, row))) {
    found.pairing = pairing_of(found, row, other);
    found.scope = plan_.record(found.pairing).owner;
  }
  const RowContext inner = inner_context(found, row);
  ExprId member;
  if (found.role.exists())
    member = add(plan::RoleTest{found.role}, types::yes_no(), found.record, name.span(), plan_.roles[found.role.index()].name);
  member = both(member, alive(found.record, name.span()), at);
  member = both(member, dated(found.record, name), at);
  plan::List list{.record = found.pairing.exists() ? found.pairing : found.record,
                  .scope = found.scope,
                  .role = found.role,
                  .span = at.span(),
                  .text = text_at(at.span())};
  if (const Cursor where = at.child(NodeKind::where)) {
    if (const Cursor condition_at = where.child(NodeKind::answer)) {
      list.where = condition(condition_at, inner);
    } else {
      const Cursor fact = where.child(NodeKind::NAME);
      list.where = need_yes_no(need_value(fact, inner), fact);
      if (where.has_word("not"))
        list.where =
            add(plan::Not{list.where}, types::yes_no(), row_of({list.where}), where.span(), "not " + std::string(fact.text()));
    }
    if (is_poison(list.where)) return {};
    member = both(member, list.where, at);
    list.where = on_list_row(list.where, found, where);
  }
  list.window = window(at, found.record, inner);
  if (list.window.exists()) {
    if (is_poison(list.window)) return {};
    note_reach(at, list);
    member = both(member, list.window, at);
    list.window = on_list_row(list.window, found, at);
  }
  if (!member.exists()) member = add(plan::Constant{1, {}}, types::yes_no(), {}, at.span(), "");
  list.member = on_list_row(member, found, at);
  found.id = plan::ListId{plan_.lists.size()};
  plan_.lists.push_back(std::move(list));
  if (const Cursor count = at.child(NodeKind::NUM)) return ranked(at, count, found);
  return found;
}

// `latest 3 awards`: of the rows found so far, those among the three latest.
std::optional<Checker::FoundList> Checker::ranked(Cursor at, Cursor count_at, FoundList found) {
  const plan::Record& rows = plan_.record(found.record);
  const Cursor word = at.first();
  if (!rows.date.exists()) {
    report(Code::no_date_on_rows, word.span(), fmt::format("{} have no date, so there is no {} one", rows.plural, word.text()),
           fmt::format("say which field is their date: `happens on …` in the record `{}`", rows.name),
           {{rows.span, "declared here"}});
    return {};
  }
  const auto count = whole(count_at);
  if (!count) return {};
  if (*count < 1) {
    report(Code::range_reversed, count_at.span(), fmt::format("`{} {}` is no row at all", word.text(), count_at.text()),
           "count from 1");
    return {};
  }
  if (!found.scope.exists()) {
    report(Code::out_of_place, word.span(),
           fmt::format("`{} {}` is asked of all {} together", word.text(), *count, rows.plural),
           "ask it of a row: in a definition for the record that they belong to");
    return {};
  }
  const ExprId date = on_list_row(
      add(plan::FieldValue{rows.date}, types::date(), found.record, word.span(), plan_.field(rows.date).name), found, at);
  plan::List some = plan_.list(found.id);
  some.member = add(plan::Ranked{found.id, date, word.is_word("latest"), *count}, types::yes_no(), some.record, at.span(),
                    fmt::format("among the {} {}", word.text(), *count));
  found.whole = found.id;
  found.most = *count;
  found.id = plan::ListId{plan_.lists.size()};
  plan_.lists.push_back(std::move(some));
  return found;
}

ExprId Checker::any_of(const FoundList& found, Cursor at) {
  return add(plan::Any{found.whole.exists() ? found.whole : found.id}, types::yes_no(), found.scope, at);
}

ExprId Checker::count_of(const FoundList& found, Cursor at) {
  const ExprId count = add(plan::Count{found.whole.exists() ? found.whole : found.id}, types::whole_number(), found.scope, at);
  if (!found.whole.exists()) return count;
  const ExprId most = add(plan::Constant{found.most * base::million, {}}, types::whole_number(), {}, at);
  return add(plan::Extreme{false, {count, most}}, types::whole_number(), found.scope, at);
}

ExprId Checker::seen_from(ExprId value, const FoundList& found, const RowContext& row, Cursor at) {
  if (found.through) return found.through(value);
  if (found.pairing.exists()) return value;
  return seen_from(value, found.scope, row, at);
}

ExprId Checker::seen_from(ExprId value, RecordId scope, const RowContext& row, Cursor at) {
  if (scope == row.record || !row_of({value}).exists()) return value;
  return add(plan::OfOwner{value}, type_of(value), row.record, at);
}

std::optional<Checker::FoundList> Checker::pick_list(Cursor pick, const RowContext& row, plan::Which& which, ExprId& order) {
  const Cursor word = pick.first();
  auto found = list(pick.child(NodeKind::list), row);
  if (!found) return {};
  const plan::Record& rows = plan_.record(found->record);
  const bool by_birth = word.is_word("youngest") || word.is_word("oldest");
  which = word.is_word("latest recorded")                      ? plan::Which::latest_recorded
          : word.is_word("latest") || word.is_word("youngest") ? plan::Which::latest
                                                               : plan::Which::earliest;
  const plan::FieldId by = by_birth ? rows.date_of_birth : rows.date;
  if (!by.exists()) {
    report(Code::no_date_on_rows, word.span(),
           by_birth ? fmt::format("{} have no `date-of-birth`, so there is no {} one", rows.plural, word.text())
                    : fmt::format("{} have no date, so there is no {} one", rows.plural, word.text()),
           by_birth ? "" : fmt::format("say which field is their date: `happens on …` in the record `{}`", rows.name),
           {{rows.span, "declared here"}});
    return {};
  }
  order = on_list_row(add(plan::FieldValue{by}, types::date(), found->record, word.span(), plan_.field(by).name), *found, pick);
  return found;
}

}  // namespace fairstart::check
