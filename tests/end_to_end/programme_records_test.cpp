// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "tests/harness/harness.hpp"

// The frameworks of programmes over their example records, through the built program.
namespace fairstart::programme_records_test {
namespace {

struct Programme {
  std::string framework, records, as_at;
};
void PrintTo(const Programme& programme, std::ostream* out) { *out << programme.framework; }

class Programmes : public testing::TestWithParam<Programme> {
 protected:
  // Every file of a run but its manifest, which says how it was run.
  std::map<std::string, std::string> run(const std::vector<std::string>& how) const {
    const harness::TemporaryFolder scratch;
    const std::filesystem::path out = scratch.path() / "out";
    std::vector<std::string> all = {"run",       "frameworks/" + GetParam().framework + ".fair",
                                    "--records", "examples/" + GetParam().records,
                                    "--as-at",   GetParam().as_at,
                                    "--out",     out.string(),
                                    "--quiet"};
    all.insert(all.end(), how.begin(), how.end());
    const harness::Finished finished = harness::run_program(all);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    std::map<std::string, std::string> files;
    if (finished.exit_code == 0)
      for (const auto& entry : std::filesystem::directory_iterator(out))
        if (entry.path().filename() != "manifest.json")
          files[entry.path().filename().string()] = harness::read_file(entry.path());
    return files;
  }
};

std::vector<std::string> lines_with(const std::string& text, const std::string& start) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(start)) found.push_back(line);
  return found;
}

TEST_P(Programmes, CheckWithoutAWarning) {
  const harness::Finished finished =
      harness::run_program({"check", "--strict", "--as-at", "2026-04-01", "frameworks/" + GetParam().framework + ".fair"});
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
}

TEST_P(Programmes, UseEveryRowAndAreTheSameInAnyWay) {
  const auto files = run({});
  ASSERT_TRUE(files.contains("rejects.csv"));
  EXPECT_EQ(lines_with(files.at("rejects.csv"), "").size(), 1u) << files.at("rejects.csv");
  EXPECT_GT(lines_with(files.at("indicators.csv"), "").size(), 3u);
  EXPECT_TRUE(files == run({"--chunk", "2", "--threads", "2"}));
  EXPECT_TRUE(files == run({"--evaluator", "reference"}));
}

std::string name_of_programme(const testing::TestParamInfo<Programme>& info) {
  std::string name = info.param.framework;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Programmes,
                         testing::Values(Programme{"birmingham/parent-infant", "birmingham", "2026-04-01"},
                                         Programme{"cheshire-merseyside/all-together-fairer", "cheshire-merseyside",
                                                   "2026-04-01"},
                                         Programme{"essex/comparison", "essex", "2022-01-31"},
                                         Programme{"evelina/health-partnership", "evelina", "2026-04-01"},
                                         Programme{"london-early-years/pilot", "london-early-years/harrow", "2026-04-01"},
                                         Programme{"london-early-years/harrow", "london-early-years/harrow", "2026-04-01"},
                                         Programme{"london-early-years/brent", "london-early-years/brent", "2026-04-01"},
                                         Programme{"london-early-years/ealing", "london-early-years/ealing", "2026-04-01"},
                                         Programme{"north-west-london/child-health-hubs", "north-west-london", "2026-04-01"},
                                         Programme{"parenting-programmes/economics", "parenting-programmes", "2026-04-01"},
                                         Programme{"prevention/early-rewards", "prevention", "2026-04-01"},
                                         Programme{"south-yorkshire/beds-for-babies", "south-yorkshire", "2026-04-01"},
                                         Programme{"vaccination/access", "vaccination", "2026-04-01"}),
                         name_of_programme);

class OneProgramme : public Programmes {};

// Table 1 of the Essex review: the twelve areas have 3,250,449 children, 16 people in eight of them were interviewed.
TEST_P(OneProgramme, EssexAddsUp) {
  const auto files = run({});
  const std::string& indicators = files.at("indicators.csv");
  const auto children = lines_with(indicators, "children-compared,");
  ASSERT_EQ(children.size(), 1u);
  EXPECT_NE(children[0].find(",3250449,12,"), std::string::npos) << children[0];
  const auto people = lines_with(indicators, "interviewees,");
  ASSERT_EQ(people.size(), 1u);
  EXPECT_NE(people[0].find(",16,8,"), std::string::npos) << people[0];
  const auto nearest = lines_with(files.at("lists.csv"), "nearest,1,");
  ASSERT_EQ(nearest.size(), 1u);
  EXPECT_NE(nearest[0].find("name: Surrey"), std::string::npos) << nearest[0];
}
INSTANTIATE_TEST_SUITE_P(Essex, OneProgramme, testing::Values(Programme{"essex/comparison", "essex", "2022-01-31"}));

}  // namespace
}  // namespace fairstart::programme_records_test
