// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "dsl/base/decimal.hpp"
#include "engine/cases/cases.hpp"
#include "engine/cases/ranges.hpp"
#include "engine/cases/sums.hpp"

namespace fairstart::cases {
namespace {

// All the expressions of a case.
std::vector<plan::ExprId> expressions(const plan::Case& money) {
  std::vector<plan::ExprId> all;
  const auto add = [&](plan::ExprId id) {
    if (id.exists()) all.push_back(id);
  };
  add(money.discount);
  for (const plan::Volume& volume : money.volumes) add(volume.value);
  for (const plan::Flow& flow : money.flows) {
    add(flow.value);
    add(flow.low);
    add(flow.high);
  }
  return all;
}

// How much of a flow falls at once (0) and at each year's end.
std::vector<double> shares(const plan::Flow& flow, std::int64_t horizon) {
  std::vector<double> by_year(static_cast<std::size_t>((horizon + 11) / 12) + 1);
  if (flow.time == plan::FlowTime::once) by_year[0] = 1;
  for (std::size_t year = 1; year < by_year.size(); ++year) {
    const std::int64_t begin = static_cast<std::int64_t>(year - 1) * 12, end = std::min(begin + 12, horizon);
    if (flow.time == plan::FlowTime::each_year) by_year[year] = static_cast<double>(end - begin) / 12;
    if (flow.time == plan::FlowTime::over)
      by_year[year] = static_cast<double>(std::max<std::int64_t>(0, std::min(end, flow.over_months) - begin)) /
                      static_cast<double>(flow.over_months);
  }
  return by_year;
}

class Valuer {
 public:
  Valuer(const plan::Plan& plan, const plan::Case& money, base::Day as_at)
      : plan_(plan), money_(money), sums_(plan, expressions(money), own_day(money).value_or(as_at)) {
    result_.as_at = own_day(money).value_or(as_at);
  }

  Result all() {
    result_.missing = missing_parameters(plan_, expressions(money_), result_.as_at);
    if (money_.discount.exists()) result_.rate = sums_.known(money_.discount);
    for (const plan::Volume& volume : money_.volumes) result_.volumes.push_back(at(volume.value));
    factors();
    for (const plan::Flow& flow : money_.flows) add(flow);
    result_.net = difference(result_.savings, result_.costs);
    result_.ratio = quotient(result_.savings, result_.costs);
    so_far();
    std::stable_sort(result_.payers.begin(), result_.payers.end(),
                     [&](const PayerResult& a, const PayerResult& b) { return place(a.payer) < place(b.payer); });
    for (PayerResult& payer : result_.payers) payer.net = difference(payer.savings, payer.costs);
    return std::move(result_);
  }

 private:
  Range at(plan::ExprId id) const {
    const auto value = sums_.known(id);
    return {value, value, value};
  }

  // What a pound at each year's end is worth now. A rate that is not known leaves nothing to tell.
  void factors() {
    const auto years = static_cast<std::size_t>((money_.horizon_months + 11) / 12);
    const double rate = result_.rate ? static_cast<double>(*result_.rate) / base::million : 0;
    const bool sound = (result_.rate || !money_.discount.exists()) && rate > -1;
    double factor = sound ? 1 : std::nan("");
    for (std::size_t year = 0; year <= years; ++year) {
      factors_.push_back(factor);
      factor /= 1 + rate;
    }
    result_.years.resize(years + 1);
    for (std::size_t year = 0; year <= years; ++year) {
      result_.years[year].year = static_cast<int>(year);
      result_.years[year].costs = result_.years[year].savings = nothing();
    }
    result_.costs = result_.savings = result_.cashable = result_.not_cashable = result_.not_said = nothing();
  }

