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
              const std::function<void(const std::vector<Outcome>&)>& told) {
  if (at == people.size()) {
    told(chosen);
    return;
  }
  const Person& person = people[at];
  if (!person.certain) complete(people, at + 1, chosen, told);
  for (int group = 1; group <= 3; ++group) {
    if (person.group != 0 && person.group != group) continue;
    for (std::int64_t value = person.lo; value <= person.hi; ++value) {
      chosen.push_back({group, value});
      complete(people, at + 1, chosen, told);
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

}  // namespace
}  // namespace fairstart::indicators::bounds_test
