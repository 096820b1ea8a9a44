// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_record(Cursor decl) {
  const Cursor one = decl.child(NodeKind::NAME), many = decl.child(NodeKind::NAME, 1);
  const auto index = static_cast<std::uint32_t>(plan_.records.size());
  plan::Record record{.name = std::string(one.text()), .plural = std::string(many.text()), .span = one.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) record.title = text_of(title);
  plan_.records.push_back(std::move(record));
  records_.push_back({decl, module_});
  for (const Cursor name : {one, many})
    if (name.text() != one.text() || name.index() == one.index())
      declare(module_, Space::rows, std::string(name.text()),
              {.kind = SymbolKind::record, .index = index, .span = name.span()});
}

// Children lie flat: key NAME; belongs to NAME by NAME; happens on NAME; NAME TEXT? : type (, trait)*.
void Checker::fill_record(Cursor decl, RecordId id) {
  std::map<std::string, base::Span> seen, clauses;
  Cursor key, owner, owner_column, happens_on;
  bool inside = false;
  enum class Next { fact, key_name, owner_name, owner_key, event_date } next = Next::fact;
  plan::FieldId field;
  for (const Cursor child : decl) {
    if (child.is(NodeKind::mark)) {
      inside = inside || child.text() == "{";
      continue;
    }
    if (!inside) continue;
    if (child.is(NodeKind::note)) add_note(plan_.records[id.index()].notes, child);
    if (child.is_word("key")) {
      once(child, clauses, "key");
      next = Next::key_name;
    }
    if (child.is_word("belongs to")) {
      once(child, clauses, "belongs to");
      next = Next::owner_name;
    }
    if (child.is_word("by") && next != Next::fact) next = Next::owner_key;
    if (child.is_word("happens on")) {
      once(child, clauses, "happens on");
      next = Next::event_date;
    }
    if (child.is(NodeKind::NAME)) {
      switch (next) {
        case Next::key_name: key = child; break;
        case Next::owner_name: owner = child; continue;
        case Next::owner_key: owner_column = child; break;
        case Next::event_date: happens_on = child; break;
        case Next::fact: {
          built_in(child);
          member_named(child, "a record", {"key"});
          const auto [other, fresh] = seen.emplace(std::string(child.text()), child.span());
          if (!fresh)
            report(Code::declared_twice, child.span(), fmt::format("`{}` is declared twice", child.text()),
                   "give one of them another name", {{other->second, "the first is here"}});
          field = plan::FieldId{plan_.fields.size()};
          plan_.fields.push_back(
              {.name = std::string(child.text()), .title = std::string(child.text()), .record = id, .span = child.span()});
          plan_.records[id.index()].fields.push_back(field);
          break;
        }
      }
      next = Next::fact;
    }
    if (!field.exists()) continue;
    if (child.is(NodeKind::TEXT)) plan_.fields[field.index()].title = text_of(child);
    if (child.is(NodeKind::type)) plan_.fields[field.index()].type = type(child);
    if (!child.is(NodeKind::trait)) continue;
    plan::Field& at = plan_.fields[field.index()];
    if (child.has_word("from")) {
      const auto low = literal(child.child(NodeKind::literal), at.type, at.span),
                 high = literal(child.child(NodeKind::literal, 1), at.type, at.span);
      if (at.type.kind != types::Kind::number && at.type.kind != types::Kind::date) {
        if (low && high)
          report(Code::not_ordered, child.span(),
                 fmt::format("{} has no order, so no range", plan::with_article(at.type, plan_)));
      } else if (low && high && low->number > high->number) {
        report(Code::range_reversed, child.span(), fmt::format("the range of `{}` ends below its start", at.name),
               "put the lower end first");
      } else if (low && high) {
        at.lowest = low->number;
        at.highest = high->number;
      }
    }
    if (child.has_word("by")) at.column_name = child.child(NodeKind::NAME).text();
    // They rise: where several are written the highest holds.
    if (child.has_word("personal")) at.sensitivity = std::max(at.sensitivity, plan::Sensitivity::personal);
    if (child.has_word("special")) at.sensitivity = std::max(at.sensitivity, plan::Sensitivity::special);
    if (child.has_word("restricted")) at.sensitivity = plan::Sensitivity::restricted;
    if (child.has_word("snapshot")) fill_snapshot(child, field);
    if (child.has_word("an nhs number")) fill_nhs_number(child, field);
  }
  if (wide_records_.contains(plan_.record(id).name)) add_existence(id, seen);
  plan::Record& record = plan_.records[id.index()];
  if (key) record.key = key.text();
  if (owner) {
    if (const Symbol* symbol = need(Space::rows, owner, "record")) {
      if (symbol->kind != SymbolKind::record) {
        report(Code::wrong_namespace, owner.span(), fmt::format("`{}` is a role: rows belong to a record", owner.text()),
               fmt::format("say `belongs to {}`", plan_.record(plan_.roles[symbol->index].record).name),
               {{symbol->span, "declared here"}});
      } else if (plan_.belongs_under(RecordId{symbol->index}, id)) {
        report(Code::definition_cycle, owner.span(), fmt::format("`{}` would belong to itself", record.name),
               "one of the two owns the other, not both");
      } else {
        record.owner = RecordId{symbol->index};
        record.owner_column = owner_column.text();
      }
    }
  }
  for (const plan::FieldId each : record.fields) {
    const plan::Field& at = plan_.field(each);
    const bool is_date = at.type.kind == types::Kind::date;
    if (at.name == "date-of-birth" && is_date) record.date_of_birth = each;
    if (at.name == "date-of-death" && is_date) record.date_of_death = each;
    if (happens_on && at.name == happens_on.text()) {
      record.date = each;
      if (!is_date && at.type.kind != types::Kind::unknown)
        report(Code::wrong_type, happens_on.span(),
               fmt::format("`{}` is {}, not a date", at.name, plan::with_article(at.type, plan_)), "",
               {{at.span, "declared here"}});
    }
  }
  if (happens_on && !record.date.exists()) {
    std::vector<std::string_view> names;
    for (const plan::FieldId each : record.fields) names.push_back(plan_.field(each).name);
    unknown_name(happens_on, "field", names);
  }
}

