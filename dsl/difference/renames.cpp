// SPDX-License-Identifier: Apache-2.0
#include "dsl/difference/renames.hpp"

#include <algorithm>

#include "dsl/difference/things.hpp"

namespace fairstart::difference {
namespace {

// Calls `visit` with the kind and the name of each declaration whose name is nothing but a name: no file or column rests on it.
template <class Visit>
void each_name(plan::Plan& plan, const Visit& visit) {
  const auto all = [&](const char* kind, auto& items) {
    for (auto& item : items) visit(kind, item.name);
  };
  std::vector<bool> is_table(plan.definitions.size());
  for (plan::Table& table : plan.decision_tables) {
    visit("table", table.name);
    visit("table", plan.definitions[table.definition.index()].name);
    is_table[table.definition.index()] = true;
  }
  for (std::size_t i = 0; i < plan.definitions.size(); ++i)
    if (!is_table[i]) visit("define", plan.definitions[i].name);
  all("parameter", plan.parameters);
  all("calendar", plan.calendars);
  all("window", plan.windows);
  all("score", plan.scores);
  for (plan::Levels& scheme : plan.levels) visit(std::string(plan::word_of(scheme.kind)), scheme.name);
  for (plan::Offer& offer : plan.offers)
    if (!offer.schedule.exists()) visit("offer", offer.name);
  for (plan::Allocation& allocation : plan.allocations) visit("allocate", allocation.offer.name);
  all("list", plan.registers);
  all("wave", plan.waves);
  all("objective", plan.objectives);
  all("outcome", plan.outcomes);
  all("indicator", plan.indicators);
  for (plan::Spread& spread : plan.spreads) visit(std::string(plan::word_of(spread.kind)), spread.name);
  all("case", plan.cases);
  all("incentive", plan.incentives);
  all("guarantee", plan.guarantees);
}

bool same_meaning(const Thing& a, const Thing& b) {
  const auto meaning = [](const Thing& thing) {
    std::vector<std::pair<std::string, std::string>> parts;
    for (const Part& part : thing.parts)
      if (!part.wording) parts.emplace_back(is_labelled_as_written(part) ? "" : part.label, part.canonical);
    std::sort(parts.begin(), parts.end());
    return parts;
  };
  return meaning(a) == meaning(b);
}

std::string title_of(const Thing& thing) { return thing.title == thing.name ? std::string() : thing.title; }

const Thing* find(const std::vector<Thing>& things, const std::string& kind, const std::string& name) {
  const auto at =
      std::find_if(things.begin(), things.end(), [&](const Thing& each) { return each.kind == kind && each.name == name; });
  return at == things.end() ? nullptr : &*at;
}

std::vector<std::string> readers(const std::vector<Thing>& things, const Thing& of) {
  std::vector<std::string> out;
  for (const Thing& thing : things)
    if (thing.reads.contains(of.key())) out.push_back(thing.key());
  std::sort(out.begin(), out.end());
  return out;
}

// An example is called by nobody: another title makes it another. What is alone with its kind and title among those that went or came.
std::vector<const Thing*> alone(const std::vector<Thing>& things, const std::vector<Thing>& others) {
  std::vector<const Thing*> gone, out;
  for (const Thing& thing : things)
    if (!thing.name.empty() && thing.kind != "example" && find(others, thing.kind, thing.name) == nullptr)
      gone.push_back(&thing);
  for (const Thing* one : gone)
    if (std::count_if(gone.begin(), gone.end(),
                      [&](const Thing* each) { return each->kind == one->kind && title_of(*each) == title_of(*one); }) == 1)
      out.push_back(one);
  return out;
}

}  // namespace

void rename(plan::Plan& plan, const std::vector<Rename>& renames) {
  each_name(plan, [&](const std::string& kind, std::string& name) {
    for (const Rename& one : renames) {
      if (one.kind != kind || one.before != name) continue;
      name = one.after;
      return;
    }
  });
}

std::vector<Rename> renames(const plan::Plan& old_plan, const plan::Plan& new_plan) {
  Canonical new_meaning(new_plan), old_meaning(old_plan);
  const std::vector<Thing> news = things_of(new_meaning), olds = things_of(old_meaning);
  const std::vector<const Thing*> came = alone(news, olds);
  std::vector<Rename> found;
  plan::Plan copy = old_plan;
  for (const Thing* went : alone(olds, news)) {
    const auto twin = std::find_if(came.begin(), came.end(), [&](const Thing* each) {
      return each->kind == went->kind && title_of(*each) == title_of(*went);
    });
    if (twin == came.end()) continue;
    bool may = false;
    each_name(copy, [&](const std::string& kind, const std::string& name) { may |= kind == went->kind && name == went->name; });
    if (may) found.push_back({went->kind, went->name, (*twin)->name});
  }
  // All are taken for renamed, as one may read another; who then means something else is not, until nobody does.
  for (bool fewer = true; fewer && !found.empty();) {
    copy = old_plan;
    rename(copy, found);
    Canonical meaning(copy);
    const std::vector<Thing> things = things_of(meaning);
    const std::size_t before = found.size();
    std::erase_if(found, [&](const Rename& one) {
      const Thing *old_thing = find(things, one.kind, one.after), *new_thing = find(news, one.kind, one.after);
      if (old_thing == nullptr || new_thing == nullptr || !same_meaning(*old_thing, *new_thing)) return true;
      if (!title_of(*new_thing).empty()) return false;
      const std::vector<std::string> by = readers(news, *new_thing);
      return by.empty() || by != readers(things, *old_thing);
    });
    fewer = found.size() < before;
  }
  return found;
}

}  // namespace fairstart::difference
