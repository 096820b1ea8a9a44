// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/indicators/spreads.hpp"
#include "engine/run/run.hpp"

namespace fairstart::run {

struct TrendOptions {
  Evaluator evaluator = Evaluator::columns;
  std::size_t threads = 1, chunk_families = 256;
};

// The periods of every trend that is shown, each worked out as at its own last day and without snapshots: one more pass over all
// families a period, and none where the plan has no trend. By SpreadId; the same for any threads and chunks.
std::vector<std::vector<indicators::TrendCell>> trends(const column::Database& database, const column::Clock& clock,
                                                       const TrendOptions& options);

}  // namespace fairstart::run
