// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/disclosure.hpp"

#include <algorithm>
#include <tuple>

#include "engine/indicators/alternatives.hpp"

namespace fairstart::indicators {

bool any_small(const Counts& counts, std::int64_t below) {
  return std::any_of(counts.begin(), counts.end(), [&](std::int64_t count) { return is_small(count, below); });
}

namespace {

std::int64_t size_of(const Counts& counts) {
  std::int64_t size = 0;
  for (const std::int64_t count : counts) size += count;
  return size;
}

// Hides sum by sum.
class SumBySum {
 public:
  SumBySum(const std::vector<Counts>& items, const std::vector<Sum>& sums, std::int64_t below, const std::vector<bool>& joints,
           const std::vector<std::uint8_t>& worth, std::vector<bool>& hidden)
      : items_(items), sums_(sums), below_(below), joints_(joints), worth_(worth), hidden_(hidden), of_joint_(items.size()) {
    for (const Sum& sum : sums) {
      if (sum.whole < joints.size() && joints[sum.whole]) of_joint_[sum.whole].push_back(&sum);
    }
  }

  // Each turn hides one item more, so there are at most as many as items.
  void settle() {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Sum& sum : sums_) {
        while (gives_away(sum)) {
          const std::size_t next = next_to_hide(sum);
          if (next == Sum::no_item) break;
          hidden_[next] = true;
          changed = true;
        }
      }
    }
  }

 private:
  bool is_joint(std::size_t item) const { return item != Sum::no_item && !of_joint_[item].empty(); }
  bool is_told_nowhere(std::size_t item) const { return item < joints_.size() && joints_[item]; }
  bool all_shown(const Sum& sum) const {
    return std::none_of(sum.parts.begin(), sum.parts.end(), [&](std::size_t part) { return hidden_[part]; });
  }

  bool gives_away(const Sum& sum) const {
    std::size_t hidden_parts = 0, last = Sum::no_item;
    Counts together;
    for (const std::size_t part : sum.parts) {
      if (!hidden_[part]) continue;
      ++hidden_parts;
      last = part;
      together.resize(std::max(together.size(), items_[part].size()));
      for (std::size_t i = 0; i < items_[part].size(); ++i) together[i] += items_[part][i];
    }
    if (is_joint(sum.whole)) {
      const auto& others = of_joint_[sum.whole];
      const auto tells = [&](const Sum* other) { return other != &sum && all_shown(*other); };
      if (hidden_parts == 0 || std::none_of(others.begin(), others.end(), tells)) return false;
    } else if (sum.whole != Sum::no_item && hidden_[sum.whole]) {
      return hidden_parts == 0;
    }
    return (hidden_parts == 1 && !is_told_nowhere(last)) || any_small(together, below_);
  }

  // The smallest part still shown that is worth least, one that is not zero if there is any: a zero that is hidden protects little.
  std::size_t smallest_shown(const Sum& sum) const {
    std::size_t best = Sum::no_item;
    const auto rank = [&](std::size_t item) {
      const std::int64_t size = size_of(items_[item]);
      return std::tuple(size == 0, worth_.empty() ? 0 : worth_[item], size);
    };
    for (const std::size_t part : sum.parts) {
      if (!hidden_[part] && (best == Sum::no_item || rank(part) < rank(best))) best = part;
    }
    return best;
  }

  std::size_t next_to_hide(const Sum& sum) const {
    const std::size_t part = smallest_shown(sum);
    if (part != Sum::no_item || sum.whole == Sum::no_item) return part;
    if (!hidden_[sum.whole]) return sum.whole;
    for (const Sum* other : of_joint_[sum.whole]) {
      if (all_shown(*other) && !other->parts.empty()) return smallest_shown(*other);
    }
    return Sum::no_item;
  }

  const std::vector<Counts>& items_;
  const std::vector<Sum>& sums_;
  std::int64_t below_;
  const std::vector<bool>& joints_;
  const std::vector<std::uint8_t>& worth_;
  std::vector<bool>& hidden_;
  std::vector<std::vector<const Sum*>> of_joint_;  // by item
};

}  // namespace

