// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/alternatives.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace fairstart::indicators {
namespace {

// Counts that are moved together: short moves are looked for first.
constexpr std::array<std::size_t, 5> lengths{2, 4, 6, 9, 14};
constexpr std::size_t most_tries = 20'000;  // of each length
// On a large sheet, once so many are spent, a search gets fewer: it finds less, so that more is hidden.
constexpr std::size_t tries_of_sheet = 500'000, few_tries = 100;
constexpr std::size_t most_options = 512;  // a step of a move

std::int64_t count_at(const Counts& counts, std::size_t component) { return component < counts.size() ? counts[component] : 0; }

}  // namespace

// Moves one count up or down, and others along so that every sum stays, as far as no count falls below nothing.
class Alternatives::Search {
 public:
  Search(const Alternatives& of, const std::vector<bool>& hidden, std::size_t component) : of_(of), hidden_(hidden) {
    for (const Counts& counts : of.items_) now_.push_back(count_at(counts, component));
  }

  // How far the item gets from its count, at most `enough`. direction: 1 or −1.
  std::int64_t reach(std::size_t item, int direction, std::int64_t enough) {
    std::int64_t moved = 0;
    while (moved < enough) {
      if (direction < 0 && now_[item] < 1) break;
      if (!find(item, direction)) break;
      std::int64_t step = enough - moved;
      for (const auto& [each, sign] : move_) {
        if (sign < 0) step = std::min(step, now_[each]);
      }
      for (const auto& [each, sign] : move_) now_[each] += sign * step;
      moved += step;
    }
    return moved;
  }

 private:
  bool find(std::size_t item, int direction) {
    move_.clear();
    residual_.clear();
    add(item, direction);
    for (const std::size_t length : lengths) {
      longest_ = length;
      tries_ = 0;
      if (complete()) return true;
    }
    return false;
  }

  int coefficient(std::size_t sum, std::size_t item) const { return of_.sums_[sum].whole == item ? 1 : -1; }

  void add(std::size_t item, int sign) {
    move_.emplace_back(item, sign);
    for (const std::size_t sum : of_.sums_of_[item]) change(sum, sign * coefficient(sum, item));
  }
  void take_back() {
    const auto [item, sign] = move_.back();
    move_.pop_back();
    for (const std::size_t sum : of_.sums_of_[item]) change(sum, -sign * coefficient(sum, item));
  }
  void change(std::size_t sum, int by) {
    const auto found = residual_.try_emplace(sum, 0).first;
    found->second += by;
    if (found->second == 0) residual_.erase(found);
  }

  bool complete() {
    if (residual_.empty()) return true;
    if (move_.size() >= longest_ || tries_ >= of_.tries_left()) return false;
    // The sum with the fewest parts leaves least to choose.
    auto next = residual_.begin();
    for (auto each = residual_.begin(); each != residual_.end(); ++each) {
      if (of_.sums_[each->first].parts.size() < of_.sums_[next->first].parts.size()) next = each;
    }
    const auto [sum, off] = *next;
    const std::size_t left = longest_ - move_.size() - 1;  // after this one
    // Those first that leave the fewest sums open; of these the one that can give most.
    std::vector<std::tuple<std::size_t, std::int64_t, std::size_t, int>> options;
    const auto offer = [&](std::size_t item) {
      if (!hidden_[item] || options.size() >= most_options) return;
      const int sign = off > 0 ? -coefficient(sum, item) : coefficient(sum, item);
      if (sign < 0 && now_[item] < 1) return;
      for (const auto& [each, other] : move_) {
        if (each == item) return;
      }
      ++tries_;
      ++of_.spent_;
      add(item, sign);
      if (residual_.size() <= left * of_.most_sums_)
        options.emplace_back(residual_.size(), sign < 0 ? -now_[item] : 0, item, sign);
      take_back();
    };
    if (of_.sums_[sum].whole != Sum::no_item) offer(of_.sums_[sum].whole);
    for (const std::size_t part : of_.sums_[sum].parts) offer(part);
    std::sort(options.begin(), options.end());
    for (const auto& [open, room, item, sign] : options) {
      if (tries_ > of_.tries_left()) return false;
      add(item, sign);
      if (complete()) return true;
      take_back();
    }
    return false;
  }

  const Alternatives& of_;
  const std::vector<bool>& hidden_;
  std::vector<std::int64_t> now_;
  std::vector<std::pair<std::size_t, int>> move_;
  std::map<std::size_t, int> residual_;  // sums that the move has put out of balance so far
  std::size_t tries_ = 0, longest_ = 0;
};

Alternatives::Alternatives(const std::vector<Counts>& items, const std::vector<Sum>& sums, std::int64_t below,
                           const std::vector<std::uint8_t>& worth)
    : items_(items), sums_(sums), below_(below), worth_(worth), sums_of_(items.size()) {
  for (std::size_t sum = 0; sum < sums.size(); ++sum) {
    if (sums[sum].whole != Sum::no_item) sums_of_[sums[sum].whole].push_back(sum);
    for (const std::size_t part : sums[sum].parts) sums_of_[part].push_back(sum);
  }
  for (const auto& of : sums_of_) most_sums_ = std::max(most_sums_, of.size());
}

std::size_t Alternatives::tries_left() const { return spent_ < tries_of_sheet ? most_tries : few_tries; }

bool Alternatives::open(std::size_t item, const std::vector<bool>& hidden) const {
  for (std::size_t component = 0; component < items_[item].size(); ++component) {
    const std::int64_t count = items_[item][component];
    if (!is_small(count, below_)) continue;
    const std::int64_t up = Search(*this, hidden, component).reach(item, 1, below_);
    if (up >= below_) continue;
    const std::int64_t down = Search(*this, hidden, component).reach(item, -1, count);
    const bool all_small_ones = count - down <= 1 && count + up >= below_ - 1;
    if (!all_small_ones && up + down < below_) return false;
  }
  return true;
}

std::size_t Alternatives::next(std::size_t item, const std::vector<bool>& hidden) const {
  std::vector<bool> met_items(items_.size()), met_sums(sums_.size());
  std::vector<std::size_t> at{item};
  met_items[item] = true;
  while (!at.empty()) {
    std::vector<std::size_t> further;
    std::size_t best = Sum::no_item;
    const auto rank = [&](std::size_t each) {
      std::int64_t size = 0;
      for (const std::int64_t count : items_[each]) size += count;
      return std::tuple(size == 0, worth_.empty() ? 0 : worth_[each], size, each);
    };
    for (const std::size_t from : at) {
      for (const std::size_t sum : sums_of_[from]) {
        if (met_sums[sum]) continue;
        met_sums[sum] = true;
        const auto meet = [&](std::size_t each) {
          if (hidden[each] && !met_items[each]) further.push_back(each);
          met_items[each] = true;
          if (!hidden[each] && (best == Sum::no_item || rank(each) < rank(best))) best = each;
        };
        for (const std::size_t part : sums_[sum].parts) meet(part);
        if (sums_[sum].whole != Sum::no_item) meet(sums_[sum].whole);
      }
    }
    if (best != Sum::no_item) return best;
    at = std::move(further);
  }
  return Sum::no_item;
}

}  // namespace fairstart::indicators
