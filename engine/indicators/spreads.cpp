// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/spreads.hpp"

#include <algorithm>
#include <cmath>

#include "dsl/base/decimal.hpp"
#include "engine/indicators/bounds.hpp"
#include "engine/indicators/labels.hpp"
#include "engine/indicators/line_sums.hpp"

namespace fairstart::indicators {
namespace {

constexpr double million = static_cast<double>(base::million);
constexpr double z_of_errors = 1.959963984540054;  // standard errors are read off 95% limits
constexpr std::size_t least_ranks = 5;

Counts less(Counts whole, const Counts& part) {
  for (std::size_t i = 0; i < whole.size() && i < part.size(); ++i) whole[i] -= part[i];
  return whole;
}

// Whether a reader who has the figure of the groups in `hidden`, taken together, has that of one, or of few.
bool gives_away(const std::vector<Counts>& hidden, std::int64_t below) {
  if (hidden.size() == 1) return true;
  Counts together;
  for (const Counts& counts : hidden) {
    together.resize(std::max(together.size(), counts.size()));
    for (std::size_t i = 0; i < counts.size(); ++i) together[i] += counts[i];
  }
  return any_small(together, below);
}

// The indicator's hidden lines, as a spread has to take care of them.
class Hidden {
 public:
  Hidden(const plan::Plan& plan, const column::Database& database, const plan::Indicator& indicator, const Cells& cells,
         const std::vector<Line>& lines)
      : plan_(plan), indicator_(indicator), cells_(cells), below_(indicator.hide_below.value_or(0)) {
    hidden_.resize(indicator.by.size());
    no_bounds_.resize(indicator.by.size());
    if (below_ < 2) return;
    whole_hidden_ = lines.empty() || lines.front().hidden;
    whole_has_no_bounds_ = whole_hidden_ || lines.front().bounds_hidden;
    std::size_t at = 1;
    for (std::size_t i = 0; i < indicator.by.size() && i + 1 < cells.breakdowns.size(); ++i) {
      for (Group& group : in_order(plan, database, indicator.by[i], cells.breakdowns[i + 1])) {
        const bool here = at >= lines.size() || lines[at].hidden;
        if (here || lines[at].bounds_hidden) no_bounds_[i] = true;
        if (here) hidden_[i].push_back(std::move(group));
        ++at;
      }
    }
  }

  bool hides_side(const SideCells& side, const Cell& whole, bool everyone) const {
    if (below_ < 2) return false;
    if (whole_hidden_) return true;
    if (everyone) return false;
    const Counts counts = counts_of(indicator_, side.cell);
    if (any_small(counts, below_) || any_small(less(counts_of(indicator_, whole), counts), below_)) return true;
    for (std::size_t i = 0; i < hidden_.size() && i < side.breakdowns.size(); ++i) {
      if (!hidden_[i].empty() && gives_groups_away(side.breakdowns[i], i)) return true;
    }
    return false;
  }

  // Whether those in neither of two sides that do not overlap are few.
  bool hides_rest(const Cell& a, const Cell& b, const Cell& whole) const {
    if (below_ < 2) return false;
    return any_small(less(less(counts_of(indicator_, whole), counts_of(indicator_, a)), counts_of(indicator_, b)), below_);
  }

  bool hides_ranks(const plan::Breakdown& over, const std::map<Group, Cell>& ranks) const {
    if (below_ < 2) return false;
    if (whole_hidden_) return true;
    for (const auto& [group, cell] : ranks) {
      if (any_small(counts_of(indicator_, cell), below_)) return true;
    }
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
      // A rank's value tells one hidden group of it that a crossed breakdown has.
      if (has_axis(i, over) && !hidden_[i].empty()) return true;
    }
    return false;
  }

