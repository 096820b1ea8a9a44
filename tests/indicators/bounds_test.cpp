// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/indicators/indicators.hpp"
#include "tests/report/made_report.hpp"

// The bounds of every line, against every way in which what is not known may turn out: who belongs, to which group, with which answer
// or value. Rows are few, so that all completions can be gone through.
namespace fairstart::indicators::bounds_test {
namespace {

constexpr std::int64_t million = 1'000'000;

struct Person {
  bool certain = true;          // a member; else may be one
  int group = 1;                // 1 or 2; 0: not known, and then it may be a third as well
  std::int64_t lo = 0, hi = 0;  // a value, or an answer as 0 and 1
  bool is_known() const { return lo == hi; }
};

// What a completion says of a person: none where it leaves them out.
struct Outcome {
  int group;
  std::int64_t value;
};

void complete(const std::vector<Person>& people, std::size_t at, std::vector<Outcome>& chosen,
              const std::function<void(const std::vector<Outcome>&)>& told, int groups = 3) {
  if (at == people.size()) {
    told(chosen);
    return;
  }
  const Person& person = people[at];
  if (!person.certain) complete(people, at + 1, chosen, told, groups);
  for (int group = 1; group <= groups; ++group) {
    if (person.group != 0 && person.group != group) continue;
    for (std::int64_t value = person.lo; value <= person.hi; ++value) {
      chosen.push_back({group, value});
      complete(people, at + 1, chosen, told, groups);
      chosen.pop_back();
    }
  }
}

Cells cells_of(const std::vector<Person>& people, bool answers) {
  Cells cells;
  cells.breakdowns.resize(2);
  for (const Person& person : people) {
    Cell cell;
    const bool yes = answers ? person.is_known() && person.lo == 1 : person.is_known(),
               no = answers && person.is_known() && person.lo == 0;
    std::int64_t& count = yes  ? (person.certain ? cell.yes : cell.may_yes)
                          : no ? (person.certain ? cell.no : cell.may_no)
                               : (person.certain ? cell.unknown : cell.may_unknown);
    count = 1;
    if (!answers) cell.amounts.add(column::Interval{person.lo * million, person.hi * million}, person.certain);
    cells.breakdowns[0][{}].add(cell);
    cells.breakdowns[1][{person.group == 0 ? not_known : person.group * million}].add(cell);
  }
  return cells;
}

using FigureOf = std::function<std::optional<double>(std::vector<std::int64_t>)>;

std::optional<double> share_of(const std::vector<std::int64_t>& answers) {
  if (answers.empty()) return std::nullopt;
  return 100.0 * static_cast<double>(std::count(answers.begin(), answers.end(), 1)) / static_cast<double>(answers.size());
}

std::optional<double> mean_of_values(const std::vector<std::int64_t>& values) {
  if (values.empty()) return std::nullopt;
  double sum = 0.0;
  for (const std::int64_t value : values) sum += static_cast<double>(value);
  return sum / static_cast<double>(values.size());
}

std::optional<double> middle_of(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return static_cast<double>(values[(n - 1) / 2] + values[n / 2]) / 2.0;
}

std::optional<double> sum_of_values(const std::vector<std::int64_t>& values) {
  double sum = 0.0;
  for (const std::int64_t value : values) sum += static_cast<double>(value);
  return sum;
}

class Bounds : public testing::Test {
 protected:
  std::unique_ptr<report::Made> made_ = report::made_report();
  plan::Indicator indicator_ = made_->plan.indicators[0];

  void SetUp() override {
    indicator_.hide_below.reset();
    indicator_.round_to.reset();
    indicator_.by.resize(1);
  }

  static std::vector<Person> some_people(bool answers) {
    std::vector<Person> people(*rc::gen::inRange<std::size_t>(1, 6));
    for (Person& person : people) {
      person.certain = *rc::gen::inRange(0, 3) > 0;
      person.group = *rc::gen::inRange(0, 3);
      person.lo = answers ? *rc::gen::inRange<std::int64_t>(0, 2) : *rc::gen::inRange<std::int64_t>(-2, 4);
      person.hi = person.lo;
      if (*rc::gen::inRange(0, 3) > 0) continue;
      if (answers)
        person.lo = 0, person.hi = 1;
      else
        person.hi += *rc::gen::inRange<std::int64_t>(0, 3);
    }
    return people;
  }

