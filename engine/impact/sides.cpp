// SPDX-License-Identifier: Apache-2.0
#include "engine/impact/sides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "engine/exec/program.hpp"
#include "engine/explain/ask.hpp"
#include "engine/offers/offers.hpp"
#include "engine/run/chunks.hpp"

namespace fairstart::impact {
namespace {

using column::Answer;
using column::Row;

std::string titled(const std::string& title, const std::string& name) { return title.empty() ? name : title; }

std::string subject(const plan::Plan& plan, const std::string& title, plan::RecordId record, plan::RoleId role) {
  return fmt::format("{} for {}", title, role.exists() ? plan.roles[role.index()].name : plan.record(record).name);
}

// What a plan tells of families or of what belongs to them.
std::vector<Item> told_by(const plan::Plan& plan) {
  std::vector<Item> out;
  const auto of_families = [&](plan::RecordId record) {
    return record.exists() && plan.family.exists() && plan.belongs_under(record, plan.family);
  };
  const auto add = [&](const char* kind, const auto& declared, bool core) {
    if (!of_families(declared.record)) return;
    const std::string title = titled(declared.title, declared.name);
    out.push_back({.kind = kind,
                   .name = declared.name,
                   .title = title,
                   .subject = subject(plan, title, declared.record, declared.role),
                   .core = core});
  };
  for (const plan::Levels& scheme : plan.levels) {
    if (scheme.kind != plan::LevelsKind::groups) {
      add(scheme.kind == plan::LevelsKind::tiers ? "tiers" : "segments", scheme, false);
      if (of_families(scheme.record)) out.back().levels = true;
      continue;
    }
    if (!of_families(scheme.record)) continue;
    for (const plan::Level& member : scheme.levels)
      out.push_back({.kind = "group",
                     .name = scheme.name + '.' + member.name,
                     .title = titled(scheme.title, scheme.name) + ": " + titled(member.title, member.name),
                     .subject = subject(plan, titled(scheme.title, scheme.name), scheme.record, scheme.role),
                     .core = member.core});
  }
  for (const plan::Offer& offer : plan.offers)
    if (offer.shown) add("offer", offer, offer.core);
  for (const plan::Register& list : plan.registers)
    if (list.shown) add("list", list, list.core);
  for (const plan::Allocation& allocation : plan.allocations) add("allocation", allocation.offer, allocation.offer.core);
  return out;
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9E3779B97F4A7C15ULL + (hash << 6U) + (hash >> 2U);
  hash *= 0xBF58476D1CE4E5B9ULL;
  return hash ^ (hash >> 31U);
}

// Amount and dates as one number: equal where they are.
std::uint64_t detail_of(const offers::OfferResult& result) {
  std::uint64_t hash = 1;
  hash = mixed(hash, result.amount ? static_cast<std::uint64_t>(result.amount->lo) : 0);
  hash = mixed(hash, result.amount ? static_cast<std::uint64_t>(result.amount->hi) : 1);
  hash = mixed(hash, result.due_from ? static_cast<std::uint64_t>(*result.due_from) : 2);
  return mixed(hash, result.due_by ? static_cast<std::uint64_t>(*result.due_by) : 3);
}

// Works one side out chunk by chunk; every thread writes rows of its own chunks.
class Working {
 public:
  Working(const Side& side, const std::vector<Item>& items, const std::vector<Place>& places, std::vector<States>& states)
      : side_(side), plan_(*side.database->plan), items_(items), places_(places), states_(states) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!places[i].exists()) continue;
      const std::size_t rows = side.database->table(places[i].record).rows;
      states[i].answers.assign(rows, column::no);
      if (items[i].levels || has_detail(places[i])) states[i].details.assign(rows, 0);
    }
    asks_ = !plan_.has_all_parameters(side.clock.as_at);
    if (asks_) asker_.emplace(*side.database, side.clock);
  }

  std::vector<plan::ExprId> wanted() const {
    std::vector<plan::ExprId> ids;
    const auto add = [&](plan::ExprId id) {
      if (id.exists()) ids.push_back(id);
    };
    for (const Place& place : places_) {
      add(place.eligible);
      if (place.role.exists()) add(plan_.roles[place.role.index()].where);
      if (place.offer != nullptr)
        for (const plan::ExprId id : offers::expressions(plan_, *place.offer)) add(id);
    }
    return ids;
  }

  void chunk(const column::Evaluated& evaluated) {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const Place& place = places_[i];
      if (!place.exists()) continue;
      const column::Rows rows = evaluated.chunk.rows[place.record.index()];
      for (Row row = rows.begin; row < rows.end; ++row) {
        if (items_[i].levels)
          level(place, evaluated, row, states_[i]);
        else
          answer(place, evaluated, row, states_[i]);
      }
    }
  }

  void parameters(std::vector<plan::ParameterId>& without) const { without.assign(without_.begin(), without_.end()); }

 private:
  static bool has_detail(const Place& place) {
    const plan::Offer* offer = place.offer;
    return offer != nullptr &&
           (offer->due_from.exists() || offer->due_by.exists() || offer->amount.exists() || !offer->amounts.empty());
  }

  void level(const Place& place, const column::Evaluated& evaluated, Row row, States& states) {
    const plan::ExprId where = place.role.exists() ? plan_.roles[place.role.index()].where : plan::ExprId();
    states.answers[row] = where.exists() ? evaluated.answer(plan_, where, row) : column::yes;
    if (!column::possibly(states.answers[row])) return;
    states.details[row] = evaluated.possible_levels(plan_, place.levels, row);
    if (asks_ && (states.details[row] & (states.details[row] - 1)) != 0)
      ask([&] { return asker_->about_levels(evaluated, place.levels, row); });
  }

  void answer(const Place& place, const column::Evaluated& evaluated, Row row, States& states) {
    if (place.offer != nullptr && !states.details.empty()) {
      const offers::OfferResult result = offers::result(plan_, *place.offer, evaluated, side_.clock, row);
      states.answers[row] = result.status;
      if (column::possibly(result.status)) states.details[row] = detail_of(result);
    } else if (place.eligible.exists()) {
      states.answers[row] = evaluated.answer(plan_, place.eligible, row);
      // A group's condition does not say whom the groups are for.
      if (place.member && place.role.exists())
        if (const plan::ExprId where = plan_.roles[place.role.index()].where; where.exists())
          states.answers[row] &= evaluated.answer(plan_, where, row);
    } else {
      states.answers[row] = column::yes;  // an offer for everyone
    }
    if (asks_ && states.answers[row] == column::unknown && place.eligible.exists())
      ask([&] { return asker_->about(evaluated, place.eligible, row); });
  }

  template <class About>
  void ask(const About& about) {
    const explain::Ask facts = about();
    const std::lock_guard lock(mutex_);
    for (const explain::Fact& fact : facts.facts)
      if (fact.parameter.exists()) without_.insert(fact.parameter);
  }

  const Side& side_;
  const plan::Plan& plan_;
  const std::vector<Item>& items_;
  const std::vector<Place>& places_;
  std::vector<States>& states_;
  bool asks_ = false;
  std::optional<explain::Asker> asker_;
  std::mutex mutex_;
  std::set<plan::ParameterId> without_;
};

}  // namespace

