// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/exec/grouping.hpp"

namespace fairstart::exec {

// Why a value is not known, row by row: for the few expressions that ask (`income is declined`).
class Reasons {
 public:
  // For `value`, and what its reason may lie in.
  Reasons(const column::Database& database, Groupings& groupings, plan::ExprId value);
  bool is_known(const Frame& frame, plan::ExprId value, column::Row row) const;
  // Of a value that is not known, at a row number of the database.
  plan::Missing why(const Frame& frame, plan::ExprId value, column::Row row) const;

 private:
  plan::Missing why_not_picked(const Frame& frame, const plan::Pick& pick, column::Row row) const;

  const column::Database* database_;
  const plan::Plan* plan_;
  std::map<plan::ListId, const Grouping*> groupings_;
};

// The grouping that a node over the list works with; null where the list can't be seen from one chunk of families.
const Grouping* grouping_of(const plan::Plan& plan, const plan::List& list, Groupings& groupings);

}  // namespace fairstart::exec
