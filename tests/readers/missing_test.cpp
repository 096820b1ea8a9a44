// SPDX-License-Identifier: Apache-2.0
#include "tests/readers/reading.hpp"

namespace fairstart::readers_test::missing_test {
namespace {

using diagnostics::Code;

TEST(Missing, ARecordWithoutFileIsPartialAndSaidOnce) {
  Reading reading = families("family_id,income,lone_parent,tenure,lsoa,place_id\nF1,1,yes,owned,E1,\n");
  reading.read();
  ASSERT_TRUE(reading.records);
  const SmallPlan& s = reading.small;
  EXPECT_TRUE(reading.table(s.person).partial);
  EXPECT_TRUE(reading.table(s.contact).partial);
  EXPECT_FALSE(reading.table(s.family).partial);
  EXPECT_TRUE(column::is_open(reading.database(), s.family, 0, s.contact));
  EXPECT_EQ(column::owned_rows(reading.database(), s.family, 0, s.contact).size(), 0U);
  EXPECT_EQ(reading.said(Code::record_without_file),
            (Words{":0 no file gives the places | `places.csv` would; until then whether there are any is not known",
                   ":0 no file gives the people | `people.csv` would; until then whether there are any is not known",
                   ":0 no file gives the contacts | `contacts.csv` would; until then whether there are any is not known"}));
  EXPECT_TRUE(reading.said(Code::field_without_column).empty()) << "a record without file is said once, not field by field";
}

TEST(Missing, AFieldWithoutColumnIsUnknownAndSaidOnce) {
  Reading reading = families("family_id,lsoa,place_id\nF1,E1,\nF2,E1,\n");
  reading.options.wanted_fields.assign(reading.small.plan.fields.size(), true);
  reading.options.wanted_fields[reading.small.tenure.index()] = false;
  reading.options.wanted_fields[reading.small.lsoa.index()] = false;
  reading.read();
  ASSERT_TRUE(reading.records);
  const SmallPlan& s = reading.small;
  EXPECT_EQ(reading.said(Code::field_without_column),
            (Words{"families.csv:1 no column of `families.csv` gives `income` | it is unknown for every row",
                   "families.csv:1 no column of `families.csv` gives `lone-parent` | it is unknown for every row"}));
  EXPECT_TRUE(std::holds_alternative<column::NoCells>(reading.database().column(s.income).cells));
  EXPECT_TRUE(std::holds_alternative<column::NoCells>(reading.database().column(s.lsoa).cells)) << "not wanted, not kept";
  EXPECT_EQ(reading.cells(s.income), (Words{"?", "?"}));
}

TEST(Missing, ColumnsThatNothingReadsAreNotedOnceAFile) {
  Reading reading = families("Family-ID,LSOA,shoe_size,hat\nF1,E1,9,7\n");
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.said(Code::column_not_used),
            Words{"families.csv:1 nothing reads `shoe_size` and `hat` of `families.csv` | "});
  EXPECT_EQ(reading.cells(reading.small.lsoa), Words{"E1"});
}

TEST(Missing, BlanksAreNotRecordedAndTakeNoRoom) {
  Reading reading = families("family_id,income,lone_parent,tenure,lsoa\nF1,,  ,\"\",\nF2,1,no,owned,E1\n");
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.records->rejects, 0U);
  for (const auto field : {reading.small.income, reading.small.lone_parent, reading.small.tenure, reading.small.lsoa}) {
    EXPECT_EQ(reading.cell(field, 0), "?");
    EXPECT_NE(reading.cell(field, 1), "?");
    EXPECT_TRUE(reading.database().column(field).why.empty());
  }
}

TEST(Missing, SnapshotsKeepWhatTheySayAndTheDayTheyWereTaken) {
  Reading reading({{"families.csv", "family_id\nF1\n"}, {"people.csv", "person_id,family_id,smoker\nP1,F1,yes\n"}});
  const plan::FieldId smoker = reading.small.smoker;
  plan::Mapping mapping;
  mapping.extracted_on = base::parse_iso_date("2026-01-01");
  reading.options.mapping = &mapping;
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.cells(smoker), Words{"yes"});
  // Good for 90 days, before and after.
  for (const auto& [as_at, good] : std::vector<std::pair<const char*, bool>>{
           {"2026-04-01", true}, {"2026-04-02", false}, {"2025-10-03", true}, {"2025-10-02", false}})
    EXPECT_EQ(column::in_date(reading.database(), smoker, *base::parse_iso_date(as_at)), good) << as_at;
  EXPECT_TRUE(column::in_date(reading.database(), reading.small.score, *base::parse_iso_date("2030-01-01")));
  mapping.extracted_on.reset();
  reading.read();
  EXPECT_TRUE(column::in_date(reading.database(), smoker, *base::parse_iso_date("2030-01-01"))) << "nobody says when";
}

}  // namespace
}  // namespace fairstart::readers_test::missing_test
