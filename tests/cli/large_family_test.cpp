// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <sstream>

#include "tests/cli/small.hpp"

// One family of ten thousand people, as a key that stands for "not known" makes it, whose facts are what systems write by mistake:
// the run ends soon, says so, loses nothing, and both evaluators tell the same.
namespace fairstart::cli::large_family_test {
namespace {

constexpr const char* rules = R"(framework small.large "Large" { version "1" }

codes kinds "Kinds" { birth-visit "Birth visit", other "Other" }
record family, families "Family" {
  key          family-id
  income       : money per year
  rooms        : whole number
  lone-parent  : yes/no
}
record person, people "Person" {
  key            person-id
  belongs to     family by family-id
  date-of-birth  : date
  size           : number
  on-plan        : yes/no
}
record contact, contacts "Contact" {
  key         contact-id
  belongs to  person by person-id
  happens on  date
  date        : date
  kind        : one of kinds
}
define poor-for-rooms for family means income ÷ rooms is under £1,000 per year
define tall for family means sum of size of people × 1,000,000 is over 5,000,000
define even for family means average size of people is at least 2
define seen for person means date of latest contact is after date-of-birth
define nothing-left for person means size ÷ (rooms - rooms) is under 3
score need for family "Need" {
  3 points  when any person where on-plan
  1 point   for each person where (not on-plan), up to 4
  1 point   when poor-for-rooms
}
tiers support for family "Support" {
  universal  "Universal"
  plus       "Plus"      when at least 2 of { lone-parent, tall, even, any person where on-plan }
  targeted   "Targeted"  when need is at least 5 or every person has seen
}
offer first-visit for person "First visit" {
  tier    plus
  when    age is under 2 years
  due     from 10 days to 14 days after date-of-birth
  met by  contact where (kind is birth-visit)
}
offer other-visit for person "Other visit" {
  tier  targeted
  when  seen or nothing-left
}
outcome start "A good start" {
  indicator visited "Visited" {
    among   person where (turning 1 year is in period)
    count   any contact
    show    percent
    better  higher
  }
}
)";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class LargeFamily : public Small {
 protected:
  // How many people it has.
  void write_family(int how_many) {
    framework = folder.write("large.fair", rules).string();
    constexpr std::array dates{"0001-01-01", "9999-12-31", "0000-00-00", "99999-01-01", "2025-06-01", "", "2026-03-01"};
    constexpr std::array sizes{"", "2", "-5", "9000000000000", "0", "1e300", "0.000001"};
    std::string all_people = "person_id,family_id,date_of_birth,size,on_plan\nP1,F1,2025-06-01,1,no\nP2,F2,2025-06-01,,no\n";
    std::string all_contacts = "contact_id,person_id,date,kind\n";
    for (int i = 0; i < how_many; ++i) {
      const std::string id = "X" + std::to_string(i);
      all_people += id + ",ALL," + dates[static_cast<std::size_t>(i) % dates.size()] + ',' +
                    sizes[static_cast<std::size_t>(i / 7) % sizes.size()] + (i % 3 == 0 ? ",no\n" : ",\n");
      for (int j = 0; j < 3; ++j)
        all_contacts += id + '-' + std::to_string(j) + ',' + id + ',' + dates[static_cast<std::size_t>(i + j) % dates.size()] +
                        (j == 0 ? ",birth-visit\n" : ",other\n");
    }
    // Of F1 the number of rooms divides by nought; the sum of F3 is beyond all numbers.
    write("families.csv", "family_id,income,rooms,lone_parent\nF1,900,0,yes\nF2,900,2,no\nF3,900,2,yes\nALL,,0,\n");
    write("people.csv", all_people + "P3,F3,2025-06-01,9000000000000,no\nP4,F3,2025-06-01,9000000000000,no\n");
    write("contacts.csv", all_contacts);
  }

  // Runs it by both evaluators.
  void is_worked_out_and_reported(const std::filesystem::path& program, int how_many) {
    write_family(how_many);
    const auto by = [&](std::vector<std::string> more) {
      more.insert(more.begin(), {"run", framework, "--records", records(), "--as-at", "2026-04-01", "--out", out()});
      return harness::run_program(more, {}, {}, program);
    };
    const harness::Finished columns = by({"--threads", "2", "--chunk", "2"});
    ASSERT_EQ(columns.exit_code, 0) << columns.err;
    const bool very_large = how_many > 1'000;
    EXPECT_EQ(columns.err.find("people.csv: warning[FS0613]: one family has " + std::to_string(how_many) + " people\n") !=
                  std::string::npos,
              very_large)
        << columns.err;
    EXPECT_TRUE(holds(columns.out, "4 families\n"));

    const auto by_columns = outputs();
    std::vector<std::string> levels, offers;
    for (const auto& [name, text] : by_columns) {
      if (name == "families.csv") levels = lines_of(text);
      if (name == "offers.csv") offers = lines_of(text);
    }
    ASSERT_EQ(levels.size(), 5U);
    EXPECT_EQ(levels[1], "F1,universal,targeted,1,2,contacts of P1");
    EXPECT_EQ(levels[2], "F2,universal,plus; targeted,2,2,may include size of P2; contacts of P2");
    EXPECT_EQ(levels[3], "F3,plus,targeted,3,3,contacts of P3; contacts of P4");
    EXPECT_TRUE(levels[4].starts_with("ALL,universal,plus; targeted,4,8,may include ")) << levels[4];

    // One in seven is too old for the first visit. A cell names what fits into it, and says that there is more.
    const int young = how_many - (how_many + 6) / 7;
    EXPECT_EQ(offers.size(), static_cast<std::size_t>(1 + young + how_many + 2 * 4));
    std::size_t cut = 0;
    for (const std::string& line : offers) {
      EXPECT_LT(line.size(), 32'767U);
      cut += line.ends_with("; and more") ? 1 : 0;
    }
    EXPECT_GE(cut, very_large ? static_cast<std::size_t>(young + how_many) : 0U);

    const harness::Finished reference = by({"--threads", "1", "--evaluator", "reference"});
    ASSERT_EQ(reference.exit_code, 0) << reference.err;
    EXPECT_EQ(reference.err, columns.err);
    EXPECT_EQ(reference.out, columns.out);
    const auto by_reference = outputs();
    ASSERT_EQ(by_reference.size(), by_columns.size());
    for (std::size_t i = 0; i < by_columns.size(); ++i) EXPECT_TRUE(by_reference[i] == by_columns[i]) << by_columns[i].first;
  }
};

TEST_F(LargeFamily, OfTenThousandIsWorkedOutAndReported) {
  const auto program = harness::program_to_measure();
  if (!program) GTEST_SKIP() << harness::nothing_to_measure;
  is_worked_out_and_reported(*program, 10'000);
}

TEST_F(LargeFamily, OfAHundredToo) { is_worked_out_and_reported(FAIRSTART_PROGRAM, 100); }

}  // namespace
}  // namespace fairstart::cli::large_family_test
