// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "dsl/base/decimal.hpp"
#include "engine/explain/places.hpp"
#include "engine/explain/reduction.hpp"

namespace fairstart::explain {

// Rows that may belong, and whether there may be more than are recorded.
Reduction::Members Reduction::members(const plan::List& list, column::Row row) {
  Members out;
  if (!list.scope.exists()) return {.rows = {}, .open = false, .seen = false};
  if (plan_.family.exists() && list.scope != plan_.family && plan_.belongs_under(plan_.family, list.scope))
    return {.rows = {}, .open = false, .seen = false};  // families of a place: never all in one chunk
  const column::Rows rows = column::owned_rows(database_, list.scope, row, list.record);
  for (column::Row owned = rows.begin; owned < rows.end && !out_.is_full(); ++owned) {
    const Ref belongs = list.member.exists() ? expression(list.member, owned) : out_.answer(true);
    if (!out_.is_constant(belongs) || out_.value(belongs).hi == 1) out.rows.push_back({owned, belongs});
  }
  const auto index = static_cast<std::size_t>(&list - plan_.lists.data());
  out.open = (index < open_.size() && open_[index]) || column::is_open(database_, list.scope, row, list.record);
  return out;
}

// Each list's own unrecorded rows are a variable of their own: a row that one list would take says nothing of another.
Ref Reduction::list_fact(const plan::List& list, column::Row row, Variable variable) {
  variable.facts = {out_.fact(more_rows(database_, list, row))};
  return out_.variable(std::move(variable));
}

// `any` where no claim is given, else `every`.
Ref Reduction::each(const plan::List& list, plan::ExprId claim, column::Row row) {
  const Members all = members(list, row);
  if (!all.seen) return out_.unknown_answer();
  std::vector<Ref> refs;
  for (const Member& member : all.rows) {
    if (out_.is_full()) break;
    if (!claim.exists())
      refs.push_back(member.belongs);
    else
      refs.push_back(out_.junction(Op::some, {out_.negation(member.belongs), expression(claim, member.row)}));
  }
  if (all.open) refs.push_back(list_fact(list, row, {.domain = Domain::answer}));
  return out_.junction(claim.exists() ? Op::all : Op::some, refs);
}

Ref Reduction::count(const plan::List& list, column::Row row) {
  const Members all = members(list, row);
  if (!all.seen) return out_.unknown_number();
  std::vector<Ref> refs;
  std::vector<std::int64_t> weights;
  for (const Member& member : all.rows) {
    refs.push_back(member.belongs);
    weights.push_back(base::million);
  }
  if (all.open) {
    refs.push_back(list_fact(list, row, {.domain = Domain::number, .lo = 0, .step = base::million}));
    weights.push_back(1);
  }
  return out_.add({.op = Op::sum}, refs.data(), refs.size(), weights.data(), weights.size());
}

Ref Reduction::summarise(const plan::Expr& expr, const plan::Summarise& node, column::Row row) {
  const plan::List& list = plan_.list(node.list);
  const Members all = members(list, row);
  if (!all.seen) return unknown(expr.type);
  std::vector<Ref> refs;
  for (const Member& member : all.rows) {
    if (out_.is_full()) break;
    const Ref value = expression(node.value, member.row);
    if (node.summary != plan::Summary::sum) {
      refs.push_back(member.belongs);
      refs.push_back(value);
      continue;
    }
    const Ref parts[3] = {member.belongs, value, out_.constant({0, 0})};
    refs.push_back(out_.add({.op = Op::choose}, parts, 3));
  }
  Ref result = 0;
  if (node.summary == plan::Summary::sum) {
    const std::vector<std::int64_t> ones(refs.size(), 1);
    result = out_.add({.op = Op::sum}, refs.data(), refs.size(), ones.data(), ones.size());
  } else {
    const Op op = node.summary == plan::Summary::average  ? Op::average
                  : node.summary == plan::Summary::lowest ? Op::lowest
                                                          : Op::highest;
    result = out_.add({.op = op}, refs.data(), refs.size());
  }
  const bool empty = all.rows.empty() && node.summary != plan::Summary::sum;
  if (!all.open && !empty) return result;
  Variable more = variable_of(expr.type);
  more.may_stay_open = true;
  const Ref children[2] = {list_fact(list, row, std::move(more)), all.open ? unknown(expr.type) : result};
  return out_.add({.op = Op::supplied}, children, 2);
}

// A code list, a scheme and yes/no have only so many values.
Ref Reduction::count_different(const plan::CountDifferent& node, column::Row row) {
  const plan::List& list = plan_.list(node.list);
  const Members all = members(list, row);
  if (!all.seen) return out_.unknown_number();
  const plan::Type& type = plan_.expr(node.value).type;
  std::vector<Ref> refs;
  for (const Member& member : all.rows) {
    if (out_.is_full()) break;
    refs.push_back(member.belongs);
    refs.push_back(expression(node.value, member.row));
  }
  Kind kind = Kind::interval;
  std::optional<std::int64_t> most;
  switch (type.kind) {
    case types::Kind::levels: kind = Kind::levels, most = static_cast<std::int64_t>(levels_of(type)); break;
    case types::Kind::yes_no: kind = Kind::answer, most = 2; break;
    case types::Kind::code: most = static_cast<std::int64_t>(plan_.code_lists[type.codes.index()].items.size()); break;
    default: break;
  }
  Ref out = out_.add({.op = Op::different, .detail = static_cast<std::uint8_t>(kind)}, refs.data(), refs.size());
  if (all.open) {
    const Ref parts[2] = {out, list_fact(list, row, {.domain = Domain::number, .lo = 0, .step = base::million})};
    const std::int64_t ones[2] = {1, 1};
    out = out_.add({.op = Op::sum}, parts, 2, ones, 2);
  }
  if (!most) return out;
  return out_.add({.op = Op::capped, .a = *most * base::million}, &out, 1);
}

Ref Reduction::ranked(const plan::Expr& expr, const plan::Ranked& node, column::Row row) {
  const plan::List& list = plan_.list(node.list);
  const Ref own = list.member.exists() ? expression(list.member, row) : out_.answer(true);
  if (out_.is_constant(own) && out_.value(own).hi == 0) return own;
  const column::Row under = list.scope.exists() ? column::owner_row(database_, expr.row, row, list.scope) : column::no_row;
  if (under == column::no_row) return out_.junction(Op::all, {own, out_.unknown_answer()});
  const Members all = members(list, under);
  if (!all.seen) return out_.junction(Op::all, {own, out_.unknown_answer()});
  const auto known = [&](Ref ref) { return out_.is_constant(ref) && out_.value(ref).known(); };
  const Ref own_order = expression(node.order, row);
  std::vector<Ref> refs{own, own_order};
  std::int64_t places = node.count;
  for (const Member& member : all.rows) {
    if (out_.is_full()) break;
    if (member.row == row) continue;
    const Ref order = expression(node.order, member.row);
    // What certainly comes after it, or before, need not be weighed: a list may be long.
    if (known(own_order) && known(order) && out_.value(order) != out_.value(own_order)) {
      if ((out_.value(order).lo > out_.value(own_order).lo) != node.latest) continue;
      if (known(member.belongs) && --places <= 0) return out_.answer(false);
      if (known(member.belongs)) continue;
    }
    refs.push_back(member.belongs);
    refs.push_back(order);
  }
  const Item item{.op = Op::ranked, .detail = static_cast<std::uint8_t>(node.latest ? 1 : 0), .a = places};
  const Ref among = out_.add(item, refs.data(), refs.size());
  if (!all.open) return among;
  return out_.junction(Op::all, {among, list_fact(list, under, {.domain = Domain::answer})});
}

// The rows that may be the one, and the list itself where more of it would be needed: no row certainly belongs, the certain
// ones of the day disagree, or there may be more.
Ref Reduction::pick(const plan::Expr& expr, const plan::Pick& node, column::Row row) {
  const plan::List& list = plan_.list(node.list);
  const Members all = members(list, row);
  if (!all.seen) return unknown(expr.type);
  struct Candidate {
    Ref belongs, order;
    column::Row row;
    bool certain;
    Interval when;
  };
  std::vector<Candidate> candidates;
  std::optional<std::int64_t> best;
  const std::int64_t sign = node.which == plan::Which::earliest ? -1 : 1;
  for (const Member& member : all.rows) {
    if (out_.is_full()) break;
    const Ref order = expression(node.order, member.row);
    const bool certain = out_.is_constant(member.belongs) && out_.value(member.belongs).lo == 1;
    const Interval when = out_.is_constant(order) ? out_.value(order) : Interval{};
    if (certain && when.known()) best = std::max(best.value_or(when.lo * sign), when.lo * sign);
    candidates.push_back({member.belongs, order, member.row, certain, when});
  }
  std::vector<Ref> refs;
  std::optional<Interval> common;
  bool some_certain = false, disagree = false;
  for (const Candidate& candidate : candidates) {
    some_certain = some_certain || candidate.certain;
    if (best && candidate.when.known() && candidate.when.lo * sign < *best) continue;
    const Ref value = expression(node.value, candidate.row);
    refs.insert(refs.end(), {candidate.belongs, candidate.order, value});
    if (!candidate.certain || !out_.is_constant(value) || !out_.value(value).known()) continue;
    disagree = disagree || (common && *common != out_.value(value));
    common = out_.value(value);
  }
  const bool open = all.open && node.which != plan::Which::latest_recorded;
  const Ref recorded = refs.empty() ? unknown(expr.type)
                                    : out_.add({.op = Op::pick,
                                                .detail = static_cast<std::uint8_t>(node.which),
                                                .a = static_cast<std::int64_t>(kind_of(expr.type)),
                                                .b = all_levels(expr.type)},
                                               refs.data(), refs.size());
  if (some_certain && !disagree && !open) return recorded;
  if (expr.type.kind == types::Kind::levels) return open ? free_value(expr.type, more_rows(database_, list, row)) : recorded;
  Variable more = variable_of(expr.type);
  more.may_stay_open = true;
  const Ref children[2] = {list_fact(list, row, std::move(more)), open ? unknown(expr.type) : recorded};
  return out_.add({.op = Op::supplied}, children, 2);
}

}  // namespace fairstart::explain
