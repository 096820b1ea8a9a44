// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "dsl/base/decimal.hpp"
#include "engine/indicators/bounds.hpp"
#include "engine/indicators/spreads.hpp"

namespace fairstart::indicators {
namespace {

// Every expression that the indicator rests on, through definitions, scores, levels and roles.
class Reading {
 public:
  explicit Reading(const plan::Plan& plan) : plan_(plan) {}
  void read(plan::ExprId from) {
    std::vector<plan::ExprId> to_read{from};
    while (!to_read.empty()) {
      const plan::ExprId at = to_read.back();
      to_read.pop_back();
      if (!at.exists() || !met_.insert(at).second) continue;
      const plan::Expr& expr = plan_.expr(at);
      if (expr.row.exists()) records_.insert(expr.row);
      plan::for_each_operand(plan_, at, [&](plan::ExprId operand) { to_read.push_back(operand); });
      if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node))
        to_read.push_back(plan_.definitions[definition->definition.index()].meaning);
      else if (const auto* role = std::get_if<plan::RoleTest>(&expr.node))
        to_read.push_back(plan_.roles[role->role.index()].where);
      else if (const auto* score = std::get_if<plan::ScoreValue>(&expr.node))
        read_score(score->score, to_read);
      else if (const auto* level = std::get_if<plan::LevelValue>(&expr.node))
        for (const plan::Level& each : plan_.levels[level->levels.index()].levels) to_read.push_back(each.when);
    }
  }
  const std::set<plan::RecordId>& records() const { return records_; }

 private:
  void read_score(plan::ScoreId id, std::vector<plan::ExprId>& to_read) const {
    for (const plan::ScoreItem& item : plan_.scores[id.index()].items) {
      to_read.push_back(item.answer);
      to_read.push_back(item.count);
    }
  }

  const plan::Plan& plan_;
  std::set<plan::ExprId> met_;
  std::set<plan::RecordId> records_;
};

// Whole months, where the period is so many: their number. A year from 1 April is 12, whatever its days.
std::optional<std::int64_t> months_of(base::Day from, base::Day to) {
  const std::int64_t months = base::completed_months(from, to + 1);
  if (months < 1 || base::plus_months(from, months, base::Rounding::down) != to + 1) return std::nullopt;
  return months;
}

std::optional<plan::Period> earlier(base::Day from, base::Day to, std::optional<std::int64_t> months, std::int64_t back) {
  plan::Period period;
  if (months) {
    const auto first = base::plus_months(from, -*months * back, base::Rounding::down);
    const auto next = base::plus_months(from, -*months * (back - 1), base::Rounding::down);
    if (!first || !next) return std::nullopt;
    period.from = *first;
    period.to = *next - 1;
  } else {
    const std::int64_t first = from - (std::int64_t{to} - from + 1) * back;
    if (first < base::first_day) return std::nullopt;
    period.from = static_cast<base::Day>(first);
    period.to = static_cast<base::Day>(first + to - from);
  }
  return period;
}

// Snapshots count for the whole and not in a trend, so the two may differ by few.
bool tells_apart(const Counts& point, const Counts& whole, std::int64_t below) {
  for (std::size_t i = 0; i < point.size() && i < whole.size(); ++i) {
    const std::int64_t apart = std::abs(point[i] - whole[i]);
    if (apart > 0 && apart < below) return true;
  }
  return false;
}

// A point, and its exact value while it may be shown.
struct Exact {
  TrendPoint point;
  std::optional<Fraction> value;  // in millionths
};

bool same_days(const plan::Period& a, const plan::Period& b) { return a.from == b.from && a.to == b.to; }

void add_readings(const std::vector<plan::Reading>& readings, const Unit& unit, std::vector<Exact>& points) {
  for (const plan::Reading& reading : readings) {
    const bool met = std::any_of(points.begin(), points.end(),
                                 [&](const Exact& each) { return same_days(each.point.period, reading.period); });
    if (met) continue;  // worked out here, or told twice
    Exact each{{.period = reading.period, .reading = true}, Fraction{reading.value, 1}};
    each.point.value = as_shown(unit, *each.value);
    points.push_back(std::move(each));
  }
}

Exact worked_out(const plan::Indicator& indicator, const TrendCell& at, bool hidden) {
  const Unit unit = unit_of(indicator);
  const std::int64_t base = indicator.round_to.value_or(1);
  Exact each{{.period = at.period}, {}};
  each.point.hidden = hidden;
  if (hidden) return each;
  if (indicator.what == plan::What::count) each.point.numerator = rounded_to(at.cell.yes, base);
  if (const auto total = total_of_things(indicator, at.cell)) each.point.numerator = rounded_to(*total, base);
  each.point.denominator = rounded_to(at.cell.denominator(), base);
  each.value = value_of(indicator, at.cell);
  if (each.value && unit.show == plan::Show::count) {
    // A count that is shown rounded is drawn so too: limits of exact counts would tell them.
    if (const auto whole = rounded(*each.value, 1'000'000, 0)) {
      each.value = Fraction{static_cast<Wide>(rounded_to(*whole, base)) * 1'000'000, 1};
    }
  }
  if (each.value) each.point.value = as_shown(unit, *each.value);
  return each;
}

}  // namespace

std::string_view words(Signal signal) {
  switch (signal) {
    case Signal::none: return "";
    case Signal::outside: return "outside the limits";
    case Signal::trend: return "trend";
    case Signal::two_of_three: return "two of three near a limit";
    case Signal::shift: return "shift";
  }
  return "";
}

