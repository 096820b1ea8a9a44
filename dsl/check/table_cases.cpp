// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/table_cases.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace fairstart::check::tables {
namespace {

// Looks for what no row covers, column by column: the cases of a column that the same rows hold for are taken as one. Rows
// that hold for everything from a column on end the search there; sets of rows seen before are not searched again.
class Search {
 public:
  Search(const std::vector<Column>& columns, const std::vector<Box>& rows, Findings& out)
      : columns_(columns), rows_(rows), out_(out) {
    for (const Box& row : rows_) {
      std::size_t from = columns_.size();
      while (from > 0 && row[from - 1] == columns_[from - 1].all) --from;
      free_from_.push_back(from);
    }
  }

  void run() {
    std::vector<std::size_t> all(rows_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    Box box;
    look(0, all, box);
    if (out_.too_many) out_.missing.clear();
  }

 private:
  bool done() const { return out_.too_many || out_.missing.size() >= most_missing; }

  // True where all is covered.
  bool look(std::size_t column, const std::vector<std::size_t>& rows, Box& box) {
    work_ += rows.size() + 1;
    if (work_ > most_work) out_.too_many = true;
    if (done()) return false;
    if (rows.empty()) {
      Box gap = box;
      for (std::size_t i = column; i < columns_.size(); ++i) gap.push_back(columns_[i].all);
      out_.missing.push_back(std::move(gap));
      return false;
    }
    for (const std::size_t row : rows)
      if (free_from_[row] <= column) return true;
    if (covered_.contains({column, rows})) return true;
    bool whole = true;
    for (auto& [matching, set] : parts(column, rows)) {
      box.push_back(std::move(set));
      whole = look(column + 1, matching, box) && whole;
      box.pop_back();
      if (done()) return false;
    }
    if (whole) covered_.emplace(column, rows);
    return whole;
  }

  using Part = std::pair<std::vector<std::size_t>, CaseSet>;  // the rows that hold, and where

  // The cases of a column, cut where a row starts or ends, and put together again where the same rows hold.
  std::vector<Part> parts(std::size_t column, const std::vector<std::size_t>& rows) {
    const Column& here = columns_[column];
    std::map<std::int64_t, std::vector<std::pair<std::size_t, bool>>> events;  // row starts (true) here, or has ended before it
    for (const std::size_t row : rows) {
      for (const auto& [lo, hi] : rows_[row][column].intervals) {
        events[lo].emplace_back(row, true);
        if (hi != INT64_MAX) events[hi + 1].emplace_back(row, false);
        work_ += 2;
      }
    }
    std::vector<Part> found;
    std::set<std::size_t> matching;
    auto event = events.begin();
    for (const auto& [begin, end] : here.all.intervals) {
      for (std::int64_t at = begin;;) {
        for (; event != events.end() && event->first <= at; ++event)
          for (const auto& [row, starts] : event->second) starts ? (void)matching.insert(row) : (void)matching.erase(row);
        const std::int64_t until = event == events.end() || event->first > end ? end : event->first - 1;
        put(found, {matching.begin(), matching.end()}, {at, until}, here.joins_apart);
        work_ += matching.size();
        if (until == end) break;
        at = until + 1;
      }
    }
    if (here.all.unknown) {
      std::vector<std::size_t> holding;
      for (const std::size_t row : rows)
        if (rows_[row][column].unknown) holding.push_back(row);
      const auto same = std::find_if(found.begin(), found.end(), [&](const Part& part) { return part.first == holding; });
      // Only a cell that takes all, or a list of codes, can hold unknown beside other cases.
      if (same != found.end() && (here.joins_apart || same->second.intervals == here.all.intervals))
        same->second.unknown = true;
      else
        found.emplace_back(std::move(holding), CaseSet{{}, true});
    }
    return found;
  }

  static void put(std::vector<Part>& found, std::vector<std::size_t> rows, std::pair<std::int64_t, std::int64_t> interval,
                  bool joins_apart) {
    for (Part& part : found) {
      if (part.first != rows) continue;
      auto& intervals = part.second.intervals;
      if (intervals.back().second != INT64_MAX && intervals.back().second + 1 == interval.first)
        intervals.back().second = interval.second;
      else if (joins_apart)
        intervals.push_back(interval);
      else
        continue;
      return;
    }
    found.emplace_back(std::move(rows), CaseSet{{interval}, false});
  }

  const std::vector<Column>& columns_;
  const std::vector<Box>& rows_;
  Findings& out_;
  std::vector<std::size_t> free_from_;
  std::set<std::pair<std::size_t, std::vector<std::size_t>>> covered_;
  std::size_t work_ = 0;
};

}  // namespace

void tidy(CaseSet& set) {
  std::sort(set.intervals.begin(), set.intervals.end());
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  for (const auto& [lo, hi] : set.intervals) {
    if (lo > hi) continue;
    if (!out.empty() && (out.back().second == INT64_MAX || out.back().second + 1 >= lo))
      out.back().second = std::max(out.back().second, hi);
    else
      out.emplace_back(lo, hi);
  }
  set.intervals = std::move(out);
}

CaseSet intersection(const CaseSet& a, const CaseSet& b) {
  CaseSet out{.unknown = a.unknown && b.unknown};
  for (std::size_t i = 0, j = 0; i < a.intervals.size() && j < b.intervals.size();) {
    const std::int64_t lo = std::max(a.intervals[i].first, b.intervals[j].first);
    const std::int64_t hi = std::min(a.intervals[i].second, b.intervals[j].second);
    if (lo <= hi) out.intervals.emplace_back(lo, hi);
    if (a.intervals[i].second < b.intervals[j].second)
      ++i;
    else
      ++j;
  }
  return out;
}

Findings judge(const std::vector<Column>& columns, const std::vector<Box>& rows) {
  Findings out;
  const auto idle = [](const Box& row) {
    return std::any_of(row.begin(), row.end(), [](const CaseSet& set) { return set.empty(); });
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (idle(rows[i])) out.idle.push_back(i);
    for (std::size_t j = 0; j < i; ++j) {
      Box both;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        both.push_back(intersection(rows[j][c], rows[i][c]));
        if (both.back().empty()) break;
      }
      if (both.empty() || both.back().empty()) continue;
      out.overlaps.push_back({j, i, std::move(both)});
      break;
    }
  }
  Search(columns, rows, out).run();
  return out;
}

}  // namespace fairstart::check::tables