  // Whether a gap's bounds hold a small number: of a side's rows that are not known, or of what these leave of everyone's.
  bool hides_bounds_of_gap(const SpreadCells& counted, const plan::Spread& spread, const Cell& whole) const {
    if (below_ < 2) return false;
    if (whole_has_no_bounds_) return true;
    Counts left = counts_in_bounds(whole);
    for (std::size_t at = 0; at < counted.sides.size(); ++at) {
      if (!(at == 0 ? spread.a : spread.b)->among.exists()) continue;
      const SideCells& side = counted.sides[at];
      const Counts inside = counts_in_bounds(side.cell);
      if (bounds_tell_few(side.cell, side.cell, below_) || few_apart(counts_in_bounds(whole), inside)) return true;
      left = less(std::move(left), inside);
      for (std::size_t i = 0; i < no_bounds_.size() && i < side.breakdowns.size(); ++i) {
        if (no_bounds_[i] && is_of_whole_groups(side.breakdowns[i], i)) return true;
      }
    }
    return few_apart(left, Counts(left.size()));
  }

  bool hides_bounds_of_ranks(const plan::Breakdown& over, const std::map<Group, Cell>& ranks) const {
    if (below_ < 2) return false;
    if (whole_has_no_bounds_) return true;
    Cell elsewhere;
    for (const auto& [group, cell] : ranks) {
      if (group.front() == not_known) elsewhere.add_as_possible(cell);
    }
    for (const auto& [group, cell] : ranks) {
      Cell possible = cell;
      if (group.front() != not_known) possible.add_as_possible(elsewhere);
      if (bounds_tell_few(cell, possible, below_)) return true;
    }
    for (std::size_t i = 0; i < no_bounds_.size(); ++i) {
      if (no_bounds_[i] && has_axis(i, over)) return true;
    }
    return false;
  }

 private:
  bool has_axis(std::size_t breakdown, const plan::Breakdown& over) const {
    const auto& axes = indicator_.by[breakdown];
    return std::any_of(axes.begin(), axes.end(), [&](const plan::Breakdown& axis) { return axes_meet(plan_, axis, over); });
  }

  bool few_apart(const Counts& a, const Counts& b) const {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
      if (is_small(std::abs(a[i] - b[i]), below_)) return true;
    }
    return false;
  }

  bool is_of_whole_groups(const std::map<Group, Cell>& side, std::size_t breakdown) const {
    for (const auto& [group, cell] : cells_.breakdowns[breakdown + 1]) {
      const Counts all = counts_of(indicator_, cell);
      const auto found = side.find(group);
      const Counts part = found == side.end() ? Counts(all.size()) : counts_of(indicator_, found->second);
      if (part != all && part != Counts(all.size())) return false;
    }
    return true;
  }

  // Where the side is made of whole groups, it and the rest are two sums more that a reader can do.
  bool gives_groups_away(const std::map<Group, Cell>& side, std::size_t breakdown) const {
    std::vector<Counts> inside, outside;
    for (const auto& [group, cell] : cells_.breakdowns[breakdown + 1]) {
      const Counts all = counts_of(indicator_, cell);
      const auto found = side.find(group);
      const Counts part = found == side.end() ? Counts(all.size()) : counts_of(indicator_, found->second);
      const bool none = std::all_of(part.begin(), part.end(), [](std::int64_t count) { return count == 0; });
      if (!none && part != all) return false;
      const auto& hidden = hidden_[breakdown];
      if (std::find(hidden.begin(), hidden.end(), group) != hidden.end()) (none ? outside : inside).push_back(all);
    }
    // Hidden groups on both of its ends: their sum is known, and the side would tell how it is shared.
    if (!inside.empty() && !outside.empty()) return true;
    return gives_away(inside, below_) || gives_away(outside, below_);
  }

  const plan::Plan& plan_;
  const plan::Indicator& indicator_;
  const Cells& cells_;
  std::int64_t below_;
  bool whole_hidden_ = false, whole_has_no_bounds_ = false;
  std::vector<std::vector<Group>> hidden_;  // by breakdown
  std::vector<bool> no_bounds_;             // by breakdown: some line's bounds are hidden
};

