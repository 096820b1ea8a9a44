// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/explain/residual.hpp"

namespace fairstart::explain {

// For each variable, one value from each region in which no condition of the formula tells its values apart. A condition
// over several numbers at once has no such regions: it becomes an answer of its own, free of its facts' other uses.
struct Regions {
  std::vector<std::vector<Interval>> values;  // by variable; its one value where the formula does not use it
  bool exact = true;                          // no condition was freed
};
Regions regions_of(Residual& residual, Ref root);

// Which items the root rests on.
std::vector<bool> reached(const Residual& residual, Ref root);

}  // namespace fairstart::explain
