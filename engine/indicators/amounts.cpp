// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/amounts.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

#include "dsl/base/decimal.hpp"

namespace fairstart::indicators {
namespace {

using Long = boost::multiprecision::int512_t;

bool comes_before(const ByValue::Entry& entry, std::int64_t value) { return entry.first < value; }

bool is_bound(std::int64_t value) { return value != column::no_lower && value != column::no_upper; }

std::optional<Fraction> negated(const std::optional<Fraction>& value) {
  return value ? std::optional(Fraction{-value->n, value->d}) : std::nullopt;
}

// The least mean: certain rows at their least, and of the rows that may belong the smallest for as long as they pull it down.
std::optional<Fraction> lowest_mean(const ByValue& known, const ByValue& ends, const ByValue& may) {
  if (!ends.empty() && ends.begin()->first == column::no_lower) return std::nullopt;
  if (!may.empty() && may.begin()->first == column::no_lower) return std::nullopt;
  Wide sum = sum_of(known) + sum_of(ends), rows = rows_of(known) + rows_of(ends);
  for (const auto& [value, count] : may) {
    if (rows > 0 && static_cast<Wide>(value) * rows >= sum) break;
    // Alone, one row is as low as all of them.
    sum += static_cast<Wide>(value) * count;
    rows += count;
  }
  if (rows == 0) return std::nullopt;
  return Fraction{sum, rows};
}

std::optional<Fraction> lowest_sum(const ByValue& known, const ByValue& ends, const ByValue& may) {
  Wide sum = sum_of(known);
  for (const auto& [value, count] : ends) {
    if (!is_bound(value)) return std::nullopt;
    sum += static_cast<Wide>(value) * count;
  }
  for (const auto& [value, count] : may) {
    if (value >= 0) break;
    if (!is_bound(value)) return std::nullopt;
    sum += static_cast<Wide>(value) * count;
  }
  return Fraction{sum, 1};
}

// Rows in order of value, some of which join only up to a number: the so-manyth of those that have.
class Joining {
 public:
  Joining(const ByValue& certain, const ByValue& may) {
    auto a = certain.begin();
    auto b = may.begin();
    std::int64_t rows = 0, joining = 0;
    while (a != certain.end() || b != may.end()) {
      const bool first = b == may.end() || (a != certain.end() && a->first <= b->first);
      const std::int64_t value = first ? a->first : b->first;
      if (a != certain.end() && a->first == value) rows += (a++)->second;
      if (b != may.end() && b->first == value) joining += (b++)->second;
      steps_.push_back({value, rows, joining});
    }
  }
  std::int64_t certain() const { return steps_.empty() ? 0 : steps_.back().rows; }
  std::int64_t may() const { return steps_.empty() ? 0 : steps_.back().joining; }
  std::int64_t at(std::int64_t place, std::int64_t joined) const {
    const auto found = std::partition_point(
        steps_.begin(), steps_.end(), [&](const Step& step) { return step.rows + std::min(joined, step.joining) <= place; });
    return found->value;
  }

 private:
  struct Step {
    std::int64_t value, rows, joining;  // up to and with this value
  };
  std::vector<Step> steps_;
};

// For any number of rows that join, the smallest make the percentile lowest; which number does is tried out.
std::optional<Fraction> lowest_percentile(const ByValue& known, const ByValue& ends, const ByValue& may, std::int64_t p) {
  ByValue certain = known;
  certain.add(ends);
  const Joining rows(certain, may);
  std::optional<Wide> lowest;
  for (std::int64_t joined = 0; joined <= rows.may(); ++joined) {
    const std::int64_t n = rows.certain() + joined;
    if (n == 0) continue;
    const Wide position = static_cast<Wide>(n - 1) * p, beyond = position % percentile_scale;
    const auto at = static_cast<std::int64_t>(position / percentile_scale);
    const std::int64_t one = rows.at(at, joined), next = beyond == 0 ? one : rows.at(at + 1, joined);
    if (!is_bound(one) || !is_bound(next)) return std::nullopt;
    const Wide value = static_cast<Wide>(one) * (percentile_scale - beyond) + static_cast<Wide>(next) * beyond;
    if (!lowest || value < *lowest) lowest = value;
  }
  if (!lowest) return std::nullopt;
  return Fraction{*lowest, percentile_scale};
}

}  // namespace

std::int64_t& ByValue::operator[](std::int64_t value) {
  auto at = std::lower_bound(entries_.begin(), entries_.end(), value, comes_before);
  if (at == entries_.end() || at->first != value) at = entries_.emplace(at, value, 0);
  return at->second;
}

std::vector<ByValue::Entry>::const_iterator ByValue::find(std::int64_t value) const {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), value, comes_before);
  return at == entries_.end() || at->first != value ? entries_.end() : at;
}

void ByValue::add(const ByValue& other) {
  if (other.empty()) return;
  std::vector<Entry> all;
  all.reserve(entries_.size() + other.size());
  auto ours = entries_.begin();
  for (const Entry& theirs : other) {
    while (ours != entries_.end() && ours->first < theirs.first) all.push_back(*ours++);
    all.push_back(theirs);
    if (ours != entries_.end() && ours->first == theirs.first) all.back().second += (ours++)->second;
  }
  all.insert(all.end(), ours, entries_.end());
  entries_ = std::move(all);
}

