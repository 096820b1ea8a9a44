// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "tests/cli/small.hpp"

// Promises of the command line that no other suite holds: records on standard input, terminals, whose module wins, days of review.
namespace fairstart::cli::promises_test {
namespace {

namespace fs = std::filesystem;
using harness::run_command;
using harness::run_program;

constexpr const char* documents =
    R"({"family_id":"F1","income":21000,"lone_parent":true,"people":[{"person_id":"P1","date_of_birth":"2025-03-01","contacts":[)"
    R"({"contact_id":"C1","date":"2025-03-12","kind":"birth-visit"}]}]})"
    "\n"
    R"({"family_id":"F2","income":"a lot","lone_parent":false,"people":[{"person_id":"P2","date_of_birth":"2026-03-25"}]})"
    "\n";

std::string shell_word(const std::string& text) { return "'" + text + "'"; }

// --- Records on standard input

class Input : public Small {
 protected:
  void SetUp() override {
    Small::SetUp();
    file_ = folder.write("all.ndjson", documents).string();
  }
  std::string line(const std::string& command, const std::string& more) const {
    return shell_word(FAIRSTART_PROGRAM) + ' ' + command + " --records - --as-at 2026-04-01 " + more;
  }
  std::string run_line(const std::string& more = "") const {
    return line("run " + shell_word(framework), "--format csv,json --out " + shell_word(out()) + ' ' + more);
  }
  // The outputs, with the file's name in the place of that of standard input.
  std::vector<std::pair<std::string, std::string>> named_outputs() const {
    auto all = outputs();
    for (auto& [name, text] : all)
      for (std::size_t at = text.find("standard input"); at != std::string::npos; at = text.find("standard input"))
        text.replace(at, 14, "all.ndjson");
    return all;
  }
  std::string file_;
};

TEST_F(Input, IsReadAsTheFileIs) {
  ASSERT_EQ(run_program({"run", framework, "--records", file_, "--as-at", "2026-04-01", "--format", "csv,json", "--out", out()})
                .exit_code,
            exit_fine);
  const auto of_file = outputs();
  const auto part = [&](const std::string& name) { return harness::read_file(fs::path(out()) / name); };
  EXPECT_TRUE(holds(part("offers.csv"), "F1,P1,birth-visit"));
  EXPECT_TRUE(holds(part("rejects.csv"), "all.ndjson,2,income"));
  for (const std::string& start : {"cat " + shell_word(file_) + " | " + run_line(), run_line("< " + shell_word(file_)),
                                   "cat " + shell_word(file_) + " | " + run_line("--threads 3"),
                                   "cat " + shell_word(file_) + " | " + run_line("--memory 256M")}) {
    fs::remove_all(out());
    const auto done = run_command(start);
    ASSERT_EQ(done.exit_code, exit_fine) << start << done.err;
    EXPECT_EQ(named_outputs(), of_file) << start;
  }
}

TEST_F(Input, IsExplainedAndIsReadByBothOfADifference) {
  const auto explained =
      run_command("cat " + shell_word(file_) + " | " + line("explain " + shell_word(framework), "--family F1"));
  EXPECT_EQ(explained.exit_code, exit_fine) << explained.err;
  EXPECT_TRUE(holds(explained.out, "£21,000"));
  std::string text = framework_text;
  text.replace(text.find("£22,000"), std::string("£22,000").size(), "£12,000");
  const std::string other = folder.write("other.fair", text).string();
  const auto of_file = run_program({"diff", framework, other, "--records", file_, "--as-at", "2026-04-01", "--format", "json"});
  ASSERT_EQ(of_file.exit_code, exit_fine) << of_file.err;
  EXPECT_EQ(nlohmann::json::parse(of_file.out)["impact"]["items"][0]["name"], "support");
  const std::string begun = folder.write("begun.ndjson", std::string("# not for us\n") + documents).string();
  const std::string diff = line("diff " + shell_word(framework) + ' ' + shell_word(other), "--format json");
  for (const std::string& start : {"cat " + shell_word(file_) + " | " + diff, diff + " < " + shell_word(file_),
                                   // What another took of it before is not read again.
                                   "(read -r first; " + diff + ") < " + shell_word(begun)}) {
    const auto done = run_command(start);
    EXPECT_EQ(done.exit_code, exit_fine) << start << done.err;
    EXPECT_EQ(done.out, of_file.out) << start;
  }
  const auto nowhere = run_command("cat " + shell_word(file_) + " | TMPDIR=/nowhere " + diff);
  EXPECT_EQ(nowhere.exit_code, exit_output);
  EXPECT_TRUE(holds(nowhere.err, "the records on standard input could not be kept"));
  EXPECT_EQ(nowhere.out, "");
}

TEST_F(Input, ItsTroublesAreToldAndItsLimitsHold) {
  const auto both = run_command(line("run -", "--out " + shell_word(out())) + " < " + shell_word(framework));
  EXPECT_EQ(both.exit_code, exit_usage);
  EXPECT_TRUE(holds(both.err, "only one of the framework and the records can be standard input"));
  const auto empty = run_command(run_line("< /dev/null"));
  EXPECT_EQ(empty.exit_code, exit_records);
  EXPECT_TRUE(holds(empty.err, "`standard input` is empty: it holds no families"));
  const auto closed = run_command(run_line("<&-"));
  EXPECT_EQ(closed.exit_code, exit_records);
  EXPECT_TRUE(holds(closed.err, "`standard input` could not be read to its end"));
  const auto of_folder = run_command(run_line("< /"));
  EXPECT_EQ(of_folder.exit_code, exit_records);
  EXPECT_TRUE(holds(of_folder.err, "`standard input` could not be read to its end"));
  const auto no_documents = run_command("cat " + shell_word(framework) + " | " + run_line());
  EXPECT_EQ(no_documents.exit_code, exit_records);
  EXPECT_TRUE(holds(no_documents.err, "no line of `standard input` is a JSON document"));
  // Without an end and without a line feed: read no further than a line may be long.
  const auto endless = run_command("tr '\\0' ' ' < /dev/zero | " + run_line("--max-row 1M"));
  EXPECT_EQ(endless.exit_code, exit_records);
  EXPECT_TRUE(holds(endless.err, "`standard input` has a line of more than 1048576 bytes"));
  const auto rejects = run_command("cat " + shell_word(file_) + " | " + run_line("--max-rejects 0"));
  EXPECT_EQ(rejects.exit_code, exit_records);
  EXPECT_TRUE(outputs().empty());
}

// --- Terminals

// What the line shows on a terminal, which is all three streams of it.
std::string on_terminal(const std::string& shell_line, const harness::TemporaryFolder& folder) {
  const std::string script = folder.write("line.sh", shell_line + "\n").string();
  return run_command("script -qec \"sh '" + script + "'\" /dev/null < /dev/null").out;
}

bool has_terminals() { return run_command("script -qec 'test -t 2' /dev/null < /dev/null").exit_code == 0; }

TEST_F(Small, ColoursAreForTerminalsAndNoColorForbidsThem) {
  if (!has_terminals()) GTEST_SKIP() << "there is no `script` that makes a terminal";
  const std::string wrong = folder.write("wrong.fair", "framework a.b \"A\" { version \"1\" }\ndefine\n").string();
  const std::string check = shell_word(FAIRSTART_PROGRAM) + " check " + shell_word(wrong);
  const std::string explain = shell_word(FAIRSTART_PROGRAM) + " explain " + shell_word(framework) + " --records " +
                              shell_word(records()) + " --as-at 2026-04-01 --family F1";
  const auto coloured = [&](const std::string& line) {
    const std::string shown = on_terminal(line, folder);
    EXPECT_GT(shown.size(), 40U) << line;
    return shown.find("\x1b[") != std::string::npos;
  };
  for (const std::string& line : {check, explain}) {
    EXPECT_TRUE(coloured("unset NO_COLOR; TERM=xterm " + line)) << line;
    EXPECT_TRUE(coloured("NO_COLOR= TERM=xterm " + line)) << "an empty NO_COLOR forbids nothing: " << line;
    EXPECT_FALSE(coloured("NO_COLOR=1 TERM=xterm " + line)) << line;
    EXPECT_FALSE(coloured("unset NO_COLOR; TERM=dumb " + line)) << line;
    EXPECT_FALSE(coloured("unset NO_COLOR; TERM=xterm " + line + " 2>&1 | cat")) << line;
    const auto piped = run_command("unset NO_COLOR; TERM=xterm " + line);
    EXPECT_EQ((piped.out + piped.err).find('\x1b'), std::string::npos) << line;
  }
}

// What is slow here is whoever writes the records: the last comes over a second after what fills a block.
TEST_F(Small, ProgressIsToldOnTerminalsOnly) {
  if (!has_terminals()) GTEST_SKIP() << "there is no `script` that makes a terminal";
  const auto line = [&](const std::string& name) {
    return R"((printf '{"family_id":"F%s",%100000s"income":21000}\n' 1 '' 2 '' 3 ''; sleep 1.3; echo '{"family_id":"F4"}') | )" +
           shell_word(FAIRSTART_PROGRAM) + " run " + shell_word(framework) +
           " --records - --as-at 2026-04-01 --format csv --out " + shell_word(at(name));
  };
  const std::string shown = on_terminal(line("one") + " & " + line("two") + " > '" + at("out.txt") + "' 2> '" + at("err.txt") +
                                            "' & " + line("three") + " --quiet 2>&1 | cat > '" + at("quiet.txt") + "'; wait",
                                        folder);
  EXPECT_TRUE(holds(shown, "\r\x1b[Kreading: 0 MB, "));
  EXPECT_TRUE(holds(shown, "4 families"));
  const std::string elsewhere = harness::read_file(at("out.txt")) + harness::read_file(at("err.txt"));
  EXPECT_TRUE(holds(elsewhere, "4 families"));
  EXPECT_EQ(elsewhere.find_first_of("\r\x1b"), std::string::npos) << elsewhere;
  EXPECT_EQ(harness::read_file(at("quiet.txt")), "");
}

// --- Modules and days

TEST_F(Small, TheFirstLibraryWinsAndAnyBeforeTheStandardOne) {
  const auto library = [&](const std::string& where, const std::string& name, int value) {
    std::string file = name;
    std::replace(file.begin(), file.end(), '.', '/');
    folder.write(where + '/' + file + ".fair",
                 "library " + name +
                     " \"L\" { version \"1\" }\nrecord family, families \"Family\" { key family-id, "
                     "rooms : whole number }\nparameter limit \"Limit\" : whole number { value " +
                     std::to_string(value) + " }\n");
  };
  library("one", "county.limits", 1);
  library("two", "county.limits", 2);
  library("one", "uk.family-record", 1);
  const auto test = [&](const std::string& name, std::vector<std::string> folders) {
    const std::string user =
        folder
            .write("user/user.fair", "framework local.user \"User\" { version \"1\" }\nuse " + name +
                                         "\ndefine crowded for family means rooms is over limit\nexample \"E\" "
                                         "{ as at 2026-04-01 family { rooms 2 } expect crowded yes }\n")
            .string();
    std::vector<std::string> arguments = {"test", user};
    for (const std::string& each : folders) arguments.insert(arguments.end(), {"--library", at(each)});
    return run_program(arguments);
  };
  EXPECT_EQ(test("county.limits", {"one", "two"}).exit_code, exit_fine);
  EXPECT_EQ(test("county.limits", {"two", "one"}).exit_code, exit_found);
  EXPECT_EQ(test("uk.family-record", {"two", "one"}).exit_code, exit_fine);
  EXPECT_TRUE(holds(test("uk.family-record", {"two"}).err, "limit")) << "the standard one has no such parameter";
}

TEST_F(Small, ReviewIsDueSoonFromNinetyDaysBeforeToTheDay) {
  for (const auto& [day, code] : std::vector<std::pair<std::string, std::string>>{
           {"2027-03-31", ""}, {"2027-04-01", "FS0704"}, {"2027-06-30", "FS0704"}, {"2027-07-01", "FS0705"}}) {
    const auto done = run_program({"check", framework, "--as-at", day});
    for (const std::string each : {"FS0704", "FS0705"})
      EXPECT_EQ(done.err.find(each) != std::string::npos, each == code) << day << done.err;
  }
  EXPECT_TRUE(
      holds(run_program({"check", framework, "--as-at", "2027-04-01"}).err, "by 2027-06-30, 90 days after 2027-04-01\n"));
  EXPECT_TRUE(holds(run_program({"check", framework, "--as-at", "2027-06-29"}).err, "by 2027-06-30, 1 day after 2027-06-29\n"));
  EXPECT_TRUE(
      holds(run_program({"check", framework, "--as-at", "2027-06-30"}).err, "by 2027-06-30, which is the day asked about\n"));
}

}  // namespace
}  // namespace fairstart::cli::promises_test
