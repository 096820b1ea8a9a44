// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"
#include "engine/column/database.hpp"
#include "tests/equivalence/dice.hpp"

// Random small records for any plan: unknown cells, fields without column, empty and open lists, families without a place,
// links within a family and to records of their own, and what one of the plan's mappings says of missing rows and of days.
namespace fairstart::equivalence {

using base::overloaded;

class MadeUp {
 public:
  // Tame: no numbers whose sums don't fit, and no rows made under a role (whose other roles count as no where unknown).
  MadeUp(const plan::Plan& plan, std::uint64_t seed, std::size_t families, bool tame = false)
      : plan_(plan), dice_(seed), families_(families), tame_(tame) {}

  column::Database database() {
    column::Database out;
    out.plan = &plan_;
    out.tables.resize(plan_.records.size());
    const bool example = dice_.one_in(6) && !tame_;
    for (std::size_t done = 0; done < plan_.records.size();) {
      done = 0;
      // Owners first: their numbers of rows are needed.
      for (std::size_t i = 0; i < plan_.records.size(); ++i) {
        const plan::RecordId owner = plan_.records[i].owner;
        if (made(out, plan::RecordId(i)))
          ++done;
        else if (!owner.exists() || made(out, owner))
          table(out, plan::RecordId(i), example);
      }
    }
    links(out);
    if (!plan_.mappings.empty()) under(dice_.of(plan_.mappings), out);
    column::make_pairs(out);
    return out;
  }

  // The same records with more known: some unknown cells filled, some open lists closed, some families given a place. What
  // no record says of a death stays as it is: it counts as none.
  void complete(column::Database& database) {
    const bool wholly = dice_.one_in(3);
    for (std::size_t i = 0; i < plan_.records.size(); ++i) {
      column::Table& table = database.tables[i];
      if (wholly || dice_.one_in(2)) table.partial = false;
      if (wholly || dice_.one_in(2)) table.open_owners.clear();
      if (wholly || dice_.one_in(2)) table.partial_where.clear();
      if (wholly || dice_.one_in(2)) table.covers.reset();
      if (plan::RecordId(i) == plan_.family && plan_.records[i].owner.exists())
        for (column::Row& owner : table.owner)
          if (owner == column::no_row && dice_.one_in(2))
            owner = static_cast<column::Row>(dice_.below(database.table(plan_.records[i].owner).rows));
      for (std::size_t f = 0; f < table.columns.size(); ++f) {
        const plan::FieldId id = plan_.records[i].fields[f];
        if (id == plan_.records[i].date_of_death) continue;
        column::Column& column = table.columns[f];
        if (std::holds_alternative<column::NoCells>(column.cells) && dice_.one_in(2)) {
          column = column::column_for(plan_.field(id).type);
          column::resize(column, table.rows);
        }
        for (column::Row row = 0; row < table.rows; ++row)
          if (!column::is_known(column, row) && (wholly || dice_.one_in(2))) set(database, plan_.field(id), column, row);
      }
    }
    column::make_pairs(database);
  }

 private:
  // Pairs are made from the rest, at the end.
  bool made(const column::Database& database, plan::RecordId record) const {
    return !database.table(record).columns.empty() || plan_.record(record).pairing;
  }

  void links(column::Database& database) {
    for (std::size_t i = 0; i < plan_.records.size(); ++i)
      for (std::size_t f = 0; f < database.tables[i].columns.size(); ++f) {
        column::Column& column = database.tables[i].columns[f];
        if (!std::holds_alternative<column::LinkCells>(column.cells)) continue;
        for (column::Row row = 0; row < database.tables[i].rows; ++row)
          if (!dice_.one_in(4)) set(database, plan_.field(plan_.records[i].fields[f]), column, row);
      }
  }

  // Rows that a link in this row may name: under the family, those of the same one.
  column::Rows linked(const column::Database& database, const plan::Field& link, column::Row row) const {
    const plan::RecordId to = link.type.record;
    if (!plan_.family.exists() || !plan_.belongs_under(to, plan_.family))
      return {0, static_cast<column::Row>(database.table(to).rows)};
    if (!plan_.belongs_under(link.record, plan_.family)) return {};
    return column::owned_rows(database, plan_.family, column::owner_row(database, link.record, row, plan_.family), to);
  }

  void under(const plan::Mapping& mapping, column::Database& database) {
    database.extracted_on = mapping.extracted_on;
    for (const plan::PartialSource& source : mapping.partial) {
      column::Table& table = database.tables[source.record.index()];
      if (source.where.exists())
        table.partial_where.push_back(source.where);
      else
        table.partial = true;
    }
    for (const plan::Covers& covers : mapping.covers) database.tables[covers.record.index()].covers = covers;
  }

