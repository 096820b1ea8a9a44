// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "tests/harness/harness.hpp"

// Frameworks and records that mean harm: each ends soon, with its exit code and a message that names the place.
namespace fairstart::contract::bounds_test {
namespace {

using harness::run_program;

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

constexpr const char* beginning =
    "framework t \"T\" { version \"1\" }\nrecord family, families \"F\" { key family-id\n  lone : yes/no }\n";

std::string numbered(const std::string& before, const std::string& after, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += before + std::to_string(i) + after;
  return out;
}

struct Hostile {
  const char* what;
  std::string text;
  std::vector<std::string> options;
  std::vector<std::string> says;
};

TEST(Bounds, frameworks_that_mean_harm_end_with_a_place) {
  const harness::TemporaryFolder folder;
  folder.write("a.fair", "library a \"A\" { version \"1\" }\nuse b\n");
  folder.write("b.fair", "library b \"B\" { version \"1\" }\n" + repeated("# b\n", 500));
  for (const char* name : {"c1", "c2", "c3", "c4", "c5"})
    folder.write(std::string(name) + ".fair",
                 std::string("library ") + name + " \"C\" { version \"1\" }\n" + repeated("# c\n", 220));
  const std::string begins = "framework t \"T\" { version \"1\" }\n";
  const std::string open(300, '('), closed(300, ')');
  const std::string names = numbered("define d", " for family means lone-or-so\n", 3000);
  const std::vector<Hostile> all = {
      {"nested deep",
       beginning + ("define d for family means " + open + "lone" + closed),
       {},
       {"t.fair:4:", "FS0104", "this is nested more than 200 levels deep"}},
      {"nested deeper than was asked for",
       std::string(beginning) + "define d for family means ((((((lone))))))\n",
       {"--max-depth", "5"},
       {"t.fair:4:", "FS0104", "more than 5 levels deep"}},
      {"endless brackets",
       beginning + ("define d for family means " + std::string(1'000'000, '(')),
       {},
       {"t.fair:4:", "FS0104"}},
      {"a long name", beginning + ("define d for family means " + std::string(1'000'000, 'x')), {}, {"t.fair:4:27", "FS0201"}},
      {"a text without end",
       beginning + ("define d for family \"" + std::string(1'000'000, '\\')),
       {},
       {"t.fair:4:", "FS0101"}},
      {"one after another",
       beginning + ("define d0 for family means lone\n" +
                    [] {
                      std::string chain;
                      for (int i = 1; i < 400; ++i)
                        chain += "define d" + std::to_string(i) + " for family means d" + std::to_string(i - 1) + "\n";
                      return chain;
                    }()),
       {},
       {"t.fair:", "FS0104", "more than 200 definitions rest on one another"}},
      {"a large file",
       beginning + repeated("# nothing\n", 500),
       {"--max-file", "4K"},
       {"t.fair", "it is over the limit of 4096 bytes"}},
      {"a large module", begins + "use b\n", {"--max-file", "1K"}, {"t.fair:2:5", "b.fair", "over the limit of 1024 bytes"}},
      {"many large modules",
       begins + "use c1\nuse c2\nuse c3\nuse c4\nuse c5\n",
       {"--max-file", "1K"},
       {"t.fair:6:5", "c5.fair", "all files together are over the limit of 4096 bytes"}},
      {"modules of modules", begins + "use a\n", {"--max-modules", "2"}, {"a.fair:2:5", "more than 2 modules would be read"}},
      {"modules that are not there",
       begins + numbered("use nowhere", "\n", 2000),
       {},
       {"t.fair:2:5", "2000 errors; 1900 of them not shown (--max-errors)", "FS0202"}},
      {"mistake after mistake",
       beginning + names + numbered("define e", " for family means nobody\n", 3000),
       {},
       {"t.fair:4:", "there may be more mistakes: after 100 the check ends", "100 errors"}},
      {"fewer mistakes than that",
       std::string(beginning) + "define a for family means b\ndefine c for family means d\n",
       {"--max-errors", "1"},
       {"t.fair:4:27", "after 1 the check ends", "1 error\n"}},
      {"nothing but mistakes",
       beginning + repeated("define\n", 3000),
       {},
       {"t.fair:5:1", "FS0101", "of them not shown (--max-errors)"}},
  };
  for (const Hostile& hostile : all) {
    std::vector<std::string> arguments = {"check", folder.write("t.fair", hostile.text).string()};
    arguments.insert(arguments.end(), hostile.options.begin(), hostile.options.end());
    const auto done = run_program(arguments);
    EXPECT_EQ(done.exit_code, 1) << hostile.what;
    EXPECT_EQ(done.out, "") << hostile.what;
    for (const std::string& part : hostile.says)
      EXPECT_NE(done.err.find(part), std::string::npos) << hostile.what << ": `" << part << "` is not in\n"
                                                        << done.err.substr(0, 2000);
  }
}

// As many things as a hostile file may hold of a kind: nothing in a check may look at each with each.
TEST(Bounds, many_of_a_kind_are_checked_one_after_another) {
  const harness::TemporaryFolder folder;
  const std::string fields = "record row, rows \"R\" { key row-id\n  belongs to family by family-id\n" +
                             numbered("  f", " : yes/no\n", 20'000) + "}\n";
  const std::string codes = "codes c \"C\" { " + numbered("a", " \"A\", ", 20'000) + "z \"Z\" }\n";
  for (const std::string& text : {fields, codes}) {
    const auto done = run_program({"check", folder.write("t.fair", beginning + text).string(), "--max-seconds", "60"});
    EXPECT_EQ(done.exit_code, 0) << text.substr(0, 40) << '\n' << done.err.substr(0, 1000);
  }
}

TEST(Bounds, records_that_mean_harm_end_with_a_place) {
  const harness::TemporaryFolder folder;
  const std::string framework =
      folder.write("t.fair", std::string(beginning) + "tiers t for family { a \"A\"\n  b \"B\" when lone }\n").string();
  const auto run = [&](const std::string& records, const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"run",     framework,    "--records", (folder.path() / records).string(),
                                          "--as-at", "2026-04-01", "--out",     (folder.path() / "out").string()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run_program(arguments);
  };
  const std::string long_cell(5000, 'y');
  folder.write("cells/families.csv", "family_id,lone\nF1,yes\nF2," + long_cell + "\nF3,no\n");
  auto done = run("cells", {"--max-cell", "1K"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  const std::string rejects = harness::read_file(folder.path() / "out/rejects.csv");
  EXPECT_NE(rejects.find("families.csv,3,lone"), std::string::npos) << rejects;
  EXPECT_EQ(rejects.find("yyy"), std::string::npos);
  done = run("cells", {"--max-row", "1K"});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_NE(done.err.find("families.csv:3"), std::string::npos) << done.err;
  EXPECT_EQ(done.err.find("yyy"), std::string::npos);
  // A few kilobytes that unpack to 64 MB in one row: read no further than a row may be.
  folder.write("bomb/families.csv", "family_id,lone\n");
  const std::string file = (folder.path() / "bomb/families.csv").string();
  ASSERT_EQ(harness::run_command("head -c 64000000 /dev/zero | tr '\\0' x >> '" + file + "' && gzip '" + file + "'").exit_code,
            0);
  done = run("bomb", {"--max-row", "1M"});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_NE(done.err.find("families.csv.gz:2"), std::string::npos) << done.err;
  const std::string deep = repeated("[", 100'000);
  folder.write("deep.ndjson", "{\"family_id\": \"F1\", \"lone\": " + deep + "\n");
  done = run("deep.ndjson", {});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_NE(done.err.find("deep.ndjson:1: error[FS0603]"), std::string::npos) << done.err;
}

TEST(Bounds, time_ends_the_program_and_says_what_it_was_at) {
  const auto done = harness::run_command("sleep 2.5 | '" FAIRSTART_PROGRAM "' check - --max-seconds 1");
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_EQ(done.err, "fairstart: stopped after 1 second (--max-seconds): - was being checked\n");
  EXPECT_EQ(done.out, "");
}

TEST(Bounds, memory_ends_the_program_and_says_what_it_was_at) {
  const auto program = harness::program_to_measure();
  if (!program) GTEST_SKIP() << harness::nothing_to_measure;
  const harness::TemporaryFolder folder;
  const std::string file =
      folder.write("t.fair", beginning + numbered("define d", " for family means lone\n", 200'000)).string();
  const auto done = run_program({"check", file, "--max-memory", "24M"}, {}, {}, *program);
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_EQ(done.err, "fairstart: more memory is needed than `--max-memory 24M` allows: " + file + " was being checked\n");
  std::string families = "family_id,lone\n";
  for (int i = 0; i < 800'000; ++i) families += "F" + std::to_string(i) + ",yes\n";
  folder.write("records/families.csv", families);
  const std::string records = (folder.path() / "records").string(), out = (folder.path() / "out").string();
  const auto run = run_program({"run", folder.write("t.fair", beginning).string(), "--records", records, "--as-at",
                                "2026-04-01", "--threads", "1", "--out", out, "--max-memory", "10M"},
                               {}, {}, *program);
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_NE(run.err.find("allows: the records in " + records + " were being read"), std::string::npos) << run.err;
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(Bounds, wrong_values_of_limits_are_wrong_usage) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--max-depth", "201"},
                                                                                     {"--max-depth", "0"},
                                                                                     {"--max-file", "12"},
                                                                                     {"--max-file", "4G"},
                                                                                     {"--max-seconds", "0"},
                                                                                     {"--max-modules", "many"},
                                                                                     {"--max-memory", "1"},
                                                                                     {"--max-errors", "0"}}) {
    const auto done = run_program({"check", "docs/tour/newtown.fair", wrong[0], wrong[1]});
    EXPECT_EQ(done.exit_code, 2) << wrong[0] << ' ' << wrong[1];
    EXPECT_NE(done.err.find(wrong[0]), std::string::npos) << done.err;
  }
}

// Each limit stands in the documents with the default that help tells.
TEST(Bounds, limits_are_documented_with_their_defaults) {
  const std::string formats = harness::read_file(harness::project_root() / "docs/formats.md");
  const std::string help = run_program({"run", "--help"}).out;
  std::size_t limits = 0;
  for (std::size_t at = help.find("\n  --max-"); at != std::string::npos; at = help.find("\n  --max-", at + 1), ++limits) {
    const std::string name = help.substr(at + 3, help.find(' ', at + 3) - at - 3);
    std::string text = help.substr(at, help.find("\n  --", at + 1) - at);
    for (std::size_t end = text.find('\n', 1); end != std::string::npos; end = text.find('\n', end)) {
      const std::size_t next = text.find_first_not_of(" \n", end);
      text.replace(end, (next == std::string::npos ? text.size() : next) - end, " ");
    }
    const std::size_t row = formats.find("| `" + name + "`");
    ASSERT_NE(row, std::string::npos) << name << " is not in docs/formats.md";
    const std::string told = formats.substr(row, formats.find('\n', row) - row);
    const std::size_t from = text.find("(default");
    if (from == std::string::npos) continue;  // --max-rejects: none
    std::string otherwise = text.substr(from + 8, text.find(')', from) - from - 8);
    otherwise = otherwise.substr(otherwise.rfind(": ") == std::string::npos ? 1 : otherwise.rfind(": ") + 2);
    EXPECT_NE(told.find("| " + otherwise + " |"), std::string::npos) << name << ": `" << otherwise << "` is not in " << told;
  }
  EXPECT_EQ(limits, 9U);
}

// A program at a terminal of its own.
class AtTerminal {
 public:
  explicit AtTerminal(const std::vector<std::string>& arguments) {
    master_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0) return;
    const std::string slave = ptsname(master_);
    child_ = fork();
    if (child_ != 0) return;
    setsid();
    const int terminal = open(slave.c_str(), O_RDWR);  // the first that a new session opens is its own
    for (const int stream : {0, 1, 2}) dup2(terminal, stream);
    std::vector<char*> words;
    std::string program = FAIRSTART_PROGRAM;
    words.push_back(program.data());
    std::vector<std::string> kept = arguments;
    for (std::string& argument : kept) words.push_back(argument.data());
    words.push_back(nullptr);
    execv(FAIRSTART_PROGRAM, words.data());
    _exit(127);
  }
  ~AtTerminal() {
    if (child_ > 0) kill(child_, SIGKILL);
    if (child_ > 0) waitpid(child_, nullptr, 0);
    close(master_);
  }
  AtTerminal(const AtTerminal&) = delete;
  AtTerminal& operator=(const AtTerminal&) = delete;

  // What it says up to `end`, but waits no longer than half a minute.
  std::string until(const std::string& end) {
    std::string text;
    for (int i = 0; i < 300 && text.find(end) == std::string::npos; ++i) {
      pollfd ready{master_, POLLIN, 0};
      if (poll(&ready, 1, 100) <= 0) continue;
      char block[4096];
      const ssize_t count = read(master_, block, sizeof block);
      if (count <= 0) break;
      text.append(block, static_cast<std::size_t>(count));
    }
    return text;
  }
  void type(char key) const { ASSERT_EQ(write(master_, &key, 1), 1); }
  int exit_code() {
    int status = 0;
    waitpid(std::exchange(child_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  int master_ = -1;
  pid_t child_ = 0;
};

TEST(Watch, runs_again_when_a_file_changes_and_ends_at_ctrl_c) {
  const harness::TemporaryFolder folder;
  const std::string lib = "library lib \"L\" { version \"1\" }\nparameter line \"L\" : money per year { value £";
  const auto put = [&](const std::string& pounds) { folder.write("lib.fair", lib + pounds + " per year, source \"S\" }\n"); };
  put("5");
  const std::string file = folder
                               .write("t.fair",
                                      "framework t \"T\" { version \"1\" }\nuse lib\nrecord family, families \"F\" { key "
                                      "family-id\n  income : money per year "
                                      "}\ndefine poor for family means income is under line\nexample \"E\" {\n  as at "
                                      "2026-04-01\n  family { income £4 per year }\n"
                                      "  expect poor yes\n}\n")
                               .string();
  AtTerminal program({"test", file, "--watch"});
  std::string said = program.until("(Ctrl-C ends)");
  EXPECT_NE(said.find("1 example, 0 failed"), std::string::npos) << said;
  EXPECT_NE(said.find("Watching 2 files"), std::string::npos) << said;
  put("3");  // a module that it uses
  said = program.until("(Ctrl-C ends)");
  EXPECT_NE(said.find("1 example, 1 failed"), std::string::npos) << said;
  program.type('\x03');
  EXPECT_EQ(program.exit_code(), 1);
}

TEST(Watch, is_for_terminals_and_files) {
  const auto piped = run_program({"test", "docs/tour/newtown.fair", "--watch"});
  EXPECT_EQ(piped.exit_code, 2);
  EXPECT_NE(piped.err.find("`--watch` is for a terminal"), std::string::npos) << piped.err;
  AtTerminal program({"test", "-", "--watch"});
  EXPECT_NE(program.until("only").find("standard input can be read once only"), std::string::npos);
  EXPECT_EQ(program.exit_code(), 2);
}

}  // namespace
}  // namespace fairstart::contract::bounds_test
