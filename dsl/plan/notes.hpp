// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsl/base/calendar.hpp"

namespace fairstart::plan {

struct Notes {
  std::vector<std::string> sources, notes;
  std::optional<base::Day> review_by;
};

}  // namespace fairstart::plan
