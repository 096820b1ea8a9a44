// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rapidcheck.h>

#include <array>
#include <memory>

#include "engine/indicators/same_rows.hpp"
#include "engine/indicators/spreads.hpp"
#include "tests/disclosure/attack.hpp"
#include "tests/report/made_report.hpp"

// Random rows, told by several breakdowns as a report would tell them.
namespace fairstart::disclosure {

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

inline constexpr std::int64_t below = 8;

// What an indicator counts among whom: `a`, `b`, `a and b`, `a or b`; among those with `a`, or with `a and b`.
struct Asked {
  std::size_t count = 0, among = 0;
};

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
    // `a`, `b`, `a and b`, `a or b`, and populations of them, as a framework would say it.
    plan::Plan& plan = made_->plan;
    const auto ask = [&](plan::Node node) {
      return report::add_expr(plan,
                              {.node = std::move(node), .type = types::yes_no(), .row = plan.list(indicator_.among).record});
    };
    const plan::ExprId a = ask(plan::FieldValue{plan::FieldId(std::size_t{0})}),
                       b = ask(plan::FieldValue{plan::FieldId(std::size_t{1})});
    plan.definitions.push_back(
        {.name = "both", .record = plan.list(indicator_.among).record, .meaning = ask(plan::And{{b, a}})});
    counts_ = {a, b, ask(plan::DefinitionValue{plan::DefinitionId(plan.definitions.size() - 1)}), ask(plan::Or{{a, b}})};
    for (const plan::ExprId member : {a, ask(plan::And{{a, b}})}) {
      plan.lists.push_back({.record = plan.list(indicator_.among).record, .member = member});
      populations_.emplace_back(plan.lists.size() - 1);
    }
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

  // Whether a slope over an axis is shown beside them: then each rank's counts are.
  bool shows_slope(const std::vector<Row>& rows, std::size_t axis) const {
    plan::Spread spread{.kind = plan::SpreadKind::slope, .of = plan::IndicatorId(std::size_t{0}), .over = breakdowns_[axis][0]};
    plan::Indicator by_axis = indicator_;
    by_axis.by = {breakdowns_[axis]};
    indicators::SpreadCells counted;
    for (const Row& row : rows) counted.ranks[group_of(by_axis, row, 0)].add(row.cell);
    made_->plan.indicators[0] = indicator_;
    return !indicators::spread_line(made_->plan, made_->records.database, spread, counted, cells_, lines_).hidden;
  }

  Table told(const std::vector<Row>& rows, const std::vector<std::size_t>& by, bool hiding) {
    indicator_ = with(by, hiding);
    cells_ = counted(indicator_, rows, &Row::cell);
    Table table = told_of(indicator_, cells_, {});
    lines_ = table.lines;
    return table;
  }

  // Which points of two trends are hidden for each other.
  std::array<std::vector<bool>, 2> hidden_points(const std::array<Asked, 2>& asked,
                                                 const std::vector<indicators::TrendCell>& one,
                                                 const std::vector<indicators::TrendCell>& other) {
    plan::Plan& plan = made_->plan;
    plan.indicators = {with({}, true), with({}, true)};
    plan.spreads.clear();
    for (std::size_t i = 0; i < 2; ++i) {
      plan.indicators[i].count = counts_[asked[i].count];
      plan.indicators[i].among = populations_[asked[i].among];
      plan.spreads.push_back({.kind = plan::SpreadKind::trend, .of = plan::IndicatorId(i)});
    }
    auto hidden = indicators::points_hidden_for_each_other(plan, {one, other});
    return {std::move(hidden[0]), std::move(hidden[1])};
  }

  // Two indicators, of the same rows if their `among` is. together: with what each hides for the other.
  std::array<Table, 2> told_beside(const std::vector<Row>& rows, const std::array<std::vector<std::size_t>, 2>& by,
                                   bool together, const std::array<Asked, 2>& asked = {}) {
    plan::Plan& plan = made_->plan;
    plan.indicators = {with(by[0], true), with(by[1], true)};
    for (std::size_t i = 0; i < 2; ++i) {
      plan.indicators[i].count = counts_[asked[i].count];
      plan.indicators[i].among = populations_[asked[i].among];
    }
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
  std::vector<plan::ExprId> counts_;
  std::vector<plan::ListId> populations_;
  plan::Indicator indicator_;
  indicators::Cells cells_;
  std::vector<indicators::Line> lines_;
};

// From small to large whatever the size of the case.
inline std::int64_t any(std::int64_t from, std::int64_t to) {
  return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(from, to));
}

inline std::vector<Row> random_rows() {
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
inline const std::vector<std::vector<std::size_t>>& joined_breakdowns() {
  static const std::vector<std::vector<std::size_t>> all{{0, 4},    {0, 6}, {0, 2, 4}, {4, 5},    {4, 7},      {0, 4, 7},
                                                         {2, 6, 7}, {5, 8}, {5, 9},    {0, 5, 9}, {0, 2, 3, 6}};
  return all;
}

inline std::vector<std::size_t> random_breakdowns() {
  if (any(0, 3) == 0) return joined_breakdowns()[static_cast<std::size_t>(any(0, 11))];
  std::vector<std::size_t> by;
  for (std::size_t i = 0; i < 7; ++i) {
    if (any(0, 2) == 1) by.push_back(i);
  }
  if (by.empty()) by.push_back(4);
  return by;
}

}  // namespace fairstart::disclosure
