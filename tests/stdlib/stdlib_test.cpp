// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/harness/harness.hpp"

// The standard library as areas use it: every module by itself, all of them together, over files of records, and what it refuses.
namespace fairstart::stdlib_test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> modules() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(harness::project_root() / "stdlib/uk"))
    if (entry.path().extension() == ".fair") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

class Records : public testing::Test {
 protected:
  void write(const std::string& name, std::string_view text) const { scratch_.write("records/" + name, text); }
  // A framework whose declarations stand after its header, over the records that were written.
  harness::Finished run(const std::string& framework, const std::vector<std::string>& more = {}) const {
    scratch_.write("area/first.fair", "framework area.first \"First\" { version \"1\" }\nuse uk.family-record\n" + framework);
    std::vector<std::string> arguments = {"run",       (scratch_.path() / "area/first.fair").string(),
                                          "--records", (scratch_.path() / "records").string(),
                                          "--as-at",   "2026-04-30",
                                          "--period",  "2026-04-01..2026-04-30",
                                          "--out",     (scratch_.path() / "out").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return harness::run_program(arguments);
  }
  std::string out(const std::string& name) const { return harness::read_file(scratch_.path() / "out" / name); }
  bool has_line(const std::string& file, const std::string& line) const {
    return ("\n" + out(file)).find("\n" + line + "\n") != std::string::npos;
  }

  harness::TemporaryFolder scratch_;
};

const char* const two_families = "family_id,lsoa\nf1,E01000001\nf2,E01000002\n";
const char* const two_children =
    "person_id,family_id,date_of_birth,relationship\np1,f1,2023-10-15,child\np2,f2,2023-10-15,child\n";

TEST(StandardLibrary, EveryModuleChecksStrictly) {
  const std::vector<std::string> names = modules();
  EXPECT_GE(names.size(), 25U);
  for (const std::string& name : names) {
    const harness::Finished finished = harness::run_program({"check", "--strict", "stdlib/uk/" + name + ".fair"});
    EXPECT_EQ(finished.exit_code, 0) << name << '\n' << finished.err;
  }
}

TEST(StandardLibrary, AllModulesTogetherHaveNoNameInCommon) {
  const harness::TemporaryFolder scratch;
  std::string text = "framework area.all \"All\" { version \"1\" }\n";
  for (const std::string& name : modules()) text += "use uk." + name + "\n";
  text += "offer hello for family \"Hello\" { serves early-start }\n";
  const harness::Finished finished = harness::run_program({"check", "--strict", scratch.write("area/all.fair", text).string()});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
}

TEST(StandardLibrary, EveryModuleHasARowInItsPage) {
  const std::string page = harness::read_file(harness::project_root() / "docs/stdlib.md");
  for (const std::string& name : modules()) EXPECT_NE(page.find("| `uk." + name + "` |"), std::string::npos) << name;
}

TEST(StandardLibrary, TheCoreNarrowsAReviewButNeverMovesIt) {
  const harness::TemporaryFolder scratch;
  const auto with = [&](const char* change) {
    return harness::run_program(
        {"check", "--strict",
         scratch
             .write("area/local.fair", std::string("framework area.local \"Local\" { version \"1\", builds on "
                                                   "england.first-1000-days }\nuse uk.family-record\n") +
                                           change)
             .string()});
  };
  EXPECT_EQ(
      with("adapt offer two-year-review { due from 27 months to 30 months after date-of-birth } because \"At 27 months\"\n")
          .exit_code,
      0);
  const harness::Finished earlier = with(
      "adapt offer one-year-review { due from 8 months to 12 months after date-of-birth } because \"At 8 to 12 months\"\n");
  EXPECT_EQ(earlier.exit_code, 1);
  EXPECT_NE(earlier.err.find("FS0802"), std::string::npos) << earlier.err;
}

TEST_F(Records, TheIndexOfDeprivationIsReadAsItIsPublished) {
  write("families.csv", two_families);
  write("people.csv", two_children);
  write("File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv",
        "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),Local Authority District name (2019),"
        "Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
        "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\n"
        "E01000001,A,E09000001,Town,1.0,7000,3\nE01000002,B,E09000001,Town,60.0,6000,2\n");
  const harness::Finished finished =
      run("use uk.places\ntiers place for family \"Place\" { other \"Other\"\n core-fifth \"Fifth\" when core-20 }\n"
          "offer hello for family \"Hello\" { tier other }\n",
          {"--mapping", "stdlib/uk/places.fair:deprivation-file-2019"});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_TRUE(has_line("families.csv", "f1,other,,")) << out("families.csv");
  EXPECT_TRUE(has_line("families.csv", "f2,core-fifth,,")) << out("families.csv");
  EXPECT_TRUE(has_line("guarantees.csv", "one-edition,holds,2,0,0,")) << out("guarantees.csv");
}

TEST_F(Records, FiguresOfOneEditionOnTheOthersBoundariesFailTheGuarantee) {
  write("families.csv", two_families);
  write("people.csv", two_children);
  write("places.csv",
        "lsoa,imd_decile,imd_edition,lsoa_boundary\nE01000001,1,iod-2019,lsoa-2011\nE01000002,1,iod-2019,lsoa-2021\n");
  const harness::Finished finished = run("use uk.places\noffer hello for family \"Hello\" { }\n");
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_TRUE(has_line("guarantees.csv", "one-edition,fails,1,1,0,")) << out("guarantees.csv");
}

TEST_F(Records, LicensedThresholdsAreLoadedAndHeldToTheirQuestionnaire) {
  write("families.csv", two_families);
  write("people.csv", two_children);
  // Made-up thresholds: the publisher's are nowhere in the project.
  write("development_thresholds.csv",
        "threshold_id,questionnaire,domain,refer_under,monitor_under\nc,24,communication,20,30\ng,24,gross-motor,20,30\n");
  write("development_scores.csv",
        "score_id,person_id,date,questionnaire,domain,points,threshold_id\n1,p1,2026-01-05,24,communication,20,c\n"
        "2,p1,2026-01-05,24,gross-motor,45,g\n3,p2,2026-01-05,24,communication,15,c\n4,p2,2026-01-05,24,gross-motor,45,c\n");
  const harness::Finished finished =
      run("use uk.child-development\ntiers watch for family \"Watch\" { none \"None\"\n refer \"Refer\" when any child where "
          "development-to-refer }\noffer hello for family \"Hello\" { tier none }\n");
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_TRUE(has_line("families.csv", "f1,none,,")) << out("families.csv");
  EXPECT_TRUE(has_line("families.csv", "f2,refer,,")) << out("families.csv");
  EXPECT_EQ(out("guarantees.csv").find("thresholds-belong,holds"), std::string::npos) << out("guarantees.csv");
  EXPECT_NE(out("guarantees.csv").find("thresholds-belong,fails"), std::string::npos) << out("guarantees.csv");
}

// A period of 30 days from 1 April: whoever was born from 2 to 31 March turns 30 days in it, and nobody else.
TEST_F(Records, TheCohortOfTheNewBirthVisitIsThirtyDaysThroughout) {
  std::string people = "person_id,family_id,date_of_birth,relationship\n";
  std::string contacts = "contact_id,person_id,kind,date\n";
  std::string families = "family_id\n";
  int next = 0;
  const auto born = [&](const char* day, int how_many, const char* visited) {
    for (int i = 0; i < how_many; ++i) {
      const std::string n = std::to_string(++next);
      families += "f" + n + "\n";
      people += "p" + n + ",f" + n + "," + day + ",child\n";
      contacts += n + ",p" + n + ",NBV," + visited + "\n";
    }
  };
  born("2026-03-01", 40, "2026-03-12");
  born("2026-03-02", 10, "2026-03-16");
  born("2026-03-31", 15, "2026-04-15");
  born("2026-04-01", 40, "2026-04-12");
  write("families.csv", families);
  write("people.csv", people);
  write("contacts.csv", contacts);
  const harness::Finished finished =
      run("use uk.health-visiting-metrics\noffer hello for family \"Hello\" { serves reviewed }\n");
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  const std::string indicators = out("indicators.csv");
  // 10 of 25 were visited by day 14, on the day itself; 15 a day later.
  EXPECT_NE(indicators.find("c2-new-birth-14,reviewed,2026-04-01,2026-04-30,everyone,everyone,10,25,40.0,"), std::string::npos)
      << indicators;
  EXPECT_NE(indicators.find("c3-new-birth-later,reviewed,2026-04-01,2026-04-30,everyone,everyone,15,25,60.0,"),
            std::string::npos)
      << indicators;
}

TEST_F(Records, AProtectionPlanShowsAsARestrictedFact) {
  write("families.csv", two_families);
  write("people.csv", two_children);
  write("status_episodes.csv",
        "episode_id,person_id,kind,started,ended\n1,p1,CPP,2026-04-01,\n2,p2,CPP,2025-04-01,2026-04-30\n");
  const std::string framework =
      "use uk.status-episodes\noffer hello for family \"Hello\" { }\n"
      "offer meeting for family \"Meeting\" { when any child where protection-plan-now unknown counts as no }\n";
  const harness::Finished finished = run(framework);
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_NE(out("offers.csv").find("f1,,meeting,offered"), std::string::npos) << out("offers.csv");
  EXPECT_EQ(out("offers.csv").find("f2,,meeting"), std::string::npos) << "ended today: " << out("offers.csv");
  EXPECT_NE(out("offers.csv").find("a restricted fact"), std::string::npos) << out("offers.csv");
  EXPECT_EQ(out("offers.csv").find("protection"), std::string::npos) << out("offers.csv");
  ASSERT_EQ(run(framework, {"--show-restricted"}).exit_code, 0);
  EXPECT_NE(out("offers.csv").find("protection"), std::string::npos) << out("offers.csv");
}

TEST_F(Records, NhsNumbersThatAreNoneAreRejectedAndNeverShown) {
  write("families.csv", two_families);
  write("people.csv", two_children);
  write("nhs_registrations.csv",
        "registration_id,person_id,valid_from,nhs_number,state\n1,p1,2024-01-01,999 100 0011,01\n"
        "2,p2,2024-01-01,0000000000,01\n3,p2,2024-01-01,9.99E+09,01\n4,p2,2024-01-01,9991000012,01\n");
  const harness::Finished finished = run("use uk.identifiers\noffer card for person \"Card\" { when nhs-number-verified }\n");
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_NE(out("offers.csv").find("f1,p1,card,offered"), std::string::npos) << out("offers.csv");
  EXPECT_EQ(out("offers.csv").find("p2"), std::string::npos) << out("offers.csv");
  EXPECT_EQ(out("rejects.csv"),
            "file,line,column,value_class,reason\n"
            "nhs_registrations.csv,3,nhs_number,number,\"not an NHS number: one digit, ten times\"\n"
            "nhs_registrations.csv,4,nhs_number,code,\"an NHS number in scientific notation, which has lost digits\"\n"
            "nhs_registrations.csv,5,nhs_number,number,not an NHS number: its check digit does not fit\n");
  EXPECT_EQ((finished.out + finished.err).find("9991000011"), std::string::npos) << "no identifier is printed";
}

}  // namespace
}  // namespace fairstart::stdlib_test
