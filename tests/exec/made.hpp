// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/column/evaluated.hpp"
#include "engine/exec/program.hpp"

// Plans and records made by hand: places, families, people, contacts.
namespace fairstart::exec::made {

using plan::ExprId;
using plan::RecordId;

inline const RecordId place{0U}, family{1U}, person{2U}, contact{3U}, rowless{};

class Case {
 public:
  plan::Plan plan;
  column::Database database;
  column::Clock clock;

  Case() {
    plan.records.resize(4);
    const char* names[] = {"place", "family", "person", "contact"};
    const char* plurals[] = {"places", "families", "people", "contacts"};
    for (std::size_t i = 0; i < 4; ++i) {
      plan.records[i].name = names[i];
      plan.records[i].plural = plurals[i];
      if (i > 0) plan.records[i].owner = RecordId(i - 1);
    }
    plan.family = family;
    database.tables.resize(4);
    clock.as_at = *base::day_of(2026, 4, 1);
    clock.period_from = *base::day_of(2025, 4, 2);
    clock.period_to = clock.as_at;
    database.plan = &plan;
  }
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  plan::FieldId field(RecordId record, plan::Type type, column::Column column) {
    plan::Field field;
    field.name = "field-" + std::to_string(plan.fields.size());
    field.record = record;
    field.type = type;
    plan.fields.push_back(field);
    const plan::FieldId id(plan.fields.size() - 1);
    plan.records[record.index()].fields.push_back(id);
    database.tables[record.index()].columns.push_back(std::move(column));
    return id;
  }
  ExprId add(RecordId row, plan::Type type, plan::Node node) {
    plan::Expr expr;
    expr.node = std::move(node);
    expr.type = type;
    expr.row = row;
    plan.exprs.push_back(std::move(expr));
    return ExprId(plan.exprs.size() - 1);
  }
  ExprId value(plan::FieldId field) { return add(plan.field(field).record, plan.field(field).type, plan::FieldValue{field}); }
  ExprId number(std::int64_t units) { return add(rowless, types::number(), plan::Constant{units * 1'000'000, {}}); }
  ExprId yes_no(RecordId row, std::vector<column::Answer> cells) {
    return value(field(row, types::yes_no(), {column::AnswerCells{std::move(cells)}, {}}));
  }
  ExprId answer(RecordId row, plan::Node node) { return add(row, types::yes_no(), std::move(node)); }
  plan::ListId list(RecordId record, RecordId scope, ExprId member) {
    plan::List list;
    list.record = record;
    list.scope = scope;
    list.member = member;
    plan.lists.push_back(list);
    return plan::ListId(plan.lists.size() - 1);
  }

  // Rows of a table and their owners, which must not fall (but may be no_row, for families).
  void rows(RecordId record, std::vector<column::Row> owner) {
    column::Table& table = database.tables[record.index()];
    table.rows = owner.size();
    table.owner = std::move(owner);
    if (record == family) return;
    const std::size_t owners = database.tables[record.index() - 1].rows;
    table.first.assign(owners + 1, 0);
    for (const column::Row row : table.owner) ++table.first[row + 1];
    for (std::size_t i = 0; i < owners; ++i) table.first[i + 1] += table.first[i];
  }
  void places(std::size_t n) { database.tables[place.index()].rows = n; }

  column::Evaluated run(const std::vector<ExprId>& wanted) const {
    const Program program(database, clock, wanted);
    column::Evaluated out;
    program.run(column::chunk_of_families(database, 0, static_cast<column::Row>(database.table(family).rows)), out);
    return out;
  }
  std::vector<column::Answer> answers(ExprId id) const { return run({id}).values(id).answers; }
  std::vector<column::Interval> intervals(ExprId id) const {
    const column::Evaluated out = run({id});
    const column::Values& values = out.values(id);
    std::vector<column::Interval> found;
    for (std::size_t i = 0; i < values.lo.size(); ++i) found.push_back({values.lo[i], values.hi[i]});
    return found;
  }
};

}  // namespace fairstart::exec::made
