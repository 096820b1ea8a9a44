// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsl/plan/plan.hpp"

// What costs and savings come to: pure functions of the plan and a day.
namespace fairstart::cases {

// In millionths: of a pound, or of a ratio. Not there: not known, or too large to be told.
struct Range {
  std::optional<std::int64_t> low, central, high;
};

struct FlowResult {
  Range value;    // as written: at one time, each year, or in all
  Range present;  // over the horizon, discounted to year 0
};
// Payer empty: not said.
struct PayerResult {
  std::string payer, title;
  Range costs, savings, net;
};
struct YearResult {
  int year = 0;                  // 0: at once; then each year's end
  Range costs, savings, so_far;  // discounted; so_far: savings less costs up to here
};
// The year at whose end the discounted savings so far first cover the costs so far; none: not within the horizon.
struct Payback {
  std::optional<int> soonest, central, latest;
};
struct Result {
  base::Day as_at = 0;               // the day whose parameters were taken
  std::optional<std::int64_t> rate;  // discount a year, millionths; none: not discounted
  std::vector<Range> volumes;        // by Case::volumes
  std::vector<FlowResult> flows;     // by Case::flows
  std::vector<YearResult> years;
  std::vector<PayerResult> payers;         // in the order of the list `payers`, else of first mention; not said last
  Range costs, savings, net, ratio;        // ratio: savings ÷ costs
  Range cashable, not_cashable, not_said;  // savings
  Payback payback;
  bool complete = true;                    // false: no central value, because only a range is given
  std::vector<plan::ParameterId> missing;  // parameters that have no value on that day
};

// The day that a case itself says: of its horizon, else the last of its prices' period.
std::optional<base::Day> own_day(const plan::Case& money);
// The newest day on which a parameter that the case reads changes; the first of the calendar where none does.
base::Day newest_day(const plan::Plan& plan, const plan::Case& money);

// Parameters are taken on the case's own day, else on `as_at`.
Result value(const plan::Plan& plan, const plan::Case& money, base::Day as_at);

struct Judged {
  bool holds = false;
  std::string got;  // "£166,500, between £120,000 and £200,000"
};
// By Case::expectations.
std::vector<Judged> judge(const plan::Plan& plan, const plan::Case& money, const Result& result);

// "£1,235.50", to the penny; without pence where there are none.
std::string money_text(std::int64_t millionths);

}  // namespace fairstart::cases
