// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/rows.hpp"

namespace fairstart::indicators {

void Cell::add(const Cell& other) {
  yes += other.yes;
  no += other.no;
  unknown += other.unknown;
  may_yes += other.may_yes;
  may_no += other.may_no;
  may_unknown += other.may_unknown;
  amounts.add(other.amounts);
}

void Cell::add_as_possible(const Cell& other) {
  may_yes += other.yes + other.may_yes;
  may_no += other.no + other.may_no;
  may_unknown += other.unknown + other.may_unknown;
  amounts.add_as_possible(other.amounts);
}

void Cells::add(const Cells& other) {
  if (breakdowns.size() < other.breakdowns.size()) breakdowns.resize(other.breakdowns.size());
  for (std::size_t i = 0; i < other.breakdowns.size(); ++i) {
    for (const auto& [group, cell] : other.breakdowns[i]) breakdowns[i][group].add(cell);
  }
  open = open || other.open;
}

std::vector<plan::ExprId> expressions(const plan::Plan& plan, const plan::Indicator& indicator) {
  if (indicator.what == plan::What::published || !indicator.among.exists()) return {};
  std::vector<plan::ExprId> wanted{plan.list(indicator.among).member,
                                   indicator.what == plan::What::count ? indicator.count : indicator.value};
  for (const auto& breakdowns : indicator.by) {
    for (const plan::Breakdown& breakdown : breakdowns) wanted.push_back(breakdown.value);
  }
  return wanted;
}

Cells count(const column::Database& database, const plan::Indicator& indicator, const column::Evaluated& evaluated) {
  Cells cells;
  cells.breakdowns.resize(1 + indicator.by.size());
  if (!indicator.among.exists()) return cells;
  const plan::Plan& plan = *database.plan;
  cells.open = population_is_open(database, plan.list(indicator.among).record);
  if (!counts_here(database, indicator, evaluated)) return cells;
  const Rows rows = rows_of(database, indicator, evaluated);
  cells.breakdowns[0] = cells_by(plan, {}, evaluated, rows);
  for (std::size_t i = 0; i < indicator.by.size(); ++i) {
    cells.breakdowns[i + 1] = cells_by(plan, indicator.by[i], evaluated, rows);
  }
  return cells;
}

}  // namespace fairstart::indicators