// The rows of `whole` that are not of `part`: known values and answers only.
Cell rest_of(const Cell& whole, const Cell& part) {
  Cell rest{.yes = whole.yes - part.yes, .no = whole.no - part.no};
  rest.amounts.known = whole.amounts.known;
  rest.amounts.known.take_away(part.amounts.known);
  return rest;
}

// Whether a figure of some rows is the mean of those of its parts, by rows.
bool is_per_row(const plan::Indicator& indicator) {
  const bool adds_up =
      indicator.show == plan::Show::count || (indicator.what == plan::What::total && indicator.show == plan::Show::quantity);
  return !adds_up &&
         (indicator.what == plan::What::count || indicator.what == plan::What::average || indicator.what == plan::What::total);
}

std::optional<Limits> gap_limits(const plan::Indicator& indicator, const Cell& a, const Cell& b, double confidence) {
  const auto value_a = value_of(indicator, a), value_b = value_of(indicator, b);
  const auto of_a = limits_of(indicator, a, confidence), of_b = limits_of(indicator, b, confidence);
  if (!value_a || !value_b || !of_a || !of_b) return std::nullopt;
  return difference_limits(to_double(*value_a) / million, *of_a, to_double(*value_b) / million, *of_b);
}

// A side against everyone overlaps with it: their difference is the side's from the rest, times the rest's share of the rows.
std::optional<Limits> gap_limits_in_whole(const plan::Indicator& indicator, const Cell& side, const Cell& whole,
                                          double confidence) {
  const Cell rest = rest_of(whole, side);
  if (!is_per_row(indicator) || rest.denominator() <= 0) return std::nullopt;
  const auto limits = gap_limits(indicator, side, rest, confidence);
  if (!limits) return std::nullopt;
  const double share = static_cast<double>(rest.denominator()) / static_cast<double>(whole.denominator());
  return Limits{limits->lower * share, limits->upper * share};
}

Limits turned(const Limits& limits) { return {-limits.upper, -limits.lower}; }

void tell_limits(const Unit& unit, const std::optional<Limits>& limits, SpreadLine& line) {
  if (!limits) return;
  line.lower = as_shown(unit, limits->lower);
  line.upper = as_shown(unit, limits->upper);
}

Possible turned(const Possible& possible) {
  const auto other = [](const std::optional<Fraction>& of) {
    return of ? std::optional(Fraction{-of->n, of->d}) : std::nullopt;
  };
  return {other(possible.hi), other(possible.lo)};
}

// What a gap or ratio could be. turn: higher is better.
void tell_possible_gap(const plan::Plan& plan, const plan::Spread& spread, const SpreadCells& counted, SpreadLine& line) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  const Unit unit = unit_of(plan, spread);
  const bool turn = indicator.higher_is_better.value_or(false);
  const Cell &a = counted.sides[0].cell, &b = counted.sides[1].cell;
  const bool a_is_all = !spread.a->among.exists(), b_is_all = !spread.b->among.exists();
  Possible found;
  if (line.measure == Measure::ratio) {
    const Possible of_a = possible_of(indicator, a), of_b = possible_of(indicator, b);
    found = turn ? possible_ratio(of_b, of_a) : possible_ratio(of_a, of_b);
  } else {
    if (a_is_all != b_is_all && is_per_row(indicator)) {
      found = a_is_all ? turned(possible_from_whole(indicator, b, a)) : possible_from_whole(indicator, a, b);
    } else {
      found = possible_difference(possible_of(indicator, a), possible_of(indicator, b));
    }
    if (turn) found = turned(found);
  }
  if (found.lo) line.possible_lo = as_shown(unit, *found.lo);
  if (found.hi) line.possible_hi = as_shown(unit, *found.hi);
}

// Whether nothing of it is not known: its figure is then the only one that it could have.
bool all_known(const std::map<Group, Cell>& ranks) {
  return std::all_of(ranks.begin(), ranks.end(),
                     [](const auto& rank) { return rank.first.front() != not_known && rank.second.excluded() == 0; });
}