  // rounding: half of the last decimal that is shown.
  void are_those_of_all_completions(bool answers, const FigureOf& figure, double rounding) {
    EXPECT_TRUE(rc::check([&] {
      const std::vector<Person> people = some_people(answers);
      const auto all = lines(made_->plan, made_->records.database, indicator_, cells_of(people, answers));
      for (const Line& line : all) {
        if (line.group == "not known") continue;
        const int group = line.group == "everyone" ? 0 : std::stoi(line.group);
        std::optional<double> lowest, highest;
        std::vector<Outcome> chosen;
        complete(people, 0, chosen, [&](const std::vector<Outcome>& outcomes) {
          std::vector<std::int64_t> values;
          for (const Outcome& outcome : outcomes) {
            if (group == 0 || outcome.group == group) values.push_back(outcome.value);
          }
          const auto found = figure(values);
          if (!found) return;
          lowest = lowest ? std::min(*lowest, *found) : *found;
          highest = highest ? std::max(*highest, *found) : *found;
        });
        RC_ASSERT(line.possible_lo.has_value() == lowest.has_value());
        RC_ASSERT(line.possible_hi.has_value() == highest.has_value());
        if (!lowest) continue;
        RC_ASSERT(std::abs(*line.possible_lo - *lowest) <= rounding + 1e-9);
        RC_ASSERT(std::abs(*line.possible_hi - *highest) <= rounding + 1e-9);
        // A figure leaves out rows whose value is not known: one that lies between bounds of its own may be far from the others.
        if (!answers || !line.value) continue;
        RC_ASSERT(*line.value >= *line.possible_lo);
        RC_ASSERT(*line.value <= *line.possible_hi);
      }
    }));
  }
};

TEST_F(Bounds, OfAShare) { are_those_of_all_completions(true, share_of, 0.05); }

TEST_F(Bounds, OfARate) {
  indicator_.show = plan::Show::rate;
  indicator_.rate_per = 1000;
  are_those_of_all_completions(
      true,
      [](const auto& answers) {
        const auto share = share_of(answers);
        return share ? std::optional(*share * 10.0) : std::nullopt;
      },
      0.05);
}

TEST_F(Bounds, OfACount) {
  indicator_.show = plan::Show::count;
  are_those_of_all_completions(
      true,
      [](const auto& answers) { return std::optional(static_cast<double>(std::count(answers.begin(), answers.end(), 1))); },
      0.0);
}

TEST_F(Bounds, OfAMean) {
  indicator_.what = plan::What::average;
  indicator_.show = plan::Show::mean;
  are_those_of_all_completions(false, mean_of_values, 0.005);
}

TEST_F(Bounds, OfAMedian) {
  indicator_.what = plan::What::median;
  indicator_.percentile = 50 * million;
  indicator_.show = plan::Show::mean;
  are_those_of_all_completions(false, middle_of, 0.005);
}

TEST_F(Bounds, OfATotal) {
  indicator_.what = plan::What::total;
  indicator_.value_type = types::whole_number();
  indicator_.show = plan::Show::count;
  are_those_of_all_completions(false, sum_of_values, 0.0);
}

// --- What is told over several groups: gaps, slopes, concentration

struct Seen {
  std::vector<double> values;
  double rows() const { return static_cast<double>(values.size()); }
  double sum() const {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum;
  }
  double mean() const { return sum() / rows(); }
};

// The line of least squares through the ranks that have rows, worked out in the plainest way.
struct Line2 {
  double at_0, at_1;
};
std::optional<Line2> line_through(const std::map<int, Seen>& ranks, std::size_t least) {
  double all = 0.0, below = 0.0, sb = 0.0, sy = 0.0, sbb = 0.0, sby = 0.0;
  if (ranks.size() < least) return std::nullopt;
  for (const auto& [rank, seen] : ranks) all += seen.rows();
  for (const auto& [rank, seen] : ranks) {
    const double share = seen.rows() / all, b = below + share / 2, y = seen.mean();
    sb += share * b, sy += share * y, sbb += share * b * b, sby += share * b * y;
    below += share;
  }
  const double slope = (sby - sb * sy) / (sbb - sb * sb);
  return Line2{sy - slope * sb, sy - slope * sb + slope};
}

std::optional<double> concentration_of(const std::map<int, Seen>& ranks) {
  double all = 0.0, total = 0.0, below = 0.0, index = 0.0;
  for (const auto& [rank, seen] : ranks) all += seen.rows(), total += seen.sum();
  if (ranks.size() < 2 || total <= 0.0) return std::nullopt;
  for (const auto& [rank, seen] : ranks) {
    index += seen.sum() * (2.0 * below + seen.rows()) / all / total;
    below += seen.rows();
  }
  return index - 1.0;
}

class SpreadBounds : public Bounds {
 protected:
  plan::Spread spread_;

