// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/disclosure/tables.hpp"

// Random rows told by several breakdowns, and a reader with a linear program who knows each count that is shown to the row.
namespace fairstart::disclosure::random_tables_test {
namespace {

std::vector<std::array<std::int64_t, 2>> truth_of(const Table& table) {
  std::vector<std::array<std::int64_t, 2>> truth;
  for (const Cell& cell : table.cells) truth.push_back({cell.yes, cell.no});
  return truth;
}

TEST(RandomTables, no_hidden_small_count_can_be_worked_out) {
  Tables tables;
  Outcome all;
  const bool held = rc::check([&] {
    for (int several = 0; several < 2; ++several) {
      const Table table = tables.told(random_rows(), random_breakdowns(), true);
      for (std::size_t i = 0; i < table.lines.size(); ++i) {
        const Cell& cell = table.cells[i];
        RC_ASSERT(table.lines[i].hidden || !indicators::any_small({cell.yes, cell.no}, below));
      }
      const Outcome outcome = attack(table.seen, below, truth_of(table));
      all += outcome;
      if (outcome.won > 0) RC_FAIL(outcome.what);
      RC_ASSERT(outcome.contradictions == 0U);
    }
  });
  EXPECT_TRUE(held);
  std::cout << all.tried << " small counts tried; " << all.shown << " of " << all.shown + all.hidden << " lines shown\n";
  EXPECT_GT(all.tried, 40U);
  EXPECT_GT(all.shown, all.hidden);
}

// The attack has teeth: where only small counts are hidden, and none besides, it wins.
TEST(RandomTables, hiding_small_counts_alone_is_found_out) {
  Tables tables;
  Outcome all;
  const bool ran = rc::check([&] {
    Table table = tables.told(random_rows(), random_breakdowns(), false);
    for (std::size_t i = 0; i < table.seen.size(); ++i)
      table.seen[i].hidden = indicators::any_small({table.cells[i].yes, table.cells[i].no}, below);
    all += attack(table.seen, below, truth_of(table));
  });
  EXPECT_TRUE(ran);
  EXPECT_EQ(all.contradictions, 0U);
  EXPECT_GT(all.won, 8U);
}

// The same rows told once more: by the sides of gaps, of which a reader knows both counts where the gap is shown. Where a breakdown
// has the side's axis, its groups add up to the side.
Outcome attack_with_sides(const Table& table, const std::vector<Row>& rows, const std::vector<Side>& known) {
  Reader reader;
  Outcome outcome;
  std::vector<std::array<std::size_t, 2>> lines;
  for (const SeenLine& line : table.seen) {
    const Range no{line.all.lo - line.yes.lo, line.all.hi - line.yes.hi};
    lines.push_back({reader.count(line.hidden ? Range{} : line.yes), reader.count(line.hidden ? Range{} : no)});
    ++(line.hidden ? outcome.hidden : outcome.shown);
  }
  for (const SeenSum& sum : sums_in(table.seen)) {
    for (std::size_t component = 0; component < 2; ++component) {
      reader.knows_equal(terms_of(sum, [&](std::size_t line) { return lines[line][component]; }));
    }
  }
  std::map<std::vector<std::string>, std::vector<std::size_t>> breakdowns;
  for (std::size_t i = 0; i < table.seen.size(); ++i) breakdowns[table.seen[i].axes].push_back(i);
  for (const Side& side : known) {
    std::array<double, 2> counts{};
    for (const Row& row : rows) {
      if (!side.holds(row.decile, row.area, row.kind)) continue;
      counts[0] += static_cast<double>(row.cell.yes);
      counts[1] += static_cast<double>(row.cell.no);
    }
    for (const auto& [axes, of] : breakdowns) {
      if (!side.axis.empty() && !as_group_of(table.seen[of.front()], {side.axis})) continue;
      for (std::size_t component = 0; component < 2; ++component) {
        Reader::Terms terms;
        for (const std::size_t i : of) {
          const bool inside =
              side.axis.empty() || as_group_of(table.seen[i], {side.axis})->front() == std::to_string(side.value);
          if (inside) terms.emplace_back(lines[i][component], 1);
        }
        reader.knows(std::move(terms), {counts[component], counts[component]});
      }
    }
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t component = 0; component < 2; ++component) {
      const std::int64_t truth = component == 0 ? table.cells[i].yes : table.cells[i].no;
      if (!table.seen[i].hidden || !indicators::is_small(truth, below)) continue;
      ++outcome.tried;
      const auto range = reader.range(lines[i][component]);
      if (!range) {
        ++outcome.contradictions;
      } else if (gives_away(*range, below)) {
        ++outcome.won;
        outcome.what += "\n" + table.lines[i].breakdown_name + ' ' + table.lines[i].group + ": " + std::to_string(range->lo) +
                        " to " + std::to_string(range->hi);
      }
    }
  }
  return outcome;
}

std::vector<std::array<Side, 2>> random_gaps() {
  constexpr std::array axes{"imd-decile", "imd-quintile", "area", "kind"};
  std::vector<std::array<Side, 2>> gaps;
  for (std::int64_t i = any(1, 5); i > 0; --i) {
    const std::string axis = axes[static_cast<std::size_t>(any(0, 4))];
    const int one = static_cast<int>(any(1, 5)), other = static_cast<int>(any(0, 5));
    gaps.push_back({Side{axis, one}, other == 0 || other == one ? Side{} : Side{axis, other}});
  }
  return gaps;
}

TEST(RandomTables, sides_of_gaps_give_no_hidden_count_away) {
  Tables tables;
  Outcome all, unhidden;
  std::size_t gaps_shown = 0, slopes_shown = 0;
  const bool held = rc::check([&] {
    const std::vector<Row> rows = random_rows();
    const Table table = tables.told(rows, random_breakdowns(), true);
    std::vector<Side> known, every;
    for (const auto& gap : random_gaps()) {
      // A side without rows makes no gap, and says nothing.
      const bool any_rows = std::all_of(gap.begin(), gap.end(), [&](const Side& side) {
        return std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
          return side.holds(row.decile, row.area, row.kind) && row.cell.denominator() > 0;
        });
      });
      if (!any_rows) continue;
      every.insert(every.end(), gap.begin(), gap.end());
      if (!tables.shows_gap(rows, gap)) continue;
      known.insert(known.end(), gap.begin(), gap.end());
      ++gaps_shown;
    }
    const auto axis = static_cast<std::size_t>(any(0, 2));
    const bool slope_shown = tables.shows_slope(rows, axis);
    slopes_shown += slope_shown ? 1U : 0U;
    for (int rank = 1; rank <= 10; ++rank) {
      every.push_back(Side{axis == 0 ? "imd-decile" : "imd-quintile", rank});
      if (slope_shown) known.push_back(every.back());
    }
    const Outcome outcome = attack_with_sides(table, rows, known);
    all += outcome;
    unhidden += attack_with_sides(table, rows, every);
    if (outcome.won > 0) RC_FAIL(outcome.what);
    RC_ASSERT(outcome.contradictions == 0U);
  });
  EXPECT_TRUE(held);
  std::cout << all.tried << " small counts tried; " << gaps_shown << " gaps and " << slopes_shown << " slopes shown; "
            << unhidden.won << " found where none is hidden\n";
  EXPECT_GT(gaps_shown, 10U);
  EXPECT_GT(slopes_shown, 0U);
  EXPECT_GT(all.tried, 20U);
  EXPECT_GT(unhidden.won, 2U);
}

