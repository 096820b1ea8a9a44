// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/readers/extract.hpp"

// Files whose columns make rows.
namespace fairstart::readers_test::wide_test {
namespace {

using diagnostics::Code;
using Texts = std::vector<std::string>;

const std::string records_text = R"(
codes needs "Needs" { housing "Housing", health "Health", crime "Crime" }
record family, families "Family" { key family-id }
record need, needs-found "Need found" {
  key need-id,  belongs to family by family-id,  happens on found
  found : date
  kind  : one of needs
}
)";

std::string mapped(const std::string& clauses, const std::string& each = R"("need1" to "need3" that says "Y", "Yes")",
                   const std::string& key = "need-id from \"Ref\",", const std::string& kind = R"(kind from column name {
      "need1" is housing, "need2" is health, "need3" is crime })") {
  return records_text + "mapping wide for t \"Wide\" {\n" + clauses + "\n  file \"needs.csv\" gives need for each column " +
         each + " {\n    " + key + " family-id from \"Family\", found from \"Seen\"\n    " + kind + "\n  }\n}\n";
}

const std::string families = "family_id\nF1\nF2\n";

TEST(Wide, AColumnThatSaysSoMakesARow) {
  const Extract extract(mapped(R"(  unknown "N/K"
  declined "R")"),
                        {{"families.csv", families},
                         {"needs.csv",
                          "Ref,Family,Seen,need1,need2,need3\nA,F2,2024-01-02,Y,N,yes\nB,F1,2024-03-04,,N/K,R\n"
                          "C,F1,,Maybe,no,\n"}});
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.rows("need"), (Texts{"B:need2: found 2024-03-04, kind health, existence ?",
                                         "B:need3: found 2024-03-04, kind crime, existence ? declined",
                                         "A:need1: found 2024-01-02, kind housing, existence yes",
                                         "A:need3: found 2024-01-02, kind crime, existence yes"}));
  EXPECT_EQ(extract.rejects(), "file,line,column,value_class,reason\n");
  EXPECT_TRUE(extract.table("need").open_owners.empty());
  EXPECT_FALSE(extract.table("need").lost);
  ASSERT_EQ(extract.records->files.size(), 2U);
  EXPECT_EQ(extract.records->files[1].rows_read, 3U) << "lines of the file";
  EXPECT_EQ(extract.records->files[1].rows_used, 3U);
}

TEST(Wide, ABlankIsAMarkOnlyWhereTheMappingSaysSo) {
  const std::map<std::string, std::string> files{{"families.csv", families},
                                                 {"needs.csv", "Ref,Family,Seen,need1,need2,need3\nA,F2,2024-01-02,,Y,N\n"}};
  EXPECT_EQ(Extract(mapped(""), files).rows("need"), (Texts{"A:need2: found 2024-01-02, kind health, existence yes"}));
  EXPECT_EQ(Extract(mapped("  not asked \"\""), files).rows("need"),
            (Texts{"A:need1: found 2024-01-02, kind housing, existence ? not asked",
                   "A:need2: found 2024-01-02, kind health, existence yes"}));
}

TEST(Wide, RowsWithoutKeyAreKnownByColumnAndLine) {
  const Extract extract(
      mapped("", R"("need1" to "need3" that says "Y")", ""),
      {{"families.csv", families}, {"needs.csv", "Family,Seen,need1,need2,need3\nF2,2024-01-02,Y,N,Y\nF1,2024-01-02,Y,,\n"}});
  EXPECT_EQ(extract.rows("need"), (Texts{"needs.csv:need1:3: found 2024-01-02, kind housing, existence yes",
                                         "needs.csv:need1:2: found 2024-01-02, kind housing, existence yes",
                                         "needs.csv:need3:2: found 2024-01-02, kind crime, existence yes"}));
}

TEST(Wide, ColumnsWithoutNumbersAreThoseBetweenInTheFile) {
  const std::string fair =
      mapped("", R"("housing" to "crime" that says "1")", "need-id from \"Ref\",", "kind from column name");
  const Extract extract(
      fair, {{"families.csv", families}, {"needs.csv", "Ref,Family,Seen,housing,health,crime,other\nA,F1,,1,0,1,1\n"}});
  EXPECT_EQ(extract.rows("need"),
            (Texts{"A:housing: found ?, kind housing, existence yes", "A:crime: found ?, kind crime, existence yes"}));
  const Extract backwards(fair,
                          {{"families.csv", families}, {"needs.csv", "Ref,Family,Seen,crime,health,housing\nA,F1,,1,0,1\n"}});
  EXPECT_FALSE(backwards.records);
  EXPECT_EQ(backwards.said(Code::mapping_wrong), Texts{"`needs.csv` has `housing` after `crime`"});
}

TEST(Wide, EveryColumnMustBeThere) {
  const Extract extract(mapped(""), {{"families.csv", families}, {"needs.csv", "Ref,Family,Seen,need1,need3\nA,F1,,1,0\n"}});
  EXPECT_FALSE(extract.records);
  EXPECT_EQ(extract.said(Code::column_missing), Texts{"`needs.csv` has no column `need2`"});
}

