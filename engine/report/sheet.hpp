// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/indicators/disclosure.hpp"
#include "engine/report/figures.hpp"

namespace fairstart::report {

// Counts that are hidden together, and read back in the order in which they were put in.
class Sheet {
 public:
  // worth: how much readers would miss it; what they would miss least is hidden first.
  std::size_t put(indicators::Counts counts, std::uint8_t worth = 1) {
    items_.push_back(std::move(counts));
    worth_.push_back(worth);
    return items_.size() - 1;
  }
  void is_worth(std::size_t item, std::uint8_t worth) { worth_[item] = std::max(worth_[item], worth); }
  std::int64_t count(std::size_t item) const { return items_[item].front(); }
  void sum(std::size_t whole, std::vector<std::size_t> parts) { sums_.push_back({whole, std::move(parts)}); }
  // Marks an item as hidden from the start.
  void hide(std::size_t item) { marked_.push_back(item); }
  void protect(std::int64_t below) {
    hidden_.assign(items_.size(), false);
    for (const std::size_t item : marked_) hidden_[item] = true;
    if (below > 1) hidden_ = indicators::protect(items_, sums_, below, std::move(hidden_), {}, worth_);
  }
  std::optional<std::int64_t> shown(std::size_t item) const {
    return hidden_[item] ? std::optional<std::int64_t>{} : std::optional<std::int64_t>{items_[item].front()};
  }

 private:
  std::vector<indicators::Counts> items_;
  std::vector<indicators::Sum> sums_;
  std::vector<std::size_t> marked_;
  std::vector<bool> hidden_;
  std::vector<std::uint8_t> worth_;
};

// What the tables of levels, offers and reach count alike, on one sheet.
struct FamilyCounts {
  using Items = std::map<int, std::size_t>;
  Sheet sheet;
  Items families;                               // by deprivation fifth, 0: not known; everyone
  Items tenths, levels;                         // families by deprivation tenth; of each level of support
  std::map<plan::OfferId, std::size_t> offers;  // offered
  // The item of a count that may stand on the sheet already. A different number is another count.
  std::size_t shared(Items& items, int group, std::int64_t count) {
    const auto found = items.find(group);
    if (found != items.end() && sheet.count(found->second) == count) return found->second;
    const std::size_t item = sheet.put({count});
    if (found == items.end()) items.emplace(group, item);
    return item;
  }
};

// Puts the tables of reach on the sheet; the answer tells them once it is protected, while `counts` and `run` are there.
std::function<void(ReachFigures&)> put_reach(const RunFacts& run, FamilyCounts& counts,
                                             const std::vector<plan::OfferId>& offers);

}  // namespace fairstart::report
