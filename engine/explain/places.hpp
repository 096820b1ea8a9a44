// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/explain/ask.hpp"

namespace fairstart::explain {

// A row that a file holds: what a row stands for. Of a pair, the row that is seen.
struct Place {
  plan::RecordId record;
  column::Row row = column::no_row;
};
Place place_of(const column::Database& database, plan::RecordId record, column::Row row);

// Whether there are more rows of a list under a row of its scope: for pairs, more of the listed rows where they are seen.
Fact more_rows(const column::Database& database, const plan::List& list, column::Row row);

// Whether the field says anything on this row now: on record, and no snapshot of another time.
bool is_told(const column::Database& database, const column::Clock& clock, plan::FieldId field, column::Row row);

// The rows that a link may name from this row: its family's, or the whole table of a record that families do not hold.
column::Rows linked_rows(const column::Database& database, plan::FieldId link, column::Row row);
// The one that it names; no_row where that is not known.
column::Row linked_row(const column::Database& database, const column::Clock& clock, plan::FieldId link, column::Row row);

// Database::id_of, added to a text.
void append_id(const column::Database& database, plan::RecordId record, column::Row row, std::string& text);

}  // namespace fairstart::explain