  void SetUp() override {
    Bounds::SetUp();
    const plan::Breakdown axis = indicator_.by.front().front();
    indicator_.by.clear();
    indicator_.higher_is_better = false;  // the first side is worse off where it has more
    spread_ = {.kind = plan::SpreadKind::gap, .name = "between", .of = plan::IndicatorId(std::size_t{0}), .over = axis};
    spread_.a = plan::Side{"one", indicator_.count};
    spread_.b = plan::Side{"two", indicator_.count};
  }

  SpreadLine told(const SpreadCells& counted, const std::vector<Person>& people, bool answers) {
    made_->plan.indicators[0] = indicator_;
    Cells cells = cells_of(people, answers);
    cells.breakdowns.resize(1);
    return spread_line(made_->plan, made_->records.database, spread_, counted, cells, {});
  }

  // `group`: rows that are in it, and that may be.
  static Cell side_of(const std::vector<Person>& people, bool answers, int group) {
    Cell side;
    for (Person person : people) {
      if (person.group != group && person.group != 0) continue;
      person.certain = person.certain && person.group == group;
      const Cells of_one = cells_of({person}, answers);
      for (const auto& [at, cell] : of_one.breakdowns[0]) side.add(cell);
    }
    return side;
  }

  static std::map<Group, Cell> ranks_of(const std::vector<Person>& people, bool answers) {
    return cells_of(people, answers).breakdowns[1];
  }

  // The figure of every completion, by group; compares its range with the line's. exact: the bounds are met.
  template <class Figure>
  void compare(const SpreadLine& line, const std::vector<Person>& people, const Figure& figure, bool exact, double rounding,
               int groups = 3) {
    std::optional<double> lowest, highest;
    std::vector<Outcome> chosen;
    complete(
        people, 0, chosen,
        [&](const std::vector<Outcome>& outcomes) {
          std::map<int, Seen> seen;
          for (const Outcome& outcome : outcomes) seen[outcome.group].values.push_back(static_cast<double>(outcome.value));
          const std::optional<double> found = figure(seen);
          if (!found) return;
          lowest = lowest ? std::min(*lowest, *found) : *found;
          highest = highest ? std::max(*highest, *found) : *found;
        },
        groups);
    if (!line.value || !lowest) return;
    ++compared_;
    if (line.possible_lo) RC_ASSERT(*line.possible_lo <= *lowest + rounding + 1e-9);
    if (line.possible_hi) RC_ASSERT(*line.possible_hi >= *highest - rounding - 1e-9);
    if (line.possible_lo && line.possible_hi) ++bounded_;
    if (!exact) return;
    ++exact_;
    RC_ASSERT(line.possible_lo.has_value());
    // No relative index is told that is not over 0, so that none of these may be as low.
    const bool at_the_end = line.measure == Measure::relative_index && *line.possible_lo == 0.0;
    if (!at_the_end) RC_ASSERT(std::abs(*line.possible_lo - *lowest) <= rounding + 1e-9);
    if (line.possible_hi) RC_ASSERT(std::abs(*line.possible_hi - *highest) <= rounding + 1e-9);
  }

