// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

// The columns of a mapped file.
namespace fairstart::check {

// Key, owner or field; nothing where the record has no such column.
std::optional<plan::ColumnTarget> Checker::column_target(Cursor name, RecordId id, plan::FieldId& field) {
  const plan::Record& record = plan_.record(id);
  if (name.text() == record.key) return plan::ColumnTarget::key;
  if (name.text() == record.owner_column) return plan::ColumnTarget::owner;
  std::vector<std::string_view> names;
  for (const plan::FieldId each : record.fields) {
    if (each == record.existence) continue;
    const plan::Field& declared = plan_.field(each);
    names.push_back(declared.name);
    const bool by = !declared.column_name.empty() && declared.column_name == name.text();
    if (declared.name == name.text() || by) field = each;
  }
  if (field.exists()) return plan::ColumnTarget::field;
  names.push_back(record.key);
  names.push_back(record.owner_column);
  unknown_name(name, fmt::format("column of {}", record.name), names);
  return {};
}

std::optional<plan::MappedColumn> Checker::mapped_column(Cursor at, const plan::MappedFile& file) {
  const Cursor name = at.child(NodeKind::NAME);
  const plan::Record& record = plan_.record(file.record);
  plan::MappedColumn column{.span = name.span()};
  const auto target = column_target(name, file.record, column.field);
  if (!target) return {};
  column.target = *target;
  const bool is_field = *target == plan::ColumnTarget::field;
  const Type type = is_field ? plan_.field(column.field).type : types::text();
  const base::Span declared = is_field ? plan_.field(column.field).span : record.span;
  if (const Cursor word = at.word("column name")) {
    if (file.each_column.empty() || !is_field) {
      report(Code::out_of_place, word.span(),
             file.each_column.empty() ? "there is no column here that makes the row" : "a column's name is no key",
             file.each_column.empty() ? "only a file `for each column …` has one" : "name the column that holds it",
             {{file.span, "the file is here"}});
      return {};
    }
    column.from_column_name = true;
  }
  // NAME from TEXT (as type)? | NAME is literal; then { TEXT, … is literal … }
  for (const Cursor child : at) {
    if (child.is(NodeKind::mark) && child.text() == "{") break;
    if (child.is(NodeKind::TEXT)) column.from = text_of(child);
    if (child.is(NodeKind::literal)) {
      plan::Missing why = plan::Missing::not_recorded;
      const std::size_t errors = diagnostics_.errors();
      column.always = literal(child, type, declared, &why);
      if (!column.always && diagnostics_.errors() == errors)
        report(Code::out_of_place, child.span(), fmt::format("`{}` would never be known", name.text()),
               "leave the column out: what nothing gives is unknown");
      if (!column.always || !keep_nhs_number(column.field, *column.always, child)) return {};
    }
    if (!child.is(NodeKind::type)) continue;
    const Type as = this->type(child);
    if (as.kind == types::Kind::unknown) continue;
    const bool converts =
        as.kind == types::Kind::number && type.kind == types::Kind::number && as.base == type.base && as.per == type.per;
    if (!converts && !types::same(as, type)) {
      report(Code::wrong_unit, child.span(),
             fmt::format("{} can't be read as {}", plan::with_article(type, plan_), plan::with_article(as, plan_)), "",
             {{declared, fmt::format("{} is expected because of this", plan::with_article(type, plan_))}});
    } else if (converts) {
      // £ per month → £ per year: × 12; days given in weeks: × 7. The reader counts in the field's unit.
      column.multiply = types::days_or_months_in(type.shown_per) * types::days_or_months_in(as.shown_in);
      column.divide = types::days_or_months_in(as.shown_per) * types::days_or_months_in(type.shown_in);
      const std::int64_t common = std::gcd(column.multiply, column.divide);
      column.multiply /= common;
      column.divide /= common;
    }
  }
  if (!is_field && column.always) {
    report(Code::out_of_place, name.span(), fmt::format("every row would have the same `{}`", name.text()),
           "name the column that holds it");
    return {};
  }
  fill_cells(at, type, declared, column);
  if (column.from_column_name) check_column_names(at, file, column, type);
  return column;
}

// { TEXT, … is literal … }
void Checker::fill_cells(Cursor at, const Type& type, base::Span declared, plan::MappedColumn& column) {
  bool inside = false;
  std::vector<std::string> spelt;
  std::map<std::string, base::Span, std::less<>> seen;
  for (const Cursor child : at) {
    if (child.is(NodeKind::mark) && child.text() == "{") inside = true;
    if (!inside) continue;
    if (child.is(NodeKind::TEXT)) {
      spelt.push_back(text_of(child));
      const auto [other, fresh] = seen.emplace(spelt.back(), child.span());
      if (!fresh)
        report(Code::declared_twice, child.span(), fmt::format("{} is given a meaning twice", child.text()), "keep one of them",
               {{other->second, "the first is here"}});
    }
    if (!child.is(NodeKind::literal)) continue;
    plan::Missing why = plan::Missing::not_recorded;
    const std::size_t errors = diagnostics_.errors();
    auto value = literal(child, type, declared, &why);
    if (value) keep_nhs_number(column.field, *value, child);
    if (diagnostics_.errors() == errors) column.cells.push_back({std::exchange(spelt, {}), value, why});
    spelt.clear();
  }
}

// Each column that makes rows has a meaning, and each meaning a column. A column whose name is a code means that code.
void Checker::check_column_names(Cursor at, const plan::MappedFile& file, const plan::MappedColumn& mapped, const Type& type) {
  if (file.up_to_last || file.each_column.empty()) return;
  std::vector<std::string_view> told;
  for (const plan::CellMeaning& cell : mapped.cells)
    for (const std::string& word : cell.spelt) told.emplace_back(word);
  const std::vector<std::string_view> columns(file.each_column.begin(), file.each_column.end());
  for (const std::string_view name : told) {
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) continue;
    report(Code::column_name_meaning, mapped.span,
           fmt::format("`{}` is not one of the columns from `{}` to `{}`", name, columns.front(), columns.back()),
           "leave its meaning out, or say which columns make rows");
    return;
  }
  if (type.kind != types::Kind::code && type.kind != types::Kind::codes) return;
  const auto& items = plan_.code_lists[type.codes.index()].items;
  for (const std::string_view name : columns) {
    const bool is_code = std::any_of(items.begin(), items.end(), [&](const plan::CodeItem& item) {
      return item.name == name || base::underscored(item.name) == name ||
             std::find(item.also.begin(), item.also.end(), name) != item.also.end();
    });
    if (is_code || std::find(told.begin(), told.end(), name) != told.end()) continue;
    report(Code::column_name_meaning, at.word("column name").span(),
           fmt::format("nothing says which of {} the column `{}` is", plan_.code_lists[type.codes.index()].name, name),
           fmt::format("add `\"{}\" is …`", name));
    return;
  }
}

}  // namespace fairstart::check
