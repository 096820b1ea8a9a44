// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "engine/column/database.hpp"

namespace fairstart::column {
namespace {

// Values that a condition leaves to fields of a code list and to yes/no fields (0 and 1). A field that is not there: any.
using Left = std::map<plan::FieldId, std::set<std::int64_t>>;
struct OneField {
  plan::FieldId field;
  std::set<std::int64_t> values;
};

class Conditions {
 public:
  explicit Conditions(const plan::Plan& plan) : plan_(plan) {}

  // Takes in all that must hold where `condition` does, as far as it is said of one field and constants. A pairing's row is
  // looked through to the row that it lists.
  void narrow(plan::ExprId condition, Left& left) const {
    // Definitions of definitions may go deep, and may be met again and again: each condition once.
    std::vector<plan::ExprId> to_read{condition};
    std::set<plan::ExprId> met;
    while (!to_read.empty()) {
      const plan::ExprId at = to_read.back();
      to_read.pop_back();
      if (!at.exists() || !met.insert(at).second) continue;
      const plan::Node& node = plan_.expr(at).node;
      if (const auto* both = std::get_if<plan::And>(&node))
        to_read.insert(to_read.end(), both->answers.begin(), both->answers.end());
      else if (const auto* listed = std::get_if<plan::OfListed>(&node))
        to_read.push_back(listed->value);
      else if (const auto* role = std::get_if<plan::RoleTest>(&node))
        to_read.push_back(plan_.roles[role->role.index()].where);
      else if (const auto* named = std::get_if<plan::DefinitionValue>(&node))
        to_read.push_back(plan_.definitions[named->definition.index()].meaning);
      else if (const auto said = about(at, 0))
        meet(*said, left);
    }
  }

 private:
  static constexpr std::size_t deepest = 20;  // no one writes more brackets than that around one field

  static void meet(const OneField& said, Left& left) {
    const auto [at, is_new] = left.try_emplace(said.field, said.values);
    if (!is_new) std::erase_if(at->second, [&](std::int64_t value) { return !said.values.contains(value); });
  }

  // How many values the field can have; none where that is not said.
  std::optional<std::int64_t> values_of(plan::FieldId field) const {
    const plan::Type& type = plan_.field(field).type;
    if (type.kind == types::Kind::yes_no) return 2;
    if (type.kind != types::Kind::code) return {};
    return static_cast<std::int64_t>(plan_.code_lists[type.codes.index()].items.size());
  }

  std::optional<plan::FieldId> field_in(plan::ExprId expr) const {
    const plan::Node* node = &plan_.expr(expr).node;
    if (const auto* listed = std::get_if<plan::OfListed>(node)) node = &plan_.expr(listed->value).node;
    const auto* read = std::get_if<plan::FieldValue>(node);
    if (read == nullptr || !values_of(read->field)) return {};
    return read->field;
  }

  template <class Holds>
  std::optional<OneField> where(plan::FieldId field, const Holds& holds) const {
    OneField said{field, {}};
    for (std::int64_t value = 0; value < values_of(field); ++value)
      if (holds(value)) said.values.insert(value);
    return said;
  }

  // The condition as a set of values of one field; none where it is anything else.
  std::optional<OneField> about(plan::ExprId condition, std::size_t depth) const {
    if (depth > deepest) return {};
    const plan::Node& node = plan_.expr(condition).node;
    if (const auto field = field_in(condition)) {
      if (plan_.field(*field).type.kind == types::Kind::yes_no) return OneField{*field, {1}};
      return {};
    }
    if (const auto* one_of = std::get_if<plan::OneOf>(&node)) {
      const auto field = field_in(one_of->value);
      if (!field) return {};
      return OneField{*field, {one_of->codes.begin(), one_of->codes.end()}};
    }
    if (const auto* compare = std::get_if<plan::Compare>(&node)) return compared(*compare);
    if (const auto* negated = std::get_if<plan::Not>(&node)) {
      const auto said = about(negated->answer, depth + 1);
      if (!said) return {};
      return where(said->field, [&](std::int64_t value) { return !said->values.contains(value); });
    }
    if (const auto* either = std::get_if<plan::Or>(&node)) {
      std::optional<OneField> together;
      for (const plan::ExprId part : either->answers) {
        auto said = about(part, depth + 1);
        if (!said || (together && said->field != together->field)) return {};
        if (together)
          together->values.merge(said->values);
        else
          together = std::move(said);
      }
      return together;
    }
    return {};
  }

  std::optional<OneField> compared(const plan::Compare& compare) const {
    const auto field = field_in(compare.left);
    const auto* constant = std::get_if<plan::Constant>(&plan_.expr(compare.right).node);
    if (!field || constant == nullptr) return {};
    return where(*field, [&](std::int64_t value) { return plan::holds(compare.comparison, value, constant->number); });
  }

