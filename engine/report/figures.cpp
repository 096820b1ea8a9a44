// SPDX-License-Identifier: Apache-2.0
#include "engine/report/figures.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/indicators/same_rows.hpp"
#include "engine/report/ask_tally.hpp"
#include "engine/report/sheet.hpp"

namespace fairstart::report {
namespace {

using indicators::Counts;

Shown shown(std::int64_t count, std::int64_t below) { return count > 0 && count < below ? Shown{} : Shown{count}; }

// Rows of a scheme's table as items of the sheet.
class SchemeRows {
 public:
  SchemeRows(const plan::Plan& plan, plan::LevelsId id, const std::map<int, Totals::ByFifth>& by_fifth)
      : scheme_(plan.levels[id.index()]), id_(id), count_(scheme_.levels.size()) {
    Totals::ByFifth all;
    all.at_level.resize(count_);
    for (const int fifth : {1, 2, 3, 4, 5, 0}) {
      const auto found = by_fifth.find(fifth);
      if (found == by_fifth.end()) continue;
      Totals::ByFifth row = found->second;
      row.at_level.resize(count_);
      for (std::size_t level = 0; level < count_; ++level) all.at_level[level] += row.at_level[level];
      all.could_be_higher += row.could_be_higher;
      all.total += row.total;
      rows_.emplace_back(fifth, std::move(row));
    }
    // One row that is not known says nothing that everyone's does not.
    if (rows_.size() == 1 && rows_.front().first == 0) rows_.clear();
    rows_.emplace_back(everyone, std::move(all));
  }

  // Per row: the levels, can't tell, could be, total. A yes or no of each row is given away by its complement too.
  void put(const plan::Plan& plan, FamilyCounts& counts) {
    Sheet& sheet = counts.sheet;
    const bool groups = scheme_.kind == plan::LevelsKind::groups;
    const bool families = scheme_.record == plan.family && !scheme_.role.exists();
    for (const auto& [fifth, row] : rows_) {
      std::int64_t told = 0;
      std::vector<std::size_t> of_row;
      for (const std::int64_t at : row.at_level) {
        told += at;
        of_row.push_back(sheet.put(groups ? Counts{at, row.total - at} : Counts{at}));
      }
      of_row.push_back(sheet.put({groups ? 0 : row.total - told}));
      const std::vector<std::size_t> parts(of_row.begin(), groups ? of_row.begin() : of_row.end());
      of_row.push_back(sheet.put({row.could_be_higher, row.total - row.could_be_higher}));
      of_row.push_back(families ? counts.shared(counts.families, fifth, row.total) : sheet.put({row.total}));
      if (!parts.empty()) sheet.sum(of_row.back(), parts);
      // What a board looks at first: the ends of deprivation.
      if (fifth == 1 || fifth == 5)
        for (const std::size_t item : of_row) sheet.is_worth(item, 2);
      items_.push_back(std::move(of_row));
    }
    for (std::size_t column = 0; items_.size() > 1 && column < items_.front().size(); ++column) {
      std::vector<std::size_t> parts;
      for (std::size_t row = 0; row + 1 < items_.size(); ++row) parts.push_back(items_[row][column]);
      sheet.sum(items_.back()[column], parts);
    }
    if (id_ != levels_of_support(plan)) return;
    for (std::size_t level = 0; level < count_; ++level) counts.levels[static_cast<int>(level)] = items_.back()[level];
  }

  SchemeTable table(const Sheet& sheet) const {
    SchemeTable table{id_, {}};
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      SchemeRow shown_row;
      shown_row.fifth = rows_[row].first;
      for (std::size_t level = 0; level < count_; ++level) shown_row.at_level.push_back(sheet.shown(items_[row][level]));
      if (scheme_.kind == plan::LevelsKind::segments) shown_row.cannot_tell = sheet.shown(items_[row][count_]);
      shown_row.could_be = sheet.shown(items_[row][count_ + 1]);
      shown_row.total = sheet.shown(items_[row][count_ + 2]);
      table.rows.push_back(std::move(shown_row));
    }
    return table;
  }

