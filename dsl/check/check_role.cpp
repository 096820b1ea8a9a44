// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_role(Cursor decl) {
  const Cursor one = decl.child(NodeKind::NAME), many = decl.child(NodeKind::NAME, 1);
  const auto index = static_cast<std::uint32_t>(plan_.roles.size());
  plan::Role role{.name = std::string(one.text()), .plural = std::string(many.text()), .span = one.span()};
  if (const Cursor title = decl.child(NodeKind::TEXT)) role.title = text_of(title);
  plan_.roles.push_back(std::move(role));
  roles_.push_back({decl, module_});
  for (const Cursor name : {one, many})
    if (name.text() != one.text() || name.index() == one.index())
      declare(module_, Space::rows, std::string(name.text()), {.kind = SymbolKind::role, .index = index, .span = name.span()});
}

// Records are declared before roles get theirs, so that a role may stand above its record.
void Checker::link_role(Cursor decl, RoleId id) {
  const Cursor of = decl.child(NodeKind::NAME, 2);
  const Symbol* symbol = need(Space::rows, of, "record");
  if (symbol == nullptr) return;
  if (symbol->kind != SymbolKind::record) {
    report(Code::wrong_namespace, of.span(), fmt::format("`{}` is a role itself: a role is a condition on a record", of.text()),
           "", {{symbol->span, "declared here"}});
    return;
  }
  plan_.roles[id.index()].record = RecordId{symbol->index};
}

void Checker::fill_role(Cursor decl, RoleId id) {
  const RecordId record = plan_.roles[id.index()].record;
  const Cursor where = decl.child(NodeKind::where);
  if (!where || !record.exists()) return;
  const RowContext row{record, {}};
  ExprId condition_id;
  if (const Cursor at = where.child(NodeKind::answer)) {
    condition_id = condition(at, row);
  } else {
    const Cursor name = where.child(NodeKind::NAME);
    condition_id = need_yes_no(need_value(name, row), name);
    if (where.has_word("not") && !is_poison(condition_id))
      condition_id = add(plan::Not{condition_id}, types::yes_no(), record, where);
  }
  if (is_poison(condition_id)) return;
  plan_.roles[id.index()].where = condition_id;
  // What the condition fixes to one value: `relationship is child`, `looked-after`, `not pregnant`, joined with `and`.
  std::vector<ExprId> parts{condition_id};
  if (const auto* all = std::get_if<plan::And>(&plan_.expr(condition_id).node)) parts = all->answers;
  for (const ExprId part : parts) {
    const plan::Node& node = plan_.expr(part).node;
    if (const auto* field = std::get_if<plan::FieldValue>(&node)) plan_.roles[id.index()].fixed.emplace_back(field->field, 1);
    if (const auto* negated = std::get_if<plan::Not>(&node)) {
      if (const auto* field = std::get_if<plan::FieldValue>(&plan_.expr(negated->answer).node))
        plan_.roles[id.index()].fixed.emplace_back(field->field, 0);
    }
    const auto* compare = std::get_if<plan::Compare>(&node);
    if (compare == nullptr || compare->comparison != plan::Comparison::is) continue;
    const auto* field = std::get_if<plan::FieldValue>(&plan_.expr(compare->left).node);
    const auto* value = std::get_if<plan::Constant>(&plan_.expr(compare->right).node);
    if (field != nullptr && value != nullptr && value->text.empty())
      plan_.roles[id.index()].fixed.emplace_back(field->field, value->number);
  }
}

}  // namespace fairstart::check
