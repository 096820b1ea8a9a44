// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/indicators/indicators.hpp"
#include "engine/indicators/labels.hpp"
#include "engine/indicators/statistics.hpp"

namespace fairstart::indicators {
namespace {

struct Place {
  std::size_t breakdown;
  Group group;
};

bool same_axis(const plan::Breakdown& a, const plan::Breakdown& b) { return a.value == b.value || a.label == b.label; }

// How a group of a finer breakdown adds up into one of a coarser: per axis of the coarser the axis of the finer it is read
// from, and whether codes turn into groups on the way. Empty where it does not.
struct Coarser {
  struct Axis {
    std::size_t from;
    const plan::CodeList* regroup;
  };
  std::vector<Axis> axes;
};

std::optional<Coarser> coarser(const plan::Plan& plan, const std::vector<plan::Breakdown>& fine,
                               const std::vector<plan::Breakdown>& coarse) {
  Coarser result;
  bool differs = coarse.size() < fine.size();
  for (const plan::Breakdown& axis : coarse) {
    std::optional<Coarser::Axis> found;
    for (std::size_t i = 0; i < fine.size() && !found; ++i) {
      if (!same_axis(fine[i], axis) || (fine[i].grouped && !axis.grouped)) continue;
      const bool regroup = axis.grouped && !fine[i].grouped && plan.expr(axis.value).type.kind == types::Kind::code;
      found = Coarser::Axis{i, regroup ? &plan.code_lists[plan.expr(axis.value).type.codes.index()] : nullptr};
      differs = differs || regroup;
    }
    if (!found) return std::nullopt;
    result.axes.push_back(*found);
  }
  if (!differs) return std::nullopt;
  return result;
}

std::int64_t group_of_code(const plan::CodeList& list, std::int64_t code) {
  for (std::size_t i = 0; i < list.groups.size(); ++i) {
    const auto& members = list.groups[i].members;
    if (std::find(members.begin(), members.end(), code) != members.end()) return static_cast<std::int64_t>(i);
  }
  return static_cast<std::int64_t>(list.groups.size()) + code;
}

Group project(const Coarser& way, const Group& fine) {
  Group group;
  for (const Coarser::Axis& axis : way.axes) {
    const std::int64_t value = fine[axis.from];
    group.push_back(axis.regroup != nullptr && value != not_known ? group_of_code(*axis.regroup, value) : value);
  }
  return group;
}

// What a reader can add up: each breakdown to everyone, and each finer breakdown to each coarser.
std::vector<Sum> sums_of(const plan::Plan& plan, const plan::Indicator& indicator, const std::vector<Place>& places) {
  std::vector<Sum> sums(indicator.by.size());
  for (Sum& sum : sums) sum.whole = 0;
  for (std::size_t i = 1; i < places.size(); ++i) sums[places[i].breakdown - 1].parts.push_back(i);
  for (std::size_t fine = 0; fine < indicator.by.size(); ++fine) {
    for (std::size_t coarse = 0; coarse < indicator.by.size(); ++coarse) {
      const auto way = coarser(plan, indicator.by[fine], indicator.by[coarse]);
      if (!way) continue;
      std::map<Group, Sum> by_group;
      for (std::size_t i = 1; i < places.size(); ++i) {
        if (places[i].breakdown == coarse + 1) by_group[places[i].group].whole = i;
        if (places[i].breakdown == fine + 1) by_group[project(*way, places[i].group)].parts.push_back(i);
      }
      for (auto& [group, sum] : by_group) {
        if (sum.whole != Sum::no_item) sums.push_back(std::move(sum));
      }
    }
  }
  return sums;
}

// The cell with the rows added that may belong to it too: members of unknown group on any axis, as possible members.
Cell with_not_known(const std::map<Group, Cell>& cells, const Group& group, const Cell& cell) {
  Cell all = cell;
  for (const auto& [other, more] : cells) {
    if (other == group) continue;
    bool may_belong = true;
    for (std::size_t axis = 0; axis < group.size(); ++axis) {
      may_belong = may_belong && (other[axis] == group[axis] || other[axis] == not_known);
    }
    if (!may_belong) continue;
    all.may_yes += more.yes + more.may_yes;
    all.may_no += more.no + more.may_no;
    all.may_unknown += more.unknown + more.may_unknown;
  }
  return all;
}

// The value under the completions of what is not known that make it lowest and highest: rows that may belong join only
// where they pull that way. Nothing where no completion has a denominator.
struct Bounds {
  std::int64_t lo_x, lo_n, hi_x, hi_n;
};

std::optional<Bounds> bounds_of(const Cell& cell) {
  const std::int64_t certain = cell.yes + cell.no + cell.unknown;
  Bounds bounds{cell.yes, certain + cell.may_no + cell.may_unknown, cell.yes + cell.unknown + cell.may_yes + cell.may_unknown,
                certain + cell.may_yes + cell.may_unknown};
  if (bounds.lo_n == 0 && bounds.hi_n == 0) return std::nullopt;
  if (bounds.lo_n == 0) bounds.lo_x = bounds.lo_n = 1;  // only rows that would count: whoever joins, all count
  if (bounds.hi_n == 0) bounds.hi_n = 1;                // only rows that would not
  return bounds;
}

std::optional<double> percent(std::int64_t x, std::int64_t n) {
  const auto tenths = percent_tenths(x, n);
  if (!tenths) return std::nullopt;
  return static_cast<double>(*tenths) / 10.0;
}

// Whether a small count of what is not known could be read off the bounds.
bool bounds_are_safe(const Cell& cell, std::int64_t below) {
  const auto safe = [&](std::int64_t count) { return count == 0 || count >= below; };
  const std::int64_t down = cell.unknown + cell.may_no + cell.may_unknown, up = cell.unknown + cell.may_yes + cell.may_unknown;
  return safe(down) && safe(up) && safe(down > up ? down - up : up - down);
}

// Against a value in millionths of the whole: x/n under it, equal or over it, exactly.
int compare_with(std::int64_t x, std::int64_t n, std::int64_t millionths) {
  __extension__ using Wide = __int128;
  const Wide left = static_cast<Wide>(x) * base::million, right = static_cast<Wide>(n) * millionths;
  return left < right ? -1 : left > right ? 1 : 0;
}

std::string target_status(const plan::Indicator& indicator, const Cell& cell) {
  if (!indicator.target || !indicator.target->value || !indicator.higher_is_better || cell.denominator() == 0) return "";
  const int compared = compare_with(cell.yes, cell.denominator(), *indicator.target->value);
  return (*indicator.higher_is_better ? compared >= 0 : compared <= 0) ? "met" : "not met";
}

// As Fingertips compares: similar where the comparator lies within the interval, both ends included.
std::string comparison(const plan::Indicator& indicator, const Limits& limits, std::int64_t millionths) {
  const double comparator = static_cast<double>(millionths) / static_cast<double>(base::million);
  if (comparator >= limits.lower && comparator <= limits.upper) return "similar";
  const bool above = limits.lower > comparator;
  if (!indicator.higher_is_better) return above ? "higher" : "lower";
  return above == *indicator.higher_is_better ? "better" : "worse";
}

void tell_value(const plan::Indicator& indicator, const Cell& cell, Line& line) {
  line.comparisons.assign(indicator.comparators.size(), "");
  switch (indicator.show) {
    case plan::Show::percent: break;
    case plan::Show::count:
      if (line.numerator) line.value = static_cast<double>(*line.numerator);
      return;
    case plan::Show::rate:
    case plan::Show::mean:
    case plan::Show::days:
    case plan::Show::plain: return;
  }
  line.value = percent(cell.yes, cell.denominator());
  line.target_status = target_status(indicator, cell);
  const auto limits = wilson(static_cast<double>(cell.yes), static_cast<double>(cell.denominator()));
  if (!limits) return;
  line.lower = one_decimal(limits->lower * 100.0);
  line.upper = one_decimal(limits->upper * 100.0);
  for (std::size_t i = 0; i < indicator.comparators.size(); ++i) {
    line.comparisons[i] = comparison(indicator, *limits, indicator.comparators[i].value);
  }
}

}  // namespace

std::vector<Line> lines(const plan::Plan& plan, const column::Database& database, const plan::Indicator& indicator,
                        const Cells& cells) {
  const std::int64_t below = indicator.hide_below.value_or(0), base = indicator.round_to.value_or(1);
  std::vector<Place> places{{0, {}}};
  std::vector<Cell> counted(1);
  if (!cells.breakdowns.empty()) {
    for (const auto& [group, cell] : cells.breakdowns[0]) counted[0].add(cell);
  }
  for (std::size_t i = 0; i < indicator.by.size() && i + 1 < cells.breakdowns.size(); ++i) {
    for (Group& group : in_order(plan, database, indicator.by[i], cells.breakdowns[i + 1])) {
      counted.push_back(cells.breakdowns[i + 1].at(group));
      places.push_back({i + 1, std::move(group)});
    }
  }

  std::vector<bool> hidden(places.size()), excluded_hidden(places.size());
  if (below > 1) {
    std::vector<Counts> shown, excluded;
    for (const Cell& cell : counted) {
      shown.push_back({cell.yes, cell.no});
      excluded.push_back({cell.excluded()});
    }
    const std::vector<Sum> sums = sums_of(plan, indicator, places);
    hidden = protect(shown, sums, below);
    if (hidden[0]) hidden.assign(hidden.size(), true);
    excluded_hidden = protect(excluded, sums, below, hidden);
  }

  std::vector<Line> lines(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    Line& line = lines[i];
    const Cell& cell = counted[i];
    const bool is_whole = i == 0;
    line.breakdown = places[i].breakdown;
    line.breakdown_name = is_whole ? "everyone" : breakdown_name(indicator.by[line.breakdown - 1]);
    if (is_whole) {
      line.group = "everyone";
      line.group_title = "Everyone";
    } else {
      Label label = label_of(plan, database, indicator.by[line.breakdown - 1], places[i].group);
      line.group = std::move(label.name);
      line.group_title = std::move(label.title);
    }
    line.excluded = cell.excluded();
    line.hidden = hidden[i];
    if (line.hidden) {
      line.comparisons.assign(indicator.comparators.size(), "");
      continue;
    }
    line.numerator = rounded_to(cell.yes, base);
    line.denominator = rounded_to(cell.denominator(), base);
    if (!excluded_hidden[i]) line.excluded_shown = rounded_to(line.excluded, base);
    tell_value(indicator, cell, line);
    if (cells.open || indicator.show != plan::Show::percent) continue;
    const Cell possible = is_whole ? cell : with_not_known(cells.breakdowns[line.breakdown], places[i].group, cell);
    const auto bounds = bounds_of(possible);
    if (!bounds || (below > 1 && (excluded_hidden[i] || !bounds_are_safe(possible, below)))) continue;
    line.possible_lo = percent(bounds->lo_x, bounds->lo_n);
    line.possible_hi = percent(bounds->hi_x, bounds->hi_n);
  }
  return lines;
}

}  // namespace fairstart::indicators
