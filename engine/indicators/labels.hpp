// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/indicators/indicators.hpp"

namespace fairstart::indicators {

// A group as the files name it ("white") and as people read it ("White").
struct Label {
  std::string name, title;
};
Label label_of(const plan::Plan& plan, const column::Database& database, const std::vector<plan::Breakdown>& axes,
               const Group& group);

// "imd-quintile", "ethnicity grouped and district".
std::string breakdown_name(const std::vector<plan::Breakdown>& axes);

// The groups of a breakdown in the order in which they are published.
std::vector<Group> in_order(const plan::Plan& plan, const column::Database& database, const std::vector<plan::Breakdown>& axes,
                            const std::map<Group, Cell>& cells);

}  // namespace fairstart::indicators
