// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/indicators/disclosure.hpp"

namespace fairstart::report {

// Counts that are hidden together, and read back in the order in which they were put in.
class Sheet {
 public:
  std::size_t put(indicators::Counts counts) {
    items_.push_back(std::move(counts));
    return items_.size() - 1;
  }
  void sum(std::size_t whole, std::vector<std::size_t> parts) { sums_.push_back({whole, std::move(parts)}); }
  // Marks an item as hidden from the start.
  void hide(std::size_t item) { marked_.push_back(item); }
  void protect(std::int64_t below) {
    hidden_.assign(items_.size(), false);
    for (const std::size_t item : marked_) hidden_[item] = true;
    if (below > 1) hidden_ = indicators::protect(items_, sums_, below, std::move(hidden_));
  }
  std::optional<std::int64_t> shown(std::size_t item) const {
    return hidden_[item] ? std::optional<std::int64_t>{} : std::optional<std::int64_t>{items_[item].front()};
  }

 private:
  std::vector<indicators::Counts> items_;
  std::vector<indicators::Sum> sums_;
  std::vector<std::size_t> marked_;
  std::vector<bool> hidden_;
};

}  // namespace fairstart::report
