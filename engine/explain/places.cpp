// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/places.hpp"

#include <charconv>

namespace fairstart::explain {

Place place_of(const column::Database& database, plan::RecordId record, column::Row row) {
  if (!record.exists() || row == column::no_row) return {record, row};
  const auto& pairing = database.plan->record(record).pairing;
  if (!pairing) return {record, row};
  const column::Table& pairs = database.table(record);
  return {pairing->listed, row < pairs.listed.size() ? pairs.listed[row] : column::no_row};
}

Fact more_rows(const column::Database& database, const plan::List& list, column::Row row) {
  const plan::Plan& plan = *database.plan;
  const auto& pairing = plan.record(list.record).pairing;
  if (!pairing) return {.list = list.record, .record = list.scope, .row = row};
  const Place viewer = place_of(database, list.scope, row);
  const bool above = viewer.row != column::no_row && plan.belongs_under(viewer.record, pairing->scope);
  const column::Row under = above ? column::owner_row(database, viewer.record, viewer.row, pairing->scope) : column::no_row;
  if (under == column::no_row) return {.list = pairing->listed, .record = viewer.record, .row = viewer.row};
  return {.list = pairing->listed, .record = pairing->scope, .row = under};
}

bool is_told(const column::Database& database, const column::Clock& clock, plan::FieldId field, column::Row row) {
  if (!column::is_known(database.column(field), row)) return false;
  return !database.plan->field(field).snapshot || (clock.snapshots && column::in_date(database, field, clock.as_at));
}

column::Rows linked_rows(const column::Database& database, plan::FieldId link, column::Row row) {
  const plan::Plan& plan = *database.plan;
  const plan::Field& field = plan.field(link);
  const plan::RecordId linked = field.type.record;
  if (!linked.exists()) return {};
  if (!plan.family.exists() || !plan.belongs_under(linked, plan.family) || !plan.belongs_under(field.record, plan.family))
    return {0, static_cast<column::Row>(database.table(linked).rows)};
  const column::Row family = column::owner_row(database, field.record, row, plan.family);
  return family == column::no_row ? column::Rows{} : column::owned_rows(database, plan.family, family, linked);
}

column::Row linked_row(const column::Database& database, const column::Clock& clock, plan::FieldId link, column::Row row) {
  if (!is_told(database, clock, link, row)) return column::no_row;
  return static_cast<column::Row>(column::interval_at(database.column(link), row).lo);
}

void append_id(const column::Database& database, plan::RecordId record, column::Row row, std::string& text) {
  const column::Keys& keys = database.table(record).keys;
  if (keys.size() == 0) {
    text += database.id_of(record, row);
  } else if (keys.as_text()) {
    text += keys.view(row);
  } else {
    char digits[24];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, keys.number(row)).ptr);
  }
}

}  // namespace fairstart::explain