void tell_possible_ranks(const plan::Plan& plan, const plan::Spread& spread, const std::map<Group, Cell>& ranks,
                         SpreadLine& line) {
  if (all_known(ranks)) {
    line.possible_lo = line.possible_hi = line.value;
    return;
  }
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  const bool turn =
      spread.kind == plan::SpreadKind::slope && indicator.higher_is_better.has_value() && !*indicator.higher_is_better;
  Between found;
  switch (line.measure) {
    case Measure::slope_index:
      found = possible_slope(indicator, ranks);
      if (turn && found.lo && found.hi) found = {-*found.hi, -*found.lo};
      break;
    case Measure::relative_index:
      found = possible_relative(indicator, ranks);
      if (turn) {
        const auto inverse = [](const std::optional<double>& of) {
          return of && *of > 0.0 ? std::optional(1.0 / *of) : std::nullopt;
        };
        found = {found.lo && !found.hi ? std::optional(0.0) : inverse(found.hi), inverse(found.lo)};
      }
      break;
    case Measure::concentration_index: found = possible_concentration(indicator, ranks); break;
    case Measure::gap:
    case Measure::ratio: return;
  }
  const Unit unit = unit_of(plan, spread);
  if (found.lo) line.possible_lo = as_shown(unit, *found.lo);
  if (found.hi) line.possible_hi = as_shown(unit, *found.hi);
}

std::optional<Fraction> in_millionths(double value) {
  // Nine places are more than any target is written with.
  const double scaled_up = value * million * 1000.0;
  if (!(std::abs(scaled_up) < 9e18)) return std::nullopt;
  return Fraction{std::llround(scaled_up), 1000};
}

// A smaller spread is better.
void judge(const plan::Spread& spread, const std::optional<Fraction>& value, SpreadLine& line) {
  if (spread.target) line.target_status = target_status(*spread.target, spread.baseline, value, false);
}

void tell_gap(const plan::Plan& plan, const plan::Spread& spread, const SpreadCells& counted, SpreadLine& line) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  const Unit unit = unit_of(plan, spread), own = unit_of(indicator);
  const Cell &a = counted.sides[0].cell, &b = counted.sides[1].cell;
  const auto value_a = value_of(indicator, a), value_b = value_of(indicator, b);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& value = i == 0 ? value_a : value_b;
    line.parts.push_back({(i == 0 ? spread.a : spread.b)->label, value ? as_shown(own, *value) : std::nullopt});
  }
  if (!value_a || !value_b) {
    line.why_none = "a side has no rows";
    judge(spread, std::nullopt, line);
    return;
  }
  // Positive where the first side is worse off.
  const bool turn = indicator.higher_is_better.value_or(false);
  if (line.measure == Measure::ratio) {
    const Fraction &above = turn ? *value_b : *value_a, &under = turn ? *value_a : *value_b;
    const auto ratio = under.n > 0 ? scaled(above, static_cast<Wide>(base::million) * under.d, under.n) : std::nullopt;
    if (ratio) line.value = as_shown(unit, *ratio);
    if (!ratio) line.why_none = "a side's value is 0";
    judge(spread, ratio, line);
    // Sides that overlap are not independent.
    if (!ratio || counted.both.denominator() != 0) return;
    const double confidence = confidence_of(indicator);
    const auto limits_above = limits_of(indicator, turn ? b : a, confidence);
    const auto limits_under = limits_of(indicator, turn ? a : b, confidence);
    if (!limits_above || !limits_under) return;
    const auto limits = ratio_limits(to_double(above) / million, *limits_above, to_double(under) / million, *limits_under);
    if (!limits || !std::isfinite(limits->upper)) return;
    tell_limits(unit, limits, line);
    line.method = "of the sides' intervals: " + interval_words(indicator);
    return;
  }
  const auto gap = turn ? difference(*value_b, *value_a) : difference(*value_a, *value_b);
  if (gap) line.value = as_shown(unit, *gap);
  judge(spread, gap, line);
  const double confidence = confidence_of(indicator);
  std::optional<Limits> limits;
  const bool a_is_all = !spread.a->among.exists(), b_is_all = !spread.b->among.exists();
  if (a_is_all != b_is_all) {
    limits = gap_limits_in_whole(indicator, a_is_all ? b : a, a_is_all ? a : b, confidence);
    if (limits && a_is_all) limits = turned(*limits);
  } else if (counted.both.denominator() == 0) {
    limits = gap_limits(indicator, a, b, confidence);
  }
  if (!limits) return;
  tell_limits(unit, turn ? turned(*limits) : *limits, line);
  const std::string of_sides = interval_words(indicator);
  line.method = of_sides.starts_with("wilson ") ? "newcombe " + of_sides.substr(7) : "of the sides' intervals: " + of_sides;
}

