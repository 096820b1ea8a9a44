// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/allocation/allocation.hpp"

namespace fairstart::report {

struct ListCounts {
  plan::RegisterId list;
  std::int64_t listed = 0, cannot_tell = 0, beyond_limit = 0, without_name = 0;
};

// Rows of an allocation, or some of them, by what came of them. `received`: had it earlier in the supply's stretch of time.
struct Applicants {
  std::int64_t given = 0, waiting = 0, cannot_tell = 0, received = 0;
};
struct PlaceCounts {
  std::string place;  // empty: not known, and the amounts are 0
  allocation::PlaceShare amounts;
  Applicants applicants;
};
struct AllocationCounts {
  plan::AllocationId allocation;
  allocation::Stretch stretch;
  std::optional<std::int64_t> supply;    // millionths, of the stretch
  std::int64_t received = 0, given = 0;  // millionths
  Applicants all;
  std::vector<std::pair<std::string, Applicants>> by_need;  // by the first value of the order, the first in line first
  std::map<int, Applicants> by_fifth;                       // of deprivation; 0: not known
  std::vector<PlaceCounts> places;                          // where the supply is shared
};

std::vector<ListCounts> count_lists(const allocation::Results& results);
std::vector<AllocationCounts> count_allocations(const column::Database& database, const allocation::Results& results);

}  // namespace fairstart::report
