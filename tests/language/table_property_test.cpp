// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "tests/harness/harness.hpp"

// Whether a table is complete and unambiguous, against going through every case one by one.
namespace fairstart::language::table_property_test {
namespace {

// Values of a column as numbers: in halves where between two written numbers there are more; unknown is -1.
struct Column {
  std::string head;
  std::vector<int> values;
  std::vector<std::string> names;  // of values that have one; else halves of `unit`
  std::string unit;
  bool whole = true;
};

const std::vector<Column>& columns() {
  static const auto upto = [](int from, int to, int step) {
    std::vector<int> out;
    for (int i = from; i <= to; i += step) out.push_back(i);
    return out;
  };
  static const std::vector<Column> all = {
      {"in-school-year", upto(0, 26, 2), {}, "", true},
      {"gestation", upto(308, 630, 1), {}, " days", false},
      {"lone-parent", {0, 1}, {"no", "yes"}, "", true},
      {"relationship", {0, 1, 2, 3, 4}, {"child", "mother", "father", "other-parent", "carer"}, "", true},
      {"(in-school-year is under 3)", {0, 1}, {"no", "yes"}, "", true},
  };
  return all;
}

struct Cell {
  std::string text;
  std::function<bool(int)> holds;  // of a known value
  bool unknown = false;            // any, unknown
};

using Random = std::mt19937;
int below(Random& random, int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

Cell any_cell() {
  return {"any", [](int) { return true; }, true};
}

Cell random_cell(Random& random, const Column& column, bool may_be_unknown) {
  if (below(random, 4) == 0) return any_cell();
  if (may_be_unknown && below(random, 4) == 0) return {"unknown", [](int) { return false; }, true};
  const auto pick = [&] {
    return column.values[static_cast<std::size_t>(below(random, static_cast<int>(column.values.size())))];
  };
  if (!column.names.empty()) {
    std::string text;
    std::vector<int> chosen;
    for (const int value : column.values) {
      if (below(random, 2) == 0) continue;
      chosen.push_back(value);
      text += (text.empty() ? "" : ", ") + column.names[static_cast<std::size_t>(value)];
    }
    if (chosen.empty()) return any_cell();
    return {text, [chosen](int value) { return std::find(chosen.begin(), chosen.end(), value) != chosen.end(); }};
  }
  const auto written = [&](int value) { return std::to_string(value / 2) + column.unit; };
  const int a = pick() / 2 * 2, b = pick() / 2 * 2, low = std::min(a, b), high = std::max(a, b);
  switch (below(random, 6)) {
    case 0: return {"< " + written(a), [a](int value) { return value < a; }};
    case 1: return {"<= " + written(a), [a](int value) { return value <= a; }};
    case 2: return {"> " + written(a), [a](int value) { return value > a; }};
    case 3: return {">= " + written(a), [a](int value) { return value >= a; }};
    case 4: return {written(a), [a](int value) { return value == a; }};
    default: return {written(low) + " to " + written(high), [low, high](int value) { return low <= value && value <= high; }};
  }
}

struct Table {
  std::vector<const Column*> columns;
  std::vector<bool> unknown;  // a case of the column: some row has a cell `unknown`
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> more;  // rows as text, that a message has named

  std::string text() const {
    std::string out =
        "library local.case \"Case\" { version \"1\" }\nuse uk.family-record\ntable t for child : whole number {\n ";
    for (const Column* column : columns) out += " " + column->head + " |";
    out += " gives t\n";
    for (const auto& row : rows) {
      for (const Cell& cell : row) out += " " + cell.text + " |";
      out += " 1\n";
    }
    for (const std::string& row : more) out += row + " 1\n";
    return out + "}\n";
  }
};

struct Verdict {
  bool gap = false, overlap = false;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

Verdict by_cases(const Table& table) {
  Verdict verdict;
  std::vector<int> at(table.columns.size());
  const std::function<void(std::size_t, std::vector<const std::vector<Cell>*>)> go =
      [&](std::size_t column, const std::vector<const std::vector<Cell>*>& rows) {
        if (column == at.size()) {
          verdict.gap = verdict.gap || rows.empty();
          verdict.overlap = verdict.overlap || rows.size() > 1;
          return;
        }
        const auto with = [&](const std::function<bool(const Cell&)>& holds) {
          std::vector<const std::vector<Cell>*> left;
          for (const auto* row : rows)
            if (holds((*row)[column])) left.push_back(row);
          go(column + 1, left);
        };
        for (const int value : table.columns[column]->values) with([&](const Cell& cell) { return cell.holds(value); });
        if (table.unknown[column]) with([](const Cell& cell) { return cell.unknown; });
      };
  std::vector<const std::vector<Cell>*> all;
  for (const auto& row : table.rows) all.push_back(&row);
  go(0, all);
  return verdict;
}

Verdict by_checker(const harness::Checked& checked) {
  Verdict verdict;
  for (const std::string& code : checked.codes()) {
    EXPECT_TRUE(code == "FS1004" || code == "FS1005" || code == "FS1008") << checked.text();
    verdict.gap = verdict.gap || code == "FS1004";
    verdict.overlap = verdict.overlap || code == "FS1005";
  }
  return verdict;
}

// The rows that the message writes out: "… one: `a | b | …`, `c | d | …`".
std::vector<std::string> named_rows(const harness::Checked& checked) {
  std::vector<std::string> rows;
  for (const auto& item : checked.diagnostics.items()) {
    if (item.code != diagnostics::Code::table_gap) continue;
    for (std::size_t at = item.help.find('`'); at != std::string::npos;) {
      const std::size_t end = item.help.find("…`", at);
      if (end == std::string::npos) break;
      rows.push_back(item.help.substr(at + 1, end - at - 1));
      at = item.help.find('`', end + 4);
    }
  }
  return rows;
}

Table random_table(Random& random) {
  Table table;
  std::vector<const Column*> order;
  for (const Column& column : columns()) order.push_back(&column);
  std::shuffle(order.begin(), order.end(), random);
  table.columns.assign(order.begin(), order.begin() + 1 + below(random, 3));
  table.unknown.assign(table.columns.size(), false);
  const int rows = 1 + below(random, 6);
  for (int r = 0; r < rows; ++r) {
    table.rows.emplace_back();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      table.rows.back().push_back(random_cell(random, *table.columns[c], below(random, 3) == 0));
      if (table.rows.back().back().text == "unknown") table.unknown[c] = true;
    }
  }
  return table;
}

TEST(TableProperty, TheVerdictIsThatOfGoingThroughAllCases) {
  Random random(20260401);
  int gaps = 0, overlaps = 0, sound = 0;
  for (int i = 0; i < 250; ++i) {
    const Table table = random_table(random);
    const Verdict wanted = by_cases(table);
    const harness::Checked checked = harness::check_text(table.text());
    ASSERT_EQ(by_checker(checked), wanted) << table.text() << checked.text();
    gaps += wanted.gap ? 1 : 0;
    overlaps += wanted.overlap ? 1 : 0;
    sound += !wanted.gap && !wanted.overlap ? 1 : 0;
  }
  EXPECT_GT(gaps, 40);
  EXPECT_GT(overlaps, 40);
  EXPECT_GT(sound, 5);
}

TEST(TableProperty, TheRowsThatAMessageNamesFillTheTableAndOverlapNothing) {
  Random random(14);
  int filled = 0;
  for (int i = 0; i < 400 && filled < 60; ++i) {
    Table table = random_table(random);
    const Verdict first = by_cases(table);
    if (!first.gap || first.overlap) continue;
    bool whole = false;
    for (int round = 0; round < 150 && !whole; ++round) {
      const harness::Checked checked = harness::check_text(table.text());
      const Verdict verdict = by_checker(checked);
      ASSERT_FALSE(verdict.overlap) << table.text() << checked.text();
      whole = !verdict.gap;
      const std::vector<std::string> rows = named_rows(checked);
      ASSERT_EQ(rows.empty(), whole) << checked.text();
      if (!whole) table.more.push_back(rows.front());
      // Between two written numbers there is room without end: a row names one of them.
      if (!whole && checked.text().find(" and under ") != std::string::npos) break;
    }
    filled += whole ? 1 : 0;
  }
  EXPECT_GE(filled, 30);
}

}  // namespace
}  // namespace fairstart::language::table_property_test