  void add(const plan::Flow& flow) {
    FlowResult out;
    if (flow.value.exists()) out.value = at(flow.value);
    if (flow.low.exists()) {
      out.value.low = sums_.known(flow.low);
      out.value.high = sums_.known(flow.high);
      // Two ends that are worked out may come out the other way round.
      if (out.value.low && out.value.high && *out.value.low > *out.value.high) std::swap(out.value.low, out.value.high);
    }
    if (!flow.value.exists()) {
      // Two equal ends are one value.
      if (out.value.low == out.value.high) out.value.central = out.value.low;
      result_.complete = result_.complete && out.value.central.has_value();
    }
    const std::vector<double> by_year = shares(flow, money_.horizon_months);
    double whole = 0;
    for (std::size_t year = 0; year < by_year.size(); ++year) {
      const double share = by_year[year] * factors_[year];
      whole += share;
      if (by_year[year] == 0) continue;
      Range& sum = flow.saving ? result_.years[year].savings : result_.years[year].costs;
      sum = total(sum, times(out.value, share));
    }
    out.present = times(out.value, whole);
    Range& side = flow.saving ? result_.savings : result_.costs;
    side = total(side, out.present);
    if (flow.saving) {
      Range& cash = !flow.cashable ? result_.not_said : *flow.cashable ? result_.cashable : result_.not_cashable;
      cash = total(cash, out.present);
    }
    auto payer = std::find_if(result_.payers.begin(), result_.payers.end(),
                              [&](const PayerResult& each) { return each.payer == flow.payer; });
    if (payer == result_.payers.end())
      payer = result_.payers.insert(payer, {flow.payer, title(flow.payer), nothing(), nothing(), nothing()});
    Range& part = flow.saving ? payer->savings : payer->costs;
    part = total(part, out.present);
    result_.flows.push_back(out);
  }

  void so_far() {
    Range costs = nothing(), savings = nothing();
    const auto covered = [](std::optional<std::int64_t> cost, std::optional<std::int64_t> saving) {
      // To the half penny: thirds of a pound add up to a pound.
      return cost && saving && *cost > 0 && *saving - *cost >= -half_a_penny;
    };
    for (YearResult& year : result_.years) {
      costs = total(costs, year.costs);
      savings = total(savings, year.savings);
      year.so_far = difference(savings, costs);
      Payback& payback = result_.payback;
      if (!payback.soonest && covered(costs.low, savings.high)) payback.soonest = year.year;
      if (!payback.central && covered(costs.central, savings.central)) payback.central = year.year;
      if (!payback.latest && covered(costs.high, savings.low)) payback.latest = year.year;
    }
  }

  const plan::CodeList* payers() const {
    for (const plan::CodeList& list : plan_.code_lists)
      if (list.name == "payers") return &list;
    return nullptr;
  }
  std::string title(const std::string& payer) const {
    if (const plan::CodeList* list = payers())
      for (const plan::CodeItem& item : list->items)
        if (item.name == payer && !item.title.empty()) return item.title;
    return payer;
  }
  // Those of the list by its order, then others as they come, and who was not said last.
  std::size_t place(const std::string& payer) const {
    if (payer.empty()) return SIZE_MAX;
    if (const plan::CodeList* list = payers())
      for (std::size_t i = 0; i < list->items.size(); ++i)
        if (list->items[i].name == payer) return i;
    return SIZE_MAX - 1;
  }

  const plan::Plan& plan_;
  const plan::Case& money_;
  Sums sums_;
  std::vector<double> factors_;
  Result result_;
};

}  // namespace

std::optional<base::Day> own_day(const plan::Case& money) {
  if (money.from) return money.from;
  if (money.prices) return money.prices->to;
  return {};
}

base::Day newest_day(const plan::Plan& plan, const plan::Case& money) {
  base::Day newest = base::first_day;
  for (const plan::ParameterId id : parameters_of(plan, expressions(money))) {
    for (const plan::ParameterPeriod& period : plan.parameters[id.index()].values)
      if (period.from) newest = std::max(newest, *period.from);
  }
  return newest;
}

Result value(const plan::Plan& plan, const plan::Case& money, base::Day as_at) { return Valuer(plan, money, as_at).all(); }

}  // namespace fairstart::cases