void ByValue::take_away(const ByValue& other) {
  std::vector<Entry> left;
  left.reserve(entries_.size());
  auto theirs = other.begin();
  for (const auto& [value, rows] : entries_) {
    while (theirs != other.end() && theirs->first < value) ++theirs;
    const std::int64_t taken = theirs != other.end() && theirs->first == value ? theirs->second : 0;
    if (rows > taken) left.emplace_back(value, rows - taken);
  }
  entries_ = std::move(left);
}

ByValue ByValue::mirrored() const {
  ByValue result;
  for (auto each = entries_.rbegin(); each != entries_.rend(); ++each) {
    const auto [value, rows] = *each;
    result.append(value == column::no_lower ? column::no_upper : value == column::no_upper ? column::no_lower : -value, rows);
  }
  return result;
}

void Amounts::add(column::Interval value, bool certain) {
  if (certain && value.known()) {
    ++known[value.lo];
  } else {
    ++(certain ? lo : may_lo)[value.lo];
    ++(certain ? hi : may_hi)[value.hi];
  }
}

void Amounts::add(const Amounts& other) {
  known.add(other.known);
  lo.add(other.lo);
  hi.add(other.hi);
  may_lo.add(other.may_lo);
  may_hi.add(other.may_hi);
}

void Amounts::add_as_possible(const Amounts& other) {
  for (ByValue* into : {&may_lo, &may_hi}) into->add(other.known);
  may_lo.add(other.lo);
  may_hi.add(other.hi);
  may_lo.add(other.may_lo);
  may_hi.add(other.may_hi);
}

std::optional<Fraction> scaled(Fraction value, Wide multiply, Wide divide) {
  Fraction result;
  if (__builtin_mul_overflow(value.n, multiply, &result.n) || __builtin_mul_overflow(value.d, divide, &result.d)) {
    return std::nullopt;
  }
  if (result.d == 0) return std::nullopt;
  if (result.d < 0) result = {-result.n, -result.d};
  return result;
}

std::optional<Fraction> difference(Fraction a, Fraction b) {
  const auto left = scaled(a, b.d, b.d), right = scaled(b, a.d, a.d);
  Fraction result;
  if (!left || !right || __builtin_sub_overflow(left->n, right->n, &result.n)) return std::nullopt;
  result.d = left->d;
  return result;
}

std::optional<int> compare(Fraction a, Fraction b) {
  Wide left = 0, right = 0;
  if (__builtin_mul_overflow(a.n, b.d, &left) || __builtin_mul_overflow(b.n, a.d, &right)) return std::nullopt;
  return left < right ? -1 : left > right ? 1 : 0;
}

double to_double(Fraction value) { return static_cast<double>(value.n) / static_cast<double>(value.d); }

std::optional<std::int64_t> rounded(Fraction value, std::int64_t unit, int places) {
  Wide scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  const auto exact = scaled(value, scale, unit);
  if (!exact) return std::nullopt;
  const bool negative = exact->n < 0;
  const Wide size = negative ? -exact->n : exact->n;
  Wide whole = size / exact->d;
  const Wide rest = size % exact->d;
  if (rest >= exact->d - rest) ++whole;
  if (whole > column::no_upper) return std::nullopt;
  return static_cast<std::int64_t>(negative ? -whole : whole);
}

std::int64_t rows_of(const ByValue& values) {
  std::int64_t rows = 0;
  for (const auto& [value, count] : values) rows += count;
  return rows;
}

Wide sum_of(const ByValue& values) {
  Wide sum = 0;
  for (const auto& [value, count] : values) sum += static_cast<Wide>(value) * count;
  return sum;
}

std::optional<Fraction> mean_of(const ByValue& values) {
  if (values.empty()) return std::nullopt;
  return Fraction{sum_of(values), rows_of(values)};
}

std::optional<double> variance_of(const ByValue& values, int less) {
  const std::int64_t rows = rows_of(values);
  if (rows <= less) return std::nullopt;
  // Σx² − (Σx)² ÷ n would lose its digits in floating point where values are large and close together.
  Long squares = 0, sum = 0;
  for (const auto& [value, count] : values) {
    sum += Long(value) * count;
    squares += Long(value) * value * count;
  }
  const Long above = squares * rows - sum * sum;
  const Long below = Long(rows) * (rows - less) * base::million * base::million;
  return above.convert_to<double>() / below.convert_to<double>();
}

std::optional<Fraction> percentile_of(const ByValue& values, std::int64_t p) {
  std::vector<Counted> rising;
  rising.reserve(values.size());
  for (const auto& [value, count] : values) rising.push_back({value, count});
  const auto found = percentile(rising, p);
  return found ? std::optional(Fraction{*found, percentile_scale}) : std::nullopt;
}

Possible possible_mean(const Amounts& amounts) {
  return {lowest_mean(amounts.known, amounts.lo, amounts.may_lo),
          negated(lowest_mean(amounts.known.mirrored(), amounts.hi.mirrored(), amounts.may_hi.mirrored()))};
}

Possible possible_sum(const Amounts& amounts) {
  return {lowest_sum(amounts.known, amounts.lo, amounts.may_lo),
          negated(lowest_sum(amounts.known.mirrored(), amounts.hi.mirrored(), amounts.may_hi.mirrored()))};
}

Possible possible_percentile(const Amounts& amounts, std::int64_t p) {
  return {lowest_percentile(amounts.known, amounts.lo, amounts.may_lo, p),
          negated(lowest_percentile(amounts.known.mirrored(), amounts.hi.mirrored(), amounts.may_hi.mirrored(),
                                    percentile_scale - p))};
}

}  // namespace fairstart::indicators
