// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/harness/harness.hpp"

// The frameworks over the example records and over records that others made, through the built program.
namespace fairstart::example_records_test {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows csv(const std::filesystem::path& path) {
  Rows rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (const char c : harness::read_file(path)) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      row.emplace_back();
    } else if (c == '\n' && !quoted) {
      rows.push_back(std::move(row));
      row.assign(1, {});
    } else {
      row.back() += c;
    }
  }
  return rows;
}

class ExampleRecords : public testing::Test {
 protected:
  void run(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"run"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--out", (scratch_.path() / "out").string()});
    if (const char* chunk = std::getenv("FAIRSTART_CHUNK")) all.insert(all.end(), {"--chunk", chunk});  // preset chunk2
    finished_ = harness::run_program(all);
    ASSERT_EQ(finished_.exit_code, 0) << finished_.err;
  }
  std::filesystem::path out(const std::string& name) const { return scratch_.path() / "out" / name; }
  nlohmann::json manifest() const { return nlohmann::json::parse(harness::read_file(out("manifest.json"))); }
  // Rows of a column with each value.
  std::map<std::string, int> tally(const std::string& file, const std::string& column) const {
    const Rows rows = csv(out(file));
    std::map<std::string, int> counts;
    if (rows.empty()) return counts;
    const auto at = std::find(rows[0].begin(), rows[0].end(), column);
    EXPECT_NE(at, rows[0].end()) << file << " has no column " << column;
    const auto index = static_cast<std::size_t>(at - rows[0].begin());
    for (std::size_t i = 1; i < rows.size(); ++i) ++counts[rows[i].at(index)];
    return counts;
  }

  harness::TemporaryFolder scratch_;
  harness::Finished finished_;
};

TEST_F(ExampleRecords, SurreyHasEveryTierWindowAndMistake) {
  run({"frameworks/surrey/first-1000-days.fair", "--records", "examples/surrey", "--as-at", "2026-04-01"});
  const auto tiers = tally("families.csv", "support");
  EXPECT_EQ(tiers.size(), 3u);
  for (const char* tier : {"universal", "universal-plus", "targeted"}) EXPECT_GT(tiers.at(tier), 10) << tier;
  const auto windows = tally("offers.csv", "window");
  for (const char* window : {"not yet due", "open", "missed", "done"}) EXPECT_GT(windows.at(window), 10) << window;
  EXPECT_EQ(tally("offers.csv", "offer").size(), 5u);
  EXPECT_GT(tally("offers.csv", "status").at("can't tell"), 10);
  EXPECT_EQ(csv(out("rejects.csv")).size(), 14u) << harness::read_file(out("rejects.csv"));
  // A family that repeats a key is used once; one in a place that nobody knows is still a family.
  EXPECT_EQ(csv(out("families.csv")).size(), 3002u);
  for (const char* file : {"report.html", "report.json", "indicators.csv"}) EXPECT_FALSE(harness::read_file(out(file)).empty());
}

TEST_F(ExampleRecords, SurreyIsTheSameBytesInAnyChunksThreadsAndEvaluator) {
  const std::vector<std::string> surrey = {"frameworks/surrey/first-1000-days.fair", "--records", "examples/surrey", "--as-at",
                                           "2026-04-01"};
  run(surrey);
  std::map<std::string, std::string> first;
  for (const auto& entry : std::filesystem::directory_iterator(out("")))
    first[entry.path().filename()] = harness::read_file(entry);
  EXPECT_GE(first.size(), 7u);
  for (const std::vector<std::string>& how :
       {std::vector<std::string>{"--chunk", "2", "--threads", "2"}, {"--threads", "1"}, {"--evaluator", "reference"}}) {
    std::vector<std::string> all = {"run"};
    all.insert(all.end(), surrey.begin(), surrey.end());
    all.insert(all.end(), how.begin(), how.end());
    all.insert(all.end(), {"--out", out("").string(), "--quiet"});
    const harness::Finished again = harness::run_program(all);
    ASSERT_EQ(again.exit_code, 0) << again.err;
    for (const auto& [name, text] : first) EXPECT_TRUE(harness::read_file(out(name)) == text) << name;
  }
}

TEST_F(ExampleRecords, SurreySaysEachRejectWithoutItsValue) {
  run({"frameworks/surrey/first-1000-days.fair", "--records", "examples/surrey", "--as-at", "2026-04-01"});
  const std::string everything = harness::read_file(out("rejects.csv")) + finished_.err + finished_.out +
                                 harness::read_file(out("report.json")) + harness::read_file(out("manifest.json"));
  for (const char* value :
       {"about 20k", "maybe", "2025-02-30", "Martian", "60 weeks", "chat-over-the-fence", "P99999", "E01999999"})
    EXPECT_EQ(everything.find(value), std::string::npos) << value;
}