  std::size_t compared_ = 0, bounded_ = 0, exact_ = 0;
};

// From small to large whatever the size of the case.
std::int64_t any_of(std::int64_t from, std::int64_t to) {
  return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(from, to));
}

// A few people in each of two groups, and some in a third or in one that is not known.
std::vector<Person> people_on_two_sides(bool answers) {
  std::vector<Person> people(static_cast<std::size_t>(any_of(4, 8)));
  const bool all_members = any_of(0, 2) == 0, all_groups = any_of(0, 2) == 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    Person& person = people[i];
    person.certain = all_members || i < 2 || any_of(0, 3) > 0;
    person.group = i < 2 ? static_cast<int>(i) + 1 : static_cast<int>(any_of(all_groups ? 1 : 0, 4));
    person.lo = answers ? any_of(0, 2) : any_of(-2, 5);
    person.hi = person.lo;
    if (i < 2 || any_of(0, 3) > 0) continue;
    if (answers)
      person.lo = 0, person.hi = 1;
    else
      person.hi += any_of(0, 3);
  }
  return people;
}

bool groups_known(const std::vector<Person>& people) {
  return std::all_of(people.begin(), people.end(), [](const Person& person) { return person.group != 0; });
}
bool rows_known(const std::vector<Person>& people) {
  return groups_known(people) && std::all_of(people.begin(), people.end(), [](const Person& person) { return person.certain; });
}

std::optional<double> apart(const std::map<int, Seen>& seen, double times) {
  if (!seen.contains(1) || !seen.contains(2)) return std::nullopt;
  return (seen.at(1).mean() - seen.at(2).mean()) * times;
}

TEST_F(SpreadBounds, OfAGapBetweenTwoSides) {
  for (const bool answers : {true, false}) {
    if (!answers) indicator_.what = plan::What::average, indicator_.show = plan::Show::mean;
    EXPECT_TRUE(rc::check([&] {
      const std::vector<Person> people = people_on_two_sides(answers);
      SpreadCells counted;
      counted.sides[0].cell = side_of(people, answers, 1);
      counted.sides[1].cell = side_of(people, answers, 2);
      compare(
          told(counted, people, answers), people, [&](const auto& seen) { return apart(seen, answers ? 100.0 : 1.0); },
          groups_known(people), answers ? 0.05 : 0.005);
    }));
  }
  EXPECT_GT(exact_, 20U);
  EXPECT_GT(compared_, exact_);
}

TEST_F(SpreadBounds, OfAGapFromEveryone) {
  spread_.b->among = {};
  EXPECT_TRUE(rc::check([&] {
    const std::vector<Person> people = people_on_two_sides(true);
    SpreadCells counted;
    counted.sides[0].cell = side_of(people, true, 1);
    const Cells cells = cells_of(people, true);
    for (const auto& [group, cell] : cells.breakdowns[0]) counted.sides[1].cell.add(cell);
    const auto figure = [](const std::map<int, Seen>& seen) -> std::optional<double> {
      Seen all;
      for (const auto& [group, of] : seen) all.values.insert(all.values.end(), of.values.begin(), of.values.end());
      if (!seen.contains(1)) return std::nullopt;
      return (seen.at(1).mean() - all.mean()) * 100.0;
    };
    compare(told(counted, people, true), people, figure, rows_known(people), 0.05);
  }));
  EXPECT_GT(exact_, 5U);
  EXPECT_GT(compared_, exact_);
}

TEST_F(SpreadBounds, OfARatio) {
  spread_.show = plan::Show::relative;
  EXPECT_TRUE(rc::check([&] {
    const std::vector<Person> people = people_on_two_sides(true);
    SpreadCells counted;
    counted.sides[0].cell = side_of(people, true, 1);
    counted.sides[1].cell = side_of(people, true, 2);
    const auto figure = [](const std::map<int, Seen>& seen) -> std::optional<double> {
      if (!seen.contains(1) || !seen.contains(2) || seen.at(2).sum() == 0.0) return std::nullopt;
      return seen.at(1).mean() / seen.at(2).mean();
    };
    const SpreadLine line = told(counted, people, true);
    compare(line, people, figure, false, 0.0005);
  }));
  EXPECT_GT(bounded_, 5U);
}

