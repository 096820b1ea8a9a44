// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/report/ask_tally.hpp"
#include "engine/report/sheet.hpp"

namespace fairstart::report {
namespace {

using indicators::Counts;

Shown shown(std::int64_t count, std::int64_t below) { return count > 0 && count < below ? Shown{} : Shown{count}; }

SchemeTable scheme_table(const plan::Plan& plan, plan::LevelsId id, const std::map<int, Totals::ByFifth>& by_fifth,
                         std::int64_t below) {
  const plan::Levels& scheme = plan.levels[id.index()];
  const std::size_t count = scheme.levels.size();
  const bool groups = scheme.kind == plan::LevelsKind::groups, segments = scheme.kind == plan::LevelsKind::segments;
  std::vector<std::pair<int, Totals::ByFifth>> rows;
  Totals::ByFifth all;
  all.at_level.resize(count);
  for (const int fifth : {1, 2, 3, 4, 5, 0}) {
    const auto found = by_fifth.find(fifth);
    if (found == by_fifth.end()) continue;
    Totals::ByFifth row = found->second;
    row.at_level.resize(count);
    for (std::size_t level = 0; level < count; ++level) all.at_level[level] += row.at_level[level];
    all.could_be_higher += row.could_be_higher;
    all.total += row.total;
    rows.emplace_back(fifth, std::move(row));
  }
  // One row that is not known says nothing that everyone's does not.
  if (rows.size() == 1 && rows.front().first == 0) rows.clear();
  rows.emplace_back(everyone, std::move(all));

  // Per row: the levels, can't tell, could be, total. A yes or no of each row is given away by its complement too.
  Sheet sheet;
  std::vector<std::vector<std::size_t>> items;
  for (const auto& [fifth, row] : rows) {
    std::int64_t told = 0;
    std::vector<std::size_t> of_row;
    for (const std::int64_t at : row.at_level) {
      told += at;
      of_row.push_back(sheet.put(groups ? Counts{at, row.total - at} : Counts{at}));
    }
    of_row.push_back(sheet.put({groups ? 0 : row.total - told}));
    const std::vector<std::size_t> parts(of_row.begin(), groups ? of_row.begin() : of_row.end());
    of_row.push_back(sheet.put({row.could_be_higher, row.total - row.could_be_higher}));
    of_row.push_back(sheet.put({row.total}));
    if (!parts.empty()) sheet.sum(of_row.back(), parts);
    items.push_back(std::move(of_row));
  }
  for (std::size_t column = 0; items.size() > 1 && column < items.front().size(); ++column) {
    std::vector<std::size_t> parts;
    for (std::size_t row = 0; row + 1 < items.size(); ++row) parts.push_back(items[row][column]);
    sheet.sum(items.back()[column], parts);
  }
  sheet.protect(below);

  SchemeTable table{id, {}};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    SchemeRow shown_row;
    shown_row.fifth = rows[row].first;
    for (std::size_t level = 0; level < count; ++level) shown_row.at_level.push_back(sheet.shown(items[row][level]));
    if (segments) shown_row.cannot_tell = sheet.shown(items[row][count]);
    shown_row.could_be = sheet.shown(items[row][count + 1]);
    shown_row.total = sheet.shown(items[row][count + 2]);
    table.rows.push_back(std::move(shown_row));
  }
  return table;
}

OfferRow offer_row(plan::OfferId id, const OfferCounts& counts, std::int64_t below) {
  Sheet sheet;
  const std::int64_t none = counts.offered - counts.not_yet_due - counts.open - counts.missed - counts.done;
  const std::size_t offered = sheet.put({counts.offered}), cannot_tell = sheet.put({counts.cannot_tell}),
                    not_yet_due = sheet.put({counts.not_yet_due}), open = sheet.put({counts.open}),
                    missed = sheet.put({counts.missed}), done = sheet.put({counts.done}), no_window = sheet.put({none}),
                    overdue = sheet.put({counts.overdue});
  sheet.sum(offered, {not_yet_due, open, missed, done, no_window});
  // Overdue and missed are nearly the same: where one is hidden the other would tell it, and so would a small difference.
  if (!shown(counts.overdue, below)) sheet.hide(missed);
  sheet.protect(below);
  const std::int64_t apart = counts.overdue > counts.missed ? counts.overdue - counts.missed : counts.missed - counts.overdue;
  const Shown shown_missed = sheet.shown(missed);
  const Shown shown_overdue = shown_missed && shown(apart, below) ? sheet.shown(overdue) : Shown{};
  return {id,
          sheet.shown(offered),
          sheet.shown(cannot_tell),
          sheet.shown(not_yet_due),
          sheet.shown(open),
          shown_missed,
          sheet.shown(done),
          shown_overdue,
          sheet.shown(no_window)};
}

std::vector<AskedRow> asked_rows(const plan::Plan& plan, const Totals& totals, std::int64_t below) {
  std::map<std::string, std::string> titles;
  for (std::size_t i = 0; i < plan.fields.size(); ++i) {
    // A field without a title of its own says more with its record.
    if (plan.fields[i].title != plan.fields[i].name) titles[asked_field(plan, plan::FieldId(i))] = plan.fields[i].title;
  }
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    titles[asked_parameter(plan, plan::ParameterId(i))] = plan.parameters[i].title;
  }
  std::vector<std::pair<std::string, std::int64_t>> asked(totals.asked.begin(), totals.asked.end());
  std::stable_sort(asked.begin(), asked.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<AskedRow> rows;
  for (const auto& [fact, families] : asked) rows.push_back({fact, titles[fact], shown(families, below)});
  // In order of size, a hidden count would still tell its place: the hidden go by name.
  const auto hidden = std::find_if(rows.begin(), rows.end(), [](const AskedRow& row) { return !row.families; });
  std::sort(hidden, rows.end(), [](const AskedRow& a, const AskedRow& b) { return a.fact < b.fact; });
  return rows;
}

std::vector<ParameterRow> parameter_rows(const RunFacts& run, std::int64_t below) {
  std::vector<ParameterRow> rows;
  for (std::size_t i = 0; i < run.plan->parameters.size(); ++i) {
    ParameterRow row{plan::ParameterId(i), {}, 0};
    const auto& values = run.plan->parameters[i].values;
    for (std::size_t period = 0; period < values.size(); ++period) {
      const bool begun = !values[period].from || *values[period].from <= run.clock.as_at;
      const bool ended = values[period].to && *values[period].to < run.clock.as_at;
      if (begun && !ended) row.period = period;
    }
    const auto missing = run.totals.parameter_missing.find(row.parameter);
    if (missing != run.totals.parameter_missing.end()) row.answers_without = shown(missing->second, below);
    rows.push_back(row);
  }
  return rows;
}

// Spreads are told only beside their indicator's lines: what these hide, they must not give away.
void add_spreads(const RunFacts& run, Figures& figures) {
  const plan::Plan& plan = *run.plan;
  const column::Database& database = run.records->database;
  const std::vector<indicators::TrendCell> no_periods;
  const indicators::SpreadCells no_rows;
  for (std::size_t i = 0; i < plan.spreads.size(); ++i) {
    const plan::Spread& spread = plan.spreads[i];
    if (!spread.shown || spread.of.index() >= run.totals.indicators.size()) continue;
    const plan::Indicator& indicator = plan.indicators[spread.of.index()];
    const indicators::Cells& cells = run.totals.indicators[spread.of.index()];
    const std::vector<indicators::Line> lines = indicators::lines(plan, database, indicator, cells);
    if (spread.kind == plan::SpreadKind::trend) {
      indicators::Cell whole;
      if (!cells.breakdowns.empty()) {
        for (const auto& [group, cell] : cells.breakdowns.front()) whole.add(cell);
      }
      const auto& periods = i < run.totals.trends.size() ? run.totals.trends[i] : no_periods;
      figures.trends.push_back(
          {plan::SpreadId(i), indicators::trend_line(plan, spread, periods, whole, lines.empty() || lines.front().hidden)});
    } else {
      const auto& counted = i < run.totals.spreads.size() ? run.totals.spreads[i] : no_rows;
      figures.spreads.push_back({plan::SpreadId(i), indicators::spread_line(plan, database, spread, counted, cells, lines)});
    }
  }
}

}  // namespace

