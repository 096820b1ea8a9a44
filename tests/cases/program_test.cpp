// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/harness/harness.hpp"

namespace fairstart::cases::program_test {
namespace {

const std::string header = "framework t \"A case\" { version \"1\" }\nuse uk.family-record\n";

TEST(TestCommand, JudgesCasesBesideExamples) {
  const harness::TemporaryFolder folder;
  const auto file =
      folder.write("t.fair", header +
                                 "case good \"A good case\" {\n  cost a is £100\n  saving b is £150\n  expect net £50\n}\n"
                                 "case bad \"A bad case\" {\n  cost a is £100\n  saving b is £150\n  expect net £60\n}\n"
                                 "case silent { cost a is £100 }\n");
  const auto xml = folder.path() / "out.xml";
  const harness::Finished done = harness::run_program({"test", file.string(), "--junit", xml.string()});
  EXPECT_EQ(done.exit_code, 1) << done.err;
  EXPECT_NE(done.out.find("  ok    case: A good case\n"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("  FAIL  case: A bad case\n"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("error[FS1213]"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("expected  net £60\n        got       £50\n"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("0 examples, 2 cases, 1 failed\n"), std::string::npos) << done.out;
  const std::string junit = harness::read_file(xml);
  EXPECT_NE(junit.find("testcase name=\"A bad case\""), std::string::npos) << junit;
  EXPECT_NE(junit.find("tests=\"2\" failures=\"1\""), std::string::npos) << junit;
}

TEST(TestCommand, LibrariesCasesAreTheirOwnAffair) {
  const harness::TemporaryFolder folder;
  folder.write("money.fair", "library money \"Money\" { version \"1\" }\ncase bad {\n  cost a is £100\n  expect net £60\n}\n");
  const auto file = folder.write("t.fair", "framework t \"A case\" { version \"1\" }\nuse money\nuse uk.family-record\n");
  const harness::Finished done = harness::run_program({"test", file.string()});
  EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
  EXPECT_NE(done.out.find("0 examples, 0 failed\n"), std::string::npos) << done.out;
}

class Run : public testing::Test {
 protected:
  harness::Finished run(const std::string& fair, const std::string& as_at = "2026-04-01") {
    const auto file = folder_.write("t.fair", header + fair);
    folder_.write("records/families.csv", "family_id,lsoa\nF1,L1\nF2,L1\n");
    folder_.write("records/people.csv",
                  "person_id,family_id,relationship,date_of_birth\nC1,F1,child,2024-01-01\nC2,F2,child,2024-01-02\n");
    folder_.write("records/contacts.csv", "contact_id,person_id,date,kind\nX1,C1,2026-01-10,NBV\nX2,C2,2020-01-10,NBV\n");
    return harness::run_program({"run", file.string(), "--records", (folder_.path() / "records").string(), "--as-at", as_at,
                                 "--out", (folder_.path() / "out").string(), "--quiet"});
  }
  std::string output(const std::string& name) const { return harness::read_file(folder_.path() / "out" / name); }
  bool has(const std::string& name) const { return std::filesystem::exists(folder_.path() / "out" / name); }

  harness::TemporaryFolder folder_;
};

TEST_F(Run, WritesCasesAndIncentives) {
  const harness::Finished done =
      run("outcome seen \"Seen\" { indicator seen-ever \"Seen\" { among child,  count any contact,  show percent,  better "
          "higher } }\n"
          "case hubs \"Two hubs\" {\n  horizon 2 years\n  discount 10%\n  volume reached is 2 children\n"
          "  cost a \"<Setting up>\" is £1,000 to council once cashable\n  saving b is £1,210, between £0 and £2,420 to nhs "
          "each year\n"
          "  serves seen\n  source \"A <source>\"\n}\n"
          "incentive fee \"A fee\" { pays £12.06 for each contact in period,  to nhs }\n"
          "incentive step { pays £900 for seen-ever between 50% and 80% }\n");
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const std::string cases = output("cases.csv");
  EXPECT_NE(cases.find("hubs,cost,a,council,yes,1000.00,1000.00,1000.00,£,24,10%,,2026-04-01\n"), std::string::npos) << cases;
  EXPECT_NE(cases.find("hubs,saving,b,nhs,,0.00,2100.00,4200.00,£,24,10%,,2026-04-01\n"), std::string::npos) << cases;
  EXPECT_NE(cases.find("hubs,net,,,,-1000.00,1100.00,3200.00,£,24,10%,,2026-04-01\n"), std::string::npos) << cases;
  EXPECT_NE(cases.find("hubs,net per,reached,,,-500.00,550.00,1600.00,£ per child,24"), std::string::npos) << cases;
  EXPECT_NE(cases.find("hubs,ratio,,,,0.0000,2.1000,4.2000,,24"), std::string::npos) << cases;
  EXPECT_NE(cases.find("hubs,payback,,,,1,1,,years,24"), std::string::npos) << cases;
  EXPECT_NE(cases.find("hubs,payer net,,nhs,,0.00,2100.00,4200.00,£,24"), std::string::npos) << cases;
  const std::string incentives = output("incentives.csv");
  EXPECT_NE(incentives.find("fee,nhs,each contact in period,12.06,£,2025-04-02,2026-04-01,1,0,,12.06,12.06,12.06,no\n"),
            std::string::npos)
      << incentives;
  EXPECT_NE(
      incentives.find("step,,seen-ever between 50% and 80%,900,£,2025-04-02,2026-04-01,,,100.0,900.00,900.00,900.00,no\n"),
      std::string::npos)
      << incentives;
  const auto report = nlohmann::json::parse(output("report.json"));
  EXPECT_EQ(report.at("cases").at(0).at("net").at("central"), 1100.0);
  EXPECT_EQ(report.at("cases").at(0).at("payback_years").at("latest"), nullptr);
  EXPECT_EQ(report.at("incentives").at(0).at("amount"), 12.06);
  const std::string page = output("report.html");
  EXPECT_NE(page.find("<section id=\"cases\""), std::string::npos);
  EXPECT_NE(page.find("&lt;Setting up&gt;"), std::string::npos);
  EXPECT_EQ(page.find("<Setting up>"), std::string::npos);
  EXPECT_NE(page.find("<section id=\"incentives\""), std::string::npos);
}

TEST_F(Run, WritesNoFilesOfWhatIsNotThere) {
  ASSERT_EQ(run("").exit_code, 0);
  EXPECT_FALSE(has("cases.csv"));
  EXPECT_FALSE(has("incentives.csv"));
}

TEST_F(Run, StopsWhereAParameterHasNoValue) {
  const harness::Finished done =
      run("parameter fee : money { from 2027-01-01 £5 }\ncase early { cost a is fee }\nincentive paid { pays fee for each "
          "contact }\n");
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_NE(done.err.find("`fee` has no value on 2026-04-01, and the case `early` rests on it"), std::string::npos) << done.err;
  EXPECT_NE(done.err.find("`fee` has no value on 2026-04-01, and the payment `paid` rests on it"), std::string::npos)
      << done.err;
  EXPECT_FALSE(has("cases.csv"));
}

TEST_F(Run, HidesSmallNumbersOfRowsThatArePaidFor) {
  const harness::Finished done =
      run("outcome seen \"Seen\" { indicator seen-ever \"Seen\" { among child,  count any contact,  show percent,  better "
          "higher,  hide "
          "counts below 8 } }\nincentive fee { pays £12.06 for each contact in period }\nincentive step { pays £900 for "
          "seen-ever between "
          "50% and 80% }\n");
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const std::string incentives = output("incentives.csv");
  EXPECT_NE(incentives.find("fee,,each contact in period,12.06,£,2025-04-02,2026-04-01,,,,,,,yes\n"), std::string::npos)
      << incentives;
  EXPECT_NE(incentives.find("step,,seen-ever between 50% and 80%,900,£,2025-04-02,2026-04-01,,,,,,,yes\n"), std::string::npos)
      << incentives;
}

}  // namespace
}  // namespace fairstart::cases::program_test
