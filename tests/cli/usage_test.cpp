// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "cli/exit_code.hpp"
#include "cli/guarded.hpp"
#include "tests/cli/small.hpp"

namespace fairstart::cli::usage_test {
namespace {

using harness::run_program;

TEST(Usage, VersionAndHelpAreResults) {
  const auto version = run_program({"--version"});
  EXPECT_EQ(version.exit_code, exit_fine);
  EXPECT_TRUE(version.out.starts_with("fairstart "));
  const auto help = run_program({"--help"});
  EXPECT_EQ(help.exit_code, exit_fine);
  EXPECT_EQ(help.err, "");
  for (const char* command : {"check", "fmt", "test", "run", "explain", "diff", "conform", "doc", "data", "lock", "bundle",
                              "unbundle", "synth", "new", "stat", "explain-code"})
    EXPECT_TRUE(holds(help.out, command));
  EXPECT_FALSE(holds(help.out, "not built"));
}

TEST(Usage, EveryCommandHasHelpWithAnExample) {
  for (const char* command : {"check", "fmt", "test", "run", "explain", "diff", "conform", "doc", "data", "lock", "bundle",
                              "unbundle", "synth", "new", "stat", "explain-code"}) {
    const auto help = run_program({command, "--help"});
    EXPECT_EQ(help.exit_code, exit_fine) << command;
    EXPECT_TRUE(holds(help.out, std::string("Example\n  fairstart ") + command));
    EXPECT_TRUE(holds(help.out, "--library DIR"));
  }
}

TEST(Usage, WithoutACommandItShowsHelpAndFails) {
  const auto finished = run_program({});
  EXPECT_EQ(finished.exit_code, exit_usage);
  EXPECT_EQ(finished.out, "");
  EXPECT_TRUE(holds(finished.err, "Usage: fairstart COMMAND"));
}

struct Wrong {
  std::vector<std::string> arguments;
  const char* says;
};

TEST(Usage, MistakesNameTheNearestWord) {
  const std::vector<Wrong> all = {
      {{"chekc", "x.fair"}, "there is no command `chekc`: did you mean `check`?"},
      {{"--versoin"}, "there is no option `--versoin`: did you mean `--version`?"},
      {{"check", "x.fair", "--as-ta", "2026-04-01"}, "`check` has no option `--as-ta`: did you mean `--as-at`?"},
      {{"check"}, "`check` needs FILE…"},
      {{"check", "x.fair", "--as-at"}, "`--as-at` needs a value: `--as-at DATE`"},
      {{"check", "x.fair", "--as-at", "1/4/2026"}, "the value of `--as-at` is not a date: `1/4/2026`"},
      {{"check", "x.fair", "--as-at=2026-02-30"}, "is not a date"},
      {{"check", "x.fair", "--as-at", "2026-04-01", "--as-at", "2026-04-02"}, "`--as-at` is given twice"},
      {{"check", "x.fair", "--strict=yes"}, "`--strict` takes no value"},
      {{"check", "x.fair", "--format", "xml"}, "`--format xml` is not known: it takes text, json or sarif"},
      {{"check", "-", "--locked"}, "`--locked` needs a file"},
      {{"bundle", "x.fair"}, "`bundle` needs `-o FILE`"},
      {{"check", "x.fair", "--library", "/no/such/folder"}, "`--library /no/such/folder` is not a folder"},
      {{"check", "x.fair", "--log-level", "loud"}, "`--log-level loud` is not known"},
      {{"explain-code", "FS9999"}, "there is no code `FS9999`"},
      {{"explain-code", "FS0301", "FS0302"}, "does not take a further argument, `FS0302`"},
      {{"test", "x.fair", "--watch"}, "`--watch` is for a terminal"},
      {{"run", "x.fair"}, "`run` needs `--as-at DATE`"},
      {{"run", "x.fair", "--as-at", "2026-04-01"}, "`run` needs `--records PATH`"},
      {{"run", "x.fair", "--as-at", "2026-04-01", "--records", "r"}, "`run` needs `--out DIR`"},
      {{"run", "x.fair", "--format", "csv,xlxs"}, "did you mean `xlsx`"},
      {{"run", "x.fair", "--format", "jsn"}, "did you mean `json`?"},
      {{"run", "x.fair", "--as-at", "2026-04-01", "--period", "2026"}, "`--period 2026` is not a period"},
      {{"run", "x.fair", "--as-at", "2026-04-01", "--period", "2026-04-01..2025-04-01"}, "is before its start"},
      {{"run", "x.fair", "--as-at", "2026-04-01", "--records", "r", "--out", "o", "--threads", "0"},
       "is not a whole number from 1 to"},
      {{"run", "x.fair", "--as-at", "2026-04-01", "--records", "r", "--out", "o", "--max-rejects", "-1"}, "`--max-rejects`"},
  };
  for (const Wrong& wrong : all) {
    const auto finished = run_program(wrong.arguments);
    EXPECT_EQ(finished.exit_code, exit_usage) << wrong.says << '\n' << finished.err;
    EXPECT_TRUE(holds(finished.err, wrong.says));
    EXPECT_EQ(finished.out, "");
  }
}

TEST(Usage, ExplainCodeGivesThePage) {
  const auto finished = run_program({"explain-code", "fs0303"});
  EXPECT_EQ(finished.exit_code, exit_fine);
  EXPECT_TRUE(finished.out.starts_with("# FS0303: "));
  EXPECT_TRUE(holds(finished.out, "```fair fails"));
}

TEST(Usage, WhatCanNotBePrintedIsAnOutputThatFailed) {
  const auto finished = harness::run_command("'" FAIRSTART_PROGRAM "' --help >/dev/full");
  EXPECT_EQ(finished.exit_code, exit_output);
  EXPECT_TRUE(holds(finished.err, "standard output could not be written"));
}

TEST(Fault, AnythingThrownIsToldAsABugWithHowToReportIt) {
  std::ostringstream errors;
  EXPECT_EQ(guarded([]() -> int { throw std::runtime_error("a broken promise"); }, errors), exit_fault);
  EXPECT_TRUE(holds(errors.str(), "internal fault: a broken promise"));
  EXPECT_TRUE(holds(errors.str(), "Please report it"));
  EXPECT_TRUE(holds(errors.str(), "Never send records of real people"));
  EXPECT_EQ(guarded([]() -> int { throw 3; }, errors), 70);
  EXPECT_EQ(guarded([]() -> int { throw std::bad_alloc(); }, errors), 70);
  EXPECT_EQ(guarded([] { return 4; }, errors), 4);
}

}  // namespace
}  // namespace fairstart::cli::usage_test
