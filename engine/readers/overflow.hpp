// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "engine/column/database.hpp"

namespace fairstart::readers {

// Where rows go that memory is not to hold: those of the family and of what belongs under it, whose tables are left without
// columns then. Told by one thread at a time. What it throws, read_folder throws.
class Overflow {
 public:
  virtual ~Overflow() = default;
  // Rows came to a table that is being read, of whose rows there are such a share now. True: they were taken, and it starts again
  // with none: the keys stay only where keys_stay().
  virtual bool rows_came(plan::RecordId record, column::Table& table, double share) = 0;
  virtual bool keys_stay(plan::RecordId record) const = 0;
  // Rows came to tables that keep them until their file is read, of which such a share is.
  virtual void rows_stay(const std::vector<const column::Table*>& tables, double share) = 0;
  // No more rows come. `links`: some cells are followed only when all is read, and the rows stay until then. Owners are not
  // grouped by then.
  virtual void ended(plan::RecordId record, column::Table& table, bool links) = 0;
  // All tables have ended, and links were followed.
  virtual void all_ended(column::Database& database) = 0;
  // The keys of the rows that were taken, in any order.
  virtual void each_key_taken(plan::RecordId record, const std::function<void(std::string_view)>& use) const = 0;
};

}  // namespace fairstart::readers
