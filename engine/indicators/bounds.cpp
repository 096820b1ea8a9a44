// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/bounds.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "dsl/base/decimal.hpp"

namespace fairstart::indicators {
namespace {

constexpr double one_unit = static_cast<double>(base::million);
// So many ends of ranges are tried out one by one, where a quotient of two sums is wanted.
constexpr std::size_t most_tried = 12;

std::int64_t certain_rows(const Cell& cell) { return cell.yes + cell.no + cell.unknown; }
std::int64_t possible_rows(const Cell& cell) { return cell.may_yes + cell.may_no + cell.may_unknown; }
double real(std::int64_t count) { return static_cast<double>(count); }

// What a rank's value and rows may be.
struct RankRange {
  std::int64_t least = 0, most = 0;  // rows
  double value_lo = 0, value_hi = 0;
  double sum_lo = 0, sum_hi = 0;  // rows that count, or the sum of values
  double share_lo = 0, share_hi = 0;
};

class Ranges {
 public:
  Ranges(const plan::Indicator& indicator, const std::map<Group, Cell>& ranks) {
    Cell elsewhere;
    for (const auto& [group, cell] : ranks) {
      if (group.front() == not_known) elsewhere.add_as_possible(cell);
      whole_.add(cell);
    }
    fixed_ = possible_rows(elsewhere) == 0;
    for (const auto& [group, cell] : ranks) {
      if (group.front() == not_known) continue;
      Cell all = cell;
      all.add_as_possible(elsewhere);
      fixed_ = fixed_ && possible_rows(cell) == 0;
      add(indicator, all, certain_rows(cell));
    }
    ranks_ = ranges_.size();
    // Ranks that no known row has, as one: whose place is not known.
    if (possible_rows(elsewhere) > 0) add(indicator, elsewhere, 0);
    const auto [lo, hi] = possible_of(indicator, whole_);
    bounded_ = bounded_ && lo && hi;
    if (bounded_) mean_ = {to_double(*lo) / one_unit, to_double(*hi) / one_unit};
    find_shares();
  }

  bool bounded() const { return bounded_ && ranks_ > 1; }
  bool fixed() const { return fixed_; }  // only values vary
  std::size_t ranks() const { return ranks_; }
  bool any_elsewhere() const { return ranges_.size() > ranks_; }
  const RankRange& operator[](std::size_t i) const { return ranges_[i]; }
  const RankRange& elsewhere() const { return ranges_.back(); }
  const std::vector<RankRange>& all() const { return ranges_; }
  Limits mean() const { return mean_; }

  // Rows below and above a rank, at least and at most.
  std::array<std::int64_t, 4> around(std::size_t rank) const {
    std::array<std::int64_t, 4> rows{};
    const std::int64_t anywhere = any_elsewhere() ? elsewhere().most : 0;
    for (std::size_t i = 0; i < ranks_; ++i) {
      if (i == rank) continue;
      const std::size_t at = i < rank ? 0 : 2;
      rows[at] += ranges_[i].least;
      rows[at + 1] += ranges_[i].most - anywhere;
    }
    rows[1] += anywhere;
    rows[3] += anywhere;
    return rows;
  }

 private:
  void add(const plan::Indicator& indicator, const Cell& all, std::int64_t least) {
    const auto [lo, hi] = possible_of(indicator, all);
    RankRange range{.least = least, .most = certain_rows(all) + possible_rows(all)};
    if (range.most == 0) return;
    bounded_ = bounded_ && lo && hi;
    if (lo && hi) range.value_lo = to_double(*lo) / one_unit, range.value_hi = to_double(*hi) / one_unit;
    if (indicator.what == plan::What::count) {
      range.sum_lo = real(all.yes);
      range.sum_hi = real(all.yes + all.unknown + all.may_yes + all.may_unknown);
    } else {
      const auto [least_sum, most_sum] = possible_sum(all.amounts);
      bounded_ = bounded_ && least_sum && most_sum;
      if (least_sum && most_sum)
        range.sum_lo = to_double(*least_sum) / one_unit, range.sum_hi = to_double(*most_sum) / one_unit;
    }
    ranges_.push_back(range);
  }

