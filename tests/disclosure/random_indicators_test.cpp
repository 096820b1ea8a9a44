// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/disclosure/tables.hpp"

// Indicators of the same rows, or one part of another, and a reader who has both.
namespace fairstart::disclosure::random_indicators_test {
namespace {

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

// Attacks on indicators that are hidden together find nothing, and on each by itself something.
void expect_won_apart_alone(bool held, const Outcome& all, const Outcome& apart) {
  EXPECT_TRUE(held);
  std::cout << all.tried << " small counts tried, " << all.shown << " of " << all.shown + all.hidden << " lines shown; "
            << apart.won << " found where each is hidden alone\n";
  EXPECT_GT(all.tried, 4U);
  EXPECT_GT(all.shown, 4U);
  EXPECT_GT(apart.won, 0U);
}

TEST(RandomIndicators, two_indicators_of_the_same_rows_give_no_hidden_count_of_each_other_away) {
  Tables tables;
  Outcome all, apart;
  std::size_t turn = 0;
  constexpr std::array different{Asked{0, 0}, Asked{1, 0}};
  const bool held = rc::check([&] {
    // Sheets of two indicators are large: as many cases as find something.
    if (turn++ >= 6 && (apart.won > 0 || turn > 40)) return;
    std::vector<Row> rows = random_rows();
    for (Row& row : rows) row.second = another_answer(row.cell);
    const std::vector<std::size_t> by = random_breakdowns();
    const std::array<std::vector<std::size_t>, 2> both{by, any(0, 3) == 0 ? random_breakdowns() : by};
    apart += attack_on_both(tables.told_beside(rows, both, false, different), {});
    if (turn > 6) return;
    const Outcome outcome = attack_on_both(tables.told_beside(rows, both, true, different), {});
    all += outcome;
    if (outcome.won > 0) RC_FAIL(outcome.what);
    RC_ASSERT(outcome.contradictions == 0U);
  });
  expect_won_apart_alone(held, all, apart);
}

// Of those who count some also count in the second; of those left out some do not, whatever the rest is.
Cell narrower_answer(const Cell& first) {
  const auto part = [](std::int64_t of) { return any(0, 3) == 0 ? of - std::min(of, any(0, 12)) : any(0, of + 1); };
  Cell cell = first;
  cell.yes = part(first.yes);
  cell.unknown = std::min(first.yes - cell.yes, any(0, 4) == 0 ? any(0, 12) : 0);
  const std::int64_t still = any(0, 2) == 0 ? first.unknown : part(first.unknown);
  cell.no += first.yes - cell.yes - cell.unknown + first.unknown - still;
  cell.unknown += still;
  return cell;
}

// Most rows stay, or some may be members no more.
Cell fewer_rows(const Cell& first) {
  Cell cell = first;
  for (std::int64_t Cell::*const kind : {&Cell::yes, &Cell::no, &Cell::unknown}) {
    const std::int64_t gone = std::min(cell.*kind, any(0, 3) == 0 ? any(0, 12) : any(0, 2) == 0 ? any(0, 200) : 0);
    cell.*kind -= gone;
    if (any(0, 6) == 0) cell.may_unknown += gone;
  }
  return cell;
}

TEST(RandomIndicators, what_is_part_of_another_indicator_gives_no_small_count_away) {
  struct Case {
    std::array<Asked, 2> asked;
    Relation relation;
    bool fewer, narrower;
  };
  const std::array cases{
      Case{{Asked{0, 0}, Asked{2, 0}}, {.yes_within = true, .no_around = true}, false, true},
      Case{{Asked{3, 0}, Asked{0, 0}}, {.yes_within = true, .no_around = true}, false, true},
      Case{{Asked{0, 0}, Asked{0, 1}}, {.same_rows = false, .yes_within = true, .no_within = true}, true, false},
      Case{{Asked{0, 0}, Asked{2, 1}}, {.same_rows = false, .yes_within = true}, true, true},
      Case{{Asked{0, 0}, Asked{1, 1}}, {.same_rows = false}, true, false},
  };
  Tables tables;
  Outcome all, apart;
  std::size_t turn = 0;
  const bool held = rc::check([&] {
    if (turn++ >= 5 && (apart.won > 0 || turn > 40)) return;
    const Case& now = cases[turn % cases.size()];
    std::vector<Row> rows = random_rows();
    for (Row& row : rows) {
      row.second = now.narrower ? narrower_answer(row.cell) : row.cell;
      if (now.fewer) row.second = fewer_rows(row.second);
    }
    const auto few_breakdowns = [] { return joined_breakdowns()[static_cast<std::size_t>(any(0, 11))]; };
    const std::vector<std::size_t> by = few_breakdowns();
    const std::array<std::vector<std::size_t>, 2> both{by, any(0, 2) == 0 ? few_breakdowns() : by};
    apart += attack_on_both(tables.told_beside(rows, both, false, now.asked), now.relation);
    const Outcome outcome = attack_on_both(tables.told_beside(rows, both, true, now.asked), now.relation);
    all += outcome;
    if (outcome.won > 0) RC_FAIL(outcome.what);
    RC_ASSERT(outcome.contradictions == 0U);
  });
  expect_won_apart_alone(held, all, apart);
}

// A point of a trend adds up to nothing but everyone's line; beside the point of the same period of an indicator that it is part of,
// their difference is a count.
TEST(RandomIndicators, a_point_of_a_trend_is_hidden_where_it_differs_by_few_from_what_it_is_part_of) {
  Tables tables;
  const auto point = [](std::int64_t yes, std::int64_t no, base::Day day) {
    return indicators::TrendCell{.period = {day, day, ""}, .cell = {.yes = yes, .no = no}};
  };
  const std::vector<indicators::TrendCell> wide{point(50, 50, 1), point(60, 40, 2), point(40, 60, 3)};
  const std::vector<indicators::TrendCell> narrow{point(30, 70, 1), point(57, 43, 2), point(40, 60, 3)};
  const std::vector<bool> none(3), second{false, true, false};
  EXPECT_EQ(tables.hidden_points({Asked{0, 0}, Asked{2, 0}}, wide, narrow), (std::array{none, second}));
  EXPECT_EQ(tables.hidden_points({Asked{2, 0}, Asked{3, 0}}, narrow, wide), (std::array{none, second}));
  EXPECT_EQ(tables.hidden_points({Asked{0, 0}, Asked{1, 0}}, wide, narrow), (std::array{none, none}));
  const std::vector<indicators::TrendCell> fewer{point(30, 40, 1), point(50, 46, 2)};
  EXPECT_EQ(tables.hidden_points({Asked{0, 0}, Asked{1, 1}}, wide, fewer), (std::array{none, std::vector{false, true}}));
}

}  // namespace
}  // namespace fairstart::disclosure::random_indicators_test
