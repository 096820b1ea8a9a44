// SPDX-License-Identifier: Apache-2.0
#include "engine/report/json_money.hpp"

#include "dsl/base/decimal.hpp"
#include "engine/report/money.hpp"

namespace fairstart::report {
namespace {

using Amount = std::optional<std::int64_t>;

// Pounds as a number with pence, exactly as the CSV has them.
Json pounds(const Amount& amount) { return amount ? Json(std::stod(base::format_fixed(*amount, 2))) : Json(nullptr); }
Json range_of(const cases::Range& range) {
  return {{"low", pounds(range.low)}, {"central", pounds(range.central)}, {"high", pounds(range.high)}};
}
Json plain(const Amount& amount) { return amount ? Json(std::stod(base::format_fixed(*amount, 4))) : Json(nullptr); }
Json maybe(const std::optional<int>& number) { return number ? Json(*number) : Json(nullptr); }

Json serves_of(const plan::Plan& plan, const std::vector<plan::OutcomeId>& serves) {
  Json names = Json::array();
  for (const plan::OutcomeId outcome : serves) names.push_back(plan.outcomes[outcome.index()].name);
  return names;
}

Json flow_of(const plan::Flow& flow, const cases::FlowResult& result) {
  Json json{{"name", flow.name}, {"title", flow.title}, {"kind", flow.saving ? "saving" : "cost"}};
  json["payer"] = flow.payer.empty() ? Json(nullptr) : Json(flow.payer);
  json["when"] = flow.time == plan::FlowTime::once        ? "once"
                 : flow.time == plan::FlowTime::each_year ? "each year"
                                                          : "over " + std::to_string(flow.over_months) + " months";
  json["cashable"] = flow.cashable ? Json(*flow.cashable) : Json(nullptr);
  json["value"] = range_of(result.value);
  json["present_value"] = range_of(result.present);
  return json;
}

Json case_of(const plan::Plan& plan, const CaseTable& table) {
  const plan::Case& money = plan.cases[table.index];
  const cases::Result& result = table.result;
  Json json{{"name", money.name}, {"title", money.title}, {"horizon_months", money.horizon_months}};
  json["discount"] = result.rate ? Json(std::stod(base::format_decimal(*result.rate))) : Json(nullptr);
  json["prices"] = money.prices ? Json(money.prices->text) : Json(nullptr);
  json["parameters_on"] = base::format_iso_date(result.as_at);
  json["flows"] = Json::array();
  for (std::size_t i = 0; i < money.flows.size(); ++i) json["flows"].push_back(flow_of(money.flows[i], result.flows[i]));
  json["costs"] = range_of(result.costs);
  json["savings"] = range_of(result.savings);
  json["savings_by_cash"] = {{"cashable", range_of(result.cashable)},
                             {"not_cashable", range_of(result.not_cashable)},
                             {"not_said", range_of(result.not_said)}};
  json["net"] = range_of(result.net);
  json["net_per"] = Json::array();
  for (std::size_t i = 0; i < money.volumes.size(); ++i) {
    const auto net = net_per(result, money.volumes[i], i);
    if (!net) continue;
    json["net_per"].push_back({{"volume", money.volumes[i].name},
                               {"amount", plan::show_value(money.volumes[i].type, *result.volumes[i].central, plan)},
                               {"net", range_of(*net)}});
  }
  json["ratio"] = {
      {"low", plain(result.ratio.low)}, {"central", plain(result.ratio.central)}, {"high", plain(result.ratio.high)}};
  json["payback_years"] = {{"soonest", maybe(result.payback.soonest)},
                           {"central", maybe(result.payback.central)},
                           {"latest", maybe(result.payback.latest)}};
  json["payers"] = Json::array();
  for (const cases::PayerResult& payer : result.payers)
    json["payers"].push_back({{"payer", payer.payer.empty() ? Json(nullptr) : Json(payer.payer)},
                              {"title", payer.title},
                              {"costs", range_of(payer.costs)},
                              {"savings", range_of(payer.savings)},
                              {"net", range_of(payer.net)}});
  json["years"] = Json::array();
  for (const cases::YearResult& year : result.years)
    json["years"].push_back({{"year", year.year},
                             {"costs", range_of(year.costs)},
                             {"savings", range_of(year.savings)},
                             {"net_so_far", range_of(year.so_far)}});
  json["serves"] = serves_of(plan, money.serves);
  add_notes(json, money.notes);
  return json;
}

Json incentive_of(const plan::Plan& plan, const IncentiveTable& table) {
  const plan::Incentive& incentive = plan.incentives[table.index];
  const cases::Payment& payment = table.payment;
  Json json{{"name", incentive.name}, {"title", incentive.title}};
  json["to"] = incentive.to.empty() ? Json(nullptr) : Json(incentive.to);
  json["pays"] = payment.pays ? Json(plan::show_value(incentive.pays_type, *payment.pays, plan)) : Json(nullptr);
  json["for"] = paid_for(plan, incentive);
  json["rows"] = payment.rows ? Json(*payment.rows) : Json(nullptr);
  json["rows_may"] = payment.rows_may ? Json(*payment.rows_may) : Json(nullptr);
  json["value"] = payment.value ? Json(*payment.value) : Json(nullptr);
  json["amount"] = pounds(payment.amount);
  json["lowest"] = pounds(payment.lowest);
  json["highest"] = pounds(payment.highest);
  json["hidden"] = payment.hidden;
  json["serves"] = serves_of(plan, incentive.serves);
  add_notes(json, incentive.notes);
  return json;
}

}  // namespace

void add_money(Json& json, const plan::Plan& plan, const Figures& figures) {
  json["cases"] = Json::array();
  for (const CaseTable& table : figures.cases) json["cases"].push_back(case_of(plan, table));
  json["incentives"] = Json::array();
  for (const IncentiveTable& table : figures.incentives) json["incentives"].push_back(incentive_of(plan, table));
}

}  // namespace fairstart::report
