// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

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
          const auto [other, fresh] = seen.emplace(std::string(child.text()), child.span());
          if (!fresh)
            report(Code::declared_twice, child.span(), fmt::format("`{}` is declared twice", child.text()), "",
                   {{other->second, "the first is here"}});
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
          report(Code::not_ordered, child.span(), fmt::format("{} has no order, so no range", plan::describe(at.type, plan_)));
      } else if (low && high && low->number > high->number) {
        report(Code::range_reversed, child.span(), fmt::format("the range of `{}` ends below its start", at.name),
               "put the lower end first");
      } else if (low && high) {
        at.lowest = low->number;
        at.highest = high->number;
      }
    }
    if (child.has_word("by")) at.column_name = child.child(NodeKind::NAME).text();
    if (child.has_word("personal")) at.sensitivity = plan::Sensitivity::personal;
    if (child.has_word("special")) at.sensitivity = plan::Sensitivity::special;
    if (child.has_word("restricted")) at.sensitivity = plan::Sensitivity::restricted;
    if (child.has_word("snapshot")) {
      at.snapshot = true;
      const Cursor span = child.child(NodeKind::span);
      const Cursor quantity_at = span ? span.child(NodeKind::quantity) : Cursor{};
      if (span && !quantity_at) not_built_yet(span.span(), "a snapshot good for a named span");
      if (const auto q = quantity_at ? quantity(quantity_at) : std::nullopt) {
        const std::int64_t count = q->number / base::million;
        if (q->type.base.measure == types::Measure::days)
          at.good_for_days = count;
        else if (q->type.base.measure == types::Measure::months)
          at.good_for_months = count;
        else
          report(Code::wrong_type, span.span(), fmt::format("`{}` is not a span of days, weeks, months or years", span.text()));
      }
    }
  }
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
               fmt::format("`{}` is {}, not a date", at.name, plan::describe(at.type, plan_)), "",
               {{at.span, "declared here"}});
    }
  }
  if (happens_on && !record.date.exists()) {
    std::vector<std::string_view> names;
    for (const plan::FieldId each : record.fields) names.push_back(plan_.field(each).name);
    unknown_name(happens_on, "field", names);
  }
}

}  // namespace fairstart::check
