// SPDX-License-Identifier: Apache-2.0
#include "engine/report/json_indicators.hpp"

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"

namespace fairstart::report {
namespace {

template <class Number>
Json maybe(const std::optional<Number>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json words_or_null(std::string_view words) { return words.empty() ? Json(nullptr) : Json(words); }

Json period_of(const plan::Period& period) {
  Json json{{"from", base::format_iso_date(period.from)}, {"to", base::format_iso_date(period.to)}};
  if (!period.text.empty()) json["text"] = period.text;
  return json;
}

Json reading_of(const plan::Plan& plan, const indicators::Unit& unit, const plan::Reading& reading) {
  return {{"value", maybe(indicators::as_shown(unit, indicators::Fraction{reading.value, 1}))},
          {"text", indicators::text_of(plan, unit, reading.value)},
          {"period", period_of(reading.period)}};
}

Json readings_of(const plan::Plan& plan, const indicators::Unit& unit, const std::vector<plan::Reading>& readings) {
  Json json = Json::array();
  for (const plan::Reading& reading : readings) json.push_back(reading_of(plan, unit, reading));
  return json;
}

Json line_of(const plan::Indicator& indicator, const indicators::Line& line) {
  Json json{{"breakdown", line.breakdown_name}, {"group", line.group}, {"label", line.group_title}, {"hidden", line.hidden}};
  if (line.period) json["period"] = period_of(*line.period);
  json["numerator"] = maybe(line.numerator);
  json["denominator"] = maybe(line.denominator);
  json["value"] = maybe(line.value);
  json["lower"] = maybe(line.lower);
  json["upper"] = maybe(line.upper);
  json["possible_lo"] = maybe(line.possible_lo);
  json["possible_hi"] = maybe(line.possible_hi);
  json["excluded"] = maybe(line.excluded_shown);
  json["membership_not_known"] = maybe(line.membership_not_known);
  json["answer_not_known"] = maybe(line.answer_not_known);
  json["target_status"] = line.target_status;
  if (!line.stricter_status.empty()) json["stricter_target_status"] = line.stricter_status;
  if (!indicator.bands.empty()) json["band"] = words_or_null(line.band);
  json["comparisons"] = Json::array();
  for (std::size_t i = 0; i < indicator.comparators.size() && i < line.comparisons.size(); ++i) {
    json["comparisons"].push_back({{"with", indicator.comparators[i].label}, {"is", line.comparisons[i]}});
  }
  return json;
}

Json bands_of(const plan::Plan& plan, const plan::Indicator& indicator) {
  const auto sign = [](plan::Comparison comparison) -> std::string_view {
    switch (comparison) {
      case plan::Comparison::is: return "=";
      case plan::Comparison::is_not: return "≠";
      case plan::Comparison::under: return "<";
      case plan::Comparison::over: return ">";
      case plan::Comparison::at_least: return ">=";
      case plan::Comparison::at_most: return "<=";
    }
    return "";
  };
  Json json = Json::array();
  for (const plan::Band& band : indicator.bands) {
    const std::string value = indicators::text_of(plan, indicators::unit_of(indicator), band.value);
    json.push_back(
        {{"name", band.name}, {"when", band.comparison ? std::string(sign(*band.comparison)) + ' ' + value : "otherwise"}});
  }
  return json;
}

Json indicator_of(const plan::Plan& plan, const IndicatorTable& table) {
  const plan::Indicator& indicator = plan.indicators[table.indicator.index()];
  const indicators::Unit unit = indicators::unit_of(indicator);
  Json json{{"name", indicator.name}, {"title", indicator.title}, {"show", plan::word_of(indicator.show)}};
  json["what"] = plan::word_of(indicator.what);
  if (indicator.what == plan::What::percentile) {
    json["percentile"] = static_cast<double>(indicator.percentile) / static_cast<double>(base::million);
  }
  json["unit"] = words_or_null(indicators::suffix_of(plan, unit));
  if (indicator.among.exists()) json["among"] = plan.list(indicator.among).text;
  if (indicator.count.exists()) json["counts"] = plan.expr(indicator.count).text;
  if (indicator.value.exists()) json["of"] = plan.expr(indicator.value).text;
  if (!indicator.identifier.empty()) json["identifier"] = indicator.identifier;
  json["better"] = indicator.higher_is_better ? Json(*indicator.higher_is_better ? "higher" : "lower") : Json(nullptr);
  json["baseline"] = indicator.baseline ? reading_of(plan, unit, *indicator.baseline) : Json(nullptr);
  json["readings"] = readings_of(plan, unit, indicator.readings);
  json["target"] = indicator.target ? Json(target_text(plan, unit, *indicator.target, indicator.comparators)) : Json(nullptr);
  if (indicator.target) {
    const auto goal = indicators::goal_of(*indicator.target, indicator.baseline);
    json["target_value"] = maybe(goal ? indicators::as_shown(unit, *goal) : std::nullopt);
  }
  for (const plan::Target& target : indicator.stricter_targets) {
    json["stricter_targets"].push_back(target_text(plan, unit, target, indicator.comparators));
  }
  json["comparators"] = Json::array();
  for (const plan::Comparator& comparator : indicator.comparators) {
    json["comparators"].push_back(comparator_text(plan, indicator, comparator));
  }
  if (!indicator.bands.empty()) json["bands"] = bands_of(plan, indicator);
  json["interval"] = words_or_null(indicators::interval_words(indicator));
  json["hidden_below"] = maybe(indicator.hide_below);
  json["rounded_to"] = maybe(indicator.round_to);
  json["lines"] = Json::array();
  for (const indicators::Line& line : table.lines) json["lines"].push_back(line_of(indicator, line));
  add_notes(json, indicator.notes);
  return json;
}

// What gaps, slopes, concentrations and trends have in common.
Json spread_of(const plan::Plan& plan, const plan::Spread& spread) {
  const indicators::Unit unit = indicators::unit_of(plan, spread);
  Json json{{"name", spread.name}, {"title", spread.title}, {"kind", plan::word_of(spread.kind)}};
  json["indicator"] = plan.indicators[spread.of.index()].name;
  if (spread.over.value.exists()) json["over"] = spread.over.label;
  if (spread.a && spread.b) json["between"] = {spread.a->label, spread.b->label};
  json["unit"] = words_or_null(indicators::suffix_of(plan, unit));
  json["baseline"] = spread.baseline ? reading_of(plan, unit, *spread.baseline) : Json(nullptr);
  json["readings"] = readings_of(plan, unit, spread.readings);
  json["target"] = spread.target ? Json(target_text(plan, unit, *spread.target, {})) : Json(nullptr);
  return json;
}

Json spread_of(const plan::Plan& plan, const SpreadTable& table) {
  const plan::Spread& spread = plan.spreads[table.spread.index()];
  const indicators::SpreadLine& line = table.line;
  Json json = spread_of(plan, spread);
  json["measure"] = indicators::words(line.measure);
  if (line.period) json["period"] = period_of(*line.period);
  json["hidden"] = line.hidden;
  json["value"] = maybe(line.value);
  json["lower"] = maybe(line.lower);
  json["upper"] = maybe(line.upper);
  json["possible_lo"] = maybe(line.possible_lo);
  json["possible_hi"] = maybe(line.possible_hi);
  json["interval"] = words_or_null(line.method);
  json["target_status"] = line.target_status;
  if (!line.why_none.empty()) json["no_figure"] = line.why_none;
  json["parts"] = Json::array();
  for (const indicators::SpreadPart& part : line.parts) {
    json["parts"].push_back({{"label", part.label}, {"value", maybe(part.value)}});
  }
  add_notes(json, spread.notes);
  return json;
}

Json trend_of(const plan::Plan& plan, const TrendTable& table) {
  const plan::Spread& spread = plan.spreads[table.spread.index()];
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  Json json = spread_of(plan, spread);
  json["rules"] = words_or_null(spread.rules);
  // One place more than the values: limits are compared with them.
  const int places = indicators::places(indicators::unit_of(indicator)) + 1;
  const auto add_limits = [&](Json& to, const std::optional<indicators::ChartLimits>& limits) {
    const auto limit = [&](double indicators::ChartLimits::*of) {
      return limits ? Json(indicators::to_places((*limits).*of, places)) : Json(nullptr);
    };
    to["mean"] = limit(&indicators::ChartLimits::mean);
    to["lower_limit"] = limit(&indicators::ChartLimits::lower);
    to["upper_limit"] = limit(&indicators::ChartLimits::upper);
  };
  add_limits(json, table.line.limits);
  const indicators::TrendPart* last = indicators::last_part(table.line);
  json["provisional"] = last == nullptr || last->points < indicators::enough_points;
  json["limits"] = Json::array();
  for (const indicators::TrendPart& part : table.line.parts) {
    Json told{{"from", part.rebase != nullptr ? Json(base::format_iso_date(part.rebase->on)) : Json(nullptr)},
              {"because", part.rebase != nullptr ? Json(part.rebase->because) : Json(nullptr)},
              {"points", part.points}};
    add_limits(told, part.limits);
    json["limits"].push_back(std::move(told));
  }
  json["assurance"] = words_or_null(indicators::words(table.line.assurance));
  json["target_status"] = table.line.target_status;
  json["points"] = Json::array();
  for (const indicators::TrendPoint& point : table.line.points) {
    json["points"].push_back({{"period", period_of(point.period)},
                              {"from", point.reading ? "reading" : "records"},
                              {"hidden", point.hidden},
                              {"numerator", maybe(point.numerator)},
                              {"denominator", maybe(point.denominator)},
                              {"value", maybe(point.value)},
                              {"possible_lo", maybe(point.possible_lo)},
                              {"possible_hi", maybe(point.possible_hi)},
                              {"limits", point.part},
                              {"signal", words_or_null(indicators::words(point.chart.signal))},
                              {"meaning", words_or_null(indicators::meaning(point.chart, indicator.higher_is_better))}});
  }
  add_notes(json, spread.notes);
  return json;
}

void add_all_of(Json& json, const plan::Plan& plan, const Figures& figures, plan::OutcomeId outcome) {
  json["indicators"] = Json::array();
  for (const IndicatorTable& table : figures.indicators) {
    if (plan.indicators[table.indicator.index()].outcome == outcome) json["indicators"].push_back(indicator_of(plan, table));
  }
  json["spreads"] = Json::array();
  for (const SpreadTable& table : figures.spreads) {
    if (plan.spreads[table.spread.index()].outcome == outcome) json["spreads"].push_back(spread_of(plan, table));
  }
  for (const TrendTable& table : figures.trends) {
    if (plan.spreads[table.spread.index()].outcome == outcome) json["spreads"].push_back(trend_of(plan, table));
  }
}

}  // namespace

void add_outcomes(Json& json, const plan::Plan& plan, const Figures& figures) {
  for (const plan::Objective& objective : plan.objectives) {
    Json told{{"name", objective.name}, {"title", objective.title}, {"outcomes", Json::array()}};
    if (objective.wave.exists()) told["wave"] = plan.waves[objective.wave.index()].title;
    for (const plan::OutcomeId id : objective.outcomes) told["outcomes"].push_back(plan.outcomes[id.index()].name);
    if (!objective.not_encoded.empty()) told["not_encoded"] = objective.not_encoded;
    add_notes(told, objective.notes);
    json["objectives"].push_back(std::move(told));
  }
  json["outcomes"] = Json::array();
  for (std::size_t i = 0; i < plan.outcomes.size(); ++i) {
    const plan::Outcome& outcome = plan.outcomes[i];
    Json told{{"name", outcome.name}, {"title", outcome.title}};
    add_all_of(told, plan, figures, plan::OutcomeId(i));
    add_notes(told, outcome.notes);
    json["outcomes"].push_back(std::move(told));
  }
  Json others;
  add_all_of(others, plan, figures, plan::OutcomeId());
  if (!others["indicators"].empty() || !others["spreads"].empty()) json["without_outcome"] = std::move(others);
}

}  // namespace fairstart::report
