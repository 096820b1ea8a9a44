// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/exec/grouping.hpp"

namespace fairstart::exec {

// Whether the field's cells say anything at this date: all but a snapshot's that is too old, or wanted for a trend.
bool is_readable(const column::Database& database, const column::Clock& clock, plan::FieldId field);

// Why a value is not known, row by row: for the few expressions that ask (`income is declined`).
class Reasons {
 public:
  // For `value`, and what its reason may lie in.
  Reasons(const column::Database& database, const column::Clock& clock, Groupings& groupings, plan::ExprId value);
  bool is_known(const Frame& frame, plan::ExprId value, column::Row row) const;
  // Of a value that is not known, at a row number of the database.
  plan::Missing why(const Frame& frame, plan::ExprId value, column::Row row) const;

 private:
  plan::Missing why_not_picked(const Frame& frame, const plan::Pick& pick, column::Row row) const;

  const column::Database* database_;
  const plan::Plan* plan_;
  column::Clock clock_;
  std::map<plan::ListId, ListRows> lists_;
};

}  // namespace fairstart::exec
