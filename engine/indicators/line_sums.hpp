// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/indicators/indicators.hpp"

// What a reader can add up of an indicator's lines, by the names of their groups alone.
namespace fairstart::indicators {

// A line's place among an indicator's: everyone first, then each breakdown's groups, in the order of `lines`.
struct Place {
  std::size_t breakdown = 0;  // 0: everyone; i: indicator.by[i-1]
  Group group;
};
struct Placed {
  std::vector<Place> places;
  std::vector<Cell> counted;  // by place
};
Placed placed(const plan::Plan& plan, const column::Database& database, const plan::Indicator& indicator, const Cells& cells);

using Axes = std::vector<plan::Breakdown>;
// Whether a group of one axis is made of groups of the other, or they are the same: tenths and fifths, codes and their groups.
bool axes_meet(const plan::Plan& plan, const plan::Breakdown& a, const plan::Breakdown& b);
// The finest breakdown that both add up to, its axes by name; empty: nothing but everyone.
Axes what_both_add_up_to(const plan::Plan& plan, const Axes& a, const Axes& b);

// A group by its axes' names, whatever order they are told in.
using PlaceName = std::pair<std::string, Group>;
// Sums of lines, numbered as places are. Two breakdowns that add up to a third that is not told (tenths, and fifths by area) meet in
// joints: items after the lines, one a group of that third, each the sum of lines of both.
struct LineSums {
  std::vector<Sum> sums;
  std::vector<PlaceName> names;  // by item
  std::size_t lines = 0;         // items from here on are joints
  std::vector<bool> joints() const;
  // Counts by line, and after them those of the joints.
  std::vector<Counts> with_joints(std::vector<Counts> counts) const;
};
// Each breakdown to everyone, each finer to each coarser, and joints of each two; `beside`: breakdowns told elsewhere, for which there
// are joints too, as far as the lines add up to them.
LineSums sums_of(const plan::Plan& plan, const plan::Indicator& indicator, const std::vector<Place>& places,
                 const std::vector<Axes>& beside = {});
// As disclosure.hpp's, of counts by line; the answer is by line.
std::vector<bool> protect(std::vector<Counts> counts, const LineSums& sums, std::int64_t below, std::vector<bool> hidden);

}  // namespace fairstart::indicators
