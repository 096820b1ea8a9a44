// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/cli/small.hpp"

namespace fairstart::cli::coverage_test {
namespace {

using Coverage = Small;

TEST_F(Coverage, lists_the_answers_that_no_example_showed_and_writes_them_down) {
  const auto done = harness::run_program({"test", framework, "--coverage", at("coverage.json")});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_TRUE(holds(done.out, "never unknown: income is under low-income (in support targeted)"));
  EXPECT_TRUE(holds(done.out, "answers of conditions seen, "));
  const nlohmann::json written = nlohmann::json::parse(harness::read_file(at("coverage.json")));
  std::size_t found = 0;
  for (const nlohmann::json& one : written["conditions"]) {
    if (one["in"] != "support targeted") continue;
    ++found;
    EXPECT_EQ(one["line"], 28);
    EXPECT_EQ(one["yes"], true);
    EXPECT_EQ(one["no"], true);
    EXPECT_EQ(one["unknown"], false);
  }
  EXPECT_EQ(found, 1U);
}

TEST_F(Coverage, fails_below_the_share_that_is_asked_for) {
  EXPECT_EQ(harness::run_program({"test", framework, "--min-coverage", "10"}).exit_code, 0);
  const auto done = harness::run_program({"test", framework, "--min-coverage", "100"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_TRUE(holds(done.out, "coverage is below 100%"));
  EXPECT_EQ(harness::run_program({"test", framework, "--min-coverage", "101"}).exit_code, 2);
}

TEST_F(Coverage, lists_thresholds_with_an_example_on_one_side_only) {
  auto done = harness::run_program({"test", framework, "--boundaries"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_TRUE(holds(done.out, "no example on either side: age is under 2 years (in offer birth-visit)"));
  const std::string child = "family { person { date-of-birth 20";
  const auto with = [&](const std::string& born) {
    return "example \"Born " + born + "\" {\n  as at 2026-04-01\n  " + child + born +
           " } }\n  expect support universal, could be targeted\n}\n";
  };
  const std::string one = std::string(framework_text) + with("24-04-01");
  done = harness::run_program({"test", folder.write("one.fair", one).string(), "--boundaries"});
  EXPECT_TRUE(holds(done.out, "no example where it is yes; the nearest where it is no is 0 days away: age is under 2 years"));
  const std::string both = one + with("24-04-02");
  done = harness::run_program({"test", folder.write("both.fair", both).string(), "--boundaries"});
  EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
  EXPECT_TRUE(holds(done.out, "boundaries: 2 of 2 thresholds have an example on each side"));
}

TEST_F(Coverage, a_machines_file_may_go_to_standard_output_alone) {
  const auto whole = harness::run_program({"test", framework, "--coverage", at("whole.json")});
  const auto finished = harness::run_program({"test", framework, "--coverage", "-"});
  EXPECT_EQ(finished.exit_code, whole.exit_code);
  EXPECT_EQ(finished.out, harness::read_file(at("whole.json")));
  EXPECT_TRUE(holds(finished.err, "answers of conditions seen, "));
  EXPECT_TRUE(harness::run_program({"test", framework, "--junit", "-"}).out.starts_with("<?xml"));
  EXPECT_EQ(harness::run_program({"test", framework, "--junit", "-", "--coverage", "-"}).exit_code, 2);
}

TEST_F(Coverage, a_file_that_does_not_check_is_an_error_in_junit) {
  const std::string wrong = folder.write("wrong.fair", "framework wrong \"Wrong\" { version 1 }\n").string();
  EXPECT_EQ(harness::run_program({"test", framework, wrong, "--junit", at("out.xml")}).exit_code, 1);
  const std::string junit = harness::read_file(at("out.xml"));
  EXPECT_TRUE(holds(junit, "tests=\"3\" failures=\"0\" errors=\"1\""));
  EXPECT_TRUE(holds(junit, "<error message="));
}

}  // namespace
}  // namespace fairstart::cli::coverage_test
