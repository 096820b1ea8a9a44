// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/overloaded.hpp"
#include "dsl/check/checker.hpp"

// Other rows than the current one: those around it, those that links name, those seen in pairs.
namespace fairstart::check {

// The nearest row around this one that `the NAME` means; the current row itself where none around it fits.
const RowContext* Checker::row_around(std::string_view name, const RowContext& row) const {
  const Symbol* symbol = find(Space::rows, name);
  if (symbol == nullptr) return nullptr;
  const bool role = symbol->kind == SymbolKind::role;
  const auto fits = [&](const RowContext& context) {
    return role ? context.role.value == symbol->index && context.role.exists() : context.record == RecordId{symbol->index};
  };
  for (const RowContext* around = row.enclosing; around != nullptr; around = around->enclosing)
    if (fits(*around)) return around;
  return fits(row) ? &row : nullptr;
}

// Brings a value of a row around down to the current row: by ownership, or through the pairs that the rows between are seen in.
ExprId Checker::from_around(ExprId value, const RowContext& around, const RowContext& row, Cursor at) {
  if (&around == &row || !row_of({value}).exists()) return value;
  if (around.pairing.exists() && row_of({value}) == around.record)
    value = add(plan::OfListed{value}, type_of(value), around.pairing, at);
  const RecordId to = row.pairing.exists() ? row.pairing : row.record;
  if (row_of({value}) == to) return value;
  if (!plan_.belongs_under(to, row_of({value}))) {
    report(Code::not_on_this_row, at.span(), fmt::format("`{}` can't be told from here", text_at(at.span())),
           "define it where that row is, and name the definition");
    return poison(at);
  }
  return add(plan::OfOwner{value}, type_of(value), to, at);
}

// Whether what is written in `all` names a row around the list that its rows don't belong to: then they are seen in pairs.
bool Checker::needs_pairs(Cursor all, const FoundList& found, const RowContext& row) const {
  if (!row.record.exists()) return false;
  const syntax::Tree& tree = all.tree();
  const auto end = all.index() + tree.nodes[all.index()].size;
  for (std::uint32_t i = all.index(); i + 1 < end; ++i) {
    const Cursor word(tree, i), name(tree, i + 1);
    if (!word.is_word("the") || !name.is(NodeKind::NAME)) continue;
    const RowContext* around = nullptr;
    for (const RowContext* each = &row; each != nullptr && around == nullptr; each = each->enclosing) {
      const Symbol* symbol = find(Space::rows, name.text());
      if (symbol == nullptr) break;
      const bool fits = symbol->kind == SymbolKind::role ? each->role.exists() && each->role.value == symbol->index
                                                         : each->record == RecordId{symbol->index};
      if (fits) around = each;
    }
    if (around != nullptr && (found.scope != row.record || row.pairing.exists())) return true;
  }
  return false;
}

// The record of the pairs of this row and the rows of a list, made once for each use of its kind.
RecordId Checker::pairing_of(const FoundList& found, const RowContext& row, bool others_only) {
  const RecordId viewer = row.pairing.exists() ? row.pairing : row.record;
  for (std::size_t i = 0; i < plan_.records.size(); ++i) {
    const auto& pairing = plan_.records[i].pairing;
    if (pairing && pairing->viewer == viewer && pairing->listed == found.record && pairing->scope == found.scope &&
        pairing->others_only == others_only)
      return RecordId{i};
  }
  const plan::Record& listed = plan_.record(found.record);
  plan::Record pair{.name = fmt::format("{}{} of {}", others_only ? "other " : "", listed.name, plan_.record(viewer).name),
                    .plural = fmt::format("{}{}", others_only ? "other " : "", listed.plural),
                    .title = listed.title,
                    .owner = viewer,
                    .pairing = plan::Pairing{viewer, found.record, found.scope, others_only},
                    .span = listed.span};
  plan_.records.push_back(std::move(pair));
  return RecordId{plan_.records.size() - 1};
}

ExprId Checker::on_list_row(ExprId value, const FoundList& found, Cursor at) {
  if (!value.exists() || !found.pairing.exists() || row_of({value}) != found.record) return value;
  return add(plan::OfListed{value}, type_of(value), found.pairing, at.span(), plan_.expr(value).text);
}

// What `of …` after a name leads to: another row, and how a value told there is brought here.
std::optional<Checker::Reached> Checker::reached(Cursor at, const RowContext& row) {
  if (const Cursor pick = at.child(NodeKind::pick)) {
    plan::Which which{};
    ExprId order;
    const auto found = pick_list(pick, row, which, order);
    if (!found) return {};
    Reached there{found->record, found->role, {}};
    there.bring = [this, which, order, found = *found, &row, at](ExprId value) {
      if (is_poison(value)) return value;
      const Type type = type_of(value);
      const ExprId told = on_list_row(value, found, at);
      const ExprId picked = add(plan::Pick{which, found.id, order, told}, type, found.scope, at);
      return seen_from(picked, found, row, at);
    };
    return there;
  }
  if (const Cursor the = at.word("the")) {
    const Cursor name = at.after_word("the");
    if (need(Space::rows, name, "record or role") == nullptr) return {};
    const RowContext* around = row_around(name.text(), row);
    if (around == nullptr) {
      // An owner, by its record's name.
      const Symbol* symbol = find(Space::rows, name.text());
      const RecordId owner = symbol->kind == SymbolKind::record ? RecordId{symbol->index} : RecordId{};
      if (owner.exists() && row.record.exists() && plan_.belongs_under(row.record, owner)) return owner_reached(owner, row, at);
      report(Code::not_on_this_row, name.span(), fmt::format("there is no {} around this row", name.text()),
             "`the` names a row that this list is in, such as the one after `for`");
      return {};
    }
    return Reached{around->record, around->role, [this, around, &row, at](ExprId value) {
                     if (is_poison(value)) return value;
                     // On a row seen in pairs, its own facts are told of the pair's viewer from here.
                     return from_around(value, *around, row, at);
                   }};
  }
  const Cursor item_at = at.child(NodeKind::item), name = item_at.child(NodeKind::NAME);
  Reached from{row.record, row.role, [](ExprId value) { return value; }};
  RowContext here = row;
  if (item_at.has_word("of")) {
    const auto further = reached(item_at, row);
    if (!further) return {};
    from = *further;
    here = RowContext{from.record, from.role, nullptr, row.in_indicator, row.standing, nullptr, {}};
  }
  // A link of that row or of its owners; else an owner, said aloud.
  for (RecordId record = here.record; record.exists(); record = plan_.record(record).owner) {
    for (const plan::FieldId field : plan_.record(record).fields) {
      if (plan_.field(field).name != name.text()) continue;
      const Type type = plan_.field(field).type;
      if (type.kind != types::Kind::link || !type.record.exists()) {
        report(Code::wrong_type, name.span(), fmt::format("`{}` is not a link to another row", name.text()),
               fmt::format("it is {}", plan::with_article(type, plan_)), {{plan_.field(field).span, "declared here"}});
        return {};
      }
      return Reached{type.record, {}, [this, from, field, record, to = here.record, at](ExprId value) {
                       if (is_poison(value)) return value;
                       ExprId linked = add(plan::OfLink{field, value}, type_of(value), record, at);
                       if (record != to) linked = add(plan::OfOwner{linked}, type_of(value), to, at);
                       return from.bring(linked);
                     }};
    }
  }
  const Symbol* symbol = find(Space::rows, name.text());
  const RecordId owner = symbol != nullptr && symbol->kind == SymbolKind::record ? RecordId{symbol->index} : RecordId{};
  if (owner.exists() && here.record.exists() && owner != here.record && plan_.belongs_under(here.record, owner))
    return Reached{owner, {}, [this, from, to = here.record, at](ExprId value) {
                     if (is_poison(value) || !row_of({value}).exists()) return value;
                     return from.bring(add(plan::OfOwner{value}, type_of(value), to, at));
                   }};
  if (symbol != nullptr) {
    report(
        Code::wrong_type, name.span(), fmt::format("`of {}` does not say which one", name.text()),
        fmt::format("say `of {0} {1}`, or `of the {1}` for a row that this list is in",
                    plan_.record(symbol->kind == SymbolKind::role ? plan_.roles[symbol->index].record : RecordId{symbol->index})
                            .date_of_birth.exists()
                        ? "youngest"
                        : "latest",
                    name.text()));
    return {};
  }
  std::vector<std::string_view> links;
  for (RecordId record = here.record; record.exists(); record = plan_.record(record).owner)
    for (const plan::FieldId field : plan_.record(record).fields)
      if (plan_.field(field).type.kind == types::Kind::link) links.push_back(plan_.field(field).name);
  unknown_name(name, "link or owner", links);
  return {};
}

Checker::Reached Checker::owner_reached(RecordId owner, const RowContext& row, Cursor at) {
  return Reached{owner, {}, [this, owner, to = row.record, at](ExprId value) {
                   if (is_poison(value) || owner == to || !row_of({value}).exists()) return value;
                   return add(plan::OfOwner{value}, type_of(value), to, at);
                 }};
}

RowContext Checker::context_of(const Reached& there, const RowContext& row) const {
  return RowContext{there.record, there.role, nullptr, row.in_indicator, row.standing, nullptr, {}};
}

// The expressions that a node reads on its own row (those of lists' and owners' rows are not among them).
void Checker::each_own_operand(plan::Node& node, const std::function<void(ExprId&)>& visit) {
  const auto one = [&](ExprId& id) {
    if (id.exists()) visit(id);
  };
  const auto all = [&](std::vector<ExprId>& ids) {
    for (ExprId& id : ids) one(id);
  };
  using namespace plan;
  std::visit(base::overloaded{
                 [](Constant&) {},
                 [](MissingValue&) {},
                 [](AsAt&) {},
                 [](PeriodStart&) {},
                 [](PeriodEnd&) {},
                 [](ParameterValue&) {},
                 [](FieldValue&) {},
                 [](OfOwner&) {},
                 [](OfListed&) {},
                 [](OfLink&) {},
                 [](Marked&) {},
                 [](RoleTest&) {},
                 [](DefinitionValue&) {},
                 [](ScoreValue&) {},
                 [](LevelValue&) {},
                 [](Any&) {},
                 [](Every&) {},
                 [](Count&) {},
                 [](Summarise&) {},
                 [](Pick&) {},
                 [](CountDifferent&) {},
                 [&](Ranked& n) { one(n.order); },
                 [&](Not& n) { one(n.answer); },
                 [&](And& n) { all(n.answers); },
                 [&](Or& n) { all(n.answers); },
                 [&](CountOfSet& n) { all(n.answers); },
                 [&](CountsAs& n) { one(n.answer); },
                 [&](Compare& n) { one(n.left), one(n.right); },
                 [&](OneOf& n) { one(n.value); },
                 [&](Includes& n) { one(n.value); },
                 [&](LevelIn& n) { one(n.level); },
                 [&](IsKnown& n) { one(n.value); },
                 [&](IsMissing& n) { one(n.value); },
                 [&](OrElse& n) { one(n.value), one(n.otherwise); },
                 [&](Arithmetic& n) { one(n.left), one(n.right); },
                 [&](Negate& n) { one(n.value); },
                 [&](Shift& n) { one(n.date), one(n.by); },
                 [&](Elapsed& n) { one(n.from), one(n.to); },
                 [&](Extreme& n) { all(n.values); },
                 [&](Rescale& n) { one(n.value); },
                 [&](NextDay& n) { one(n.after); },
                 [&](Choose& n) {
                   for (plan::Choice& choice : n.choices) one(choice.when), one(choice.value);
                 },
             },
             node);
}

// On a pair's row, what is told of the listed row alone is told through it.
void Checker::lift_to_pair(plan::Node& node, RecordId row) {
  if (!row.exists() || !plan_.record(row).pairing) return;
  const RecordId listed = plan_.record(row).pairing->listed;
  each_own_operand(node, [&](ExprId& id) {
    const plan::Expr& operand = plan_.expr(id);
    if (operand.row != listed) return;
    const Type type = operand.type;
    const base::Span span = operand.span;
    const std::string text = operand.text;
    id = add(plan::OfListed{id}, type, row, span, text);
  });
}

}  // namespace fairstart::check
