// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <numeric>

#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::fill_mapping(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME), path = decl.child(NodeKind::PATH);
  plan::Mapping mapping{.name = std::string(name.text()), .module = {}, .span = name.span()};
  declare(module_, Space::mappings, mapping.name,
          {.kind = SymbolKind::mapping, .index = static_cast<std::uint32_t>(plan_.mappings.size()), .span = name.span()});
  for (std::size_t i = 0; i < modules_.modules.size(); ++i)
    if (modules_.modules[i].name == path.text()) mapping.module = plan::ModuleId{i};
  if (!mapping.module.exists())
    report(Code::unknown_module, path.span(), fmt::format("`{}` is not a module that this file uses", path.text()),
           fmt::format("add `use {}`", path.text()));
  enum class In { head, dates, unknown, declined, not_asked, extracted, file } in = In::head;
  plan::MappedFile* file = nullptr;
  bool title = false;
  for (const Cursor child : decl) {
    if (child.is_word("dates")) in = In::dates;
    if (child.is_word("unknown")) in = In::unknown;
    if (child.is_word("declined")) in = In::declined;
    if (child.is_word("not asked")) in = In::not_asked;
    if (child.is_word("extracted on")) in = In::extracted;
    if (child.is_word("covers")) not_built_yet(child.span(), "`covers`");
    if (child.is_word("for each column")) not_built_yet(child.span(), "`for each column`");
    if (child.is_word("partial")) in = In::head;
    if (child.is_word("file")) {
      in = In::file;
      mapping.files.push_back({.span = child.span()});
      file = &mapping.files.back();
    }
    if (child.is(NodeKind::list)) {
      if (child.child(NodeKind::where) || child.has_word("within") || child.has_word("of"))
        not_built_yet(child.span(), "`partial` with a condition");
      else if (const Symbol* rows = need(Space::rows, child.child(NodeKind::NAME), "record")) {
        const RecordId record = rows->kind == SymbolKind::role ? plan_.roles[rows->index].record : RecordId{rows->index};
        mapping.partial.push_back({record, {}});
      }
    }
    if (child.is(NodeKind::DATE) && in == In::extracted) mapping.extracted_on = date(child);
    if (child.is(NodeKind::TEXT)) {
      const std::string text = text_of(child);
      switch (in) {
        case In::dates: mapping.date_formats.push_back(text); break;
        case In::unknown: mapping.unknown.push_back(text); break;
        case In::declined: mapping.declined.push_back(text); break;
        case In::not_asked: mapping.not_asked.push_back(text); break;
        case In::file: file->file = text; break;
        case In::extracted:
        case In::head:
          if (!title)
            mapping.title = text;
          else if (!mapping.partial.empty())
            mapping.partial.back().why = text;
      }
    }
    title = title || (child.is(NodeKind::mark) && child.text() == "{") || child.is(NodeKind::TEXT);
    if (file != nullptr && in == In::file && child.is(NodeKind::NAME)) {
      const Symbol* symbol = need(Space::rows, child, "record");
      if (symbol == nullptr) continue;
      if (symbol->kind != SymbolKind::record) {
        report(Code::wrong_namespace, child.span(), fmt::format("`{}` is a role: a file gives a record", child.text()), "",
               {{symbol->span, "declared here"}});
        continue;
      }
      file->record = RecordId{symbol->index};
    }
    if (child.is(NodeKind::column) && file != nullptr && file->record.exists()) {
      auto column = mapped_column(child, file->record);
      if (!column) continue;
      for (const plan::MappedColumn& other : file->columns)
        if (other.target == column->target && other.field == column->field)
          report(Code::clause_twice, column->span, fmt::format("`{}` is given twice", child.child(NodeKind::NAME).text()),
                 "keep one of them", {{other.span, "the first is here"}});
      file->columns.push_back(std::move(*column));
    }
  }
  plan_.mappings.push_back(std::move(mapping));
}

std::optional<plan::MappedColumn> Checker::mapped_column(Cursor at, RecordId id) {
  const Cursor name = at.child(NodeKind::NAME);
  const plan::Record& record = plan_.record(id);
  plan::MappedColumn column{.span = name.span()};
  Type type = types::text();
  base::Span declared = record.span;
  std::vector<std::string_view> names;
  if (name.text() == record.key) {
    column.target = plan::ColumnTarget::key;
  } else if (name.text() == record.owner_column) {
    column.target = plan::ColumnTarget::owner;
  } else {
    column.target = plan::ColumnTarget::field;
    for (const plan::FieldId each : record.fields) {
      names.push_back(plan_.field(each).name);
      const bool by = !plan_.field(each).column_name.empty() && plan_.field(each).column_name == name.text();
      if (plan_.field(each).name == name.text() || by) column.field = each;
    }
    if (!column.field.exists()) {
      names.push_back(record.key);
      names.push_back(record.owner_column);
      unknown_name(name, fmt::format("column of {}", record.name), names);
      return {};
    }
    type = plan_.field(column.field).type;
    declared = plan_.field(column.field).span;
  }
  if (at.has_word("column name")) {
    not_built_yet(at.word("column name").span(), "`from column name`");
    return {};
  }
  // NAME from TEXT (as type)? | NAME is literal; then { TEXT, … is literal … }
  bool inside = false;
  std::vector<std::string> spelt;
  for (const Cursor child : at) {
    if (child.is(NodeKind::mark) && child.text() == "{") inside = true;
    if (child.is(NodeKind::TEXT)) {
      if (inside)
        spelt.push_back(text_of(child));
      else
        column.from = text_of(child);
    }
    if (child.is(NodeKind::type)) {
      const Type as = this->type(child);
      if (as.kind == types::Kind::unknown) continue;
      const bool converts =
          as.kind == types::Kind::number && type.kind == types::Kind::number && as.base == type.base && as.per == type.per;
      if (!converts && !types::same(as, type)) {
        report(Code::wrong_unit, child.span(),
               fmt::format("{} can't be read as {}", plan::describe(type, plan_), plan::describe(as, plan_)), "",
               {{declared, fmt::format("{} is expected because of this", plan::describe(type, plan_))}});
      } else if (converts) {
        // £ per month → £ per year: × 12; days given in weeks: × 7.
        column.multiply = types::days_or_months_in(type.shown_per) * types::days_or_months_in(as.shown_in);
        column.divide = types::days_or_months_in(as.shown_per) *
                        types::days_or_months_in(type.shown_in);  // the reader counts in the field's unit
        const std::int64_t common = std::gcd(column.multiply, column.divide);
        column.multiply /= common;
        column.divide /= common;
      }
    }
    if (child.is(NodeKind::literal)) {
      plan::Missing why = plan::Missing::not_recorded;
      const std::size_t errors = diagnostics_.errors();
      const auto value = literal(child, type, declared, &why);
      if (diagnostics_.errors() > errors) {
        spelt.clear();
        continue;
      }
      if (inside)
        column.cells.push_back({std::exchange(spelt, {}), value, why});
      else if (value)
        column.always = value;
      else
        report(Code::out_of_place, child.span(), fmt::format("`{}` would never be known", name.text()),
               "leave the column out: what nothing gives is unknown");
    }
  }
  return column;
}

}  // namespace fairstart::check
