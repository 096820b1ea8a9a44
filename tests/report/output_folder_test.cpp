// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "engine/report/report.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::report::output_folder_test {
namespace {

namespace fs = std::filesystem;
using harness::read_file;

std::vector<std::string> names(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}

void fill(OutputFolder& folder, const std::string& text) {
  ASSERT_TRUE(folder.append("families.csv", text));
  ASSERT_TRUE(folder.append("families.csv", "more\n"));
  ASSERT_TRUE(folder.append("report.html", "<p>" + text));
}

void write_once(const fs::path& target, const std::string& text) {
  auto folder = OutputFolder::create(target);
  ASSERT_TRUE(folder) << folder.failure().message;
  fill(folder.value(), text);
  const auto done = folder.value().commit();
  ASSERT_TRUE(done) << done.failure().message;
}

TEST(OutputFolder, makes_the_folder_only_when_committed) {
  const harness::TemporaryFolder around;
  const fs::path target = around.path() / "out";
  {
    auto folder = OutputFolder::create(target);
    ASSERT_TRUE(folder);
    fill(folder.value(), "a\n");
    EXPECT_FALSE(fs::exists(target));
    ASSERT_TRUE(folder.value().commit());
  }
  EXPECT_EQ(names(target), (std::vector<std::string>{"families.csv", "report.html"}));
  EXPECT_EQ(read_file(target / "families.csv"), "a\nmore\n");
  EXPECT_EQ(names(around.path()), std::vector<std::string>{"out"});
}

TEST(OutputFolder, a_run_that_fails_leaves_what_was_there) {
  const harness::TemporaryFolder around;
  write_once(around.path() / "out", "before\n");
  {
    auto folder = OutputFolder::create(around.path() / "out");
    ASSERT_TRUE(folder);
    fill(folder.value(), "after\n");
  }
  EXPECT_EQ(read_file(around.path() / "out/families.csv"), "before\nmore\n");
  EXPECT_EQ(names(around.path()), std::vector<std::string>{"out"});
}

TEST(OutputFolder, a_later_run_takes_away_our_files_that_it_does_not_write) {
  const harness::TemporaryFolder around;
  around.write("out/people.csv", "old");
  write_once(around.path() / "out", "new\n");
  EXPECT_EQ(names(around.path() / "out"), (std::vector<std::string>{"families.csv", "report.html"}));
}

TEST(OutputFolder, files_of_others_stay) {
  const harness::TemporaryFolder around;
  around.write("out/notes.txt", "mine");
  around.write("out/people.csv", "old");
  around.write("out/deeper/families.csv", "mine too");
  write_once(around.path() / "out", "new\n");
  EXPECT_EQ(names(around.path() / "out"), (std::vector<std::string>{"deeper", "families.csv", "notes.txt", "report.html"}));
  EXPECT_EQ(read_file(around.path() / "out/notes.txt"), "mine");
  EXPECT_EQ(read_file(around.path() / "out/deeper/families.csv"), "mine too");
  EXPECT_EQ(names(around.path()), std::vector<std::string>{"out"});
}

TEST(OutputFolder, a_name_of_ours_that_is_a_folder_stops_the_run_and_nothing_moves) {
  const harness::TemporaryFolder around;
  around.write("out/families.csv", "before");
  around.write("out/report.html/inside.txt", "mine");
  {
    auto folder = OutputFolder::create(around.path() / "out");
    ASSERT_TRUE(folder);
    fill(folder.value(), "after\n");
    const auto done = folder.value().commit();
    ASSERT_FALSE(done);
    EXPECT_NE(done.failure().message.find("report.html"), std::string::npos);
  }
  EXPECT_EQ(names(around.path() / "out"), (std::vector<std::string>{"families.csv", "report.html"}));
  EXPECT_EQ(read_file(around.path() / "out/families.csv"), "before");
  EXPECT_EQ(names(around.path()), std::vector<std::string>{"out"});
}

TEST(OutputFolder, says_in_words_why_it_cannot) {
  const harness::TemporaryFolder around;
  around.write("file", "");
  const auto under_nothing = OutputFolder::create(around.path() / "no/out");
  ASSERT_FALSE(under_nothing);
  EXPECT_NE(under_nothing.failure().message.find("does not exist"), std::string::npos);
  const auto onto_file = OutputFolder::create(around.path() / "file");
  ASSERT_FALSE(onto_file);
  EXPECT_NE(onto_file.failure().message.find("not a folder"), std::string::npos);
  EXPECT_FALSE(OutputFolder::create(around.path() / "file/out"));
  EXPECT_FALSE(OutputFolder::create(""));
  fs::create_symlink(around.path() / "nowhere", around.path() / "link");
  EXPECT_FALSE(OutputFolder::create(around.path() / "link"));
  EXPECT_EQ(names(around.path()), (std::vector<std::string>{"file", "link"}));
}

TEST(OutputFolder, a_folder_that_cannot_be_written_is_told) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  const harness::TemporaryFolder around;
  fs::permissions(around.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const auto folder = OutputFolder::create(around.path() / "out");
  fs::permissions(around.path(), fs::perms::owner_all);
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.failure().message.find("Permission denied"), std::string::npos);
}

