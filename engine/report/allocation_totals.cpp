// SPDX-License-Identifier: Apache-2.0
#include "engine/report/allocation_totals.hpp"

#include <algorithm>

#include "engine/allocation/priority.hpp"
#include "engine/allocation/shown.hpp"
#include "engine/report/deprivation.hpp"

namespace fairstart::report {
namespace {

using allocation::Entry;
using allocation::Outcome;
using allocation::State;

// More values than this make no table that anyone reads.
constexpr std::size_t most_needs = 12;

std::optional<std::size_t> need_key(const plan::Allocation& allocation) {
  for (std::size_t i = 0; i < allocation.order.size(); ++i)
    if (allocation.order[i].value.exists()) return i;
  return {};
}

std::string need_label(const plan::Plan& plan, const plan::OrderKey& key, std::int64_t priority) {
  if (priority == allocation::last_of_all) return "not known";
  const std::int64_t value = allocation::value_of_priority(priority, key.highest);
  const plan::Type& type = plan.expr(key.value).type;
  if (type.kind == types::Kind::levels) return plan.levels[type.levels.index()].levels[static_cast<std::size_t>(value)].title;
  if (type.kind == types::Kind::code) return plan.code_lists[type.codes.index()].items[static_cast<std::size_t>(value)].title;
  return plan::show_value(type, value, plan);
}

struct Counter {
  const column::Database& database;
  const plan::Plan& plan;
  const Deprivation& deprivation;

  int fifth(plan::RecordId record, column::Row row) const {
    if (!plan.family.exists() || !plan.belongs_under(record, plan.family)) return 0;
    const column::Row family = record == plan.family ? row : column::owner_row(database, record, row, plan.family);
    return family == column::no_row ? 0 : deprivation.fifth(family);
  }

  AllocationCounts count(const allocation::AllocationResult& result) const {
    const plan::Allocation& declared = plan.allocations[result.allocation.index()];
    AllocationCounts counts{.allocation = result.allocation,
                            .stretch = result.stretch,
                            .supply = result.supply,
                            .received = result.received,
                            .given = result.given};
    const std::optional<std::size_t> need = need_key(declared);
    std::map<std::int64_t, Applicants> needs;
    std::map<allocation::Place, Applicants> places;
    const auto add = [&](std::uint32_t at, std::int64_t Applicants::*count) {
      const Entry& entry = result.found.entries[at];
      ++(counts.all.*count);
      ++(counts.by_fifth[fifth(declared.offer.record, entry.row)].*count);
      ++(places[entry.place].*count);
      if (need) ++(needs[result.found.keys_of(at)[*need]].*count);
    };
    for (const allocation::AllocationLine& line : result.lines) {
      add(line.entry, line.outcome == Outcome::given     ? &Applicants::given
                      : line.outcome == Outcome::waiting ? &Applicants::waiting
                                                         : &Applicants::cannot_tell);
    }
    for (std::uint32_t at = 0; at < result.found.entries.size(); ++at)
      if (result.found.entries[at].state == State::received) add(at, &Applicants::received);
    if (need && needs.size() <= most_needs)
      for (const auto& [priority, applicants] : needs)
        counts.by_need.emplace_back(need_label(plan, declared.order[*need], priority), applicants);
    // One row that is not known says nothing that everyone's does not.
    if (counts.by_fifth.size() == 1 && counts.by_fifth.begin()->first == 0) counts.by_fifth.clear();
    if (!declared.share_by.exists()) return counts;
    const allocation::Cells cells(database);
    const plan::Type& type = plan.expr(declared.share_by).type;
    for (const allocation::PlaceShare& share : result.places)
      counts.places.push_back({cells.place_text(type, share.place), share, places[share.place]});
    if (const auto unknown = places.find(allocation::no_place); unknown != places.end())
      counts.places.push_back({"", {.place = allocation::no_place}, unknown->second});
    return counts;
  }
};

}  // namespace

std::vector<ListCounts> count_lists(const allocation::Results& results) {
  std::vector<ListCounts> counts;
  for (const allocation::ListResult& list : results.lists)
    counts.push_back({list.list, list.listed, list.cannot_tell, list.beyond_limit, list.without_name});
  return counts;
}

std::vector<AllocationCounts> count_allocations(const column::Database& database, const allocation::Results& results) {
  const Deprivation deprivation(database);
  const Counter counter{database, *database.plan, deprivation};
  std::vector<AllocationCounts> counts;
  for (const allocation::AllocationResult& result : results.allocations) counts.push_back(counter.count(result));
  return counts;
}

}  // namespace fairstart::report
