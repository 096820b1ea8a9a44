// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "tests/guarantees/families.hpp"

// Guarantees as `run` and `test` tell them.
namespace fairstart::guarantees::program_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* rules = R"(
score need for family "Need" { 2 points when hard,  minus 3 points when fair }
guarantee any-parent "Hard times find a parent" that any parent or not hard
guarantee more "More hardship is never less need"
  that need never falls when hard becomes yes
  source "A promise"
guarantee fairer "Fairness costs nothing" that need never falls when any of { fair, hard } becomes yes
)";
constexpr const char* example = R"(
example "Both" { as at 2026-04-01
  family { hard yes, fair no, person amy { adult yes } }
}
)";
constexpr const char* more_hidden = R"(
indicator hardship "Hardship" { among family,  count hard,  show percent,  better lower,  hide counts below 5 }
)";

class Program : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write("records/families.csv", "family_id,hard,fair\nF1,yes,no\nF2,yes,yes\nF3,,\nF4,no,no\n");
    folder.write("records/people.csv",
                 "person_id,family_id,adult,smokes,well,forced\nP1,F1,yes,no,no,no\nP2,F2,no,no,no,no\nP3,F3,,no,no,no\n");
  }
  std::string write(const std::string& more) const {
    return folder.write("tried.fair", records_text() + rules + more).string();
  }
  std::string at(const std::string& name) const { return (folder.path() / name).string(); }
  harness::Finished run(const std::string& more) const {
    return harness::run_program({"run", write(more), "--records", at("records"), "--as-at", "2026-04-01", "--out", at("out")});
  }
  std::string out(const std::string& file) const { return harness::read_file(fs::path(at("out")) / file); }

  harness::TemporaryFolder folder;
};

TEST_F(Program, ARunReportsThemAndGoesOn) {
  const harness::Finished finished = run("");
  ASSERT_EQ(finished.exit_code, cli::exit_fine) << finished.err;
  EXPECT_EQ(out("guarantees.csv"),
            "guarantee,result,holds,fails,cannot_tell,hidden\n"
            "any-parent,fails,2,1,1,\n"
            "more,can't tell,3,0,1,\n"
            "fairer,fails,1,2,1,\n");
  EXPECT_NE(finished.out.find("  Guarantee does not hold: Hard times find a parent: fails for 1, 1 can't tell\n"),
            std::string::npos)
      << finished.out;
  EXPECT_EQ(finished.out.find("More hardship"), std::string::npos) << "only what fails is worth a line";
  const auto report = nlohmann::json::parse(out("report.json"));
  ASSERT_EQ(report.at("guarantees").size(), 3u);
  const auto& more = report.at("guarantees").at(1);
  EXPECT_EQ(more.at("name"), "more");
  EXPECT_EQ(more.at("title"), "More hardship is never less need");
  EXPECT_EQ(more.at("for"), "family");
  EXPECT_EQ(more.at("result"), "can't tell");
  EXPECT_EQ(more.at("holds"), 3);
  EXPECT_EQ(more.at("fails"), 0);
  EXPECT_EQ(more.at("cannot_tell"), 1);
  EXPECT_EQ(more.at("when_becomes_yes"), nlohmann::json({"hard"}));
  EXPECT_EQ(more.at("sources"), nlohmann::json({"A promise"}));
  EXPECT_EQ(report.at("guarantees").at(0).at("result"), "fails");
  EXPECT_NE(out("report.html").find("<section id=\"guarantees\""), std::string::npos);
}

TEST_F(Program, SmallCountsAreHidden) {
  const harness::Finished finished = run(more_hidden);
  ASSERT_EQ(finished.exit_code, cli::exit_fine) << finished.err;
  EXPECT_EQ(out("guarantees.csv"),
            "guarantee,result,holds,fails,cannot_tell,hidden\n"
            "any-parent,fails,,,,yes\n"
            "more,can't tell,,0,,yes\n"
            "fairer,fails,,,,yes\n");
  EXPECT_NE(finished.out.find("Hard times find a parent: fails for some, some can't tell\n"), std::string::npos)
      << finished.out;
  const auto report = nlohmann::json::parse(out("report.json"));
  EXPECT_TRUE(report.at("guarantees").at(0).at("fails").is_null());
  EXPECT_EQ(report.at("guarantees").at(1).at("fails"), 0);
}

TEST_F(Program, OneLargeCountNeverTellsASmallOne) {
  std::string families = "family_id,hard,fair\n", people = "person_id,family_id,adult,smokes,well,forced\n";
  for (int i = 0; i < 20; ++i) families += "F" + std::to_string(i) + (i < 2 ? ",no,no\n" : ",yes,no\n");
  folder.write("records/families.csv", families);
  folder.write("records/people.csv", people);
  ASSERT_EQ(run(more_hidden).exit_code, cli::exit_fine);
  EXPECT_NE(out("guarantees.csv").find("any-parent,fails,,,0,yes\n"), std::string::npos) << out("guarantees.csv");
}

TEST_F(Program, WithoutThemThereIsNoFile) {
  const std::string file = folder.write("tried.fair", records_text() + example).string();
  ASSERT_EQ(
      harness::run_program({"run", file, "--records", at("records"), "--as-at", "2026-04-01", "--out", at("out")}).exit_code,
      cli::exit_fine);
  EXPECT_FALSE(fs::exists(fs::path(at("out")) / "guarantees.csv"));
  EXPECT_EQ(nlohmann::json::parse(out("report.json")).at("guarantees"), nlohmann::json::array());
}

TEST_F(Program, TestTriesThemOnEveryExample) {
  const std::string file = write(example);
  const harness::Finished finished = harness::run_program({"test", file, "--junit", at("tests.xml")});
  EXPECT_EQ(finished.exit_code, cli::exit_found);
  EXPECT_NE(finished.out.find("  ok    guarantee: Hard times find a parent\n"), std::string::npos) << finished.out;
  EXPECT_NE(finished.out.find("  FAIL  guarantee: Fairness costs nothing\n"), std::string::npos) << finished.out;
  EXPECT_NE(finished.out.find("error[FS0504]"), std::string::npos) << finished.out;
  EXPECT_NE(finished.out.find("when fair becomes yes"), std::string::npos) << finished.out;
  EXPECT_NE(finished.out.find("1 example, 3 guarantees, 1 failed\n"), std::string::npos) << finished.out;
  const std::string junit = harness::read_file(at("tests.xml"));
  EXPECT_NE(junit.find("tests=\"4\""), std::string::npos) << junit;
  EXPECT_NE(junit.find("failures=\"1\""), std::string::npos) << junit;
  EXPECT_NE(junit.find("Fairness costs nothing"), std::string::npos) << junit;
  EXPECT_EQ(harness::run_program({"test", file, "--filter", "Hard times"}).exit_code, cli::exit_fine)
      << "a guarantee is chosen by its title, as an example is";
}

}  // namespace
}  // namespace fairstart::guarantees::program_test