std::vector<std::pair<Group, Cell>> known_ranks(const std::map<Group, Cell>& ranks) {
  std::vector<std::pair<Group, Cell>> known;
  for (const auto& [group, cell] : ranks) {
    if (group.front() != not_known && cell.denominator() > 0) known.emplace_back(group, cell);
  }
  return known;
}

void tell_slope(const plan::Plan& plan, const plan::Spread& spread, const std::vector<std::pair<Group, Cell>>& ranks,
                SpreadLine& line) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  std::vector<Rank> rows;
  for (const auto& [group, cell] : ranks) {
    const auto value = value_of(indicator, cell);
    if (!value) continue;
    const auto limits = limits_of(indicator, cell, 0.95);
    const double error = limits ? (limits->upper - limits->lower) / (2.0 * z_of_errors) : 0.0;
    rows.push_back({static_cast<double>(cell.denominator()), to_double(*value) / million, error});
  }
  if (rows.size() < least_ranks) {
    line.why_none = "fewer than five ranks";
    judge(spread, std::nullopt, line);
    return;
  }
  const auto slope = slope_index(rows, confidence_of(indicator));
  // Positive, or over 1, where the worst off have it worse.
  const bool turn = indicator.higher_is_better.has_value() && !*indicator.higher_is_better;
  std::optional<double> value;
  std::optional<Limits> limits;
  if (slope && line.measure == Measure::slope_index) {
    value = turn ? -slope->slope : slope->slope;
    limits = slope->slope_limits;
    if (limits && turn) limits = turned(*limits);
  } else if (slope && slope->relative && *slope->relative > 0.0) {
    value = turn ? 1.0 / *slope->relative : *slope->relative;
    limits = slope->relative_limits;
    if (limits && turn)
      limits = limits->lower > 0.0 ? std::optional(Limits{1.0 / limits->upper, 1.0 / limits->lower}) : std::nullopt;
  }
  judge(spread, value ? in_millionths(*value) : std::nullopt, line);
  if (!value) {
    line.why_none = "the line has no value at its worse end";
    return;
  }
  const Unit unit = unit_of(plan, spread);
  line.value = as_shown(unit, *value);
  tell_limits(unit, limits, line);
  if (limits) line.method = "regression on ranks, errors from " + interval_words(indicator);
}

void tell_concentration(const plan::Plan& plan, const plan::Spread& spread, const std::vector<std::pair<Group, Cell>>& ranks,
                        SpreadLine& line) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  std::vector<Share> shares;
  for (const auto& [group, cell] : ranks) {
    const auto rows = static_cast<double>(cell.denominator());
    if (indicator.what == plan::What::count) {
      const double mean = static_cast<double>(cell.yes) / rows;
      shares.push_back({rows, mean, mean * (1.0 - mean)});
    } else if (const auto mean = mean_of(cell.amounts.known); mean && is_per_row(indicator)) {
      shares.push_back({rows, to_double(*mean) / million, variance_of(cell.amounts.known, 0).value_or(0.0)});
    }
  }
  const auto found = shares.size() < 2 ? std::nullopt : concentration_index(shares, confidence_of(indicator));
  if (!found) {
    line.why_none = shares.size() < 2 ? "fewer than two ranks" : "the mean is not over 0";
    judge(spread, std::nullopt, line);
    return;
  }
  const Unit unit = unit_of(plan, spread);
  line.value = as_shown(unit, found->index);
  tell_limits(unit, found->limits, line);
  line.method = "kakwani, wagstaff and van doorslaer " + base::format_decimal(indicator.confidence * 100) + '%';
  // Of either sign, nearer to 0 is better.
  if (spread.target) {
    plan::Target target = *spread.target;
    if (target.base) target.base = std::abs(*target.base);
    if (target.kind == plan::TargetKind::absolute && target.value) target.value = std::abs(*target.value);
    std::optional<plan::Reading> baseline = spread.baseline;
    if (baseline) baseline->value = std::abs(baseline->value);
    line.target_status = target_status(target, baseline, in_millionths(std::abs(found->index)), false);
  }
}