TEST(OutputFolder, a_full_disk_is_a_failure_that_names_the_file) {
  const harness::TemporaryFolder around;
  write_once(around.path() / "out", "before\n");
  {
    auto folder = OutputFolder::create(around.path() / "out");
    ASSERT_TRUE(folder);
    fs::create_symlink("/dev/full", folder.value().staging_path("offers.csv"));
    const auto written = folder.value().append("offers.csv", "a,b\n");
    ASSERT_FALSE(written);
    EXPECT_NE(written.failure().message.find("offers.csv"), std::string::npos);
    EXPECT_NE(written.failure().message.find("No space left"), std::string::npos);
  }
  EXPECT_EQ(read_file(around.path() / "out/families.csv"), "before\nmore\n");
}

TEST(OutputFolder, through_a_link_the_folder_behind_it_is_written) {
  const harness::TemporaryFolder around;
  fs::create_directory(around.path() / "real");
  fs::create_symlink(around.path() / "real", around.path() / "link");
  write_once(around.path() / "link", "a\n");
  EXPECT_TRUE(fs::is_symlink(around.path() / "link"));
  EXPECT_EQ(read_file(around.path() / "real/families.csv"), "a\nmore\n");
}

TEST(OutputFolder, the_working_folder_stays_the_working_folder) {
  const harness::TemporaryFolder around;
  fs::create_directory(around.path() / "here");
  const fs::path before = fs::current_path();
  fs::current_path(around.path() / "here");
  write_once(".", "a\n");
  const std::string found = read_file("families.csv");
  fs::current_path(before);
  EXPECT_EQ(found, "a\nmore\n");
}

// A child process that is killed on the way, as by a power cut: nothing of it may be seen.
template <class Work>
void killed_in(Work work) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
}

TEST(OutputFolder, what_a_killed_run_left_is_cleared_by_the_next) {
  const harness::TemporaryFolder around;
  const fs::path target = around.path() / "out";
  write_once(target, "before\n");
  killed_in([&] {
    auto folder = OutputFolder::create(target);
    (void)folder.value().append("families.csv", "half");
    _exit(9);
  });
  EXPECT_EQ(names(around.path()).size(), 2U);
  EXPECT_EQ(read_file(target / "families.csv"), "before\nmore\n");
  write_once(target, "after\n");
  EXPECT_EQ(names(around.path()), std::vector<std::string>{"out"});
  EXPECT_EQ(read_file(target / "families.csv"), "after\nmore\n");
}

TEST(OutputFolder, a_run_killed_while_its_files_moved_in_is_undone_by_the_next) {
  const harness::TemporaryFolder around;
  const fs::path target = around.path() / "out", left = around.path() / ".out.partial-4194304";
  // As it stands when the old families.csv was moved away, the new one moved in, and report.html not yet.
  around.write("out/notes.txt", "mine");
  around.write("out/families.csv", "new");
  around.write(".out.partial-4194304/.before/families.csv", "old");
  around.write(".out.partial-4194304/.before/people.csv", "old people");
  around.write(".out.partial-4194304/report.html", "new");
  around.write(".out.partial-4194304/.moving-in", "families.csv\nreport.html\n");
  const auto folder = OutputFolder::create(target);
  ASSERT_TRUE(folder) << folder.failure().message;
  EXPECT_FALSE(fs::exists(left));
  EXPECT_EQ(names(target), (std::vector<std::string>{"families.csv", "notes.txt", "people.csv"}));
  EXPECT_EQ(read_file(target / "families.csv"), "old");
}

TEST(OutputFolder, the_staging_of_a_living_run_is_left_alone) {
  const harness::TemporaryFolder around;
  auto first = OutputFolder::create(around.path() / "out"), second = OutputFolder::create(around.path() / "out");
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(first.value().append("families.csv", "first\n"));
  ASSERT_TRUE(second.value().append("families.csv", "second\n"));
  EXPECT_TRUE(first.value().commit());
  EXPECT_TRUE(second.value().commit());
  EXPECT_EQ(read_file(around.path() / "out/families.csv"), "second\n");
}

TEST(OutputFolder, a_file_that_is_not_an_output_is_refused) {
  const harness::TemporaryFolder around;
  auto folder = OutputFolder::create(around.path() / "out");
  ASSERT_TRUE(folder);
  ASSERT_TRUE(folder.value().append("secrets.txt", "x"));
  EXPECT_FALSE(folder.value().commit());
  EXPECT_FALSE(fs::exists(around.path() / "out"));
}

TEST(RejectReasons, are_counted_by_file_column_and_reason) {
  const harness::TemporaryFolder folder;
  const auto path =
      folder.write("rejects.csv",
                   "file,line,column,value_class,reason\na.csv,2,x,text,\"not, this\"\na.csv,3,x,text,\"not, this\"\n"
                   "b.csv,9,\"two\nlines\",code,\"a \"\"word\"\"\"\n");
  const auto reasons = reject_reasons(path);
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].reason, "not, this");
  EXPECT_EQ(reasons[0].count, 2u);
  EXPECT_EQ(reasons[1].column, "two\nlines");
  EXPECT_EQ(reasons[1].reason, "a \"word\"");
  EXPECT_TRUE(reject_reasons(folder.path() / "none.csv").empty());
}

}  // namespace
}  // namespace fairstart::report::output_folder_test
