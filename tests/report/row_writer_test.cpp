// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/exec/program.hpp"
#include "engine/report/line.hpp"
#include "engine/report/report.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::report::row_writer_test {
namespace {

constexpr const char* framework = R"(framework test.rows "Rows" {
  version "1"
}
unit visit, visits
codes relations "Relations" { child "Child", adult "Adult" }
record place, places "Place" {
  key place-id
  imd-decile : whole number, from 1 to 10
}
record family, families "Family" {
  key family-id,  belongs to place by place-id
  alone  : yes/no
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  date-of-birth : date
  relation : one of relations
}
record contact, contacts "Contact" {
  key contact-id,  belongs to person by person-id,  happens on date
  date : date
}
role child, children "Child" is person where (relation is child)
tiers support for family "Support" {
  basic "Basic"
  more-help "More help" when alone
}
score seen-often for child "Seen" {
  1 point for each contact
}
offer first-visit for child "Visit" {
  tier basic
  when age is under 2 years
  due from 10 days to 40 days after date-of-birth
  met by contact
  amount 1 visit
}
offer peer-support for family "Peers" {
  tier more-help
}
)";

struct Written {
  std::string families_header, people_header;
  ChunkText text;
  Totals totals;
};

Written write(std::size_t chunk_families) {
  const harness::Checked checked = harness::check_text(framework);
  EXPECT_TRUE(checked.plan) << checked.text();
  if (!checked.plan) return {};
  const harness::TemporaryFolder folder;
  folder.write("places.csv", "place_id,imd_decile\nA,1\nB,10\n");
  folder.write("families.csv", "family_id,place_id,alone\n=1+1,A,yes\nF2,B,no\n\"F,3\",A,\n");
  folder.write(
      "people.csv",
      "person_id,family_id,date_of_birth,relation\nP1,=1+1,2026-02-01,child\nP2,F2,1990-01-01,adult\nP3,\"F,3\",,child\n");
  folder.write("contacts.csv", "contact_id,person_id,date\nC1,P1,2026-02-05\n");
  diagnostics::Diagnostics diagnostics;
  readers::Options options;
  options.rejects_path = folder.path() / "rejects.csv";
  const auto records = readers::read_folder(folder.path(), *checked.plan, options, diagnostics);
  EXPECT_TRUE(records);
  if (!records) return {};
  const column::Clock clock{*base::day_of(2026, 4, 1), *base::day_of(2025, 4, 2), *base::day_of(2026, 4, 1)};
  const RowWriter writer(records->database, clock, {});
  const exec::Program program(records->database, clock, RowWriter::expressions(*checked.plan));
  Written written{writer.families_header(), writer.people_header(), {}, {}};
  for (std::size_t begin = 0; begin < 3; begin += chunk_families) {
    column::Evaluated evaluated;
    program.run(column::chunk_of_families(records->database, static_cast<column::Row>(begin),
                                          static_cast<column::Row>(std::min<std::size_t>(3, begin + chunk_families))),
                evaluated);
    Totals totals;
    writer.write(evaluated, written.text, totals);
    written.totals.add(totals);
  }
  return written;
}

TEST(RowWriter, families_keep_their_order_with_level_and_what_to_ask) {
  const Written written = write(3);
  EXPECT_EQ(written.families_header, "family_id,support,support_could_be,ask_about\n");
  EXPECT_EQ(written.text.families,
            "'=1+1,more-help,,\n"
            "F2,basic,,\n"
            "\"F,3\",basic,more-help,\"alone of F,3\"\n");
}

TEST(RowWriter, people_outside_the_role_have_no_row) {
  const Written written = write(3);
  EXPECT_EQ(written.people_header, "person_id,family_id,seen_often_lo,seen_often_hi,ask_about\n");
  EXPECT_EQ(written.text.people,
            "P1,'=1+1,1,1,\n"
            "P3,\"F,3\",0,0,\n");
}

TEST(RowWriter, offers_say_window_amount_and_what_cannot_be_told) {
  const std::string offers = write(3).text.offers;
  EXPECT_NE(offers.find("'=1+1,,peer-support,offered,"), std::string::npos) << offers;
  EXPECT_NE(offers.find("'=1+1,P1,first-visit,offered,done,yes,1,1,visits,2026-02-11,2026-03-13,no,2026-02-05,"),
            std::string::npos)
      << offers;
  EXPECT_NE(offers.find("\"F,3\",,peer-support,can't tell,"), std::string::npos) << offers;
  EXPECT_NE(offers.find("\"F,3\",P3,first-visit,can't tell,"), std::string::npos) << offers;
  EXPECT_EQ(offers.find("F2,"), std::string::npos) << offers;
}

TEST(RowWriter, counts_by_fifth_offer_and_fact) {
  const Totals totals = write(3).totals;
  EXPECT_EQ(totals.families, 3);
  ASSERT_EQ(totals.levels.size(), 1U);
  EXPECT_EQ(totals.levels[0].at(1).at_level, (std::vector<std::int64_t>{1, 1}));  // tenths 1 and 2
  EXPECT_EQ(totals.levels[0].at(1).could_be_higher, 1);
  EXPECT_EQ(totals.levels[0].at(5).total, 1);
  EXPECT_EQ(totals.offers[0].offered, 1);
  EXPECT_EQ(totals.offers[0].done, 1);
  EXPECT_EQ(totals.offers[0].cannot_tell, 1);
  EXPECT_EQ(totals.asked.at("alone of family"), 1);
  EXPECT_EQ(totals.asked.at("date-of-birth of person"), 1);
  EXPECT_EQ(totals.families_to_ask, 1);
}

TEST(Line, whole_numbers_read_as_the_standard_library_writes_them) {
  std::vector<std::int64_t> numbers{0, -1, INT64_MIN, INT64_MAX};
  for (std::int64_t power = 1; power <= 1'000'000'000'000; power *= 10)
    for (const std::int64_t number : {power - 1, power, power + 1, 7 * power, -power}) numbers.push_back(number);
  for (std::int64_t number = 1; number < 100'000'000; number = number * 5 / 4 + 1) numbers.push_back(number);
  Line line;
  line.start(0);
  std::string expected;
  for (const std::int64_t number : numbers) {
    line.room(Line::longest_number + 1);
    line.put_whole(number);
    line.put(',');
    expected += std::to_string(number) + ',';
  }
  EXPECT_EQ(line.text(), expected);
}

TEST(Line, padded_texts_are_as_long_as_they_say) {
  constexpr std::size_t padding = 16;
  Line line;
  line.start(0);
  std::string expected;
  for (std::size_t size = 0; size < 3 * padding; ++size) {
    const std::string text(size, static_cast<char>('a' + size % 26));
    line.room(size + padding);
    line.put_padded<padding>((text + std::string(padding, '!')).data(), size);
    expected += text;
  }
  EXPECT_EQ(line.text(), expected);
}

TEST(RowWriter, chunks_make_no_difference) {
  const Written whole = write(3), single = write(1);
  EXPECT_EQ(whole.text.families, single.text.families);
  EXPECT_EQ(whole.text.people, single.text.people);
  EXPECT_EQ(whole.text.offers, single.text.offers);
  EXPECT_EQ(whole.totals.asked, single.totals.asked);
  EXPECT_EQ(whole.totals.families_to_ask, single.totals.families_to_ask);
}

}  // namespace
}  // namespace fairstart::report::row_writer_test
