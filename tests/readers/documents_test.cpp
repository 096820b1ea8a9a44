// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/readers/extract.hpp"

// Documents: a family a line, with the rows that it owns in arrays.
namespace fairstart::readers_test::documents_test {
namespace {

using diagnostics::Code;
using Texts = std::vector<std::string>;

const std::string records_text = R"(
codes kinds "Kinds" { visit "Visit", call "Call" also "Phone" }
codes needs "Needs" { housing "Housing", health "Health" }
record place, places "Place" { key place-id,  decile : whole number, from 1 to 10 }
record family, families "Family" {
  key family-id,  belongs to place by place-id
  income : money per year
  alone  : yes/no
  marks  : many of needs
  area   : text
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  mother : link to person, by mother-id
  born   : date
}
record contact, contacts "Contact" {
  belongs to person by person-id,  happens on seen
  seen : date
  kind : one of kinds
}
)";

Extract documents(const std::string& text, const std::string& more = "", std::map<std::string, std::string> files = {}) {
  files["families.ndjson"] = text;
  return Extract(records_text + more, files);
}

// As in CSV. A number of JSON is the digits that it comes to, so that one whose last digits were lost has the wrong check digit.
TEST(Documents, NhsNumbersAreChecked) {
  const Extract extract("record family, families \"Family\" { key family-id, number : text, an nhs number, personal }\n",
                        {{"families.ndjson",
                          "{\"family_id\":\"F1\",\"number\":\"943 476 5919\"}\n{\"family_id\":\"F2\",\"number\":9434765919}\n"
                          "{\"family_id\":\"F3\",\"number\":9.43e9}\n{\"family_id\":\"F4\",\"number\":\"9.43E+09\"}\n"
                          "{\"family_id\":\"F5\",\"number\":\"9434765918\"}\n"}});
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("family"),
            (Texts{"F1: number 9434765919", "F2: number 9434765919", "F3: number ?", "F4: number ?", "F5: number ?"}));
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\n"
            "families.ndjson,3,number,number,not an NHS number: its check digit does not fit\n"
            "families.ndjson,4,number,code,\"an NHS number in scientific notation, which has lost digits\"\n"
            "families.ndjson,5,number,number,not an NHS number: its check digit does not fit\n");
}

TEST(Documents, RowsStandInTheObjectOfTheirOwner) {
  const Extract extract =
      documents(R"({"family_id":"F1","income":12000.5,"alone":true,"marks":["housing","health"],"area":"N1","people":[)"
                R"({"person_id":"P1","born":"2020-01-02","mother_id":"P2","contacts":[{"seen":"2024-05-06","kind":"Phone"}]},)"
                R"({"person_id":"P2","contacts":[]}]})"
                "\n"
                R"({ "Family-ID" : 7 , "income" : null , "marks" : [] , "people" : [ ] })"
                "\n");
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("family"), (Texts{"F1: income £12,000.50 per year, alone yes, marks housing, health, area N1",
                                           "7: income ?, alone ?, marks none, area ?"}));
  EXPECT_EQ(extract.rows("person"), (Texts{"P1: mother P2, born 2020-01-02", "P2: mother ?, born ?"}));
  EXPECT_EQ(extract.rows("contact"), (Texts{"families.ndjson:contacts:1: seen 2024-05-06, kind call"}));
  EXPECT_EQ(extract.table("person").first, (std::vector<column::Row>{0, 2, 2}));
  EXPECT_EQ(extract.table("contact").first, (std::vector<column::Row>{0, 1, 1}));
  EXPECT_EQ(extract.rejects(), "file,line,column,value_class,reason\n");
  EXPECT_FALSE(extract.table("contact").partial);
  EXPECT_TRUE(extract.table("place").partial) << "no document has places";
}

TEST(Documents, WhatFamiliesBelongToStandsOnLinesOfItsOwnAnywhere) {
  const Extract extract = documents(R"({"family_id":1,"place_id":"A"}
{"family_id":2,"place_id":"B"}
{"family_id":3,"place_id":"X"}
{"family_id":4,"places":[{"place_id":"B","decile":3}]}
{"family_id":5}
)");
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("place"), (Texts{"B: decile 3"}));
  EXPECT_EQ(extract.table("family").owner,
            (std::vector<column::Row>{column::no_row, 0, column::no_row, column::no_row, column::no_row}));
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\nfamilies.ndjson,1,place_id,code,no such place\n"
            "families.ndjson,3,place_id,code,no such place\n");
}

