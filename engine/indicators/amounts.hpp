// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "engine/column/answer.hpp"
#include "engine/indicators/statistics.hpp"

// The values of an indicator's rows, counted by value: whole numbers, so that merging order never matters and every figure over
// them is exact. Values are in millionths of their unit. Memory: one entry a different value.
namespace fairstart::indicators {

// Value → rows, in order of value.
class ByValue {
 public:
  using Entry = std::pair<std::int64_t, std::int64_t>;
  ByValue() = default;
  ByValue(std::initializer_list<Entry> entries) {
    for (const auto& [value, rows] : entries) (*this)[value] += rows;
  }
  std::int64_t& operator[](std::int64_t value);
  void append(std::int64_t value, std::int64_t rows) { entries_.emplace_back(value, rows); }  // over all values so far
  void add(const ByValue& other);
  void take_away(const ByValue& other);  // values of which no row is left go
  std::vector<Entry>::const_iterator find(std::int64_t value) const;
  std::vector<Entry>::const_iterator begin() const { return entries_.begin(); }
  std::vector<Entry>::const_iterator end() const { return entries_.end(); }
  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  // Every value with its sign turned; what has no bound stays so: what is highest of the one is lowest of the other.
  ByValue mirrored() const;
  friend bool operator==(const ByValue&, const ByValue&) = default;

 private:
  std::vector<Entry> entries_;
};

struct Amounts {
  ByValue known;           // certain members
  ByValue lo, hi;          // certain members whose value is not known: what it is at least and at most (column::no_lower,
                           // no_upper: no bound)
  ByValue may_lo, may_hi;  // rows that may be members, the same (alike where the value is known)
  // A row's value. certain: it is a member; else it may be one.
  void add(column::Interval value, bool certain);
  void add(const Amounts& other);
  // The other's rows as ones that may belong here.
  void add_as_possible(const Amounts& other);
  friend bool operator==(const Amounts&, const Amounts&) = default;
};

// A number as n ÷ d, d over 0. Compared and rounded exactly.
struct Fraction {
  Wide n = 0, d = 1;
};
// Nothing on overflow of 128 bits.
std::optional<Fraction> scaled(Fraction value, Wide multiply, Wide divide = 1);
std::optional<Fraction> difference(Fraction a, Fraction b);
std::optional<int> compare(Fraction a, Fraction b);  // −1, 0, 1
double to_double(Fraction value);
// value × 10^places ÷ unit, to the nearest whole number, ties away from zero.
std::optional<std::int64_t> rounded(Fraction value, std::int64_t unit, int places);

std::int64_t rows_of(const ByValue& values);
Wide sum_of(const ByValue& values);  // all finite
// Σ value ÷ rows, and the variance with `rows − less` below (1: of a sample), worked out exactly and rounded once.
std::optional<Fraction> mean_of(const ByValue& values);
std::optional<double> variance_of(const ByValue& values, int less);  // in (unit)², not millionths
std::optional<Fraction> percentile_of(const ByValue& values, std::int64_t p);

// The lowest and the highest that a figure can be, whatever is not known turns out to be; a side that has none is empty, and so
// are both where no completion has a row.
struct Possible {
  std::optional<Fraction> lo, hi;
};
Possible possible_mean(const Amounts& amounts);
Possible possible_sum(const Amounts& amounts);
Possible possible_percentile(const Amounts& amounts, std::int64_t p);

}  // namespace fairstart::indicators
