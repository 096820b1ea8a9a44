// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fairstart::indicators {

// One published count, or several published together (numerator and the rest): they are hidden together.
using Counts = std::vector<std::int64_t>;
inline bool is_small(std::int64_t count, std::int64_t below) { return count > 0 && count < below; }
bool any_small(const Counts& counts, std::int64_t below);

// A reader can add up: the counts of `parts` make those of `whole`; no_item where that sum is known by other means.
struct Sum {
  static constexpr std::size_t no_item = static_cast<std::size_t>(-1);
  std::size_t whole = no_item;
  std::vector<std::size_t> parts;
};

// Which items to hide. Hidden are those marked already, those with a count from 1 to below − 1, and then the smallest others
// until no sum gives any away: in each sum whose whole is shown either no part is hidden, or two or more are and their counts
// add up to 0 or to `below` at least; in each whose whole is hidden, some part is hidden too. below: 0 or 1 hides nothing more.
// joints: by item, those that are told nowhere. Wholes that several sums share, which a reader has where one of these shows all its
// parts, need no hiding themselves; those that are parts alone, differences of two counts, do as others where they are small.
// worth: by item, how much readers would miss it (empty: all alike); what they would miss least is hidden first.
std::vector<bool> protect(const std::vector<Counts>& items, const std::vector<Sum>& sums, std::int64_t below,
                          std::vector<bool> hidden = {}, const std::vector<bool>& joints = {},
                          const std::vector<std::uint8_t>& worth = {});

// Hides counts from 1 to below − 1 in a table of counts (rows × columns), then more cells until no row and no column of two
// or more has exactly one hidden cell, so that totals give none away. hidden: by row then column.
std::vector<std::vector<bool>> hide(const std::vector<std::vector<std::int64_t>>& counts, std::int64_t below);

// The same for a table that is printed with its totals: the answer has one row and one column more, for them. A total may
// have to be hidden itself.
std::vector<std::vector<bool>> hide_with_totals(const std::vector<std::vector<std::int64_t>>& counts, std::int64_t below);

}  // namespace fairstart::indicators