TEST_F(ExampleRecords, TheLookedAfterChildrenReturnIsReadAsItIs) {
  run({"frameworks/england/first-1000-days.fair", "--records", "examples/ssda903/records", "--mapping",
       "examples/ssda903/mapping.fair", "--as-at", "2018-03-31"});
  EXPECT_EQ(csv(out("families.csv")).size(), 2676u);
  EXPECT_EQ(tally("families.csv", "support").at("universal"), 2675);
  // Nothing in the return decides the higher tiers: unknown, never no.
  EXPECT_EQ(tally("families.csv", "support_could_be").at("targeted; specialist"), 2675);
  std::map<std::string, int> used;
  const nlohmann::json manifest_of_run = manifest();
  for (const auto& input : manifest_of_run.at("inputs")) used[input.at("record")] = input.at("rows_used");
  EXPECT_EQ(used.at("family"), 2675);
  EXPECT_EQ(used.at("person"), 2675);
  EXPECT_EQ(used.at("assessment"), 2675);
  EXPECT_EQ(used.at("contact"), 12582);
}

TEST_F(ExampleRecords, SyntheticPatientsOfOthersAreReadAsTheyAre) {
  const auto shared = harness::shared_folder();
  if (!shared || !std::filesystem::is_directory(*shared / "data/synthea-children")) GTEST_SKIP() << "the records are not here";
  const std::filesystem::path data = *shared / "data/synthea-children";
  run({"frameworks/england/first-1000-days.fair", "--records", (data / "fstreet920").string(), "--mapping",
       "examples/synthea/mapping.fair:patients", "--as-at", "2021-01-11"});
  EXPECT_EQ(csv(out("families.csv")).size(), 215u);
  // One patient a family: whoever else is in it is not known, so every family is asked about.
  EXPECT_EQ(tally("families.csv", "ask_about").count(""), 0U);

  run({"frameworks/england/first-1000-days.fair", "--records", (data / "sarabuzzi").string(), "--mapping",
       "examples/synthea/mapping.fair:patients-and-encounters", "--as-at", "2025-08-20"});
  EXPECT_EQ(csv(out("families.csv")).size(), 22u);
  EXPECT_EQ(tally("rejects.csv", "file").at("encounters.csv"), 2) << "in a nursing facility";
  EXPECT_EQ(tally("rejects.csv", "file").at("immunizations.csv"), 12)
      << "the core asks for vaccines: codes that the mapping does not list";
  EXPECT_EQ(tally("offers.csv", "offer").at("new-birth-visit"), 1);

  // Surrey's framework asks for vaccines: the codes that the mapping does not list are rejected, 8 of 208 and 4 of 207.
  run({"frameworks/surrey/first-1000-days.fair", "--records", (data / "sarabuzzi").string(), "--mapping",
       "examples/synthea/mapping.fair:patients-and-encounters", "--as-at", "2025-08-20"});
  EXPECT_EQ(tally("rejects.csv", "file").at("immunizations.csv"), 12);
}

TEST_F(ExampleRecords, ALocalExtractSaysUnknownRefusedAndNotAsked) {
  run({"frameworks/surrey/first-1000-days.fair", "--records", "examples/early-help/records", "--mapping",
       "examples/early-help/mapping.fair", "--as-at", "2026-04-01"});
  const Rows rows = csv(out("families.csv"));
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[1].at(1), "universal-plus");  // £1,750 a month and a lone parent
  EXPECT_EQ(rows[2].at(1), "universal");
  EXPECT_EQ(csv(out("rejects.csv")).size(), 1u);
}

// Those of frameworks/ and stdlib/ are held to more: framework_files_test.cpp.
TEST(ExampleFiles, CheckAreLaidOutAndHold) {
  std::size_t files = 0;
  for (const char* top : {"examples"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / top)) {
      if (entry.path().extension() != ".fair") continue;
      ++files;
      const std::string path = std::filesystem::relative(entry.path(), harness::project_root()).string();
      for (const std::vector<std::string>& arguments :
           {std::vector<std::string>{"check", path}, {"fmt", "--check", path}, {"test", path}}) {
        std::vector<std::string> command = arguments;
        command.insert(command.end(), {"--library", "examples/sharing/region", "--library", "examples/sharing/hillshire"});
        const harness::Finished finished = harness::run_program(command);
        // One is there to be refused: examples/sharing says why.
        const bool weaker = path.ends_with("too-little.fair") && arguments[0] != "fmt";
        EXPECT_EQ(finished.exit_code, weaker ? 1 : 0) << arguments[0] << " " << path << "\n" << finished.out << finished.err;
      }
    }
  }
  EXPECT_GE(files, 4u);
}

}  // namespace
}  // namespace fairstart::example_records_test
