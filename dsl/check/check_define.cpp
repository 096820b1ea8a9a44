// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_definition(Cursor decl) {
  const Cursor id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.definitions.size());
  plan::Definition definition{.name = std::string(name.text()), .span = name.span()};
  if (const Cursor title = id.child(NodeKind::TEXT)) definition.title = text_of(title);
  const bool known = row_named(id.child(NodeKind::NAME, 1), definition.record, definition.role, name.span());
  add_notes(definition.notes, decl);
  const Symbol symbol{.kind = SymbolKind::definition,
                      .index = index,
                      .span = name.span(),
                      .record = definition.record,
                      .role = definition.role};
  plan_.definitions.push_back(std::move(definition));
  definitions_.push_back({decl, module_});
  definition_filled_.push_back(Filled::no);
  if (known)
    declare(module_, Space::values, std::string(name.text()), symbol);
  else
    broken_names_.insert(std::string(name.text()));
}

void Checker::fill_definition(plan::DefinitionId id) {
  Filled& state = definition_filled_[id.index()];
  if (state == Filled::yes) return;
  const plan::Definition& definition = plan_.definitions[id.index()];
  if (state == Filled::now) {
    report(Code::definition_cycle, definition.span, fmt::format("`{}` needs itself to be worked out", definition.name),
           "say it without itself");
    return;
  }
  if (!definition.record.exists()) {
    state = Filled::yes;
    return;
  }
  state = Filled::now;
  if (++depth_ > max_depth) {
    report(Code::nested_too_deep, definition.span, fmt::format("more than {} definitions rest on one another", max_depth));
  } else {
    const plan::ModuleId before = module_;
    module_ = definitions_[id.index()].module;
    const auto rounding = std::exchange(unsaid_rounding_, std::nullopt);
    const Cursor decl = definitions_[id.index()].decl;
    if (decl.is(NodeKind::table)) {
      fill_table(decl, id);
    } else {
      const ExprId meaning = answer(decl.child(NodeKind::answer), {definition.record, definition.role});
      plan_.definitions[id.index()].meaning = meaning;
    }
    unsaid_rounding_ = rounding;
    module_ = before;
  }
  --depth_;
  definition_filled_[id.index()] = Filled::yes;
}

void Checker::declare_score(Cursor decl) {
  const Cursor id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.scores.size());
  plan::Score score{.name = std::string(name.text()), .title = std::string(name.text()), .span = name.span()};
  if (const Cursor title = id.child(NodeKind::TEXT)) score.title = text_of(title);
  const bool known = row_named(id.child(NodeKind::NAME, 1), score.record, score.role, name.span());
  add_notes(score.notes, decl);
  const Symbol symbol{
      .kind = SymbolKind::score, .index = index, .span = name.span(), .record = score.record, .role = score.role};
  plan_.scores.push_back(std::move(score));
  scores_.push_back({decl, module_});
  if (known)
    declare(module_, Space::values, std::string(name.text()), symbol);
  else
    broken_names_.insert(std::string(name.text()));
}

// Children lie flat: minus? NUM points (when answer | for each list) (, up to NUM)?
void Checker::fill_score(Cursor decl, plan::ScoreId id) {
  const RowContext row{plan_.scores[id.index()].record, plan_.scores[id.index()].role};
  if (!row.record.exists()) return;
  std::vector<plan::ScoreItem> items;
  bool minus = false, cap = false;
  std::uint32_t begin = 0;
  for (const Cursor child : decl) {
    if (child.is_word("minus")) {
      minus = true;
      begin = child.span().begin;
    } else if (child.is_word("up to")) {
      cap = true;
    } else if (child.is(NodeKind::NUM) && cap) {
      cap = false;
      const auto most = base::parse_decimal(child.text());
      if (!most) report(Code::bad_number, child.span(), "this number of points is too large");
      if (most && !items.empty()) items.back().up_to = *most;
      if (!items.empty()) items.back().span.end = child.span().end;
    } else if (child.is(NodeKind::NUM)) {
      plan::ScoreItem item{.span = child.span()};
      if (minus) item.span.begin = begin;
      const auto points = base::parse_decimal(child.text());
      if (!points) report(Code::bad_number, child.span(), "this number of points is too large");
      item.points = minus ? -points.value_or(0) : points.value_or(0);
      items.push_back(std::move(item));
      minus = false;
    } else if (child.is(NodeKind::answer) && !items.empty()) {
      items.back().answer = condition(child, row);
      items.back().span.end = child.span().end;
    } else if (child.is(NodeKind::list) && !items.empty()) {
      items.back().span.end = child.span().end;
      const auto found = list(child, row);
      if (!found) continue;
      const ExprId count = add(plan::Count{found->id}, types::whole_number(), found->scope, child);
      items.back().count = seen_from(count, *found, row, child);
    }
  }
  for (plan::ScoreItem& item : items) item.text = text_at(item.span);
  std::erase_if(items, [&](const plan::ScoreItem& item) { return is_poison(item.answer) && is_poison(item.count); });
  if (items.empty() && !diagnostics_.has_errors())
    report(Code::clause_missing, plan_.scores[id.index()].span,
           fmt::format("`{}` gives no points", plan_.scores[id.index()].name), "add `1 point when …`");
  plan_.scores[id.index()].items = std::move(items);
}

}  // namespace fairstart::check
