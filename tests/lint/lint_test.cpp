// SPDX-License-Identifier: Apache-2.0
#include "dsl/lint/lint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/harness/harness.hpp"

// Each tests/lint/RULE/NAME.fair is checked and looked over; what comes out is NAME.golden. A name starts with `quiet_` if and only
// if its rule has nothing to say.
namespace fairstart::lint::lint_test {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return harness::project_root() / "tests" / "lint"; }

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder()))
    if (entry.path().extension() == ".fair") names.push_back(fs::relative(entry.path(), folder()).replace_extension().string());
  std::sort(names.begin(), names.end());
  return names;
}

bool says(const harness::Checked& checked, diagnostics::Code code) {
  const auto& items = checked.diagnostics.items();
  return std::any_of(items.begin(), items.end(), [&](const auto& item) { return item.code == code; });
}

class Lint : public testing::TestWithParam<std::string> {};

TEST_P(Lint, ComesOutAsItsGoldenSays) {
  const fs::path fair = folder() / (GetParam() + ".fair"), golden = folder() / (GetParam() + ".golden");
  harness::Checked checked = harness::check_text(harness::read_file(fair), GetParam() + ".fair");
  ASSERT_TRUE(checked.plan.has_value()) << checked.text();
  harness::lint(checked);
  checked.diagnostics.sort_by_place();
  const auto rule = std::find_if(rules().begin(), rules().end(),
                                 [&](const Rule& each) { return each.folder == fair.parent_path().filename().string(); });
  ASSERT_NE(rule, rules().end()) << "a folder of no rule";
  EXPECT_EQ(says(checked, rule->code), !fair.filename().string().starts_with("quiet_")) << checked.text();
  if (std::getenv("FAIRSTART_UPDATE") != nullptr) {
    std::ofstream(golden, std::ios::binary) << checked.text();
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << "no golden\n" << checked.text();
  EXPECT_EQ(checked.text(), harness::read_file(golden));
}

std::string name_of_case(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Files, Lint, testing::ValuesIn(cases()), name_of_case);

TEST(Rules, HaveAFolderEachWithCasesThatSpeakAndCasesThatDoNot) {
  ASSERT_GE(rules().size(), 11u);
  const std::vector<std::string> names = cases();
  for (const Rule& rule : rules()) {
    const std::string path = std::string(rule.folder) + "/";
    const auto count = [&](bool quiet) {
      return std::count_if(names.begin(), names.end(), [&](const std::string& name) {
        return name.starts_with(path) && name.starts_with(path + "quiet_") == quiet;
      });
    };
    EXPECT_GT(count(false), 0) << path;
    EXPECT_GT(count(true), 0) << path;
    for (const char* file : {"rule.cpp", "README.md"})
      EXPECT_TRUE(fs::exists(harness::project_root() / "dsl" / "lint" / rule.folder / file)) << path << file;
    EXPECT_EQ(diagnostics::entry(rule.code).severity, diagnostics::Severity::warning) << path;
  }
}

// What stands in another file is shown there, not quoted as if it stood here.
TEST(Rules, PointAtWhatAnotherFileReads) {
  harness::Checked checked = harness::check_text(
      "library local.case \"Case\" { version \"1\" }\nuse uk.family-record\nuse uk.births\ndefine early-and-alone for child "
      "means\n"
      "  (born-preterm and lone-parent) or (not born-preterm and temporary-accommodation)\n");
  ASSERT_TRUE(checked.plan.has_value()) << checked.text();
  harness::lint(checked);
  ASSERT_EQ(checked.diagnostics.items().size(), 1U) << checked.text();
  const diagnostics::Diagnostic& found = checked.diagnostics.items().front();
  EXPECT_EQ(found.code, diagnostics::Code::both_polarities);
  EXPECT_EQ(found.message.find("preterm"), std::string::npos) << found.message;
  ASSERT_EQ(found.labels.size(), 1U);
  EXPECT_NE(found.labels.front().span.file, found.span.file);
}

// What a core says of proportionate universalism holds for who builds on it.
TEST(Rules, TakeACoresWordThatOffersAreForSome) {
  for (const bool off : {true, false}) {
    const harness::TemporaryFolder folder;
    folder.write("grants.fair", std::string("framework grants \"Grants\" { version \"1\" }\nuse uk.family-record\n") +
                                    (off ? "proportionate off because \"A grant\"\n" : "") +
                                    "outcome warm \"Warm\" { indicator alone \"Alone\" { among family, count lone-parent, "
                                    "show percent, better lower } }\n"
                                    "offer grant for family \"Grant\" { when lone-parent, serves warm }\n");
    folder.write("town.fair",
                 "framework town \"Town\" { version \"1\", builds on grants }\nuse uk.family-record\n"
                 "offer more for family \"More\" { when lone-parent and temporary-accommodation, serves warm }\n");
    harness::Checked checked = harness::check_path(folder.path() / "town.fair");
    ASSERT_TRUE(checked.plan.has_value()) << checked.text();
    harness::lint(checked);
    EXPECT_EQ(says(checked, diagnostics::Code::nothing_universal), !off) << checked.text();
  }
}

// A file of the project says what it means, so nothing in it deserves a second look.
TEST(Rules, SayNothingOfTheStandardLibraryAndTheFrameworks) {
  std::size_t looked = 0;
  for (const char* top : {"stdlib", "frameworks"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(harness::project_root() / top)) {
      if (entry.path().extension() != ".fair") continue;
      ++looked;
      harness::Checked checked = harness::check_path(entry.path());
      harness::lint(checked);
      EXPECT_TRUE(checked.codes().empty()) << checked.text();
    }
  }
  EXPECT_GE(looked, 3u);
}

}  // namespace
}  // namespace fairstart::lint::lint_test
