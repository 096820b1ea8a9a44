// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <set>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"
#include "engine/examples/examples.hpp"

namespace fairstart::examples {
namespace {

using column::Row;

using base::overloaded;

// One made row, where it goes.
struct Placed {
  const plan::MadeRow* made = nullptr;
  Row owner = column::no_row;
  bool others_no = false;
};

// Rows in the order of the text. Owners are numbered in that order too, so a record's rows stand grouped by owner; rows that
// are not under their owner come last.
class Placing {
 public:
  explicit Placing(const plan::Plan& plan) : rows(plan.records.size()), plan_(plan) {}

  void place_all(const std::vector<plan::MadeRow>& made) {
    for (const plan::MadeRow& each : made) place(each, {}, column::no_row, false);
    // Placing one may find more: by index.
    for (std::size_t i = 0; i < astray_.size(); ++i) put(*astray_[i].made, column::no_row, astray_[i].others_no);
  }

  std::vector<std::vector<Placed>> rows;  // by RecordId

 private:
  void place(const plan::MadeRow& made, plan::RecordId above, Row above_row, bool others_no) {
    const plan::RecordId owner = plan_.record(made.record).owner;
    if (owner.exists() && owner != above && made.record != plan_.family)
      astray_.push_back({&made, column::no_row, others_no});
    else
      put(made, owner == above ? above_row : column::no_row, others_no);
  }

  void put(const plan::MadeRow& made, Row owner_row, bool others_no) {
    auto& own = rows[made.record.index()];
    const Row row = static_cast<Row>(own.size());
    const bool no_others = others_no || made.others_no;
    own.push_back({&made, owner_row, no_others});
    for (const plan::MadeRow& inside : made.rows) place(inside, made.record, row, no_others);
  }

