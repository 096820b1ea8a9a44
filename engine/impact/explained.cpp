// SPDX-License-Identifier: Apache-2.0
#include "engine/impact/explained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/exec/program.hpp"
#include "engine/impact/sides.hpp"

namespace fairstart::impact {
namespace {

std::vector<explain::Told> told_of(const Side& side, column::Row family, const explain::Options& options) {
  const exec::Program program(*side.database, side.clock, explain::expressions(*side.database->plan));
  column::Evaluated evaluated;
  program.run(column::chunk_of_families(*side.database, family, family + 1), evaluated);
  return explain::explain_family(*side.database, side.clock, evaluated, family, options);
}

// Those about the item: "Listening visits for parent P2".
std::vector<explain::Told> about(const std::vector<explain::Told>& all, const plan::Plan& plan, const Item& item) {
  const Place place = place_of(plan, item);
  if (!place.exists()) return {};
  std::string ending;
  if (place.member) {
    const std::size_t dot = item.name.find('.');
    for (const plan::Levels& scheme : plan.levels)
      for (const plan::Level& member : scheme.levels)
        if (scheme.name == item.name.substr(0, dot) && member.name == item.name.substr(dot + 1)) ending = ": " + member.title;
  }
  // The title may be another in the other framework.
  std::string title, name;
  if (place.levels.exists()) {
    title = plan.levels[place.levels.index()].title, name = plan.levels[place.levels.index()].name;
  } else if (place.offer != nullptr) {
    title = place.offer->title, name = place.offer->name;
  } else if (!place.member) {
    const auto list = std::find_if(plan.registers.begin(), plan.registers.end(),
                                   [&](const plan::Register& one) { return one.name == item.name; });
    if (list != plan.registers.end()) title = list->title, name = list->name;
  }
  const std::string& who = place.role.exists() ? plan.roles[place.role.index()].name : plan.record(place.record).name;
  const std::string start = place.member ? item.subject + ' ' : fmt::format("{} for {} ", title.empty() ? name : title, who);
  std::vector<explain::Told> out;
  for (const explain::Told& told : all)
    if (told.subject.starts_with(start) && told.subject.ends_with(ending)) out.push_back(told);
  return out;
}

// Of a family's rows, those of which the two frameworks say something else.
void keep_what_differs(Explained& one) {
  const auto same_in = [](const explain::Told& told, const std::vector<explain::Told>& others) {
    return std::any_of(others.begin(), others.end(), [&](const explain::Told& other) {
      return other.subject == told.subject && other.result == told.result;
    });
  };
  std::vector<explain::Told> before, after;
  for (const explain::Told& told : one.before)
    if (!same_in(told, one.after)) before.push_back(told);
  for (const explain::Told& told : one.after)
    if (!same_in(told, one.before)) after.push_back(told);
  if (before.empty() && after.empty()) return;
  one.before = std::move(before);
  one.after = std::move(after);
}

Explained explained(const Found& found, const Side& before, const Side& after, std::size_t item, std::size_t family,
                    const std::vector<explain::Told>& olds, const std::vector<explain::Told>& news) {
  Explained one{.item = item,
                .move = move_of(found.bits[item][family]),
                .family = after.database->id_of(after.database->plan->family, found.new_rows[family]),
                .before = about(olds, *before.database->plan, found.items[item]),
                .after = about(news, *after.database->plan, found.items[item])};
  keep_what_differs(one);
  return one;
}

std::size_t rows_under(const Side& side, column::Row family) {
  const plan::Plan& plan = *side.database->plan;
  std::size_t rows = 0;
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    if (record != plan.family && !plan.record(record).pairing && plan.belongs_under(record, plan.family))
      rows += column::owned_rows(*side.database, plan.family, family, record).size();
  }
  return rows;
}

}  // namespace

std::vector<Explained> explain_one(const Found& found, const Side& before, const Side& after, std::size_t family,
                                   const explain::Options& options) {
  const std::vector<explain::Told> olds = told_of(before, found.old_rows[family], options);
  const std::vector<explain::Told> news = told_of(after, found.new_rows[family], options);
  std::vector<Explained> out;
  for (std::size_t item = 0; item < found.items.size(); ++item)
    if (found.bits[item][family] != 0) out.push_back(explained(found, before, after, item, family, olds, news));
  return out;
}

std::vector<Explained> explain_kinds(const Found& found, const Side& before, const Side& after, std::size_t most,
                                     const explain::Options& options) {
  struct Best {
    std::size_t family, rows;
  };
  std::map<std::pair<Move, std::size_t>, Best> best;
  for (std::size_t family = 0; family < found.families(); ++family) {
    std::optional<std::size_t> rows;
    for (std::size_t item = 0; item < found.items.size(); ++item) {
      if (found.bits[item][family] == 0) continue;
      if (!rows) rows = rows_under(after, found.new_rows[family]);
      const auto [at, is_new] = best.try_emplace({move_of(found.bits[item][family]), item}, Best{family, *rows});
      if (!is_new && *rows < at->second.rows) at->second = {family, *rows};
    }
  }
  // One of each kind first, then further items.
  std::map<Move, std::size_t> nth;
  std::vector<std::pair<std::pair<std::size_t, Move>, std::pair<std::size_t, std::size_t>>> order;
  for (const auto& [key, of] : best) order.push_back({{nth[key.first]++, key.first}, {key.second, of.family}});
  std::sort(order.begin(), order.end());
  if (order.size() > most) order.resize(most);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.first.second, a.second) < std::tuple(b.first.second, b.second);
  });
  std::vector<Explained> out;
  for (const auto& [rank, of] : order) {
    const auto [item, family] = of;
    out.push_back(explained(found, before, after, item, family, told_of(before, found.old_rows[family], options),
                            told_of(after, found.new_rows[family], options)));
  }
  return out;
}

}  // namespace fairstart::impact
