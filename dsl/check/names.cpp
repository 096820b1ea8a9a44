// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"

// Names as values: on the current row, on its owners, among parameters; and what to say where there is none.
namespace fairstart::check {

using types::Kind;

namespace {

std::string with_a(std::string_view name) {
  const bool vowel = !name.empty() && std::string_view("aeio").find(name.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", name);
}

}  // namespace

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
    case SymbolKind::calendar:
    case SymbolKind::window:
    case SymbolKind::schedule:
    case SymbolKind::registry:
    case SymbolKind::allocation:
    case SymbolKind::wave:
    case SymbolKind::objective:
    case SymbolKind::spread:
    case SymbolKind::money_case:
    case SymbolKind::incentive:
    case SymbolKind::guarantee:
    case SymbolKind::other: break;
  }
  return add(plan::MissingValue{}, {}, {}, span, text);
}

bool Checker::same_expression(ExprId a, ExprId b) const {
  if (a == b) return true;
  if (!a.exists() || !b.exists()) return false;
  const plan::Node &one = plan_.expr(a).node, &two = plan_.expr(b).node;
  const auto both = [&](auto* x, auto* y, auto alike) { return x != nullptr && y != nullptr && alike(*x, *y); };
  using namespace plan;
  return both(std::get_if<FieldValue>(&one), std::get_if<FieldValue>(&two),
              [](const FieldValue& x, const FieldValue& y) { return x.field == y.field; }) ||
         both(std::get_if<DefinitionValue>(&one), std::get_if<DefinitionValue>(&two),
              [](const DefinitionValue& x, const DefinitionValue& y) { return x.definition == y.definition; }) ||
         both(std::get_if<Constant>(&one), std::get_if<Constant>(&two),
              [](const Constant& x, const Constant& y) { return x.number == y.number && x.text == y.text; }) ||
         both(std::get_if<Not>(&one), std::get_if<Not>(&two),
              [&](const Not& x, const Not& y) { return same_expression(x.answer, y.answer); }) ||
         both(std::get_if<OneOf>(&one), std::get_if<OneOf>(&two),
              [&](const OneOf& x, const OneOf& y) { return x.codes == y.codes && same_expression(x.value, y.value); }) ||
         both(std::get_if<Compare>(&one), std::get_if<Compare>(&two), [&](const Compare& x, const Compare& y) {
           return x.comparison == y.comparison && same_expression(x.left, y.left) && same_expression(x.right, y.right);
         });
}

