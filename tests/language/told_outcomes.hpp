// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"
#include "engine/cases/cases.hpp"
#include "engine/indicators/figure.hpp"

// What a checked file says of outcomes and money, as text for a golden: how each indicator is told, its figures with their dates, the sides
// of gaps; and what cases come to.
namespace fairstart::language {

class OutcomeTeller {
 public:
  explicit OutcomeTeller(const plan::Plan& plan) : plan_(plan), file_(plan.examples.at(0).span.file) {}

  std::string all() {
    for (const plan::Wave& wave : plan_.waves) {
      if (!ours(wave.span)) continue;
      line("wave {} \"{}\"{}", wave.name, wave.title, wave.from ? " from " + base::format_iso_date(*wave.from) : "");
    }
    for (const plan::Objective& objective : plan_.objectives) {
      if (!ours(objective.span)) continue;
      line("objective {} \"{}\"{}{}", objective.name, objective.title, in_wave(objective.wave), omitted(objective.not_encoded));
      for (const plan::OutcomeId id : objective.outcomes) line("  outcome {}", plan_.outcomes[id.index()].name);
      for (const plan::IndicatorId id : objective.indicators) line("  indicator {}", plan_.indicators[id.index()].name);
    }
    for (const plan::Outcome& outcome : plan_.outcomes) {
      if (!ours(outcome.span)) continue;
      line("outcome {} \"{}\"{}{}{}", outcome.name, outcome.title, in_wave(outcome.wave), serves(outcome.serves),
           omitted(outcome.not_encoded));
    }
    for (const plan::Indicator& each : plan_.indicators)
      if (ours(each.span)) indicator(each);
    for (const plan::Spread& each : plan_.spreads)
      if (ours(each.span)) spread(each);
    for (const plan::Case& each : plan_.cases)
      if (ours(each.span)) money_case(each);
    for (const plan::Incentive& each : plan_.incentives)
      if (ours(each.span)) incentive(each);
    return std::move(text_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + '\n';
  }
  bool ours(const base::Span& span) const { return span.file == file_; }

  std::string in_wave(plan::WaveId wave) const { return wave.exists() ? ", wave " + plan_.waves[wave.index()].name : ""; }
  std::string serves(const std::vector<plan::OutcomeId>& outcomes) const {
    std::string text;
    for (const plan::OutcomeId id : outcomes) text += (text.empty() ? ", serves " : " and ") + plan_.outcomes[id.index()].name;
    return text;
  }
  static std::string omitted(const std::vector<std::string>& texts) {
    std::string text;
    for (const std::string& each : texts) text += ", not encoded \"" + each + "\"";
    return text;
  }

  void figures(const indicators::Unit& unit, const std::optional<plan::Target>& target,
               const std::optional<plan::Reading>& baseline, const std::vector<plan::Reading>& readings) {
    const auto figure = [&](std::int64_t number) { return indicators::text_of(plan_, unit, number); };
    const auto reading = [&](std::string_view word, const plan::Reading& each) {
      line("  {} {}: {}, {} to {}", word, each.period.text, figure(each.value), base::format_iso_date(each.period.from),
           base::format_iso_date(each.period.to));
    };
    if (baseline) reading("baseline", *baseline);
    for (const plan::Reading& each : readings) reading("reading", each);
    if (!target) return;
    std::string what;
    if (target->kind == plan::TargetKind::absolute || target->kind == plan::TargetKind::match) what = figure(*target->value);
    if (target->kind == plan::TargetKind::halve) what = "half";
    if (target->kind == plan::TargetKind::reduce_by || target->kind == plan::TargetKind::raise_by) {
      indicators::Unit difference = unit;
      if (unit.show == plan::Show::percent) difference = {plan::Show::points, 0, {}};
      what = target->kind == plan::TargetKind::reduce_by ? "less " : "more ";
      what += target->share ? base::format_decimal(*target->value * 100) + "% of it"
                            : indicators::text_of(plan_, difference, *target->value);
    }
    line("  target `{}`: {} by {}{}", target->text, what, base::format_iso_date(target->by),
         target->base ? ", from " + figure(*target->base) : "");
  }

  void indicator(const plan::Indicator& each) {
    constexpr std::array what{"count", "average", "total", "median", "percentile", "published"};
    const indicators::Unit unit = indicators::unit_of(each);
    std::string shown = indicators::suffix_of(plan_, unit);
    if (each.show == plan::Show::mean) shown = "mean" + (shown.empty() ? "" : " in " + shown);
    if (each.show == plan::Show::count) shown = "count";
    line("indicator {}: {}{} as {}{}{}", each.name, what.at(static_cast<std::size_t>(each.what)),
         each.what == plan::What::percentile ? " " + base::format_decimal(each.percentile) : "",
         shown.empty() ? "a number" : shown,
         !each.higher_is_better   ? ""
         : *each.higher_is_better ? ", higher is better"
                                  : ", lower is better",
         serves(each.serves));
    if (!each.identifier.empty()) line("  identifier {}", each.identifier);
    if (each.interval != plan::IntervalMethod::none) {
      constexpr std::array method{"none", "wilson", "byar", "exact", "student"};
      line("  interval {} {}%", method.at(static_cast<std::size_t>(each.interval)),
           base::format_decimal(each.confidence * 100));
    }
    for (const plan::Comparator& comparator : each.comparators)
      line("  compare {}: {}", comparator.label, indicators::text_of(plan_, unit, comparator.value));
    figures(unit, each.target, each.baseline, each.readings);
    constexpr std::array sign{"is", "is not", "under", "over", "at least", "at most"};
    for (const plan::Band& band : each.bands)
      line("  band {}: {}", band.name,
           band.comparison ? fmt::format("{} {}", sign.at(static_cast<std::size_t>(*band.comparison)),
                                         indicators::text_of(plan_, unit, band.value))
                           : "otherwise");
  }

  void spread(const plan::Spread& each) {
    constexpr std::array kind{"gap", "slope", "concentration", "trend"};
    line("{} {} of {}{}{}", kind.at(static_cast<std::size_t>(each.kind)), each.name, plan_.indicators[each.of.index()].name,
         each.over.label.empty() ? "" : " over " + each.over.label, each.rules.empty() ? "" : ", rules \"" + each.rules + "\"");
    for (const auto& side : {each.a, each.b}) {
      if (!side) continue;
      line("  side `{}`{}", side->label, side->among.exists() ? "" : ": all rows");
    }
    for (const plan::Rebase& rebase : each.rebased)
      line("  rebased on {}: {}", base::format_iso_date(rebase.on), rebase.because);
    if (each.kind == plan::SpreadKind::trend) return;
    const indicators::Unit unit = indicators::unit_of(plan_, each);
    const std::string shown = indicators::suffix_of(plan_, unit);
    line("  in {}", shown.empty() ? "a plain number" : shown);
    figures(unit, each.target, each.baseline, each.readings);
  }

  static std::string pounds(const cases::Range& range) {
    const auto one = [](const std::optional<std::int64_t>& amount) { return amount ? cases::money_text(*amount) : "none"; };
    return fmt::format("{} ({} to {})", one(range.central), one(range.low), one(range.high));
  }

  void money_case(const plan::Case& each) {
    const cases::Result result = cases::value(plan_, each, cases::newest_day(plan_, each));
    line("case {} over {} months{}{}", each.name, each.horizon_months,
         result.rate ? " at " + base::format_decimal(*result.rate * 100) + "%" : "", serves(each.serves));
    for (std::size_t i = 0; i < each.flows.size(); ++i)
      line("  {} {}: {}", each.flows[i].saving ? "saving" : "cost", each.flows[i].name, pounds(result.flows[i].present));
    line("  net {}", pounds(result.net));
    for (const cases::PayerResult& payer : result.payers)
      line("  {} pays {} and gains {}", payer.payer.empty() ? "not said:" : payer.payer, pounds(payer.costs),
           pounds(payer.savings));
    const std::vector<cases::Judged> judged = cases::judge(plan_, each, result);
    for (std::size_t i = 0; i < judged.size(); ++i)
      line("  {}: {}, got {}", judged[i].holds ? "holds" : "DOES NOT HOLD", each.expectations[i].text, judged[i].got);
  }

  void incentive(const plan::Incentive& each) {
    line("incentive {}: pays {} {}{}{}", each.name, plan_.expr(each.pays).text, plan::describe(each.pays_type, plan_),
         each.to.empty() ? "" : " to " + each.to, serves(each.serves));
    if (each.each.exists()) line("  for each {}", plan_.list(each.each).text);
    if (!each.indicator.exists()) return;
    const plan::Indicator& of = plan_.indicators[each.indicator.index()];
    const indicators::Unit unit = indicators::unit_of(of);
    line("  nothing at {} of {}, all at {}", indicators::text_of(plan_, unit, each.lower), of.name,
         indicators::text_of(plan_, unit, each.upper));
  }

  const plan::Plan& plan_;
  base::FileId file_;
  std::string text_;
};

// The folders whose cases are about this.
inline bool is_about_outcomes(std::string_view name) {
  constexpr std::array<std::string_view, 7> folders{"wave/",   "objective/", "outcome/",  "indicator/",
                                                    "spread/", "case/",      "incentive/"};
  return std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) { return name.starts_with(folder); });
}

inline std::string told_outcomes(const plan::Plan& plan) { return OutcomeTeller(plan).all(); }

}  // namespace fairstart::language