std::vector<bool> protect(const std::vector<Counts>& items, const std::vector<Sum>& sums, std::int64_t below,
                          std::vector<bool> hidden, const std::vector<bool>& joints, const std::vector<std::uint8_t>& worth) {
  hidden.resize(items.size());
  std::vector<bool> needs_hiding(items.size());
  for (std::size_t item = 0; item < items.size(); ++item) {
    needs_hiding[item] = any_small(items[item], below);
    if (needs_hiding[item] || (item < joints.size() && joints[item])) hidden[item] = true;
  }
  for (const Sum& sum : sums) {
    if (sum.whole < joints.size() && joints[sum.whole]) needs_hiding[sum.whole] = false;
  }
  SumBySum by_sum(items, sums, below, joints, worth, hidden);
  by_sum.settle();
  // Sum by sum is not enough where sums share hidden items: several together may still leave one choice only. Hiding more never
  // takes a choice away, so each item is looked at once.
  const Alternatives alternatives(items, sums, below, worth);
  for (std::size_t item = 0; item < items.size(); ++item) {
    if (!needs_hiding[item]) continue;
    while (!alternatives.open(item, hidden)) {
      const std::size_t next = alternatives.next(item, hidden);
      if (next == Sum::no_item) break;
      hidden[next] = true;
      by_sum.settle();
    }
  }
  return hidden;
}

std::vector<std::vector<bool>> hide(const std::vector<std::vector<std::int64_t>>& counts, std::int64_t below) {
  const std::size_t rows = counts.size(), columns = rows == 0 ? 0 : counts.front().size();
  std::vector<Counts> items;
  std::vector<Sum> sums;
  for (const auto& row : counts) {
    for (const std::int64_t count : row) items.push_back({count});
  }
  const auto at = [&](std::size_t row, std::size_t column) { return row * columns + column; };
  for (std::size_t row = 0; columns > 1 && row < rows; ++row) {
    Sum sum;
    for (std::size_t column = 0; column < columns; ++column) sum.parts.push_back(at(row, column));
    sums.push_back(sum);
  }
  for (std::size_t column = 0; rows > 1 && column < columns; ++column) {
    Sum sum;
    for (std::size_t row = 0; row < rows; ++row) sum.parts.push_back(at(row, column));
    sums.push_back(sum);
  }
  const std::vector<bool> flat = protect(items, sums, below);
  std::vector<std::vector<bool>> hidden(rows, std::vector<bool>(columns));
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) hidden[row][column] = flat[at(row, column)];
  }
  return hidden;
}

std::vector<std::vector<bool>> hide_with_totals(const std::vector<std::vector<std::int64_t>>& counts, std::int64_t below) {
  const std::size_t rows = counts.size(), columns = rows == 0 ? 0 : counts.front().size();
  std::vector<Counts> items((rows + 1) * (columns + 1), Counts{0});
  const auto at = [&](std::size_t row, std::size_t column) { return row * (columns + 1) + column; };
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const std::int64_t count = counts[row][column];
      for (const std::size_t item : {at(row, column), at(row, columns), at(rows, column), at(rows, columns)}) {
        items[item][0] += count;
      }
    }
  }
  std::vector<Sum> sums;
  for (std::size_t row = 0; row <= rows; ++row) {
    Sum sum{at(row, columns), {}};
    for (std::size_t column = 0; column < columns; ++column) sum.parts.push_back(at(row, column));
    sums.push_back(sum);
  }
  for (std::size_t column = 0; column <= columns; ++column) {
    Sum sum{at(rows, column), {}};
    for (std::size_t row = 0; row < rows; ++row) sum.parts.push_back(at(row, column));
    sums.push_back(sum);
  }
  const std::vector<bool> flat = protect(items, sums, below);
  std::vector<std::vector<bool>> hidden(rows + 1, std::vector<bool>(columns + 1));
  for (std::size_t row = 0; row <= rows; ++row) {
    for (std::size_t column = 0; column <= columns; ++column) hidden[row][column] = flat[at(row, column)];
  }
  return hidden;
}

}  // namespace fairstart::indicators
