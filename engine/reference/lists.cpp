// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "dsl/base/decimal.hpp"
#include "engine/reference/evaluator.hpp"
#include "engine/reference/interval.hpp"

namespace fairstart::reference {

using column::Answer;
using column::Interval;
using types::Kind;
using types::Type;

bool Evaluator::can_be_seen(const plan::List& list) const {
  if (!list.scope.exists()) return false;
  return !plan_.family.exists() || list.scope == plan_.family || !plan_.belongs_under(plan_.family, list.scope);
}

bool Evaluator::is_open(plan::ListId id, Row row) const {
  const plan::List& list = plan_.list(id);
  return open_lists_[id.index()] || column::is_open(database_, list.scope, row, list.record);
}

std::vector<Evaluator::Member> Evaluator::members(const plan::List& list, Row row) const {
  std::vector<Member> out;
  const column::Rows rows = column::owned_rows(database_, list.scope, row, list.record);
  for (Row owned = rows.begin; owned < rows.end; ++owned) {
    const Answer there = answer(list.member, owned);
    if (there != column::no) out.push_back({owned, there});
  }
  return out;
}

Answer Evaluator::any(const plan::Any& node, Row row) const {
  const plan::List& list = plan_.list(node.list);
  if (!can_be_seen(list)) return column::unknown;
  Answer out = is_open(node.list, row) ? column::unknown : column::no;
  for (const Member& member : members(list, row)) out = std::max(out, member.there);
  return out;
}

Answer Evaluator::every(const plan::Every& node, Row row) const {
  const plan::List& list = plan_.list(node.list);
  if (!can_be_seen(list)) return column::unknown;
  Answer out = is_open(node.list, row) ? column::unknown : column::yes;
  for (const Member& member : members(list, row))
    out = std::min(out, std::max(column::negated(member.there), answer(node.claim, member.row)));
  return out;
}

Interval Evaluator::count(const plan::Count& node, Row row) const {
  const plan::List& list = plan_.list(node.list);
  if (!can_be_seen(list)) return unbounded;
  Interval out{0, 0};
  for (const Member& member : members(list, row)) {
    out.lo += column::certainly(member.there) ? base::million : 0;
    out.hi += base::million;
  }
  if (is_open(node.list, row)) out.hi = column::no_upper;
  return out;
}

Interval Evaluator::sum_of(const plan::Summarise& node, Row row) const {
  const plan::List& list = plan_.list(node.list);
  std::vector<Interval> parts;
  for (const Member& member : members(list, row)) {
    const Interval value = interval(node.value, member.row);
    if (column::certainly(member.there))
      parts.push_back(value);
    else
      parts.push_back({std::min<std::int64_t>(0, value.lo), std::max<std::int64_t>(0, value.hi)});
  }
  if (is_open(node.list, row)) {
    const auto* field = std::get_if<plan::FieldValue>(&plan_.expr(node.value).node);
    const bool never_negative = field != nullptr && plan_.field(field->field).lowest.value_or(-1) >= 0;
    parts.push_back({never_negative ? 0 : column::no_lower, column::no_upper});
  }
  return sum(parts);
}

Value Evaluator::summarise(const plan::Summarise& node, const plan::Type& type, Row row) const {
  const plan::List& list = plan_.list(node.list);
  if (!can_be_seen(list)) return unknown(type);
  if (node.summary == plan::Summary::sum) return {.interval = sum_of(node, row)};
  std::vector<std::int64_t> values;
  for (const Member& member : members(list, row)) {
    const Interval value = interval(node.value, member.row);
    if (!column::certainly(member.there) || !value.known()) return unknown(type);
    values.push_back(value.lo);
  }
  if (values.empty() || is_open(node.list, row)) return unknown(type);
  if (node.summary == plan::Summary::average) return {.interval = average(values)};
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const std::int64_t end = node.summary == plan::Summary::lowest ? *least : *greatest;
  return {.interval = {end, end}};
}

// How many values there can be of this type.
std::int64_t Evaluator::values_of(const Type& type) const {
  switch (type.kind) {
    case Kind::yes_no: return 2;
    case Kind::code: return static_cast<std::int64_t>(plan_.code_lists[type.codes.index()].items.size());
    case Kind::levels: return static_cast<std::int64_t>(plan_.levels[type.levels.index()].levels.size());
    case Kind::unknown:
    case Kind::number:
    case Kind::date:
    case Kind::codes:
    case Kind::text:
    case Kind::link:
    case Kind::groups: return column::no_upper;
  }
  return column::no_upper;
}

Interval Evaluator::count_different(const plan::CountDifferent& node, Row row) const {
  const plan::List& list = plan_.list(node.list);
  if (!can_be_seen(list)) return unbounded;
  const Type& type = plan_.expr(node.value).type;
  std::vector<Value> certain, possible;  // known and different
  std::int64_t not_known = 0, members_certain = 0;
  const auto add = [&](std::vector<Value>& values, const Value& value) {
    if (std::none_of(values.begin(), values.end(), [&](const Value& each) { return same_known(type, each, value); }))
      values.push_back(value);
  };
  for (const Member& member : members(list, row)) {
    const Value value = read(node.value, member.row);
    members_certain += column::certainly(member.there) ? 1 : 0;
    if (!known(type, value)) {
      ++not_known;
      continue;
    }
    add(possible, value);
    if (column::certainly(member.there)) add(certain, value);
  }
  const std::int64_t lo = certain.empty() && members_certain > 0 ? 1 : static_cast<std::int64_t>(certain.size());
  const std::int64_t most = is_open(node.list, row) ? column::no_upper : static_cast<std::int64_t>(possible.size()) + not_known;
  const std::int64_t hi = std::max(lo, std::min(most, values_of(type)));
  return {lo * base::million, hi == column::no_upper ? hi : hi * base::million};
}

Answer Evaluator::ranked(const plan::Ranked& node, Row row) const {
  const plan::List& list = plan_.list(node.list);
  const Answer here = answer(list.member, row);
  if (here == column::no) return column::no;
  if (!can_be_seen(list)) return column::unknown;
  const Row owner = column::owner_row(database_, list.record, row, list.scope);
  if (owner == column::no_row) return column::unknown;
  // Later is before in rank; for `earliest` time runs backwards.
  const std::int64_t sign = node.latest ? 1 : -1;
  const Interval own = interval(node.order, row);
  std::int64_t certainly_before = 0, possibly_before = 0;
  for (const Member& member : members(list, owner)) {
    if (member.row == row) continue;
    const Interval other = interval(node.order, member.row);
    const bool both = own.known() && other.known();
    certainly_before += column::certainly(member.there) && both && sign * other.lo > sign * own.lo ? 1 : 0;
    possibly_before += both && sign * other.lo < sign * own.lo ? 0 : 1;
  }
  if (certainly_before >= node.count) return column::no;
  const bool certain = here == column::yes && !is_open(node.list, owner) && possibly_before < node.count;
  return certain ? column::yes : column::unknown;
}

Evaluator::Candidates Evaluator::candidates(const plan::Pick& node, Row row) const {
  const plan::List& list = plan_.list(node.list);
  Candidates out;
  if (!can_be_seen(list)) return out;
  out.open = node.which != plan::Which::latest_recorded && is_open(node.list, row);
  // Later is nearer to the pick; for `earliest` time runs backwards.
  const std::int64_t sign = node.which == plan::Which::earliest ? -1 : 1;
  std::optional<std::int64_t> latest;
  const std::vector<Member> all = members(list, row);
  for (const Member& member : all) {
    if (!column::certainly(member.there)) continue;
    out.certain = true;
    const Interval when = interval(node.order, member.row);
    if (when.known()) latest = std::max(latest.value_or(sign * when.lo), sign * when.lo);
  }
  for (const Member& member : all) {
    const Interval when = interval(node.order, member.row);
    const bool here =
        !when.known() || !latest || (column::certainly(member.there) ? sign * when.lo == *latest : sign * when.lo >= *latest);
    if (here) out.rows.push_back(member.row);
  }
  return out;
}

Value Evaluator::pick(const plan::Pick& node, const plan::Type& type, Row row) const {
  const Candidates from = candidates(node, row);
  if (from.open || !from.certain) return unknown(type);
  const Value first = read(node.value, from.rows.front());
  for (const Row each : from.rows)
    if (!same_known(type, first, read(node.value, each))) return unknown(type);
  return first;
}

}  // namespace fairstart::reference