 private:
  const plan::Levels& scheme_;
  plan::LevelsId id_;
  std::size_t count_;
  std::vector<std::pair<int, Totals::ByFifth>> rows_;
  std::vector<std::vector<std::size_t>> items_;  // by row
};

// An offer's counts as items of the sheet.
class OfferItems {
 public:
  OfferItems(const plan::Plan& plan, plan::OfferId id, const OfferCounts& counts, FamilyCounts& all, std::int64_t below)
      : id_(id) {
    Sheet& sheet = all.sheet;
    const plan::Offer& offer = plan.offers[id.index()];
    const std::int64_t none = counts.offered - counts.not_yet_due - counts.open - counts.missed - counts.done;
    // Of an offer to families, those who are not reached are as telling.
    Counts offered{counts.offered};
    const bool to_families = offer.record == plan.family && !offer.role.exists();
    const auto families = all.families.find(everyone);
    if (to_families && families != all.families.end()) offered.push_back(sheet.count(families->second) - counts.offered);
    offered_ = all.offers[id] = sheet.put(std::move(offered));
    cannot_tell_ = sheet.put({counts.cannot_tell});
    not_yet_due_ = sheet.put({counts.not_yet_due});
    open_ = sheet.put({counts.open});
    missed_ = sheet.put({counts.missed});
    done_ = sheet.put({counts.done});
    no_window_ = sheet.put({none});
    overdue_ = sheet.put({counts.overdue});
    sheet.sum(offered_, {not_yet_due_, open_, missed_, done_, no_window_});
    // Overdue and missed are nearly the same: where one is hidden the other would tell it, and so would a small difference.
    if (!shown(counts.overdue, below)) sheet.hide(missed_);
    const std::int64_t apart = counts.overdue > counts.missed ? counts.overdue - counts.missed : counts.missed - counts.overdue;
    overdue_is_apart_ = shown(apart, below).has_value();
  }

  OfferRow row(const Sheet& sheet) const {
    const Shown missed = sheet.shown(missed_);
    return {id_,
            sheet.shown(offered_),
            sheet.shown(cannot_tell_),
            sheet.shown(not_yet_due_),
            sheet.shown(open_),
            missed,
            sheet.shown(done_),
            missed && overdue_is_apart_ ? sheet.shown(overdue_) : Shown{},
            sheet.shown(no_window_)};
  }

