// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/examples/examples.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::examples::frameworks_test {
namespace {

TEST(frameworks, every_example_holds) {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "frameworks")) {
    if (entry.path().extension() != ".fair") continue;
    const harness::Checked checked = harness::check_path(entry.path());
    ASSERT_TRUE(checked.plan) << checked.text();
    for (const plan::Example& example : checked.plan->examples) {
      ++seen;
      for (const Failed& failed : run(*checked.plan, example).failures)
        ADD_FAILURE() << entry.path().filename() << ", " << example.title << "\nexpected: " << failed.expected
                      << "\ngot:      " << failed.got << '\n'
                      << failed.explanation;
    }
  }
  EXPECT_GT(seen, 5U);
}

}  // namespace
}  // namespace fairstart::examples::frameworks_test
