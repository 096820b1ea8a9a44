// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace fairstart::bench {

struct DataSet {
  std::uint32_t families = 0;
  bool csv = true;        // family.csv, person.csv, event.csv
  bool ndjson = false;    // families.ndjson, a nested document a family
  bool shuffled = false;  // the CSV's rows in any order, and keys of twelve characters
};

// Writes the files of workload W into an existing folder; throws std::runtime_error where one can't be written. Same request,
// same bytes.
void write_data(const std::filesystem::path& folder, const DataSet& wanted);

}  // namespace fairstart::bench
