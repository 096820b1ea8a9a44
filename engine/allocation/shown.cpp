// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/shown.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "dsl/base/calendar.hpp"

namespace fairstart::allocation {

using types::Kind;

// The numbering of docs/evaluation.md, "Texts not in the pool".
Cells::Cells(const column::Database& database) : database_(&database), plan_(database.plan) {
  const auto add = [&](const std::string& text) {
    if (database.texts.find(text) != column::TextPool::no_text) return;
    if (std::find(absent_texts_.begin(), absent_texts_.end(), text) == absent_texts_.end()) absent_texts_.push_back(text);
  };
  for (const plan::Expr& expr : plan_->exprs) {
    if (const auto* constant = std::get_if<plan::Constant>(&expr.node); constant != nullptr && expr.type.kind == Kind::text)
      add(constant->text);
  }
  for (const plan::Parameter& parameter : plan_->parameters) {
    if (parameter.type.kind != Kind::text) continue;
    for (const plan::ParameterPeriod& period : parameter.values) add(period.value.text);
  }
}

std::string Cells::text(std::int64_t number) const {
  if (number >= 0)
    return static_cast<std::size_t>(number) < database_->texts.size()
               ? std::string(database_->texts.text(static_cast<std::uint32_t>(number)))
               : "";
  const auto absent = static_cast<std::size_t>(-1 - number);
  return absent < absent_texts_.size() ? absent_texts_[absent] : "";
}

std::string Cells::one(const plan::Type& type, std::int64_t number) const {
  switch (type.kind) {
    case Kind::date: return base::format_iso_date(static_cast<base::Day>(number));
    case Kind::text: return text(number);
    case Kind::link: return database_->id_of(type.record, static_cast<column::Row>(number));
    case Kind::codes: {
      std::string all;
      for (auto left = static_cast<std::uint64_t>(number); left != 0; left &= left - 1) {
        const auto code = static_cast<std::size_t>(std::countr_zero(left));
        const auto& items = plan_->code_lists[type.codes.index()].items;
        if (code < items.size()) all += (all.empty() ? "" : " and ") + items[code].name;
      }
      return all.empty() ? "none" : all;
    }
    case Kind::levels: return plan_->levels[type.levels.index()].levels[static_cast<std::size_t>(number)].name;
    case Kind::yes_no: return number != 0 ? "yes" : "no";
    case Kind::unknown:
    case Kind::number:
    case Kind::code:
    case Kind::groups: break;
  }
  return plan::show_value(type, number, *plan_);
}

std::string Cells::levels(const column::Evaluated& evaluated, plan::ExprId id, column::Row row) const {
  std::uint64_t possible = evaluated.possible_levels(*plan_, id, row);
  const plan::Levels& scheme = plan_->levels[plan_->expr(id).type.levels.index()];
  const bool decided = scheme.kind == plan::LevelsKind::tiers || std::has_single_bit(possible);
  if (possible == 0) return "not known";
  std::string all;
  for (bool first = true; possible != 0; possible &= possible - 1, first = false) {
    if (!first || !decided)
      all += first ? "could be " : decided && all.find(" could be ") == std::string::npos ? ", could be " : " or ";
    all += scheme.levels[static_cast<std::size_t>(std::countr_zero(possible))].name;
  }
  return all;
}

// Groups have no value of their own: each member's condition is asked, on the row that the groups are told for.
std::string Cells::groups(const column::Evaluated& evaluated, plan::ExprId id, column::Row row) const {
  const plan::Levels& scheme = plan_->levels[plan_->expr(id).type.levels.index()];
  const plan::RecordId record = plan_->expr(id).row;
  const column::Row there =
      !record.exists() || record == scheme.record ? row : column::owner_row(*database_, record, row, scheme.record);
  if (there == column::no_row) return "not known";
  std::string all, perhaps;
  for (const plan::Level& level : scheme.levels) {
    const column::Answer in = level.when.exists() ? evaluated.answer(*plan_, level.when, there) : column::yes;
    if (in == column::yes) all += (all.empty() ? "" : " and ") + level.name;
    if (in == column::unknown) perhaps += (perhaps.empty() ? "" : " or ") + level.name;
  }
  if (all.empty() && perhaps.empty()) return "none";
  if (perhaps.empty()) return all;
  return (all.empty() ? "" : all + ", ") + "could be " + perhaps;
}

std::string Cells::value(const column::Evaluated& evaluated, plan::ExprId id, column::Row row, bool withheld) const {
  const plan::Type& type = plan_->expr(id).type;
  if (type.kind == Kind::yes_no) {
    const column::Answer answer = evaluated.answer(*plan_, id, row);
    return answer == column::unknown ? "not known" : answer == column::yes ? "yes" : "no";
  }
  if (type.kind == Kind::levels) return levels(evaluated, id, row);
  if (type.kind == Kind::groups) return groups(evaluated, id, row);
  if (type.kind == Kind::link && withheld) return "not shown";
  const column::Interval value = evaluated.interval(*plan_, id, row);
  if (value.known()) return one(type, value.lo);
  const bool has_order = type.kind == Kind::number || type.kind == Kind::date;
  const bool from = value.lo != column::no_lower, to = value.hi != column::no_upper;
  if (!has_order || (!from && !to)) return "not known";
  if (!from) return "at most " + one(type, value.hi);
  if (!to) return "at least " + one(type, value.lo);
  return one(type, value.lo) + " to " + one(type, value.hi);
}

Place Cells::place(const column::Evaluated& evaluated, plan::ExprId id, column::Row row) const {
  if (!id.exists()) return everywhere;
  const plan::Type& type = plan_->expr(id).type;
  if (type.kind == Kind::yes_no) {
    const column::Answer answer = evaluated.answer(*plan_, id, row);
    return answer == column::unknown ? no_place : answer == column::yes ? 1 : 0;
  }
  if (type.kind == Kind::levels) {
    const std::uint64_t possible = evaluated.possible_levels(*plan_, id, row);
    const bool tiers = plan_->levels[type.levels.index()].kind == plan::LevelsKind::tiers;
    return tiers ? (possible != 0 ? std::countr_zero(possible) : no_place)
                 : (std::has_single_bit(possible) ? std::countr_zero(possible) : no_place);
  }
  const column::Interval value = evaluated.interval(*plan_, id, row);
  return value.known() ? value.lo : no_place;
}

std::string Cells::place_text(const plan::Type& type, Place place) const { return place == no_place ? "" : one(type, place); }

std::vector<std::uint32_t> Cells::place_rank(const plan::Type& type, const Found& found) const {
  std::map<Place, std::string> texts;
  for (const Entry& entry : found.entries) texts.emplace(entry.place, "");
  std::vector<Place> order;
  for (auto& [place, words] : texts) {
    if (type.kind == Kind::text) words = place_text(type, place);
    order.push_back(place);
  }
  std::stable_sort(order.begin(), order.end(), [&](Place a, Place b) {
    if ((a == no_place) != (b == no_place)) return b == no_place;
    const std::string &x = texts[a], &y = texts[b];
    return x != y ? x < y : a < b;
  });
  std::map<Place, std::uint32_t> rank;
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<std::uint32_t>(i);
  std::vector<std::uint32_t> ranks;
  ranks.reserve(found.entries.size());
  for (const Entry& entry : found.entries) ranks.push_back(rank[entry.place]);
  return ranks;
}

std::string ask_without_names(const plan::Plan& plan, const explain::Ask& ask) {
  std::vector<std::string> words;
  for (const explain::Fact& fact : ask.facts) {
    std::string what = fact.parameter.exists() ? "a value of " + plan.parameters[fact.parameter.index()].name
                       : fact.field.exists()   ? plan.field(fact.field).name
                                               : plan.record(fact.list).plural;
    if (std::find(words.begin(), words.end(), what) == words.end()) words.push_back(std::move(what));
  }
  std::string all = ask.may_include_more_than_needed && !words.empty() ? "may include " : "";
  for (std::size_t i = 0; i < words.size(); ++i) all += (i > 0 ? "; " : "") + words[i];
  return all;
}

}  // namespace fairstart::allocation