TEST(Wide, ALineThatCanNotBeTrustedLeavesTheFamilysListOpen) {
  const Extract extract(
      mapped(""),
      {{"families.csv", families}, {"needs.csv", "Ref,Family,Seen,need1,need2,need3\nA,F2,2024-01-02,Y\nB,F1,1,240,Y,Y,Y\n"}});
  EXPECT_EQ(extract.rows("need"), (Texts{"A:need1: found 2024-01-02, kind housing, existence yes"}))
      << "what a line still says is used, and of one that was split nothing";
  EXPECT_EQ(extract.table("need").open_owners, (std::vector<column::Row>{0, 1}));
  EXPECT_TRUE(extract.table("need").lost);
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\nneeds.csv,2,,blank,fewer cells than columns\n"
            "needs.csv,3,,text,more cells than columns: none of its facts is used\n");
}

TEST(Wide, KeysAndOwnersAreCheckedWhereALineMakesRows) {
  const Extract extract(mapped(""), {{"families.csv", families},
                                     {"needs.csv",
                                      "Ref,Family,Seen,need1,need2,need3\nA,F2,,Y,Y,\nA,F1,,,Y,Y\n,F1,,Y,,\nB,F9,,Y,Y,\n"
                                      "C,,,N,N,N\nD,F1,soon,Y,Y,\"Y\"x\n"}});
  EXPECT_EQ(extract.rows("need"),
            (Texts{"A:need3: found ?, kind crime, existence yes", "D:need1: found ?, kind housing, existence yes",
                   "D:need2: found ?, kind health, existence yes", "D:need3: found ?, kind crime, existence ?",
                   "A:need1: found ?, kind housing, existence yes", "A:need2: found ?, kind health, existence yes"}));
  EXPECT_EQ(extract.rejects(),
            "file,line,column,value_class,reason\n"
            "needs.csv,3,need2,code,the key is repeated: the first row stays\n"
            "needs.csv,4,Ref,blank,the key is missing\n"
            "needs.csv,5,Family,code,no such family\n"
            "needs.csv,7,need3,text,text after a closing quote\n"
            "needs.csv,7,Seen,code,not a date as the records write them\n");
  EXPECT_EQ(extract.table("need").open_owners, std::vector<column::Row>{0});
  EXPECT_EQ(extract.records->files[1].rows_rejected, 3U);
}

TEST(Wide, RowsOfAnOrdinaryFileAreThere) {
  const Extract extract(mapped("  file \"more.csv\" gives need { need-id from \"Id\", family-id from \"Family\" }"),
                        {{"families.csv", families},
                         {"more.csv", "Id,Family\nX,F1\n"},
                         {"needs.csv", "Ref,Family,Seen,need1,need2,need3\nA,F1,,Y,,\n"}});
  EXPECT_EQ(extract.rows("need"),
            (Texts{"X: found ?, kind ?, existence yes", "A:need1: found ?, kind housing, existence yes"}));
}

// A wide file says what a long one does: each of its cells a row, with what its mark says of whether there is one.
RC_GTEST_PROP(Wide, SaysWhatTheLongFileSays, ()) {
  const Texts words{"Y", "yes", "", "N", "N/K", "R"};
  const auto lines = *rc::gen::inRange<std::size_t>(0, 12);
  std::string wide = "Family,Seen,need1,need2,need3,Ref\n", longer = "need_id,family_id,found,kind,existence\n";
  const Texts kinds{"housing", "health", "crime"};
  Texts expected;
  for (std::size_t line = 0; line < lines; ++line) {
    const std::string family = *rc::gen::element(std::string("F1"), std::string("F2"));
    const std::string seen = "2024-01-" + std::to_string(10 + line), ref = "R" + std::to_string(line * 7 % 12);
    wide += family + ',' + seen;
    for (std::size_t column = 0; column < 3; ++column) {
      const auto word = *rc::gen::inRange<std::size_t>(0, words.size());
      wide += ',' + words[word];
      if (word == 2 || word == 3) continue;
      expected.push_back(family + ref + ":need" + std::to_string(column + 1) + ": found " + seen + ", kind " + kinds[column] +
                         ", existence " +
                         (word < 2    ? "yes"
                          : word == 4 ? "?"
                                      : "? declined"));
    }
    wide += ',' + ref + '\n';
  }
  const Extract extract(mapped("  unknown \"N/K\"\n  declined \"R\""), {{"families.csv", families}, {"needs.csv", wide}});
  RC_ASSERT(extract.records.has_value());
  Texts found = extract.rows("need");
  for (std::size_t row = 0; row < found.size(); ++row)
    found[row] = extract.database().id_of(extract.id_of("family"), extract.table("need").owner[row]) + found[row];
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  RC_ASSERT(found == expected);
  const auto& table = extract.table("need");
  RC_ASSERT(std::is_sorted(table.owner.begin(), table.owner.end()));
  RC_ASSERT(table.first.back() == table.rows);
}

}  // namespace
}  // namespace fairstart::readers_test::wide_test
