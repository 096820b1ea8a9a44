// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::reference {

// The oracle: works out the same as exec::Program, one row and one node at a time, straight from grammar.md, section 5.
void evaluate(const column::Database& database, const column::Clock& clock, const std::vector<plan::ExprId>& wanted,
              const column::Chunk& chunk, column::Evaluated& out);

}  // namespace fairstart::reference
