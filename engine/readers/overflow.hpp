// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::readers {

// What there is while a file is read.
struct SoFar {
  column::Database& database;
  std::size_t besides = 0;  // bytes that are in no table
  std::size_t index = 0;    // bytes of what tells which keys are repeated, or that it is about to take
  double share = 1;         // of the file's rows that are read
};

// Where rows go that memory is not to hold: those of the family and of what belongs under it, whose tables are left without
// columns then. Told by one thread at a time. What it throws, read_folder throws.
class Overflow {
 public:
  virtual ~Overflow() = default;
  // Before what tells which of the record's keys are repeated takes memory, where its rows go as they come.
  virtual void check_room(plan::RecordId record, const SoFar& so_far) = 0;
  // Rows came to the record's table. True: they were taken, and it starts again with none: the keys stay only where keys_stay().
  virtual bool rows_came(plan::RecordId record, const SoFar& so_far) = 0;
  virtual bool keys_stay(plan::RecordId record) const = 0;
  // Rows came to the tables of records that keep them until their file is read, or for good; or such an index grows.
  virtual void rows_stay(const std::vector<plan::RecordId>& records, const SoFar& so_far) = 0;
  // No more rows come. `links`: some cells are followed only when all is read, and the rows stay until then. Owners are not
  // grouped by then.
  virtual void ended(plan::RecordId record, const SoFar& so_far, bool links) = 0;
  // All tables have ended, and links were followed.
  virtual void all_ended(column::Database& database) = 0;
  // The keys of the rows that were taken, in any order.
  virtual void each_key_taken(plan::RecordId record, const std::function<void(std::string_view)>& use) const = 0;
};

}  // namespace fairstart::readers
