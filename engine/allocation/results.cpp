// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "dsl/base/decimal.hpp"
#include "engine/allocation/allocation.hpp"
#include "engine/allocation/hand_out.hpp"
#include "engine/allocation/priority.hpp"
#include "engine/allocation/shares.hpp"
#include "engine/allocation/shown.hpp"

namespace fairstart::allocation {
namespace {

const plan::Type& type_of_place(const plan::Plan& plan, plan::ExprId id) {
  static const plan::Type none{};
  return id.exists() ? plan.expr(id).type : none;
}

ListResult list_result(const column::Database& database, const Cells& cells, plan::RegisterId id, Found found) {
  const plan::Plan& plan = *database.plan;
  const plan::Register& list = plan.registers[id.index()];
  ListResult result{.list = id, .found = std::move(found)};
  const std::vector<std::uint32_t> places = cells.place_rank(type_of_place(plan, list.per), result.found);
  std::uint32_t rank = 0;
  std::optional<std::uint32_t> place;
  for (const std::uint32_t at : in_order(result.found, places, database.table(list.record))) {
    const Entry& entry = result.found.entries[at];
    if (place != places[at]) rank = 0;
    place = places[at];
    if (entry.state != State::certain) {
      ++result.cannot_tell;
      result.lines.push_back({at, 0});
      continue;
    }
    ++rank;
    // Whose place nobody recorded is not cut off with others of whom that is true.
    if (list.limit && entry.place != no_place && rank > static_cast<std::uint64_t>(*list.limit)) {
      ++result.beyond_limit;
      continue;
    }
    ++result.listed;
    if (!entry.named) ++result.without_name;
    result.lines.push_back({at, rank});
  }
  return result;
}

std::int64_t sum(std::int64_t a, std::int64_t b) { return base::add(a, b).value_or(column::no_upper); }

// The places there are, in order, with what has been received there; and what was received in no place that is known.
std::int64_t fill_places(const Cells& cells, const plan::Type& type, const std::map<Place, std::int64_t>& weights,
                         AllocationResult& result, std::vector<std::int64_t>& weight_by_place) {
  Found each;  // one entry a place, to put the places in order
  std::set<Place> seen;
  const auto note = [&](Place place) {
    if (place != no_place && seen.insert(place).second) each.add({.place = place}, {});
  };
  for (const auto& [place, weight] : weights) note(place);
  for (const Entry& entry : result.found.entries) note(entry.place);
  const std::vector<std::uint32_t> rank = cells.place_rank(type, each);
  result.places.resize(each.entries.size());
  weight_by_place.resize(each.entries.size());
  for (std::size_t i = 0; i < each.entries.size(); ++i) {
    const Place place = each.entries[i].place;
    result.places[rank[i]].place = place;
    const auto weight = weights.find(place);
    weight_by_place[rank[i]] = weight == weights.end() ? 0 : weight->second;
  }
  std::map<Place, std::int64_t*> received;
  for (PlaceShare& place : result.places) received[place.place] = &place.received;
  std::int64_t elsewhere = 0;
  for (const Entry& entry : result.found.entries) {
    if (entry.state != State::received) continue;
    result.received = sum(result.received, entry.amount);
    std::int64_t& there = entry.place == no_place ? elsewhere : *received.at(entry.place);
    there = sum(there, entry.amount);
  }
  return elsewhere;
}

void note_parameters(const plan::Plan& plan, plan::ExprId id, base::Day as_at, std::set<plan::ParameterId>& missing) {
  if (const auto* use = std::get_if<plan::ParameterValue>(&plan.expr(id).node)) {
    const auto& values = plan.parameters[use->parameter.index()].values;
    const bool has = std::any_of(values.begin(), values.end(), [&](const plan::ParameterPeriod& period) {
      return (!period.from || *period.from <= as_at) && (!period.to || *period.to >= as_at);
    });
    if (!has) missing.insert(use->parameter);
  }
  plan::for_each_operand(plan, id, [&](plan::ExprId operand) { note_parameters(plan, operand, as_at, missing); });
}

AllocationResult allocation_result(const column::Database& database, const Cells& cells, const column::Clock& clock,
                                   plan::AllocationId id, Found found, const std::map<Place, std::int64_t>& weights,
                                   std::optional<std::int64_t> supply) {
  const plan::Plan& plan = *database.plan;
  const plan::Allocation& allocation = plan.allocations[id.index()];
  const plan::Type& type = type_of_place(plan, allocation.share_by);
  AllocationResult result{.allocation = id,
                          .found = std::move(found),
                          .stretch = stretch_of(allocation.supply_type, clock.as_at),
                          .supply = supply};
  std::vector<std::int64_t> weight_by_place;
  if (!allocation.share_by.exists()) result.places.push_back({});
  std::int64_t elsewhere = 0;
  if (allocation.share_by.exists()) {
    elsewhere = fill_places(cells, type, weights, result, weight_by_place);
  } else {
    weight_by_place.push_back(1);
    for (const Entry& entry : result.found.entries)
      if (entry.state == State::received) result.received = sum(result.received, entry.amount);
    result.places.front().received = result.received;
  }
  std::vector<std::int64_t> shares(result.places.size()), received, left(result.places.size());
  for (const PlaceShare& place : result.places) received.push_back(place.received);
  if (supply) {
    shares = shares_of(*supply, weight_by_place);
    left = remaining(*supply, shares, received, elsewhere);
  }

  const std::vector<std::uint32_t> place_rank = cells.place_rank(type, result.found);
  const std::vector<std::uint32_t> order = in_order(result.found, place_rank, database.table(allocation.offer.record));
  std::map<Place, std::size_t> index;
  for (std::size_t i = 0; i < result.places.size(); ++i) index[result.places[i].place] = i;
  std::vector<InLine> line;
  for (const std::uint32_t at : order) {
    const Entry& entry = result.found.entries[at];
    if (entry.state == State::certain) line.push_back({index.at(entry.place), entry.amount});
  }
  const std::vector<bool> given = hand_out(line, left);
  std::vector<std::uint32_t> ranks(result.places.size());
  std::size_t next = 0;
  for (const std::uint32_t at : order) {
    const Entry& entry = result.found.entries[at];
    if (entry.state == State::received) continue;
    if (entry.state == State::cannot_tell) {
      result.lines.push_back({at, 0, Outcome::cannot_tell});
      continue;
    }
    PlaceShare& place = result.places[line[next].place];
    const bool gets = given[next];
    if (gets) place.given += entry.amount;
    result.lines.push_back({at, ++ranks[line[next].place],
                            !supply ? Outcome::cannot_tell
                            : gets  ? Outcome::given
                                    : Outcome::waiting});
    ++next;
  }
  for (std::size_t i = 0; i < result.places.size(); ++i) {
    result.places[i].share = shares[i];
    result.places[i].left = left[i];
    result.given = sum(result.given, result.places[i].given);
  }
  return result;
}

}  // namespace

std::string_view word(Outcome outcome) {
  switch (outcome) {
    case Outcome::given: return "given";
    case Outcome::waiting: return "waiting";
    case Outcome::cannot_tell: return "can't tell";
  }
  return "";
}

Results results(const column::Database& database, const column::Clock& clock, Collected collected) {
  const plan::Plan& plan = *database.plan;
  const Cells cells(database);
  Results all;
  for (std::size_t i = 0; i < collected.lists.size(); ++i) {
    if (plan.registers[i].shown)
      all.lists.push_back(list_result(database, cells, plan::RegisterId{i}, std::move(collected.lists[i])));
  }
  for (std::size_t i = 0; i < collected.allocations.size(); ++i) {
    const plan::Allocation& allocation = plan.allocations[i];
    if (!allocation.offer.shown) continue;
    all.allocations.push_back(allocation_result(database, cells, clock, plan::AllocationId{i},
                                                std::move(collected.allocations[i]), collected.weights[i],
                                                collected.supply[i]));
    const AllocationResult& result = all.allocations.back();
    if (result.supply || result.lines.empty()) continue;
    std::set<plan::ParameterId> missing;
    note_parameters(plan, allocation.supply, clock.as_at, missing);
    for (const plan::ParameterId parameter : missing)
      all.parameter_missing[parameter] += static_cast<std::int64_t>(result.lines.size());
  }
  return all;
}

}  // namespace fairstart::allocation
