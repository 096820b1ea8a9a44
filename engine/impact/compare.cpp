// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <unordered_map>

#include "dsl/base/decimal.hpp"
#include "engine/impact/impact.hpp"
#include "engine/impact/sides.hpp"
#include "engine/offers/offers.hpp"
#include "engine/report/deprivation.hpp"

namespace fairstart::impact {
namespace {

using column::Answer;
using column::no_row;
using column::Row;

__extension__ using WideCount = __int128;
constexpr Bits bit(Move move) { return static_cast<Bits>(1U << static_cast<unsigned>(move)); }
constexpr Bits losses = bit(Move::loses) | bit(Move::may_lose) | bit(Move::no_longer_may);
constexpr Bits wins = bit(Move::gains) | bit(Move::becomes_certain) | bit(Move::may_gain);

// Rows of one record in both databases, by what they are called.
struct Pairs {
  std::vector<Row> old_of;     // by new row
  std::vector<Row> old_alone;  // rows that only the old one has
};

Pairs paired(const Side& before, plan::RecordId old_record, const Side& after, plan::RecordId new_record) {
  const std::size_t olds = before.database->table(old_record).rows, news = after.database->table(new_record).rows;
  Pairs out;
  out.old_of.assign(news, no_row);
  bool same = olds == news;
  for (Row row = 0; same && row < news; ++row)
    same = before.database->id_of(old_record, row) == after.database->id_of(new_record, row);
  if (same) {
    std::iota(out.old_of.begin(), out.old_of.end(), Row{0});
    return out;
  }
  std::unordered_map<std::string, Row> by_id;
  for (Row row = 0; row < olds; ++row) by_id.emplace(before.database->id_of(old_record, row), row);
  std::vector<bool> met(olds, false);
  for (Row row = 0; row < news; ++row) {
    const auto found = by_id.find(after.database->id_of(new_record, row));
    if (found == by_id.end()) continue;
    out.old_of[row] = found->second;
    met[found->second] = true;
  }
  for (Row row = 0; row < olds; ++row)
    if (!met[row]) out.old_alone.push_back(row);
  return out;
}

Move moved(Answer before, Answer after) {
  static constexpr Move table[3][3] = {{Move::same, Move::may_gain, Move::gains},
                                       {Move::no_longer_may, Move::same, Move::becomes_certain},
                                       {Move::loses, Move::may_lose, Move::same}};
  const auto at = [](Answer answer) { return answer == column::no ? 0U : answer == column::yes ? 2U : 1U; };
  return table[at(before)][at(after)];
}

// What a scheme gives that only one framework has: of tiers, a level above the lowest, which all have; any of the segments.
Answer above_lowest(const plan::Levels& scheme, Answer in_role, std::uint64_t possible) {
  if (in_role == column::no) return column::no;
  const std::uint64_t given = scheme.kind == plan::LevelsKind::tiers ? possible & ~std::uint64_t{1} : possible;
  if (given == 0) return column::no;
  return in_role == column::yes && given == possible ? column::yes : column::unknown;
}

// Levels of two schemes, by name. Which of two is higher must be so in both, where both have them.
class Ladder {
 public:
  Ladder(const plan::Levels& before, const plan::Levels& after) : before_(before), after_(after) {}

  Move moved(std::uint64_t old_possible, std::uint64_t new_possible, Step& step) const {
    const offers::LevelResult a = offers::level_result(before_, old_possible), b = offers::level_result(after_, new_possible);
    step = {a.answer ? before_.levels[*a.answer].name : "", b.answer ? after_.levels[*b.answer].name : ""};
    if (step.first != step.second) return direction(step);
    return names(before_, a.could_be) == names(after_, b.could_be) ? Move::same : Move::changes;
  }

