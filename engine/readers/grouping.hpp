// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/column/database.hpp"

namespace fairstart::readers {

// Groups a table's rows by owner, keeping the order within each, and fills `first`; column by column, each of which is held twice
// for a while. `owner` must be known for every row, below `owner_rows`. Nothing moves where rows are in order; else `moved`, where
// it is given, says which row each one was before. Else keys that are not looked up stay where they are, and are found through that.
void group_by_owner(column::Table& table, std::size_t owner_rows, std::vector<column::Row>* moved = nullptr,
                    std::size_t threads = 1, bool keys_are_looked_up = true);

}  // namespace fairstart::readers
