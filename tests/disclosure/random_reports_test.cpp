// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/disclosure/seen_report.hpp"
#include "tests/report/made_report.hpp"

// Random families by deprivation tenth, two sets of levels and offers, and a reader who knows every count that the report shows.
namespace fairstart::disclosure::random_reports_test {
namespace {

std::int64_t pick(std::int64_t from, std::int64_t to) {
  return *rc::gen::resize(100, rc::gen::inRange<std::int64_t>(from, to));
}

std::unique_ptr<report::Made> random_report() {
  auto made = report::made_report();
  plan::Levels second = made->plan.levels[0];
  second.name = "second";
  made->plan.levels.push_back(second);
  report::Totals& totals = made->run.totals;
  totals.levels.assign(2, {});
  totals.families = 0;
  totals.offers.assign(3, {});
  totals.lists.clear();
  totals.allocations.clear();
  totals.reach = {};
  totals.reach.groups = pick(0, 2) == 0 ? 5 : 10;
  const std::int64_t few_in = pick(2, 12), from = pick(0, 2);
  const auto some = [&] {
    const std::int64_t kind = pick(0, few_in);
    return kind == 0 ? pick(0, 4) : kind == 1 ? pick(0, 12) : pick(20, 200);
  };
  for (int group = static_cast<int>(from); group <= totals.reach.groups; ++group) {
    report::Totals::ByFifth& of_first = totals.levels[0][totals.reach.groups == 10 ? (group + 1) / 2 : group];
    report::Totals::ByFifth& of_second = totals.levels[1][totals.reach.groups == 10 ? (group + 1) / 2 : group];
    of_first.at_level.resize(3);
    of_second.at_level.resize(3);
    for (int level = 0; level < 3; ++level) {
      const std::int64_t nothing = some(), unsure = some(), with = some(), all = nothing + unsure + with;
      report::Reach::Group reached{all, nothing, unsure, {}};
      for (std::size_t offer = 0; offer < 3; ++offer) {
        report::Reach::OfOffer of;
        of.rows = offer == 2 ? with : some();
        // Some get more: of each amount how many is told nowhere.
        std::int64_t left = of.rows;
        for (const std::int64_t amount : {3, 2, 1}) {
          const std::int64_t rows = amount == 1 ? left : pick(0, 2) == 0 ? 0 : std::min(left, some());
          left -= rows;
          if (rows > 0) of.add(amount * 1'000'000, rows);
        }
        totals.offers[offer].offered += of.rows;
        totals.offers[offer].done += of.rows;
        reached.offers.push_back(of);
      }
      totals.reach.by_deprivation[group].add(reached);
      totals.reach.by_level[level].add(reached);
      of_first.at_level[static_cast<std::size_t>(level)] += all;
      of_first.total += all;
      of_first.could_be_higher += std::min(all, some());
      const std::int64_t elsewhere = std::min(all, some());
      of_second.at_level[0] += elsewhere;
      of_second.at_level[2] += all - elsewhere;
      of_second.total += all;
      totals.families += all;
    }
  }
  return made;
}

// How many get each amount in each group: no report tells it.
void tell_amounts(const report::Made& made, SeenCounts& truth) {
  const report::Reach& reach = made.run.totals.reach;
  const auto tell = [&](const report::Reach::Group& group, const std::string& of) {
    for (std::size_t offer = 0; offer < 2 && offer < group.offers.size(); ++offer) {
      for (int amount = 1; amount <= 3; ++amount) {
        const auto found = group.offers[offer].by_amount.find(amount * 1'000'000);
        truth.is("offer " + made.plan.offers[offer].name + " offered at " + std::to_string(amount) + ' ' + of,
                 found == group.offers[offer].by_amount.end() ? 0 : found->second);
      }
    }
  };
  report::Reach::Group all;
  for (const auto& [group, counted] : reach.by_deprivation) {
    tell(counted, group == 0           ? reach.groups == 10 ? "tenth not known" : "fifth not known"
                  : reach.groups == 10 ? "tenth " + std::to_string(group)
                                       : "fifth " + std::to_string(group));
    all.add(counted);
  }
  for (const auto& [level, counted] : reach.by_level)
    tell(counted, "level " + made.plan.levels[0].levels[static_cast<std::size_t>(level)].name);
  tell(all, "everyone");
}

TEST(RandomReports, no_hidden_count_can_be_worked_out) {
  Outcome all;
  const bool held = rc::check([&] {
    for (int several = 0; several < 4; ++several) {
      const auto made = random_report();
      const Json report = Json::parse(report::report_json(made->run));
      made->plan.indicators[0].hide_below.reset();
      const std::vector<double> amounts{1, 2, 3};
      SeenCounts truth(Json::parse(report::report_json(made->run)), amounts);
      tell_amounts(*made, truth);
      const Outcome outcome = SeenCounts(report, amounts).attack(8, &truth);
      all += outcome;
      if (outcome.won > 0) RC_FAIL(outcome.what);
      RC_ASSERT(outcome.contradictions == 0U);
    }
  });
  EXPECT_TRUE(held);
  std::cout << all.tried << " small counts tried; " << all.shown << " of " << all.shown + all.hidden << " counts shown\n";
  EXPECT_GT(all.tried, 50U);
  EXPECT_GT(all.shown, all.hidden);
}

}  // namespace
}  // namespace fairstart::disclosure::random_reports_test
