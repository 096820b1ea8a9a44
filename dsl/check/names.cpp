// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"

// Names as values: on the current row, on its owners, among parameters; and what to say where there is none.
namespace fairstart::check {

using types::Kind;

ExprId Checker::symbol_value(const Symbol& symbol, base::Span span, RecordId record) {
  const std::string text = text_at(span);
  switch (symbol.kind) {
    case SymbolKind::definition: {
      const plan::DefinitionId id{symbol.index};
      fill_definition(id);
      const ExprId meaning = plan_.definitions[id.index()].meaning;
      if (!meaning.exists() || is_poison(meaning)) return add(plan::MissingValue{}, {}, {}, span, text);
      return add(plan::DefinitionValue{id}, type_of(meaning), record, span, text);
    }
    case SymbolKind::score: return add(plan::ScoreValue{plan::ScoreId{symbol.index}}, types::number(), record, span, text);
    case SymbolKind::levels: {
      const types::LevelsId id{symbol.index};
      const bool groups = plan_.levels[symbol.index].kind == plan::LevelsKind::groups;
      return add(plan::LevelValue{id}, {.kind = groups ? Kind::groups : Kind::levels, .levels = id}, record, span, text);
    }
    case SymbolKind::parameter: {
      const plan::ParameterId id{symbol.index};
      return add(plan::ParameterValue{id}, plan_.parameters[symbol.index].type, {}, span, text);
    }
    case SymbolKind::unit:
    case SymbolKind::codes:
    case SymbolKind::record:
    case SymbolKind::role:
    case SymbolKind::offer:
    case SymbolKind::outcome:
    case SymbolKind::indicator:
    case SymbolKind::mapping:
    case SymbolKind::other: break;
  }
  return add(plan::MissingValue{}, {}, {}, span, text);
}

ExprId Checker::value_named(std::string_view name, base::Span span, const RowContext& row, bool& role_mismatch) {
  const auto symbols = find_all(Space::values, name);
  RecordId record = row.record;
  RoleId role = row.role;
  const RowContext* around = row.outer;
  while (record.exists()) {
    ExprId value;
    for (const plan::FieldId field : plan_.record(record).fields)
      if (plan_.field(field).name == name)
        value = add(plan::FieldValue{field}, plan_.field(field).type, record, span, std::string(name));
    for (const Symbol* symbol : symbols) {
      if (value.exists() || symbol->record != record) continue;
      if (symbol->role.exists() && symbol->role != role) {
        role_mismatch = true;
        continue;
      }
      value = symbol_value(*symbol, span, record);
    }
    if (value.exists()) {
      if (record == row.record || !plan_.expr(value).row.exists()) return value;
      return add(plan::OfOwner{value}, type_of(value), row.record, span, std::string(name));
    }
    record = plan_.record(record).owner;
    role = {};
    while (around != nullptr && around->record != record && plan_.belongs_under(around->record, record)) around = around->outer;
    if (around != nullptr && around->record == record) role = around->role;
  }
  for (const Symbol* symbol : symbols)
    if (!symbol->record.exists()) return symbol_value(*symbol, span, {});
  return {};
}

std::optional<base::Span> Checker::place_of(std::string_view name, const RowContext& row) const {
  for (RecordId record = row.record; record.exists(); record = plan_.record(record).owner)
    for (const plan::FieldId field : plan_.record(record).fields)
      if (plan_.field(field).name == name) return plan_.field(field).span;
  for (const Symbol* symbol : find_all(Space::values, name))
    if (!symbol->record.exists() || (row.record.exists() && plan_.belongs_under(row.record, symbol->record)))
      return symbol->span;
  return {};
}

std::vector<std::string_view> Checker::value_names(const RowContext& row) const {
  std::vector<std::string_view> names;
  for (RecordId record = row.record; record.exists(); record = plan_.record(record).owner) {
    for (const plan::FieldId field : plan_.record(record).fields) names.push_back(plan_.field(field).name);
  }
  for (const auto& [key, symbols] : visible_[module_.index()].names) {
    if (key.first != Space::values) continue;
    const bool here = std::any_of(symbols.begin(), symbols.end(), [&](const Symbol& symbol) {
      return !symbol.record.exists() || (row.record.exists() && plan_.belongs_under(row.record, symbol.record));
    });
    if (here) names.push_back(key.second);
  }
  return names;
}

ExprId Checker::need_value(Cursor name, const RowContext& row) {
  bool role_mismatch = false;
  const ExprId value = value_named(name.text(), name.span(), row, role_mismatch);
  if (value.exists()) return value;
  const std::string on = row.role.exists()     ? plan_.roles[row.role.index()].name
                         : row.record.exists() ? plan_.record(row.record).name
                                               : "";
  // Known, but about another kind of row: say whose it is.
  for (const Symbol* symbol : find_all(Space::values, name.text())) {
    if (!symbol->record.exists()) continue;
    const std::string owner =
        symbol->role.exists() ? plan_.roles[symbol->role.index()].name : plan_.record(symbol->record).name;
    report(Code::not_on_this_row, name.span(),
           on.empty() ? fmt::format("`{}` is about a {}", name.text(), owner)
                      : fmt::format("`{}` is about a {}; here the row is a {}", name.text(), owner, on),
           role_mismatch ? fmt::format("ask for it where the row is known to be a {0}: `any {0} where {1}`", owner, name.text())
                         : fmt::format("reach it through a list: `any {} where {}`", owner, name.text()),
           {{symbol->span, "declared here"}});
    return poison(name);
  }
  for (const plan::Record& record : plan_.records) {
    for (const plan::FieldId field : record.fields) {
      if (plan_.field(field).name != name.text()) continue;
      report(Code::not_on_this_row, name.span(),
             on.empty() ? fmt::format("`{}` is a fact of a {}", name.text(), record.name)
                        : fmt::format("`{}` is a fact of a {}; here the row is a {}", name.text(), record.name, on),
             fmt::format("reach it through a list, as in `any {} where …`, or `{} of latest {}`", record.name, name.text(),
                         record.name),
             {{plan_.field(field).span, "declared here"}});
      return poison(name);
    }
  }
  std::string help;
  // `need-5` is a name; where `need` is known the writer meant to subtract.
  if (const std::size_t dash = name.text().rfind('-'); dash != std::string_view::npos && dash + 1 < name.text().size()) {
    const std::string_view rest = name.text().substr(dash + 1);
    bool ignored = false;
    const bool digits = rest.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits && value_named(name.text().substr(0, dash), name.span(), row, ignored).exists())
      help = fmt::format("did you mean `{} - {}`, with blanks?", name.text().substr(0, dash), rest);
  }
  unknown_name(name, "fact, definition or parameter", value_names(row), std::move(help));
  return poison(name);
}

