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
  const bool owners_known = std::all_of(way.begin(), way.end() - 1, [&](plan::RecordId each) {
    return database.table(each).rows > 0 && database.table(each).owner.size() == database.table(each).rows;
  });
  for (std::size_t i = 0; owners_known && i + 1 < way.size(); ++i) up_.push_back(database.table(way[i]).owner.data());
  find_filled();
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

// Worth a list where at least one group in four has no rows: adults have no contacts.
void Grouping::find_filled() {
  if (first_ == nullptr || first_->empty()) return;
  const std::size_t groups = first_->size() - 1;
  std::size_t filled = 0;
  for (std::size_t g = 0; g < groups; ++g) filled += (*first_)[g] < (*first_)[g + 1] ? 1 : 0;
  if (filled == 0 || filled > groups - groups / 4) return;
  filled_.resize(filled + 1);  // and one more to write into, so that nothing branches on a group
  std::size_t at = 0;
  for (std::size_t g = 0; g < groups; ++g) {
    filled_[at] = static_cast<column::Row>(g);
    at += (*first_)[g] < (*first_)[g + 1] ? 1 : 0;
  }
  filled_.pop_back();
  filled_from_.reserve(groups / rows_an_entry + 2);
  for (std::size_t i = 0; i < filled_.size(); ++i) {
    while (filled_from_.size() * rows_an_entry <= filled_[i]) filled_from_.push_back(static_cast<std::uint32_t>(i));
  }
  filled_from_.resize(groups / rows_an_entry + 2, static_cast<std::uint32_t>(filled_.size()));
}

std::span<const column::Row> Grouping::filled_among(column::Row begin, std::size_t n) const {
  const auto first_from = [&](std::size_t row) {
    const auto from = filled_.begin() + filled_from_[row / rows_an_entry];
    return std::lower_bound(from, filled_.begin() + filled_from_[row / rows_an_entry + 1], static_cast<column::Row>(row));
  };
  return {first_from(begin), first_from(begin + n)};
}

kernels::Groups Grouping::groups(const Frame& frame) const {
  const column::Row begin = frame.begin(scope_);
  const std::size_t n = frame.rows(scope_);
  kernels::Groups groups{first_->data() + begin, frame.begin(record_), n, {}, begin, up_};
  // None at all here: the same as not knowing.
  if (!filled_.empty() && n > 0) groups.filled = filled_among(begin, n);
  return groups;
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
