// SPDX-License-Identifier: Apache-2.0
#include "tests/readers/reading.hpp"

namespace fairstart::readers_test {
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

TEST(Missing, SnapshotsTooFarFromAsAt) {
  plan::Mapping mapping;
  mapping.extracted_on = base::parse_iso_date("2026-01-01");
  const auto read_at = [&](const char* as_at, bool extracted = true) {
    Reading reading(
        {{"families.csv", "family_id\nF1\n"}, {"people.csv", "person_id,family_id,smoker,score\nP1,F1,yes,3\nP2,F1,,4\n"}});
    plan::Mapping used = mapping;
    if (!extracted) used.extracted_on.reset();
    reading.options.mapping = &used;
    reading.options.as_at = base::parse_iso_date(as_at);
    reading.read();
    EXPECT_TRUE(reading.records) << reading.only_error();
    EXPECT_EQ(reading.cells(reading.small.score), (Words{"3000000", "4000000"}));
    return reading.cells(reading.small.smoker);
  };
  EXPECT_EQ(read_at("2026-04-01"), (Words{"yes", "?"})) << "90 days";
  EXPECT_EQ(read_at("2026-04-02"), (Words{"? another time", "?"})) << "91 days";
  EXPECT_EQ(read_at("2025-10-03"), (Words{"yes", "?"})) << "90 days before";
  EXPECT_EQ(read_at("2025-10-02"), (Words{"? another time", "?"}));
  EXPECT_EQ(read_at("2030-01-01", false), (Words{"yes", "?"})) << "nobody says when";
}

TEST(Missing, SnapshotsGoodForMonthsCountByCalendar) {
  for (const auto& [as_at, known] :
       std::vector<std::pair<const char*, bool>>{{"2026-02-28", true}, {"2026-03-01", true}, {"2026-03-02", false}}) {
    Reading reading({{"families.csv", "family_id\nF1\n"}, {"people.csv", "person_id,family_id,smoker\nP1,F1,no\n"}});
    auto& field = reading.small.plan.fields[reading.small.smoker.index()];
    field.good_for_days.reset();
    field.good_for_months = 1;
    plan::Mapping mapping;
    mapping.extracted_on = base::parse_iso_date("2026-01-31");
    reading.options.mapping = &mapping;
    reading.options.as_at = base::parse_iso_date(as_at);
    reading.read();
    ASSERT_TRUE(reading.records);
    EXPECT_EQ(reading.cells(reading.small.smoker), Words{known ? "no" : "? another time"}) << as_at;
  }
}

}  // namespace
}  // namespace fairstart::readers_test