// `snapshot good for 6 months`, or for a parameter's span, which is known once parameters are.
void Checker::fill_snapshot(Cursor trait, plan::FieldId id) {
  plan_.fields[id.index()].snapshot = true;
  const Cursor span = trait.child(NodeKind::span);
  if (!span) return;
  if (const Cursor name = span.child(NodeKind::NAME)) {
    named_snapshots_.push_back({name, module_, id});
    return;
  }
  if (const auto q = quantity(span.child(NodeKind::quantity))) set_snapshot(id, q->type, q->number, span);
}

void Checker::set_snapshot(plan::FieldId id, const Type& type, std::int64_t number, Cursor at) {
  plan::Field& field = plan_.fields[id.index()];
  const bool is_span = type.kind == types::Kind::number && !type.per;
  if (is_span && type.base.measure == types::Measure::days)
    field.good_for_days = number / base::million;
  else if (is_span && type.base.measure == types::Measure::months)
    field.good_for_months = number / base::million;
  else
    report(Code::wrong_type, at.span(), fmt::format("`{}` is not a span of days, weeks, months or years", at.text()));
}

void Checker::fill_named_snapshots() {
  for (const NamedSnapshot& each : named_snapshots_) {
    if (each.module != module_) continue;
    const Symbol* symbol = need(Space::values, each.name, "parameter");
    if (symbol == nullptr) continue;
    if (symbol->kind != SymbolKind::parameter) {
      report(Code::wrong_namespace, each.name.span(), fmt::format("`{}` is not a parameter", each.name.text()), "",
             {{symbol->span, "declared here"}});
      continue;
    }
    const plan::Parameter& parameter = plan_.parameters[symbol->index];
    if (parameter.values.empty()) continue;
    if (parameter.values.size() > 1 || parameter.values.front().from || parameter.values.front().to)
      report(Code::wrong_type, each.name.span(),
             fmt::format("`{}` has other values at other dates; how long a snapshot is good for is one span", each.name.text()),
             fmt::format("give `{}` one `value`, or write the span here", each.name.text()),
             {{parameter.span, "declared here"}});
    else
      set_snapshot(each.field, parameter.type, parameter.values.front().value.number, each.name);
  }
}

