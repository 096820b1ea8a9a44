// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/column/database.hpp"

namespace fairstart::report {

// Where the deprivation of a family is read: a field named `imd-quintile` of the family or of an owner, else one named
// `imd-decile`; the other way round where tenths are asked for, and the records have a column for them.
class Deprivation {
 public:
  enum class By : std::uint8_t { fifths, tenths };
  explicit Deprivation(const column::Database& database, By by = By::fifths);
  // 1 (most deprived) to 5; 0 where it is not known.
  int fifth(column::Row family) const;
  // 1 (most deprived) to `groups`; 0 where it is not known.
  int group(column::Row family) const;
  int groups() const { return !field_.exists() ? 0 : tenths_ ? 10 : 5; }
  // The fifth of a group; and whether the groups are told by the same field.
  int fifth_of(int of_group) const { return tenths_ ? (of_group + 1) / 2 : of_group; }
  bool same_as(const Deprivation& other) const { return field_ == other.field_ && tenths_ == other.tenths_; }
  bool exists() const { return field_.exists(); }

 private:
  const column::Database* database_;
  plan::FieldId field_;
  const column::Column* column_ = nullptr;  // of the field, if the table has any
  plan::RecordId record_;
  bool of_family_ = false;
  bool tenths_ = false;
};

}  // namespace fairstart::report
