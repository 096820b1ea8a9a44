// SPDX-License-Identifier: Apache-2.0
#include "engine/report/quantity.hpp"

#include "dsl/base/decimal.hpp"
#include "engine/column/answer.hpp"

namespace fairstart::report {
namespace {

std::string time_word(types::TimeUnit unit, types::Measure measure, bool many) {
  const std::string ending = many ? "s" : "";
  switch (unit) {
    case types::TimeUnit::day: return "day" + ending;
    case types::TimeUnit::week: return "week" + ending;
    case types::TimeUnit::month: return "month" + ending;
    case types::TimeUnit::quarter: return "quarter" + ending;
    case types::TimeUnit::year: return "year" + ending;
    case types::TimeUnit::none: break;
  }
  return (measure == types::Measure::days ? "day" : "month") + ending;
}

std::string base_text(const types::Base& base, types::TimeUnit shown, bool many, const plan::Plan& plan) {
  switch (base.measure) {
    case types::Measure::plain: return "";
    case types::Measure::percent: return "%";
    case types::Measure::points: return "percentage points";
    case types::Measure::money: return "£";
    case types::Measure::days:
    case types::Measure::months: return time_word(shown, base.measure, many);
    case types::Measure::unit: {
      const plan::Unit& unit = plan.units[base.unit.index()];
      return many ? unit.plural : unit.singular;
    }
  }
  return "";
}

}  // namespace

std::string amount_text(const types::Type& type, std::int64_t number) {
  if (number == column::no_lower || number == column::no_upper) return "";
  const bool hundredths = type.base.measure == types::Measure::percent || type.base.measure == types::Measure::points;
  const auto scaled = hundredths ? base::multiply(number, 100 * base::million)
                                 : base::divide(number, types::days_or_months_in(type.shown_in) * base::million);
  return scaled ? base::format_decimal(*scaled) : "";
}

std::string fixed_amount_text(const types::Type& type, std::int64_t number, int places) {
  const bool hundredths = type.base.measure == types::Measure::percent || type.base.measure == types::Measure::points;
  const auto scaled = hundredths ? base::multiply(number, 100 * base::million)
                                 : base::divide(number, types::days_or_months_in(type.shown_in) * base::million);
  return scaled ? base::format_fixed(*scaled, places) : "";
}

std::string unit_text(const types::Type& type, const plan::Plan& plan) {
  std::string text = base_text(type.base, type.shown_in, true, plan);
  if (!type.per) return text;
  if (!text.empty()) text += ' ';
  return text + "per " + base_text(*type.per, type.shown_per, false, plan);
}

}  // namespace fairstart::report
