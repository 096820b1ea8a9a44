// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/grouping.hpp"

#include <algorithm>

namespace fairstart::exec {
namespace {

// A record without file may have a table without offsets: nobody owns any of its rows.
const std::vector<column::Row>& offsets(const column::Database& database, plan::RecordId record, plan::RecordId owner,
                                        std::vector<column::Row>& zeros) {
  const column::Table& table = database.table(record);
  if (!table.first.empty()) return table.first;
  zeros.assign(database.table(owner).rows + 1, 0);
  return zeros;
}

}  // namespace

std::vector<plan::RecordId> way_up(const plan::Plan& plan, plan::RecordId record, plan::RecordId owner) {
  std::vector<plan::RecordId> way;
  while (record.exists() && way.size() <= plan.records.size()) {
    way.push_back(record);
    if (record == owner) return way;
    record = plan.record(record).owner;
  }
  return {};
}

Grouping::Grouping(const column::Database& database, plan::RecordId scope, plan::RecordId record)
    : scope_(scope), record_(record) {
  const std::vector<plan::RecordId> way = way_up(*database.plan, record, scope);
  for (std::size_t i = way.size(); i-- > 1;) {
    const plan::RecordId owner = way[i];
    std::vector<column::Row> zeros;
    const std::vector<column::Row>& first = offsets(database, way[i - 1], owner, zeros);
    if (owner == scope && !database.table(way[i - 1]).first.empty()) {
      first_ = &first;
    } else {
      std::vector<column::Row> next;
      if (first_ == nullptr) {
        next = first;
      } else {
        next.reserve(first_->size());
        for (const column::Row row : *first_) next.push_back(first[row]);
      }
      composed_ = std::move(next);
      first_ = &composed_;
    }
  }
  for (std::size_t i = 0; i + 1 < way.size(); ++i) {
    const column::Table& table = database.table(way[i]);
    all_open_ = all_open_ || table.partial || column::pairs_missing(database, way[i]);
    for (column::Row row : table.open_owners) {
      for (std::size_t up = i + 1; up + 1 < way.size() && row != column::no_row; ++up) row = database.table(way[up]).owner[row];
      if (row != column::no_row) open_rows_.push_back(row);
    }
  }
  std::sort(open_rows_.begin(), open_rows_.end());
  open_rows_.erase(std::unique(open_rows_.begin(), open_rows_.end()), open_rows_.end());
}

kernels::Groups Grouping::groups(const Frame& frame) const {
  return {first_->data() + frame.begin(scope_), frame.begin(record_), frame.rows(scope_)};
}

kernels::Open Grouping::open(const Frame& frame) const {
  const column::Row begin = frame.begin(scope_);
  const auto from = std::lower_bound(open_rows_.begin(), open_rows_.end(), begin);
  const auto to = std::lower_bound(from, open_rows_.end(), begin + static_cast<column::Row>(frame.rows(scope_)));
  return {all_open_, {from, to}, begin};
}

Groupings::Groupings(const column::Database& database, const column::Clock& clock)
    : database_(&database), open_lists_(column::open_lists(database, clock.as_at, clock.period_from, clock.period_to)) {}

ListRows Groupings::rows_of(plan::ListId id) {
  const plan::Plan& plan = *database_->plan;
  const plan::List& list = plan.list(id);
  if (!list.scope.exists() || way_up(plan, list.record, list.scope).size() < 2) return {};
  const bool above = plan.family.exists() && list.scope != plan.family && plan.belongs_under(plan.family, list.scope);
  if (above) return {};
  return {&between(list.scope, list.record), open_lists_[id.index()]};
}

const Grouping& Groupings::between(plan::RecordId scope, plan::RecordId record) {
  auto& known = known_[{scope, record}];
  if (!known) known = std::make_unique<Grouping>(*database_, scope, record);
  return *known;
}

}  // namespace fairstart::exec
