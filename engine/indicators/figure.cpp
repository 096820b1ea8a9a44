// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/figure.hpp"

#include <fmt/format.h>

#include <cmath>

#include "dsl/base/decimal.hpp"

namespace fairstart::indicators {
namespace {

constexpr std::int64_t million = base::million;

// The average or median of percentages is a percentage.
bool in_hundredths(const plan::Type& type) {
  return !type.per && (type.base.measure == types::Measure::percent || type.base.measure == types::Measure::points);
}

// Millionths that are one of the unit shown: a week's of days, a percentage point's of the whole.
std::int64_t shown_one(const Unit& unit) {
  switch (unit.show) {
    case plan::Show::percent:
    case plan::Show::points: return million / 100;
    case plan::Show::mean:
    case plan::Show::quantity:
      return in_hundredths(unit.type) ? million / 100 : million * types::days_or_months_in(unit.type.shown_in);
    case plan::Show::count:
    case plan::Show::rate:
    case plan::Show::relative: return million;
  }
  return million;
}

bool totals_things(const plan::Indicator& indicator) {
  const types::Measure measure = indicator.value_type.base.measure;
  const bool things = measure == types::Measure::plain || measure == types::Measure::unit;
  return indicator.what == plan::What::total && things && !indicator.value_type.per;
}

// The events that a Poisson interval is about: rows that count, or a total of whole things.
std::optional<double> events_of(const plan::Indicator& indicator, const Cell& cell) {
  if (indicator.what == plan::What::count) return static_cast<double>(cell.yes);
  if (!totals_things(indicator)) return std::nullopt;
  const double sum = static_cast<double>(sum_of(cell.amounts.known)) / static_cast<double>(million);
  return sum >= 0.0 ? std::optional(sum) : std::nullopt;
}

plan::IntervalMethod method_of(const plan::Indicator& indicator) {
  if (indicator.interval != plan::IntervalMethod::none) return indicator.interval;
  switch (indicator.what) {
    case plan::What::count:
    case plan::What::total:
      if (indicator.show == plan::Show::rate) return plan::IntervalMethod::byar;
      if (indicator.show == plan::Show::percent && indicator.what == plan::What::count) return plan::IntervalMethod::wilson;
      return plan::IntervalMethod::none;
    case plan::What::average: return plan::IntervalMethod::student;
    case plan::What::median:
    case plan::What::percentile:
    case plan::What::published: return plan::IntervalMethod::none;
  }
  return plan::IntervalMethod::none;
}

bool is_ordered(const plan::Indicator& indicator) {
  return indicator.what == plan::What::median || indicator.what == plan::What::percentile;
}

// The value at a place, from 1, in order.
double value_at(const ByValue& values, std::int64_t place) {
  std::int64_t passed = 0;
  for (const auto& [value, rows] : values) {
    passed += rows;
    if (passed >= place) return static_cast<double>(value) / static_cast<double>(million);
  }
  return 0.0;
}

// Limits of a median or percentile are values themselves: those at the places that the binomial gives.
std::optional<Limits> ordered_limits(const plan::Indicator& indicator, const ByValue& known, double confidence) {
  const double p = static_cast<double>(indicator.percentile) / static_cast<double>(percentile_scale);
  const auto places_in_order = percentile_places(rows_of(known), p, confidence);
  if (!places_in_order) return std::nullopt;
  return Limits{value_at(known, places_in_order->lower), value_at(known, places_in_order->upper)};
}

// Per row, as the indicator shows it: what a proportion is multiplied by.
double per_row(const plan::Indicator& indicator) {
  return indicator.show == plan::Show::rate ? static_cast<double>(indicator.rate_per) : 1.0;
}

// The share that counts under the completions that make it lowest and highest: rows that may belong join only where they pull
// that way.
Possible possible_share(const Cell& cell, std::int64_t per) {
  const std::int64_t certain = cell.yes + cell.no + cell.unknown;
  std::int64_t lo_x = cell.yes, lo_n = certain + cell.may_no + cell.may_unknown;
  std::int64_t hi_x = cell.yes + cell.unknown + cell.may_yes + cell.may_unknown;
  std::int64_t hi_n = certain + cell.may_yes + cell.may_unknown;
  if (lo_n == 0 && hi_n == 0) return {};
  if (lo_n == 0) lo_x = lo_n = 1;  // only rows that would count: whoever joins, all count
  if (hi_n == 0) hi_n = 1;         // only rows that would not
  return {scaled({lo_x, lo_n}, static_cast<Wide>(million) * per), scaled({hi_x, hi_n}, static_cast<Wide>(million) * per)};
}

Possible times(const Possible& possible, std::int64_t factor) {
  const auto each = [&](const std::optional<Fraction>& side) { return side ? scaled(*side, factor) : std::nullopt; };
  return {each(possible.lo), each(possible.hi)};
}

}  // namespace

Unit unit_of(const plan::Indicator& indicator) { return {indicator.show, indicator.rate_per, indicator.value_type}; }

Unit unit_of(const plan::Plan& plan, const plan::Spread& spread) {
  Unit unit = unit_of(plan.indicators[spread.of.index()]);
  switch (spread.kind) {
    case plan::SpreadKind::trend: return unit;
    case plan::SpreadKind::concentration: return {plan::Show::relative, 0, {}};
    case plan::SpreadKind::gap:
    case plan::SpreadKind::slope: break;
  }
  if (spread.show == plan::Show::relative) return {plan::Show::relative, 0, {}};
  if (unit.show == plan::Show::percent) unit.show = plan::Show::points;
  if (unit.type.base.measure == types::Measure::percent) unit.type.base.measure = types::Measure::points;
  return unit;
}

int places(const Unit& unit) {
  switch (unit.show) {
    case plan::Show::count: return 0;
    case plan::Show::percent:
    case plan::Show::points:
    case plan::Show::rate: return 1;
    case plan::Show::mean: return 2;
    case plan::Show::relative: return 3;
    case plan::Show::quantity: return unit.type.base.measure == types::Measure::money ? 2 : 1;
  }
  return 1;
}

std::optional<double> as_shown(const Unit& unit, Fraction millionths) {
  const auto whole = rounded(millionths, shown_one(unit), places(unit));
  if (!whole) return std::nullopt;
  return static_cast<double>(*whole) / std::pow(10.0, places(unit));
}

double as_shown(const Unit& unit, double stored) {
  return to_places(stored * static_cast<double>(million) / static_cast<double>(shown_one(unit)), places(unit));
}

double unrounded(const Unit& unit, Fraction millionths) { return to_double(millionths) / static_cast<double>(shown_one(unit)); }

std::string text_of(const plan::Plan& plan, const Unit& unit, std::int64_t millionths) {
  const auto hundred = base::multiply(millionths, 100 * million);
  switch (unit.show) {
    case plan::Show::percent: return hundred ? base::format_decimal(*hundred) + '%' : "";
    case plan::Show::points: return hundred ? base::format_decimal(*hundred) + " percentage points" : "";
    case plan::Show::rate: return base::format_decimal(millionths, true) + ' ' + suffix_of(plan, unit);
    case plan::Show::count:
    case plan::Show::relative: return base::format_decimal(millionths, true);
    case plan::Show::mean:
    case plan::Show::quantity:
      return unit.type.kind == types::Kind::number ? plan::show_value(unit.type, millionths, plan)
                                                   : base::format_decimal(millionths, true);
  }
  return "";
}

std::string suffix_of(const plan::Plan& plan, const Unit& unit) {
  switch (unit.show) {
    case plan::Show::percent: return "%";
    case plan::Show::points: return "percentage points";
    case plan::Show::rate: return "per " + base::format_decimal(unit.rate_per * million, true);
    case plan::Show::count:
    case plan::Show::relative: return "";
    case plan::Show::mean:
    case plan::Show::quantity: break;
  }
  if (unit.type.kind != types::Kind::number) return "";
  if (in_hundredths(unit.type)) return unit.type.base.measure == types::Measure::percent ? "%" : "percentage points";
  const bool plain = unit.type.base.measure == types::Measure::plain && !unit.type.per;
  return plain ? "" : plan::describe(unit.type, plan);
}

std::optional<Fraction> value_of(const plan::Indicator& indicator, const Cell& cell) {
  const std::int64_t n = cell.denominator();
  const ByValue& known = cell.amounts.known;
  switch (indicator.what) {
    case plan::What::count:
      if (indicator.show == plan::Show::count) return Fraction{static_cast<Wide>(cell.yes) * million, 1};
      if (n == 0) return std::nullopt;
      if (indicator.show == plan::Show::percent) return Fraction{static_cast<Wide>(cell.yes) * million, n};
      if (indicator.show == plan::Show::rate) return scaled({static_cast<Wide>(cell.yes) * million, n}, indicator.rate_per);
      return std::nullopt;
    case plan::What::total:
      if (indicator.show == plan::Show::count || indicator.show == plan::Show::quantity) return Fraction{sum_of(known), 1};
      if (known.empty()) return std::nullopt;
      return scaled({sum_of(known), n}, indicator.show == plan::Show::rate ? indicator.rate_per : 1);
    case plan::What::average: return mean_of(known);
    case plan::What::median:
    case plan::What::percentile: return percentile_of(known, indicator.percentile);
    case plan::What::published: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::int64_t> total_of_things(const plan::Indicator& indicator, const Cell& cell) {
  if (!totals_things(indicator)) return std::nullopt;
  // Halves go away from zero, as in every figure that is shown.
  const Wide sum = sum_of(cell.amounts.known);
  const Wide whole = (sum + (sum < 0 ? -million : million) / 2) / million;
  if (whole > column::no_upper || whole < column::no_lower) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

Counts counts_of(const plan::Indicator& indicator, const Cell& cell) {
  if (indicator.what == plan::What::count) return {cell.yes, cell.no};
  if (indicator.what != plan::What::total) return {cell.yes};
  const auto none = cell.amounts.known.find(0);
  const std::int64_t with_any = cell.yes - (none == cell.amounts.known.end() ? 0 : none->second);
  const auto total = total_of_things(indicator, cell);
  return {cell.yes, with_any, total.value_or(0)};
}

Possible possible_of(const plan::Indicator& indicator, const Cell& cell) {
  switch (indicator.what) {
    case plan::What::count:
      if (indicator.show == plan::Show::count) {
        const std::int64_t most = cell.yes + cell.unknown + cell.may_yes + cell.may_unknown;
        return {Fraction{static_cast<Wide>(cell.yes) * million, 1}, Fraction{static_cast<Wide>(most) * million, 1}};
      }
      if (indicator.show == plan::Show::percent) return possible_share(cell, 1);
      if (indicator.show == plan::Show::rate) return possible_share(cell, indicator.rate_per);
      return {};
    case plan::What::total:
      if (indicator.show == plan::Show::count || indicator.show == plan::Show::quantity) return possible_sum(cell.amounts);
      return times(possible_mean(cell.amounts), indicator.show == plan::Show::rate ? indicator.rate_per : 1);
    case plan::What::average: return possible_mean(cell.amounts);
    case plan::What::median:
    case plan::What::percentile: return possible_percentile(cell.amounts, indicator.percentile);
    case plan::What::published: return {};
  }
  return {};
}

double confidence_of(const plan::Indicator& indicator) {
  return indicator.confidence == 950'000 ? 0.95 : static_cast<double>(indicator.confidence) / static_cast<double>(million);
}

std::optional<Limits> limits_of(const plan::Indicator& indicator, const Cell& cell, double confidence) {
  const double n = static_cast<double>(cell.denominator());
  const bool counts = indicator.what == plan::What::count, of_rows = indicator.show != plan::Show::count;
  // What a limit of the number of events is multiplied by to be one of the figure.
  const double factor = of_rows ? per_row(indicator) / n : 1.0;
  if (of_rows && !(n > 0.0)) return std::nullopt;
  if (is_ordered(indicator)) return ordered_limits(indicator, cell.amounts.known, confidence);
  switch (method_of(indicator)) {
    case plan::IntervalMethod::none: return std::nullopt;
    case plan::IntervalMethod::wilson:
      if (!counts) return std::nullopt;
      return times(wilson(static_cast<double>(cell.yes), n, confidence), of_rows ? per_row(indicator) : n);
    case plan::IntervalMethod::exact:
      if (counts && indicator.show == plan::Show::percent) {
        return clopper_pearson(static_cast<double>(cell.yes), n, confidence);
      }
      if (const auto events = events_of(indicator, cell)) return times(exact_poisson(*events, confidence), factor);
      return std::nullopt;
    case plan::IntervalMethod::byar:
      if (const auto events = events_of(indicator, cell)) return times(count_limits(*events, confidence), factor);
      return std::nullopt;
    case plan::IntervalMethod::student: {
      if (indicator.what != plan::What::average) return std::nullopt;
      const auto mean = mean_of(cell.amounts.known);
      const auto variance = variance_of(cell.amounts.known, 1);
      if (!mean || !variance) return std::nullopt;
      return student(to_double(*mean) / static_cast<double>(million), *variance, n, confidence);
    }
  }
  return std::nullopt;
}

std::string interval_words(const plan::Indicator& indicator) {
  std::string words;
  if (is_ordered(indicator)) return fmt::format("order statistics {}%", base::format_decimal(indicator.confidence * 100));
  switch (method_of(indicator)) {
    case plan::IntervalMethod::none: return "";
    case plan::IntervalMethod::wilson: words = "wilson"; break;
    case plan::IntervalMethod::byar: words = "byar"; break;
    case plan::IntervalMethod::exact: words = "exact"; break;
    case plan::IntervalMethod::student: words = "student"; break;
  }
  return fmt::format("{} {}%", words, base::format_decimal(indicator.confidence * 100));
}

std::optional<Fraction> goal_of(const plan::Target& target, const std::optional<plan::Reading>& baseline) {
  const std::optional<std::int64_t> from = target.base ? target.base : baseline ? std::optional(baseline->value) : std::nullopt;
  switch (target.kind) {
    case plan::TargetKind::absolute:
    case plan::TargetKind::match: return target.value ? std::optional(Fraction{*target.value, 1}) : std::nullopt;
    case plan::TargetKind::halve: return from ? std::optional(Fraction{*from, 2}) : std::nullopt;
    case plan::TargetKind::reduce_by:
    case plan::TargetKind::raise_by: break;
  }
  if (!from || !target.value) return std::nullopt;
  const Wide by =
      target.kind == plan::TargetKind::reduce_by ? -static_cast<Wide>(*target.value) : static_cast<Wide>(*target.value);
  if (!target.share) return Fraction{*from + by, 1};
  return Fraction{*from * (million + by), million};
}

std::string target_status(const plan::Target& target, const std::optional<plan::Reading>& baseline,
                          const std::optional<Fraction>& value, std::optional<bool> higher) {
  switch (target.kind) {
    case plan::TargetKind::absolute:
    case plan::TargetKind::match: break;
    case plan::TargetKind::reduce_by:
    case plan::TargetKind::halve: higher = false; break;
    case plan::TargetKind::raise_by: higher = true; break;
  }
  const auto goal = goal_of(target, baseline);
  if (!goal || !value || !higher) return std::string(cannot_be_judged);
  const auto compared = compare(*value, *goal);
  if (!compared) return std::string(cannot_be_judged);
  return (*higher ? *compared >= 0 : *compared <= 0) ? "met" : "not met";
}

std::string comparison(std::optional<bool> higher_is_better, const std::optional<Limits>& limits, std::int64_t comparator) {
  if (!limits) return "";
  const double with = static_cast<double>(comparator) / static_cast<double>(million);
  if (with >= limits->lower && with <= limits->upper) return "similar";
  const bool above = limits->lower > with;
  if (!higher_is_better) return above ? "higher" : "lower";
  return above == *higher_is_better ? "better" : "worse";
}

std::string comparison_of_reading(std::optional<bool> higher_is_better, std::int64_t value, std::int64_t comparator) {
  if (value == comparator) return "similar";
  const bool above = value > comparator;
  if (!higher_is_better) return above ? "higher" : "lower";
  return above == *higher_is_better ? "better" : "worse";
}

std::string band_of(const plan::Indicator& indicator, const std::optional<Fraction>& value) {
  if (!value) return "";
  for (const plan::Band& band : indicator.bands) {
    if (!band.comparison) return band.name;
    const auto compared = compare(*value, {band.value, 1});
    if (!compared) return "";
    const bool holds = [&] {
      switch (*band.comparison) {
        case plan::Comparison::is: return *compared == 0;
        case plan::Comparison::is_not: return *compared != 0;
        case plan::Comparison::under: return *compared < 0;
        case plan::Comparison::over: return *compared > 0;
        case plan::Comparison::at_least: return *compared >= 0;
        case plan::Comparison::at_most: return *compared <= 0;
      }
      return false;
    }();
    if (holds) return band.name;
  }
  return "";
}

const plan::Reading* latest(const std::vector<plan::Reading>& readings) {
  const plan::Reading* best = nullptr;
  for (const plan::Reading& reading : readings) {
    const auto when = [](const plan::Reading& each) { return std::pair(each.period.to, each.period.from); };
    if (best == nullptr || when(reading) >= when(*best)) best = &reading;
  }
  return best;
}

}  // namespace fairstart::indicators