  void find_shares() {
    const std::int64_t anywhere = any_elsewhere() ? elsewhere().most : 0;
    for (std::size_t rank = 0; rank < ranges_.size(); ++rank) {
      std::int64_t others_least = 0, others_most = rank < ranks_ ? anywhere : 0;
      for (std::size_t i = 0; i < ranks_; ++i) {
        if (i == rank) continue;
        others_least += ranges_[i].least;
        others_most += ranges_[i].most - anywhere;
      }
      RankRange& range = ranges_[rank];
      const std::int64_t rows_lo = range.least + others_most, rows_hi = range.most + others_least;
      range.share_lo = rows_lo > 0 ? real(range.least) / real(rows_lo) : 0.0;
      range.share_hi = rows_hi > 0 ? real(range.most) / real(rows_hi) : 0.0;
    }
  }

  std::vector<RankRange> ranges_;
  std::size_t ranks_ = 0;
  Cell whole_;
  Limits mean_{};
  bool bounded_ = true, fixed_ = true;
};

// The slope of weighted least squares on the middles of the cumulative shares a is 6 Σ aᵢ aⱼ (yᵢ − yⱼ) over pairs j below i,
// ÷ (1 − Σ a³): that follows from Σ a b = ½ and Σ a (b − ½)² = (1 − Σ a³) ÷ 12 of these middles.
double slope_divisor(const Ranges& ranges, double RankRange::*share) {
  double cubes = 0.0;
  for (const RankRange& range : ranges.all()) cubes += std::pow(range.*share, 3.0);
  return 1.0 - cubes;
}

// What each rank's value is multiplied by in the slope, where the shares are known.
std::vector<double> slope_factors(const Ranges& ranges) {
  std::vector<double> factors;
  const double divisor = slope_divisor(ranges, &RankRange::share_lo);
  double below = 0.0;
  for (std::size_t i = 0; i < ranges.ranks(); ++i) {
    const double share = ranges[i].share_lo;
    factors.push_back(12.0 * share * (below + share / 2.0 - 0.5) / divisor);
    below += share;
  }
  return factors;
}

// The most that Σ aᵢ aⱼ (yᵢ − yⱼ) can be, each product and each difference at its worst.
double most_of_pairs(const Ranges& ranges, bool mirrored) {
  double sum = 0.0;
  const auto difference = [&](const RankRange& a, const RankRange& b) {
    return mirrored ? b.value_hi - a.value_lo : a.value_hi - b.value_lo;
  };
  for (std::size_t i = 0; i < ranges.ranks(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double apart = difference(ranges[i], ranges[j]);
      sum += apart > 0.0 ? std::min(ranges[i].share_hi * ranges[j].share_hi, 0.25) * apart
                         : ranges[i].share_lo * ranges[j].share_lo * apart;
    }
  }
  if (!ranges.any_elsewhere()) return sum;
  const RankRange& other = ranges.elsewhere();
  for (std::size_t i = 0; i < ranges.ranks(); ++i) {
    const double apart = std::max(difference(ranges[i], other), difference(other, ranges[i]));
    sum += ranges[i].share_hi * other.share_hi * std::max(apart, 0.0);
  }
  return sum + other.share_hi * other.share_hi / 2.0 * (other.value_hi - other.value_lo);
}

std::optional<Limits> slope_range(const Ranges& ranges) {
  if (!ranges.bounded()) return std::nullopt;
  if (ranges.fixed()) {
    Limits found{0.0, 0.0};
    const std::vector<double> factors = slope_factors(ranges);
    for (std::size_t i = 0; i < factors.size(); ++i) {
      const double a = factors[i] * ranges[i].value_lo, b = factors[i] * ranges[i].value_hi;
      found.lower += std::min(a, b);
      found.upper += std::max(a, b);
    }
    return found;
  }
  double largest = 0.0;
  for (const RankRange& range : ranges.all()) largest = std::max(largest, range.share_hi);
  const double least = std::max(slope_divisor(ranges, &RankRange::share_hi), 1.0 - largest * largest);
  const double most = slope_divisor(ranges, &RankRange::share_lo);
  if (!(least > 1e-9)) return std::nullopt;
  const auto scaled_up = [&](double pairs) { return 6.0 * pairs / (pairs > 0.0 ? least : most); };
  return Limits{-scaled_up(most_of_pairs(ranges, true)), scaled_up(most_of_pairs(ranges, false))};
}

// The line's value at 1 ÷ that at 0, at all ends of the values' ranges: of a quotient of two sums both extremes lie there.
Between relative_of_ends(const Ranges& ranges) {
  const std::vector<double> factors = slope_factors(ranges);
  Between found;
  bool ends_nowhere = false;
  for (std::size_t ends = 0; ends < std::size_t{1} << factors.size(); ++ends) {
    double slope = 0.0, mean = 0.0;
    for (std::size_t i = 0; i < factors.size(); ++i) {
      const double value = (ends >> i & 1U) != 0 ? ranges[i].value_hi : ranges[i].value_lo;
      slope += factors[i] * value;
      mean += ranges[i].share_lo * value;
    }
    const double at_0 = mean - slope / 2.0;
    // Somewhere on the way it is 0, where the quotient has no end. As no mean is under 0, the line is over 0 at 1 here, so that no
    // quotient is lower than those of the other ends.
    if (!(at_0 > 1e-9)) {
      ends_nowhere = true;
      continue;
    }
    const double quotient = std::max((mean + slope / 2.0) / at_0, 0.0);
    found.lo = std::min(found.lo.value_or(quotient), quotient);
    found.hi = std::max(found.hi.value_or(quotient), quotient);
  }
  if (ends_nowhere) found.hi.reset();
  return found;
}

// The mean of ranks' places (−1 lowest … 1 highest), each weighted with what it has: greatest where the highest have most.
std::optional<double> greatest_place(std::vector<std::pair<double, const RankRange*>> places) {
  std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::optional<double> greatest;
  for (std::size_t with_most = 0; with_most <= places.size(); ++with_most) {
    double sum = 0.0, weights = 0.0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const double weight = i < with_most ? places[i].second->sum_hi : places[i].second->sum_lo;
      sum += weight * places[i].first;
      weights += weight;
    }
    if (weights > 0.0) greatest = std::max(greatest.value_or(-1.0), sum / weights);
  }
  return greatest;
}

// (below − above) ÷ all rows at its greatest; a rank's own rows pull it towards 0.
double place_of(std::int64_t below, std::int64_t above, std::int64_t least, std::int64_t most) {
  const std::int64_t all = below + above + (below > above ? least : most);
  return all > 0 ? std::clamp(real(below - above) / real(all), -1.0, 1.0) : 0.0;
}

}  // namespace

