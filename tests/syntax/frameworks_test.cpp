// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/harness/harness.hpp"
#include "tests/syntax/reading.hpp"

namespace fairstart::syntax::frameworks_test {
namespace {

namespace fs = std::filesystem;

int parse_all(const fs::path& folder) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".fair") continue;
    ++files;
    SCOPED_TRACE(entry.path().filename().string());
    const Reading reading(harness::read_file(entry.path()));
    for (const auto& item : reading.diagnostics.items()) {
      ADD_FAILURE() << reading.sources.position(reading.file, item.span.begin).line << ": " << item.message;
    }
    expect_well_formed(reading.tree);
    EXPECT_GT(declared(reading).size(), 3U);
  }
  return files;
}

TEST(Frameworks, OfTheDesignParse) {
  const auto shared = harness::shared_folder();
  if (!shared || !fs::is_directory(*shared / "design/frameworks")) GTEST_SKIP() << "the design is not beside the project";
  EXPECT_EQ(parse_all(*shared / "design/frameworks"), 14);
}

TEST(Frameworks, OfTheProjectParse) {
  for (const char* folder : {"stdlib", "frameworks"}) EXPECT_GT(parse_all(harness::project_root() / folder), 0) << folder;
}

}  // namespace
}  // namespace fairstart::syntax::frameworks_test
