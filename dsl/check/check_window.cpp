// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_window(Cursor decl) {
  const Cursor id = decl.child(NodeKind::id), name = id.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.windows.size());
  plan::Window window{.name = std::string(name.text()), .title = std::string(name.text()), .span = name.span()};
  if (const Cursor title = id.child(NodeKind::TEXT)) window.title = text_of(title);
  const bool known = row_named(id.child(NodeKind::NAME, 1), window.record, window.role, name.span());
  add_notes(window.notes, decl);
  const Symbol symbol{
      .kind = SymbolKind::window, .index = index, .span = name.span(), .record = window.record, .role = window.role};
  plan_.windows.push_back(std::move(window));
  windows_.push_back({decl, module_});
  window_filled_.push_back(Filled::no);
  if (known)
    declare(module_, Space::values, std::string(name.text()), symbol);
  else
    broken_names_.insert(std::string(name.text()));
}

// After a mistake, `from` or `to` is none.
void Checker::fill_window(plan::WindowId id) {
  if (window_filled_[id.index()] == Filled::yes) return;
  const plan::Window& declared = plan_.windows[id.index()];
  if (window_filled_[id.index()] == Filled::now) {
    report(Code::definition_cycle, declared.span, fmt::format("`{}` needs itself to be worked out", declared.name),
           "say it without itself");
    return;
  }
  const RowContext row{declared.record, declared.role};
  if (!row.record.exists()) {
    window_filled_[id.index()] = Filled::yes;
    return;
  }
  window_filled_[id.index()] = Filled::now;
  if (++depth_ > max_depth) {
    report(Code::nested_too_deep, declared.span, fmt::format("more than {} definitions rest on one another", max_depth));
  } else {
    const plan::ModuleId before = std::exchange(module_, windows_[id.index()].module);
    const auto rounding = std::exchange(unsaid_rounding_, std::nullopt);
    const Cursor decl = windows_[id.index()].decl;
    const auto end = [&](int which) -> ExprId {
      const Cursor at = decl.child(NodeKind::operand, which);
      const ExprId value = operand(at, row);
      if (is_poison(value)) return {};
      if (type_of(value).kind == types::Kind::date) return value;
      report(Code::wrong_type, at.span(),
             fmt::format("`{}` is {}, not a date", text_at(at.span()), plan::with_article(type_of(value), plan_)),
             type_of(value).kind == types::Kind::number && !type_of(value).per &&
                     type_of(value).base.measure == types::Measure::months
                 ? fmt::format("a birthday is written `turning {}`", text_at(at.span()))
                 : "");
      return {};
    };
    const ExprId from = end(0), to = end(1);
    plan_.windows[id.index()].from = from;
    plan_.windows[id.index()].to = to;
    if (from.exists() && to.exists()) {
      const auto* start = std::get_if<plan::Constant>(&plan_.expr(from).node);
      const auto* stop = std::get_if<plan::Constant>(&plan_.expr(to).node);
      if (start != nullptr && stop != nullptr && stop->number < start->number)
        report(Code::range_reversed, decl.child(NodeKind::operand, 1).span(), "this window ends before it starts",
               "put the earlier date first", {{decl.child(NodeKind::operand).span(), "it starts here"}});
    }
    unsaid_rounding_ = rounding;
    module_ = before;
  }
  --depth_;
  window_filled_[id.index()] = Filled::yes;
}

}  // namespace fairstart::check
