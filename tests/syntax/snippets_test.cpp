// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "dsl/syntax/parse.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::syntax::snippets_test {
namespace {

std::string with_new_lines(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool new_line = text.substr(i).starts_with("\\n");
    out += new_line ? '\n' : text[i];
    if (new_line) ++i;
  }
  return out;
}

TEST(Snippets, AreAcceptedOrRejectedAsListed) {
  std::istringstream lines(harness::read_file(harness::project_root() / "tests/syntax/snippets.txt"));
  std::string line;
  int number = 0, accepted = 0, rejected = 0;
  while (std::getline(lines, line)) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t blank = line.find(' '), colon = line.find(": ");
    ASSERT_NE(blank, std::string::npos) << "line " << number;
    ASSERT_NE(colon, std::string::npos) << "line " << number;
    const std::string verdict = line.substr(0, blank), rule = line.substr(blank + 1, colon - blank - 1);
    ASSERT_TRUE(verdict == "accept" || verdict == "reject") << "line " << number;
    EXPECT_EQ(matches(rule, with_new_lines(line.substr(colon + 2))), verdict == "accept")
        << "snippets.txt:" << number << ": " << line;
    ++(verdict == "accept" ? accepted : rejected);
  }
  EXPECT_GT(accepted, 90);
  EXPECT_GT(rejected, 60);
}

TEST(Snippets, ARuleThatIsNotThereMatchesNothing) { EXPECT_FALSE(matches("no-such-rule", "x")); }

}  // namespace
}  // namespace fairstart::syntax::snippets_test