TEST(Documents, ALineMayHoldOnlyWhatFamiliesBelongTo) {
  const Extract extract = documents(R"({"places":[{"place_id":"A","decile":1},{"place_id":"B","decile":3}]}
{"family_id":2,"place_id":"B"}
)");
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("place"), (Texts{"A: decile 1", "B: decile 3"}));
  EXPECT_EQ(extract.table("family").rows, 1U);
  EXPECT_EQ(extract.table("family").owner, (std::vector<column::Row>{1}));
  EXPECT_EQ(extract.rejects(), "file,line,column,value_class,reason\n");
  EXPECT_FALSE(extract.table("family").lost);
}

TEST(Documents, PlacesMayStandInAFileBeside) {
  for (const auto& [name, text] :
       {std::pair<std::string, std::string>{"places.csv", "place_id,decile\nA,4\nB,3\n"},
        {"places.ndjson", "{\"place_id\":\"A\",\"decile\":4}\n{\"place_id\":\"B\",\"decile\":3}\n"}}) {
    const Extract extract = documents("{\"family_id\":2,\"place_id\":\"B\"}\n", "", {{name, text}});
    ASSERT_TRUE(extract.records) << name;
    EXPECT_EQ(extract.rows("place"), (Texts{"A: decile 4", "B: decile 3"}));
    EXPECT_EQ(extract.table("family").owner, (std::vector<column::Row>{1}));
  }
}

TEST(Documents, OneFileWithoutAFolderIsRead) {
  const Extract extract = documents("{\"family_id\":2,\"people\":[{\"person_id\":3}]}\n");
  harness::TemporaryFolder folder;
  folder.write("extract.ndjson", "{\"family_id\":2,\"people\":[{\"person_id\":3}]}\n");
  diagnostics::Diagnostics found;
  const auto records = readers::read_folder(folder.path() / "extract.ndjson", extract.plan(), {}, found);
  ASSERT_TRUE(records);
  EXPECT_EQ(records->database.table(extract.id_of("person")).rows, 1U);
  ASSERT_FALSE(records->files.empty());
  EXPECT_EQ(records->files.front().file, "extract.ndjson");
  // printf '{"family_id":2,"people":[{"person_id":3}]}\n' | xxh128sum
  EXPECT_EQ(records->files.front().fingerprint.xxh128, "a0664028ebe8f3f2bac1cab5fe83152d");
}

TEST(Documents, WhatIsNullIsNotKnownAndWhatIsNotThereHasNoRows) {
  const Extract extract = documents(R"({"family_id":1,"people":null}
{"family_id":2}
{"family_id":3,"people":{"person_id":1}}
{"family_id":4,"people":[{"person_id":5},null]}
)");
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.table("person").open_owners, (std::vector<column::Row>{0, 2, 3}));
  EXPECT_TRUE(extract.table("person").lost);
  EXPECT_FALSE(extract.table("person").partial);
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\nfamilies.ndjson,3,people,text,not an array of objects\n"
            "families.ndjson,4,people,text,not an array of objects\n");
}

TEST(Documents, ACellThatCannotBeUsedIsToldByItsPlace) {
  const Extract extract = documents(
      R"({"family_id":1,"income":"lots","people":[{"person_id":8},{"person_id":9,"contacts":[{"kind":"x"},{"kind":{"a":1}}]}]}
{"family_id":2,"alone":1,"alone":2,"area":"a\u0000b","marks":["housing",3]}
{"family_id":3,"alone":1,"area":["x"],"marks":"health"}
{"family_id":[4]}
{"family_id":1,"people":[{"person_id":10},{"person_id":8}]}
{"people":[{"person_id":11}]}
)");
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rejects(), R"(file,line,column,value_class,reason
families.ndjson,1,income,code,not an amount of money in at most six decimal places
families.ndjson,1,people[1].contacts[0].kind,code,not a code of its list
families.ndjson,1,people[1].contacts[1].kind,text,an object where one value is expected
families.ndjson,2,alone,text,there twice: which holds the value can't be told
families.ndjson,2,marks,text,not codes of its list alone
families.ndjson,2,area,text,a NUL character
families.ndjson,3,alone,number,not a yes or no
families.ndjson,3,area,text,an array where one value is expected
families.ndjson,4,family_id,text,an array where one value is expected
families.ndjson,5,family_id,number,the key is repeated: the first row stays
families.ndjson,5,people[1].person_id,number,the key is repeated: the first row stays
families.ndjson,6,family_id,blank,the key is missing
families.ndjson,6,people[0],blank,no such family
)");
  EXPECT_EQ(extract.rows("family"), (Texts{"1: income ?, alone ?, marks ?, area ?", "2: income ?, alone ?, marks ?, area ?",
                                           "3: income ?, alone ?, marks health, area ?"}));
  EXPECT_EQ(extract.table("person").first, (std::vector<column::Row>{0, 3, 3, 3})) << "the repeated family's go to the first";
  EXPECT_EQ(extract.table("person").open_owners, (std::vector<column::Row>{0}));
}

