// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "dsl/base/markup.hpp"
#include "tests/harness/harness.hpp"

// What no command may do, whatever it is given: write over what it reads, leave half of its outputs, hand on what other programs
// refuse, or call a limit that was reached its own fault.
namespace fairstart::contract::hostile_test {
namespace {

namespace fs = std::filesystem;
using harness::Finished;

constexpr const char* words =
    "library a.words \"Words\" { version \"1\" }\ncodes colours \"Colours\" { red \"Red\", blue \"Blue\" }\n";
constexpr const char* beginning = "framework a.main \"Main\" { version \"7\" }\nuse a.words\n";
constexpr const char* rules =
    "record family, families \"Family\" {\n  key     family-id\n  colour  : one of colours\n}\n"
    "parameter few \"Few\" : number {\n  value 13\n  places may choose from 10 to 13\n  source \"Made up\"\n}\n"
    "tiers support for family \"Support\" {\n  low   \"Low\"\n  high  \"High\"  when colour is red\n}\n";

class Hostile : public testing::Test {
 protected:
  void SetUp() override {
    write("a/words.fair", words);
    write("a/main.fair", std::string(beginning) + rules + "examples from \"main.lock\"\n");
    write("a/main.lock", "example,as at,family.colour,expect support\nRed,2026-04-01,red,high\n");
    write("a/plain.fair", "framework a.plain \"Plain\" { version \"1\" }\nuse a.words\n" + std::string(rules));
    write("records/families.csv", "family_id,colour\nF1,red\nF2,blue\n");
  }
  void write(const std::string& name, const std::string& text) const { folder.write(name, text); }
  std::string text(const std::string& name) const { return harness::read_file(folder.path() / name); }
  Finished run(const std::vector<std::string>& arguments) const { return harness::run_program(arguments, folder.path()); }
  // Standard output is full.
  Finished run_full(const std::string& arguments) const {
    return harness::run_command("'" FAIRSTART_PROGRAM "' " + arguments + " > /dev/full", folder.path());
  }
  bool exists(const std::string& name) const { return fs::exists(folder.path() / name); }
  harness::TemporaryFolder folder;
};

testing::AssertionResult has(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "`" << part << "` is not in:\n" << text;
}

TEST_F(Hostile, NothingThatWasReadIsWrittenOver) {
  ASSERT_EQ(run({"bundle", "a/plain.fair", "-o", "plain.bundle"}).exit_code, 0);
  fs::create_symlink("plain.fair", folder.path() / "a/link.fair");
  fs::create_directory(folder.path() / "doc");
  write("doc/a.main.md", text("a/main.fair"));
  write("doc/a/words.fair", words);
  write("doc/main.lock", text("a/main.lock"));
  struct Case {
    std::vector<std::string> arguments;
    const char* stays;
  };
  const std::vector<Case> cases = {
      {{"bundle", "a/plain.fair", "-o", "a/plain.fair"}, "a/plain.fair"},
      {{"bundle", "a/plain.fair", "-o", "a/link.fair"}, "a/plain.fair"},
      {{"bundle", "a/plain.fair", "-o", "a/../a/words.fair"}, "a/words.fair"},
      {{"bundle", "plain.bundle", "-o", "plain.bundle"}, "plain.bundle"},
      {{"lock", "a/main.fair"}, "a/main.lock"},
      {{"test", "a/main.fair", "--junit", "a/main.fair"}, "a/main.fair"},
      {{"test", "a/main.fair", "--coverage", "a/words.fair"}, "a/words.fair"},
      {{"test", "a/main.fair", "--junit", "j.xml", "--coverage", "a/main.lock"}, "a/main.lock"},
      {{"doc", "doc/a.main.md", "--out", "doc"}, "doc/a.main.md"},
  };
  for (const Case& one : cases) {
    const std::string before = text(one.stays);
    const Finished done = run(one.arguments);
    EXPECT_EQ(done.exit_code, 4) << one.arguments[0] << ' ' << one.stays << '\n' << done.err;
    EXPECT_TRUE(has(done.err, "this run has read that file")) << one.stays;
    EXPECT_EQ(text(one.stays), before) << one.stays;
  }
  EXPECT_FALSE(exists("j.xml")) << "neither is written where one can't be";
  const Finished same = run({"test", "a/main.fair", "--junit", "out.x", "--coverage", "./out.x"});
  EXPECT_EQ(same.exit_code, 2);
  EXPECT_TRUE(has(same.err, "give each a file of its own"));
  // A run's outputs have names of their own; a table of examples may have one of them.
  write("a/gaps.csv", text("a/main.lock"));
  write("a/named.fair",
        "framework a.named \"Named\" { version \"1\" }\nuse a.words\n" + std::string(rules) + "examples from \"gaps.csv\"\n");
  const Finished out = run({"run", "a/named.fair", "--records", "records", "--as-at", "2026-04-01", "--out", "a"});
  EXPECT_EQ(out.exit_code, 4) << out.err;
  EXPECT_TRUE(exists("a/gaps.csv"));
  const Finished no_folder = run({"test", "a/main.fair", "--junit", "nowhere/j.xml"});
  EXPECT_EQ(no_folder.exit_code, 4);
  EXPECT_TRUE(has(no_folder.err, "No such file or directory"));
  EXPECT_EQ(run({"lock", "a/plain.fair", "--locked"}).exit_code, 2);
  EXPECT_EQ(run({"new", "b.c", "--locked"}).exit_code, 2);
}

TEST_F(Hostile, WhatXmlHasNoPlaceForIsReplaced) {
  const std::string no = "\xEF\xBF\xBD";
  const std::vector<std::pair<std::string, std::string>> all = {
      {"caf\xC3\xA9 \xF0\x9F\x98\x80\t\r\n", "caf\xC3\xA9 \xF0\x9F\x98\x80\t\r\n"},
      {std::string("a\0b", 3), "a" + no + "b"},
      {"\x1B[2J\x0C", no + "[2J" + no},
      {"a\xEF\xBF\xBE\xEF\xBF\xBF", "a" + no + no},
      {"\xED\xA0\x80", no + no + no},  // half of a pair
      {"caf\xE9", "caf" + no},
      {"\xC3", no},
  };
  for (const auto& [from, to] : all) EXPECT_EQ(base::for_xml(from), to);
  EXPECT_EQ(base::escaped_html("<\x01\xFF>"), "&lt;" + no + no + "&gt;");
  write("bad\xFF.fair", "framework bad \"Bad\" { version \"1\" }\n");
  EXPECT_EQ(run({"test", "bad\xFF.fair", "--junit", "j.xml"}).exit_code, 0);
  EXPECT_TRUE(has(text("j.xml"), "name=\"bad" + no + ".fair\""));
}

TEST_F(Hostile, TooLittleMemoryIsTheLimitsOwnError) {
  const auto program = harness::program_to_measure();
  if (!program) GTEST_SKIP() << harness::nothing_to_measure;
  std::string families = "family_id,colour\n";
  for (int i = 0; i < 20'000; ++i) families += "F" + std::to_string(i) + ",red\n";
  write("many/families.csv", families);
  for (int megabytes = 1; megabytes <= 12; ++megabytes) {
    const std::string limit = std::to_string(megabytes) + "M";
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
             {"check", "a/main.fair"},
             {"test", "a/main.fair"},
             {"run", "a/plain.fair", "--records", "many", "--as-at", "2026-04-01", "--threads", "4", "--out", "out" + limit}}) {
      std::vector<std::string> limited = command;
      limited.insert(limited.end(), {"--max-memory", limit});
      const Finished done = harness::run_program(limited, folder.path(), {}, *program);
      EXPECT_TRUE(done.exit_code == 0 || has(done.err, "more memory is needed than `--max-memory " + limit))
          << command[0] << ' ' << done.exit_code << ' ' << done.err;
      EXPECT_LE(done.exit_code, 3) << command[0] << ' ' << limit << ' ' << done.err;
    }
  }
}

TEST_F(Hostile, AFileThatCanNotBeReadHasItsPlaceForPrograms) {
  EXPECT_TRUE(has(run({"check", "nowhere.fair", "--format", "json"}).out, "\"file\": \"nowhere.fair\""));
  const std::string sarif = run({"check", "nowhere.fair", "--format", "sarif"}).out;
  EXPECT_TRUE(has(sarif, "\"uri\": \"nowhere.fair\""));
  EXPECT_FALSE(has(sarif, "\"locations\": []"));
}

TEST_F(Hostile, LimitsHoldInBundlesAndForWhatIsShown) {
  write("a/plain.fair", text("a/plain.fair") + "# " + std::string(3'000, 'x') + "\n");
  ASSERT_EQ(run({"bundle", "a/plain.fair", "-o", "plain.bundle"}).exit_code, 0);
  EXPECT_EQ(run({"check", "plain.bundle"}).exit_code, 0);
  const Finished large = run({"check", "plain.bundle", "--max-file", "2K"});
  EXPECT_EQ(large.exit_code, 1);
  EXPECT_TRUE(has(large.err, "`a/plain.fair` is over the limit of 2048 bytes"));
  write("wrong.fair", "framework wrong \"Wrong\" { version \"1\" }\nrecord ?\nrecord ?\nrecord ?\n");
  const Finished one = run({"check", "wrong.fair", "--max-errors", "1"});
  EXPECT_EQ(one.exit_code, 1);
  EXPECT_TRUE(has(one.err, "3 errors; 2 of them not shown (--max-errors)"));
  EXPECT_FALSE(has(one.err, "wrong.fair:3:"));
  EXPECT_TRUE(has(run({"check", "wrong.fair", "--max-errors", "1", "--format", "json"}).out, "\"left_out\": 2"));
  EXPECT_TRUE(has(run({"check", "wrong.fair", "--max-errors", "1", "--format", "sarif"}).out, "\"leftOut\": 2"));
  EXPECT_TRUE(has(run({"test", "wrong.fair", "--max-errors", "1"}).err, "2 of them not shown"));
  write("idle.fair",
        text("a/plain.fair") + "define one for family means colour is red\ndefine two for family means colour is red\n");
  write("idle.fair",
        "framework idle \"Idle\" { version \"1\" }\n" + text("idle.fair").substr(text("idle.fair").find('\n') + 1));
  const Finished warned = run({"check", "idle.fair", "--max-errors", "1"});
  EXPECT_EQ(warned.exit_code, 0) << warned.err;
  EXPECT_TRUE(has(warned.err, "not shown (--max-errors)"));
}

TEST_F(Hostile, CharactersThatCanNotBeSeenAreRefusedWhereTheyStand) {
  for (const std::string& hidden : {std::string("\0", 1), std::string("\x1B"), std::string("\x7F"), std::string("\xC2\x9B"),
                                    std::string("\xE2\x80\xAE"), std::string("\xE2\x81\xA6"), std::string("\xEF\xBF\xBE")}) {
    write("h.fair", "framework h \"Ti" + hidden + "tle\" { version \"1\" }\n");
    const Finished done = run({"check", "h.fair"});
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_TRUE(has(done.err, "h.fair:1:16: error[FS0111]"));
    EXPECT_FALSE(has(done.err, hidden));
  }
  write("h.fair",
        "framework h \"Caf\xC3\xA9 \xE2\x80\x93 \xE2\x80\x9Cx\xE2\x80\x9D \xEF\xBC\x81\" {\r\n\tversion \"1\"\r\n}\r\n");
  EXPECT_EQ(run({"check", "h.fair"}).exit_code, 0) << run({"check", "h.fair"}).err;
}

TEST_F(Hostile, ACheckoutWithOtherLineEndsIsBundledAlike) {
  write("a/rows.fair",
        "framework a.rows \"Rows\" { version \"1\" }\nuse a.words\n" + std::string(rules) + "examples from \"rows.csv\"\n");
  write("a/rows.csv", text("a/main.lock"));
  ASSERT_EQ(run({"bundle", "a/rows.fair", "-o", "lf.bundle"}).exit_code, 0);
  for (const char* file : {"a/rows.fair", "a/words.fair", "a/rows.csv"}) {
    std::string crlf;
    for (const char c : text(file)) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    write(file, crlf);
  }
  ASSERT_EQ(run({"bundle", "a/rows.fair", "-o", "crlf.bundle"}).exit_code, 0);
  EXPECT_EQ(text("crlf.bundle"), text("lf.bundle"));
  EXPECT_EQ(run({"test", "crlf.bundle"}).exit_code, 0);
}

TEST_F(Hostile, WhereItCanNotBeToldNothingIsLeft) {
  ASSERT_EQ(run({"bundle", "a/plain.fair", "-o", "plain.bundle"}).exit_code, 0);
  for (const char* command : {"run a/plain.fair --records records --as-at 2026-04-01 --out made",
                              "synth a/plain.fair --out made", "unbundle plain.bundle --out made", "new made.first"}) {
    const Finished done = run_full(command);
    EXPECT_EQ(done.exit_code, 4) << command << '\n' << done.err;
    EXPECT_TRUE(has(done.err, "standard output could not be written"));
    EXPECT_FALSE(exists("made")) << command;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder.path()))
      EXPECT_EQ(entry.path().filename().string().find("made"), std::string::npos) << entry.path();
  }
  EXPECT_EQ(run_full("run a/plain.fair --records records --as-at 2026-04-01 --out made --quiet").exit_code, 0);
  EXPECT_TRUE(exists("made/report.html")) << "nothing to tell";
}

// --- areas on areas

TEST_F(Hostile, AnAreaIsComparedWithTheCoreThatItBuildsOnDirectly) {
  write("core.fair", "framework core \"Core\" { version \"1\" }\nuse a.words\n" + std::string(rules) +
                         "unit visit, visits\noutcome well \"Well\" {\n  source \"Made up\"\n}\n"
                         "core offer visits for family \"Visits\" {\n  tier high\n  amount 2 visits\n  serves well\n}\n");
  const auto area = [&](const std::string& name, const std::string& on, const std::string& changes) {
    write(name + ".fair",
          "framework " + name + " \"Area\" {\n  version \"1\"\n  builds on " + on + "\n}\nuse a.words\n" + changes);
    return run({"conform", name + ".fair"});
  };
  const std::string more =
      "adapt offer visits { amount 4 visits } because \"More\"\nadapt parameter few to 12 because \"Far\"\n";
  const Finished middle = area("middle", "core", more);
  ASSERT_EQ(middle.exit_code, 0) << middle.err;
  EXPECT_TRUE(has(middle.out, "nowhere weaker than its core.\n"));
  EXPECT_TRUE(has(middle.out, "\n    amount 2 visits → amount 4 visits\n"));
  const Finished local = area("local", "middle", "adapt offer visits { amount 5 visits } because \"Still more\"\n");
  EXPECT_EQ(local.exit_code, 0) << local.err;
  EXPECT_TRUE(has(local.out, "nowhere weaker than its cores.\n"));
  EXPECT_TRUE(has(local.out, "\n    of middle: amount 4 visits → amount 5 visits\n"));
  const Finished back = area("back", "middle", "adapt offer visits { amount 3 visits } because \"Less\"\n");
  EXPECT_EQ(back.exit_code, 1) << "more than the first core, and less than the one that it builds on\n" << back.out;
  EXPECT_TRUE(has(back.err, "3 visits is less than the core's 4 visits"));
  EXPECT_TRUE(has(back.err, "--> middle.fair:"));
  const Finished dated =
      area("dated", "core", "adapt parameter few {\n  from 2026-04-01 to 2026-09-30  12\n} because \"Winter\"\n");
  EXPECT_TRUE(has(dated.out, "13 → 13 to 2026-03-31, 12 from 2026-04-01 to 2026-09-30, 13 from 2026-10-01")) << dated.err;
  const Finished twice =
      area("twice", "core", "adapt parameter few to 12 because \"A\"\nadapt parameter few to 11 because \"B\"\n");
  EXPECT_EQ(twice.exit_code, 1);
  EXPECT_TRUE(has(twice.err, "twice.fair:7:17: error[FS"));
  EXPECT_TRUE(has(twice.err, "`few` is adapted twice in this file"));
  EXPECT_TRUE(has(twice.err, "the first is here"));
  for (const char* reason : {"\"\"", "\"  \""}) {
    const Finished why = area("why", "core", "adapt parameter few to 12 because " + std::string(reason) + "\n");
    EXPECT_EQ(why.exit_code, 1);
    EXPECT_TRUE(has(why.err, "it is not said why `few` is changed"));
  }
}

}  // namespace
}  // namespace fairstart::contract::hostile_test