Measure measure_of(const plan::Spread& spread) {
  const bool relative = spread.show == plan::Show::relative;
  switch (spread.kind) {
    case plan::SpreadKind::gap:
    case plan::SpreadKind::trend: return relative ? Measure::ratio : Measure::gap;
    case plan::SpreadKind::slope: return relative ? Measure::relative_index : Measure::slope_index;
    case plan::SpreadKind::concentration: return Measure::concentration_index;
  }
  return Measure::gap;
}

}  // namespace

std::string_view words(Measure measure) {
  switch (measure) {
    case Measure::gap: return "gap";
    case Measure::ratio: return "ratio";
    case Measure::slope_index: return "slope index of inequality";
    case Measure::relative_index: return "relative index of inequality";
    case Measure::concentration_index: return "concentration index";
  }
  return "";
}

SpreadLine spread_line(const plan::Plan& plan, const column::Database& database, const plan::Spread& spread,
                       const SpreadCells& counted, const Cells& cells, const std::vector<Line>& lines) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  SpreadLine line;
  line.measure = measure_of(spread);
  if (indicator.what == plan::What::published) {
    std::optional<Fraction> value;
    if (const plan::Reading* reading = latest(spread.readings)) {
      line.period = reading->period;
      value = Fraction{reading->value, 1};
      line.value = as_shown(unit_of(plan, spread), *value);
    } else {
      line.why_none = "no reading";
    }
    judge(spread, value, line);
    return line;
  }
  const Hidden hidden(plan, database, indicator, cells, lines);
  Cell whole;
  if (!cells.breakdowns.empty()) {
    for (const auto& [group, cell] : cells.breakdowns.front()) whole.add(cell);
  }
  if (spread.kind == plan::SpreadKind::gap) {
    if (!spread.a || !spread.b) return line;
    for (std::size_t side = 0; side < 2; ++side) {
      const bool everyone = !(side == 0 ? spread.a : spread.b)->among.exists();
      line.hidden = line.hidden || hidden.hides_side(counted.sides[side], whole, everyone);
    }
    if (counted.both.denominator() == 0) {
      line.hidden = line.hidden || hidden.hides_rest(counted.sides[0].cell, counted.sides[1].cell, whole);
    }
    if (line.hidden) return line;
    tell_gap(plan, spread, counted, line);
    if (line.value && !cells.open && !hidden.hides_bounds_of_gap(counted, spread, whole))
      tell_possible_gap(plan, spread, counted, line);
    return line;
  }
  line.hidden = hidden.hides_ranks(spread.over, counted.ranks);
  if (line.hidden) return line;
  const auto ranks = known_ranks(counted.ranks);
  for (const auto& [group, cell] : ranks) {
    const auto value = value_of(indicator, cell);
    line.parts.push_back(
        {label_of(plan, database, {spread.over}, group).title, value ? as_shown(unit_of(indicator), *value) : std::nullopt});
  }
  if (spread.kind == plan::SpreadKind::slope) tell_slope(plan, spread, ranks, line);
  if (spread.kind == plan::SpreadKind::concentration) tell_concentration(plan, spread, ranks, line);
  if (line.value && !cells.open && !hidden.hides_bounds_of_ranks(spread.over, counted.ranks))
    tell_possible_ranks(plan, spread, counted.ranks, line);
  return line;
}

}  // namespace fairstart::indicators
