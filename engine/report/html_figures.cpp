// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"
#include "engine/report/html.hpp"

namespace fairstart::report {

std::string target_words(const plan::Plan& plan, const indicators::Unit& unit, const plan::Target& target,
                         const std::vector<plan::Comparator>& comparators) {
  return target_what(plan, unit, target, comparators) + " by " + base::format_long_date(target.by);
}

std::string plain_figure(const indicators::Unit& unit, double shown) {
  return fmt::format("{:.{}f}", shown, indicators::places(unit));
}

std::string figure_text(const plan::Plan& plan, const indicators::Unit& unit, double shown) {
  std::string number = plain_figure(unit, shown), suffix = escaped(indicators::suffix_of(plan, unit));
  if (suffix.empty()) return number;
  return suffix == "%" ? number + suffix : number + ' ' + suffix;
}

std::string confidence_words(const plan::Indicator& indicator) {
  return base::format_decimal(indicator.confidence * 100) + '%';
}

std::string period_words(const plan::Period& period) {
  if (!period.text.empty()) return period.text;
  if (period.from == period.to) return base::format_long_date(period.from);
  return base::format_long_date(period.from) + " to " + base::format_long_date(period.to);
}

std::string breakdown_words(const plan::Plan& plan, const std::vector<plan::Breakdown>& axes) {
  std::string title;
  for (const plan::Breakdown& axis : axes) {
    const auto field = std::find_if(plan.fields.begin(), plan.fields.end(),
                                    [&](const plan::Field& candidate) { return candidate.name == axis.label; });
    title += title.empty() ? "" : " and ";
    title += (field == plan.fields.end() ? titled("", axis.label) : titled(field->title, axis.label));
  }
  return title;
}

}  // namespace fairstart::report
