// SPDX-License-Identifier: Apache-2.0
#include "engine/run/wanted.hpp"

#include "engine/allocation/allocation.hpp"
#include "engine/cases/payments.hpp"
#include "engine/explain/explain.hpp"
#include "engine/indicators/spreads.hpp"
#include "engine/report/report.hpp"

namespace fairstart::run {
namespace {

void append(std::vector<plan::ExprId>& to, const std::vector<plan::ExprId>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

bool is_counted(const plan::Spread& spread) { return spread.shown && spread.kind != plan::SpreadKind::trend; }

Wanted wanted(const plan::Plan& plan, const column::Clock& clock) {
  Wanted all;
  all.rows = report::RowWriter::expressions(plan);
  append(all.rows, explain::expressions(plan));
  append(all.rows, allocation::Collector::expressions(plan));
  all.indicator_clock = clock;
  all.indicator_clock.as_at = clock.period_to;
  all.apart = clock.as_at != clock.period_to && (!plan.indicators.empty() || !plan.incentives.empty());
  for (const plan::Indicator& indicator : plan.indicators) {
    append(all.apart ? all.indicators : all.rows, indicators::expressions(plan, indicator));
  }
  for (const plan::Spread& spread : plan.spreads) {
    if (is_counted(spread)) append(all.apart ? all.indicators : all.rows, indicators::expressions(plan, spread));
  }
  for (const plan::Incentive& incentive : plan.incentives) {
    if (!incentive.each.exists()) continue;
    append(all.apart ? all.indicators : all.rows, indicators::expressions(plan, cases::population(plan, incentive)));
  }
  return all;
}

}  // namespace fairstart::run
