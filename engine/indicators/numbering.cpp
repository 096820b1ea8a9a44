// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/numbering.hpp"

#include <algorithm>
#include <bit>

#include "dsl/base/let_go.hpp"

namespace fairstart::indicators {
namespace {

std::int64_t packed(std::uint32_t first, std::uint32_t second) {
  return static_cast<std::int64_t>((std::uint64_t{first} << 32U) | second);
}

}  // namespace

void Numbering::put(std::int64_t value, std::uint32_t number) {
  std::size_t at = home(value);
  while (slots_[at].number != none) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = {value, number};
}

std::uint32_t Numbering::number_of_other(std::int64_t value) {
  for (std::size_t at = home(value); slots_[at].number != none; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].value == value) return slots_[at].number;
  }
  const auto number = static_cast<std::uint32_t>(values_.size());
  values_.push_back(value);
  if (const std::uint64_t units = std::rotr(static_cast<std::uint64_t>(value) * inverse, twos); units < most_small) {
    if (small_.size() <= units) small_.resize(std::bit_ceil(units + 1), none);
    small_[units] = number;
  }
  if (2 * values_.size() <= slots_.size()) {
    put(value, number);
    return number;
  }
  slots_.assign(2 * slots_.size(), {});
  --shift_;
  for (std::uint32_t i = 0; i <= number; ++i) put(values_[i], i);
  return number;
}

bool Pairing::make_room(std::uint32_t first, std::uint32_t second) {
  const std::size_t rows = std::max(rows_, std::bit_ceil(std::size_t{first} + 1));
  const std::size_t columns = std::max(columns_, std::bit_ceil(std::size_t{second} + 1));
  if (rows > most || columns > most / rows) return false;
  if (rows == rows_ && columns == columns_) return true;
  rows_ = rows;
  columns_ = columns;
  table_.assign(rows * columns, none);
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    table_[pairs_[i].first * columns_ + pairs_[i].second] = static_cast<std::uint32_t>(i);
  }
  return true;
}

std::uint32_t Pairing::number_of_other(std::uint32_t first, std::uint32_t second) {
  if (rows_ != 0 && !make_room(first, second)) {
    for (const auto& [a, b] : pairs_) sparse_.number(packed(a, b));
    rows_ = columns_ = 0;
    base::let_go(table_);
    base::let_go(pairs_);
  }
  if (rows_ == 0) return sparse_.number(packed(first, second));
  const auto number = static_cast<std::uint32_t>(pairs_.size());
  pairs_.emplace_back(first, second);
  table_[first * columns_ + second] = number;
  return number;
}

void PairCounts::put(std::size_t at, std::uint64_t count) {
  low_[at] = static_cast<std::uint16_t>(count & most_low);
  if (high_.empty() && count > most_low) high_.resize(low_.size());
  if (!high_.empty()) high_[at] = static_cast<std::uint16_t>(count >> low_bits);
}

void PairCounts::add_other(std::uint32_t first, std::uint32_t second, std::int64_t more) {
  const std::size_t rows = std::max(rows_, std::bit_ceil(std::size_t{first} + 1));
  const std::size_t columns = std::max(columns_, std::bit_ceil(std::size_t{second} + 1));
  const bool in_table = first < rows_ && second < columns_;
  const std::uint64_t counted = in_table ? static_cast<std::uint64_t>(count_at(first * columns_ + second)) : 0;
  const std::uint64_t sum = counted + static_cast<std::uint64_t>(more);
  is_sparse_ = is_sparse_ || rows > most || columns > most / rows || sum > most_in_table;
  if (is_sparse_) {
    const auto add_pair = [&](std::uint32_t a, std::uint32_t b, std::int64_t count) {
      const std::uint32_t number = pairs_.number(a, b);
      if (number == sparse_.size()) sparse_.push_back(0);
      sparse_[number] += count;
    };
    for (std::size_t at = 0; at < low_.size(); ++at) {
      const std::int64_t count = count_at(at);
      if (count != 0) add_pair(static_cast<std::uint32_t>(at / columns_), static_cast<std::uint32_t>(at % columns_), count);
    }
    base::let_go(low_);
    base::let_go(high_);
    rows_ = columns_ = 0;
    add_pair(first, second, more);
    return;
  }
  if (!in_table) {
    PairCounts larger;
    larger.low_.resize(rows * columns);
    for (std::size_t at = 0; at < low_.size(); ++at)
      larger.put(at / columns_ * columns + at % columns_, static_cast<std::uint64_t>(count_at(at)));
    low_ = std::move(larger.low_);
    high_ = std::move(larger.high_);
    rows_ = rows;
    columns_ = columns;
  }
  put(first * columns_ + second, sum);
}

std::pair<std::uint32_t, std::uint32_t> Pairing::pair(std::uint32_t number) const {
  if (rows_ != 0) return pairs_[number];
  const auto both = static_cast<std::uint64_t>(sparse_.values()[number]);
  return {static_cast<std::uint32_t>(both >> 32U), static_cast<std::uint32_t>(both)};
}

}  // namespace fairstart::indicators
