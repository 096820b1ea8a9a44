// SPDX-License-Identifier: Apache-2.0
#include "engine/synth/synth.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "dsl/base/nhs_number.hpp"
#include "engine/synth/chances.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::synth::synth_test {
namespace {

std::map<std::string, std::string> made(const plan::Plan& plan, const Options& options) {
  const std::vector<File> all = files(plan);
  std::map<std::string, std::string> out;
  for (const File& file : all) out[file.name] = file.header + '\n';
  make(plan, options, [&](std::size_t file, const std::string& text) { out[all[file].name] += text; });
  return out;
}

TEST(Chances, AreThoseOfTheirPaper) {
  // The first numbers of SplitMix64 from seed 1234567, as published with the generator's reference implementation.
  Chances chances(1234567);
  EXPECT_EQ(chances.next(), 6457827717110365317U);
  EXPECT_EQ(chances.next(), 3203168211198807973U);
  EXPECT_EQ(chances.next(), 9817491932198370423U);
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t one = chances.between(-3, 4);
    EXPECT_GE(one, -3);
    EXPECT_LE(one, 4);
  }
}

// Every framework of the project runs over what is made up for it, and nothing in it is rejected.
TEST(synth, EveryFrameworkRunsOverItsMadeUpRecords) {
  const harness::TemporaryFolder folder;
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "frameworks")) {
    if (entry.path().extension() != ".fair") continue;
    const harness::Checked checked = harness::check_path(entry.path());
    ASSERT_TRUE(checked.plan) << checked.text();
    if (!checked.plan->modules[checked.plan->main.index()].framework || !checked.plan->family.exists()) continue;
    SCOPED_TRACE(entry.path().string());
    const std::string name = std::to_string(seen++), records = (folder.path() / name).string(),
                      results = (folder.path() / ("out" + name)).string();
    const auto synth =
        harness::run_program({"synth", entry.path().string(), "--families", "60", "--seed", name, "--out", records});
    ASSERT_EQ(synth.exit_code, 0) << synth.err;
    const auto run = harness::run_program({"run", entry.path().string(), "--records", records, "--as-at", "2026-04-01", "--out",
                                           results, "--format", "csv", "--quiet"});
    ASSERT_LE(run.exit_code, 1) << run.err;  // 1: a parameter without value at that day
    if (run.exit_code == 1) continue;
    EXPECT_EQ(harness::read_file(results + "/rejects.csv").find('\n'), harness::read_file(results + "/rejects.csv").size() - 1)
        << harness::read_file(results + "/rejects.csv").substr(0, 600);
  }
  EXPECT_GE(seen, 15U);
}

TEST(synth, TheSameSeedGivesTheSameBytesAndAnotherDoesNot) {
  const harness::Checked checked =
      harness::check_path(harness::project_root() / "frameworks" / "surrey" / "first-1000-days.fair");
  ASSERT_TRUE(checked.plan);
  const Options options{.families = 40, .seed = 5, .as_at = *base::day_of(2026, 4, 1)};
  Options other = options;
  other.seed = 6;
  const auto one = made(*checked.plan, options), again = made(*checked.plan, options), different = made(*checked.plan, other);
  EXPECT_EQ(one, again);
  EXPECT_NE(one.at("families.csv"), different.at("families.csv"));
  EXPECT_EQ(one.at("families.csv").substr(0, 14), "family_id,lsoa");
  // More families leave those before as they are.
  Options more = options;
  more.families = 45;
  const std::string longer = made(*checked.plan, more).at("people.csv");
  EXPECT_TRUE(longer.starts_with(one.at("people.csv").substr(0, 2000)));
  // Nothing looks like a real row.
  std::size_t rows = 0;
  for (std::size_t at = one.at("families.csv").find('\n') + 1; at < one.at("families.csv").size();
       at = one.at("families.csv").find('\n', at) + 1, ++rows)
    EXPECT_EQ(one.at("families.csv").compare(at, 15, "MADE-UP-FAMILY-"), 0);
  EXPECT_EQ(rows, 40U);
}

// Of the range that begins with 999, each once, and what the readers take.
TEST(synth, NhsNumbersAreOfTheRangeForTests) {
  const harness::Checked checked = harness::check_text(
      "framework t \"T\" { version \"1\" }\nrecord family, families \"Family\" { key family-id, number : text, an nhs number }\n"
      "define known-number for family means number is known\noffer card for family \"Card\" { when known-number }\n");
  ASSERT_TRUE(checked.plan) << checked.text();
  const std::string text = made(*checked.plan, {.families = 300, .seed = 2, .as_at = 20000}).at("families.csv");
  std::set<std::string> numbers;
  std::size_t rows = 0, blank = 0;
  for (std::size_t at = text.find('\n') + 1; at < text.size(); at = text.find('\n', at) + 1, ++rows) {
    const std::size_t comma = text.find(',', at), end = text.find('\n', at);
    const std::string number = text.substr(comma + 1, end - comma - 1);
    if (number.empty() && ++blank > 0) continue;
    EXPECT_EQ(number.substr(0, 3), "999");
    EXPECT_EQ(base::nhs_number(number), number);
    EXPECT_TRUE(numbers.insert(number).second) << "twice";
  }
  EXPECT_EQ(rows, 300U);
  EXPECT_LT(blank, 40U);
}

TEST(synth, NeverWritesIntoAFolderThatHoldsSomething) {
  const harness::TemporaryFolder folder;
  folder.write("mine/families.csv", "family_id\nF1\n");
  const std::string framework = (harness::project_root() / "frameworks" / "surrey" / "first-1000-days.fair").string();
  const auto done = harness::run_program({"synth", framework, "--out", (folder.path() / "mine").string()});
  EXPECT_EQ(done.exit_code, 4);
  EXPECT_NE(done.err.find("there is something in this folder"), std::string::npos) << done.err;
  EXPECT_EQ(harness::read_file(folder.path() / "mine" / "families.csv"), "family_id\nF1\n");
}

}  // namespace
}  // namespace fairstart::synth::synth_test
