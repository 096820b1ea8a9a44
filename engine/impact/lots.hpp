// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/impact/impact.hpp"

// Families put together by all that becomes of them, and counted by group: every figure is a sum of such counts.
namespace fairstart::impact {

// All that becomes of a family.
struct Lot {
  std::vector<Move> moves;           // by item; last, offers, tiers and allocations together
  std::vector<std::uint32_t> steps;  // by item: which of its steps, counted from 1; 0: none
  auto operator<=>(const Lot&) const = default;
};
struct Lots {
  std::vector<Lot> lots;          // in the order in which families show them
  std::vector<std::uint32_t> of;  // by family
};
Lots lots_of(const Found& found);

// How many families, and which: two cells of the same families are one count.
struct Cell {
  std::int64_t count = 0;
  std::uint64_t which = 0;
  void add_family(std::size_t family);
  void add(const Cell& other) { count += other.count, which += other.which; }
};

struct Group {
  std::string label;  // "1, most deprived", "Woking"
  int fifth = 0;
};
// Families by group and lot. One group that is all of them says nothing that everyone's row does not: then there is none.
struct Breakdown {
  std::vector<Group> groups;
  std::vector<std::vector<Cell>> rows;  // by group, everyone last; by lot
};
Breakdown by_fifth(const Found& found, const Lots& lots);
Breakdown by_place(const Found& found, const Lots& lots);  // those whose place is not known come last, if there are any

}  // namespace fairstart::impact
