// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kept.hpp"

#include <algorithm>

namespace fairstart::run {
namespace {

using column::no_row;
using column::Row;

// The one field of families that is asked for by row when all parts are gone.
bool tells_deprivation(const plan::Field& field) { return field.name == "imd-quintile" || field.name == "imd-decile"; }

void append_cell(column::Column& to, const column::Column& from, Row row, std::size_t rows) {
  if (to.cells.index() != from.cells.index()) {
    to.cells = from.cells;
    std::visit(
        [](auto& of_kind) {
          if constexpr (requires { of_kind.cells; }) of_kind.cells.clear();
        },
        to.cells);
    column::resize(to, rows);
  }
  std::visit(
      [&](auto& of_kind) {
        using Kind = std::decay_t<decltype(of_kind)>;
        if constexpr (requires { of_kind.cells; }) of_kind.cells.push_back(std::get<Kind>(from.cells).cells[row]);
      },
      to.cells);
}

}  // namespace

Kept::Kept(const plan::Plan& plan) : plan_(plan), tables_(plan.records.size()) {
  if (!plan.family.exists()) return;
  std::vector<std::pair<std::size_t, plan::RecordId>> by_depth;
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    if (!plan.belongs_under(plan::RecordId(i), plan.family)) continue;
    std::size_t depth = 0;
    for (plan::RecordId at(i); at != plan.family; at = plan.record(at).owner) ++depth;
    by_depth.emplace_back(depth, plan::RecordId(i));
  }
  std::stable_sort(by_depth.begin(), by_depth.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [depth, record] : by_depth) records_.push_back(record);
}

void Kept::take(const column::Database& part, allocation::Collected& collected) {
  std::vector<std::vector<Row>> ours(plan_.records.size());  // by row of the part; wanted rows are 0 first
  const auto each_entry = [&](const auto& use) {
    for (std::size_t i = 0; i < collected.lists.size(); ++i)
      for (allocation::Entry& entry : collected.lists[i].entries) use(plan_.registers[i].record, entry);
    for (std::size_t i = 0; i < collected.allocations.size(); ++i)
      for (allocation::Entry& entry : collected.allocations[i].entries) use(plan_.allocations[i].offer.record, entry);
  };
  for (const plan::RecordId record : records_) ours[record.index()].assign(part.table(record).rows, no_row);
  each_entry([&](plan::RecordId record, const allocation::Entry& entry) {
    auto& rows = ours[record.index()];
    if (entry.row < rows.size()) rows[entry.row] = 0;
  });
  for (auto record = records_.rbegin(); record != records_.rend(); ++record) {
    if (*record == plan_.family) continue;
    const auto& rows = ours[record->index()];
    auto& above = ours[plan_.record(*record).owner.index()];
    const auto& owners = part.table(*record).owner;
    for (Row row = 0; row < rows.size(); ++row)
      if (rows[row] != no_row) above[owners[row]] = 0;
  }
  for (const plan::RecordId record : records_) {
    const column::Table& from = part.table(record);
    column::Table& to = tables_[record.index()];
    const plan::Record& declared = plan_.record(record);
    to.columns.resize(declared.fields.size());
    to.files = from.files;
    if (from.keys.as_text()) to.keys.make_texts();
    auto& rows = ours[record.index()];
    for (Row row = 0; row < rows.size(); ++row) {
      if (rows[row] == no_row) continue;
      if (from.keys.size() > 0) to.keys.add(from.keys.text(row));
      if (!from.lines.empty()) to.lines.push_back(from.lines[row]);
      if (record != plan_.family)
        to.owner.push_back(ours[declared.owner.index()][from.owner[row]]);
      else if (!from.owner.empty())
        to.owner.push_back(from.owner[row]);
      for (std::size_t i = 0; i < declared.fields.size() && record == plan_.family; ++i)
        if (tells_deprivation(plan_.field(declared.fields[i]))) append_cell(to.columns[i], from.columns[i], row, to.rows);
      rows[row] = static_cast<Row>(to.rows++);
    }
  }
  each_entry([&](plan::RecordId record, allocation::Entry& entry) {
    const auto& rows = ours[record.index()];
    if (entry.row < rows.size()) entry.row = rows[entry.row];
  });
}

std::size_t Kept::bytes() const {
  std::size_t bytes = 0;
  for (const column::Table& table : tables_)
    bytes += table.keys.bytes() + table.owner.capacity() * sizeof(Row) + table.lines.capacity() * sizeof(std::uint64_t);
  return bytes;
}

void Kept::give(column::Database& database) {
  for (const plan::RecordId record : records_) database.tables[record.index()] = std::move(tables_[record.index()]);
}

}  // namespace fairstart::run
