// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_register(Cursor decl, bool core) {
  const Cursor id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.registers.size());
  plan::Register list{.name = std::string(name.text()), .title = std::string(name.text()), .core = core, .span = name.span()};
  if (const Cursor title = id.child(NodeKind::TEXT)) list.title = text_of(title);
  row_named(id.child(NodeKind::NAME, 1), list.record, list.role, name.span());
  plan_.registers.push_back(std::move(list));
  registers_.push_back({decl, module_});
  declare(module_, Space::registers, std::string(name.text()),
          {.kind = SymbolKind::registry, .index = index, .span = name.span()});
}

void Checker::fill_register(Cursor decl, plan::RegisterId id) {
  const plan::Register declared = plan_.registers[id.index()];
  if (!declared.record.exists()) return;
  RowContext row{declared.record, declared.role};
  row.standing = true;
  const auto filled = [&](const std::vector<Edit>& edits) {
    plan::Register list = declared;
    std::map<std::string, base::Span> seen;
    for (const Clause& clause : edited_clauses(decl, NodeKind::lclause, edits)) {
      const InModule in(*this, clause.module);
      fill_list_clause(clause.at, list, row, seen);
    }
    if (!seen.contains("when"))
      report(Code::clause_missing, list.span, fmt::format("`{}` does not say whom it lists", list.name), "add `when …`");
    list.when = also_when(list.when, edits, row);
    if (list.role.exists())
      list.eligible =
          add(plan::RoleTest{list.role}, types::yes_no(), list.record, list.span, plan_.roles[list.role.index()].name);
    list.eligible = both(list.eligible, alive(list.record, list.span), decl);
    list.eligible = both(list.eligible, list.when, decl);
    if (!list.eligible.exists()) list.eligible = add(plan::Constant{1, {}}, types::yes_no(), {}, list.span, "");
    return list;
  };
  plan::Register own = filled({});
  for (const Step& step : steps_of(edits_of(Space::registers, id.value))) {
    // Of what is protected, a list has what every offer has: a name, and who is on it.
    const plan::Offer core{.name = own.name, .title = own.title, .core = own.core, .span = own.span};
    own = filled(step.all());
    keep_offer_edits(core, core, decl, step, "list");
  }
  plan_.registers[id.index()] = std::move(own);
}

void Checker::fill_list_clause(Cursor clause, plan::Register& list, const RowContext& row,
                               std::map<std::string, base::Span>& seen) {
  const Cursor first = clause.first();
  if (first.is(NodeKind::note)) {
    add_note(list.notes, first);
    return;
  }
  if (!once(clause, seen, first.text())) return;
  if (first.is_word("when")) {
    const ExprId when = condition(clause.child(NodeKind::answer), row);
    if (!is_poison(when)) list.when = when;
  } else if (first.is_word("first")) {
    fill_order(clause.child(NodeKind::order), row, list.order, false);
  } else if (first.is_word("show names when")) {
    const ExprId names = condition(clause.child(NodeKind::answer), row);
    if (!is_poison(names)) list.show_names = names;
  } else if (first.is_word("show")) {
    for (const Cursor child : clause) {
      if (!child.is(NodeKind::operand)) continue;
      const ExprId value = operand(child, row);
      if (!is_poison(value)) list.shows.push_back({text_at(child.span()), value});
    }
  } else if (first.is_word("limit")) {
    const Cursor number = clause.child(NodeKind::NUM);
    list.limit = whole(number);
    if (list.limit && *list.limit < 1)
      report(Code::nothing_to_give, number.span(), "a limit of 0 lists nobody", "list one at least, or leave the limit out");
    const Cursor name = clause.child(NodeKind::NAME);
    list.per = place_named(name, row);
    list.per_text = std::string(name.text());
  }
}

}  // namespace fairstart::check