 private:
  Move direction(const Step& step) const {
    // Segments have no higher and lower; where no level is certain, nothing is.
    if (before_.kind != plan::LevelsKind::tiers || after_.kind != plan::LevelsKind::tiers || step.first.empty() ||
        step.second.empty())
      return Move::moves;
    const int in_old = compare(before_, step), in_new = compare(after_, step);
    if (in_old != 0 && in_new != 0 && in_old != in_new) return Move::moves;
    const int up = in_old != 0 ? in_old : in_new;
    return up > 0 ? Move::gains : up < 0 ? Move::loses : Move::moves;
  }
  static int compare(const plan::Levels& scheme, const Step& step) {
    const auto at = [&](const std::string& name) {
      return std::find_if(scheme.levels.begin(), scheme.levels.end(), [&](const plan::Level& one) { return one.name == name; });
    };
    const auto from = at(step.first), to = at(step.second);
    if (from == scheme.levels.end() || to == scheme.levels.end()) return 0;
    return to > from ? 1 : -1;
  }
  static std::vector<std::string> names(const plan::Levels& scheme, const std::vector<std::size_t>& levels) {
    std::vector<std::string> out;
    for (const std::size_t level : levels) out.push_back(scheme.levels[level].name);
    std::sort(out.begin(), out.end());
    return out;
  }
  const plan::Levels& before_;
  const plan::Levels& after_;
};

class Comparing {
 public:
  Comparing(const Side& before, const Side& after, const Options& options)
      : before_(before), after_(after), old_plan_(*before.database->plan), new_plan_(*after.database->plan) {
    if (!old_plan_.family.exists() || !new_plan_.family.exists()) return;
    found_.items = items_of(old_plan_, new_plan_);
    for (const Item& item : found_.items) {
      old_places_.push_back(place_of(old_plan_, item));
      new_places_.push_back(place_of(new_plan_, item));
    }
    std::vector<plan::ParameterId> old_without, new_without;
    old_states_ = states_of(before, found_.items, old_places_, options, old_without);
    new_states_ = states_of(after, found_.items, new_places_, options, new_without);
    for (const plan::ParameterId id : old_without) found_.without_value.emplace_back(false, id);
    for (const plan::ParameterId id : new_without) found_.without_value.emplace_back(true, id);
    families();
    groups();
    found_.bits.assign(found_.items.size(), std::vector<Bits>(found_.families(), 0));
    found_.steps.resize(found_.items.size());
    for (std::size_t i = 0; i < found_.items.size(); ++i) item(i);
  }

  Found found() { return std::move(found_); }

 private:
  void families() {
    const Pairs pairs = paired(before_, old_plan_.family, after_, new_plan_.family);
    family_of_new_.assign(pairs.old_of.size(), none);
    family_of_old_.assign(before_.database->table(old_plan_.family).rows, none);
    for (Row row = 0; row < pairs.old_of.size(); ++row) {
      if (pairs.old_of[row] == no_row) {
        ++found_.only_new;
        continue;
      }
      family_of_new_[row] = family_of_old_[pairs.old_of[row]] = static_cast<std::uint32_t>(found_.new_rows.size());
      found_.new_rows.push_back(row);
      found_.old_rows.push_back(pairs.old_of[row]);
    }
    found_.only_old = pairs.old_alone.size();
  }

  // Where a family is: by the field that names a place best, else by the place itself.
  void groups() {
    const report::Deprivation deprivation(*after_.database);
    found_.groups = deprivation.exists() ? 5 : 0;
    for (const Row row : found_.new_rows) found_.fifths.push_back(deprivation.fifth(row));
    std::vector<std::string> names;
    const column::Database& database = *after_.database;
    const plan::FieldId field = place_field(new_plan_);
    if (!field.exists() || database.table(new_plan_.field(field).record).columns.empty()) return;
    const plan::Field& declared = new_plan_.field(field);
    const column::Column& column = database.column(field);
    if (std::holds_alternative<column::NoCells>(column.cells)) return;
    for (const Row family : found_.new_rows) {
      const Row row =
          declared.record == new_plan_.family ? family : column::owner_row(database, new_plan_.family, family, declared.record);
      const bool known = row != no_row && column::is_known(column, row);
      const std::int64_t value = known ? column::interval_at(column, row).lo : 0;
      names.push_back(!known ? ""
                      : declared.type.kind == types::Kind::text
                          ? std::string(database.texts.text(static_cast<std::uint32_t>(value)))
                          : plan::show_value(declared.type, value, new_plan_));
    }
    found_.places = names;
    found_.places.emplace_back();
    std::sort(found_.places.begin(), found_.places.end());
    found_.places.erase(std::unique(found_.places.begin(), found_.places.end()), found_.places.end());
    for (const std::string& name : names)
      found_.place_of.push_back(static_cast<std::uint32_t>(std::lower_bound(found_.places.begin(), found_.places.end(), name) -
                                                           found_.places.begin()));
    found_.place_field = declared.name;
  }

