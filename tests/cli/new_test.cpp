// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <sstream>

#include "tests/cli/small.hpp"

namespace fairstart::cli::new_test {
namespace {

namespace fs = std::filesystem;
using harness::run_program;

harness::Finished made(const fs::path& where, const std::string& name) { return run_program({"new", name}, where); }

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder).string());
  std::sort(files.begin(), files.end());
  return files;
}

TEST(New, WritesAFrameworkThatChecksIsLaidOutAndHolds) {
  for (const auto& [name, file] :
       std::vector<std::pair<std::string, std::string>>{{"newtown.first-steps", "newtown/first-steps.fair"},
                                                        {"newtown", "newtown/newtown.fair"},
                                                        {"north-shire.new-town.care2", "north-shire/new-town/care2.fair"},
                                                        {"new.x-1", "new/x-1.fair"}}) {
    SCOPED_TRACE(name);
    const harness::TemporaryFolder folder;
    const auto done = made(folder.path(), name);
    ASSERT_EQ(done.exit_code, 0) << done.err;
    EXPECT_EQ(done.err, "");
    EXPECT_TRUE(done.out.starts_with(file + '\n')) << done.out;
    EXPECT_EQ(std::count(done.out.begin(), done.out.end(), '\n'), static_cast<std::ptrdiff_t>(files_in(folder.path()).size()));
    EXPECT_TRUE(holds(harness::read_file(folder.path() / file), "\nframework " + name + " \""));
    const auto check = run_program({"check", "--strict", file}, folder.path());
    EXPECT_EQ(check.exit_code, 0) << check.err;
    EXPECT_EQ(run_program({"fmt", "--check", file}, folder.path()).exit_code, 0);
    const auto test = run_program({"test", "--min-coverage", "100", "--boundaries", file}, folder.path());
    EXPECT_EQ(test.exit_code, 0) << test.out << test.err;
    EXPECT_TRUE(holds(test.out, "0 failed"));
    EXPECT_TRUE(holds(test.out, "coverage: 21 of 21 answers of conditions seen"));
    EXPECT_TRUE(holds(test.out, "boundaries: 3 of 3 thresholds"));
  }
}

TEST(New, TitlesComeFromTheName) {
  const harness::TemporaryFolder folder;
  made(folder.path(), "north-town.first-1000-days");
  EXPECT_TRUE(
      holds(harness::read_file(folder.path() / "north-town/first-1000-days.fair"), "\"First 1000 days, North Town\" {"));
  made(folder.path(), "oldtown");
  EXPECT_TRUE(holds(harness::read_file(folder.path() / "oldtown/oldtown.fair"), "framework oldtown \"Oldtown\" {"));
  for (const std::string& file : files_in(folder.path()))
    EXPECT_EQ(harness::read_file(folder.path() / file).find('@'), std::string::npos) << file;
}

TEST(New, TheCommandsOfItsPageWork) {
  const harness::TemporaryFolder folder;
  ASSERT_EQ(made(folder.path(), "newtown.first-steps").exit_code, 0);
  std::istringstream page(harness::read_file(folder.path() / "newtown/README.md"));
  std::size_t commands = 0;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("    fairstart ")) continue;
    ++commands;
    const auto done = harness::run_command("'" FAIRSTART_PROGRAM "'" + line.substr(13), folder.path());
    EXPECT_EQ(done.exit_code, 0) << line << '\n' << done.out << done.err;
  }
  EXPECT_EQ(commands, 7U);
  const auto report = folder.path() / "out/newtown";
  EXPECT_EQ(harness::read_file(report / "rejects.csv"), "file,line,column,value_class,reason\n");
  const std::string families = harness::read_file(report / "families.csv");
  EXPECT_EQ(std::count(families.begin(), families.end(), '\n'), 13);
  // By hand: TEST-05's mother has no date of birth, and her child was born at term.
  EXPECT_TRUE(holds(families, "\nTEST-05,universal,extra-help,date-of-birth of 9990000115\n"));
  // By hand: six children turned 30 days in the year to 1 April 2026; of these two were seen on day 18 and never.
  EXPECT_TRUE(holds(harness::read_file(report / "indicators.csv"), ",4,6,66.7,"));
  // And what it tells the reader to try first does what it says.
  const auto changed = harness::run_command(
      "sed 's/20 years/21 years/' newtown/first-steps.fair | '" FAIRSTART_PROGRAM "' test -", folder.path());
  EXPECT_EQ(changed.exit_code, 1);
  EXPECT_TRUE(holds(changed.out, "FAIL  Her twentieth birthday"));
}

