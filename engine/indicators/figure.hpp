// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/indicators/indicators.hpp"

// One cell's figure: its value, interval, bounds, and how it stands against targets, comparators and bands.
namespace fairstart::indicators {

// The unit that a figure is told in.
struct Unit {
  plan::Show show = plan::Show::percent;
  std::int64_t rate_per = 0;
  plan::Type type;
};
Unit unit_of(const plan::Indicator& indicator);
// Gap: percentage points where the indicator is in percent, else the indicator's unit. Relative, and concentration: a plain number.
Unit unit_of(const plan::Plan& plan, const plan::Spread& spread);
int places(const Unit& unit);  // decimals that it is published with
// What a figure in millionths (percent: of the whole) is in the unit shown, rounded to its decimals.
std::optional<double> as_shown(const Unit& unit, Fraction millionths);
double as_shown(const Unit& unit, double stored);  // stored: not millionths; percent as a fraction
double unrounded(const Unit& unit, Fraction millionths);
// "95%", "9.4 percentage points", "320 per 1,000", "42 days": a figure as the framework writes it.
std::string text_of(const plan::Plan& plan, const Unit& unit, std::int64_t millionths);
// What is after a number in a heading: "%", "per 1,000", "days"; empty for plain ones.
std::string suffix_of(const plan::Plan& plan, const Unit& unit);

// The exact value in millionths; nothing without rows, for a published indicator, and where it does not fit 128 bits.
std::optional<Fraction> value_of(const plan::Indicator& indicator, const Cell& cell);
// A total of whole things (plain numbers, or a unit's), rounded down; nothing for anything else.
std::optional<std::int64_t> total_of_things(const plan::Indicator& indicator, const Cell& cell);
// The counts behind a cell's figure that must not be small. A total of things is as telling as their number, and as that of the
// rows that have any.
Counts counts_of(const plan::Indicator& indicator, const Cell& cell);
// Under all completions of what is not known, in millionths.
Possible possible_of(const plan::Indicator& indicator, const Cell& cell);
// The indicator's interval: the named method, else Wilson's for percent, Byar's (exact under 10) for rates, Student's for averages,
// order statistics for medians and percentiles. Units as stored (not millionths).
std::optional<Limits> limits_of(const plan::Indicator& indicator, const Cell& cell, double confidence);
std::string interval_words(const plan::Indicator& indicator);  // "wilson 95%"; empty: none
double confidence_of(const plan::Indicator& indicator);

// What the figure should come to, in millionths; nothing for a relative target without `from` or baseline.
std::optional<Fraction> goal_of(const plan::Target& target, const std::optional<plan::Reading>& baseline);
inline constexpr std::string_view cannot_be_judged = "cannot be judged";
// "met", "not met", or cannot_be_judged. higher: whether more meets an absolute or matching target; a reduction is met at or under
// its goal, a rise at or over it.
std::string target_status(const plan::Target& target, const std::optional<plan::Reading>& baseline,
                          const std::optional<Fraction>& value, std::optional<bool> higher);
// As Fingertips compares: similar where the comparator lies within the interval, both ends included; without direction `higher`
// and `lower`. Nothing to say without interval.
std::string comparison(std::optional<bool> higher_is_better, const std::optional<Limits>& limits, std::int64_t comparator);
std::string comparison_of_reading(std::optional<bool> higher_is_better, std::int64_t value, std::int64_t comparator);
std::string band_of(const plan::Indicator& indicator, const std::optional<Fraction>& value);
// The one whose period ends last, and of those begins last; none: null.
const plan::Reading* latest(const std::vector<plan::Reading>& readings);

}  // namespace fairstart::indicators
