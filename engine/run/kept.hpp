// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/allocation/allocation.hpp"
#include "engine/column/database.hpp"

namespace fairstart::run {

// Of families that come a part at a time: the rows that lists and allocations name, and what they belong to, with what is told of
// them at the end (their ids, the family's deprivation).
class Kept {
 public:
  explicit Kept(const plan::Plan& plan);
  // Rows of the part's database, which are rows of ours from then on.
  void take(const column::Database& part, allocation::Collected& collected);
  std::size_t bytes() const;
  // Puts our tables instead of those of the last part.
  void give(column::Database& database);

 private:
  const plan::Plan& plan_;
  std::vector<column::Table> tables_;    // by RecordId
  std::vector<plan::RecordId> records_;  // the family and what is under it, owners first
};

}  // namespace fairstart::run
