// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <memory>

#include "engine/indicators/same_rows.hpp"
#include "engine/indicators/spreads.hpp"
#include "tests/disclosure/attack.hpp"
#include "tests/report/made_report.hpp"

// Random rows told by several breakdowns, and a reader with a linear program who knows each count that is shown to the row.
namespace fairstart::disclosure::random_tables_test {
namespace {

using indicators::Cell;
using indicators::Group;

struct Row {
  int decile, area, kind;  // decile 0: not known
  Cell cell, second;       // second: the same rows by another answer
};

// Rows with a value on an axis; no axis: everyone.
struct Side {
  std::string axis;
  int value = 0;
  bool holds(int decile, int area, int kind) const {
    if (axis.empty()) return true;
    return value == (axis == "imd-decile" ? decile : axis == "imd-quintile" ? (decile + 1) / 2 : axis == "area" ? area : kind);
  }
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
    breakdowns_ = {
        {decile},       {quintile},   {area},          {kind}, {quintile, area}, {area, kind}, {quintile, area, kind},
        {decile, kind}, {kind, area}, {kind, quintile}};
    indicator_ = made_->plan.indicators[0];
    indicator_.show = plan::Show::count;
    indicator_.target.reset();
    indicator_.comparators.clear();
    indicator_.round_to.reset();
  }

  // Whether a gap between two sides is shown beside the lines that were told last.
  bool shows_gap(const std::vector<Row>& rows, const std::array<Side, 2>& sides) const {
    plan::Spread spread{.kind = plan::SpreadKind::gap, .of = plan::IndicatorId(std::size_t{0})};
    indicators::SpreadCells counted;
    for (const Row& row : rows) {
      const std::array in{sides[0].holds(row.decile, row.area, row.kind), sides[1].holds(row.decile, row.area, row.kind)};
      if (in[0] && in[1]) counted.both.add(row.cell);
      for (std::size_t side = 0; side < 2; ++side) {
        counted.sides[side].breakdowns.resize(indicator_.by.size());
        if (!in[side]) continue;
        counted.sides[side].cell.add(row.cell);
        for (std::size_t i = 0; i < indicator_.by.size(); ++i)
          counted.sides[side].breakdowns[i][group_of(indicator_, row, i)].add(row.cell);
      }
    }
    spread.a = plan::Side{sides[0].axis, sides[0].axis.empty() ? plan::ExprId() : indicator_.count};
    spread.b = plan::Side{sides[1].axis, sides[1].axis.empty() ? plan::ExprId() : indicator_.count};
    plan::Plan& plan = made_->plan;
    plan.indicators[0] = indicator_;
    return !indicators::spread_line(plan, made_->records.database, spread, counted, cells_, lines_).hidden;
  }

  Table told(const std::vector<Row>& rows, const std::vector<std::size_t>& by, bool hiding) {
    indicator_ = with(by, hiding);
    cells_ = counted(indicator_, rows, &Row::cell);
    Table table = told_of(indicator_, cells_, {});
    lines_ = table.lines;
    return table;
  }

  // Two indicators of the same rows. together: with what each hides for the other.
  std::array<Table, 2> told_beside(const std::vector<Row>& rows, const std::array<std::vector<std::size_t>, 2>& by,
                                   bool together) {
    plan::Plan& plan = made_->plan;
    plan.indicators = {with(by[0], true), with(by[1], true)};
    const std::vector<indicators::Cells> cells{counted(plan.indicators[0], rows, &Row::cell),
                                               counted(plan.indicators[1], rows, &Row::second)};
    std::vector<indicators::HiddenLines> also(2);
    if (together) also = indicators::hidden_for_each_other(plan, made_->records.database, cells);
    return {told_of(plan.indicators[0], cells[0], also[0]), told_of(plan.indicators[1], cells[1], also[1])};
  }

 private:
  plan::Indicator with(const std::vector<std::size_t>& by, bool hiding) const {
    plan::Indicator indicator = indicator_;
    indicator.by.clear();
    for (const std::size_t which : by) indicator.by.push_back(breakdowns_[which]);
    indicator.hide_below = hiding ? std::optional<std::int64_t>(below) : std::nullopt;
    return indicator;
  }

  static indicators::Cells counted(const plan::Indicator& indicator, const std::vector<Row>& rows, Cell Row::*cell) {
    indicators::Cells cells;
    cells.breakdowns.resize(indicator.by.size() + 1);
    for (const Row& row : rows) {
      cells.breakdowns[0][{}].add(row.*cell);
      for (std::size_t i = 0; i < indicator.by.size(); ++i) cells.breakdowns[i + 1][group_of(indicator, row, i)].add(row.*cell);
    }
    return cells;
  }

