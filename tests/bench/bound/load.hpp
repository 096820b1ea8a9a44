// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/bench/bound/columns.hpp"

namespace fairstart::bound {

// family.csv, person.csv and event.csv of `folder`, as the generator writes them: clustered, ids rising, nothing quoted.
// Ends the program where a file can't be read or a row has no owner.
Columns load_csv(const std::string& folder, unsigned threads);
// The same from families.ndjson: a document a family, with the people and their events inside.
Columns load_ndjson(const std::string& folder, unsigned threads);

}  // namespace fairstart::bound
