// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <coin/Clp_C_Interface.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// What a reader with a linear program can say of counts that a report hides: the least and the most that each can be, given all
// sums that the report lets him do.
namespace fairstart::disclosure {

struct Range {
  double lo = 0, hi = std::numeric_limits<double>::infinity();
};

class Reader {
 public:
  using Terms = std::vector<std::pair<std::size_t, double>>;
  // A count, none below 0, of which the reader knows a range.
  std::size_t count(Range known = {}) {
    counts_.push_back(known);
    return counts_.size() - 1;
  }
  void knows(Terms sum, Range range) { rows_.push_back({std::move(sum), range}); }
  void knows_equal(Terms sum) { knows(std::move(sum), {0, 0}); }

  // Least and most of a count; nothing where what he knows contradicts itself (then this test is wrong, not the report).
  std::optional<Range> range(std::size_t of) {
    if (!model_) build();
    Range found;
    for (const bool most : {false, true}) {
      std::vector<double> objective(counts_.size(), 0.0);
      objective[of] = most ? -1.0 : 1.0;
      Clp_chgObjCoefficients(model_.get(), objective.data());
      Clp_primal(model_.get(), 0);
      const int status = Clp_status(model_.get());
      if (status == 1) return std::nullopt;
      const double value = status == 2 ? std::numeric_limits<double>::infinity() : Clp_primalColumnSolution(model_.get())[of];
      (most ? found.hi : found.lo) = most ? std::floor(value + 1e-6) : std::ceil(value - 1e-6);
    }
    return found;
  }

 private:
  struct Row {
    Terms terms;
    Range range;
  };
  struct Free {
    void operator()(Clp_Simplex* model) const { Clp_deleteModel(model); }
  };

  void build() {
    model_.reset(Clp_newModel());
    Clp_setLogLevel(model_.get(), 0);
    std::vector<CoinBigIndex> starts{0};
    std::vector<int> index;
    std::vector<double> value, row_lo, row_hi, lo, hi, objective(counts_.size(), 0.0);
    std::vector<std::vector<std::pair<int, double>>> columns(counts_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      for (const auto& [column, factor] : rows_[row].terms) columns[column].emplace_back(static_cast<int>(row), factor);
      row_lo.push_back(rows_[row].range.lo);
      row_hi.push_back(std::min(rows_[row].range.hi, std::numeric_limits<double>::max()));
    }
    for (std::size_t column = 0; column < counts_.size(); ++column) {
      for (const auto& [row, factor] : columns[column]) {
        index.push_back(row);
        value.push_back(factor);
      }
      starts.push_back(static_cast<CoinBigIndex>(index.size()));
      lo.push_back(counts_[column].lo);
      hi.push_back(std::min(counts_[column].hi, std::numeric_limits<double>::max()));
    }
    Clp_loadProblem(model_.get(), static_cast<int>(counts_.size()), static_cast<int>(rows_.size()), starts.data(), index.data(),
                    value.data(), lo.data(), hi.data(), objective.data(), row_lo.data(), row_hi.data());
  }

