// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "engine/report/csv.hpp"
#include "engine/report/money.hpp"
#include "engine/report/quantity.hpp"

namespace fairstart::report {
namespace {

using Amount = std::optional<std::int64_t>;

// The rows of one case: what it is about, then low, central and high in the unit.
class CaseRows {
 public:
  CaseRows(std::string& text, const plan::Plan& plan, const CaseTable& table)
      : text_(text), plan_(plan), money_(plan.cases[table.index]), result_(table.result) {}

  void all() {
    for (std::size_t i = 0; i < money_.volumes.size(); ++i) {
      const plan::Volume& volume = money_.volumes[i];
      row("volume", volume.name, "", "", result_.volumes[i], unit_text(volume.type, plan_),
          [&](std::int64_t number) { return amount_text(volume.type, number); });
    }
    for (std::size_t i = 0; i < money_.flows.size(); ++i) {
      const plan::Flow& flow = money_.flows[i];
      money(flow.saving ? "saving" : "cost", flow.name, flow.payer,
            !flow.cashable   ? ""
            : *flow.cashable ? "yes"
                             : "no",
            result_.flows[i].present);
    }
    money("costs", "", "", "", result_.costs);
    money("savings", "", "", "", result_.savings);
    money("savings", "", "", "yes", result_.cashable);
    money("savings", "", "", "no", result_.not_cashable);
    money("savings", "", "", "not said", result_.not_said);
    money("net", "", "", "", result_.net);
    for (std::size_t i = 0; i < money_.volumes.size(); ++i)
      if (const auto net = net_per(result_, money_.volumes[i], i))
        money("net per", money_.volumes[i].name, "", "", *net, per_volume_unit(plan_, money_.volumes[i]));
    row("ratio", "", "", "", result_.ratio, "", [](std::int64_t number) { return base::format_fixed(number, 4); });
    const auto years = [](std::optional<int> number) { return number ? Amount(*number) : Amount{}; };
    const cases::Payback& payback = result_.payback;
    row("payback", "", "", "", {years(payback.soonest), years(payback.central), years(payback.latest)}, "years",
        [](std::int64_t number) { return std::to_string(number); });
    for (const cases::PayerResult& payer : result_.payers) {
      const std::string name = payer.payer.empty() ? "not said" : payer.payer;
      money("payer costs", "", name, "", payer.costs);
      money("payer savings", "", name, "", payer.savings);
      money("payer net", "", name, "", payer.net);
    }
    for (const cases::YearResult& year : result_.years) {
      money("year costs", std::to_string(year.year), "", "", year.costs);
      money("year savings", std::to_string(year.year), "", "", year.savings);
      money("year net so far", std::to_string(year.year), "", "", year.so_far);
    }
  }

 private:
  void money(std::string_view what, const std::string& name, const std::string& payer, std::string_view cashable,
             const cases::Range& range, const std::string& per = "") {
    row(what, name, payer, cashable, range, "£" + per, [](std::int64_t number) { return base::format_fixed(number, 2); });
  }

  template <class Print>
  void row(std::string_view what, const std::string& name, const std::string& payer, std::string_view cashable,
           const cases::Range& range, const std::string& unit, const Print& print) {
    append_cell(text_, money_.name);
    for (const std::string_view cell : {what, std::string_view(name), std::string_view(payer), cashable}) {
      text_ += ',';
      append_text_cell(text_, cell);
    }
    for (const Amount& amount : {range.low, range.central, range.high}) {
      text_ += ',';
      if (amount) append_cell(text_, print(*amount));
    }
    text_ += ',';
    append_text_cell(text_, unit);
    text_ += fmt::format(",{},", money_.horizon_months);
    if (result_.rate) text_ += base::format_decimal(*result_.rate * 100) + '%';
    text_ += ',';
    if (money_.prices) append_text_cell(text_, money_.prices->text);
    text_ += ',' + base::format_iso_date(result_.as_at) + '\n';
  }

  std::string& text_;
  const plan::Plan& plan_;
  const plan::Case& money_;
  const cases::Result& result_;
};

}  // namespace

std::string cases_csv(const RunFacts& run, const Figures& figures) {
  std::string text = "case,what,name,payer,cashable,low,central,high,unit,horizon_months,discount,prices,parameters_on\n";
  for (const CaseTable& table : figures.cases) CaseRows(text, *run.plan, table).all();
  return text;
}

std::string incentives_csv(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  std::string text = "incentive,to,paid_for,pays,unit,period_from,period_to,rows,rows_may,value,amount,lowest,highest,hidden\n";
  for (const IncentiveTable& table : figures.incentives) {
    const plan::Incentive& incentive = plan.incentives[table.index];
    const cases::Payment& payment = table.payment;
    append_cell(text, incentive.name);
    text += ',';
    append_cell(text, incentive.to);
    text += ',';
    append_text_cell(text, paid_for(plan, incentive));
    text += ',';
    if (payment.pays) append_cell(text, amount_text(incentive.pays_type, *payment.pays));
    text += ',';
    append_text_cell(text, unit_text(incentive.pays_type, plan));
    text += fmt::format(",{},{}", base::format_iso_date(run.clock.period_from), base::format_iso_date(run.clock.period_to));
    for (const Amount& rows : {payment.rows, payment.rows_may}) text += ',' + (rows ? std::to_string(*rows) : "");
    text += ',';
    if (payment.value) {
      const indicators::Unit unit = indicators::unit_of(plan.indicators[incentive.indicator.index()]);
      text += fmt::format("{:.{}f}", *payment.value, indicators::places(unit));
    }
    for (const Amount& amount : {payment.amount, payment.lowest, payment.highest})
      text += ',' + (amount ? base::format_fixed(*amount, 2) : "");
    text += payment.hidden ? ",yes\n" : ",no\n";
  }
  return text;
}

}  // namespace fairstart::report
