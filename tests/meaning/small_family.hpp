// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/base/decimal.hpp"
#include "engine/column/evaluated.hpp"
#include "engine/reference/reference.hpp"
#include "tests/harness/harness.hpp"

// One family's records, cell by cell, and what the reference makes of them.
namespace fairstart::meaning {

inline constexpr column::Clock clock{20454, 20089, 20453};  // 1 January 2026

class SmallFamily {
 public:
  // One row of each record without owner; of the others as many as `rows` says by name, all under the first row.
  SmallFamily(const plan::Plan& plan, const std::vector<std::pair<std::string, std::size_t>>& rows) : plan_(plan) {
    database.plan = &plan;
    database.tables.resize(plan.records.size());
    for (std::size_t i = 0; i < plan.records.size(); ++i) {
      const plan::Record& record = plan.records[i];
      if (record.pairing) continue;
      column::Table& table = database.tables[i];
      table.rows = record.owner.exists() ? 0 : 1;
      for (const auto& [name, count] : rows)
        if (name == record.name) table.rows = count;
      if (record.owner.exists()) {
        const std::size_t owners = database.table(record.owner).rows;
        table.owner.assign(table.rows, 0);
        table.first.assign(owners + 1, static_cast<column::Row>(table.rows));
        table.first.front() = 0;
      }
      for (const plan::FieldId field : record.fields) {
        table.columns.push_back(column::column_for(plan.field(field).type));
        column::resize(table.columns.back(), table.rows);
      }
    }
    column::make_pairs(database);
  }

  plan::FieldId field(const std::string& record, const std::string& name) const {
    for (std::size_t i = 0; i < plan_.fields.size(); ++i)
      if (plan_.fields[i].name == name && plan_.record(plan_.fields[i].record).name == record) return plan::FieldId(i);
    return {};
  }

  column::Column& column(plan::FieldId id) {
    const plan::Field& field = plan_.field(id);
    const auto& fields = plan_.record(field.record).fields;
    const auto place = static_cast<std::size_t>(std::find(fields.begin(), fields.end(), id) - fields.begin());
    return database.tables[field.record.index()].columns[place];
  }

  // A number as a count, a day, a code's index, 0 or 1; none: unknown.
  void set(plan::FieldId id, column::Row row, std::optional<std::int64_t> value) {
    column::Column& in = column(id);
    const auto put = [&](auto& cells, auto number) {
      cells[row] = value ? static_cast<std::decay_t<decltype(cells[row])>>(*value) : number;
    };
    if (auto* answers = std::get_if<column::AnswerCells>(&in.cells))
      answers->cells[row] = value ? column::answer_of(*value != 0) : column::unknown;
    else if (auto* codes = std::get_if<column::CodeCells>(&in.cells))
      put(codes->cells, column::CodeCells::none);
    else if (auto* days = std::get_if<column::DateCells>(&in.cells))
      put(days->cells, column::DateCells::none);
    else if (auto* wholes = std::get_if<column::WholeCells>(&in.cells))
      put(wholes->cells, column::WholeCells::none);
    else
      ADD_FAILURE() << "a column of another kind";
  }

  column::Evaluated evaluated() const {
    std::vector<plan::ExprId> wanted;
    for (const plan::Definition& definition : plan_.definitions) wanted.push_back(definition.meaning);
    column::Evaluated out;
    reference::evaluate(database, clock, wanted, column::chunk_of_families(database, 0, 1), out);
    return out;
  }

  column::Database database;

 private:
  const plan::Plan& plan_;
};

inline plan::ExprId meaning_of(const plan::Plan& plan, const std::string& name) {
  for (const plan::Definition& definition : plan.definitions)
    if (definition.name == name) return definition.meaning;
  return {};
}

}  // namespace fairstart::meaning