 private:
  plan::OfferId id_;
  std::size_t offered_, cannot_tell_, not_yet_due_, open_, missed_, done_, no_window_, overdue_;
  bool overdue_is_apart_ = false;
};

// Levels, offers and reach count the same families: one sheet, so that what one table hides no other gives away.
void add_family_figures(const RunFacts& run, Figures& figures) {
  const plan::Plan& plan = *run.plan;
  FamilyCounts counts;
  const std::size_t families = counts.shared(counts.families, everyone, run.totals.families);
  std::vector<SchemeRows> schemes;
  for (std::size_t i = 0; i < run.totals.levels.size(); ++i) {
    if (!run.totals.levels[i].empty()) schemes.emplace_back(plan, plan::LevelsId(i), run.totals.levels[i]);
  }
  for (SchemeRows& scheme : schemes) scheme.put(plan, counts);
  std::vector<OfferItems> offers;
  std::vector<plan::OfferId> shown_offers;
  for (std::size_t i = 0; i < plan.offers.size(); ++i) {
    if (!plan.offers[i].shown) continue;
    const OfferCounts of = i < run.totals.offers.size() ? run.totals.offers[i] : OfferCounts{};
    offers.emplace_back(plan, plan::OfferId(i), of, counts, figures.below);
    shown_offers.emplace_back(i);
  }
  const auto add_reach = put_reach(run, counts, shown_offers);
  counts.sheet.protect(figures.below);
  figures.families = counts.sheet.shown(families);
  for (const SchemeRows& scheme : schemes) figures.schemes.push_back(scheme.table(counts.sheet));
  for (const OfferItems& offer : offers) figures.offers.push_back(offer.row(counts.sheet));
  add_reach(figures.reach);
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
void add_spreads(const RunFacts& run, const std::vector<indicators::HiddenLines>& also, Figures& figures) {
  const plan::Plan& plan = *run.plan;
  const column::Database& database = run.records->database;
  const std::vector<indicators::TrendCell> no_periods;
  const indicators::SpreadCells no_rows;
  const auto hidden_points = indicators::points_hidden_for_each_other(plan, run.totals.trends);
  for (std::size_t i = 0; i < plan.spreads.size(); ++i) {
    const plan::Spread& spread = plan.spreads[i];
    if (!spread.shown || spread.of.index() >= run.totals.indicators.size()) continue;
    const plan::Indicator& indicator = plan.indicators[spread.of.index()];
    const indicators::Cells& cells = run.totals.indicators[spread.of.index()];
    const std::vector<indicators::Line> lines = indicators::lines(plan, database, indicator, cells, also[spread.of.index()]);
    if (spread.kind == plan::SpreadKind::trend) {
      indicators::Cell whole;
      if (!cells.breakdowns.empty()) {
        for (const auto& [group, cell] : cells.breakdowns.front()) whole.add(cell);
      }
      const auto& periods = i < run.totals.trends.size() ? run.totals.trends[i] : no_periods;
      const bool hidden = lines.empty() || lines.front().hidden, no_bounds = hidden || lines.front().bounds_hidden;
      figures.trends.push_back(
          {plan::SpreadId(i), indicators::trend_line(plan, spread, periods, whole, hidden, no_bounds,
                                                     i < hidden_points.size() ? hidden_points[i] : std::vector<bool>{})});
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
  figures.as_at = run.clock.as_at;
  for (const plan::Indicator& indicator : plan.indicators) {
    if (indicator.shown) figures.below = std::max(figures.below, indicator.hide_below.value_or(0));
  }
  if (figures.below < 2) figures.below = 0;
  figures.families_to_ask = shown(run.totals.families_to_ask, figures.below);
  add_family_figures(run, figures);
  figures.asked = asked_rows(plan, run.totals, figures.below);
  for (const ListCounts& counts : run.totals.lists) figures.lists.push_back(list_row(counts, figures.below));
  for (const AllocationCounts& counts : run.totals.allocations)
    figures.allocations.push_back(allocation_table(counts, figures.below));
  const auto also = indicators::hidden_for_each_other(plan, run.records->database, run.totals.indicators);
  const auto add_indicator = [&](std::size_t i) {
    const plan::Indicator& indicator = plan.indicators[i];
    if (!indicator.shown || i >= run.totals.indicators.size()) return;
    const indicators::Cells& cells = run.totals.indicators[i];
    figures.indicators.push_back(
        {plan::IndicatorId(i), indicators::lines(plan, run.records->database, indicator, cells, also[i]), cells.open});
  };
  for (std::size_t i = 0; i < plan.indicators.size(); ++i) add_indicator(i);
  add_spreads(run, also, figures);
  add_money_figures(figures, run);
  figures.parameters = parameter_rows(run, figures.below);
  return figures;
}

std::string indicators_csv(const RunFacts& run) { return indicators_csv(run, figures_of(run)); }
std::string gaps_csv(const RunFacts& run) { return gaps_csv(run, figures_of(run)); }
std::string trends_csv(const RunFacts& run) { return trends_csv(run, figures_of(run)); }
std::string guarantees_csv(const RunFacts& run) { return guarantees_csv(run, figures_of(run)); }
std::string report_json(const RunFacts& run) { return report_json(run, figures_of(run)); }
std::string report_html(const RunFacts& run) { return report_html(run, figures_of(run)); }
base::Status write_xlsx(const RunFacts& run, const std::filesystem::path& path) {
  return write_xlsx(run, figures_of(run), path);
}

}  // namespace fairstart::report