  std::uint32_t family_of(const Side& side, plan::RecordId record, Row row, const std::vector<std::uint32_t>& of) const {
    const plan::RecordId family = side.database->plan->family;
    const Row at = record == family ? row : column::owner_row(*side.database, record, row, family);
    return at == no_row ? none : of[at];
  }

  void item(std::size_t i) {
    const Place &old_place = old_places_[i], &new_place = new_places_[i];
    Pairs pairs;
    if (old_place.exists() && new_place.exists()) {
      pairs = paired(before_, old_place.record, after_, new_place.record);
    } else if (new_place.exists()) {
      pairs.old_of.assign(after_.database->table(new_place.record).rows, no_row);
    } else {
      pairs.old_alone.resize(before_.database->table(old_place.record).rows);
      std::iota(pairs.old_alone.begin(), pairs.old_alone.end(), Row{0});
    }
    for (Row row = 0; row < pairs.old_of.size(); ++row)
      note(i, family_of(after_, new_place.record, row, family_of_new_), pairs.old_of[row], row);
    for (const Row row : pairs.old_alone) note(i, family_of(before_, old_place.record, row, family_of_old_), row, no_row);
  }

  void note(std::size_t i, std::uint32_t family, Row old_row, Row new_row) {
    if (family == none) return;
    const States &olds = old_states_[i], &news = new_states_[i];
    Move move = Move::same;
    if (found_.items[i].levels) {
      move = level(i, family, old_row, new_row);
    } else {
      const Answer before = old_row == no_row ? column::no : olds.answers[old_row];
      const Answer after = new_row == no_row ? column::no : news.answers[new_row];
      move = moved(before, after);
      const auto detail = [](const States& states, Row row) { return states.details.empty() ? 0 : states.details[row]; };
      if (before == after && before != column::no && detail(olds, old_row) != detail(news, new_row)) move = Move::changes;
    }
    if (move != Move::same) found_.bits[i][family] |= bit(move);
  }

  Move level(std::size_t i, std::uint32_t family, Row old_row, Row new_row) {
    const auto possible = [](const States& states, Row row) {
      return row == no_row || states.answers[row] == column::no ? 0 : states.details[row];
    };
    const Place &old_place = old_places_[i], &new_place = new_places_[i];
    if (!old_place.exists() || !new_place.exists()) {
      const auto raised = [&](const Place& place, const plan::Plan& plan, const States& states, Row row) {
        return place.exists() && row != no_row
                   ? above_lowest(plan.levels[place.levels.index()], states.answers[row], states.details[row])
                   : column::no;
      };
      return moved(raised(old_place, old_plan_, old_states_[i], old_row),
                   raised(new_place, new_plan_, new_states_[i], new_row));
    }
    const std::uint64_t before = possible(old_states_[i], old_row), after = possible(new_states_[i], new_row);
    const Ladder ladder(old_plan_.levels[old_places_[i].levels.index()], new_plan_.levels[new_places_[i].levels.index()]);
    Step step;
    const Move move = ladder.moved(before, after, step);
    if (new_places_[i].record == new_plan_.family && step.first != step.second) found_.steps[i][step].push_back(family);
    return move;
  }

  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
  const Side& before_;
  const Side& after_;
  const plan::Plan &old_plan_, &new_plan_;
  std::vector<Place> old_places_, new_places_;
  std::vector<States> old_states_, new_states_;
  std::vector<std::uint32_t> family_of_old_, family_of_new_;  // place in Found, by row
  Found found_;
};

bool of_interest(const Item& item, const plan::GateClaim& claim) {
  switch (claim.object) {
    case plan::Object::any_offer: return item.kind == "offer" || item.kind == "allocation";
    case plan::Object::core_offer: return item.core && (item.kind == "offer" || item.kind == "allocation");
    case plan::Object::offer: return (item.kind == "offer" || item.kind == "allocation") && item.name == claim.name;
    case plan::Object::any_tier: return item.levels;
    case plan::Object::tiers:
      return (item.levels && item.name == claim.name) || (item.kind == "group" && item.name.starts_with(claim.name + '.'));
    case plan::Object::list: return item.kind == "list" && item.name == claim.name;
  }
  return false;
}

Bits asked_for(plan::Verb verb) {
  switch (verb) {
    case plan::Verb::lose: return bit(Move::loses);
    case plan::Verb::may_lose: return losses;
    case plan::Verb::gain: return bit(Move::gains);
    case plan::Verb::may_gain: return wins;
    case plan::Verb::change: return static_cast<Bits>(~bit(Move::same));
  }
  return 0;
}

// Why no family can show whether it holds: a claim on nobody would pass whatever the change does.
std::string not_judged(const Found& found, const plan::GateClaim& claim) {
  if (found.families() == 0) return "no family was read by both frameworks";
  if (!claim.name.empty() &&
      std::none_of(found.items.begin(), found.items.end(), [&](const Item& item) { return of_interest(item, claim); }))
    return "`" + claim.name + "` is told neither of families nor of what belongs to them";
  if (!claim.fifth) return {};
  if (found.groups == 0) return "the records tell no deprivation fifth";
  const bool any = std::find(found.fifths.begin(), found.fifths.end(), *claim.fifth) != found.fifths.end();
  const bool all_known = std::find(found.fifths.begin(), found.fifths.end(), 0) == found.fifths.end();
  return any || all_known
             ? ""
             : fmt::format("no family is known to be in fifth {}, and of some the fifth is not known", *claim.fifth);
}

bool claim_holds(const Found& found, const plan::GateClaim& claim) {
  const Bits wanted = asked_for(claim.verb);
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < found.items.size(); ++i)
    if (of_interest(found.items[i], claim)) items.push_back(i);
  std::int64_t all = 0, some = 0;
  for (std::size_t family = 0; family < found.families(); ++family) {
    if (claim.fifth && found.fifths[family] != *claim.fifth) continue;
    if (claim.place && (found.places.empty() || found.places[found.place_of[family]] != *claim.place)) continue;
    ++all;
    if (std::any_of(items.begin(), items.end(), [&](std::size_t i) { return (found.bits[i][family] & wanted) != 0; })) ++some;
  }
  // A share of none is 0%.
  const WideCount left = static_cast<WideCount>(some) * base::million;
  const WideCount right = claim.share ? static_cast<WideCount>(all) * claim.amount : static_cast<WideCount>(claim.amount);
  return plan::holds(claim.comparison, left, right);
}

}  // namespace

