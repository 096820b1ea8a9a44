// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/indicators/figure.hpp"
#include "engine/report/figures.hpp"

namespace fairstart::report {
namespace {

std::string by_how_much(const plan::Plan& plan, const plan::Target& target, indicators::Unit unit) {
  if (!target.value) return "";
  if (target.share) return base::format_decimal(*target.value * 100) + '%';
  if (unit.show == plan::Show::percent) unit.show = plan::Show::points;
  if (unit.type.base.measure == types::Measure::percent) unit.type.base.measure = types::Measure::points;
  return indicators::text_of(plan, unit, *target.value);
}

std::string matched(const plan::Target& target, const std::vector<plan::Comparator>& comparators) {
  const auto found = std::find_if(comparators.begin(), comparators.end(),
                                  [&](const plan::Comparator& each) { return target.value == each.value; });
  return found == comparators.end() ? "match" : "match " + found->label;
}

}  // namespace

std::string target_what(const plan::Plan& plan, const indicators::Unit& unit, const plan::Target& target,
                        const std::vector<plan::Comparator>& comparators) {
  std::string what;
  switch (target.kind) {
    case plan::TargetKind::absolute: what = target.value ? indicators::text_of(plan, unit, *target.value) : target.text; break;
    case plan::TargetKind::reduce_by: what = "reduce by " + by_how_much(plan, target, unit); break;
    case plan::TargetKind::raise_by: what = "raise by " + by_how_much(plan, target, unit); break;
    case plan::TargetKind::halve: what = "halve"; break;
    case plan::TargetKind::match: what = matched(target, comparators); break;
  }
  const bool relative = target.kind != plan::TargetKind::absolute && target.kind != plan::TargetKind::match;
  if (relative && target.base) what += " from " + indicators::text_of(plan, unit, *target.base);
  return what;
}

std::string target_text(const plan::Plan& plan, const indicators::Unit& unit, const plan::Target& target,
                        const std::vector<plan::Comparator>& comparators) {
  return target_what(plan, unit, target, comparators) + " by " + base::format_iso_date(target.by);
}

std::string comparator_text(const plan::Plan& plan, const plan::Indicator& indicator, const plan::Comparator& comparator) {
  return comparator.label + ": " + indicators::text_of(plan, indicators::unit_of(indicator), comparator.value);
}

}  // namespace fairstart::report
