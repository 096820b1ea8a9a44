// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/rows.hpp"
#include "engine/indicators/spreads.hpp"

namespace fairstart::indicators {
namespace {

Cell only(const std::map<Group, Cell>& cells) { return cells.empty() ? Cell{} : cells.begin()->second; }

}  // namespace

void SideCells::add(const SideCells& other) {
  cell.add(other.cell);
  if (breakdowns.size() < other.breakdowns.size()) breakdowns.resize(other.breakdowns.size());
  for (std::size_t i = 0; i < other.breakdowns.size(); ++i) {
    for (const auto& [group, more] : other.breakdowns[i]) breakdowns[i][group].add(more);
  }
}

void SpreadCells::add(const SpreadCells& other) {
  for (std::size_t i = 0; i < sides.size(); ++i) sides[i].add(other.sides[i]);
  both.add(other.both);
  for (const auto& [group, more] : other.ranks) ranks[group].add(more);
}

std::vector<plan::ExprId> expressions(const plan::Plan& plan, const plan::Spread& spread) {
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  std::vector<plan::ExprId> wanted = expressions(plan, indicator);
  if (wanted.empty()) return wanted;
  for (const auto& side : {spread.a, spread.b}) {
    if (side && side->among.exists()) wanted.push_back(side->among);
  }
  if (spread.over.value.exists()) wanted.push_back(spread.over.value);
  return wanted;
}

SpreadCells count_spread(const column::Database& database, const plan::Spread& spread, const column::Evaluated& evaluated) {
  const plan::Plan& plan = *database.plan;
  const plan::Indicator& indicator = plan.indicators[spread.of.index()];
  SpreadCells cells;
  if (!counts_here(database, indicator, evaluated)) return cells;
  const Rows rows = rows_of(database, indicator, evaluated);
  if (spread.over.value.exists()) cells.ranks = cells_by(plan, {spread.over}, evaluated, rows);
  if (!spread.a || !spread.b) return cells;
  const std::array<plan::ExprId, 2> among{spread.a->among, spread.b->among};
  for (std::size_t side = 0; side < 2; ++side) {
    const Rows inside = within(plan, indicator, rows, among[side], evaluated);
    cells.sides[side].cell = only(cells_by(plan, {}, evaluated, inside));
    // Only where something is hidden does anyone ask what a side is made of.
    for (std::size_t i = 0; indicator.hide_below && i < indicator.by.size(); ++i) {
      cells.sides[side].breakdowns.push_back(cells_by(plan, indicator.by[i], evaluated, inside));
    }
    if (side == 0) cells.both = only(cells_by(plan, {}, evaluated, within(plan, indicator, inside, among[1], evaluated)));
  }
  return cells;
}

Cell count_whole(const column::Database& database, const plan::Indicator& indicator, const column::Evaluated& evaluated) {
  if (!counts_here(database, indicator, evaluated)) return {};
  return only(cells_by(*database.plan, {}, evaluated, rows_of(database, indicator, evaluated)));
}

}  // namespace fairstart::indicators