std::string fifth_label(int fifth) {
  switch (fifth) {
    case everyone: return "Everyone";
    case 0: return "Not known";
    case 1: return "1, most deprived";
    case 5: return "5, least deprived";
    default: return std::to_string(fifth);
  }
}

Figures figures_of(const RunFacts& run) {
  const plan::Plan& plan = *run.plan;
  Figures figures;
  for (const plan::Indicator& indicator : plan.indicators) {
    if (indicator.shown) figures.below = std::max(figures.below, indicator.hide_below.value_or(0));
  }
  if (figures.below < 2) figures.below = 0;
  figures.families = shown(run.totals.families, figures.below);
  figures.families_to_ask = shown(run.totals.families_to_ask, figures.below);
  for (std::size_t i = 0; i < run.totals.levels.size(); ++i) {
    if (run.totals.levels[i].empty()) continue;
    figures.schemes.push_back(scheme_table(plan, plan::LevelsId(i), run.totals.levels[i], figures.below));
  }
  for (std::size_t i = 0; i < plan.offers.size(); ++i) {
    if (!plan.offers[i].shown) continue;
    const OfferCounts counts = i < run.totals.offers.size() ? run.totals.offers[i] : OfferCounts{};
    figures.offers.push_back(offer_row(plan::OfferId(i), counts, figures.below));
  }
  add_reach_figures(figures, run);
  figures.asked = asked_rows(plan, run.totals, figures.below);
  for (const ListCounts& counts : run.totals.lists) figures.lists.push_back(list_row(counts, figures.below));
  for (const AllocationCounts& counts : run.totals.allocations)
    figures.allocations.push_back(allocation_table(counts, figures.below));
  const auto add_indicator = [&](std::size_t i) {
    const plan::Indicator& indicator = plan.indicators[i];
    if (!indicator.shown || i >= run.totals.indicators.size()) return;
    figures.indicators.push_back(
        {plan::IndicatorId(i), indicators::lines(plan, run.records->database, indicator, run.totals.indicators[i])});
  };
  for (std::size_t i = 0; i < plan.indicators.size(); ++i) add_indicator(i);
  add_spreads(run, figures);
  add_money_figures(figures, run);
  figures.parameters = parameter_rows(run, figures.below);
  return figures;
}

}  // namespace fairstart::report
