// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/column/database.hpp"

namespace fairstart::column {
namespace {

constexpr std::size_t most_in_all = std::size_t{1} << 28U;

bool in_family(const plan::Plan& plan, plan::RecordId record) {
  return plan.family.exists() && plan.belongs_under(record, plan.family);
}

// Fills one pairing's table; that of a viewer which is a pairing itself is filled by then.
class Pairs {
 public:
  Pairs(Database& database, plan::RecordId record)
      : database_(database),
        plan_(*database.plan),
        pairing_(*plan_.record(record).pairing),
        viewer_(database.table(pairing_.viewer)),
        table_(database.tables[record.index()]) {
    const auto& viewing = plan_.record(pairing_.viewer).pairing;
    looks_from_ = viewing ? viewing->listed : pairing_.viewer;
  }

  void make(std::size_t most, std::size_t before) {
    table_ = {};
    const auto viewers = static_cast<Row>(viewer_.rows);
    table_.first.assign(viewer_.rows + 1, 0);
    // Rows of one family never see those of another, which may be in another chunk.
    const bool apart = in_family(plan_, pairing_.listed) && !in_family(plan_, pairing_.scope);
    if (apart) {
      table_.partial = true;
      return;
    }
    for (Row begin = 0; begin < viewers;) {
      const Row end = end_of_family(begin);
      std::size_t pairs = 0;
      for (Row viewer = begin; viewer < end && pairs <= most; ++viewer)
        pairs += seen_by(viewer).size() - (skips(viewer) ? 1 : 0);
      if (pairs > most || before + table_.listed.size() + pairs > most_in_all)
        leave_open(begin, end);
      else
        for (Row viewer = begin; viewer < end; ++viewer) pair(viewer);
      begin = end;
    }
    table_.rows = table_.listed.size();
  }

 private:
  // The first viewer after `begin` that is of another family. Outside families each row at the scope is one of its own.
  Row end_of_family(Row begin) const {
    const bool inside = in_family(plan_, pairing_.viewer);
    const auto whose = [&](Row viewer) {
      return inside ? owner_row(database_, pairing_.viewer, viewer, plan_.family) : scope_row(viewer);
    };
    const Row first = whose(begin);
    Row end = begin + 1;
    while (end < viewer_.rows && whose(end) == first) ++end;
    return end;
  }

  Row own_row(Row viewer) const { return looks_from_ == pairing_.viewer ? viewer : viewer_.listed[viewer]; }
  Row scope_row(Row viewer) const { return owner_row(database_, looks_from_, own_row(viewer), pairing_.scope); }
  Rows seen_by(Row viewer) const { return owned_rows(database_, pairing_.scope, scope_row(viewer), pairing_.listed); }

  // Whether the viewer is among those seen, and left out.
  bool skips(Row viewer) const { return pairing_.others_only && looks_from_ == pairing_.listed && scope_row(viewer) != no_row; }

  void pair(Row viewer) {
    const Rows seen = seen_by(viewer);
    const Row skipped = skips(viewer) ? own_row(viewer) : no_row;
    for (Row row = seen.begin; row < seen.end; ++row) {
      if (row == skipped) continue;
      table_.listed.push_back(row);
      table_.owner.push_back(viewer);
    }
    table_.first[viewer + 1] = static_cast<Row>(table_.listed.size());
    if (is_open(database_, pairing_.scope, scope_row(viewer), pairing_.listed)) table_.open_owners.push_back(viewer);
  }

  void leave_open(Row begin, Row end) {
    for (Row viewer = begin; viewer < end; ++viewer) {
      table_.first[viewer + 1] = static_cast<Row>(table_.listed.size());
      table_.open_owners.push_back(viewer);
    }
  }

  Database& database_;
  const plan::Plan& plan_;
  const plan::Pairing& pairing_;
  const Table& viewer_;
  Table& table_;
  plan::RecordId looks_from_;  // whose row it is that the scope is above
};

std::size_t pairings_above(const plan::Plan& plan, plan::RecordId record) {
  std::size_t depth = 0;
  while (plan.record(record).pairing && depth <= plan.records.size()) {
    record = plan.record(record).pairing->viewer;
    ++depth;
  }
  return depth;
}

}  // namespace

void make_pairs(Database& database, std::size_t most, const std::vector<std::size_t>& before) {
  const plan::Plan& plan = *database.plan;
  std::vector<plan::RecordId> pairings;
  for (std::size_t i = 0; i < plan.records.size(); ++i)
    if (plan.records[i].pairing) pairings.emplace_back(i);
  std::stable_sort(pairings.begin(), pairings.end(),
                   [&](plan::RecordId a, plan::RecordId b) { return pairings_above(plan, a) < pairings_above(plan, b); });
  for (const plan::RecordId record : pairings)
    Pairs(database, record).make(most, record.index() < before.size() ? before[record.index()] : 0);
}

}  // namespace fairstart::column
