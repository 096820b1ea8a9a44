// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/counter.hpp"

#include <algorithm>
#include <numeric>

#include "engine/column/possible.hpp"

namespace fairstart::indicators {
namespace {

using column::Answer;
using column::Row;

// A row's place among a group's counts: certain members 0 to 2, possible ones 3 to 5, each by answer no, unknown, yes.
enum Slot : std::uint8_t { certain_no, certain_unknown, certain_yes, may_no, may_unknown, may_yes };

// `member`: yes or unknown.
std::uint8_t slot_of(Answer member, unsigned answer) {
  return static_cast<std::uint8_t>(may_no - may_no * (member & 1U) + answer);
}

// Of all rows, of which those that do not belong have a slot too: the loop is vectorised, and no row is looked up again.
void slot_each(const Answer* members, const Answer* answers, std::size_t step, std::uint8_t* slots, std::size_t n) {
  if (step == 1) {
    for (std::size_t i = 0; i < n; ++i) slots[i] = slot_of(members[i], (answers[i] + 1U) >> 1U);
  } else {
    for (std::size_t i = 0; i < n; ++i) slots[i] = slot_of(members[i], (answers[0] + 1U) >> 1U);
  }
}

// Whether rows of the population may be missing.
bool population_is_open(const column::Database& database, plan::RecordId record) {
  const plan::Plan& plan = *database.plan;
  const bool under_family = plan.family.exists() && plan.belongs_under(record, plan.family);
  for (plan::RecordId at = record; at.exists(); at = plan.record(at).owner) {
    const column::Table& table = database.table(at);
    if (table.partial || table.lost || !table.open_owners.empty()) return true;
    if (!under_family || at == plan.family) break;
  }
  return false;
}

}  // namespace

Counter::Counter(const column::Database& database) : database_(&database), plan_(database.plan), groups_(database) {}

std::optional<Counter::Population> Counter::population(const plan::Indicator& indicator) const {
  if (indicator.what == plan::What::published || !indicator.among.exists()) return std::nullopt;
  const plan::List& among = plan_->list(indicator.among);
  Population population;
  population.record = among.record;
  population.member = among.member;
  (indicator.what == plan::What::count ? population.answer : population.value) =
      indicator.what == plan::What::count ? indicator.count : indicator.value;
  return population;
}

void Counter::add_counts(Population& population, const std::vector<plan::Breakdown>& axes) {
  population.counts.emplace_back().breakdown = groups_.breakdown(axes);
}

std::size_t Counter::want(const plan::Indicator& indicator) {
  Wanted wanted{.population = populations_.size(), .breakdowns = indicator.by.size()};
  if (indicator.among.exists()) wanted.open = population_is_open(*database_, plan_->list(indicator.among).record);
  if (auto counted = population(indicator)) {
    wanted.counted = true;
    for (const auto& axes : indicator.by) add_counts(*counted, axes);
    // The whole is what any breakdown adds up to.
    if (indicator.by.empty()) add_counts(*counted, {});
    populations_.push_back(std::move(*counted));
  }
  wanted_.push_back(wanted);
  return wanted_.size() - 1;
}

std::size_t Counter::want_whole(const plan::Indicator& indicator) {
  plan::Indicator whole = indicator;
  whole.by.clear();
  return want(whole);
}

std::size_t Counter::want(const plan::Spread& spread) {
  const plan::Indicator& indicator = plan_->indicators[spread.of.index()];
  Wanted wanted{.population = populations_.size()};
  if (const auto counted = population(indicator)) {
    wanted.counted = true;
    wanted.ranks = spread.over.value.exists();
    wanted.sides = spread.a && spread.b;
    wanted.breakdowns = indicator.hide_below ? indicator.by.size() : 0;
    if (wanted.ranks) add_counts(populations_.emplace_back(*counted), {spread.over});
    if (wanted.sides) {
      const auto add_side = [&](const std::vector<plan::ExprId>& among, std::size_t breakdowns) {
        Population& side = populations_.emplace_back(*counted);
        for (const plan::ExprId each : among) {
          if (each.exists()) side.sides.push_back(each);
        }
        add_counts(side, {});
        for (std::size_t i = 0; i < breakdowns; ++i) add_counts(side, indicator.by[i]);
      };
      // Only where something is hidden does anyone ask what a side is made of.
      add_side({spread.a->among}, wanted.breakdowns);
      add_side({spread.b->among}, wanted.breakdowns);
      add_side({spread.a->among, spread.b->among}, 0);
    }
  }
  wanted_.push_back(wanted);
  return wanted_.size() - 1;
}

std::vector<plan::ExprId> Counter::expressions() const {
  std::vector<plan::ExprId> read = groups_.expressions();
  for (const Population& population : populations_) {
    read.push_back(population.member);
    read.push_back(population.answer.exists() ? population.answer : population.value);
    read.insert(read.end(), population.sides.begin(), population.sides.end());
  }
  return read;
}

bool Counter::counts_here(const Population& population) const {
  return first_chunk_ || !plan_->family.exists() || plan_->belongs_under(population.record, plan_->family);
}

// The answers of the population's membership, a row each.
const Answer* Counter::members_of(const Population& population, const column::Evaluated& evaluated, std::size_t n) {
  const auto answers_of = [&](plan::ExprId id) { return evaluated.values(id).answers.data(); };
  const auto a_row_each = [&](plan::ExprId id) { return plan_->expr(id).row.exists(); };
  const Answer* members = answers_of(population.member);
  if (a_row_each(population.member) && population.sides.empty()) return members;
  if (a_row_each(population.member)) {
    members_.assign(members, members + n);
  } else {
    members_.assign(n, *members);
  }
  for (const plan::ExprId side : population.sides) {
    const Answer* inside = answers_of(side);
    if (a_row_each(side)) {
      for (std::size_t i = 0; i < n; ++i) members_[i] &= inside[i];
    } else {
      for (Answer& member : members_) member &= *inside;
    }
  }
  return members_.data();
}

// Of the rows that were found: their values' numbers, and where not all belong and are known, their slots. value_at: by place in
// the chunk, in order.
template <class ValueAt>
void Counter::note_values(Population& population, const Answer* members, const ValueAt& value_at) {
  // Plain pointers: the slots are bytes, which might be part of anything that is read through this object.
  const Row* const rows = rows_.data();
  std::uint32_t *const lows = lows_.data(), *const highs = highs_.data();
  ValueAt first_time = value_at, again = value_at;
  bool certain = true;
  for (std::size_t i = 0, n = found_; i < n; ++i) {
    const column::Interval value = first_time(rows[i]);
    certain = certain && value.known() && members[rows[i]] == column::yes;
    lows[i] = population.values.number(value.lo);
  }
  all_certain_ = certain;
  if (certain) return;
  std::uint8_t* const slots = slots_.data();
  for (std::size_t i = 0, n = found_; i < n; ++i) {
    const column::Interval value = again(rows[i]);
    slots[i] = slot_of(members[rows[i]], value.known() ? 2 : 1);
    highs[i] = value.known() ? lows[i] : population.values.number(value.hi);
  }
}

void Counter::find_rows(Population& population, const column::Evaluated& evaluated) {
  const column::Rows all = evaluated.chunk.rows[population.record.index()];
  const std::size_t n = all.size();
  const Answer* members = n == 0 ? nullptr : members_of(population, evaluated, n);
  if (slots_.size() < n) {
    rows_.resize(n + column::list_slack);
    slots_.resize(n), numbers_.resize(n), lows_.resize(n), highs_.resize(n);
  }
  found_ = n == 0 ? 0 : column::list_possible(members, n, rows_.data());
  const plan::ExprId told = population.answer.exists() ? population.answer : population.value;
  const std::size_t step = plan_->expr(told).row.exists() ? 1 : 0;
  const std::span<const Row> found{rows_.data(), found_};
  if (population.answer.exists()) {
    told_.resize(std::max(told_.size(), n));
    if (step == 1 && evaluated.answers_at(told, found, told_.data())) {
      const Answer* const answers = told_.data();
      std::uint8_t* const slots = slots_.data();
      for (std::size_t i = 0; i < found.size(); ++i)
        slots[found[i]] = slot_of(members[found[i]], (unsigned{answers[i]} + 1U) >> 1U);
      return;
    }
    if (n != 0) slot_each(members, evaluated.values(told).answers.data(), step, slots_.data(), n);
    return;
  }
  // Few of a record's rows belong, most often: a field is read where it stands.
  if (const column::FieldCells cells = evaluated.field_cells(told); cells.column != nullptr && step == 1) {
    if (const auto* numbers = std::get_if<column::NumberCells>(&cells.column->cells)) {
      const std::int64_t* at = numbers->cells.data() + all.begin;
      return note_values(population, members, [&](Row i) {
        return at[i] == column::NumberCells::none ? cells.unknown_cell : column::Interval{at[i], at[i]};
      });
    }
    if (const auto* whole = std::get_if<column::WholeCells>(&cells.column->cells)) {
      const std::int32_t* at = whole->cells.data() + all.begin;
      const std::int64_t unit = whole->unit;
      return note_values(population, members, [&](Row i) {
        const std::int64_t value = at[i] * unit;
        return at[i] == column::WholeCells::none ? cells.unknown_cell : column::Interval{value, value};
      });
    }
    return note_values(population, members, [&](Row i) {
      const Row row = all.begin + i;
      return column::is_known(*cells.column, row) ? column::interval_at(*cells.column, row) : cells.unknown_cell;
    });
  }
  told_lo_.resize(std::max(told_lo_.size(), n)), told_hi_.resize(std::max(told_hi_.size(), n));
  if (step == 1 && evaluated.intervals_at(told, found, told_lo_.data(), told_hi_.data())) {
    const std::int64_t *const lo = told_lo_.data(), *const hi = told_hi_.data();
    return note_values(population, members, [&, i = std::size_t{0}](Row) mutable {
      const column::Interval value{lo[i], hi[i]};
      ++i;
      return value;
    });
  }
  const column::Values& values = evaluated.values(told);
  note_values(population, members, [&](Row i) { return column::Interval{values.lo[i * step], values.hi[i * step]}; });
}

void Counter::count_rows(const Population& population, Counts& counts) {
  const RowGroups::Number* const of_all = groups_.of_all(counts.breakdown, population.record);
  if (of_all == nullptr) groups_.find(counts.breakdown, population.record, {rows_.data(), found_}, numbers_.data());
  counts.rows.resize(groups_.groups(counts.breakdown));
  const Row* const found = rows_.data();
  const RowGroups::Number* const numbers = numbers_.data();
  if (of_all != nullptr) {
    add_rows(population, counts, [of_all, found](std::size_t i) { return of_all[found[i]]; });
  } else {
    add_rows(population, counts, [numbers](std::size_t i) { return numbers[i]; });
  }
}

// group_of: of the i-th row that was found.
template <class GroupOf>
void Counter::add_rows(const Population& population, Counts& counts, const GroupOf& group_of) {
  const Row* const found = rows_.data();
  const std::uint8_t* const slots = slots_.data();
  const std::uint32_t* const lows = lows_.data();
  std::array<std::int64_t, 6>* const rows = counts.rows.data();
  const std::size_t n = found_;
  if (population.answer.exists()) {
    for (std::size_t i = 0; i < n; ++i) ++rows[group_of(i)][slots[found[i]]];
    return;
  }
  // How many are known is what the known values add up to.
  if (all_certain_) {
    for (std::size_t i = 0; i < n; ++i) counts.known.add(group_of(i), lows[i]);
    return;
  }
  for (std::size_t i = 0; i < n; ++i) {
    const RowGroups::Number group = group_of(i);
    if (slots[i] == certain_yes) {
      counts.known.add(group, lows[i]);
      continue;
    }
    ++rows[group][slots[i]];
    const bool certain = slots[i] < certain_yes;
    (certain ? counts.lo : counts.may_lo).add(group, lows[i]);
    (certain ? counts.hi : counts.may_hi).add(group, highs_[i]);
  }
}

void Counter::count(const column::Evaluated& evaluated) {
  first_chunk_ = column::is_first(*database_, evaluated.chunk);
  groups_.read(evaluated);
  for (Population& population : populations_) {
    if (!counts_here(population)) continue;
    find_rows(population, evaluated);
    for (Counts& counts : population.counts) count_rows(population, counts);
  }
}

void Counter::add(const Counter& other) {
  const auto groups = groups_.add(other.groups_);
  for (std::size_t i = 0; i < wanted_.size(); ++i) wanted_[i].open = wanted_[i].open || other.wanted_[i].open;
  for (std::size_t i = 0; i < populations_.size(); ++i) {
    Population& ours = populations_[i];
    const Population& theirs = other.populations_[i];
    std::vector<std::uint32_t> values;
    for (const std::int64_t value : theirs.values.values()) values.push_back(ours.values.number(value));
    for (std::size_t j = 0; j < ours.counts.size(); ++j) {
      Counts& to = ours.counts[j];
      const Counts& from = theirs.counts[j];
      const std::vector<RowGroups::Number>& group = groups[to.breakdown];
      to.rows.resize(groups_.groups(to.breakdown));
      for (std::size_t at = 0; at < from.rows.size(); ++at) {
        for (std::size_t slot = 0; slot < from.rows[at].size(); ++slot) to.rows[group[at]][slot] += from.rows[at][slot];
      }
      for (const auto by : by_value) {
        (from.*by).each([&](std::uint32_t of_group, std::uint32_t of_value, std::int64_t rows) {
          (to.*by).add(group[of_group], values[of_value], rows);
        });
      }
    }
  }
}

Counter::Groups Counter::groups(const Population& population, const Counts& counts) const {
  std::vector<Cell> cells(counts.rows.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& rows = counts.rows[i];
    cells[i].yes = rows[certain_yes], cells[i].no = rows[certain_no], cells[i].unknown = rows[certain_unknown];
    cells[i].may_yes = rows[may_yes], cells[i].may_no = rows[may_no], cells[i].may_unknown = rows[may_unknown];
  }
  counts.known.each([&](std::uint32_t group, std::uint32_t, std::int64_t rows) { cells[group].yes += rows; });
  const std::array into{&Amounts::known, &Amounts::lo, &Amounts::hi, &Amounts::may_lo, &Amounts::may_hi};
  struct Found {
    std::uint32_t rank;  // of the value among all, rising
    RowGroups::Number group;
    std::int64_t rows;
  };
  const std::vector<std::int64_t>& values = population.values.values();
  std::vector<std::uint32_t> rising(values.size()), ranks(values.size());
  std::iota(rising.begin(), rising.end(), std::uint32_t{0});
  std::sort(rising.begin(), rising.end(), [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  for (std::uint32_t rank = 0; rank < rising.size(); ++rank) ranks[rising[rank]] = rank;
  std::vector<Found> found, in_order;
  std::vector<std::size_t> next(values.size());  // places of each value's first, in order
  for (std::size_t by = 0; by < into.size(); ++by) {
    found.clear();
    std::fill(next.begin(), next.end(), 0);
    (counts.*by_value[by]).each([&](std::uint32_t group, std::uint32_t value, std::int64_t rows) {
      found.push_back({ranks[value], group, rows});
      ++next[ranks[value]];
    });
    std::exclusive_scan(next.begin(), next.end(), next.begin(), std::size_t{0});
    in_order.resize(found.size());
    for (const Found& each : found) in_order[next[each.rank]++] = each;
    for (const Found& each : in_order) (cells[each.group].amounts.*into[by]).append(values[rising[each.rank]], each.rows);
  }
  Groups groups;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    // Numbers are given to all rows; a group is where some row of the population is, or may be.
    if (counts.rows[i] == std::array<std::int64_t, 6>{} && cells[i].yes == 0) continue;
    groups.emplace(groups_.group(counts.breakdown, static_cast<RowGroups::Number>(i)), std::move(cells[i]));
  }
  return groups;
}

Cells Counter::cells(std::size_t number) const {
  const Wanted& wanted = wanted_[number];
  Cells cells;
  cells.breakdowns.resize(1 + wanted.breakdowns);
  cells.open = wanted.open;
  if (!wanted.counted) return cells;
  const Population& population = populations_[wanted.population];
  for (std::size_t i = 0; i < wanted.breakdowns; ++i) cells.breakdowns[i + 1] = groups(population, population.counts[i]);
  if (wanted.breakdowns == 0) {
    cells.breakdowns[0] = groups(population, population.counts[0]);
  } else {
    for (const auto& [group, cell] : cells.breakdowns[1]) cells.breakdowns[0][{}].add(cell);
  }
  return cells;
}

Cell Counter::only(const Population& population) const {
  const Groups found = groups(population, population.counts[0]);
  return found.empty() ? Cell{} : found.begin()->second;
}

Cell Counter::whole(std::size_t number) const {
  const auto found = cells(number).breakdowns[0];
  return found.empty() ? Cell{} : found.begin()->second;
}

SpreadCells Counter::spread(std::size_t number) const {
  const Wanted& wanted = wanted_[number];
  SpreadCells cells;
  std::size_t at = wanted.population;
  if (wanted.ranks) {
    cells.ranks = groups(populations_[at], populations_[at].counts[0]);
    ++at;
  }
  if (!wanted.sides) return cells;
  for (SideCells& side : cells.sides) {
    const Population& population = populations_[at++];
    side.cell = only(population);
    for (std::size_t i = 0; i < wanted.breakdowns; ++i) side.breakdowns.push_back(groups(population, population.counts[i + 1]));
  }
  cells.both = only(populations_[at]);
  return cells;
}

}  // namespace fairstart::indicators