  void table(column::Database& database, plan::RecordId id, bool example) {
    const plan::Record& record = plan_.record(id);
    column::Table& table = database.tables[id.index()];
    const bool grouped = record.owner.exists() && id != plan_.family;
    if (grouped) {
      const std::size_t owners = database.table(record.owner).rows;
      for (column::Row owner = 0; owner < owners; ++owner) {
        table.first.push_back(static_cast<column::Row>(table.owner.size()));
        for (std::size_t n = dice_.one_in(3) ? 0 : dice_.below(5); n > 0; --n) table.owner.push_back(owner);
        if (dice_.one_in(20)) table.open_owners.push_back(owner);
      }
      table.first.push_back(static_cast<column::Row>(table.owner.size()));
      // Orphans: in no chunk.
      for (std::size_t n = dice_.below(3); n > 0; --n) table.owner.push_back(column::no_row);
      table.rows = table.owner.size();
      table.partial = dice_.one_in(12);
    } else {
      table.rows = id == plan_.family ? families_ : 3;
      if (record.owner.exists())
        for (std::size_t i = 0; i < table.rows; ++i)
          table.owner.push_back(dice_.one_in(5) ? column::no_row
                                                : static_cast<column::Row>(dice_.below(database.table(record.owner).rows)));
    }
    for (std::size_t i = 0; i < table.rows; ++i) table.keys.add(record.name + std::to_string(i));
    if (example)
      for (std::size_t i = 0; i < table.rows; ++i) table.made_as.push_back(made_as(id));
    for (const plan::FieldId field : record.fields) table.columns.push_back(column(database, plan_.field(field), table.rows));
  }

  std::uint16_t made_as(plan::RecordId record) {
    const std::size_t role = dice_.below(plan_.roles.size() + 1);
    return role < plan_.roles.size() && plan_.roles[role].record == record ? static_cast<std::uint16_t>(role + 1)
                                                                           : std::uint16_t{0};
  }

  column::Column column(column::Database& database, const plan::Field& field, std::size_t rows) {
    column::Column out = column::column_for(field.type);
    if (dice_.one_in(25)) out = {};  // a file without that column
    column::resize(out, rows);
    const std::size_t unknown_in = std::vector<std::size_t>{2, 3, 5, 1000}[dice_.below(4)];
    const bool reasons = dice_.one_in(2);
    if (reasons) out.why.resize(rows, plan::Missing::not_recorded);
    const bool link = std::holds_alternative<column::LinkCells>(out.cells);  // to rows that may not be there yet
    for (column::Row row = 0; row < rows; ++row) {
      if (reasons) out.why[row] = static_cast<plan::Missing>(dice_.below(5));
      if (link || dice_.one_in(unknown_in)) continue;
      set(database, field, out, row);
    }
    return out;
  }

  void set(column::Database& database, const plan::Field& field, column::Column& column, column::Row row) {
    std::visit(overloaded{
                   [](column::NoCells&) {},
                   [&](column::AnswerCells& c) { c.cells[row] = column::answer_of(dice_.one_in(2)); },
                   [&](column::CodeCells& c) {
                     c.cells[row] =
                         static_cast<std::uint16_t>(dice_.below(plan_.code_lists[field.type.codes.index()].items.size()));
                   },
                   [&](column::DateCells& c) { c.cells[row] = date(); },
                   [&](column::WholeCells& c) { c.cells[row] = static_cast<std::int32_t>(number(field) / base::million); },
                   [&](column::NumberCells& c) { c.cells[row] = number(field); },
                   [&](column::TextCells& c) {
                     c.cells[row] = database.texts.intern(dice_.of({"North", "South", "East"}));
                   },
                   [&](column::SetCells& c) {
                     const std::size_t codes = plan_.code_lists[field.type.codes.index()].items.size();
                     c.cells[row] = dice_.below(std::size_t{1} << std::min<std::size_t>(codes, 20));
                   },
                   [&](column::LinkCells& c) {
                     const column::Rows rows = linked(database, field, row);
                     if (rows.size() > 0) c.cells[row] = rows.begin + static_cast<column::Row>(dice_.below(rows.size()));
                   },
               },
               column.cells);
  }

  // Around the date of the run, with ties; now and then at the calendar's ends.
  base::Day date() {
    if (!tame_ && dice_.one_in(60)) return dice_.one_in(2) ? base::last_day - 5 : base::first_day + 5;
    return static_cast<base::Day>(dice_.one_in(2) ? dice_.between(19890, 20620) : 20400 + 30 * dice_.between(0, 5));
  }

  std::int64_t number(const plan::Field& field) {
    if (!tame_ && dice_.one_in(80) && !field.highest &&
        !std::holds_alternative<column::WholeCells>(column::column_for(field.type).cells))
      return INT64_MAX / 3;  // sums of these don't fit
    const std::int64_t lowest = field.lowest.value_or(-5 * base::million),
                       highest = field.highest.value_or(40'000 * base::million);
    const std::int64_t step = dice_.one_in(3) ? 1 : base::million;
    return lowest +
           dice_.between(0, std::min((highest - lowest) / step, std::int64_t{dice_.one_in(2) ? 15 : 40'000'000})) * step;
  }

  const plan::Plan& plan_;
  Dice dice_;
  std::size_t families_;
  bool tame_;
};

}  // namespace fairstart::equivalence
