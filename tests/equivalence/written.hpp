// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"
#include "engine/column/database.hpp"
#include "tests/equivalence/dice.hpp"

// Records as files: a file of CSV for each record, or a document a family. Without what files don't say: why a cell is unknown,
// which lists are open, and rows that nobody owns.
namespace fairstart::equivalence {

class Written {
 public:
  Written(const column::Database& database, std::uint64_t seed) : database_(database), plan_(*database.plan), dice_(seed) {}

  std::map<std::string, std::string> csv() const {
    std::map<std::string, std::string> files;
    each_record([&](plan::RecordId id, const plan::Record& record) {
      const column::Table& table = database_.table(id);
      std::string& out = files[record.plural + ".csv"];
      out = record.key;
      if (record.owner.exists()) out += ',' + record.owner_column;
      each_field(id, [&](const plan::Field& field, const column::Column&) { out += ',' + heading(field); });
      out += '\n';
      for (column::Row row = 0; row < table.rows; ++row) {
        if (is_lost(id, row)) continue;
        out += table.keys.text(row);
        if (record.owner.exists()) out += ',' + owner_key(id, row);
        each_field(id, [&](const plan::Field& field, const column::Column& column) { out += ',' + cell(field, column, row); });
        out += '\n';
      }
    });
    return files;
  }

  // The families with all below them, and what they belong to or name beside them.
  std::map<std::string, std::string> documents() {
    std::string out;
    each_record([&](plan::RecordId id, const plan::Record& record) {
      if (id == plan_.family || plan_.belongs_under(id, plan_.family)) return;
      std::string rows;
      for (column::Row row = 0; row < database_.table(id).rows; ++row) rows += (rows.empty() ? "" : ",") + object(id, row);
      out += "{\"" + record.plural + "\":[" + rows + "]}\n";
    });
    std::string families;
    for (column::Row row = 0; row < database_.table(plan_.family).rows; ++row) families += object(plan_.family, row) + '\n';
    return {{plan_.record(plan_.family).plural + ".ndjson", dice_.one_in(2) ? out + families : families + out}};
  }

 private:
  template <class Use>
  void each_record(Use use) const {
    for (std::size_t i = 0; i < plan_.records.size(); ++i)
      if (!plan_.records[i].pairing) use(plan::RecordId(i), plan_.records[i]);
  }
  // Fields that have a column.
  template <class Use>
  void each_field(plan::RecordId id, Use use) const {
    const plan::Record& record = plan_.record(id);
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      const column::Column& column = database_.table(id).columns[i];
      if (!std::holds_alternative<column::NoCells>(column.cells)) use(plan_.field(record.fields[i]), column);
    }
  }

  static std::string heading(const plan::Field& field) { return field.column_name.empty() ? field.name : field.column_name; }

  // Whether a row above, or itself, has no owner.
  bool is_lost(plan::RecordId id, column::Row row) const {
    for (; id != plan_.family && plan_.record(id).owner.exists(); id = plan_.record(id).owner) {
      row = database_.table(id).owner[row];
      if (row == column::no_row) return true;
    }
    return false;
  }

  std::string owner_key(plan::RecordId id, column::Row row) const {
    const column::Row owner = database_.table(id).owner[row];
    return owner == column::no_row ? "" : database_.table(plan_.record(id).owner).keys.text(owner);
  }

  // Empty: unknown.
  std::string cell(const plan::Field& field, const column::Column& column, column::Row row) const {
    if (!column::is_known(column, row)) return "";
    if (field.type.kind == types::Kind::yes_no) return column::answer_at(column, row) == column::yes ? "yes" : "no";
    const std::int64_t value = column::interval_at(column, row).lo;
    if (const auto* const sets = std::get_if<column::SetCells>(&column.cells)) {
      std::string out;
      const auto& items = plan_.code_lists[field.type.codes.index()].items;
      for (std::size_t i = 0; i < items.size(); ++i)
        if ((sets->cells[row] >> i & 1U) != 0) out += (out.empty() ? "" : ";") + items[i].name;
      return out.empty() ? "none" : out;
    }
    switch (field.type.kind) {
      case types::Kind::date: return base::format_iso_date(static_cast<base::Day>(value));
      case types::Kind::code: return plan_.code_lists[field.type.codes.index()].items[static_cast<std::size_t>(value)].name;
      case types::Kind::text: return std::string(database_.texts.text(static_cast<std::uint32_t>(value)));
      case types::Kind::link: return database_.table(field.type.record).keys.text(static_cast<column::Row>(value));
      default: return base::format_decimal(value);
    }
  }

  std::string object(plan::RecordId id, column::Row row) {
    const plan::Record& record = plan_.record(id);
    const auto text = [](const std::string& value) { return '"' + value + '"'; };
    std::string out = "{\"" + record.key + "\":" + text(database_.table(id).keys.text(row));
    // Below the family the object around it owns a row.
    if (id == plan_.family && record.owner.exists()) {
      const std::string owner = owner_key(id, row);
      out += ",\"" + record.owner_column + "\":" + (owner.empty() ? "null" : text(owner));
    }
    each_field(id, [&](const plan::Field& field, const column::Column& column) {
      const std::string value = cell(field, column, row);
      if (value.empty() && dice_.one_in(2) && row > 0) return;
      const bool is_number = column::is_known(column, row) && field.type.kind == types::Kind::number;
      const bool is_answer = column::is_known(column, row) && field.type.kind == types::Kind::yes_no && dice_.one_in(2);
      out += ",\"" + heading(field) + "\":";
      out += value.empty()                  ? "null"
             : is_answer                    ? (value == "yes" ? "true" : "false")
             : is_number && dice_.one_in(2) ? value
                                            : text(value);
    });
    each_record([&](plan::RecordId below, const plan::Record& owned) {
      if (owned.owner != id || below == plan_.family || !plan_.belongs_under(below, plan_.family)) return;
      std::string rows;
      const column::Rows range = column::owned_rows(database_, id, row, below);
      for (column::Row each = range.begin; each < range.end; ++each) rows += (rows.empty() ? "" : ",") + object(below, each);
      out += ",\"" + owned.plural + "\":[" + rows + ']';
    });
    return out + '}';
  }

  const column::Database& database_;
  const plan::Plan& plan_;
  Dice dice_;
};

}  // namespace fairstart::equivalence
