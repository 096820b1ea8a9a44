// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"

namespace fairstart::plan {

// Something that results are told of, and all that it reads of the records, at any depth: through definitions, scores, levels
// and roles too.
struct Reader {
  std::string kind, name, title;  // "offer", "listening-visits", "Listening visits"
  std::vector<OutcomeId> serves;  // what it is for
  std::vector<FieldId> fields;    // in order, each once
  std::vector<RecordId> records;  // whose rows it looks at, likewise
};

// Levels, scores, offers, allocations, lists, indicators, what is told over them, incentives, guarantees: in this order, and each
// in the order of the plan. What the framework does not show is not there.
std::vector<Reader> readers(const Plan& plan);

// A record of files whose rows are looked at, and the fields of it that anything reads, its day and its deprivation among them.
struct RecordRead {
  RecordId record;
  std::vector<FieldId> fields;  // in the order of the record
};
// In the order of the plan. What such a record belongs to is there too.
std::vector<RecordRead> records_read(const Plan& plan);

}  // namespace fairstart::plan