std::string_view words(Assurance assurance) {
  switch (assurance) {
    case Assurance::none: return "";
    case Assurance::consistently_meets: return "consistently meets the target";
    case Assurance::may_or_may_not: return "may or may not meet the target";
    case Assurance::consistently_misses: return "consistently misses the target";
  }
  return "";
}

std::string_view meaning(const ChartPoint& point, std::optional<bool> higher_is_better) {
  if (point.signal == Signal::none || point.direction == 0) return "";
  const bool up = point.direction > 0;
  if (!higher_is_better) return up ? "higher" : "lower";
  return up == *higher_is_better ? "improvement" : "concern";
}

std::vector<plan::Period> trend_periods(const column::Database& database, const plan::Spread& spread, base::Day from,
                                        base::Day to) {
  const plan::Plan& plan = *database.plan;
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  if (indicator.what == plan::What::published || !indicator.among.exists() || from > to) return {};
  std::vector<plan::Period> periods{{from, to, ""}};
  Reading reading(plan);
  reading.read(plan.list(indicator.among).member);
  reading.read(indicator.count);
  reading.read(indicator.value);
  std::optional<base::Day> covered;
  for (const plan::RecordId record : reading.records()) {
    const auto& covers = database.table(record).covers;
    if (covers && (!covered || covers->from > *covered)) covered = covers->from;
  }
  if (!covered) return periods;
  const auto months = months_of(from, to);
  for (std::int64_t back = 1; periods.size() <= most_periods; ++back) {
    const auto period = earlier(from, to, months, back);
    if (!period || period->from < *covered) break;
    periods.push_back(*period);
  }
  std::reverse(periods.begin(), periods.end());
  return periods;
}

namespace {

// Small numbers are in the bounds, or between these and everyone's, who are nearly the same rows.
bool hides_bounds_of_point(const TrendCell& at, bool now, const Cell& whole, bool whole_bounds_hidden, std::int64_t below) {
  if (below < 2) return false;
  if (bounds_tell_few(at.cell, at.cell, below)) return true;
  return now && (whole_bounds_hidden || tells_apart(counts_in_bounds(at.cell), counts_in_bounds(whole), below));
}

// Each point's part: how many times the trend has been rebased by the day its period begins.
void chart_parts(const plan::Spread& spread, const Unit& unit, std::vector<Exact>& points, TrendLine& line) {
  line.parts.emplace_back();
  for (const plan::Rebase& rebase : spread.rebased) line.parts.push_back({.rebase = &rebase});
  std::vector<double> values;
  std::vector<std::size_t> starts, parts;
  for (Exact& each : points) {
    for (const plan::Rebase& rebase : spread.rebased) each.point.part += rebase.on <= each.point.period.from ? 1U : 0U;
    if (!each.value) continue;
    if (!parts.empty() && parts.back() != each.point.part) starts.push_back(values.size());
    values.push_back(unrounded(unit, *each.value));
    parts.push_back(each.point.part);
    ++line.parts[each.point.part].points;
  }
  const std::vector<ChartedPoint> charted = chart_series(values, starts);
  std::size_t at = 0;
  for (Exact& each : points) {
    if (!each.value) continue;
    each.point.chart = charted[at].point;
    line.parts[each.point.part].limits = charted[at].limits;
    line.limits = charted[at].limits;
    ++at;
  }
}

}  // namespace

const TrendPart* last_part(const TrendLine& line) {
  const TrendPart* last = nullptr;
  for (const TrendPoint& point : line.points) {
    if (point.value && point.part < line.parts.size()) last = &line.parts[point.part];
  }
  return last;
}

TrendLine trend_line(const plan::Plan& plan, const plan::Spread& spread, const std::vector<TrendCell>& cells, const Cell& whole,
                     bool whole_hidden, bool whole_bounds_hidden, const std::vector<bool>& also_hidden) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  const Unit unit = unit_of(indicator);
  const std::int64_t below = indicator.hide_below.value_or(0);
  std::vector<Exact> points;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Counts counts = counts_of(indicator, cells[i].cell);
    const bool now = i + 1 == cells.size();
    const bool told_elsewhere = (now && (whole_hidden || tells_apart(counts, counts_of(indicator, whole), below))) ||
                                (i < also_hidden.size() && also_hidden[i]);
    points.push_back(worked_out(indicator, cells[i], below > 1 && (any_small(counts, below) || told_elsewhere)));
    TrendPoint& point = points.back().point;
    if (point.hidden || cells[i].open || hides_bounds_of_point(cells[i], now, whole, whole_bounds_hidden, below)) continue;
    const auto [lo, hi] = possible_shown(indicator, cells[i].cell);
    point.possible_lo = lo;
    point.possible_hi = hi;
  }
  add_readings(spread.readings, unit, points);
  add_readings(indicator.readings, unit, points);
  std::stable_sort(points.begin(), points.end(), [](const Exact& a, const Exact& b) {
    const plan::Period &one = a.point.period, &other = b.point.period;
    return std::pair(one.to, one.from) < std::pair(other.to, other.from);
  });

  TrendLine line;
  chart_parts(spread, unit, points, line);
  for (const Exact& each : points) line.points.push_back(each.point);
  const std::optional<plan::Target>& target = spread.target ? spread.target : indicator.target;
  if (!target || points.empty() || points.back().point.hidden) return line;
  const std::optional<plan::Reading>& baseline = spread.baseline ? spread.baseline : indicator.baseline;
  line.target_status = target_status(*target, baseline, points.back().value, indicator.higher_is_better);
  const auto goal = goal_of(*target, baseline);
  if (goal && line.limits) line.assurance = assurance(*line.limits, unrounded(unit, *goal), indicator.higher_is_better);
  return line;
}

}  // namespace fairstart::indicators
