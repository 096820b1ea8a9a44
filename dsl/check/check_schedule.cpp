// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

// A schedule is an offer for each dose that it names, `routine.mmrv-2`, with a row or several saying when it is due.
namespace fairstart::check {

using plan::Comparison;

namespace {

struct Dose {
  Cursor code, number;

  base::Span span() const {
    base::Span all = code.span();
    if (number) all.end = number.span().end;
    return all;
  }
  // "mmrv-2"; the parser has seen that the number is one.
  std::string name() const {
    std::string out(code.text());
    if (const auto value = number ? base::parse_decimal(number.text()) : std::nullopt)
      out += "-" + base::format_decimal(*value);
    return out;
  }
};

struct Line {
  Cursor at;  // the words `on turning`
  Cursor span, when;
  std::vector<Dose> doses;
};

// Children lie flat: each clause is its word and what follows it.
std::vector<Line> lines_of(Cursor decl) {
  std::vector<Line> lines;
  bool inside = false;
  for (const Cursor child : decl) {
    if (child.is_word("on turning")) {
      lines.push_back({.at = child});
      inside = true;
    } else if (child.is_word("when")) {
      continue;
    } else if (child.is(NodeKind::word) || child.is(NodeKind::note)) {
      inside = false;
    } else if (!inside) {
      continue;
    } else if (child.is(NodeKind::span)) {
      lines.back().span = child;
    } else if (child.is(NodeKind::NAME)) {
      lines.back().doses.push_back({child, {}});
    } else if (child.is(NodeKind::NUM) && !lines.back().doses.empty()) {
      lines.back().doses.back().number = child;
    } else if (child.is(NodeKind::answer)) {
      lines.back().when = child;
    }
  }
  return lines;
}

}  // namespace

void Checker::declare_schedule(Cursor decl, bool core) {
  const Cursor id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const plan::ScheduleId index{plan_.schedules.size()};
  plan::Schedule schedule{
      .name = std::string(name.text()), .title = std::string(name.text()), .core = core, .span = name.span()};
  if (const Cursor title = id.child(NodeKind::TEXT)) schedule.title = text_of(title);
  row_named(id.child(NodeKind::NAME, 1), schedule.record, schedule.role, name.span());
  add_notes(schedule.notes, decl);
  declare(module_, Space::schedules, schedule.name, {.kind = SymbolKind::schedule, .index = index.value, .span = name.span()});
  std::set<std::string> seen;
  for (const Line& line : lines_of(decl)) {
    for (const Dose& dose : line.doses) {
      const std::string full = schedule.name + "." + dose.name();
      if (!seen.insert(full).second) continue;
      const plan::OfferId offer_id{plan_.offers.size()};
      plan_.offers.push_back({.name = full,
                              .title = full,
                              .core = core,
                              .record = schedule.record,
                              .role = schedule.role,
                              .schedule = index,
                              .notes = schedule.notes,
                              .span = dose.span()});
      offers_.push_back({decl, module_});
      schedule.offers.push_back(offer_id);
      declare(module_, Space::offers, full, {.kind = SymbolKind::offer, .index = offer_id.value, .span = dose.span()});
    }
  }
  plan_.schedules.push_back(std::move(schedule));
  schedules_.push_back({decl, module_});
}

// `gives immunisation by vaccine, dose`: whose rows show that a dose was given, and the facts that tell the doses apart.
std::optional<Checker::Given> Checker::given_by(Cursor decl, const plan::Schedule& schedule) {
  const Cursor name = decl.after_word("gives");
  if (!name) {
    report(Code::clause_missing, schedule.span,
           fmt::format("`{}` does not say what shows that a dose was given", schedule.name),
           "add `gives RECORD by FIELD, FIELD`, as in `gives immunisation by vaccine, dose`");
    return {};
  }
  Given given{.at = name};
  const Symbol* symbol = need(Space::rows, name, "record or role");
  if (symbol == nullptr) return {};
  if (symbol->kind == SymbolKind::role) {
    given.role = RoleId{symbol->index};
    given.record = plan_.roles[symbol->index].record;
  } else {
    given.record = RecordId{symbol->index};
  }
  if (!given.record.exists()) return {};
  const plan::Record& rows = plan_.record(given.record);
  if (given.record == schedule.record || !plan_.belongs_under(given.record, schedule.record)) {
    report(Code::not_a_list, name.span(), fmt::format("a {} has no {}", plan_.record(schedule.record).name, rows.plural),
           "name a record that belongs to it", {{rows.span, "declared here"}});
    return {};
  }
  if (!rows.date.exists()) {
    report(Code::no_date_on_rows, name.span(),
           fmt::format("{} have no date, so they can't show when a dose was given", rows.plural),
           fmt::format("say which field is their date: `happens on …` in the record `{}`", rows.name),
           {{rows.span, "declared here"}});
    return {};
  }
  std::vector<std::string_view> names;
  for (const plan::FieldId field : rows.fields) names.push_back(plan_.field(field).name);
  bool by = false, whole = true;
  int position = 0;
  for (const Cursor child : decl) {
    if (child.is_word("by")) {
      by = true;
    } else if (child.is(NodeKind::word) || child.is(NodeKind::note)) {
      by = false;
    } else if (by && child.is(NodeKind::NAME)) {
      const bool first = position == 0, second = position == 1;
      ++position;
      const auto field = std::find_if(rows.fields.begin(), rows.fields.end(),
                                      [&](plan::FieldId each) { return plan_.field(each).name == child.text(); });
      if (field == rows.fields.end()) {
        unknown_name(child, fmt::format("fact of a {}", rows.name), names);
        whole = false;
        continue;
      }
      const Type& type = plan_.field(*field).type;
      if ((first && type.kind != types::Kind::code) || (second && !types::same(type, types::whole_number())) ||
          (!first && !second)) {
        report(Code::schedule_fields, child.span(),
               first ? fmt::format("`{}` is {}, not one of some codes", child.text(), plan::with_article(type, plan_))
               : second
                   ? fmt::format("`{}` is {}, not a number to count doses by", child.text(), plan::with_article(type, plan_))
                   : fmt::format("`{}` is a third fact, where doses have a code and a number", child.text()),
               "say `by` the fact that says what was given, then the one that says which in number",
               {{plan_.field(*field).span, "declared here"}});
        return {};  // often the two are exchanged: one mistake
      }
      (first ? given.code : given.number) = *field;
    }
  }
  if (!whole || !given.code.exists()) return {};
  return given;
}

// The rows that show one dose: of the code and number, dated from birth.
plan::ListId Checker::given_rows(const Given& given, std::int64_t code, std::optional<std::int64_t> number,
                                 const plan::Offer& offer) {
  const Cursor at = given.at;
  const auto is = [&](plan::FieldId field, std::int64_t value) {
    const Type type = plan_.field(field).type;
    const ExprId fact = add(plan::FieldValue{field}, type, given.record, at.span(), plan_.field(field).name);
    const std::string shown = plan::show_value(type, value, plan_);
    const ExprId constant = add(plan::Constant{value, {}}, type, {}, offer.span, shown);
    return add(plan::Compare{Comparison::is, fact, constant}, types::yes_no(), given.record, offer.span,
               fmt::format("{} is {}", plan_.field(field).name, shown));
  };
  ExprId where = is(given.code, code);
  if (number) {
    const ExprId dose = is(given.number, *number);
    where = add(plan::And{{where, dose}}, types::yes_no(), given.record, offer.span,
                plan_.expr(where).text + " and " + plan_.expr(dose).text);
  }
  ExprId member;
  if (given.role.exists())
    member = add(plan::RoleTest{given.role}, types::yes_no(), given.record, at.span(), plan_.roles[given.role.index()].name);
  member = both(member, alive(given.record, at.span()), at);
  member = both(member, dated(given.record, at), at);
  member = both(member, where, at);
  if (offer.anchor.exists()) {
    const ExprId date = add(plan::FieldValue{plan_.record(given.record).date}, types::date(), given.record, at.span(),
                            plan_.field(plan_.record(given.record).date).name);
    const ExprId anchor =
        add(plan::OfOwner{offer.anchor}, types::date(), given.record, at.span(), plan_.expr(offer.anchor).text);
    member = both(member,
                  add(plan::Compare{Comparison::at_least, date, anchor}, types::yes_no(), given.record, at.span(),
                      fmt::format("{} is on or after {}", plan_.expr(date).text, plan_.expr(anchor).text)),
                  at);
  }
  const plan::ListId id{plan_.lists.size()};
  plan_.lists.push_back({.record = given.record,
                         .scope = offer.record,
                         .role = given.role,
                         .member = member,
                         .where = where,
                         .span = at.span(),
                         .text = fmt::format("{} where ({})", at.text(), plan_.expr(where).text)});
  return id;
}

void Checker::fill_schedule(Cursor decl, plan::ScheduleId id) {
  const plan::Schedule schedule = plan_.schedules[id.index()];
  const RowContext row{schedule.record, schedule.role};
  if (!row.record.exists()) return;
  std::map<std::string, base::Span> seen;
  std::vector<plan::OutcomeId> serves;
  bool serving = false;
  for (const Cursor child : decl) {
    if (child.is_word("gives") || child.is_word("late after") || child.is_word("serves")) once(child, seen, child.text());
    if (child.is(NodeKind::word)) serving = child.is_word("serves");
    if (!serving || !child.is(NodeKind::NAME)) continue;
    if (const Symbol* outcome = need(Space::outcomes, child, "outcome")) serves.push_back(plan::OutcomeId{outcome->index});
  }
  const std::vector<Line> lines = lines_of(decl);
  if (lines.empty())
    report(Code::clause_missing, schedule.span, fmt::format("`{}` gives nothing at any age", schedule.name),
           "add `on turning 8 weeks …` and what is given then");
  const auto given = given_by(decl, schedule);
  const ExprId born = date_of_birth(decl.child(NodeKind::id), row);
  if (!given || is_poison(born)) return;
  ExprId late;
  if (const Cursor span = decl.after_word("late after")) late = length_of(span, row);
  // Of each line: when it holds (none: always), the day, and whether there was a mistake.
  struct Due {
    ExprId when, day;
    bool broken = false;
  };
  std::vector<Due> due;
  for (const Line& line : lines) {
    due.emplace_back();
    due.back().day = shift(line.span, born, length_of(line.span, row), true, base::Rounding::up);
    due.back().broken = is_poison(due.back().day);
    if (!due.back().broken) plan_.exprs[due.back().day.index()].text = "turning " + text_at(line.span.span());
    if (line.when) due.back().when = condition(line.when, row);
    due.back().broken = due.back().broken || (line.when && is_poison(due.back().when));
  }
  for (const plan::OfferId offer_id : schedule.offers) {
    plan::Offer offer = plan_.offers[offer_id.index()];
    offer.serves = serves;
    offer.anchor = born;
    std::vector<std::size_t> rows;
    const Dose* dose = nullptr;
    const Dose* always = nullptr;
    bool broken = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (const Dose& each : lines[i].doses) {
        if (schedule.name + "." + each.name() != offer.name) continue;
        const bool same_line = !rows.empty() && rows.back() == i;
        if (same_line)
          report(Code::schedule_row_idle, each.span(), fmt::format("`{}` is on this line twice", text_at(each.span())),
                 "leave one out", {{dose->span(), "the first is here"}});
        else if (always != nullptr)
          report(Code::schedule_row_idle, each.span(),
                 fmt::format("`{}` is due by an earlier line, whatever is so here", text_at(each.span())),
                 "give the earlier line a condition, `when …`, or one of them another number",
                 {{always->span(), "it is always due by this one"}});
        if (dose == nullptr) dose = &each;
        if (!lines[i].when && always == nullptr) always = &each;
        if (!same_line) rows.push_back(i);
        broken = broken || due[i].broken;
      }
    }
    if (broken) continue;
    const auto codes = codes_named(dose->code, plan_.field(given->code).type.codes, true);
    std::optional<std::int64_t> number;
    if (dose->number) {
      const auto counted = whole(dose->number);
      if (!counted) continue;
      number = *counted * base::million;
    }
    if (!codes) continue;
    if (codes->size() != 1) {
      report(Code::schedule_fields, dose->code.span(),
             fmt::format("`{}` is a group of codes, and a dose is one", dose->code.text()), "name the code");
      continue;
    }
    if (number && !given->number.exists()) {
      report(Code::schedule_fields, dose->number.span(),
             fmt::format("`{}` has a number, but `gives` names no fact that numbers doses", text_at(dose->span())),
             "name it after the code: `gives immunisation by vaccine, dose`", {{given->at.span(), "given here"}});
      continue;
    }
    const plan::CodeItem& item =
        plan_.code_lists[plan_.field(given->code).type.codes.index()].items[static_cast<std::size_t>(codes->front())];
    offer.title = item.title.empty() ? item.name : item.title;
    if (number) {
      std::string counted = plan_.field(given->number).name;
      std::replace(counted.begin(), counted.end(), '-', ' ');
      offer.title += fmt::format(", {} {}", counted, *number / base::million);
    }
    // Due by the first line that holds.
    plan::Choose choose;
    std::vector<ExprId> whens;
    std::string days;
    for (const std::size_t i : rows) {
      choose.choices.push_back({due[i].when, due[i].day});
      if (due[i].when.exists()) whens.push_back(due[i].when);
      days += (days.empty() ? "" : " or ") + plan_.expr(due[i].day).text;
    }
    offer.due_from = rows.size() == 1 ? due[rows.front()].day
                                      : add(std::move(choose), types::date(), offer.record, offer.span, std::move(days));
    if (late.exists() && !is_poison(late)) {
      const ExprId by = shift(decl.after_word("late after"), offer.due_from, late, true, base::Rounding::down);
      if (is_poison(by))
        late = {};  // said once
      else
        offer.due_by = by;
    }
    if (always == nullptr && whens.size() == 1) {
      offer.when = whens.front();
    } else if (always == nullptr) {
      std::string text;
      for (const ExprId when : whens) text += (text.empty() ? "(" : " or (") + plan_.expr(when).text + ")";
      const RecordId on = row_of(whens);
      offer.when = add(plan::Or{std::move(whens)}, types::yes_no(), on, offer.span, std::move(text));
    }
    if (offer.role.exists())
      offer.eligible =
          add(plan::RoleTest{offer.role}, types::yes_no(), offer.record, offer.span, plan_.roles[offer.role.index()].name);
    offer.eligible = both(offer.eligible, alive(offer.record, offer.span), dose->code);
    offer.eligible = both(offer.eligible, offer.when, dose->code);
    if (!offer.eligible.exists()) offer.eligible = add(plan::Constant{1, {}}, types::yes_no(), {}, offer.span, "");
    offer.met_by = given_rows(*given, codes->front(), number, offer);
    const ExprId date = add(plan::FieldValue{plan_.record(given->record).date}, types::date(), given->record, given->at.span(),
                            plan_.field(plan_.record(given->record).date).name);
    offer.received = add(plan::Any{offer.met_by}, types::yes_no(), offer.record, offer.span, "received " + offer.name);
    offer.received_on =
        add(plan::Summarise{plan::Summary::lowest, offer.met_by, date}, types::date(), offer.record, offer.span, "");
    offer.overdue = overdue_of(offer, dose->code);
    plan_.offers[offer_id.index()] = std::move(offer);
  }
}

// Eligible, its last day past, and not received; unknown, not yes, where nothing shows whether it was.
ExprId Checker::overdue_of(const plan::Offer& offer, Cursor at) {
  if (!offer.due_by.exists() || !offer.eligible.exists()) return {};
  const ExprId as_at = add(plan::AsAt{}, types::date(), {}, at.span(), "as at");
  const ExprId past = add(plan::Compare{Comparison::under, offer.due_by, as_at}, types::yes_no(), row_of({offer.due_by}),
                          offer.span, fmt::format("{} is before as at", plan_.expr(offer.due_by).text));
  const ExprId received = offer.received.exists()
                              ? offer.received
                              : add(plan::MissingValue{}, types::yes_no(), {}, offer.span, "received " + offer.name);
  const ExprId waiting =
      add(plan::Not{received}, types::yes_no(), row_of({received}), offer.span, "not received " + offer.name);
  const RecordId row = row_of({offer.eligible, past, waiting});
  return add(plan::And{{offer.eligible, past, waiting}}, types::yes_no(), row, offer.span, "overdue for " + offer.name);
}

}  // namespace fairstart::check
