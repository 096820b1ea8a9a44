// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/impact/impact.hpp"

namespace fairstart::impact {

using Shown = std::optional<std::int64_t>;  // none: hidden

// Families of one group by what becomes of them.
struct FigureRow {
  std::string label;      // "1, most deprived", "Woking", "Everyone"
  std::size_t group = 0;  // the same in all tables of a breakdown
  int fifth = 0;          // of rows by deprivation; 0: not known
  bool everyone = false;
  Shown families;
  std::vector<Shown> counts;  // by the table's moves
  bool operator==(const FigureRow&) const = default;
};
struct FigureTable {
  std::vector<Move> moves;      // columns: those that happen to anyone
  std::vector<FigureRow> rows;  // most affected first, hidden ones after them, everyone last
  bool operator==(const FigureTable&) const = default;
};
// The same families by deprivation fifth and by place; where no place is told, or only one, by_place has everyone alone.
struct FigureTables {
  FigureTable by_fifth, by_place;
};
struct ItemFigures {
  std::size_t item = 0;  // in Found::items
  FigureTables tables;
};
// Families from one level to another.
struct StepFigures {
  std::size_t item = 0;
  Step step;  // names of levels
  Shown families;
  FigureTables tables;  // of one column
};

struct Figures {
  std::int64_t below = 0;       // counts from 1 to below − 1 are hidden
  bool below_declared = false;  // by either framework; else it is the default
  Shown families;
  FigureTables overall;            // offers, tiers and allocations together
  std::vector<ItemFigures> items;  // those by which anyone's lot changes, most affected first
  std::vector<StepFigures> steps;
};
inline constexpr std::int64_t default_below = 5;

// All on one sheet, small counts hidden so that no sum gives them away; counts of the same families are hidden alike, and so is
// what few families make the difference of.
Figures figures_of(const Found& found, const plan::Plan& before, const plan::Plan& after);
Figures figures_of(const Found& found, std::int64_t below, bool declared);

}  // namespace fairstart::impact
