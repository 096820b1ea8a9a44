// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/small.hpp"

namespace fairstart::cli::doc_test {
namespace {

using Doc = Small;

TEST_F(Doc, writes_both_pages_and_says_where) {
  const auto done = harness::run_program({"doc", framework, "--out", out()});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(done.out, out() + "/small.test.md\n" + out() + "/small.test.html\n");
  EXPECT_TRUE(holds(harness::read_file(out() + "/small.test.md"), "# Small\n"));
  EXPECT_TRUE(holds(harness::read_file(out() + "/small.test.html"), "<h1>Small</h1>"));
  EXPECT_EQ(outputs().size(), 2U);
}

TEST_F(Doc, says_what_is_wrong_and_writes_nothing) {
  EXPECT_EQ(harness::run_program({"doc", framework}).exit_code, 2);
  const std::string wrong = folder.write("wrong.fair", "framework wrong \"Wrong\" { version 1 }\n").string();
  EXPECT_EQ(harness::run_program({"doc", wrong, "--out", out()}).exit_code, 1);
  EXPECT_FALSE(std::filesystem::exists(out()));
  const auto done = harness::run_program({"doc", framework, "--out", framework});
  EXPECT_EQ(done.exit_code, 4);
  EXPECT_TRUE(holds(done.err, "the document could not be written"));
}

}  // namespace
}  // namespace fairstart::cli::doc_test
