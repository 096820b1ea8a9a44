// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "dsl/base/decimal.hpp"
#include "engine/cases/cases.hpp"
#include "engine/cases/ranges.hpp"

namespace fairstart::cases {
namespace {

constexpr std::int64_t in_a_year = 12 * base::million;

std::optional<std::int64_t> years(std::optional<int> number) {
  return number ? std::optional(*number * in_a_year) : std::nullopt;
}

// A number of pounds to the penny, others to four decimals.
std::int64_t as_printed(const plan::Type& type, std::int64_t number) {
  const bool money = type.base.measure == types::Measure::money;
  const std::int64_t to = money ? 10'000 : 100;
  const std::int64_t half = number < 0 ? -to / 2 : to / 2;
  const auto raised = base::add(number, half);
  return raised ? *raised / to * to : number;
}

class Judge {
 public:
  Judge(const plan::Plan& plan, const plan::Case& money, const Result& result) : plan_(plan), money_(money), result_(result) {}

  Judged judge(const plan::CaseExpectation& expectation) const {
    const Range got = figure(expectation);
    Judged out;
    out.got = text(expectation.type, got);
    const bool one = expectation.lowest == expectation.highest;
    if (one) {
      const auto value = got.central ? got.central : got.low == got.high ? got.low : std::nullopt;
      out.holds = near(expectation, value, expectation.lowest);
    } else {
      out.holds = near(expectation, got.low, expectation.lowest) && near(expectation, got.high, expectation.highest);
    }
    return out;
  }

 private:
  // Money is compared as it is printed: to the penny, beside what the expectation allows.
  bool near(const plan::CaseExpectation& expectation, std::optional<std::int64_t> got, std::int64_t expected) const {
    if (!got) return false;
    const auto off = base::subtract(as_printed(expectation.type, *got), expected);
    return off && std::abs(*off) <= expectation.within;
  }

  Range figure(const plan::CaseExpectation& expectation) const {
    Range all;
    if (expectation.of == "net")
      all = result_.net;
    else if (expectation.of == "costs")
      all = result_.costs;
    else if (expectation.of == "savings")
      all = result_.savings;
    else if (expectation.of == "ratio")
      all = result_.ratio;
    else if (expectation.of == "payback")
      all = {years(result_.payback.soonest), years(result_.payback.central), years(result_.payback.latest)};
    else
      for (std::size_t i = 0; i < money_.flows.size(); ++i)
        if (money_.flows[i].name == expectation.of) all = result_.flows[i].present;
    if (expectation.per.empty()) return all;
    for (std::size_t i = 0; i < money_.volumes.size(); ++i) {
      if (money_.volumes[i].name != expectation.per) continue;
      const auto by = result_.volumes[i].central;
      const std::int64_t size = types::days_or_months_in(expectation.type.shown_per);
      const auto divided = [&](std::optional<std::int64_t> value) -> std::optional<std::int64_t> {
        if (!value || !by || *by <= 0) return {};
        const auto quotient = base::divide(*value, *by);
        return quotient ? base::multiply(*quotient, size * base::million) : std::nullopt;
      };
      return {divided(all.low), divided(all.central), divided(all.high)};
    }
    return {};
  }

  std::string text(const plan::Type& type, const Range& got) const {
    const auto shown = [&](std::int64_t number) { return plan::show_value(type, as_printed(type, number), plan_); };
    std::string ends;
    if (got.low && got.high && *got.low != *got.high) ends = fmt::format("{} to {}", shown(*got.low), shown(*got.high));
    if (got.central) return ends.empty() ? shown(*got.central) : fmt::format("{}, from {}", shown(*got.central), ends);
    if (!ends.empty()) return ends;
    if (got.low && got.high) return shown(*got.low);
    if (!result_.missing.empty())
      return fmt::format("nothing: `{}` has no value on {}", plan_.parameters[result_.missing.front().index()].name,
                         base::format_iso_date(result_.as_at));
    return "nothing";
  }

  const plan::Plan& plan_;
  const plan::Case& money_;
  const Result& result_;
};

}  // namespace

std::vector<Judged> judge(const plan::Plan& plan, const plan::Case& money, const Result& result) {
  std::vector<Judged> all;
  for (const plan::CaseExpectation& expectation : money.expectations)
    all.push_back(Judge(plan, money, result).judge(expectation));
  return all;
}

std::string money_text(std::int64_t millionths) {
  const std::int64_t to_the_penny = as_printed(types::number(types::Measure::money), millionths);
  const bool whole = to_the_penny % base::million == 0;
  const std::string digits = base::format_fixed(to_the_penny < 0 ? -to_the_penny : to_the_penny, whole ? 0 : 2, true);
  return fmt::format("{}£{}", to_the_penny < 0 ? "-" : "", digits);
}

}  // namespace fairstart::cases
