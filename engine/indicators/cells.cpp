// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/spreads.hpp"

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

}  // namespace fairstart::indicators
