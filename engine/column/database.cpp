// SPDX-License-Identifier: Apache-2.0
#include "engine/column/database.hpp"

#include <algorithm>

#include "dsl/base/text.hpp"

namespace fairstart::column {
namespace {

// The records on the way down from `owner` (left out) to `record` (last); empty where it does not belong under it.
std::vector<plan::RecordId> way_down(const plan::Plan& plan, plan::RecordId owner, plan::RecordId record) {
  std::vector<plan::RecordId> way;
  for (plan::RecordId at = record; at != owner; at = plan.record(at).owner) {
    if (!at.exists() || way.size() > plan.records.size()) return {};
    way.push_back(at);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

Rows under(const Table& table, Rows owners) {
  if (table.first.empty()) return {};
  return {table.first[owners.begin], table.first[owners.end]};
}

bool any_open_owner(const Table& table, Rows owners) {
  const auto at = std::lower_bound(table.open_owners.begin(), table.open_owners.end(), owners.begin);
  return at != table.open_owners.end() && *at < owners.end;
}

}  // namespace

bool pairs_missing(const Database& database, plan::RecordId record) {
  return database.plan->record(record).pairing.has_value() && database.table(record).first.empty();
}

const Column& Database::column(plan::FieldId field) const {
  static const Column nothing;
  const plan::Field& declared = plan->field(field);
  const auto& fields = plan->record(declared.record).fields;
  const auto position = static_cast<std::size_t>(std::find(fields.begin(), fields.end(), field) - fields.begin());
  const auto& columns = table(declared.record).columns;
  return position < columns.size() ? columns[position] : nothing;
}

std::string Database::id_of(plan::RecordId record, Row row) const {
  const Table& t = table(record);
  if (t.keys.size() > 0) return t.keys.text(row);
  const std::uint64_t packed = t.lines.empty() ? row + std::uint64_t{1} : t.lines[row];
  const auto file = static_cast<std::size_t>(packed >> 48U);
  const std::uint64_t line = packed & ((std::uint64_t{1} << 48U) - 1);
  const std::string name = file < t.files.size() ? t.files[file] : base::underscored(plan->record(record).plural) + ".csv";
  return name + ':' + std::to_string(line);
}

Chunk chunk_of_families(const Database& database, Row begin, Row end) {
  const plan::Plan& plan = *database.plan;
  Chunk chunk;
  chunk.rows.resize(plan.records.size());
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    const Rows whole{0, static_cast<Row>(database.table(record).rows)};
    if (record == plan.family)
      chunk.rows[i] = {begin, end};
    else if (plan.family.exists() && plan.belongs_under(record, plan.family)) {
      Rows rows{begin, end};
      for (const plan::RecordId step : way_down(plan, plan.family, record)) rows = under(database.table(step), rows);
      chunk.rows[i] = rows;
    } else
      chunk.rows[i] = whole;
  }
  return chunk;
}

bool is_first(const Database& database, const Chunk& chunk) {
  const plan::RecordId family = database.plan->family;
  return !family.exists() || (database.families_before == 0 && chunk.rows[family.index()].begin == 0);
}

Row owner_row(const Database& database, plan::RecordId record, Row row, plan::RecordId owner) {
  const plan::Plan& plan = *database.plan;
  while (record != owner && row != no_row) {
    const auto& owners = database.table(record).owner;
    row = row < owners.size() ? owners[row] : no_row;
    record = plan.record(record).owner;
    if (!record.exists()) return no_row;
  }
  return row;
}

Rows owned_rows(const Database& database, plan::RecordId owner, Row row, plan::RecordId record) {
  if (row == no_row) return {};
  if (record == owner) return {row, row + 1};
  const auto way = way_down(*database.plan, owner, record);
  if (way.empty()) return {};
  Rows rows{row, row + 1};
  for (const plan::RecordId step : way) rows = under(database.table(step), rows);
  return rows;
}

bool is_open(const Database& database, plan::RecordId owner, Row row, plan::RecordId record) {
  if (row == no_row) return true;
  Rows rows{row, row + 1};
  for (const plan::RecordId step : way_down(*database.plan, owner, record)) {
    const Table& table = database.table(step);
    if (table.partial || pairs_missing(database, step) || any_open_owner(table, rows)) return true;
    rows = under(table, rows);
  }
  return false;
}

}  // namespace fairstart::column