TEST(Documents, NumbersAreReadAsWritten) {
  const Extract extract = documents(R"({"family_id":1,"income":1.5e3}
{"family_id":2,"income":1e-2}
{"family_id":3,"income":-12.000001}
{"family_id":4,"income":1e999}
{"family_id":5,"income":123456789012345678901234567890}
{"family_id":6,"income":0.0000001}
{"family_id":7,"income":9007199254.740993}
{"family_id":8,"income":"1,240"}
)");
  ASSERT_TRUE(extract.records);
  const auto field = extract.field("family", "income");
  Texts cells;
  for (column::Row row = 0; row < 8; ++row)
    cells.push_back(column::is_known(extract.database().column(field), row)
                        ? std::to_string(column::interval_at(extract.database().column(field), row).lo)
                        : "?");
  EXPECT_EQ(cells, (Texts{"1500000000", "10000", "-12000001", "?", "?", "?", "9007199254740993", "1240000000"}));
}

TEST(Documents, ALineThatIsNoDocumentIsLostWithAllThatItHolds) {
  const std::string deep(2000, '[');
  for (const std::string& bad : {std::string("{\"family_id\":9,\"people\":[{\"person_id\":1}"),
                                 std::string("[1]"),
                                 std::string("{\"family_id\":9}}"),
                                 std::string("{\"family_id\":9} {\"family_id\":8}"),
                                 std::string("{\"family_id\":9,}"),
                                 std::string("{\"family_id\":09}"),
                                 std::string("{\"family_id\":9,\"x\":tru}"),
                                 std::string("{\"family_id\":9,\"x\":[1,2}}"),
                                 std::string("{'family_id':9}"),
                                 std::string("{\"family_id\":\"9}"),
                                 std::string("{\"family_id\" 9}"),
                                 std::string("{\"family_id\":9,\"x\":" + deep),
                                 std::string("{\"family_id\":9,\"x\":\"\\q\"}"),
                                 std::string("{\"family_id\":9,\"area\":\"\\ud8\"}"),
                                 std::string("{\"family_id\":+9}"),
                                 std::string("\"x\""),
                                 std::string("{\"family_id\":\"9\"x}"),
                                 std::string("null"),
                                 std::string("{\"family_id\":9,\"area\":\"a\tb\"}"),
                                 std::string("{\"family_id\":1.}"),
                                 std::string("{")}) {
    const Extract extract = documents("{\"family_id\":1,\"people\":[{\"person_id\":7}]}\n" + bad +
                                      "\r\n\n  \n{\"family_id\":2,\"people\":[{\"person_id\":8}]}");
    ASSERT_TRUE(extract.records) << bad;
    EXPECT_EQ(extract.table("family").rows, 2U) << bad;
    EXPECT_EQ(extract.table("person").rows, 2U) << bad;
    EXPECT_TRUE(extract.table("family").lost) << bad;
    EXPECT_TRUE(extract.table("person").lost) << bad;
    EXPECT_EQ(extract.rejects().substr(0, 68), "file,line,column,value_class,reason\nfamilies.ndjson,2,,text,no JSON ") << bad;
    EXPECT_EQ(extract.records->files.front().rows_read, 3U);
    EXPECT_EQ(extract.records->files.front().rows_rejected, 1U);
  }
}

std::string only_error(const Extract& extract) {
  std::string out;
  for (const auto& item : extract.diagnostics.items())
    if (diagnostics::entry(item.code).severity == diagnostics::Severity::error)
      out += item.place.file + ':' + std::to_string(item.place.line) + ' ' + item.message;
  return extract.records ? "read" : out;
}

TEST(Documents, WhatIsNoTextStopsTheRunAtItsLine) {
  const std::string good = "{\"family_id\":1}\n";
  EXPECT_EQ(only_error(documents(good + "{\"family_id\":2,\"x\":\"\xFF\"}\n")),
            "families.ndjson:2 `families.ndjson` is not UTF-8 text");
  EXPECT_EQ(only_error(documents(good + good + std::string("{\"family_id\":2\0}\n", 17))),
            "families.ndjson:3 `families.ndjson` has a NUL byte: it is not a text file");
  EXPECT_EQ(only_error(documents("")), "families.ndjson:1 `families.ndjson` is empty: it holds no families");
  EXPECT_EQ(only_error(documents("{\n  \"family_id\": 1\n}\n")),
            "families.ndjson:1 no line of `families.ndjson` is a JSON document");
  EXPECT_EQ(only_error(documents("[" + good)), "families.ndjson:1 no line of `families.ndjson` is a JSON document");
  EXPECT_EQ(only_error(documents("{\"id\":1}\n")),
            "families.ndjson:1 none of the documents of `families.ndjson` has `family_id`");
  Extract extract = documents(good);
  extract.options.max_record_bytes = 10;
  extract.diagnostics = {};
  extract.read();
  EXPECT_EQ(only_error(extract), "families.ndjson:1 `families.ndjson` has a line of more than 10 bytes");
}

