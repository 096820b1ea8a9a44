// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/column/database.hpp"

namespace fairstart::report {

// Where the deprivation fifth of a family is read: a field named `imd-quintile` of the family or of an owner, else one named
// `imd-decile`.
class Deprivation {
 public:
  explicit Deprivation(const column::Database& database);
  // 1 (most deprived) to 5; 0 where it is not known.
  int fifth(column::Row family) const;
  bool exists() const { return field_.exists(); }

 private:
  const column::Database* database_;
  plan::FieldId field_;
  bool tenths_ = false;
};

}  // namespace fairstart::report