std::string_view word_of(Move move) {
  switch (move) {
    case Move::same: return "the same";
    case Move::loses: return "loses";
    case Move::may_lose: return "may lose";
    case Move::no_longer_may: return "no longer may have";
    case Move::both: return "loses and gains";
    case Move::gains: return "gains";
    case Move::becomes_certain: return "now certain";
    case Move::may_gain: return "may gain";
    case Move::moves: return "moves";
    case Move::changes: return "changes";
  }
  return "";
}

Move move_of(Bits bits) {
  if ((bits & losses) != 0 && (bits & wins) != 0) return Move::both;
  for (const Move move : {Move::loses, Move::may_lose, Move::no_longer_may, Move::gains, Move::becomes_certain, Move::may_gain,
                          Move::moves, Move::changes})
    if ((bits & bit(move)) != 0) return move;
  return Move::same;
}

Bits Found::overall(std::size_t family) const {
  Bits all = 0;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].kind != "list" && items[i].kind != "group") all |= bits[i][family];
  return all;
}

plan::FieldId place_field(const plan::Plan& plan) {
  for (const char* name : {"district", "neighbourhood", "locality", "ward", "area"})
    for (plan::RecordId at = plan.family; at.exists(); at = plan.record(at).owner)
      for (const plan::FieldId id : plan.record(at).fields)
        if (const plan::Field& one = plan.field(id);
            one.name == name && (one.type.kind == types::Kind::text || one.type.kind == types::Kind::code))
          return id;
  return {};
}

Found compare(const Side& before, const Side& after, const Options& options) {
  return Comparing(before, after, options).found();
}

bool knows_place(const Found& found, const std::string& place) {
  return !place.empty() && std::binary_search(found.places.begin(), found.places.end(), place);
}

Judged judged(const Found& found, const plan::Gate& gate) {
  // As with `and` and `or` of what nobody can tell: one that settles it settles it.
  Judged out{.holds = gate.all, .why = {}};
  std::string why;
  for (const plan::GateClaim& claim : gate.claims) {
    if (std::string reason = not_judged(found, claim); !reason.empty()) {
      why = std::move(reason);
      continue;
    }
    if (const bool holds = claim_holds(found, claim); holds != gate.all) return {.holds = holds, .why = {}};
  }
  if (!why.empty()) out = {.holds = {}, .why = std::move(why)};
  return out;
}

}  // namespace fairstart::impact
