// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/reference.hpp"

#include "engine/reference/evaluator.hpp"

namespace fairstart::reference {

void evaluate(const column::Database& database, const column::Clock& clock, const std::vector<plan::ExprId>& wanted,
              const column::Chunk& chunk, column::Evaluated& out) {
  const plan::Plan& plan = *database.plan;
  out.chunk = chunk;
  out.exprs.assign(plan.exprs.size(), {});
  out.scores.assign(plan.scores.size(), {});
  out.levels.assign(plan.levels.size(), {});
  Evaluator evaluator(database, clock, out);
  for (const Step& step : order(plan, wanted)) std::visit([&](auto id) { evaluator.fill(id); }, step);
}

}  // namespace fairstart::reference