std::vector<Item> items_of(const plan::Plan& before, const plan::Plan& after) {
  std::vector<Item> items = told_by(after);
  for (Item& item : items) item.after = true;
  for (Item& old : told_by(before)) {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const Item& item) { return item.kind == old.kind && item.name == old.name; });
    if (found != items.end()) {
      found->before = true;
      found->core = found->core || old.core;
    } else {
      old.before = true;
      items.push_back(std::move(old));
    }
  }
  return items;
}

Place place_of(const plan::Plan& plan, const Item& item) {
  const auto named = [&](const auto& all, const auto& name) {
    return std::find_if(all.begin(), all.end(), [&](const auto& one) { return name(one) == item.name; });
  };
  const auto plain = [](const auto& one) { return one.name; };
  if (item.kind == "offer") {
    const auto found = named(plan.offers, plain);
    if (found != plan.offers.end()) return {&*found, found->eligible, {}, found->record, found->role};
  } else if (item.kind == "allocation") {
    const auto found = named(plan.allocations, [](const plan::Allocation& one) { return one.offer.name; });
    if (found != plan.allocations.end())
      return {&found->offer, found->offer.eligible, {}, found->offer.record, found->offer.role};
  } else if (item.kind == "list") {
    const auto found = named(plan.registers, plain);
    if (found != plan.registers.end()) return {nullptr, found->eligible, {}, found->record, found->role};
  }
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    const plan::Levels& scheme = plan.levels[i];
    if (item.levels && scheme.name == item.name && plan::word_of(scheme.kind) == item.kind)
      return {nullptr, {}, plan::LevelsId(i), scheme.record, scheme.role};
    if (item.kind != "group" || scheme.kind != plan::LevelsKind::groups) continue;
    for (const plan::Level& member : scheme.levels)
      if (scheme.name + '.' + member.name == item.name) return {nullptr, member.when, {}, scheme.record, scheme.role, true};
  }
  return {};
}

std::vector<States> states_of(const Side& side, const std::vector<Item>& items, const std::vector<Place>& places,
                              const Options& options, std::vector<plan::ParameterId>& without) {
  std::vector<States> states(items.size());
  Working working(side, items, places, states);
  const exec::Program program(*side.database, side.clock, working.wanted());
  run::Chunks chunks(*side.database, options.chunk_families);
  run::in_threads(
      options.threads,
      [&] {
        column::Evaluated evaluated;
        while (const std::optional<std::size_t> chunk = chunks.next()) {
          program.run(chunks.rows(*chunk), evaluated);
          working.chunk(evaluated);
        }
      },
      [&] { chunks.stop(); });
  working.parameters(without);
  return states;
}

}  // namespace fairstart::impact
