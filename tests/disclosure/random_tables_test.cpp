// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <memory>

#include "engine/indicators/indicators.hpp"
#include "tests/disclosure/attack.hpp"
#include "tests/report/made_report.hpp"

// Random rows told by several breakdowns, and a reader with a linear program who knows each count that is shown to the row.
namespace fairstart::disclosure::random_tables_test {
namespace {

using indicators::Cell;
using indicators::Group;

struct Row {
  int decile, area, kind;  // decile 0: not known
  Cell cell;
};

struct Table {
  std::vector<indicators::Line> lines;
  std::vector<SeenLine> seen;
  std::vector<Cell> cells;  // by line
};

constexpr std::int64_t below = 8;

class Tables {
 public:
  Tables() {
    const auto axis = [&](const char* label) {
      plan::Expr number{.node = plan::MissingValue{}, .type = types::whole_number(), .text = label};
      return plan::Breakdown{label, report::add_expr(made_->plan, std::move(number)), false};
    };
    const plan::Breakdown decile = axis("imd-decile"), quintile = axis("imd-quintile"), area = axis("area"),
                          kind = axis("kind");
    breakdowns_ = {{decile}, {quintile}, {area}, {kind}, {quintile, area}, {area, kind}, {quintile, area, kind}};
    indicator_ = made_->plan.indicators[0];
    indicator_.show = plan::Show::count;
    indicator_.target.reset();
    indicator_.comparators.clear();
    indicator_.round_to.reset();
  }

  Table told(const std::vector<Row>& rows, const std::vector<std::size_t>& by, bool hiding) {
    indicators::Cells cells;
    indicator_.by.clear();
    indicator_.hide_below = hiding ? std::optional<std::int64_t>(below) : std::nullopt;
    cells.breakdowns.resize(by.size() + 1);
    Table table;
    std::map<std::pair<std::string, std::string>, Cell> truth;
    for (const std::size_t which : by) indicator_.by.push_back(breakdowns_[which]);
    for (const Row& row : rows) {
      cells.breakdowns[0][{}].add(row.cell);
      for (std::size_t i = 0; i < by.size(); ++i) {
        Group group;
        for (const plan::Breakdown& axis : indicator_.by[i]) {
          const int number = axis.label == "imd-decile"     ? row.decile
                             : axis.label == "imd-quintile" ? (row.decile + 1) / 2
                             : axis.label == "area"         ? row.area
                                                            : row.kind;
          group.push_back(number == 0 ? indicators::not_known : std::int64_t{number} * 1'000'000);
        }
        cells.breakdowns[i + 1][group].add(row.cell);
      }
    }
    table.lines = indicators::lines(made_->plan, made_->records.database, indicator_, cells);
    for (const indicators::Line& line : table.lines) {
      SeenLine seen{.axes = {}, .values = {}, .hidden = line.hidden, .yes = {}, .all = {}};
      Cell cell;
      if (line.breakdown == 0) {
        for (const auto& [group, each] : cells.breakdowns[0]) cell.add(each);
      } else {
        for (const plan::Breakdown& axis : indicator_.by[line.breakdown - 1]) seen.axes.push_back(axis.label);
        std::string rest = line.group;
        for (std::size_t at = rest.find("; "); at != std::string::npos; at = rest.find("; ")) {
          seen.values.push_back(rest.substr(0, at));
          rest = rest.substr(at + 2);
        }
        seen.values.push_back(rest);
        Group group;
        for (const std::string& value : seen.values)
          group.push_back(value == "not known" ? indicators::not_known : std::stoll(value) * 1'000'000);
        cell = cells.breakdowns[line.breakdown].at(group);
      }
      seen.yes = {static_cast<double>(cell.yes), static_cast<double>(cell.yes)};
      seen.all = {static_cast<double>(cell.yes + cell.no), static_cast<double>(cell.yes + cell.no)};
      table.seen.push_back(std::move(seen));
      table.cells.push_back(cell);
    }
    return table;
  }

 private:
  std::unique_ptr<report::Made> made_ = report::made_report();
  std::vector<std::vector<plan::Breakdown>> breakdowns_;
  plan::Indicator indicator_;
};

// From small to large whatever the size of the case.
std::int64_t any(std::int64_t from, std::int64_t to) { return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(from, to)); }

std::vector<Row> random_rows() {
  const std::int64_t deciles = any(2, 11), areas = any(3, 6), kinds = any(2, 5), groups = any(10, 80);
  const std::int64_t few_in = any(2, 12);
  std::vector<Row> rows;
  const auto size = [&] {
    const std::int64_t kind = any(0, few_in);
    return kind == 0 ? any(0, 4) : kind == 1 ? any(0, 12) : any(20, 200);
  };
  const auto some_left_out = [&] { return any(0, 2) == 0 ? 0 : any(0, 20); };
  for (std::int64_t i = 0; i < groups; ++i) {
    Row row{static_cast<int>(any(0, deciles)), static_cast<int>(any(1, areas)), static_cast<int>(any(1, kinds)), {}};
    row.cell.yes = size();
    row.cell.no = size();
    if (any(0, 3) == 0) {
      row.cell.unknown = some_left_out();
      row.cell.may_yes = some_left_out();
      row.cell.may_no = some_left_out();
      row.cell.may_unknown = some_left_out();
    }
    rows.push_back(row);
  }
  return rows;
}

std::vector<std::size_t> random_breakdowns() {
  std::vector<std::size_t> by;
  for (std::size_t i = 0; i < 7; ++i) {
    if (any(0, 2) == 1) by.push_back(i);
  }
  if (by.empty()) by.push_back(4);
  return by;
}

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
  EXPECT_GT(all.tried, 500U);
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
  EXPECT_GT(all.won, 100U);
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
      Reader::Terms terms{{counts[sum.whole].*part, 1}};
      for (const std::size_t each : sum.parts) terms.emplace_back(counts[each].*part, -1);
      reader.knows_equal(std::move(terms));
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
  EXPECT_GT(all.tried, 500U);
  EXPECT_GT(bounds, 50U);
}

}  // namespace
}  // namespace fairstart::disclosure::random_tables_test