bool Checker::known_in_role(RoleId is, RoleId other) const {
  if (is == other) return true;
  if (!is.exists() || !other.exists()) return false;
  const plan::Role &here = plan_.roles[is.index()], &there = plan_.roles[other.index()];
  if (here.record != there.record || !here.where.exists()) return false;
  if (!there.where.exists()) return true;
  const auto parts = [&](ExprId where) {
    const auto* all = std::get_if<plan::And>(&plan_.expr(where).node);
    return all == nullptr ? std::vector<ExprId>{where} : all->answers;
  };
  const std::vector<ExprId> asked = parts(here.where);
  for (const ExprId wanted : parts(there.where)) {
    const bool holds = std::any_of(asked.begin(), asked.end(), [&](ExprId part) { return same_expression(part, wanted); });
    if (!holds) return false;
  }
  return true;
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
      if (symbol->role.exists() && !known_in_role(role, symbol->role)) {
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
  if (const auto volume = volumes_.find(name); volume != volumes_.end()) {
    if (is_poison(volume->second)) return add(plan::MissingValue{}, {}, {}, span, std::string(name));
    const plan::Expr value = plan_.expr(volume->second);
    return add(value.node, value.type, {}, span, std::string(name));
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

// What a row and one that it belongs to both have, of one type, is easily taken for the other; so is a parameter. Told of what is written in the
// files that were asked for.
void Checker::warn_of_hiding() {
  struct Named {
    Type type;
    base::Span span;
    plan::ModuleId module;
    std::string what;
  };
  const auto type_named = [&](const Symbol& symbol) -> Type {
    switch (symbol.kind) {
      case SymbolKind::definition: {
        const ExprId meaning = plan_.definitions[symbol.index].meaning;
        return meaning.exists() ? type_of(meaning) : Type{};
      }
      case SymbolKind::score: return types::number();
      case SymbolKind::levels: return {.kind = Kind::levels, .levels = types::LevelsId{symbol.index}};
      case SymbolKind::parameter: return plan_.parameters[symbol.index].type;
      default: return {};
    }
  };
  // By name, then record: there may be any number of either.
  std::map<std::string_view, std::map<std::size_t, std::vector<plan::FieldId>>> facts_named;
  for (std::size_t i = 0; i < records_.size(); ++i)
    for (const plan::FieldId field : plan_.records[i].fields) facts_named[plan_.field(field).name][i].push_back(field);
  for (const plan::ModuleId module : modules_.asked_for) {
    module_ = module;
    const auto named_on = [&](RecordId record, std::string_view name) {
      std::vector<Named> all;
      if (const auto facts = facts_named.find(name); record.exists() && facts != facts_named.end())
        if (const auto of_record = facts->second.find(record.index()); of_record != facts->second.end())
          for (const plan::FieldId field : of_record->second)
            all.push_back({plan_.field(field).type, plan_.field(field).span, records_[record.index()].module, "fact"});
      for (const Symbol* symbol : find_all(Space::values, name))
        if (symbol->record == record)
          all.push_back({type_named(*symbol), symbol->span, symbol->module, std::string(word_for(symbol->kind))});
      return all;
    };
    std::set<std::string, std::less<>> names;
    for (const std::string_view name : names_in(Space::values)) names.emplace(name);
    for (const plan::Field& field : plan_.fields) names.insert(field.name);
    for (const std::string& name : names) {
      std::set<std::size_t> rows;  // records on which something has this name
      if (const auto facts = facts_named.find(name); facts != facts_named.end())
        for (const auto& [record, fields] : facts->second) rows.insert(record);
      for (const Symbol* symbol : find_all(Space::values, name))
        if (symbol->record.exists()) rows.insert(symbol->record.index());
      for (const std::size_t i : rows) {
        for (const Named& here : named_on(RecordId{i}, name)) {
          if (here.module != module || here.type.kind == Kind::unknown) continue;
          const std::string& row = plan_.records[i].name;
          for (RecordId owner = plan_.records[i].owner;; owner = plan_.record(owner).owner) {
            const auto above = named_on(owner, name);  // beyond all owners: what is of no row, a parameter
            const auto same =
                std::find_if(above.begin(), above.end(), [&](const Named& each) { return types::same(each.type, here.type); });
            if (same != above.end()) {
              const std::string whose = owner.exists() ? fmt::format(" of the {}", plan_.record(owner).name) : "";
              report(Code::hides_a_name, here.span,
                     fmt::format("on a {}, `{}` is this {}, and hides the {}{}{}", row, name, here.what, same->what, whose,
                                 owner.exists() ? " that it belongs to" : ""),
                     "give one of them another name", {{same->span, fmt::format("the {}{} is here", same->what, whose)}});
              break;
            }
            if (!owner.exists()) break;
          }
        }
      }
    }
  }
}

std::vector<std::string_view> Checker::value_names(const RowContext& row) const {
  std::vector<std::string_view> names;
  for (RecordId record = row.record; record.exists(); record = plan_.record(record).owner) {
    for (const plan::FieldId field : plan_.record(record).fields) names.push_back(plan_.field(field).name);
  }
  for (const auto& [name, value] : volumes_) names.push_back(name);
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
    bool of_the_rule = false;
    for (const RowContext* around = row.enclosing; around != nullptr && role_mismatch; around = around->enclosing)
      of_the_rule |= around->role == symbol->role;
    report(Code::not_on_this_row, name.span(),
           on.empty() ? fmt::format("`{}` is about a {}", name.text(), owner)
                      : fmt::format("`{}` is about {}; here the row is {}", name.text(), with_a(owner), with_a(on)),
           of_the_rule ? fmt::format("say whose it is: `{} of the {}`", name.text(), owner)
           : role_mismatch
               ? fmt::format("ask for it where the row is known to be a {0}: `any {0} where {1}`", owner, name.text())
               : fmt::format("reach it through a list: `any {} where {}`", owner, name.text()),
           {{symbol->span, "declared here"}});
    return poison(name);
  }
  for (const plan::Record& record : plan_.records) {
    for (const plan::FieldId field : record.fields) {
      if (plan_.field(field).name != name.text()) continue;
      report(Code::not_on_this_row, name.span(),
             on.empty() ? fmt::format("`{}` is a fact of {}", name.text(), with_a(record.name))
                        : fmt::format("`{}` is a fact of {}; here the row is {}", name.text(), with_a(record.name), with_a(on)),
             fmt::format("reach it through a list, as in `any {} where …`", record.name) +
                 (record.date.exists() ? fmt::format(", or `{} of latest {}`", name.text(), record.name) : ""),
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

}  // namespace fairstart::check