  const plan::Plan& plan_;
};

struct Days {
  base::Day from = 0, to = 0;
};

class Openness {
 public:
  Openness(const Database& database, base::Day as_at, Days period)
      : database_(database), plan_(*database.plan), conditions_(plan_), as_at_(as_at), period_(period) {}

  bool is_open(const plan::List& list) const {
    plan::RecordId last = list.record;
    const plan::RecordId scope = list.scope;
    std::size_t steps = 0;
    for (plan::RecordId at = list.record; at.exists() && at != scope && steps <= plan_.records.size(); ++steps) {
      const std::optional<plan::Pairing>& pairing = plan_.record(at).pairing;
      if (pairing) {
        if (sees_open(*pairing, at == last ? &list : nullptr)) return true;
      } else if (misses(at, at == last ? &list : nullptr)) {
        return true;
      }
      // Without scope: all rows there are, so up to the families.
      if (!scope.exists() && at == plan_.family) break;
      at = plan_.record(at).owner;
      if (!scope.exists() && !(plan_.family.exists() && at.exists() && plan_.belongs_under(at, plan_.family))) break;
    }
    return false;
  }

 private:
  // Whether rows of the record may be missing that the list would hold (none: any that would be).
  bool misses(plan::RecordId record, const plan::List* list) const {
    const Table& table = database_.table(record);
    if (table.partial) return true;
    for (const plan::ExprId missing : table.partial_where)
      if (list == nullptr || may_both_hold(*list, missing)) return true;
    return table.covers && (list == nullptr || !is_covered(*list, *table.covers));
  }

  bool sees_open(const plan::Pairing& pairing, const plan::List* list) const {
    std::size_t steps = 0;
    for (plan::RecordId at = pairing.listed; at.exists() && at != pairing.scope && steps <= plan_.records.size(); ++steps) {
      if (misses(at, at == pairing.listed ? list : nullptr)) return true;
      at = plan_.record(at).owner;
    }
    return false;
  }

  bool may_both_hold(const plan::List& list, plan::ExprId missing) const {
    Left left;
    conditions_.narrow(list.member, left);
    conditions_.narrow(missing, left);
    return std::none_of(left.begin(), left.end(), [](const auto& field) { return field.second.empty(); });
  }

  std::optional<Days> reach(const plan::List& list) const {
    std::optional<Days> days;
    const auto from = [&](std::optional<base::Day> first, base::Day last) {
      if (!first) return;
      if (!days) days = Days{*first, last};
      days = Days{std::max(days->from, *first), std::min(days->to, last)};
    };
    if (list.within_days) {
      const std::int64_t first = as_at_ - *list.within_days + 1;
      from(static_cast<base::Day>(std::clamp<std::int64_t>(first, base::first_day, base::last_day)), as_at_);
    }
    if (list.within_months) {
      const auto before = base::plus_months(as_at_, -*list.within_months, base::Rounding::down);
      from(before ? *before + 1 : base::first_day, as_at_);
    }
    if (list.in_period) from(period_.from, std::min(period_.to, as_at_));
    return days;
  }

  bool is_covered(const plan::List& list, const plan::Covers& covers) const {
    const auto days = reach(list);
    const base::Day end = covers.to ? *covers.to : database_.extracted_on.value_or(as_at_);
    return days && (days->from > days->to || (covers.from <= days->from && days->to <= end));
  }

  const Database& database_;
  const plan::Plan& plan_;
  Conditions conditions_;
  base::Day as_at_;
  Days period_;
};

}  // namespace

std::vector<bool> open_lists(const Database& database, base::Day as_at, base::Day period_from, base::Day period_to) {
  const Openness openness(database, as_at, {period_from, period_to});
  std::vector<bool> open(database.plan->lists.size());
  for (std::size_t i = 0; i < open.size(); ++i) open[i] = openness.is_open(database.plan->lists[i]);
  return open;
}

bool in_date(const Database& database, plan::FieldId field, base::Day as_at) {
  const plan::Field& declared = database.plan->field(field);
  if (!declared.snapshot || !database.extracted_on) return true;
  const base::Day early = std::min(*database.extracted_on, as_at), late = std::max(*database.extracted_on, as_at);
  if (declared.good_for_days) return std::int64_t{late} - early <= *declared.good_for_days;
  if (!declared.good_for_months) return true;
  const auto last = base::plus_months(early, *declared.good_for_months, base::Rounding::up);
  return !last || late <= *last;
}

}  // namespace fairstart::column