  std::vector<Range> counts_;
  std::vector<Row> rows_;
  std::unique_ptr<Clp_Simplex, Free> model_;
};

// Whether the reader has won: what he knows of a small count leaves neither all of 1 to below − 1 open, nor a range that is `below`
// wide. What can only be 0, or only `below` or more, is not small.
inline bool gives_away(const Range& range, std::int64_t below) {
  const auto n = static_cast<double>(below);
  if (range.hi < 1 || range.lo >= n) return false;
  const bool all_small_ones = range.lo <= 1 && range.hi >= n - 1;
  return !all_small_ones && range.hi - range.lo < n;
}

// A line of a table by groups, as a reader sees it: those who count, and all.
struct SeenLine {
  std::vector<std::string> axes, values;  // both empty: everyone
  bool hidden = false;
  Range yes, all;      // where only one count is told they are alike
  bool of_all = true;  // false: it is
};

struct Outcome {
  std::size_t hidden = 0, shown = 0, tried = 0, won = 0, contradictions = 0;
  std::string what;  // was won, for people
  Outcome& operator+=(const Outcome& other) {
    hidden += other.hidden;
    shown += other.shown;
    tried += other.tried;
    won += other.won;
    contradictions += other.contradictions;
    what += other.what;
    return *this;
  }
};

// A group of `fine` as one of the axes of `coarse`; nothing where these are not among them. Two tenths of deprivation are a fifth.
inline std::optional<std::vector<std::string>> as_group_of(const SeenLine& fine, const std::vector<std::string>& coarse) {
  std::vector<std::string> group;
  for (const std::string& axis : coarse) {
    bool found = false;
    for (std::size_t i = 0; i < fine.axes.size() && !found; ++i) {
      const bool tenths = fine.axes[i] == "imd-decile" && axis == "imd-quintile";
      if (fine.axes[i] != axis && !tenths) continue;
      found = true;
      const bool number = tenths && fine.values[i] != "not known";
      group.push_back(number ? std::to_string((std::stoi(fine.values[i]) + 1) / 2) : fine.values[i]);
    }
    if (!found) return std::nullopt;
  }
  return group;
}

// Lines that come to the same as others.
struct SeenSum {
  std::vector<std::size_t> lines, others;
};
using ByAxes = std::map<std::vector<std::string>, std::vector<std::size_t>>;
inline ByAxes by_axes(const std::vector<SeenLine>& lines) {
  ByAxes breakdowns;
  for (std::size_t i = 0; i < lines.size(); ++i) breakdowns[lines[i].axes].push_back(i);
  return breakdowns;
}
// Of two breakdowns: for each group of the axes that both can be read by, the lines of the one in it and those of the other, whether or
// not a third breakdown tells that group. Everyone is a breakdown by no axis.
inline std::vector<SeenSum> where_they_meet(const std::vector<SeenLine>& lines, const std::vector<std::size_t>& one,
                                            const std::vector<SeenLine>& other_lines, const std::vector<std::size_t>& other) {
  const SeenLine &first = lines[one.front()], &second = other_lines[other.front()];
  std::vector<std::string> common;
  for (const SeenLine* line : {&first, &second}) {
    for (const std::string& axis : line->axes) {
      const bool met = std::find(common.begin(), common.end(), axis) != common.end();
      if (!met && as_group_of(first, {axis}) && as_group_of(second, {axis})) common.push_back(axis);
    }
  }
  std::map<std::vector<std::string>, SeenSum> by_group;
  for (const std::size_t i : one) by_group[*as_group_of(lines[i], common)].lines.push_back(i);
  for (const std::size_t i : other) by_group[*as_group_of(other_lines[i], common)].others.push_back(i);
  std::vector<SeenSum> sums;
  for (auto& [group, sum] : by_group) sums.push_back(std::move(sum));
  return sums;
}
inline std::vector<SeenSum> sums_in(const std::vector<SeenLine>& lines) {
  const ByAxes breakdowns = by_axes(lines);
  std::vector<SeenSum> sums;
  for (auto one = breakdowns.begin(); one != breakdowns.end(); ++one) {
    for (auto other = std::next(one); other != breakdowns.end(); ++other) {
      for (SeenSum& sum : where_they_meet(lines, one->second, lines, other->second)) sums.push_back(std::move(sum));
    }
  }
  return sums;
}
// As the reader does it; count_of: of a line.
template <class CountOf>
Reader::Terms terms_of(const SeenSum& sum, const CountOf& count_of) {
  Reader::Terms terms;
  for (const std::size_t line : sum.lines) terms.emplace_back(count_of(line), 1);
  for (const std::size_t line : sum.others) terms.emplace_back(count_of(line), -1);
  return terms;
}

// Tries all hidden lines. truth: those who count and those who do not, where they are known; else any hidden count is tried.
inline Outcome attack(const std::vector<SeenLine>& lines, std::int64_t below,
                      const std::vector<std::array<std::int64_t, 2>>& truth = {}) {
  Outcome outcome;
  Reader reader;
  std::vector<std::array<std::size_t, 2>> counts;
  for (const SeenLine& line : lines) {
    const Range no{0, !line.of_all ? 0 : line.hidden ? std::numeric_limits<double>::infinity() : line.all.hi};
    counts.push_back({reader.count(line.hidden ? Range{} : line.yes), reader.count(no)});
    if (!line.hidden) reader.knows({{counts.back()[0], 1}, {counts.back()[1], 1}}, line.all);
    ++(line.hidden ? outcome.hidden : outcome.shown);
  }
  for (const SeenSum& sum : sums_in(lines)) {
    for (const std::size_t component : {0U, 1U}) {
      reader.knows_equal(terms_of(sum, [&](std::size_t line) { return counts[line][component]; }));
    }
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::size_t component : {0U, 1U}) {
      if (!lines[i].hidden || (component == 1 && !lines[i].of_all)) continue;
      if (!truth.empty() && (truth[i][component] < 1 || truth[i][component] >= below)) continue;
      ++outcome.tried;
      const auto range = reader.range(counts[i][component]);
      if (!range) {
        ++outcome.contradictions;
        continue;
      }
      if (!gives_away(*range, below)) continue;
      ++outcome.won;
      outcome.what += (component == 0 ? "\nyes of" : "\nno of");
      for (std::size_t axis = 0; axis < lines[i].axes.size(); ++axis)
        outcome.what += ' ' + lines[i].axes[axis] + ' ' + lines[i].values[axis];
      outcome.what += ": " + std::to_string(range->lo) + " to " + std::to_string(range->hi);
    }
  }
  return outcome;
}

}  // namespace fairstart::disclosure
