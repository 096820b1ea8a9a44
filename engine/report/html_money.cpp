// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "engine/report/html.hpp"
#include "engine/report/money.hpp"

namespace fairstart::report {
namespace {

using Amount = std::optional<std::int64_t>;

std::string pounds(const Amount& amount) { return amount ? cases::money_text(*amount) : "not known"; }

// The likely value, with its range below; where only a range is given, the range.
std::string range_text(const cases::Range& range) {
  const bool ends = range.low && range.high && *range.low != *range.high;
  std::string both = ends ? fmt::format("{} to {}", pounds(range.low), pounds(range.high)) : "";
  if (!range.central) return ends ? both : pounds(range.low);
  return pounds(range.central) + (ends ? fmt::format("<span class=\"share\">{}</span>", both) : "");
}

// The same within a sentence.
std::string range_words(const cases::Range& range) {
  const bool ends = range.low && range.high && *range.low != *range.high;
  const std::string both = ends ? fmt::format("{} to {}", pounds(range.low), pounds(range.high)) : "";
  if (!range.central) return ends ? both : pounds(range.low);
  return pounds(range.central) + (ends ? " (" + both + ")" : "");
}

std::string times_text(const Amount& ratio) { return ratio ? fmt::format("{:.2f}", static_cast<double>(*ratio) / 1e6) : ""; }

std::string ratio_text(const cases::Range& ratio) {
  if (!ratio.low && !ratio.central) return "none: there is no cost";
  const bool ends = ratio.low && ratio.high && *ratio.low != *ratio.high;
  std::string both = ends ? fmt::format("{} to {}", times_text(ratio.low), times_text(ratio.high)) : "";
  if (!ratio.central) return both;
  return times_text(ratio.central) + (ends ? fmt::format("<span class=\"share\">{}</span>", both) : "");
}

std::string year_text(const std::optional<int>& year) {
  return year ? (*year == 0 ? "at once" : fmt::format("by the end of year {}", *year)) : "not within the horizon";
}

std::string payback_text(const cases::Result& result) {
  const cases::Payback& payback = result.payback;
  if (result.costs.high && *result.costs.high == 0) return "nothing: there is no cost";
  const bool ends = payback.soonest != payback.latest;
  const std::string both = fmt::format("{} at best, {} at worst", year_text(payback.soonest), year_text(payback.latest));
  if (!result.complete) return ends ? both : year_text(payback.soonest);
  return year_text(payback.central) + (ends ? fmt::format("<span class=\"share\">{}</span>", both) : "");
}

std::string length_text(std::int64_t months) {
  if (months % 12 == 0) return fmt::format("{} year{}", months / 12, months == 12 ? "" : "s");
  return fmt::format("{} month{}", months, months == 1 ? "" : "s");
}

std::string when_text(const plan::Flow& flow) {
  switch (flow.time) {
    case plan::FlowTime::once: return "once";
    case plan::FlowTime::each_year: return "each year";
    case plan::FlowTime::over: return "over " + length_text(flow.over_months);
  }
  return "";
}

std::string money_table(const std::string& caption, std::initializer_list<const char*> titles) {
  std::vector<Head> heads;
  for (const char* title : titles) {
    const std::string_view head(title);
    const bool numbers = head == "Costs" || head == "Savings" || head == "Net" || head == "Net so far" ||
                         head == "As written" || head == "Present value" || head == "Amount" || head == "Could be" ||
                         head == "Counted";
    heads.push_back({numbers ? "n" : "", title});
  }
  return open_table(caption, heads);
}

// Year by year, where there is more than one.
void add_years(std::string& page, const cases::Result& result, const std::string& title, const std::string& id) {
  if (result.years.size() < 2) return;
  page +=
      case_chart(result, title, id) + money_table("Year by year: " + title, {"End of year", "Costs", "Savings", "Net so far"});
  for (const cases::YearResult& year : result.years) {
    page +=
        fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                    year.year == 0 ? "0: at once" : std::to_string(year.year), range_text(year.costs), range_text(year.savings),
                    range_text(year.so_far));
  }
  page += close_table;
}

void add_case(std::string& page, const plan::Plan& plan, const CaseTable& table) {
  const plan::Case& money = plan.cases[table.index];
  const cases::Result& result = table.result;
  const std::string title = titled(money.title, money.name);
  page +=
      fmt::format("<div class=\"block\">\n<h3>{}</h3>\n<p class=\"note\">Over {}", title, length_text(money.horizon_months));
  if (money.from) page += " from " + base::format_long_date(*money.from);
  page += result.rate ? fmt::format(", discounted at {} a year",
                                    plan::show_value(types::number(types::Measure::percent), *result.rate, plan))
                      : std::string(money.discount.exists() ? ", at a discount rate that is not known" : ", not discounted");
  if (money.prices) page += ", in prices of " + escaped(money.prices->text);
  page += ".</p>\n<dl class=\"levels\">\n";
  const auto fact = [&](const std::string& name, const std::string& value) {
    page += fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, value);
  };
  fact("Net: savings less costs", range_text(result.net));
  for (std::size_t i = 0; i < money.volumes.size(); ++i) {
    const auto net = net_per(result, money.volumes[i], i);
    if (!net) continue;
    fact(fmt::format("Net{} ({})", escaped(per_volume_unit(plan, money.volumes[i])),
                     escaped(plan::show_value(money.volumes[i].type, *result.volumes[i].central, plan))),
         range_text(*net));
  }
  fact("Savings for each £1 of costs", ratio_text(result.ratio));
  fact("Paid back", payback_text(result));
  page += "</dl>\n";
  page += money_table("Costs and savings: " + title, {"What", "Who", "When", "As written", "Present value", "Cash"});
  for (std::size_t i = 0; i < money.flows.size(); ++i) {
    const plan::Flow& flow = money.flows[i];
    std::string payer = flow.payer;
    for (const cases::PayerResult& each : result.payers)
      if (each.payer == flow.payer) payer = each.title;
    page += fmt::format(
        "<tr><th scope=\"row\">{}<span class=\"share\">{}</span></th><td>{}</td><td>{}</td><td class=\"n\">{}</td><td "
        "class=\"n\">{}</td><td>{}</td></tr>\n",
        titled(flow.title, flow.name), flow.saving ? "saving" : "cost", escaped(payer), when_text(flow),
        range_text(result.flows[i].value), range_text(result.flows[i].present),
        !flow.cashable   ? ""
        : *flow.cashable ? "cashable"
                         : "not cashable");
  }
  page += close_table;
  add_years(page, result, title, "case-" + std::to_string(table.index));
  page += money_table("Who pays and who gains: " + title, {"Who", "Costs", "Savings", "Net"});
  const auto row = [&](const std::string& name, const cases::Range& costs, const cases::Range& savings, const cases::Range& net,
                       std::string_view open) {
    page +=
        fmt::format("{}<th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                    open, name, range_text(costs), range_text(savings), range_text(net));
  };
  for (const cases::PayerResult& payer : result.payers)
    row(payer.payer.empty() ? "Not said" : escaped(payer.title), payer.costs, payer.savings, payer.net, "<tr>");
  row("Everyone", result.costs, result.savings, result.net, "<tr class=\"total\">");
  page += close_table;
  page += "<p class=\"note\">";
  const auto some = [](const cases::Range& range) { return range.high != 0; };
  std::string cash;
  const auto add_cash = [&](const cases::Range& range, std::string_view words) {
    if (some(range)) cash += fmt::format("{}{} {}", cash.empty() ? "Of the savings " : ", ", range_words(range), words);
  };
  add_cash(result.cashable, "are cashable");
  add_cash(result.not_cashable, "are not cashable");
  if (!cash.empty()) add_cash(result.not_said, "may be either");
  if (!cash.empty()) page += cash + ".";
  page += " Present values: what falls at a year’s end, discounted to the start. Under a value: its lowest and highest.</p>\n";
  page += notes_html(money.notes) + "</div>\n";
}

std::string bounds_text(const cases::Payment& payment) {
  if (payment.lowest && payment.highest && payment.lowest == payment.highest) return "";
  if (payment.lowest && payment.highest) return fmt::format("{} to {}", pounds(payment.lowest), pounds(payment.highest));
  if (payment.lowest) return "at least " + pounds(payment.lowest);
  return "";
}

void add_incentive(std::string& page, const plan::Plan& plan, const IncentiveTable& table) {
  const plan::Incentive& incentive = plan.incentives[table.index];
  const cases::Payment& payment = table.payment;
  page += fmt::format(
      "<tr><th scope=\"row\">{}<span class=\"share\">{} for {}</span></th><td>{}</td>", titled(incentive.title, incentive.name),
      payment.pays ? escaped(plan::show_value(incentive.pays_type, *payment.pays, plan)) : "a sum that is not known",
      escaped(paid_for(plan, incentive)), escaped(payer_title(plan, incentive.to)));
  if (payment.hidden) {
    page += "<td colspan=\"3\"><span class=\"hidden-cell\">hidden (small numbers)</span></td></tr>\n";
    return;
  }
  std::string counted;
  if (payment.rows) counted = number(*payment.rows);
  if (payment.value)
    counted = figure_text(plan, indicators::unit_of(plan.indicators[incentive.indicator.index()]), *payment.value);
  page += fmt::format("<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n", counted,
                      pounds(payment.amount), bounds_text(payment));
}

}  // namespace

void add_money(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (!figures.cases.empty()) {
    page += open_section("cases", "Costs and savings");
    page +=
        "<p>What the framework’s sources say it costs and saves, worked out from the figures that the framework gives.</p>\n";
    for (const CaseTable& table : figures.cases) add_case(page, plan, table);
    page += "</section>\n";
  }
  if (figures.incentives.empty()) return;
  page += open_section("incentives", "Payments");
  page +=
      "<p>What is paid for the reporting period. “Could be”: whatever turns out to hold that is not known.</p>\n<div "
      "class=\"block\">\n";
  page += money_table("Payments", {"Payment", "To", "Counted", "Amount", "Could be"});
  for (const IncentiveTable& table : figures.incentives) add_incentive(page, plan, table);
  page += close_table;
  for (const IncentiveTable& table : figures.incentives) {
    const plan::Incentive& incentive = plan.incentives[table.index];
    if (const std::string notes = notes_html(incentive.notes); !notes.empty())
      page += fmt::format("<p class=\"note\">{}:</p>\n{}", titled(incentive.title, incentive.name), notes);
  }
  page += "</div>\n</section>\n";
}

}  // namespace fairstart::report
