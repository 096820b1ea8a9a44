// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/harness/harness.hpp"

// What is promised of every framework and library file that the project ships (docs/frameworks.md, docs/stdlib.md).
namespace fairstart::framework_files_test {
namespace {

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / folder))
    if (entry.path().extension() == ".fair") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

harness::Finished run(std::vector<std::string> arguments, const std::vector<std::string>& files) {
  arguments.insert(arguments.end(), files.begin(), files.end());
  return harness::run_program(arguments);
}

TEST(FrameworkFiles, CheckWithoutWarningsAreLaidOutAndHold) {
  for (const std::string folder : {"frameworks", "stdlib"}) {
    const std::vector<std::string> files = files_in(folder);
    ASSERT_GE(files.size(), 20U) << folder;
    const auto check = run({"check", "--strict"}, files);
    EXPECT_EQ(check.exit_code, 0) << check.out << check.err;
    const auto layout = run({"fmt", "--check"}, files);
    EXPECT_EQ(layout.exit_code, 0) << layout.out << layout.err;
    const auto test = run({"test"}, files);
    EXPECT_EQ(test.exit_code, 0) << test.out << test.err;
  }
}

// Examples show every condition of a framework in every way that it can come out, and both sides of every limit.
TEST(FrameworkFiles, ExamplesOfFrameworksShowEveryCondition) {
  const std::vector<std::string> files = files_in("frameworks");
  ASSERT_GE(files.size(), 20U);
  const auto test = run({"test", "--min-coverage", "100", "--boundaries"}, files);
  EXPECT_EQ(test.exit_code, 0) << test.out.substr(test.out.size() - std::min<std::size_t>(test.out.size(), 4000)) << test.err;
}

// What the other hundredth is: a state that a guarantee of the same file forbids, or that the words of a condition rule out.
TEST(FrameworkFiles, ExamplesOfTheLibrariesShowNearlyEveryCondition) {
  const auto test = run({"test", "--min-coverage", "99"}, files_in("stdlib"));
  EXPECT_EQ(test.exit_code, 0) << test.out.substr(test.out.size() - std::min<std::size_t>(test.out.size(), 4000)) << test.err;
}

}  // namespace
}  // namespace fairstart::framework_files_test