// Six ranks with a row each, and a few more: so few that all completions can be gone through.
class RankBounds : public SpreadBounds {
 protected:
  static std::vector<Person> people_in_ranks(bool answers, bool rows_vary) {
    std::vector<Person> people(static_cast<std::size_t>(any_of(8, 11)));
    std::size_t open = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      Person& person = people[i];
      person.group = i < 6 ? static_cast<int>(i) + 1 : static_cast<int>(any_of(1, 7));
      person.lo = answers ? any_of(0, 2) : any_of(0, 9);
      person.hi = person.lo;
      if (open > 4 || any_of(0, 2) == 0) continue;
      ++open;
      const std::int64_t how = rows_vary ? any_of(0, 3) : 0;
      if (how == 0 && answers) person.lo = 0, person.hi = 1;
      if (how == 0 && !answers) person.hi = person.lo + 1;
      if (how == 1) person.certain = false;
      if (how == 2 && i >= 6) person.group = 0;
    }
    return people;
  }

  template <class Figure>
  void over_ranks(const Figure& figure, double rounding) {
    for (const bool answers : {true, false}) {
      indicator_.what = answers ? plan::What::count : plan::What::average;
      indicator_.show = answers ? plan::Show::percent : plan::Show::mean;
      for (const bool rows_vary : {false, true}) {
        EXPECT_TRUE(rc::check([&] {
          const std::vector<Person> people = people_in_ranks(answers, rows_vary);
          SpreadCells counted;
          counted.ranks = ranks_of(people, answers);
          compare(
              told(counted, people, answers), people, [&](const auto& seen) { return figure(seen, answers ? 100.0 : 1.0); },
              !rows_vary, answers ? rounding : rounding / 10.0, 7);
        }));
      }
    }
    EXPECT_GT(exact_, 20U);
    EXPECT_GT(bounded_, exact_ + 20U);
  }
};

TEST_F(RankBounds, OfASlope) {
  spread_.kind = plan::SpreadKind::slope;
  over_ranks(
      [](const std::map<int, Seen>& ranks, double times) -> std::optional<double> {
        const auto line = line_through(ranks, 5);
        return line ? std::optional((line->at_0 - line->at_1) * times) : std::nullopt;
      },
      0.05);
}

TEST_F(RankBounds, OfARelativeIndex) {
  spread_.kind = plan::SpreadKind::slope;
  spread_.show = plan::Show::relative;
  indicator_.higher_is_better = true;
  over_ranks(
      [](const std::map<int, Seen>& ranks, double) -> std::optional<double> {
        const auto line = line_through(ranks, 5);
        if (!line || line->at_0 <= 0.0 || line->at_1 <= 0.0) return std::nullopt;
        return line->at_1 / line->at_0;
      },
      0.005);
}

TEST_F(RankBounds, OfConcentration) {
  spread_.kind = plan::SpreadKind::concentration;
  over_ranks([](const std::map<int, Seen>& ranks, double) { return concentration_of(ranks); }, 0.005);
}

// Bounds that would tell how few are not known are not shown, though the gap is.
TEST_F(SpreadBounds, AreHiddenWhereTheyHoldASmallNumber) {
  indicator_.hide_below = 5;
  const auto gap = [&](std::int64_t unknown_of_a, std::int64_t unknown_of_all) {
    Cells cells;
    Cell all{.yes = 200, .no = 200, .unknown = unknown_of_all};
    cells.breakdowns = {{{{}, all}}};
    SpreadCells counted;
    counted.sides[0].cell = {.yes = 60, .no = 40, .unknown = unknown_of_a};
    counted.sides[1].cell = {.yes = 50, .no = 50};
    made_->plan.indicators[0] = indicator_;
    const std::vector<Line> own = lines(made_->plan, made_->records.database, indicator_, cells);
    return spread_line(made_->plan, made_->records.database, spread_, counted, cells, own);
  };
  EXPECT_EQ(gap(10, 30).value, 10.0);
  EXPECT_EQ(gap(10, 30).possible_lo, 4.5);
  EXPECT_EQ(gap(10, 30).possible_hi, 13.6);
  for (const auto& [of_a, of_all] : {std::pair{4, 30}, {27, 30}, {0, 3}}) {
    EXPECT_EQ(gap(of_a, of_all).value, 10.0) << of_a << ' ' << of_all;
    EXPECT_FALSE(gap(of_a, of_all).possible_lo || gap(of_a, of_all).possible_hi) << of_a << ' ' << of_all;
  }
}

}  // namespace
}  // namespace fairstart::indicators::bounds_test
