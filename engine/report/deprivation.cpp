// SPDX-License-Identifier: Apache-2.0
#include "engine/report/deprivation.hpp"

#include "dsl/base/decimal.hpp"

namespace fairstart::report {

Deprivation::Deprivation(const column::Database& database) : database_(&database) {
  const plan::Plan& plan = *database.plan;
  for (const bool tenths : {false, true}) {
    for (plan::RecordId at = plan.family; at.exists(); at = plan.record(at).owner) {
      for (const plan::FieldId field : plan.record(at).fields) {
        const plan::Field& candidate = plan.field(field);
        if (field_.exists() || candidate.type.kind != types::Kind::number) continue;
        if (candidate.name != (tenths ? "imd-decile" : "imd-quintile")) continue;
        field_ = field;
        tenths_ = tenths;
      }
    }
  }
}

int Deprivation::fifth(column::Row family) const {
  if (!field_.exists()) return 0;
  const plan::Plan& plan = *database_->plan;
  const plan::RecordId record = plan.field(field_).record;
  const column::Row row = record == plan.family ? family : column::owner_row(*database_, plan.family, family, record);
  if (row == column::no_row) return 0;
  const column::Interval value = column::interval_at(database_->column(field_), row);
  if (!value.known() || value.lo % base::million != 0) return 0;
  const std::int64_t number = value.lo / base::million;
  if (number < 1 || number > (tenths_ ? 10 : 5)) return 0;
  return static_cast<int>(tenths_ ? (number + 1) / 2 : number);
}

}  // namespace fairstart::report
