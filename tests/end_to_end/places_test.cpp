// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/harness/harness.hpp"

// The frameworks of places over the made-up families of each: families.recipe tells how they were made.
namespace fairstart::places_test {
namespace {

struct Place {
  std::string records, framework, as_at;
};

const std::vector<Place> places = {
    {"bnssg", "bnssg/community-children", "2026-03-31"},
    {"cornwall", "cornwall/one-vision", "2026-03-31"},
    {"greater-manchester", "greater-manchester/children", "2026-07-31"},
    {"herts-west-essex", "herts-west-essex/children", "2026-03-31"},
    {"northamptonshire", "northamptonshire/thrive", "2026-07-31"},
    {"sheffield", "sheffield/starting-well", "2026-07-31"},
    {"surrey-better-start", "surrey/better-start", "2026-03-31"},
    {"sussex", "sussex/starting-well", "2026-03-31"},
    {"wakefield", "west-yorkshire/wakefield", "2026-03-31"},
    {"west-essex", "herts-west-essex/west-essex", "2026-07-31"},
    {"west-suffolk", "west-suffolk/community-paediatrics", "2026-03-31"},
    {"west-yorkshire", "west-yorkshire/children", "2026-03-31"},
};

std::ptrdiff_t lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

TEST(Places, RunOverTheirFamiliesAndBothEvaluatorsAgree) {
  for (const Place& place : places) {
    SCOPED_TRACE(place.records);
    const harness::TemporaryFolder scratch;
    const std::filesystem::path folder = harness::project_root() / "examples" / place.records;
    for (const std::string evaluator : {"columns", "reference"}) {
      const harness::Finished finished = harness::run_program(
          {"run", "frameworks/" + place.framework + ".fair", "--records", "examples/" + place.records, "--as-at", place.as_at,
           "--evaluator", evaluator, "--out", (scratch.path() / evaluator).string()});
      ASSERT_EQ(finished.exit_code, 0) << finished.out << finished.err;
    }
    const std::filesystem::path out = scratch.path() / "columns";
    EXPECT_EQ(lines(harness::read_file(out / "rejects.csv")), 1) << harness::read_file(out / "rejects.csv");
    EXPECT_EQ(lines(harness::read_file(out / "families.csv")), lines(harness::read_file(folder / "families.csv")));
    EXPECT_GT(lines(harness::read_file(out / "indicators.csv")), 1);
    for (const auto& entry : std::filesystem::directory_iterator(out)) {
      const std::string name = entry.path().filename().string();
      EXPECT_TRUE(harness::read_file(entry.path()) == harness::read_file(scratch.path() / "reference" / name)) << name;
    }
    if (std::filesystem::exists(out / "guarantees.csv")) {
      EXPECT_EQ(harness::read_file(out / "guarantees.csv").find(",fails,", 40), std::string::npos)
          << harness::read_file(out / "guarantees.csv");
    }
  }
}

// What a place's report must show of the figures that its document prints.
TEST(Places, PublishedFiguresStandInTheReports) {
  const std::vector<std::pair<std::string, std::string>> wanted = {
      {"greater-manchester/children", "45.8%"},
      {"west-yorkshire/children", "72.1 per 10,000"},
      {"west-yorkshire/wakefield", "614"},
      {"northamptonshire/thrive", "13 years"},
      {"surrey/better-start", "49 percentage points"},
      {"sheffield/starting-well", "94%"},
      {"herts-west-essex/children", "10,615 by"},
      {"bnssg/community-children", "\"9\""},
  };
  for (const auto& [framework, figure] : wanted) {
    SCOPED_TRACE(framework);
    const auto place = std::find_if(places.begin(), places.end(), [&](const Place& one) { return one.framework == framework; });
    ASSERT_NE(place, places.end());
    const harness::TemporaryFolder scratch;
    const harness::Finished finished =
        harness::run_program({"run", "frameworks/" + framework + ".fair", "--records", "examples/" + place->records, "--as-at",
                              place->as_at, "--quiet", "--out", (scratch.path() / "out").string()});
    ASSERT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_NE(harness::read_file(scratch.path() / "out/report.json").find(figure), std::string::npos);
  }
}

}  // namespace
}  // namespace fairstart::places_test
