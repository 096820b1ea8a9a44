// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/indicators/figure.hpp"

// How low and how high a figure could be, whatever the facts that are not known turn out to be: bounds that hold under every
// completion that has a figure. Of a cell: `possible_of`, exact. Here: of what is told over several cells.
namespace fairstart::indicators {

// As the indicator shows it, counts rounded as it says.
struct ShownBounds {
  std::optional<double> lo, hi;
};
ShownBounds possible_shown(const plan::Indicator& indicator, const Cell& cell);

// First less second, and first ÷ second, each in millionths, from each side's own bounds: exact where no row can be in both. The
// ratio has no bounds where a side may be under 0, no upper one where the second may be 0.
Possible possible_difference(const Possible& a, const Possible& b);
// The same of a side less everyone, of a figure per row; exact where membership of both is known, as then only values vary.
Possible possible_from_whole(const plan::Indicator& indicator, const Cell& side, const Cell& whole);
Possible possible_ratio(const Possible& a, const Possible& b);

// Ranks from the lowest up, rows of unknown rank among them (they may belong to any, and to ranks that no known row has). Stored
// units. Exact where every row's membership and rank is known, so that only values vary; else from ranges of each rank's share.
struct Between {
  std::optional<double> lo, hi;
};
Between possible_slope(const plan::Indicator& indicator, const std::map<Group, Cell>& ranks);
Between possible_relative(const plan::Indicator& indicator, const std::map<Group, Cell>& ranks);  // not turned
Between possible_concentration(const plan::Indicator& indicator, const std::map<Group, Cell>& ranks);

// What a reader gets from a cell's bounds beside its figure and left-out rows: the rows that pull each bound, and the kinds of them.
Counts counts_in_bounds(const Cell& cell);
// Whether a small number lies in bounds: of the cell's own rows, of all that may belong (`possible`), or between the two ends.
bool bounds_tell_few(const Cell& cell, const Cell& possible, std::int64_t below);

}  // namespace fairstart::indicators