// Left-out rows and bounds: of each line those whose answer or membership is not known, and those who may be members and count or
// do not. A group's bound holds the rows of groups that are not known too.
Outcome attack_on_bounds(const Table& table) {
  Reader reader;
  Outcome outcome;
  struct Parts {
    std::size_t yes, no, unknown, may_yes, may_no;
  };
  std::vector<Parts> counts;
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    const indicators::Line& line = table.lines[i];
    const auto exactly = [](std::int64_t count) { return Range{static_cast<double>(count), static_cast<double>(count)}; };
    const Range yes = line.hidden ? Range{} : exactly(table.cells[i].yes),
                no = line.hidden ? Range{} : exactly(table.cells[i].no);
    counts.push_back({reader.count(yes), reader.count(no), reader.count(), reader.count(), reader.count()});
    const Parts& of = counts.back();
    if (line.excluded_shown) reader.knows({{of.unknown, 1}, {of.may_yes, 1}, {of.may_no, 1}}, exactly(*line.excluded_shown));
  }
  for (const SeenSum& sum : sums_in(table.seen)) {
    for (std::size_t Parts::*part : {&Parts::yes, &Parts::no, &Parts::unknown, &Parts::may_yes, &Parts::may_no}) {
      reader.knows_equal(terms_of(sum, [&](std::size_t line) { return counts[line].*part; }));
    }
  }
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    if (!table.lines[i].possible_hi) continue;
    Reader::Terms most{{counts[i].yes, 1}, {counts[i].unknown, 1}, {counts[i].may_yes, 1}};
    const auto& values = table.seen[i].values;
    for (std::size_t other = 1; other < table.lines.size() && i > 0; ++other) {
      if (other == i || table.lines[other].breakdown != table.lines[i].breakdown) continue;
      bool may_belong = true, partly = false;
      for (std::size_t axis = 0; axis < values.size(); ++axis) {
        const std::string& value = table.seen[other].values[axis];
        partly = partly || value == "not known";
        may_belong = may_belong && (value == values[axis] || value == "not known");
      }
      if (!may_belong || !partly) continue;
      most.insert(most.end(), {{counts[other].yes, 1}, {counts[other].unknown, 1}, {counts[other].may_yes, 1}});
    }
    reader.knows(std::move(most), {*table.lines[i].possible_hi, *table.lines[i].possible_hi});
  }
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    const Cell& cell = table.cells[i];
    const std::array<std::pair<std::size_t, std::int64_t>, 5> targets{{{counts[i].yes, table.lines[i].hidden ? cell.yes : 0},
                                                                       {counts[i].no, table.lines[i].hidden ? cell.no : 0},
                                                                       {counts[i].unknown, cell.unknown + cell.may_unknown},
                                                                       {counts[i].may_yes, cell.may_yes},
                                                                       {counts[i].may_no, cell.may_no}}};
    for (std::size_t t = 0; t < targets.size(); ++t) {
      if (!indicators::is_small(targets[t].second, below)) continue;
      ++outcome.tried;
      const auto range = reader.range(targets[t].first);
      if (!range) {
        ++outcome.contradictions;
      } else if (gives_away(*range, below)) {
        ++outcome.won;
        outcome.what += "\n" + table.lines[i].breakdown_name + ' ' + table.lines[i].group + " part " + std::to_string(t) +
                        ": " + std::to_string(range->lo) + " to " + std::to_string(range->hi);
      }
    }
  }
  return outcome;
}

TEST(RandomTables, left_out_rows_and_bounds_give_none_away) {
  Tables tables;
  Outcome all;
  std::size_t bounds = 0;
  const bool held = rc::check([&] {
    const Table table = tables.told(random_rows(), random_breakdowns(), true);
    const Outcome outcome = attack_on_bounds(table);
    for (const indicators::Line& line : table.lines) bounds += line.possible_hi ? 1U : 0U;
    all += outcome;
    if (outcome.won > 0) RC_FAIL(outcome.what);
    RC_ASSERT(outcome.contradictions == 0U);
  });
  EXPECT_TRUE(held);
  std::cout << all.tried << " small counts tried; " << bounds << " bounds shown\n";
  EXPECT_GT(all.tried, 40U);
  EXPECT_GT(bounds, 15U);
}

}  // namespace
}  // namespace fairstart::disclosure::random_tables_test
