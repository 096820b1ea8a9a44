// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/check/checker.hpp"

// What lists and allocations share: the order of rows, and the values that rows are told apart by.
namespace fairstart::check {

using types::Kind;

// `first A highest, then B lowest, then waiting longest`. `waiting` says whether rows have a date that they wait since.
void Checker::fill_order(Cursor at, const RowContext& row, std::vector<plan::OrderKey>& order, bool waiting) {
  Cursor value_at;
  for (const Cursor child : at) {
    if (child.is(NodeKind::sum)) value_at = child;
    if (child.is_word("waiting longest")) {
      if (waiting)
        order.push_back({{}, true, std::string(child.text())});
      else
        report(Code::out_of_place, child.span(), "`waiting longest` is used in a list, where nothing says since when",
               "only an allocation has `waiting since`; in a list give the date: `date of earliest contact … lowest`");
    }
    if (!child.is_word("highest") && !child.is_word("lowest")) continue;
    const ExprId value = sum(value_at, row);
    if (is_poison(value) || !has_order(value, value_at)) continue;
    order.push_back({value, child.is_word("highest"), text_at(value_at.span()) + ' ' + std::string(child.text())});
  }
}

bool Checker::has_order(ExprId value, Cursor at) {
  const Type& type = type_of(value);
  std::vector<diagnostics::Label> labels;
  std::string help = "order by a number, a date, a tier, or a code of a list that is `in order`";
  switch (type.kind) {
    case Kind::unknown:
    case Kind::number:
    case Kind::date: return true;
    case Kind::code:
      if (plan_.code_lists[type.codes.index()].in_order) return true;
      help = fmt::format("where its codes run from low to high, say so: `codes {} … in order {{ … }}`",
                         plan_.code_lists[type.codes.index()].name);
      break;
    case Kind::levels:
    case Kind::groups:
      if (plan_.levels[type.levels.index()].kind == plan::LevelsKind::tiers) return true;
      labels.push_back({plan_.levels[type.levels.index()].span, "declared here"});
      break;
    case Kind::yes_no: help = fmt::format("count it: `count of {{ {} }} highest`", text_at(at.span())); break;
    case Kind::codes:
    case Kind::text:
    case Kind::link: break;
  }
  report(Code::not_ordered, at.span(),
         fmt::format("`{}` is {}, which has no order", text_at(at.span()), plan::with_article(type, plan_)), std::move(help),
         std::move(labels));
  return false;
}

// A fact that rows are told apart by: each of its values is a place of its own.
ExprId Checker::place_named(Cursor name, const RowContext& row) {
  const ExprId value = need_value(name, row);
  if (is_poison(value)) return {};
  switch (type_of(value).kind) {
    case Kind::code:
    case Kind::number:
    case Kind::text:
    case Kind::levels:
    case Kind::yes_no: return value;
    case Kind::unknown:
    case Kind::date:
    case Kind::codes:
    case Kind::link:
    case Kind::groups: break;
  }
  report(Code::wrong_type, name.span(),
         fmt::format("`{}` is {}, which rows can't be told apart by", name.text(), plan::with_article(type_of(value), plan_)));
  return {};
}

}  // namespace fairstart::check
