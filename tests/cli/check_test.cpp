// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "tests/cli/small.hpp"

namespace fairstart::cli::check_test {
namespace {

using harness::run_program;

TEST_F(Small, CheckOfASoundFileIsFine) {
  const auto finished = run_program({"check", framework});
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(holds(finished.out, "1 file checked, no errors"));
  EXPECT_TRUE(holds(finished.out, "2027-06-30  review by       parameter `low-income`"));
  EXPECT_EQ(finished.err, "");
}

TEST_F(Small, StandardInputIsBoundedAndItsTroublesAreTold) {
  const auto endless = harness::run_command("yes '# x' | '" FAIRSTART_PROGRAM "' check -");
  EXPECT_EQ(endless.exit_code, exit_found);
  EXPECT_TRUE(holds(endless.err, "can't read standard input: it is over the limit of 16 MB"));
  const auto from_folder = harness::run_command("'" FAIRSTART_PROGRAM "' check - < /");
  EXPECT_EQ(from_folder.exit_code, exit_found);
  EXPECT_TRUE(holds(from_folder.err, "can't read standard input: it is a folder, not a file"));
  const auto closed = harness::run_command("'" FAIRSTART_PROGRAM "' fmt - <&-");
  EXPECT_EQ(closed.exit_code, exit_found);
  EXPECT_TRUE(holds(closed.err, "can't read standard input"));
}

TEST_F(Small, CheckReadsStandardInput) {
  EXPECT_EQ(run_program({"check", "-"}, {}, framework_text).exit_code, exit_fine);
  const auto wrong = run_program({"check", "-"}, {}, "framework a.b \"A\" { version \"1\" }\ndefine\n");
  EXPECT_EQ(wrong.exit_code, exit_found);
  EXPECT_TRUE(holds(wrong.err, "-:"));
}

struct Mistake {
  const char* text;
  const char* code;
  const char* place;
};

// A mistake after the sound framework, on its line 50.
TEST_F(Small, MistakesAreToldWithTheirPlaces) {
  const std::vector<Mistake> all = {
      {"define d for family = lone-parent", "FS0101", ":50:21:"},
      {"define d for family means lone-parnt", "FS0201", ":50:27:"},
      {"define d for person means age is under 3 days and 9 months is under 3 days", "FS0303", ":50:"},
      {"define d for person means any contact where (kind is birth-vist)", "FS0306", ":50:"},
      {"define d for family means lone-parent and (", "FS01", ":50:"},
      {"tiers t for family { a \"A\" when lone-parent }", "FS0403", ":50:"},
      {"offer o for family { when }", "FS0101", ":50:"},
      {"record r, rs { key }", "FS0101", ":50:"},
      {"codes c { , }", "FS0101", ":50:"},
      {"role r is family", "FS0101", ":50:"},
      {"parameter p { value 3 }", "FS0101", ":50:"},
      {"score s for family { 3 }", "FS0101", ":50:"},
      {"outcome o { }", "FS0101", ":50:"},
      {"example \"e\" { }", "FS0101", ":50:"},
      {"mapping m { }", "FS0101", ":50:"},
      {"unit", "FS0101", ":5"},
  };
  const std::string base = framework_text;
  const auto lines = std::count(base.begin(), base.end(), '\n');
  for (const Mistake& mistake : all) {
    std::string text = base;
    text.append(static_cast<std::size_t>(49 - lines % 50), '\n');
    // The mistake's line counts from 1; what stands before it ends with a line end.
    const std::string place = mistake.place;
    const auto line = std::count(text.begin(), text.end(), '\n') + 1;
    const std::string wanted = place == ":5" ? ":" + std::to_string(line) : ":" + std::to_string(line) + place.substr(3);
    const std::string file = folder.write("wrong.fair", text + mistake.text + '\n').string();
    const auto finished = run_program({"check", file});
    EXPECT_EQ(finished.exit_code, exit_found) << mistake.text;
    EXPECT_TRUE(holds(finished.err, std::string("error[") + mistake.code)) << mistake.text;
    EXPECT_TRUE(holds(finished.err, file + (place == ":5" ? ":" : wanted))) << mistake.text;
    EXPECT_EQ(finished.out, "") << mistake.text;
  }
}

TEST_F(Small, OneRunTellsTheMistakesOfEveryDeclaration) {
  const std::string file =
      folder
          .write("wrong.fair", std::string(framework_text) +
                                   "define a for family = b\n\ndefine c for family means nobody-knows\n\noffer d for { }\n")
          .string();
  const auto finished = run_program({"check", file});
  EXPECT_EQ(finished.exit_code, exit_found);
  EXPECT_TRUE(holds(finished.err, "FS0201"));
  EXPECT_TRUE(holds(finished.err, "3 errors"));
}

TEST_F(Small, FilesThatCanNotBeReadAreToldByName) {
  for (const std::string& file : {at("nowhere.fair"), folder.path().string()}) {
    const auto finished = run_program({"check", file});
    EXPECT_EQ(finished.exit_code, exit_found) << file;
    EXPECT_TRUE(holds(finished.err, "FS0103"));
    EXPECT_TRUE(holds(finished.err, file));
  }
  const std::string latin = folder.write("latin.fair", "framework a.b \"caf\xe9\" { }\n").string();
  EXPECT_TRUE(holds(run_program({"check", latin}).err, latin));
  EXPECT_EQ(run_program({"check", latin}).exit_code, exit_found);
  EXPECT_EQ(run_program({"check", folder.write("empty.fair", "").string()}).exit_code, exit_found);
}

TEST_F(Small, JsonAndSarifAreOneDocumentForAllFiles) {
  const std::string wrong =
      folder.write("wrong.fair", std::string(framework_text) + "define a for family means nobody\n").string();
  const auto json = run_program({"check", framework, wrong, "--format", "json"});
  EXPECT_EQ(json.exit_code, exit_found);
  EXPECT_EQ(json.err, "");
  const auto document = nlohmann::json::parse(json.out);
  ASSERT_EQ(document["diagnostics"].size(), 1U);
  EXPECT_EQ(document["diagnostics"][0]["file"], wrong);
  const auto sarif = run_program({"check", framework, wrong, "--format", "sarif"});
  EXPECT_EQ(sarif.exit_code, exit_found);
  EXPECT_EQ(nlohmann::json::parse(sarif.out)["runs"][0]["results"].size(), 1U);
  EXPECT_EQ(run_program({"check", framework, "--format", "json"}).exit_code, exit_fine);
}

TEST_F(Small, DatesAreJudgedOnlyWhenAsked) {
  EXPECT_EQ(run_program({"check", framework, "--as-at", "2026-04-01"}).exit_code, exit_fine);
  const auto soon = run_program({"check", framework, "--as-at", "2027-03-31"});
  EXPECT_EQ(soon.exit_code, exit_fine) << soon.err;
  const auto near = run_program({"check", framework, "--as-at", "2027-04-01"});
  EXPECT_EQ(near.exit_code, exit_fine);
  EXPECT_TRUE(holds(near.err, "FS0704"));
  EXPECT_TRUE(holds(near.err, "FS0706"));
  EXPECT_EQ(run_program({"check", framework, "--as-at", "2027-04-01", "--strict"}).exit_code, exit_found);
  const auto passed = run_program({"check", framework, "--as-at", "2027-07-01"});
  EXPECT_EQ(passed.exit_code, exit_found);
  EXPECT_TRUE(holds(passed.err, "FS0705"));
}

TEST_F(Small, LibrariesComeFromOptionsAndTheEnvironment) {
  folder.write("lib/county/common.fair", "library county.common \"Common\" { version \"1\" }\n");
  const std::string user =
      folder.write("user/user.fair", "framework local.user \"User\" { version \"1\" }\nuse county.common\n").string();
  const auto without = run_program({"check", user});
  EXPECT_EQ(without.exit_code, exit_found);
  EXPECT_TRUE(holds(without.err, "FS0202"));
  EXPECT_EQ(run_program({"check", user, "--library", at("lib")}).exit_code, exit_fine);
  const auto environment =
      harness::run_command("FAIRSTART_PATH=:'" + at("lib") + "' '" FAIRSTART_PROGRAM "' check '" + user + "'");
  EXPECT_EQ(environment.exit_code, exit_fine) << environment.err;
  const auto missing =
      harness::run_command("FAIRSTART_PATH=/nowhere:'" + at("lib") + "' '" FAIRSTART_PROGRAM "' check '" + user + "'");
  EXPECT_EQ(missing.exit_code, exit_usage);
  EXPECT_TRUE(holds(missing.err, "`/nowhere`, which FAIRSTART_PATH lists, is not a folder"));
}

TEST_F(Small, ModulesBesideAFileAreFoundFromWhateverFolderItIsNamed) {
  folder.write("county/common.fair", "library county.common \"Common\" { version \"1\" }\n");
  folder.write("county/user.fair", "framework county.user \"User\" { version \"1\" }\nuse county.common\n");
  for (const auto& [from, named] : std::vector<std::pair<std::string, std::string>>{
           {"", "county/user.fair"}, {"county", "user.fair"}, {"county", "./user.fair"}, {"county", "../county/user.fair"}}) {
    const auto finished = run_program({"check", named}, folder.path() / from);
    EXPECT_EQ(finished.exit_code, exit_fine) << named << '\n' << finished.err;
  }
  // A folder of another name is no part of the module's path.
  folder.write("other/user.fair", "framework county.user \"User\" { version \"1\" }\nuse county.common\n");
  EXPECT_EQ(run_program({"check", "user.fair"}, folder.path() / "other").exit_code, exit_found);
}

TEST_F(Small, TheStandardLibraryIsFoundBesideAnInstalledProgram) {
  namespace fs = std::filesystem;
  fs::create_directories(at("prefix/bin"));
  fs::copy_file(FAIRSTART_PROGRAM, at("prefix/bin/fairstart"));
  folder.write("prefix/share/fairstart/stdlib/only/here.fair", "library only.here \"Here\" { version \"1\" }\n");
  const std::string user =
      folder.write("user/user.fair", "framework local.user \"User\" { version \"1\" }\nuse only.here\n").string();
  EXPECT_EQ(harness::run_command("'" + at("prefix/bin/fairstart") + "' check '" + user + "'").exit_code, exit_fine);
  EXPECT_EQ(run_program({"check", user}).exit_code, exit_found);
}

TEST_F(Small, LogsGoToStandardErrorAsAsked) {
  EXPECT_EQ(run_program({"check", framework}).err, "");
  EXPECT_TRUE(holds(run_program({"check", framework, "--log-level", "info"}).err, "fairstart: info: "));
  const auto json = run_program({"check", framework, "--log-level", "info", "--log-json"});
  EXPECT_EQ(nlohmann::json::parse(json.err.substr(0, json.err.find('\n')))["level"], "info");
  EXPECT_EQ(run_program({"check", framework, "--log-level", "info"}).out, run_program({"check", framework}).out);
}

TEST_F(Small, FmtWritesInPlaceOnlyWhatChanges) {
  const std::string rough =
      folder.write("rough.fair", "framework a.b \"A\" {version \"1\"}\n\n\n\nunit x,xs # an x\n").string();
  const std::string laid_out = "framework a.b \"A\" { version \"1\" }\n\nunit x, xs  # an x\n";
  const auto check = run_program({"fmt", "--check", rough});
  EXPECT_EQ(check.exit_code, exit_found);
  EXPECT_EQ(check.out, rough + "\n");
  EXPECT_EQ(run_program({"fmt", rough}).exit_code, exit_fine);
  EXPECT_EQ(harness::read_file(rough), laid_out);
  const auto again = run_program({"fmt", "--check", rough});
  EXPECT_EQ(again.exit_code, exit_fine);
  EXPECT_EQ(again.out, "");
  const auto piped = run_program({"fmt", "-"}, {}, "framework a.b \"A\" {version \"1\"}\n\n\n\nunit x,xs # an x\n");
  EXPECT_EQ(piped.exit_code, exit_fine);
  EXPECT_EQ(piped.out, laid_out);
}

TEST_F(Small, FmtLeavesFilesWithMistakesAlone) {
  const std::string text = "framework a.b   \"A\" { version \"1\" }\ndefine x\n";
  const std::string wrong = folder.write("wrong.fair", text).string();
  const auto finished = run_program({"fmt", wrong});
  EXPECT_EQ(finished.exit_code, exit_found);
  EXPECT_TRUE(holds(finished.err, wrong + ":2:"));
  EXPECT_EQ(harness::read_file(wrong), text);
}

TEST_F(Small, FmtSaysWhatItCanNotWrite) {
  const auto piped =
      harness::run_command("echo 'framework a.b   \"A\" { version \"1\" }' | '" FAIRSTART_PROGRAM "' fmt - >/dev/full");
  EXPECT_EQ(piped.exit_code, exit_output);
  const std::string rough = folder.write("rough.fair", "framework a.b   \"A\" { version \"1\" }\nunit x,xs\n").string();
  const auto finished =
      harness::run_command("trap '' XFSZ; ulimit -f 0; '" FAIRSTART_PROGRAM "' fmt '" + rough + "' 2>/dev/null");
  EXPECT_EQ(finished.exit_code, exit_output);
  EXPECT_EQ(harness::read_file(rough), "framework a.b   \"A\" { version \"1\" }\nunit x,xs\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 3) << "a file was left behind";
}

TEST_F(Small, FmtKeepsLinksAndPermissions) {
  namespace fs = std::filesystem;
  const std::string rough = folder.write("rough.fair", "framework a.b   \"A\" { version \"1\" }\n").string();
  fs::permissions(rough, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  const auto before = fs::status(rough).permissions();
  fs::create_symlink(rough, at("link.fair"));
  EXPECT_EQ(run_program({"fmt", at("link.fair")}).exit_code, exit_fine);
  EXPECT_TRUE(fs::is_symlink(at("link.fair")));
  EXPECT_EQ(harness::read_file(rough), "framework a.b \"A\" { version \"1\" }\n");
  EXPECT_EQ(fs::status(rough).permissions(), before);
}

TEST_F(Small, TestRunsTheExamples) {
  const auto finished = run_program({"test", framework});
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(holds(finished.out, "  ok    Low income\n"));
  EXPECT_TRUE(finished.out.ends_with("2 examples, 0 failed\n")) << finished.out;
  const auto one = run_program({"test", framework, "--filter", "High"});
  EXPECT_TRUE(one.out.ends_with("1 example, 0 failed\n")) << one.out;
}

TEST_F(Small, TestSaysWhichFilesItCouldNotRun) {
  const std::string broken = folder.write("broken.fair", "framework a.b \"A\" { version \"1\" }\nunit\n").string();
  const auto finished = run_program({"test", framework, broken});
  EXPECT_EQ(finished.exit_code, exit_found);
  EXPECT_TRUE(finished.out.ends_with("2 examples, 0 failed; 1 file not run because of errors\n")) << finished.out;
}

TEST_F(Small, AFailedExampleShowsBothSides) {
  std::string text = framework_text;
  text.replace(text.find("expect support universal"), 24, "expect support targeted");
  const std::string wrong = folder.write("wrong.fair", text).string();
  const auto finished = run_program({"test", wrong, "--junit", at("out.xml")});
  EXPECT_EQ(finished.exit_code, exit_found);
  EXPECT_TRUE(holds(finished.out, "  FAIL  High income"));
  EXPECT_TRUE(holds(finished.out, "FS0502"));
  EXPECT_TRUE(holds(finished.out, "expected  support targeted"));
  EXPECT_TRUE(holds(finished.out, "got       support universal"));
  EXPECT_TRUE(holds(finished.out, "2 examples, 1 failed"));
  EXPECT_TRUE(holds(harness::read_file(at("out.xml")), "<testsuites tests=\"2\" failures=\"1\""));
  EXPECT_EQ(run_program({"test", framework, "--junit", "/dev/full"}).exit_code, exit_output);
}

}  // namespace
}  // namespace fairstart::cli::check_test
