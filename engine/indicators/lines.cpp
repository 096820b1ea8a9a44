// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/indicators/bounds.hpp"
#include "engine/indicators/labels.hpp"
#include "engine/indicators/line_sums.hpp"

namespace fairstart::indicators {
namespace {

// The groups of a breakdown that are not known on some axis: whose rows may belong to others.
std::vector<const std::pair<const Group, Cell>*> partly_known(const std::map<Group, Cell>& cells) {
  std::vector<const std::pair<const Group, Cell>*> found;
  for (const auto& entry : cells) {
    if (std::find(entry.first.begin(), entry.first.end(), not_known) != entry.first.end()) found.push_back(&entry);
  }
  return found;
}

// The cell with the rows added that may belong to it too: members of unknown group on any axis, as possible members.
Cell with_not_known(const std::vector<const std::pair<const Group, Cell>*>& partly, const Group& group, const Cell& cell) {
  Cell all = cell;
  for (const auto* entry : partly) {
    const auto& [other, more] = *entry;
    if (other == group) continue;
    bool may_belong = true;
    for (std::size_t axis = 0; axis < group.size(); ++axis) {
      may_belong = may_belong && (other[axis] == group[axis] || other[axis] == not_known);
    }
    if (!may_belong) continue;
    all.add_as_possible(more);
  }
  return all;
}

// Of each line the left-out rows and the three kinds of them that bounds tell, which add up to these: a kind that is hidden takes
// the line's bounds along.
std::vector<bool> protect_bounds(const std::vector<Cell>& counted, const LineSums& sums, std::int64_t below,
                                 std::vector<bool> hidden, std::vector<bool>& excluded_hidden) {
  constexpr std::size_t kinds = 3;
  const std::size_t lines = sums.lines, count = sums.names.size();
  std::vector<Counts> by_kind;
  for (const Cell& cell : counted)
    by_kind.push_back({cell.excluded(), cell.unknown + cell.may_unknown, cell.may_yes, cell.may_no});
  by_kind = sums.with_joints(std::move(by_kind));
  const auto item = [&](std::size_t line, std::size_t kind) {
    return line == Sum::no_item || kind == 0 ? line : count + line * kinds + kind - 1;
  };
  std::vector<Counts> items(count * (kinds + 1));
  std::vector<bool> joints(items.size());
  for (std::size_t i = 0; i < count; ++i) {
    by_kind[i].resize(kinds + 1);
    for (std::size_t kind = 0; kind <= kinds; ++kind) {
      items[item(i, kind)] = {by_kind[i][kind]};
      joints[item(i, kind)] = i >= lines;
    }
  }
  std::vector<Sum> all;
  for (std::size_t kind = 0; kind <= kinds; ++kind) {
    for (const Sum& sum : sums.sums) {
      Sum of{item(sum.whole, kind), {}};
      for (const std::size_t part : sum.parts) of.parts.push_back(item(part, kind));
      all.push_back(std::move(of));
    }
  }
  for (std::size_t i = 0; i < lines; ++i) all.push_back({i, {item(i, 1), item(i, 2), item(i, 3)}});
  for (bool changed = true; changed;) {
    changed = false;
    std::vector<bool> marked(items.size());
    for (std::size_t i = 0; i < lines; ++i) {
      marked[i] = excluded_hidden[i];
      for (std::size_t kind = 1; kind <= kinds; ++kind) marked[item(i, kind)] = hidden[i];
    }
    const std::vector<bool> found = protect(items, all, below, std::move(marked), joints);
    for (std::size_t i = 0; i < lines; ++i) {
      bool any = found[i];
      changed = changed || found[i] != excluded_hidden[i];
      excluded_hidden[i] = found[i];
      for (std::size_t kind = 1; kind <= kinds; ++kind) any = any || found[item(i, kind)];
      if (!any || hidden[i]) continue;
      hidden[i] = changed = true;
    }
  }
  return hidden;
}

// Where bounds must not be shown: those that hold a small number, or rows of a group that is hidden.
std::vector<bool> hide_bounds(const std::vector<Place>& places, const std::vector<Cell>& counted,
                              const std::vector<Cell>& possible, const LineSums& sums, std::int64_t below,
                              std::vector<bool>& excluded_hidden) {
  std::vector<bool> hidden = excluded_hidden;
  const auto is_partly_known = [](const Group& group) {
    return std::find(group.begin(), group.end(), not_known) != group.end();
  };
  for (std::size_t i = 0; i < places.size(); ++i) { hidden[i] = hidden[i] || bounds_tell_few(counted[i], possible[i], below); }
  // Rows of groups that are not known are in the bounds of others: of such a breakdown all bounds show, or none.
  std::vector<bool> together(places.back().breakdown + 1);
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (is_partly_known(places[i].group) && counted[i] != Cell{}) together[places[i].breakdown] = true;
  }
  for (bool changed = true; changed;) {
    changed = false;
    hidden = protect_bounds(counted, sums, below, std::move(hidden), excluded_hidden);
    std::vector<bool> none(together.size());
    for (std::size_t i = 1; i < places.size(); ++i) {
      if (hidden[i] && together[places[i].breakdown]) none[places[i].breakdown] = true;
    }
    for (std::size_t i = 1; i < places.size(); ++i) {
      if (hidden[i] || !none[places[i].breakdown]) continue;
      hidden[i] = changed = true;
    }
  }
  return hidden;
}

void tell_standing(const plan::Indicator& indicator, const std::optional<Fraction>& value, Line& line) {
  const auto status = [&](const plan::Target& target) {
    return target_status(target, indicator.baseline, value, indicator.higher_is_better);
  };
  if (indicator.target) line.target_status = status(*indicator.target);
  for (const plan::Target& target : indicator.stricter_targets) line.stricter_status.push_back(status(target));
  line.band = band_of(indicator, value);
}

void tell_value(const plan::Indicator& indicator, const Cell& cell, std::int64_t base, Line& line) {
  const Unit unit = unit_of(indicator);
  const auto value = value_of(indicator, cell);
  if (value) line.value = as_shown(unit, *value);
  // A count that is shown is a count: rounded as counts are.
  if (unit.show == plan::Show::count && line.value) {
    line.value = static_cast<double>(rounded_to(static_cast<std::int64_t>(*line.value), base));
  }
  tell_standing(indicator, value, line);
  const auto limits = limits_of(indicator, cell, confidence_of(indicator));
  if (limits) {
    line.lower = as_shown(unit, limits->lower);
    line.upper = as_shown(unit, limits->upper);
  }
  for (const plan::Comparator& comparator : indicator.comparators) {
    line.comparisons.push_back(comparison(indicator.higher_is_better, limits, comparator.value));
  }
}

Line published_line(const plan::Indicator& indicator) {
  Line line;
  line.breakdown_name = line.group = "everyone";
  line.group_title = "Everyone";
  const plan::Reading* reading = latest(indicator.readings);
  if (reading != nullptr) {
    line.period = reading->period;
    line.value = as_shown(unit_of(indicator), Fraction{reading->value, 1});
  }
  tell_standing(indicator, reading != nullptr ? std::optional(Fraction{reading->value, 1}) : std::nullopt, line);
  for (const plan::Comparator& comparator : indicator.comparators) {
    line.comparisons.push_back(
        reading != nullptr ? comparison_of_reading(indicator.higher_is_better, reading->value, comparator.value) : "");
  }
  return line;
}

}  // namespace

