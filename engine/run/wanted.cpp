// SPDX-License-Identifier: Apache-2.0
#include "engine/run/wanted.hpp"

#include "engine/explain/explain.hpp"
#include "engine/indicators/indicators.hpp"
#include "engine/report/report.hpp"

namespace fairstart::run {
namespace {

void append(std::vector<plan::ExprId>& to, const std::vector<plan::ExprId>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

Wanted wanted(const plan::Plan& plan, const column::Clock& clock) {
  Wanted all;
  all.rows = report::RowWriter::expressions(plan);
  append(all.rows, explain::expressions(plan));
  all.indicator_clock = clock;
  all.indicator_clock.as_at = clock.period_to;
  all.apart = clock.as_at != clock.period_to && !plan.indicators.empty();
  for (const plan::Indicator& indicator : plan.indicators) {
    append(all.apart ? all.indicators : all.rows, indicators::expressions(plan, indicator));
  }
  return all;
}

}  // namespace fairstart::run
