// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/exec/grouping.hpp"

namespace fairstart::exec {

// Which expressions of a plan are the same as an earlier one: of one meaning, type and record, whatever their names.
class Meanings {
 public:
  Meanings(const column::Database& database, Groupings& groupings);
  // Expressions come after what they read. Returns what it is the same as: an earlier one, or itself.
  plan::ExprId add(plan::ExprId id);
  plan::ExprId of(plan::ExprId id) const { return same_[id.index()].exists() ? same_[id.index()] : id; }

 private:
  plan::ExprId another_name_of(plan::ExprId id) const;  // none: it is no name
  void write_key(plan::ExprId id);

  const column::Database& database_;
  const plan::Plan& plan_;
  Groupings& groupings_;
  std::vector<plan::ExprId> same_;  // by ExprId; none: not added
  std::unordered_map<std::string, plan::ExprId> by_key_;
  std::string key_;
};

}  // namespace fairstart::exec
