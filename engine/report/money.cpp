// SPDX-License-Identifier: Apache-2.0
#include "engine/report/money.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"

namespace fairstart::report {

void add_money_figures(Figures& figures, const RunFacts& run) {
  const plan::Plan& plan = *run.plan;
  for (std::size_t i = 0; i < plan.cases.size(); ++i)
    if (plan.cases[i].shown) figures.cases.push_back({i, cases::value(plan, plan.cases[i], run.clock.as_at)});
  for (std::size_t i = 0; i < plan.incentives.size(); ++i) {
    const plan::Incentive& incentive = plan.incentives[i];
    if (!incentive.shown) continue;
    IncentiveTable table{.index = i};
    if (incentive.each.exists()) {
      const indicators::Cells none;
      table.payment = cases::payment(plan, incentive, run.clock.period_to,
                                     i < run.totals.incentives.size() ? run.totals.incentives[i] : none,
                                     figures.below > 0 ? std::optional(figures.below) : std::nullopt);
    } else if (incentive.indicator.index() < run.totals.indicators.size()) {
      const plan::Indicator& indicator = plan.indicators[incentive.indicator.index()];
      const indicators::Cells& cells = run.totals.indicators[incentive.indicator.index()];
      const auto told = std::find_if(figures.indicators.begin(), figures.indicators.end(),
                                     [&](const IndicatorTable& each) { return each.indicator == incentive.indicator; });
      const auto lines =
          told != figures.indicators.end() ? told->lines : indicators::lines(plan, run.records->database, indicator, cells);
      if (!lines.empty()) table.payment = cases::payment(plan, incentive, run.clock.period_to, lines.front(), cells);
    }
    figures.incentives.push_back(table);
  }
}

std::string per_volume_unit(const plan::Plan& plan, const plan::Volume& volume) {
  plan::Type type = types::number(types::Measure::money);
  if (volume.type.base.measure != types::Measure::plain && volume.type.base.measure != types::Measure::percent &&
      !volume.type.per)
    type.per = volume.type.base;
  type.shown_per = volume.type.shown_in;
  return plan::describe(type, plan).substr(std::string_view("money").size());
}

std::optional<cases::Range> net_per(const cases::Result& result, const plan::Volume& volume, std::size_t index) {
  const auto by = result.volumes[index].central;
  if (!by || *by <= 0 || volume.type.per) return {};
  const auto divided = [&](std::optional<std::int64_t> value) -> std::optional<std::int64_t> {
    const auto quotient = value ? base::divide(*value, *by) : std::nullopt;
    const std::int64_t size = types::days_or_months_in(volume.type.shown_in);
    return quotient ? base::multiply(*quotient, size * base::million) : std::nullopt;
  };
  return cases::Range{divided(result.net.low), divided(result.net.central), divided(result.net.high)};
}

std::string payer_title(const plan::Plan& plan, const std::string& payer) {
  for (const plan::CodeList& list : plan.code_lists) {
    if (list.name != "payers") continue;
    for (const plan::CodeItem& item : list.items)
      if (item.name == payer && !item.title.empty()) return item.title;
  }
  return payer;
}

std::string paid_for(const plan::Plan& plan, const plan::Incentive& incentive) {
  if (incentive.each.exists()) return "each " + plan.list(incentive.each).text;
  const plan::Indicator& indicator = plan.indicators[incentive.indicator.index()];
  const indicators::Unit unit = indicators::unit_of(indicator);
  return fmt::format("{} between {} and {}", indicator.name, indicators::text_of(plan, unit, incentive.lower),
                     indicators::text_of(plan, unit, incentive.upper));
}

}  // namespace fairstart::report