ShownBounds possible_shown(const plan::Indicator& indicator, const Cell& cell) {
  const Unit unit = unit_of(indicator);
  const Possible bounds = possible_of(indicator, cell);
  const std::int64_t base = indicator.round_to.value_or(1);
  const auto shown = [&](const std::optional<Fraction>& bound) {
    auto number = bound ? as_shown(unit, *bound) : std::nullopt;
    if (number && unit.show == plan::Show::count) number = real(rounded_to(static_cast<std::int64_t>(*number), base));
    return number;
  };
  return {shown(bounds.lo), shown(bounds.hi)};
}

Possible possible_difference(const Possible& a, const Possible& b) {
  Possible found;
  if (a.lo && b.hi) found.lo = difference(*a.lo, *b.hi);
  if (a.hi && b.lo) found.hi = difference(*a.hi, *b.lo);
  return found;
}

Possible possible_from_whole(const plan::Indicator& indicator, const Cell& side, const Cell& whole) {
  const std::int64_t rows = certain_rows(whole), others = rows - certain_rows(side);
  const bool all_known = possible_rows(whole) == 0 && possible_rows(side) == 0;
  if (!all_known || rows <= 0 || others < 0)
    return possible_difference(possible_of(indicator, side), possible_of(indicator, whole));
  if (others == 0) return {Fraction{0, 1}, Fraction{0, 1}};
  Cell rest{.yes = whole.yes - side.yes, .no = whole.no - side.no, .unknown = whole.unknown - side.unknown};
  for (ByValue Amounts::*const of : {&Amounts::known, &Amounts::lo, &Amounts::hi}) {
    rest.amounts.*of = whole.amounts.*of;
    (rest.amounts.*of).take_away(side.amounts.*of);
  }
  const Possible apart = possible_difference(possible_of(indicator, side), possible_of(indicator, rest));
  const auto share = [&](const std::optional<Fraction>& of) { return of ? scaled(*of, others, rows) : std::nullopt; };
  return {share(apart.lo), share(apart.hi)};
}

