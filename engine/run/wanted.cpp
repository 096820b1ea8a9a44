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

Counted ask(const plan::Plan& plan, indicators::Counter& counter) {
  Counted counted;
  for (const plan::Indicator& indicator : plan.indicators) counted.indicators.push_back(counter.want(indicator));
  for (const plan::Spread& spread : plan.spreads) {
    counted.spreads.push_back(is_counted(spread) ? std::optional(counter.want(spread)) : std::nullopt);
  }
  for (const plan::Incentive& incentive : plan.incentives) {
    const bool counts = incentive.each.exists();
    counted.incentives.push_back(counts ? std::optional(counter.want(cases::population(plan, incentive))) : std::nullopt);
  }
  return counted;
}

Wanted wanted(const plan::Plan& plan, const column::Clock& clock) {
  Wanted all;
  all.rows = report::RowWriter::expressions(plan);
  append(all.rows, explain::expressions(plan));
  append(all.rows, allocation::Collector::expressions(plan));
  all.indicator_clock = clock;
  all.indicator_clock.as_at = clock.period_to;
  all.apart = clock.as_at != clock.period_to && (!plan.indicators.empty() || !plan.incentives.empty());
  // Over no records: what is read is a matter of the plan alone.
  column::Database none;
  none.plan = &plan;
  none.tables.resize(plan.records.size());
  indicators::Counter counter(none);
  ask(plan, counter);
  append(all.apart ? all.indicators : all.rows, counter.expressions());
  return all;
}

}  // namespace fairstart::run
