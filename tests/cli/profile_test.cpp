// SPDX-License-Identifier: Apache-2.0
#include <regex>

#include "engine/run/profile.hpp"
#include "tests/cli/small.hpp"

namespace fairstart::cli::profile_test {
namespace {

class ProfileOfARun : public Small {
 protected:
  struct Line {
    double share = 0, seconds = 0;
    std::string rows, unknown, what;
  };
  // The table's lines; each must be of its form.
  static std::vector<Line> lines_of(const std::string& table) {
    static const std::regex form(R"( *([0-9.]+) %  +([0-9.]+)  +(?:([0-9]+)  +([0-9.]+ %)|())  +(.*))");
    std::vector<Line> lines;
    std::size_t at = table.find("what\n");
    if (at == std::string::npos) return lines;
    for (at += 5; at < table.size() && !table.substr(at).starts_with("What several");) {
      const std::size_t end = table.find('\n', at);
      std::smatch parts;
      const std::string text = table.substr(at, end - at);
      EXPECT_TRUE(std::regex_match(text, parts, form)) << text;
      if (parts.size() == 7) lines.push_back({std::stod(parts[1]), std::stod(parts[2]), parts[3], parts[4], parts[6]});
      at = end + 1;
    }
    return lines;
  }
};

TEST_F(ProfileOfARun, AddsUpToAllOfItAndNamesThePhases) {
  // Enough rows that each phase takes more than nothing.
  std::string all = "family_id,income,lone_parent\n", persons = "person_id,family_id,date_of_birth\n";
  for (int i = 0; i < 3000; ++i) {
    all += std::to_string(i) + (i % 3 == 0 ? ",,\n" : ",20000,yes\n");
    persons += std::to_string(i) + ',' + std::to_string(i) + ",2025-03-01\n";
  }
  write("families.csv", all);
  write("people.csv", persons);
  for (const std::string threads : {"1", "3"}) {
    const harness::Finished finished = run({"--quiet", "--profile", "--threads", threads});
    ASSERT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_EQ(finished.out, "");
    const std::vector<Line> lines = lines_of(finished.err);
    double shares = 0;
    for (const Line& line : lines) shares += line.share;
    EXPECT_NEAR(shares, 100, 0.06 * static_cast<double>(lines.size())) << finished.err;
    EXPECT_TRUE(
        std::is_sorted(lines.begin(), lines.end() - 1, [](const Line& a, const Line& b) { return a.share > b.share; }) ||
        lines.size() < 3);
    for (const char* what : {"reading the records", "writing rows, with reasons and what to ask"})
      EXPECT_TRUE(holds(finished.err, what));
  }
}

TEST_F(ProfileOfARun, ChangesNoFile) {
  ASSERT_EQ(run({"--quiet"}).exit_code, 0);
  const auto without = outputs();
  ASSERT_EQ(run({"--quiet", "--profile"}).exit_code, 0);
  EXPECT_EQ(outputs(), without);
  ASSERT_EQ(run({"--quiet", "--profile", "--memory", "512M"}).exit_code, 0);
  EXPECT_EQ(outputs(), without);
  ASSERT_EQ(run({"--quiet", "--profile", "--evaluator", "reference"}).exit_code, 0);
  EXPECT_EQ(outputs(), without);
}

// Three families, one without an income: one of three levels is not known.
TEST_F(ProfileOfARun, CountsRowsAndThoseUnknown) {
  const harness::Checked checked = harness::check_path(framework);
  ASSERT_TRUE(checked.plan.has_value()) << checked.text();
  run::Profile profile(*checked.plan);
  run::Profile::OfThread thread = profile.of_thread();
  column::Evaluated evaluated;
  evaluated.exprs.resize(checked.plan->exprs.size());
  evaluated.scores.resize(checked.plan->scores.size());
  evaluated.levels.resize(checked.plan->levels.size());
  evaluated.levels[0].levels = {1, 2, 3};
  profile.count(evaluated, thread);
  profile.count(evaluated, thread);
  const auto phase = [&](run::Phase which) -> std::int64_t& { return thread.in[static_cast<std::size_t>(which)]; };
  phase(run::Phase::counting) = 300;
  thread.all = 400;
  profile.add(thread, nullptr);
  profile.add(thread, nullptr);  // two threads: half of their sum passed by the clock
  profile.scale(400e-9);
  profile.add(run::Phase::reading, 600e-9);
  const std::vector<run::ProfileLine> lines = profile.lines();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].name, "reading the records");
  EXPECT_EQ(lines[1].name, "counting indicators");
  EXPECT_DOUBLE_EQ(lines[1].seconds, 300e-9);
  EXPECT_EQ(lines[2].name, "waiting for other threads, and measuring");
  EXPECT_DOUBLE_EQ(lines[2].seconds, 100e-9);
  EXPECT_EQ(thread.rows, (std::vector<std::int64_t>{6, 0, 0})) << "tiers, an offer, an indicator";
  EXPECT_EQ(thread.unknown[0], 2);
}

}  // namespace
}  // namespace fairstart::cli::profile_test