  const plan::Plan& plan_;
  std::vector<Placed> astray_;
};

// Numbers beyond a column's storage stay unknown; the checker has refused them in the file.
std::optional<std::int32_t> narrow(std::int64_t number) {
  if (number <= std::numeric_limits<std::int32_t>::min() || number > std::numeric_limits<std::int32_t>::max()) return {};
  return static_cast<std::int32_t>(number);
}

void set(column::Column& column, Row row, const plan::Constant& value, column::TextPool& texts) {
  std::visit(overloaded{
                 [](column::NoCells&) {},
                 [&](column::AnswerCells& c) { c.cells[row] = column::answer_of(value.number != 0); },
                 [&](column::CodeCells& c) { c.cells[row] = static_cast<std::uint16_t>(value.number); },
                 [&](column::DateCells& c) {
                   if (const auto day = narrow(value.number)) c.cells[row] = *day;
                 },
                 [&](column::WholeCells& c) {
                   if (const auto whole = narrow(value.number / base::million); whole && value.number % base::million == 0)
                     c.cells[row] = *whole;
                 },
                 [&](column::NumberCells& c) { c.cells[row] = value.number; },
                 [&](column::TextCells& c) { c.cells[row] = texts.intern(value.text); },
                 [&](column::SetCells& c) { c.cells[row] = static_cast<std::uint64_t>(value.number); },
                 [&](column::LinkCells& c) { c.cells[row] = static_cast<Row>(value.number); },
             },
             column.cells);
}

void set_missing(column::Column& column, Row row, plan::Missing why, std::size_t rows) {
  // A role may have fixed the field; what is written takes its place.
  std::visit(overloaded{
                 [](column::NoCells&) {},
                 [row](column::AnswerCells& c) { c.cells[row] = column::unknown; },
                 [row](column::CodeCells& c) { c.cells[row] = column::CodeCells::none; },
                 [row](column::DateCells& c) { c.cells[row] = column::DateCells::none; },
                 [row](column::WholeCells& c) { c.cells[row] = column::WholeCells::none; },
                 [row](column::NumberCells& c) { c.cells[row] = column::NumberCells::none; },
                 [row](column::TextCells& c) { c.cells[row] = column::TextCells::none; },
                 [row](column::SetCells& c) { c.cells[row] = column::SetCells::none; },
                 [row](column::LinkCells& c) { c.cells[row] = column::LinkCells::none; },
             },
             column.cells);
  if (why == plan::Missing::not_recorded && column.why.empty()) return;
  column.why.resize(rows, plan::Missing::not_recorded);
  column.why[row] = why;
}

std::optional<Row> row_named(const column::Table& table, const std::string& name) {
  for (Row row = 0; row < table.keys.size(); ++row)
    if (table.keys.text(row) == name) return row;
  return {};
}

void fill(const plan::Plan& plan, column::Database& database, plan::RecordId record, const std::vector<Placed>& rows) {
  column::Table& table = database.tables[record.index()];
  const std::vector<plan::FieldId>& fields = plan.record(record).fields;
  const auto column_of = [&](plan::FieldId field) -> column::Column& {
    return table.columns[static_cast<std::size_t>(std::find(fields.begin(), fields.end(), field) - fields.begin())];
  };
  for (Row row = 0; row < rows.size(); ++row) {
    const plan::MadeRow& made = *rows[row].made;
    std::set<plan::FieldId> stated;
    if (const plan::FieldId existence = plan.record(record).existence; existence.exists()) {
      set(column_of(existence), row, {.number = 1}, database.texts);
      stated.insert(existence);
    }
    if (made.role.exists())
      for (const auto& [field, number] : plan.roles[made.role.index()].fixed) {
        set(column_of(field), row, {.number = number}, database.texts);
        stated.insert(field);
      }
    for (const plan::MadeFact& fact : made.facts) {
      if (plan.field(fact.field).type.kind == types::Kind::link && fact.value) {
        const auto linked = row_named(database.table(plan.field(fact.field).type.record), fact.value->text);
        if (linked) set(column_of(fact.field), row, {.number = *linked}, database.texts);
      } else if (fact.value)
        set(column_of(fact.field), row, *fact.value, database.texts);
      else
        set_missing(column_of(fact.field), row, fact.why, table.rows);
      stated.insert(fact.field);
    }
    if (!rows[row].others_no) continue;
    for (const plan::FieldId field : fields)
      if (plan.field(field).type.kind == types::Kind::yes_no && !stated.contains(field))
        set(column_of(field), row, {.number = 0}, database.texts);
  }
}

// The rows' names; a row without one is `contact-1`, counted within its record, and the family is `family`.
void name(const plan::Plan& plan, column::Table& table, plan::RecordId record, const std::vector<Placed>& rows) {
  std::set<std::string> taken;
  for (const Placed& row : rows) taken.insert(row.made->name);
  const std::string& word = plan.record(record).name;
  std::size_t count = 0;
  for (const Placed& row : rows) {
    std::string key = row.made->name;
    if (key.empty() && record == plan.family && taken.insert(word).second) key = word;
    while (key.empty()) {
      const std::string next = word + '-' + std::to_string(++count);
      if (taken.insert(next).second) key = next;
    }
    table.keys.add(key);
  }
}

}  // namespace

column::Database records_of(const plan::Plan& plan, const plan::Example& example) {
  Placing placing(plan);
  placing.place_all(example.rows);

  column::Database database;
  database.plan = &plan;
  database.tables.resize(plan.records.size());
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    const plan::Record& declared = plan.record(record);
    if (declared.pairing) continue;  // below, from the others
    column::Table& table = database.tables[i];
    std::vector<Placed>& rows = placing.rows[i];
    table.rows = rows.size();
    table.keys.reserve(rows.size());
    for (const plan::FieldId field : declared.fields) {
      table.columns.push_back(column::column_for(plan.field(field).type));
      column::resize(table.columns.back(), rows.size());
    }
    for (const Placed& row : rows) {
      if (declared.owner.exists()) table.owner.push_back(row.owner);
      table.made_as.push_back(static_cast<std::uint16_t>(row.made->role.exists() ? row.made->role.index() + 1 : 0));
    }
    if (declared.owner.exists() && record != plan.family) {
      const std::size_t owners = placing.rows[declared.owner.index()].size();
      for (Row owner = 0; owner <= owners; ++owner)
        table.first.push_back(
            static_cast<Row>(std::lower_bound(table.owner.begin(), table.owner.end(), owner) - table.owner.begin()));
    }
    name(plan, table, record, rows);
  }
  // Links name rows by what the example calls them: when all have their names.
  for (std::size_t i = 0; i < plan.records.size(); ++i)
    if (!plan.records[i].pairing) fill(plan, database, plan::RecordId(i), placing.rows[i]);
  column::make_pairs(database);
  return database;
}

}  // namespace fairstart::examples
