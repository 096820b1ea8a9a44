// SPDX-License-Identifier: Apache-2.0
#include "engine/report/deprivation.hpp"

#include <variant>

#include "dsl/base/decimal.hpp"

namespace fairstart::report {
namespace {

// Told by the column and not by its cells: these differ from one part of the families to another.
bool has_column(const column::Database& database, plan::FieldId field) {
  if (database.table(database.plan->field(field).record).columns.empty()) return false;
  return !std::holds_alternative<column::NoCells>(database.column(field).cells);
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
        if (first && tenths && !has_column(database, field)) continue;
        field_ = field;
        tenths_ = tenths;
      }
    }
  }
  if (!field_.exists()) return;
  record_ = plan.field(field_).record;
  of_family_ = record_ == plan.family;
  if (!database.table(record_).columns.empty()) column_ = &database.column(field_);
}

int Deprivation::group(column::Row family) const {
  if (column_ == nullptr) return 0;
  const column::Row row = of_family_ ? family : column::owner_row(*database_, database_->plan->family, family, record_);
  if (row == column::no_row) return 0;
  const column::Interval value = column::interval_at(*column_, row);
  if (!value.known() || value.lo % base::million != 0) return 0;
  const std::int64_t number = value.lo / base::million;
  return number < 1 || number > groups() ? 0 : static_cast<int>(number);
}

int Deprivation::fifth(column::Row family) const { return fifth_of(group(family)); }

}  // namespace fairstart::report
