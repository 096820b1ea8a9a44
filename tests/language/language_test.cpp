// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "dsl/base/calendar.hpp"
#include "tests/harness/harness.hpp"
#include "tests/language/told.hpp"
#include "tests/language/told_outcomes.hpp"

// Each tests/language/CONSTRUCT/NAME.fair goes through the whole language; what comes out is NAME.golden. A name starts with
// `fail_` if and only if errors are expected. NAME.records/, where it is there, is run through the built program.
// `tests/update` rewrites the goldens: read the difference.
namespace fairstart::language::language_test {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return harness::project_root() / "tests/language"; }

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder())) {
    if (entry.path().extension() == ".fair") names.push_back(fs::relative(entry.path(), folder()).replace_extension().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string run_over_records(const fs::path& fair, const fs::path& records, const plan::Plan& plan) {
  const harness::TemporaryFolder scratch;
  std::vector<std::string> arguments = {"run",       fs::relative(fair, folder()).string(),
                                        "--records", fs::relative(records, folder()).string(),
                                        "--as-at",   base::format_iso_date(plan.examples.at(0).as_at),
                                        "--out",     (scratch.path() / "out").string(),
                                        "--quiet"};
  if (!plan.mappings.empty()) {
    arguments.push_back("--mapping");
    arguments.push_back(fs::relative(fair, folder()).string());
  }
  if (const char* chunk = std::getenv("FAIRSTART_CHUNK")) arguments.insert(arguments.end(), {"--chunk", chunk});
  const harness::Finished finished = harness::run_program(arguments, folder());
  std::string text = "run over " + records.filename().string() + ": exit code " + std::to_string(finished.exit_code) + "\n";
  text += finished.err;
  for (const char* name : {"families.csv", "people.csv", "offers.csv", "lists.csv", "allocations.csv", "indicators.csv",
                           "gaps.csv", "trends.csv", "cases.csv", "incentives.csv", "guarantees.csv", "rejects.csv"}) {
    const fs::path path = scratch.path() / "out" / name;
    if (fs::exists(path)) text += std::string("--- ") + name + "\n" + harness::read_file(path);
  }
  return text;
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) text.erase(at, part.size());
  return text;
}

class Language : public testing::TestWithParam<std::string> {};

TEST_P(Language, ComesOutAsItsGoldenSays) {
  const fs::path fair = folder() / (GetParam() + ".fair");
  const fs::path golden = folder() / (GetParam() + ".golden");
  const fs::path records = folder() / (GetParam() + ".records");
  const harness::Checked checked = harness::check_text(harness::read_file(fair), fair.string());
  const bool should_fail = fair.filename().string().starts_with("fail_");
  EXPECT_EQ(checked.diagnostics.has_errors(), should_fail) << checked.text();
  EXPECT_EQ(checked.plan.has_value(), !should_fail);

  std::string text = checked.text();
  text = without(std::move(text), folder().string() + "/");
  text = without(std::move(text), harness::project_root().string() + "/");
  if (checked.plan) {
    for (const std::string& problem : plan::verify(*checked.plan)) ADD_FAILURE() << "the plan is not sound: " << problem;
    ASSERT_FALSE(checked.plan->examples.empty()) << "a case that does not fail shows what it means by an example";
    text += told(*checked.plan);
    if (is_about_outcomes(GetParam())) text += told_outcomes(*checked.plan);
    if (fs::is_directory(records)) text += run_over_records(fair, records, *checked.plan);
  }
  EXPECT_EQ(text.find("DIFFERS"), std::string::npos) << text;
  if (std::getenv("FAIRSTART_UPDATE") != nullptr) {
    std::ofstream(golden, std::ios::binary) << text;
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << "no golden: run tests/update " << GetParam() << "\n" << text;
  EXPECT_EQ(text, harness::read_file(golden)) << "if this is meant: tests/update " << GetParam();
}

std::string name_of_case(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, Language, testing::ValuesIn(cases()), name_of_case);

TEST(LanguageFolder, HasCasesOfBothKindsAndNoGoldenWithoutACase) {
  const std::vector<std::string> names = cases();
  EXPECT_GE(names.size(), 30u);
  const auto fails = std::count_if(names.begin(), names.end(),
                                   [](const std::string& name) { return name.find("/fail_") != std::string::npos; });
  EXPECT_GE(fails, 15);
  EXPECT_GE(static_cast<std::ptrdiff_t>(names.size()) - fails, 10);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder())) {
    if (entry.path().extension() != ".golden") continue;
    EXPECT_TRUE(fs::exists(fs::path(entry.path()).replace_extension(".fair"))) << entry.path();
  }
}

}  // namespace
}  // namespace fairstart::language::language_test
