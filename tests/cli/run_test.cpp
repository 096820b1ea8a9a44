// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "tests/cli/small.hpp"

namespace fairstart::cli::run_test {
namespace {

namespace fs = std::filesystem;
using harness::run_program;

TEST_F(Small, RunWritesEveryOutput) {
  const auto finished = run();
  ASSERT_EQ(finished.exit_code, exit_fine) << finished.err;
  for (const char* file :
       {"families.csv", "offers.csv", "indicators.csv", "report.json", "report.html", "manifest.json", "rejects.csv"}) {
    EXPECT_TRUE(fs::exists(fs::path(out()) / file)) << file;
  }
  EXPECT_TRUE(holds(finished.out, "Small (1), as at 1 April 2026\n3 families\n"));
  EXPECT_TRUE(holds(finished.out, "Support: Universal 2, Targeted 1; 1 could be higher"));
  EXPECT_TRUE(holds(finished.out, "Report: " + out() + "/report.html"));
  const std::string rows = harness::read_file(fs::path(out()) / "families.csv");
  EXPECT_TRUE(holds(rows, "F1,targeted"));
  EXPECT_TRUE(holds(rows, "F3,universal,targeted"));
  EXPECT_TRUE(holds(rows, "income of F3"));
}

TEST_F(Small, TheOutputsAreTheSameWhateverTheMachineDoes) {
  ASSERT_EQ(run().exit_code, exit_fine);
  const auto first = outputs();
  ASSERT_FALSE(first.empty());
  for (const std::vector<std::string>& how : {std::vector<std::string>{"--threads", "2"},
                                              {"--chunk", "1"},
                                              {"--evaluator", "reference"},
                                              {"--threads", "2", "--chunk", "2", "--quiet"}}) {
    const auto finished = run(how);
    ASSERT_EQ(finished.exit_code, exit_fine) << finished.err;
    EXPECT_EQ(outputs(), first) << how.front();
  }
}

TEST_F(Small, QuietSaysNothing) {
  const auto finished = run({"--quiet"});
  EXPECT_EQ(finished.exit_code, exit_fine);
  EXPECT_EQ(finished.out, "");
  EXPECT_EQ(finished.err, "");
}

TEST_F(Small, OnlyTheFormatsAskedForAreWritten) {
  ASSERT_EQ(run().exit_code, exit_fine);
  const auto finished = run({"--format", "json"});
  ASSERT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(fs::exists(fs::path(out()) / "report.json"));
  EXPECT_FALSE(fs::exists(fs::path(out()) / "families.csv"));
  EXPECT_FALSE(fs::exists(fs::path(out()) / "report.html"));
}

TEST_F(Small, FoldersAroundTheOutputsAreMade) {
  const auto finished =
      run_program({"run", framework, "--records", records(), "--as-at", "2026-04-01", "--out", at("a/b/c"), "--quiet"});
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(fs::exists(at("a/b/c/families.csv")));
  fs::remove_all(records());
  EXPECT_EQ(run_program({"run", framework, "--records", records(), "--as-at", "2026-04-01", "--out", at("d/e/f")}).exit_code,
            exit_records);
  EXPECT_FALSE(fs::exists(at("d")));
}

TEST_F(Small, RecordsAreNeverTakenForEarlierOutputs) {
  const auto into = [&](const std::string& out_folder) {
    return run_program({"run", framework, "--records", records(), "--as-at", "2026-04-01", "--out", out_folder});
  };
  fs::create_directory_symlink(records(), at("link"));
  for (const std::string& folder_given : {records(), records() + "/", at("link")}) {
    const auto finished = into(folder_given);
    EXPECT_EQ(finished.exit_code, exit_output) << folder_given;
    EXPECT_TRUE(holds(finished.err, "the records are read from there"));
  }
  // Someone else's records.
  fs::copy(records(), at("others"));
  const auto finished = into(at("others"));
  EXPECT_EQ(finished.exit_code, exit_output);
  EXPECT_TRUE(holds(finished.err, "its `families.csv` is not from a run"));
  for (const std::string& at_risk : {records(), at("others")}) {
    EXPECT_EQ(harness::read_file(fs::path(at_risk) / "families.csv"), families);
    EXPECT_EQ(harness::read_file(fs::path(at_risk) / "people.csv"), people);
  }
}

TEST_F(Small, ClosedStandardStreamsNeverEndInTheOutputs) {
  ASSERT_EQ(run().exit_code, exit_fine);
  const auto first = outputs();
  const std::string line = "'" FAIRSTART_PROGRAM "' run '" + framework + "' --records '" + records() +
                           "' --as-at 2026-04-01 --out '" + out() + "' --quiet --log-level debug ";
  for (const char* closed : {"<&- 2>&-", "<&- >&- 2>&-", "2>&-"}) {
    harness::run_command(line + closed);
    EXPECT_EQ(outputs(), first) << closed;
  }
}

TEST_F(Small, AFileOverTheLimitIsAFailureToWrite) {
  const auto finished = harness::run_command("ulimit -f 1; '" FAIRSTART_PROGRAM "' run '" + framework + "' --records '" +
                                             records() + "' --as-at 2026-04-01 --out '" + out() + "'");
  EXPECT_EQ(finished.exit_code, exit_output);
  EXPECT_TRUE(holds(finished.err, "File too large"));
  for (const auto& entry : fs::directory_iterator(folder.path()))
    EXPECT_EQ(entry.path().filename().string().find("partial"), std::string::npos) << entry.path();
}

TEST_F(Small, ThePeriodMayEndOnAnotherDayThanAsAt) {
  const auto finished = run({"--period", "2025-10-01..2026-03-31"});
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(holds(harness::read_file(fs::path(out()) / "indicators.csv"), "2025-10-01,2026-03-31"));
  ASSERT_EQ(run().exit_code, exit_fine);
  EXPECT_TRUE(holds(harness::read_file(fs::path(out()) / "indicators.csv"), "2025-04-02,2026-04-01"));
}

TEST_F(Small, AParameterWithoutValueThenStopsTheRun) {
  ASSERT_EQ(run().exit_code, exit_fine);
  const auto before = outputs();
  const auto finished = run_program({"run", framework, "--records", records(), "--as-at", "2027-04-01", "--out", out()});
  EXPECT_EQ(finished.exit_code, exit_found);
  EXPECT_TRUE(holds(finished.err, "FS0701"));
  EXPECT_TRUE(holds(finished.err, "`low-income` has no value on 2027-04-01"));
  EXPECT_EQ(outputs(), before);
}

TEST_F(Small, ALibraryCanNotBeRun) {
  const std::string library = folder.write("lib.fair", "library a.b \"A\" { version \"1\" }\n").string();
  EXPECT_EQ(run_program({"run", library, "--records", records(), "--as-at", "2026-04-01", "--out", out()}).exit_code,
            exit_usage);
}

TEST_F(Small, AFrameworkWithMistakesIsNotRun) {
  const std::string wrong =
      folder.write("wrong.fair", std::string(framework_text) + "define x for family means nobody\n").string();
  EXPECT_EQ(run_program({"run", wrong, "--records", records(), "--as-at", "2026-04-01", "--out", out()}).exit_code, exit_found);
  EXPECT_FALSE(fs::exists(out()));
}

// --- Records that can't be used: exit 3, a place, nothing written

struct Spoilt {
  const char* what;
  const char* file;
  std::string text;
  const char* says;
};

TEST_F(Small, RecordsThatCanNotBeUsedStopTheRun) {
  const std::vector<Spoilt> all = {
      {"a missing key column", "families.csv", "income\n1\n", "families.csv"},
      {"a missing owner column", "people.csv", "person_id,date_of_birth\nP1,2024-01-01\n", "people.csv"},
      {"a heading twice", "families.csv", "family_id,income,income\nF1,1,2\n", "families.csv"},
      {"an empty file", "families.csv", "", "families.csv"},
      {"a quote that never closes", "families.csv", "family_id,income\n\"F1,2\nF2,3\n", "families.csv:2"},
      {"a line of 20 MB", "families.csv", "family_id,income\nF1," + std::string(20U << 20U, '1') + "\n", "families.csv:2"},
  };
  for (const Spoilt& spoilt : all) {
    write("families.csv", families);
    write("people.csv", people);
    write(spoilt.file, spoilt.text);
    const auto finished = run();
    EXPECT_EQ(finished.exit_code, exit_records) << spoilt.what << '\n' << finished.err.substr(0, 2000);
    EXPECT_TRUE(holds(finished.err.substr(0, 4000), spoilt.says)) << spoilt.what;
    EXPECT_FALSE(fs::exists(out())) << spoilt.what;
  }
}

TEST_F(Small, AMissingRootFileOrFolderStopsTheRun) {
  fs::remove(fs::path(records()) / "families.csv");
  auto finished = run();
  EXPECT_EQ(finished.exit_code, exit_records);
  EXPECT_TRUE(holds(finished.err, "FS0601"));
  EXPECT_TRUE(holds(finished.err, "families.csv"));
  fs::create_directory(fs::path(records()) / "families.csv");
  finished = run();
  EXPECT_EQ(finished.exit_code, exit_records);
  EXPECT_TRUE(holds(finished.err, "families.csv"));
  fs::remove_all(records());
  finished = run();
  EXPECT_EQ(finished.exit_code, exit_records);
  EXPECT_TRUE(holds(finished.err, "FS0601"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(Small, RowsAndCellsThatCanNotBeUsedAreNamedAndTheRestIsUsed) {
  write("families.csv", "family_id,income,lone_parent\nF1,21000,yes\nF2,much,no\nF1,3,no\n,4,no\n");
  write("people.csv", "person_id,family_id,date_of_birth\nP1,F1,2025-02-30\nP2,F9,2026-03-25\n");
  write("contacts.csv", "contact_id,person_id,date,kind\nC1,P1,2025-03-12,carrier-pigeon\n");
  const auto finished = run();
  ASSERT_EQ(finished.exit_code, exit_fine) << finished.err;
  const std::string rejects = harness::read_file(fs::path(out()) / "rejects.csv");
  for (const char* place : {"families.csv,3,income", "families.csv,4,family_id", "families.csv,5,family_id",
                            "people.csv,2,date_of_birth", "people.csv,3,family_id", "contacts.csv,2,kind"}) {
    EXPECT_TRUE(holds(rejects, place));
  }
  for (const char* value : {"much", "carrier-pigeon", "2025-02-30"}) {
    EXPECT_EQ(rejects.find(value), std::string::npos) << "a value of a record is in rejects.csv";
    EXPECT_EQ(finished.err.find(value), std::string::npos) << "a value of a record is on standard error";
  }
  EXPECT_TRUE(holds(finished.err, "FS0611"));
  const auto strict = run({"--max-rejects", "2"});
  EXPECT_EQ(strict.exit_code, exit_records);
  EXPECT_TRUE(holds(strict.err, "FS0604"));
}

TEST_F(Small, MissingFilesAndColumnsAreSaidOnce) {
  fs::remove(fs::path(records()) / "contacts.csv");
  write("families.csv", "family_id,lone_parent\nF1,yes\n");
  const auto finished = run();
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(holds(finished.err, "FS0606"));
  EXPECT_TRUE(holds(finished.err, "FS0607"));
}

// --- Outputs that can't be written: exit 4, and what was there stays

TEST_F(Small, AnOutputFolderThatIsAFileIsRefused) {
  folder.write("out", "mine");
  const auto finished = run();
  EXPECT_EQ(finished.exit_code, exit_output);
  EXPECT_TRUE(holds(finished.err, "FS0702"));
  EXPECT_EQ(harness::read_file(out()), "mine");
}

TEST_F(Small, AFullDiskLeavesWhatWasThere) {
  // The limit on the size of a file stands for a disk that fills up as the outputs are written.
  ASSERT_EQ(run().exit_code, exit_fine);
  const auto before = outputs();
  const auto finished = harness::run_command("trap '' XFSZ; ulimit -f 8; '" FAIRSTART_PROGRAM "' run '" + framework +
                                             "' --records '" + records() + "' --as-at 2026-04-01 --out '" + out() + "'");
  EXPECT_EQ(finished.exit_code, exit_output) << finished.err;
  EXPECT_TRUE(holds(finished.err, "FS0702"));
  EXPECT_EQ(outputs(), before);
}

TEST_F(Small, AFolderThatMayNotBeWrittenIsRefused) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  fs::create_directory(at("locked"));
  fs::permissions(at("locked"), fs::perms::owner_read | fs::perms::owner_exec);
  const auto finished =
      run_program({"run", framework, "--records", records(), "--as-at", "2026-04-01", "--out", at("locked/out")});
  EXPECT_EQ(finished.exit_code, exit_output);
  fs::permissions(at("locked"), fs::perms::owner_all);
}

// --- Mappings

TEST_F(Small, AMappingIsChosenByFileAndName) {
  const std::string one =
      "mapping extract for small.test \"An extract\" {\n  file \"fams.csv\" gives family {\n    family-id from \"Ref\", income "
      "from \"Pay\"\n  }\n}\n";
  const std::string head = "library maps.local \"Maps\" { version \"1\" }\nuse small.test\n";
  folder.write("small/test.fair", framework_text);
  framework = at("small/test.fair");
  const std::string file = folder.write("maps/local.fair", head + one).string();
  fs::remove(fs::path(records()) / "families.csv");
  write("fams.csv", "Ref,Pay\nF1,21000\n");
  const auto finished = run({"--mapping", file, "--library", folder.path().string()});
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_EQ(run({"--mapping", file + ":extract", "--library", folder.path().string()}).exit_code, exit_fine);
  const auto wrong = run({"--mapping", file + ":extrat", "--library", folder.path().string()});
  EXPECT_EQ(wrong.exit_code, exit_records);
  EXPECT_TRUE(holds(wrong.err, "FS0605"));
  EXPECT_TRUE(holds(wrong.err, "did you mean `extract`?"));
}

// --- Explain

TEST_F(Small, ExplainWritesNothingAnywhere) {
  write("families.csv", "family_id,income,lone_parent\nF1,about 20k,yes\n");
  fs::create_directory(at("here"));
  const auto finished = harness::run_command("cd '" + at("here") + "' && TMPDIR=/nowhere '" FAIRSTART_PROGRAM "' explain '" +
                                             framework + "' --records '" + records() + "' --as-at 2026-04-01 --family F1");
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(fs::is_empty(at("here")));
}

TEST_F(Small, ExplainTellsOneFamily) {
  const std::vector<std::string> start = {"explain", framework, "--records", records(), "--as-at", "2026-04-01", "--family"};
  const auto explain = [&](const std::string& id, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = start;
    arguments.push_back(id);
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments);
  };
  const auto finished = explain("F1");
  EXPECT_EQ(finished.exit_code, exit_fine) << finished.err;
  EXPECT_TRUE(holds(finished.out, "Targeted"));
  EXPECT_TRUE(holds(finished.out, "£21,000"));
  EXPECT_TRUE(holds(finished.out, "£22,000"));
  EXPECT_TRUE(holds(explain("F3").out, "could be Targeted"));
  const auto json = explain("F1", {"--format", "json"});
  EXPECT_EQ(json.exit_code, exit_fine);
  EXPECT_FALSE(nlohmann::json::parse(json.out).empty());
  const auto letter = explain("F1", {"--format", "letter"});
  EXPECT_EQ(letter.exit_code, exit_fine) << letter.err;
  EXPECT_TRUE(holds(letter.out, "About family F1\n"));
  EXPECT_EQ(letter.out.find("£21,000"), std::string::npos);
  const auto restricted = explain("F1", {"--format", "letter", "--show-restricted"});
  EXPECT_EQ(restricted.exit_code, exit_usage);
  EXPECT_TRUE(holds(restricted.err, "a letter never shows restricted facts"));
  const auto nobody = explain("F99");
  EXPECT_EQ(nobody.exit_code, exit_records);
  EXPECT_TRUE(holds(nobody.err, "FS0703"));
  EXPECT_EQ(nobody.err.find("F99"), std::string::npos);
}

}  // namespace
}  // namespace fairstart::cli::run_test
