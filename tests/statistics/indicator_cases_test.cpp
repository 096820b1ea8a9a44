// SPDX-License-Identifier: Apache-2.0
#include "tests/statistics/indicator_cases.hpp"

namespace fairstart::statistics::cases {
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

TEST(IndicatorCases, every_file_and_every_row_agrees) {
  const fs::path folder = cases_folder();
  ASSERT_TRUE(fs::is_directory(folder)) << folder << " is not a folder";
  std::cout << "[ cases    ] from " << folder << '\n';
  const std::vector<std::string> files = files_in(folder);
  ASSERT_FALSE(files.empty()) << folder << " has no cases";
  for (const std::string& file : files) {
    const auto checker = checkers().find(file);
    if (checker == checkers().end()) {
      ADD_FAILURE() << file << " is not a file that is known here";
      continue;
    }
    Check check(folder, file);
    EXPECT_FALSE(check.rows().empty()) << file << " has no rows";
    checker->second(check);
    check.finish();
  }
}

}  // namespace
}  // namespace fairstart::statistics::cases
