// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/indicators/disclosure.hpp"

namespace fairstart::indicators {

// Other counts than the true ones that a reader can't rule out: they agree with every sum and with all that is shown. What it
// finds is always possible; it may miss some (bounded search), so `open` never says yes too often.
class Alternatives {
 public:
  // worth: as of protect.
  Alternatives(const std::vector<Counts>& items, const std::vector<Sum>& sums, std::int64_t below,
               const std::vector<std::uint8_t>& worth);
  // Whether each small count of the item may, for all that a reader knows, be anything from 1 to below − 1, or lie in a range
  // that is `below` wide. hidden: by item.
  bool open(std::size_t item, const std::vector<bool>& hidden) const;
  // What to hide next where it is not: the smallest item still shown of the sums that the item is in, then of those that share
  // a hidden one with these, and so on; one that is not zero if there is any. Sum::no_item: all is hidden.
  std::size_t next(std::size_t item, const std::vector<bool>& hidden) const;

 private:
  class Search;
  std::size_t tries_left() const;  // of one length, at most
  const std::vector<Counts>& items_;
  const std::vector<Sum>& sums_;
  std::int64_t below_;
  const std::vector<std::uint8_t>& worth_;
  std::vector<std::vector<std::size_t>> sums_of_;  // by item
  std::size_t most_sums_ = 0;                      // of an item
  mutable std::size_t spent_ = 0;                  // tries of all searches
};

}  // namespace fairstart::indicators
