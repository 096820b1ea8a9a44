// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/readers/extract.hpp"

// Links, sets of codes, and what a mapping says of what its extract leaves out.
namespace fairstart::readers_test::links_test {
namespace {

using diagnostics::Code;
using Texts = std::vector<std::string>;

const std::string records_text = R"(
codes marks "Marks" { red "Red" also "R", deep-blue "Deep blue", none-of-these "None of these" }
record place, places "Place" { key lsoa,  nearest : link to place, by nearest-lsoa }
record family, families "Family" { key family-id,  belongs to place by lsoa }
record person, people "Person" {
  key person-id,  belongs to family by family-id
  birth-mother : link to person, by mother-id
  born-in      : link to place, by birthplace
  marks        : many of marks
}
record contact, contacts "Contact" {
  key contact-id,  belongs to person by person-id,  happens on on
  on   : date
  seen : link to person
  kind : one of marks
}
)";

const std::string places = "lsoa,nearest_lsoa\nE1,E2\nE2,E9\n";
const std::string families = "family_id,lsoa\nF1,E1\nF2,E2\n";

TEST(Links, AreRowsOfTheSameFamilyWhereverTheyStand) {
  const Extract extract(
      records_text,
      {{"places.csv", places},
       {"families.csv", families},
       {"people.csv",
        "person_id,family_id,mother_id,birthplace,marks\nP3,F2,P9,E2,red\nP1,F1, P2 ,E1,\nP2,F1,,E7,\nP4,F2,P1,,\n"},
       {"contacts.csv", "contact_id,person_id,on,seen,kind\nC1,P1,2024-01-01,P2,\nC2,P3,,P3,\n"}});
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("person"),
            (Texts{"P1: birth-mother P2, born-in E1, marks ?", "P2: birth-mother ?, born-in ?, marks ?",
                   "P3: birth-mother ?, born-in E2, marks red", "P4: birth-mother ?, born-in ?, marks ?"}));
  EXPECT_EQ(extract.rows("place"), (Texts{"E1: nearest E2", "E2: nearest ?"}));
  EXPECT_EQ(extract.rows("contact"), (Texts{"C1: on 2024-01-01, seen P2, kind ?", "C2: on ?, seen P3, kind ?"}));
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\n"
            "places.csv,3,nearest_lsoa,code,no such place\n"
            "people.csv,2,mother_id,code,no such person\n"
            "people.csv,5,mother_id,code,a person of another family\n"
            "people.csv,4,birthplace,code,no such place\n");
  EXPECT_EQ(extract.records->files[2].cells_rejected, 3U);
}

TEST(Links, WithoutAFileOrKeysThereIsNothingToFollow) {
  const Extract extract(records_text,
                        {{"families.csv", families}, {"people.csv", "person_id,family_id,birthplace\nP1,F1,E1\n"}});
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("person"), Texts{"P1: birth-mother ?, born-in ?, marks ?"});
  EXPECT_EQ(extract.records->rejects, 0U) << "that no file gives the places is said once";
  const Extract keyless(records_text + R"(mapping m for t "M" {
  file "people.csv" gives person { family-id from "family_id", birth-mother from "mother" }
})",
                        {{"families.csv", families}, {"people.csv", "family_id,mother\nF1,P1\n"}});
  ASSERT_TRUE(keyless.records);
  EXPECT_EQ(keyless.rows("person"), Texts{"people.csv:2: birth-mother ?, born-in ?, marks ?"});
  const Texts said = keyless.said(Code::field_without_column);
  EXPECT_NE(std::find(said.begin(), said.end(), "`people.csv` gives no `person-id`, so `birth-mother` can't be followed"),
            said.end());
}

TEST(Links, MarksAndMeaningsOfAMapping) {
  const Extract extract(
      records_text + R"(mapping m for t "M" {
  unknown "-"
  declined "R"
  file "people.csv" gives person {
    person-id from "id", family-id from "family_id", birth-mother from "mother" { "self" is "P1", "?" is not asked }
  }
})",
      {{"families.csv", families}, {"people.csv", "id,family_id,mother\nP1,F1,self\nP2,F1,-\nP3,F1,R\nP4,F1,?\n"}});
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("person"),
            (Texts{"P1: birth-mother P1, born-in ?, marks ?", "P2: birth-mother ?, born-in ?, marks ?",
                   "P3: birth-mother ? declined, born-in ?, marks ?", "P4: birth-mother ? not asked, born-in ?, marks ?"}));
  EXPECT_EQ(extract.records->rejects, 0U);
}

