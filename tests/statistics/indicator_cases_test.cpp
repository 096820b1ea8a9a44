// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest-spi.h>

#include "tests/statistics/indicator_cases.hpp"

namespace fairstart::statistics::cases::indicator_cases_test {
namespace {

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && !name.starts_with("README") && !name.starts_with("LICEN")) files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

void check_folder(const fs::path& folder) {
  for (const std::string& file : files_in(folder)) {
    const Checker* checker = checker_of(file);
    if (checker == nullptr) {
      ADD_FAILURE() << file << " is not a file that is known here";
      continue;
    }
    Check check(folder, file);
    EXPECT_FALSE(check.rows().empty()) << file << " has no rows";
    (*checker)(check);
    check.finish();
  }
}

TEST(IndicatorCases, every_file_and_every_row_agrees) {
  const fs::path folder = cases_folder();
  ASSERT_TRUE(fs::is_directory(folder)) << folder << " is not a folder";
  std::cout << "[ cases    ] from " << folder << '\n';
  ASSERT_FALSE(files_in(folder).empty()) << folder << " has no cases";
  check_folder(folder);
}

// The reading itself: what must not pass unnoticed.
TEST(IndicatorCases, an_unknown_file_a_wrong_figure_and_one_that_can_not_be_had_fail) {
  const auto alone = [](const std::string& file, const std::string& text) {
    const harness::TemporaryFolder folder;
    folder.write(file, text);
    check_folder(folder.path());
  };
  const std::string head = "case_id,x,n,lowercl,uppercl,confidence,method\n";
  alone("ci_byars_wilson.csv", head + "a,65,,50.163187710459454,82.84913854593984,95%,Byars\n");
  EXPECT_NONFATAL_FAILURE(alone("of_next_year.csv", "a\n1\n"), "of_next_year.csv is not a file that is known here");
  EXPECT_NONFATAL_FAILURE(alone("ci_byars_wilson.csv", head), "has no rows");
  EXPECT_NONFATAL_FAILURE(alone("ci_byars_wilson.csv", head + "a,65,,50.1631878,82.84913854593984,95%,Byars\n"),
                          "ci_byars_wilson.csv:2, lowercl: expected 50.1631878, got 50.16318771");
  EXPECT_NONFATAL_FAILURE(alone("ci_byars_wilson.csv", head + "a,65,,50.163187710459454,,95%,Byars\n"),
                          "uppercl: expected none, got 82.8");
  EXPECT_NONFATAL_FAILURE(alone("rate_byars_exact.csv", "Numerator,Denominator,value,confidence,multiplier\n-1,9,1,95%,100\n"),
                          "value: expected 1, got none");
}

}  // namespace
}  // namespace fairstart::statistics::cases::indicator_cases_test