ExprId Checker::date_of_birth(Cursor at, const RowContext& row) {
  for (RecordId record = row.record; record.exists(); record = plan_.record(record).owner) {
    const plan::FieldId field = plan_.record(record).date_of_birth;
    if (!field.exists()) continue;
    const ExprId value = add(plan::FieldValue{field}, types::date(), record, at.span(), "date-of-birth");
    return record == row.record ? value : add(plan::OfOwner{value}, types::date(), row.record, at.span(), "date-of-birth");
  }
  report(Code::not_on_this_row, at.span(),
         row.record.exists() ? fmt::format("a {} has no `date-of-birth`, so no age", plan_.record(row.record).name)
                             : std::string("there is no row here that has an age"));
  return poison(at);
}

// Whose age: the row's, or that of `youngest child`.
ExprId Checker::birth_of(Cursor item, const RowContext& row) {
  const Cursor pick = item.child(NodeKind::pick);
  if (!pick) return date_of_birth(item, row);
  plan::Which which{};
  ExprId order;
  const auto found = pick_list(pick, row, which, order);
  if (!found) return poison(item);
  const ExprId born = date_of_birth(item, inner_context(*found, row));
  if (is_poison(born)) return born;
  const ExprId picked = add(plan::Pick{which, found->id, order, born}, types::date(), found->scope, item.span(),
                            fmt::format("date-of-birth of {}", text_at(pick.span())));
  return seen_from(picked, found->scope, row, item);
}

}  // namespace fairstart::check
