// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

using types::Kind;

void Checker::declare_guarantee(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.guarantees.size());
  plan::Guarantee guarantee{.name = std::string(name.text()), .title = std::string(name.text()), .span = name.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) guarantee.title = text_of(title);
  add_notes(guarantee.notes, decl);
  plan_.guarantees.push_back(std::move(guarantee));
  guarantees_.push_back({decl, module_});
  declare(module_, Space::guarantees, std::string(name.text()),
          {.kind = SymbolKind::guarantee, .index = index, .span = name.span()});
}

// The record that results are told for, as far as this module sees it.
RecordId Checker::family_record() const {
  const Symbol* family = find(Space::rows, "family");
  if (family != nullptr && family->kind == SymbolKind::record) return RecordId{family->index};
  for (const auto& [name, record] : all_of(SymbolKind::record))
    if (plan_.records[record->index].owner.exists()) return plan_.records[record->index].owner;
  return plan_.records.empty() ? RecordId{} : RecordId{0U};
}

void Checker::fill_guarantee(Cursor decl, std::size_t index) {
  const Cursor value_at = decl.child(NodeKind::sum);
  if (!value_at) {
    const RowContext row{.record = family_record(), .standing = true};
    const ExprId holds = condition(decl.child(NodeKind::answer), row);
    plan_.guarantees[index].record = row.record;
    if (!is_poison(holds)) plan_.guarantees[index].holds = holds;
    return;
  }
  // What must not fall is told on its own row: a child's level on each child's.
  RowContext row{.record = family_record(), .standing = true};
  if (const Cursor item_at = bare_item(value_at); item_at && !item_at.has_word("of")) {
    for (const Symbol* symbol : find_all(Space::values, item_at.child(NodeKind::NAME).text()))
      if (symbol->record.exists()) row = {.record = symbol->record, .role = symbol->role, .standing = true};
  }
  const ExprId value = sum(value_at, row);
  plan_.guarantees[index].record = row.record;
  if (is_poison(value)) return;
  const Type type = type_of(value);
  const bool tiers = type.kind == Kind::levels && plan_.levels[type.levels.index()].kind == plan::LevelsKind::tiers;
  const bool ordered = type.kind == Kind::code && plan_.code_lists[type.codes.index()].in_order;
  if (!tiers && !ordered && type.kind != Kind::number && type.kind != Kind::yes_no) {
    report(Code::not_ordered, value_at.span(),
           fmt::format("`{}` is {}, which can't rise or fall", text_at(value_at.span()), plan::with_article(type, plan_)),
           "a guarantee of this kind is about tiers, a score or a number");
    return;
  }
  std::vector<plan::Flip> flips;
  const auto flip = [&](Cursor name) {
    if (auto found = flipped(name, row)) flips.push_back(std::move(*found));
  };
  if (const Cursor set = decl.child(NodeKind::set)) {
    for (const Cursor each : set) {
      if (!each.is(NodeKind::answer)) continue;
      if (const Cursor name = bare(each, NodeKind::NAME))
        flip(name);
      else
        report(Code::wrong_type, each.span(), fmt::format("`{}` is not the name of a fact", text_at(each.span())),
               "define it, and name the definition here");
    }
  } else {
    Cursor name;
    for (const Cursor child : decl)
      if (child.is(NodeKind::NAME)) name = child;
    flip(name);
  }
  plan_.guarantees[index].value = value;
  // Told of a role: whose rows count.
  if (row.role.exists())
    plan_.guarantees[index].holds =
        add(plan::RoleTest{row.role}, types::yes_no(), row.record, value_at.span(), plan_.roles[row.role.index()].name);
  plan_.guarantees[index].flips = std::move(flips);
}

// A yes/no fact or definition of any row in the family: the one that is named.
std::optional<plan::Flip> Checker::flipped(Cursor name, const RowContext& row) {
  RecordId top = family_record();
  if (row.record.exists() && (!top.exists() || !plan_.belongs_under(row.record, top))) top = row.record;
  std::vector<std::string_view> names;
  std::vector<std::pair<plan::Flip, base::Span>> found;
  // What is above families has no rows of its own below it that a rule could read.
  const bool above = top != family_record();
  const auto inside = [&](RecordId record) {
    return record.exists() && top.exists() && (above ? record == top : plan_.belongs_under(record, top));
  };
  for (std::size_t i = 0; i < plan_.fields.size(); ++i) {
    const plan::Field& field = plan_.fields[i];
    if (!inside(field.record) || field.type.kind != Kind::yes_no) continue;
    names.push_back(field.name);
    if (field.name == name.text()) found.push_back({{field.name, {}, plan::FieldId{i}}, field.span});
  }
  for (const auto& [each, symbol] : all_of(SymbolKind::definition)) {
    if (!inside(symbol->record)) continue;
    const plan::DefinitionId id{symbol->index};
    fill_definition(id);
    const ExprId meaning = plan_.definitions[id.index()].meaning;
    if (is_poison(meaning) || type_of(meaning).kind != Kind::yes_no) continue;
    names.push_back(each);
    if (each == name.text()) found.push_back({{std::string(each), id, {}}, symbol->span});
  }
  if (found.empty()) {
    unknown_name(name, "yes/no fact or definition in a family", names);
    return {};
  }
  if (found.size() > 1) {
    report(Code::two_meanings, name.span(), fmt::format("`{}` is a fact of more than one kind of row", name.text()),
           "define which is meant, and name the definition here",
           {{found[0].second, "one is here"}, {found[1].second, "another is here"}});
    return {};
  }
  return found.front().first;
}

}  // namespace fairstart::check
