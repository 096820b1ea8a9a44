// SPDX-License-Identifier: Apache-2.0
#include "engine/report/reach.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/report/figures.hpp"
#include "tests/harness/harness.hpp"
#include "tests/report/made_report.hpp"

namespace fairstart::report::reach_test {
namespace {

const plan::OfferId first(std::size_t{0}), second(std::size_t{1}), third(std::size_t{2});

TEST(ReachTally, counts_families_offers_and_amounts_of_each_group) {
  plan::Plan plan;
  plan.offers.resize(2);
  ReachTally tally(plan, 10);
  tally.offered(first);  // outside a family: an offer to a place
  tally.begin_family(1);
  tally.level(1);
  tally.offered(first);
  tally.amount(4'000'000);
  tally.offered(first);  // a second child
  tally.amount(8'000'000);
  tally.end_family();
  tally.begin_family(1);
  tally.level(0);
  tally.may_be_offered();
  tally.end_family();
  tally.begin_family(0);
  tally.end_family();
  Reach reach, twice;
  tally.into(reach);
  const Reach::Group& group = reach.by_deprivation.at(1);
  EXPECT_EQ(reach.groups, 10);
  EXPECT_EQ(group.families, 2);
  EXPECT_EQ(group.unsure, 1);
  EXPECT_EQ(group.nothing, 0);
  EXPECT_EQ(group.offers.at(0).rows, 2);
  EXPECT_EQ(static_cast<std::int64_t>(group.offers.at(0).amount), 12'000'000);
  EXPECT_EQ(group.offers.at(0).by_amount.size(), 2u);
  EXPECT_EQ(reach.by_deprivation.at(0).nothing, 1);
  EXPECT_EQ(reach.by_level.at(1).offers.at(0).rows, 2);
  EXPECT_EQ(reach.by_level.at(0).unsure, 1);
  twice.add(reach);
  twice.add(reach);
  EXPECT_EQ(twice.by_deprivation.at(1).families, 4);
  EXPECT_EQ(static_cast<std::int64_t>(twice.by_deprivation.at(1).offers.at(0).amount), 24'000'000);
}

TEST(ReachTally, many_different_amounts_are_the_same_in_any_order) {
  Reach::OfOffer one, other, forth, back;
  for (std::int64_t i = 0; i < 10; ++i) one.add(i, 2);
  for (std::int64_t i = 5; i < 30; ++i) other.add(i, 1);
  forth.add(one);
  forth.add(other);
  back.add(other);
  back.add(one);
  EXPECT_EQ(forth.by_amount, back.by_amount);
  EXPECT_EQ(forth.by_amount.size(), 1u);
  EXPECT_EQ(forth.by_amount.begin()->second, 45);
}

// Offers, families and amounts of one group, all with one amount.
Reach::Group group(std::int64_t families, std::int64_t nothing, std::int64_t unsure, std::vector<std::int64_t> rows,
                   std::int64_t each) {
  Reach::Group made{families, nothing, unsure, {}};
  for (const std::int64_t of : rows) {
    Reach::OfOffer offer;
    offer.rows = of;
    if (of > 0) offer.add(each, of);
    made.offers.push_back(offer);
  }
  return made;
}

// The made-up run, with tenths that make its fifths.
std::unique_ptr<Made> made_reach() {
  auto made = made_report();
  Reach& reach = made->run.totals.reach;
  reach.groups = 10;
  const std::array<std::int64_t, 5> fifths{291, 271, 263, 214, 199};
  for (int tenth = 1; tenth <= 10; ++tenth) {
    const std::int64_t families = fifths[static_cast<std::size_t>((tenth - 1) / 2)] / 2 +
                                  (tenth % 2 == 1 ? fifths[static_cast<std::size_t>((tenth - 1) / 2)] % 2 : 0);
    reach.by_deprivation[tenth] = group(families, 20, 30, {60 - 3 * tenth, 40, families - 50}, 2'000'000);
  }
  for (std::size_t offer = 0; offer < 3; ++offer) {
    std::int64_t rows = 0;
    for (const auto& [tenth, of] : reach.by_deprivation) rows += of.offers[offer].rows;
    made->run.totals.offers[offer] = {rows, 12, 0, 0, 0, 0, 0};
  }
  return made;
}

TEST(ReachFigures, amounts_are_divided_among_all_families_of_the_group) {
  const auto made = made_reach();
  made->plan.indicators[0].hide_below.reset();
  const ReachFigures reach = figures_of(made->run).reach;
  ASSERT_EQ(reach.by_deprivation.size(), 11u);
  const ReachRow& row = reach.by_deprivation.front();
  EXPECT_EQ(row.label, "1, most deprived");
  EXPECT_EQ(row.families, 146);
  EXPECT_EQ(row.some, 96);
  EXPECT_EQ(row.offers[0].offered, 57);
  EXPECT_EQ(row.offers[0].per_family, 780'822);  // 114 visits ÷ 146 families
  EXPECT_EQ(reach.by_deprivation.back().families, 1238);
  EXPECT_EQ(reach.by_deprivation.back().offers[1].offered, 400);
  EXPECT_EQ(reach.trends[1].with_deprivation, Rises::falls);  // 40 each, among more families
  EXPECT_EQ(reach.by_level.size(), 0u);
}

TEST(ReachFigures, what_rises_with_deprivation_is_said_so) {
  const auto made = made_reach();
  made->plan.indicators[0].hide_below.reset();
  Reach& reach = made->run.totals.reach;
  for (auto& [tenth, of] : reach.by_deprivation) of = group(100, 0, 0, {100, 100, 100}, 1'000'000 * (11 - tenth));
  made->run.totals.families = 1000;
  const ReachFigures rising = figures_of(made->run).reach;
  EXPECT_EQ(rising.trends[0].with_deprivation, Rises::rises);
  // Equal groups on a straight line from 10 to 1: by 1 a tenth, so 10 from end to end.
  EXPECT_NEAR(*rising.trends[0].slope, 10e6, 1);
  for (auto& [tenth, of] : reach.by_deprivation) of = group(100, 0, 0, {100, 100, 100}, 5'000'000);
  EXPECT_EQ(figures_of(made->run).reach.trends[0].with_deprivation, Rises::level);
  reach.by_deprivation = {{0, group(1000, 0, 0, {100, 100, 100}, 5'000'000)}};
  reach.groups = 0;
  const ReachFigures unknown = figures_of(made->run).reach;
  EXPECT_EQ(unknown.by_deprivation.size(), 1u);
  EXPECT_EQ(unknown.trends[0].with_deprivation, Rises::cannot_be_said);
}

TEST(ReachFigures, an_amount_that_would_tell_who_gets_more_is_hidden) {
  const auto made = made_reach();
  Reach::OfOffer& offer = made->run.totals.reach.by_deprivation[4].offers[0];
  offer = {};
  offer.rows = 48;
  offer.add(2'000'000, 45);
  offer.add(4'000'000, 3);
  const ReachFigures reach = figures_of(made->run).reach;
  EXPECT_EQ(reach.by_deprivation[3].offers[0].offered, 48);
  EXPECT_FALSE(reach.by_deprivation[3].offers[0].per_family);
}

// What a reader can add up: each row's parts, each column, tenths against the fifths of the other table.
TEST(ReachFigures, no_subtraction_gives_a_small_count_away) {
  const bool held = rc::check([] {
    const auto made = made_reach();
    Reach& reach = made->run.totals.reach;
    auto& levels = made->run.totals.levels[0];
    levels.clear();
    made->run.totals.families = 0;
    const auto some = [] {
      return *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 12), rc::gen::inRange<std::int64_t>(0, 90));
    };
    reach.by_deprivation.clear();
    for (int tenth = 0; tenth <= 10; ++tenth) {
      const std::int64_t nothing = some(), unsure = some(), with = some();
      reach.by_deprivation[tenth] = group(nothing + unsure + with, nothing, unsure, {some(), some(), with}, 1'000'000);
      Totals::ByFifth& fifth = levels[(tenth + 1) / 2];
      fifth.at_level.resize(3);
      fifth.at_level[0] += nothing + unsure + with;
      fifth.total += nothing + unsure + with;
      made->run.totals.families += nothing + unsure + with;
    }
    for (std::size_t offer = 0; offer < 3; ++offer) {
      std::int64_t rows = 0;
      for (const auto& [tenth, of] : reach.by_deprivation) rows += of.offers[offer].rows;
      made->run.totals.offers[offer] = {rows, 0, 0, 0, 0, 0, 0};
    }
    const Figures figures = figures_of(made->run);
    const auto& rows = figures.reach.by_deprivation;
    const auto safe = [](const std::vector<Shown>& parts, const Shown& whole) {
      std::int64_t rest = whole.value_or(0);
      std::size_t hidden = 0;
      for (const Shown& part : parts) {
        RC_ASSERT(!part || *part == 0 || *part >= 8);
        rest -= part.value_or(0);
        hidden += part ? 0U : 1U;
      }
      if (!whole) return;
      RC_ASSERT(hidden != 1U);
      RC_ASSERT(rest == 0 || rest >= 8);
    };
    for (const ReachRow& row : rows) safe({row.some, row.nothing, row.unsure}, row.families);
    const auto column = [&](const auto& of, const Shown& whole) {
      std::vector<Shown> parts;
      for (std::size_t i = 0; i + 1 < rows.size(); ++i) parts.push_back(of(rows[i]));
      safe(parts, whole);
    };
    column([](const ReachRow& row) { return row.families; }, figures.families);
    column([](const ReachRow& row) { return row.some; }, rows.back().some);
    column([](const ReachRow& row) { return row.nothing; }, rows.back().nothing);
    column([](const ReachRow& row) { return row.unsure; }, rows.back().unsure);
    for (std::size_t offer = 0; offer < 3; ++offer)
      column([&](const ReachRow& row) { return row.offers[offer].offered; }, figures.offers[offer].offered);
    for (const SchemeRow& fifth : figures.schemes.at(0).rows) {
      if (fifth.fifth == everyone) continue;
      std::vector<Shown> parts;
      for (std::size_t i = 0; i + 1 < rows.size(); ++i)
        if ((rows[i].group + 1) / 2 == fifth.fifth) parts.push_back(rows[i].families);
      if (parts.size() == 1) {
        // One group alone, which is not known: the same number stands in both tables, or is hidden in both.
        RC_ASSERT(!parts[0] || fifth.total);
      } else if (fifth.total) {
        safe(parts, fifth.total);
      } else {
        // A fifth that is hidden there can't be added up here.
        std::size_t hidden = 0;
        for (const Shown& part : parts) hidden += part ? 0U : 1U;
        RC_ASSERT(hidden > 0U);
      }
    }
    for (const ReachRow& row : rows) {
      for (const ReachCell& cell : row.offers) RC_ASSERT(!cell.per_family || (cell.offered && row.families));
    }
  });
  EXPECT_TRUE(held);
}

// Against a count of our own over the files: families.csv and places.csv of the records, offers.csv of the run.
TEST(ReachFigures, agree_with_a_count_over_the_files) {
  const harness::TemporaryFolder folder;
  std::string framework = harness::read_file(harness::project_root() / "frameworks/surrey/first-1000-days.fair");
  for (const std::string hiding : {"hide counts below 8 and round to 5"})
    for (std::size_t at = framework.find(hiding); at != std::string::npos; at = framework.find(hiding))
      framework.erase(at, hiding.size());
  folder.write("shown.fair", framework);
  const harness::Finished finished =
      harness::run_program({"run", (folder.path() / "shown.fair").string(), "--records", "examples/surrey", "--as-at",
                            "2026-04-01", "--quiet", "--out", (folder.path() / "out").string()});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  // The first cells of these files are never quoted.
  const auto lines = [](const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    std::size_t from = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; from = end + 1, end = text.find('\n', from)) {
      std::vector<std::string> row(1);
      for (std::size_t i = from; i < end; ++i) {
        if (text[i] == ',')
          row.emplace_back();
        else
          row.back() += text[i];
      }
      rows.push_back(row);
    }
    return rows;
  };
  std::map<std::string, int> tenth_of_place, tenth_of_family;
  for (const auto& row : lines(harness::read_file(harness::project_root() / "examples/surrey/places.csv")))
    if (row[3] != "imd_decile") tenth_of_place[row[0]] = std::stoi(row[3]);
  for (const auto& row : lines(harness::read_file(harness::project_root() / "examples/surrey/families.csv"))) {
    if (row[0] == "family_id" || tenth_of_family.count(row[0]) > 0) continue;  // a repeated key: the first row stays
    const auto place = tenth_of_place.find(row[1]);
    tenth_of_family[row[0]] = place == tenth_of_place.end() ? 0 : place->second;
  }
  struct Count {
    std::map<std::string, std::int64_t> rows;
    std::map<std::string, double> amount;
    std::set<std::string> offered, perhaps, all;
  };
  std::map<int, Count> counts;
  for (const auto& [family, tenth] : tenth_of_family) counts[tenth].all.insert(family);
  for (const auto& row : lines(harness::read_file(folder.path() / "out/offers.csv"))) {
    if (row[0] == "family_id" || row.size() < 8) continue;
    Count& count = counts[tenth_of_family.at(row[0])];
    if (row[3] != "offered") {
      count.perhaps.insert(row[0]);
      continue;
    }
    count.offered.insert(row[0]);
    ++count.rows[row[2]];
    if (!row[6].empty()) count.amount[row[2]] += std::stod(row[6]);
  }
  const auto report = nlohmann::json::parse(harness::read_file(folder.path() / "out/report.json"));
  std::size_t compared = 0;
  ASSERT_EQ(report["reach"]["by_deprivation"].size(), 12u);
  for (const auto& row : report["reach"]["by_deprivation"]) {
    if (row["group"] == "everyone") continue;
    const Count& count = counts[row["group"].is_string() ? 0 : row["group"].get<int>()];
    std::int64_t unsure = 0;
    for (const std::string& family : count.perhaps) unsure += count.offered.count(family) == 0 ? 1 : 0;
    EXPECT_EQ(row["families"], count.all.size());
    EXPECT_EQ(row["with_an_offer"], count.offered.size());
    EXPECT_EQ(row["cannot_tell"], unsure);
    EXPECT_EQ(row["with_none"], static_cast<std::int64_t>(count.all.size() - count.offered.size()) - unsure);
    for (const auto& offer : row["offers"]) {
      const std::string name = offer["offer"];
      const auto rows = count.rows.find(name);
      EXPECT_EQ(offer["offered"], rows == count.rows.end() ? 0 : rows->second) << name;
      if (count.all.empty() || offer["amount_for_each_family"].is_null()) continue;
      const auto amount = count.amount.find(name);
      EXPECT_NEAR(std::stod(offer["amount_for_each_family"].get<std::string>()),
                  (amount == count.amount.end() ? 0 : amount->second) / static_cast<double>(count.all.size()), 0.0051)
          << name;
      ++compared;
    }
  }
  EXPECT_GE(compared, 40u);
}

}  // namespace
}  // namespace fairstart::report::reach_test