// The check digit as the NHS Data Dictionary works it out: weights 10 to 2, and what is missing to a multiple of eleven.
TEST(New, ItsPeopleHaveNumbersOfTheTestRange) {
  const harness::TemporaryFolder folder;
  ASSERT_EQ(made(folder.path(), "newtown").exit_code, 0);
  std::istringstream people(harness::read_file(folder.path() / "newtown/records/people.csv"));
  std::string line;
  std::getline(people, line);
  std::size_t seen = 0;
  for (; std::getline(people, line); ++seen) {
    const std::string number = line.substr(0, line.find(','));
    ASSERT_EQ(number.size(), 10U);
    EXPECT_TRUE(number.starts_with("999"));
    int sum = 0;
    for (int i = 0; i < 9; ++i) sum += (number[static_cast<std::size_t>(i)] - '0') * (10 - i);
    EXPECT_EQ((sum + (number[9] - '0')) % 11, 0) << number;
  }
  EXPECT_EQ(seen, 32U);
}

TEST(New, WritesOverNothing) {
  const harness::TemporaryFolder folder;
  folder.write("newtown/mine.txt", "mine");
  folder.write("file", "mine");
  for (const std::string name : {"newtown", "newtown.first-steps", "file"}) {
    const auto done = made(folder.path(), name);
    EXPECT_EQ(done.exit_code, 4) << name;
    EXPECT_EQ(done.out, "");
    EXPECT_TRUE(holds(done.err, "the framework could not be written: "));
  }
  EXPECT_TRUE(holds(made(folder.path(), "newtown").err, "there is something of that name already"));
  EXPECT_EQ(files_in(folder.path()), (std::vector<std::string>{"file", "newtown/mine.txt"}));
  EXPECT_EQ(made(folder.path(), std::string(300, 'a')).exit_code, 4);
}

TEST(New, BadNamesAreToldAsInAFile) {
  const harness::TemporaryFolder folder;
  for (const std::string name :
       {"Newtown", "new_town", "new--town", "newtown.", ".newtown", "1st", "new town", "", "a..b", "../up"}) {
    const auto done = made(folder.path(), name);
    EXPECT_EQ(done.exit_code, 2) << name;
    EXPECT_EQ(done.out, "");
    const auto check = run_program({"check", "-"}, folder.path(), "framework " + name + " \"Title\" { version \"1\" }\n");
    const auto message = [](const std::string& text) {
      const std::size_t at = text.find("error[");
      return text.substr(at, text.find('\n', at) - at);
    };
    EXPECT_EQ(message(done.err), message(check.err)) << name;
  }
  EXPECT_EQ(made(folder.path(), "x \"X\" {}\nunit cot, cots\n#").exit_code, 2);
  const auto taken = made(folder.path(), "uk.family-record");
  EXPECT_EQ(taken.exit_code, 2);
  EXPECT_TRUE(holds(taken.err, "there is a module `uk.family-record` already"));
  EXPECT_EQ(run_program({"new"}, folder.path()).exit_code, 2);
  EXPECT_TRUE(files_in(folder.path()).empty());
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(New, HelpHasAnExample) {
  const auto help = run_program({"new", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_TRUE(holds(help.out, "Example\n  fairstart new newtown.first-steps"));
  EXPECT_TRUE(holds(run_program({"--help"}).out, "\n  new "));
}

}  // namespace
}  // namespace fairstart::cli::new_test