// Whatever the order of the lines, a link is the row with that key if it is in the same family.
RC_GTEST_PROP(Links, FollowKeysWithinFamilies, ()) {
  const auto people = *rc::gen::inRange<std::size_t>(1, 20);
  const bool numbers = *rc::gen::arbitrary<bool>();
  const auto key = [&](std::size_t i) { return numbers ? std::to_string(i * 7 % 23 + 1) : "P" + std::to_string(i); };
  std::string file = "person_id,family_id,mother_id\n";
  std::vector<std::size_t> family, mother;
  for (std::size_t i = 0; i < people; ++i) {
    family.push_back(*rc::gen::inRange<std::size_t>(0, 2));
    mother.push_back(*rc::gen::inRange<std::size_t>(0, people + 2));
    const std::string link = mother[i] < people ? key(mother[i]) : mother[i] == people ? std::string() : std::string("X9");
    file += key(i) + (family[i] == 0 ? ",F1," : ",F2,") + link + '\n';
  }
  const Extract extract(records_text, {{"families.csv", families}, {"people.csv", file}});
  RC_ASSERT(extract.records.has_value());
  std::size_t rejects = 0;
  const plan::FieldId link = extract.field("person", "birth-mother");
  for (std::size_t i = 0; i < people; ++i) {
    column::Row row = 0;
    while (extract.database().id_of(extract.id_of("person"), row) != key(i)) ++row;
    const bool inside = mother[i] < people && family[mother[i]] == family[i];
    RC_ASSERT(extract.cell(link, row) == (inside ? key(mother[i]) : "?"));
    rejects += mother[i] != people && !inside ? 1 : 0;
  }
  RC_ASSERT(extract.records->rejects == rejects);
}

TEST(Sets, CodesStandBetweenSemicolonsOrCommas) {
  const Extract extract(
      records_text + R"(mapping m for t "M" {
  unknown "N/K"
  file "people.csv" gives person {
    person-id from "id", family-id from "family_id", marks from "marks" { "all" is red, "-" is none, "X" is declined }
  }
})",
      {{"families.csv", families},
       {"people.csv",
        "id,family_id,marks\nP1,F1,red\nP2,F1,Deep_Blue; R\nP3,F1,\" deep-blue ,red,, \"\nP4,F1,none\nP5,F1,\n"
        "P6,F1,red;green\nP7,F1,red;N/K\nP8,F1,all;deep-blue\nP9,F1,-\nP10,F1,X\nP11,F1,red;none\nP12,F1,;\n"
        "P13,F1,none-of-these\nP14,F1,red;red\n"}});
  ASSERT_TRUE(extract.records);
  Texts marks;
  for (column::Row row = 0; row < 14; ++row) marks.push_back(extract.cell(extract.field("person", "marks"), row));
  EXPECT_EQ(marks, (Texts{"red", "red, deep-blue", "red, deep-blue", "none", "?", "?", "?", "red, deep-blue", "none",
                          "? declined", "?", "?", "none-of-these", "red"}));
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\n"
            "people.csv,7,marks,code,\"not codes of its list, with ; or , between them\"\n"
            "people.csv,12,marks,code,\"not codes of its list, with ; or , between them\"\n"
            "people.csv,13,marks,code,\"not codes of its list, with ; or , between them\"\n");
}

TEST(Sources, WhatAMappingSaysIsLeftOut) {
  const Extract extract(
      records_text + R"(mapping m for t "M" {
  extracted on 2024-05-06
  covers  contact from 2020-01-01 to 2023-12-31
  partial contact where (kind is red) "Not linked"
  partial person "One a family"
})",
      {{"families.csv", families}, {"contacts.csv", "contact_id,person_id\n"}, {"people.csv", "person_id,family_id\n"}});
  ASSERT_TRUE(extract.records);
  EXPECT_TRUE(extract.table("person").partial);
  EXPECT_FALSE(extract.table("contact").partial);
  ASSERT_EQ(extract.table("contact").partial_where.size(), 1U);
  EXPECT_EQ(extract.plan().expr(extract.table("contact").partial_where[0]).text, "kind is red");
  ASSERT_TRUE(extract.table("contact").covers);
  EXPECT_EQ(base::format_iso_date(extract.table("contact").covers->from), "2020-01-01");
  EXPECT_EQ(base::format_iso_date(extract.table("contact").covers->to.value()), "2023-12-31");
  EXPECT_FALSE(extract.table("person").covers);
  EXPECT_EQ(base::format_iso_date(extract.database().extracted_on.value()), "2024-05-06");
}

TEST(Sources, RecordsBesideTheFamiliesAreReadToo) {
  const Extract extract(records_text + R"(
record organisation, organisations "Organisation" { key organisation-id }
record rating, ratings "Rating" {
  key rating-id,  belongs to organisation by organisation-id
  score : whole number
}
)",
                        {{"families.csv", families},
                         {"organisations.csv", "organisation_id\nO1\nO2\n"},
                         {"ratings.csv", "rating_id,organisation_id,score\nR1,O2,3\nR2,O1,4\nR3,O9,1\n"}});
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("rating"), (Texts{"R2: score 4", "R1: score 3"}));
  EXPECT_EQ(extract.table("rating").first, (std::vector<column::Row>{0, 1, 2}));
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\nratings.csv,4,organisation_id,code,no such organisation\n");
}

}  // namespace
}  // namespace fairstart::readers_test::links_test