// A set is kept as bits of one word.
Type Checker::many_of(Cursor at, types::CodeListId list, base::Span declared) {
  constexpr std::size_t most = 63;
  const plan::CodeList& codes = plan_.code_lists[list.index()];
  if (codes.items.size() <= most) return {.kind = types::Kind::codes, .codes = list};
  report(Code::too_many_codes, at.span(),
         fmt::format("{} has {} codes; a field can hold many of at most {}", codes.name, codes.items.size(), most),
         "say `one of`, or list the codes that these rules need", {{declared, "the list is here"}});
  return {};
}

Type Checker::link_to(Cursor name) {
  const Symbol* symbol = need(Space::rows, name, "record");
  if (symbol == nullptr) return {};
  if (symbol->kind == SymbolKind::record) return {.kind = types::Kind::link, .record = RecordId{symbol->index}};
  const RecordId of = plan_.roles[symbol->index].record;
  report(Code::wrong_namespace, name.span(), fmt::format("`{}` is a role: a link goes to a record", name.text()),
         of.exists() ? fmt::format("say `link to {}`", plan_.record(of).name) : "", {{symbol->span, "declared here"}});
  return {};
}

// Rows that a mapping makes may not exist (docs/decisions, "rows made from columns"): whether they do is a fact of theirs.
void Checker::add_existence(RecordId id, const std::map<std::string, base::Span>& seen) {
  static constexpr std::string_view name = "existence";
  if (const auto taken = seen.find(std::string(name)); taken != seen.end()) {
    report(Code::declared_twice, taken->second,
           fmt::format("`{}` is what rows made `for each column` of a mapping have: whether the row is there", name),
           "choose another name for this fact");
    return;
  }
  plan::Record& record = plan_.records[id.index()];
  record.existence = plan::FieldId{plan_.fields.size()};
  plan_.fields.push_back({.name = std::string(name),
                          .title = fmt::format("Whether this {} is there", record.name),
                          .record = id,
                          .type = types::yes_no(),
                          .span = record.span});
  record.fields.push_back(record.existence);
}

// A link is followed by key, and within a family: the rows that are worked on together. A family is a line of a file.
void Checker::check_links() {
  for (const plan::Mapping& mapping : plan_.mappings)
    for (const plan::MappedFile& file : mapping.files)
      if (!file.each_column.empty() && plan_.family.exists() && plan_.belongs_under(plan_.family, file.record))
        report(Code::out_of_place, file.span,
               fmt::format("columns can't make {}: results are told by a key of each {}'s own",
                           plan_.record(file.record).plural, plan_.record(file.record).name),
               "leave `for each column` out");
  for (const plan::Field& field : plan_.fields) {
    if (field.type.kind != types::Kind::link || !field.type.record.exists()) continue;
    const plan::Record &from = plan_.record(field.record), &to = plan_.record(field.type.record);
    if (to.key.empty())
      report(Code::link_nowhere, field.span, fmt::format("`{}` links to a {}, which has no key", field.name, to.name),
             fmt::format("give the record `{}` a `key`", to.name), {{to.span, "declared here"}});
    else if (plan_.family.exists() && plan_.belongs_under(field.type.record, plan_.family) &&
             !plan_.belongs_under(field.record, plan_.family))
      report(Code::link_nowhere, field.span,
             fmt::format("a {} can't link to a {}: each {} has its own", from.name, to.name, plan_.record(plan_.family).name),
             fmt::format("links to a {} stay within one {}", to.name, plan_.record(plan_.family).name),
             {{to.span, "declared here"}});
  }
}

}  // namespace fairstart::check