  Table told_of(const plan::Indicator& indicator, const indicators::Cells& cells, const indicators::HiddenLines& also) const {
    Table table;
    table.lines = indicators::lines(made_->plan, made_->records.database, indicator, cells, also);
    for (const indicators::Line& line : table.lines) {
      SeenLine seen{.axes = {}, .values = {}, .hidden = line.hidden, .yes = {}, .all = {}};
      Cell cell;
      if (line.breakdown == 0) {
        for (const auto& [group, each] : cells.breakdowns[0]) cell.add(each);
      } else {
        for (const plan::Breakdown& axis : indicator.by[line.breakdown - 1]) seen.axes.push_back(axis.label);
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

  static Group group_of(const plan::Indicator& indicator, const Row& row, std::size_t breakdown) {
    Group group;
    for (const plan::Breakdown& axis : indicator.by[breakdown]) {
      const int number = axis.label == "imd-decile"     ? row.decile
                         : axis.label == "imd-quintile" ? (row.decile + 1) / 2
                         : axis.label == "area"         ? row.area
                                                        : row.kind;
      group.push_back(number == 0 ? indicators::not_known : std::int64_t{number} * 1'000'000);
    }
    return group;
  }

  std::unique_ptr<report::Made> made_ = report::made_report();
  std::vector<std::vector<plan::Breakdown>> breakdowns_;
  plan::Indicator indicator_;
  indicators::Cells cells_;
  std::vector<indicators::Line> lines_;
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
    Row row{static_cast<int>(any(0, deciles)), static_cast<int>(any(1, areas)), static_cast<int>(any(1, kinds)), {}, {}};
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

// Breakdowns of which two add up to a third that is not told: by tenth, and by fifth and area.
const std::vector<std::vector<std::size_t>>& joined_breakdowns() {
  static const std::vector<std::vector<std::size_t>> all{{0, 4},    {0, 6}, {0, 2, 4}, {4, 5},    {4, 7},      {0, 4, 7},
                                                         {2, 6, 7}, {5, 8}, {5, 9},    {0, 5, 9}, {0, 2, 3, 6}};
  return all;
}

std::vector<std::size_t> random_breakdowns() {
  if (any(0, 3) == 0) return joined_breakdowns()[static_cast<std::size_t>(any(0, 11))];
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
  std::size_t gaps_shown = 0;
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
    const Outcome outcome = attack_with_sides(table, rows, known);
    all += outcome;
    unhidden += attack_with_sides(table, rows, every);
    if (outcome.won > 0) RC_FAIL(outcome.what);
    RC_ASSERT(outcome.contradictions == 0U);
  });
  EXPECT_TRUE(held);
  std::cout << all.tried << " small counts tried; " << gaps_shown << " gaps shown; " << unhidden.won
            << " found where no gap is hidden\n";
  EXPECT_GT(gaps_shown, 10U);
  EXPECT_GT(all.tried, 20U);
  EXPECT_GT(unhidden.won, 2U);
}

// What two indicators have to do with each other, kind by kind: those who count, who do not, who are left out, and all rows.
struct Relation {
  bool same_rows = true;    // else the second's are among the first's
  bool yes_within = false;  // who counts in the second counts in the first
  bool no_within = false;   // who does not count in the second does not in the first
  bool no_around = false;   // who does not count in the first does not in the second
};
constexpr std::size_t all_kinds = 3;

Outcome attack_on_both(const std::array<Table, 2>& tables, const Relation& relation) {
  Reader reader;
  Outcome outcome;
  struct Target {
    std::size_t count;
    std::int64_t truth;
    std::string what;
  };
  std::vector<Target> targets;
  std::array<std::vector<std::array<std::size_t, all_kinds>>, 2> counts;
  const auto exactly = [](std::int64_t count) { return Range{static_cast<double>(count), static_cast<double>(count)}; };
  const auto truth = [](const Cell& cell, std::size_t kind) {
    const std::array all{cell.yes, cell.no, cell.excluded(), cell.yes + cell.no + cell.excluded()};
    return all[kind];
  };
  for (std::size_t t = 0; t < 2; ++t) {
    const Table& table = tables[t];
    for (std::size_t i = 0; i < table.seen.size(); ++i) {
      const SeenLine& line = table.seen[i];
      const Cell& cell = table.cells[i];
      const auto& left_out = table.lines[i].excluded_shown;
      counts[t].push_back({reader.count(line.hidden ? Range{} : exactly(cell.yes)),
                           reader.count(line.hidden ? Range{} : exactly(cell.no)),
                           reader.count(left_out ? exactly(*left_out) : Range{})});
      for (std::size_t kind = 0; kind < all_kinds; ++kind)
        targets.push_back({counts[t][i][kind], truth(cell, kind),
                           table.lines[i].breakdown_name + ' ' + table.lines[i].group + " kind " + std::to_string(kind)});
      ++(line.hidden ? outcome.hidden : outcome.shown);
    }
    for (const SeenSum& sum : sums_in(table.seen)) {
      for (std::size_t kind = 0; kind < all_kinds; ++kind)
        reader.knows_equal(terms_of(sum, [&](std::size_t line) { return counts[t][line][kind]; }));
    }
  }
  // In each group that both can be read by: first less second is a count, or nothing.
  const auto compare = [&](const SeenSum& sum, std::size_t kind, bool turn, bool equal) {
    Reader::Terms terms;
    std::int64_t apart = 0;
    const auto add = [&](std::size_t t, const std::vector<std::size_t>& lines, int sign) {
      for (const std::size_t i : lines) {
        for (std::size_t each = kind == all_kinds ? 0 : kind; each < (kind == all_kinds ? all_kinds : kind + 1); ++each)
          terms.emplace_back(counts[t][i][each], sign);
        apart += sign * truth(tables[t].cells[i], kind);
      }
    };
    add(0, sum.lines, turn ? -1 : 1);
    add(1, sum.others, turn ? 1 : -1);
    if (!equal) {
      const std::size_t difference = reader.count();
      terms.emplace_back(difference, -1);
      const bool everyone = sum.lines.front() == 0;
      targets.push_back({difference, apart,
                         "difference in " + (everyone ? std::string("everyone") : tables[0].lines[sum.lines.front()].group) +
                             " kind " + std::to_string(kind)});
    }
    reader.knows_equal(std::move(terms));
  };
  for (const auto& [axes, lines] : by_axes(tables[0].seen)) {
    for (const auto& [other_axes, others] : by_axes(tables[1].seen)) {
      for (const SeenSum& sum : where_they_meet(tables[0].seen, lines, tables[1].seen, others)) {
        if (sum.lines.empty()) continue;  // then nobody is in the second either
        compare(sum, all_kinds, false, relation.same_rows);
        if (relation.yes_within) compare(sum, 0, false, false);
        if (relation.no_within) compare(sum, 1, false, false);
        if (relation.no_around) compare(sum, 1, true, false);
      }
    }
  }
  for (const Target& target : targets) {
    if (!indicators::is_small(target.truth, below)) continue;
    ++outcome.tried;
    const auto range = reader.range(target.count);
    if (!range) {
      ++outcome.contradictions;
    } else if (gives_away(*range, below)) {
      ++outcome.won;
      outcome.what += "\n" + target.what + ": " + std::to_string(range->lo) + " to " + std::to_string(range->hi);
    }
  }
  return outcome;
}

// Another answer for each row, and for a few none.
Cell another_answer(const Cell& first) {
  Cell cell{.may_yes = first.may_no, .may_no = first.may_yes, .may_unknown = first.may_unknown};
  const std::int64_t all = first.yes + first.no + first.unknown;
  cell.unknown = any(0, 3) == 0 ? std::min(all, any(0, 20)) : 0;
  cell.yes = any(0, 3) == 0 ? std::min(all - cell.unknown, any(0, 12)) : any(0, all - cell.unknown + 1);
  cell.no = all - cell.unknown - cell.yes;
  return cell;
}

TEST(RandomTables, two_indicators_of_the_same_rows_give_no_hidden_count_of_each_other_away) {
  Tables tables;
  Outcome all, apart;
  std::size_t turn = 0;
  const bool held = rc::check([&] {
    // Sheets of two indicators are large: as many cases as find something.
    if (turn++ >= 6 && (apart.won > 0 || turn > 40)) return;
    std::vector<Row> rows = random_rows();
    for (Row& row : rows) row.second = another_answer(row.cell);
    const std::vector<std::size_t> by = random_breakdowns();
    const std::array<std::vector<std::size_t>, 2> both{by, any(0, 3) == 0 ? random_breakdowns() : by};
    apart += attack_on_both(tables.told_beside(rows, both, false), {});
    if (turn > 6) return;
    const Outcome outcome = attack_on_both(tables.told_beside(rows, both, true), {});
    all += outcome;
    if (outcome.won > 0) RC_FAIL(outcome.what);
    RC_ASSERT(outcome.contradictions == 0U);
  });
  EXPECT_TRUE(held);
  std::cout << all.tried << " small counts tried, " << all.shown << " of " << all.shown + all.hidden << " lines shown; "
            << apart.won << " found where each is hidden alone\n";
  EXPECT_GT(all.tried, 4U);
  EXPECT_GT(all.shown, 4U);
  EXPECT_GT(apart.won, 0U);
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
