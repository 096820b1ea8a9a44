// SPDX-License-Identifier: Apache-2.0
#include "engine/report/deprivation.hpp"

#include "dsl/base/decimal.hpp"

namespace fairstart::report {
namespace {

// A field of the framework for which the records have no column is unknown in every row.
bool any_known(const column::Database& database, plan::FieldId field) {
  const std::size_t rows = database.table(database.plan->field(field).record).rows;
  for (column::Row row = 0; row < rows; ++row)
    if (column::interval_at(database.column(field), row).known()) return true;
  return false;
}

}  // namespace

Deprivation::Deprivation(const column::Database& database, By by) : database_(&database) {
  const plan::Plan& plan = *database.plan;
  const bool first = by == By::tenths;
  for (const bool tenths : {first, !first}) {
    for (plan::RecordId at = plan.family; at.exists(); at = plan.record(at).owner) {
      for (const plan::FieldId field : plan.record(at).fields) {
        const plan::Field& candidate = plan.field(field);
        if (field_.exists() || candidate.type.kind != types::Kind::number) continue;
        if (candidate.name != (tenths ? "imd-decile" : "imd-quintile")) continue;
        if (first && tenths && !any_known(database, field)) continue;
        field_ = field;
        tenths_ = tenths;
      }
    }
  }
}

int Deprivation::group(column::Row family) const {
  if (!field_.exists()) return 0;
  const plan::Plan& plan = *database_->plan;
  const plan::RecordId record = plan.field(field_).record;
  const column::Row row = record == plan.family ? family : column::owner_row(*database_, plan.family, family, record);
  if (row == column::no_row) return 0;
  const column::Interval value = column::interval_at(database_->column(field_), row);
  if (!value.known() || value.lo % base::million != 0) return 0;
  const std::int64_t number = value.lo / base::million;
  return number < 1 || number > groups() ? 0 : static_cast<int>(number);
}

int Deprivation::fifth(column::Row family) const { return tenths_ ? (group(family) + 1) / 2 : group(family); }

}  // namespace fairstart::report