TEST(Documents, WhatNothingReadsIsSaidOnce) {
  const Extract extract = documents(
      "{\"family_id\":1,\"people\":[{\"person_id\":1,\"shoe\":[{\"a\":{}}]}],\"hat\":1}\n{\"family_id\":2,\"h\\u0061t\":2}\n");
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.said(Code::column_not_used),
            (Texts{"nothing reads `hat` of `families.ndjson`", "nothing reads `shoe` of the `people` in `families.ndjson`"}));
}

TEST(Documents, AMappingNamesArraysAsFiles) {
  const std::string mapping = R"(
mapping local for t "Local" {
  dates "DD/MM/YYYY"
  unknown "N/K"
  file "referrals.csv" gives family { family-id from "Ref", alone from "Lone" { "Y" is yes, "N" is no } }
  file "referrals.csv" gives person { person-id from "Ref", family-id from "Ref", born from "DOB" }
  file "seen" gives contact { person-id from "Ref", seen from "On", kind is call }
}
)";
  Extract extract(records_text + mapping,
                  {{"referrals.ndjson",
                    "{\"Ref\":1,\"Lone\":\"Y\",\"DOB\":\"02/03/2020\",\"seen\":[{\"Ref\":\"?\",\"On\":\"N/K\"},"
                    "{\"On\":\"05/06/2021\"}]}\n{\"ref\":\"x\",\"Lone\":\"N/K\",\"DOB\":null}\n"}});
  harness::TemporaryFolder folder;
  folder.write("one.ndjson",
               "{\"Ref\":1,\"Lone\":\"Y\",\"DOB\":\"02/03/2020\",\"seen\":[{\"Ref\":\"?\",\"On\":\"N/K\"},"
               "{\"On\":\"05/06/2021\"}]}\n{\"ref\":\"x\",\"Lone\":\"N/K\",\"DOB\":null}\n");
  extract.diagnostics = {};
  extract.records = readers::read_folder(folder.path() / "one.ndjson", extract.plan(), extract.options, extract.diagnostics);
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("family"),
            (Texts{"1: income ?, alone yes, marks ?, area ?", "x: income ?, alone ?, marks ?, area ?"}));
  EXPECT_EQ(extract.rows("person"), (Texts{"1: mother ?, born 2020-03-02", "x: mother ?, born ?"}));
  EXPECT_EQ(extract.rows("contact"),
            (Texts{"one.ndjson:seen:1: seen ?, kind call", "one.ndjson:seen:1: seen 2021-06-05, kind call"}));
  EXPECT_EQ(extract.table("contact").first, (std::vector<column::Row>{0, 2, 2}));
}

TEST(Documents, MembersMakeRowsWhereAMappingSaysSo) {
  const std::string text = R"(
codes kinds "Kinds" { a, b }
record family, families "Family" { key family-id }
record need, needs "Need" { belongs to family by family-id,  kind : one of kinds }
mapping wide for t "Wide" {
  declined "R"
  file "families.csv" gives family { family-id from "Id" }
  file "families.csv" gives need for each column "n1" to "n2" that says "Y" {
    family-id from "Id"
    kind from column name { "n1" is a, "n2" is b }
  }
}
)";
  Extract extract(text, {{"families.csv", "Id,n1,n2\n1,Y,N\n2,R,Y\n"}});
  ASSERT_TRUE(extract.records);
  const auto from_csv = extract.rows("need");
  harness::TemporaryFolder folder;
  folder.write("one.ndjson", "{\"Id\":1,\"n1\":\"Y\",\"n2\":\"N\"}\n{\"Id\":2,\"n1\":\"R\",\"n2\":\"Y\"}\n");
  extract.diagnostics = {};
  extract.records = readers::read_folder(folder.path() / "one.ndjson", extract.plan(), extract.options, extract.diagnostics);
  ASSERT_TRUE(extract.records);
  ASSERT_EQ(extract.rows("need").size(), 3U);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(extract.rows("need")[i].substr(extract.rows("need")[i].find(": ")), from_csv[i].substr(from_csv[i].find(": ")));
  EXPECT_EQ(extract.table("need").first, (std::vector<column::Row>{0, 1, 3}));
}

}  // namespace
}  // namespace fairstart::readers_test::documents_test
