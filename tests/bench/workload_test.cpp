// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "dsl/base/sha256.hpp"
#include "tests/bench/workload/answers.hpp"
#include "tests/bench/workload/data_set.hpp"
#include "tests/bench/workload/family.hpp"
#include "tests/bench/workload/keys.hpp"
#include "tests/bench/workload/splitmix.hpp"
#include "tests/harness/harness.hpp"

// Workload W small enough for every test run: the data is what its definition makes of it, and the program gives the answers
// that the workload's own programs give. Nothing is timed. Expected figures come from those programs, over 1,000 families.
namespace fairstart::bench::workload_test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t families = 1000;
const fs::path folder_of_expected = "tests/bench/expected";

std::string sha256_of(const fs::path& path) { return base::sha256_hex(harness::read_file(path)); }

// The answers of a run over the records, by the program under test.
Answers run_over(const fs::path& records, const std::vector<std::string>& more = {}) {
  const harness::TemporaryFolder folder;
  const fs::path out = folder.path() / "out";
  std::vector<std::string> arguments{"run",       "tests/bench/workload/workload.fair",
                                     "--records", records.string(),
                                     "--as-at",   "2026-04-01",
                                     "--period",  "2025-04-02..2026-04-01",
                                     "--out",     out.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const harness::Finished finished = harness::run_program(arguments);
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  return answers_of_run(out);
}

class Workload : public testing::Test {
 protected:
  harness::TemporaryFolder data;
};

// Vigna's own first numbers from the seed 1234567.
TEST(Splitmix, GivesThePublishedNumbers) {
  Splitmix random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(Keys, LeadBackToTheirNumber) {
  std::set<std::string> seen;
  for (std::uint64_t number = 0; number < 5000; ++number) {
    const std::string key = text_key(number);
    EXPECT_EQ(key.size(), 12u);
    EXPECT_EQ(number_of(key), number);
    EXPECT_TRUE(seen.insert(key).second) << key;
  }
  const std::uint64_t largest = (std::uint64_t{1} << 60) - 1;
  EXPECT_EQ(number_of(text_key(largest)), largest);
  EXPECT_EQ(number_of("17"), 17u);
  EXPECT_EQ(number_of("F17"), std::nullopt);
}

TEST_F(Workload, FilesAreThoseOfTheDefinition) {
  write_data(data.path(), {.families = families, .ndjson = true});
  EXPECT_EQ(sha256_of(data.path() / "family.csv"), "edf4f8bca3c91e80304b498a3b0ffaebe518e8773849babe3df7c0a9d2c183c9");
  EXPECT_EQ(sha256_of(data.path() / "person.csv"), "933a04a7c8af30e31060ed002d736d648aceccd84a0b0566db8a3c1a5fee1597");
  EXPECT_EQ(sha256_of(data.path() / "event.csv"), "ce8496636e1cc3499f6f48bca831a9546340747f564e911f2b7890546bf7ca9a");
  EXPECT_EQ(sha256_of(data.path() / "families.ndjson"), "e6d1deb944e4cf51770c771e1070656ce0470d7caa49b0a29e2f862c3778339e");
}

TEST_F(Workload, RunGivesTheExpectedAnswers) {
  write_data(data.path(), {.families = families});
  const Answers answers = run_over(data.path());
  ASSERT_EQ(answers.families.size(), families);
  EXPECT_EQ(checksums_of(answers.families), (Checksums{382'926'574'565, 357'895'753'967}));
  EXPECT_EQ(answers.cells, read_cells(harness::project_root() / folder_of_expected / "cells_1000.csv"));

  std::map<std::string, unsigned> counts;
  for (const FamilyAnswers& one : answers.families) {
    ++counts["t" + std::to_string(one.tier)];
    for (unsigned i = 0; i < 12; ++i) counts["f" + std::to_string(i + 1)] += one.facts >> i & 1U;
    for (unsigned i = 0; i < 10; ++i) counts["o" + std::to_string(i + 1)] += one.offers >> i & 1U;
    counts["score"] += one.score;
    counts["unknown"] += one.unknowns;
  }
  const std::map<std::string, unsigned> expected = {
      {"t0", 709}, {"t1", 153}, {"t2", 119},  {"t3", 19},  {"o1", 10},  {"o2", 10},      {"o3", 52},
      {"o4", 83},  {"o5", 174}, {"o6", 166},  {"o7", 36},  {"o8", 101}, {"o9", 54},      {"o10", 114},
      {"f1", 431}, {"f2", 95},  {"f3", 75},   {"f4", 73},  {"f5", 23},  {"f6", 101},     {"f7", 203},
      {"f8", 142}, {"f9", 18},  {"f10", 153}, {"f11", 17}, {"f12", 35}, {"score", 1826}, {"unknown", 988}};
  EXPECT_EQ(counts, expected);
}

// Rows in any order and keys that are texts change no answer; nor do chunks of two families on two threads.
TEST_F(Workload, ShuffledRowsGiveTheSameAnswers) {
  const harness::TemporaryFolder shuffled;
  constexpr std::uint32_t few = 300;
  write_data(data.path(), {.families = few});
  write_data(shuffled.path(), {.families = few, .shuffled = true});
  EXPECT_NE(harness::read_file(shuffled.path() / "event.csv").find(text_key(1)), std::string::npos);
  const Answers in_order = run_over(data.path());
  EXPECT_EQ(difference(run_over(shuffled.path(), {"--threads", "2", "--chunk", "2"}), in_order), "");
}

TEST_F(Workload, ADifferenceIsTold) {
  const Answers one{{{.number = 1, .facts = 3}, {.number = 2}}, {{"1,A,0", "3/16 -"}}};
  Answers other = one;
  EXPECT_EQ(difference(one, other), "");
  other.families[1].offers = 4;
  EXPECT_EQ(difference(one, other).substr(0, 9), "family 2:");
  other = one;
  other.cells["1,A,0"] = "4/16 -";
  EXPECT_EQ(difference(one, other), "cell 1,A,0: 3/16 -; and: 4/16 -");
  other.cells = one.cells;
  other.cells["1,A,1"] = "-";
  EXPECT_EQ(difference(one, other), "other cells");
  other.families.pop_back();
  EXPECT_EQ(difference(one, other), "2 families and 1");
}

}  // namespace
}  // namespace fairstart::bench::workload_test