std::vector<Line> lines(const plan::Plan& plan, const column::Database& database, const plan::Indicator& indicator,
                        const Cells& cells, const HiddenLines& also_hidden) {
  if (indicator.what == plan::What::published) return {published_line(indicator)};
  const std::int64_t below = indicator.hide_below.value_or(0), base = indicator.round_to.value_or(1);
  const auto [places, counted] = placed(plan, database, indicator, cells);
  std::vector<std::vector<const std::pair<const Group, Cell>*>> partly;
  for (const auto& cells_of_breakdown : cells.breakdowns) partly.push_back(partly_known(cells_of_breakdown));
  std::vector<Cell> possible;
  for (std::size_t i = 0; i < places.size() && !cells.open; ++i)
    possible.push_back(i == 0 ? counted[i] : with_not_known(partly[places[i].breakdown], places[i].group, counted[i]));

  std::vector<bool> hidden(places.size()), excluded_hidden(places.size()), reasons_hidden(places.size()),
      bounds_hidden(places.size());
  if (below > 1) {
    std::vector<Counts> shown, excluded, reasons;
    for (const Cell& cell : counted) {
      shown.push_back(counts_of(indicator, cell));
      excluded.push_back({cell.excluded()});
      reasons.push_back({cell.unknown, cell.excluded() - cell.unknown});
    }
    const LineSums sums = sums_of(plan, indicator, places);
    hidden = protect(shown, sums, below, also_hidden.lines);
    if (hidden[0]) hidden.assign(hidden.size(), true);
    excluded_hidden = hidden;
    for (std::size_t i = 0; i < places.size() && i < also_hidden.left_out.size(); ++i)
      excluded_hidden[i] = excluded_hidden[i] || also_hidden.left_out[i];
    excluded_hidden = protect(excluded, sums, below, std::move(excluded_hidden));
    if (!cells.open) bounds_hidden = hide_bounds(places, counted, possible, sums, below, excluded_hidden);
    reasons_hidden = protect(reasons, sums, below, excluded_hidden);
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
      line.stricter_status.assign(indicator.stricter_targets.size(), "");
      continue;
    }
    if (indicator.what == plan::What::count) line.numerator = rounded_to(cell.yes, base);
    if (const auto total = total_of_things(indicator, cell)) line.numerator = rounded_to(*total, base);
    line.denominator = rounded_to(cell.denominator(), base);
    if (!excluded_hidden[i]) line.excluded_shown = rounded_to(line.excluded, base);
    if (!reasons_hidden[i]) {
      line.membership_not_known = rounded_to(line.excluded - cell.unknown, base);
      line.answer_not_known = rounded_to(cell.unknown, base);
    }
    tell_value(indicator, cell, base, line);
    if (cells.open) continue;
    line.bounds_hidden = bounds_hidden[i];
    if (line.bounds_hidden) continue;
    const auto [lo, hi] = possible_shown(indicator, possible[i]);
    line.possible_lo = lo;
    line.possible_hi = hi;
  }
  return lines;
}

}  // namespace fairstart::indicators
