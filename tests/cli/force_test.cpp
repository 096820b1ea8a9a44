// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/exit_code.hpp"
#include "tests/cli/small.hpp"

// What is said where a file is not in force on the day asked about.
namespace fairstart::cli::force_test {
namespace {

class Force : public Small {
 protected:
  std::string in_force(const std::string& clause) const {
    std::string text = framework_text;
    text.replace(text.find("version \"1\""), 11, "version \"1\", " + clause);
    return folder.write("force.fair", text).string();
  }
  harness::Finished checked(const std::string& clause, const std::string& day) const {
    return harness::run_program({"check", in_force(clause), "--as-at", day});
  }
};

TEST_F(Force, CheckWarnsBeforeAndAfter) {
  const std::string clause = "in force from 2025-04-01 to 2026-03-31";
  const auto late = checked(clause, "2026-04-01");
  EXPECT_EQ(late.exit_code, exit_fine);
  EXPECT_TRUE(holds(late.err,
                    "warning[FS0807]: framework `small.test` is in force from 2025-04-01 to 2026-03-31, and this is "
                    "after it, on 2026-04-01"));
  EXPECT_TRUE(holds(checked(clause, "2025-03-31").err, "this is before it, on 2025-03-31"));
  for (const char* inside : {"2025-04-01", "2026-03-31"})
    EXPECT_EQ(checked(clause, inside).err.find("FS0807"), std::string::npos) << inside << " is in force";
  EXPECT_TRUE(
      holds(checked("in force from 2026-05-01", "2026-04-01").err, "is in force from 2026-05-01, and this is before it"));
  EXPECT_EQ(checked("in force from 2025-05-01", "2036-04-01").err.find("FS0807"), std::string::npos) << "it has no end";
}

TEST_F(Force, CheckListsTheDates) {
  const auto finished = harness::run_program({"check", in_force("in force from 2025-04-01 to 2026-03-31")});
  EXPECT_TRUE(holds(finished.out, "  2025-04-01  in force from   framework `small.test`\n"));
  EXPECT_TRUE(holds(finished.out, "  2026-03-31  in force until  framework `small.test`\n"));
}

TEST_F(Force, ARunWarnsAndGoesOn) {
  const auto finished = harness::run_program(
      {"run", in_force("in force from 2027-01-01"), "--records", records(), "--as-at", "2026-04-01", "--out", out()});
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(holds(finished.err, "warning[FS0807]"));
  EXPECT_FALSE(outputs().empty());
}

}  // namespace
}  // namespace fairstart::cli::force_test
