// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/bench/ratios/figures.hpp"
#include "tests/bench/ratios/setting.hpp"

namespace fairstart::bench {

// Each holds the answers against the hand-written program's before it takes a time, and takes both sides in turn.
Figure hot(Workbench& bench);
Figure explained(Workbench& bench);
std::vector<Figure> cold_csv_and_memory(Workbench& bench);
Figure shuffled(Workbench& bench);
Figure cold_ndjson(Workbench& bench);
Figure scale(Workbench& bench);
Figure capped(Workbench& bench);
Figure check(Workbench& bench);
Figure small_run(Workbench& bench);

}  // namespace fairstart::bench