Possible possible_ratio(const Possible& a, const Possible& b) {
  Possible found;
  if (!a.lo || a.lo->n < 0 || !b.lo || b.lo->n < 0) return found;
  const auto quotient = [](const Fraction& above, const Fraction& under) {
    return scaled(above, static_cast<Wide>(base::million) * under.d, under.n);
  };
  found.lo = b.hi && b.hi->n > 0 ? quotient(*a.lo, *b.hi) : std::optional(Fraction{0, 1});
  if (a.hi && b.lo->n > 0) found.hi = quotient(*a.hi, *b.lo);
  return found;
}

Between possible_slope(const plan::Indicator& indicator, const std::map<Group, Cell>& ranks) {
  const auto found = slope_range(Ranges(indicator, ranks));
  return found ? Between{found->lower, found->upper} : Between{};
}

Between possible_relative(const plan::Indicator& indicator, const std::map<Group, Cell>& ranks) {
  const Ranges ranges(indicator, ranks);
  const auto slope = slope_range(ranges);
  if (!slope || ranges.mean().lower < 0.0) return {};
  if (ranges.fixed() && ranges.ranks() <= most_tried) return relative_of_ends(ranges);
  // 1 + slope ÷ (mean − slope ÷ 2) rises with the slope; it falls with the mean where the slope is over 0, and else rises.
  const double low = slope->lower, high = slope->upper;
  const double under_high = (high > 0.0 ? ranges.mean().lower : ranges.mean().upper) - high / 2.0;
  const double under_low = (low > 0.0 ? ranges.mean().upper : ranges.mean().lower) - low / 2.0;
  Between found{under_low > 0.0 ? std::max(1.0 + low / under_low, 0.0) : 1.0, std::nullopt};
  if (under_high > 0.0) found.hi = 1.0 + high / under_high;
  return found;
}

Between possible_concentration(const plan::Indicator& indicator, const std::map<Group, Cell>& ranks) {
  const Ranges ranges(indicator, ranks);
  if (!ranges.bounded()) return {};
  std::vector<std::pair<double, const RankRange*>> highest, lowest;
  for (std::size_t i = 0; i < ranges.ranks(); ++i) {
    const RankRange& range = ranges[i];
    if (range.sum_lo < 0.0) return {};
    const auto [below_lo, below_hi, above_lo, above_hi] = ranges.around(i);
    highest.emplace_back(place_of(below_hi, above_lo, range.least, range.most), &range);
    lowest.emplace_back(place_of(above_hi, below_lo, range.least, range.most), &range);
  }
  if (ranges.any_elsewhere()) {
    if (ranges.elsewhere().sum_lo < 0.0) return {};
    highest.emplace_back(1.0, &ranges.elsewhere());
    lowest.emplace_back(1.0, &ranges.elsewhere());
  }
  const auto hi = greatest_place(highest), lo = greatest_place(lowest);
  if (!hi || !lo) return {};
  return {-*lo, *hi};
}

Counts counts_in_bounds(const Cell& cell) {
  return {cell.unknown + cell.may_no + cell.may_unknown, cell.unknown + cell.may_yes + cell.may_unknown, cell.may_yes,
          cell.may_no, cell.unknown + cell.may_unknown};
}

bool bounds_tell_few(const Cell& cell, const Cell& possible, std::int64_t below) {
  Counts apart = counts_in_bounds(possible);
  apart.push_back(std::abs(apart[0] - apart[1]));
  return any_small(counts_in_bounds(cell), below) || any_small(apart, below);
}

}  // namespace fairstart::indicators
