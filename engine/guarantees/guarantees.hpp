// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::guarantees {

// Rows of the guarantee's record: where it holds, where it does not, and where what is not recorded decides. A row that fails
// for one fact turned fails; one that can't be told for one can't be told, unless it fails for another.
struct Result {
  std::int64_t holds = 0, fails = 0, unknown = 0;
  column::Row first = column::no_row;  // the first row that fails
  std::string turned;                  // the fact whose turning makes that row fail: "low-mood of P17"; empty for an answer
  bool failed() const { return fails > 0; }
};

// At most so many rows of one record in a family are turned, one at a time; families with more can't be told.
inline constexpr std::size_t most_turned = 100;

// By place in Plan::guarantees. The database is changed while this runs, and as it was afterwards. What no family owns is judged
// with the first part of all families.
std::vector<Result> judge(column::Database& database, const column::Clock& clock, std::size_t chunk_families = 256);

// "every newborn's family is offered the visit: holds for 120, fails for 2 (first: F0003), 1 can't be told".
std::string told(const column::Database& database, const plan::Guarantee& guarantee, const Result& result);

}  // namespace fairstart::guarantees
