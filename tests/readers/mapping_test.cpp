// SPDX-License-Identifier: Apache-2.0
#include "tests/readers/reading.hpp"

namespace fairstart::readers_test::mapping_test {
namespace {

using diagnostics::Code;
using plan::CellMeaning;
using plan::ColumnTarget;
using plan::Constant;
using plan::MappedColumn;
using plan::Missing;

MappedColumn key(const std::string& from) { return {.target = ColumnTarget::key, .from = from}; }
MappedColumn owner(const std::string& from) { return {.target = ColumnTarget::owner, .from = from}; }
MappedColumn field(plan::FieldId id, const std::string& from, std::vector<CellMeaning> cells = {}) {
  return {.target = ColumnTarget::field, .field = id, .from = from, .cells = std::move(cells)};
}
MappedColumn always(plan::FieldId id, std::int64_t number) {
  return {.target = ColumnTarget::field, .field = id, .always = Constant{number, {}}};
}
CellMeaning means(std::vector<std::string> spelt, std::int64_t number) { return {std::move(spelt), Constant{number, {}}, {}}; }
CellMeaning missing(std::vector<std::string> spelt, Missing why) { return {std::move(spelt), {}, why}; }

// The children's looked-after return: one header file gives both a family and its child, reviews have no key of their own.
plan::Mapping ssda903(const SmallPlan& s) {
  plan::Mapping mapping{
      .name = "ssda903", .date_formats = {"DD/MM/YYYY"}, .unknown = {"", "N/K"}, .declined = {"REFU"}, .not_asked = {"N/A"}};
  mapping.files.push_back({.file = "header.csv", .record = s.family, .columns = {key("CHILD")}});
  mapping.files.push_back({.file = "header.csv",
                           .record = s.person,
                           .columns = {key("CHILD"), owner("CHILD"), field(s.born, "DOB"), always(s.relationship, 0),
                                       field(s.smoker, "ETHNIC", {means({"WBRI", "WROM"}, 1), means({"MWBC"}, 0)})}});
  mapping.files.push_back(
      {.file = "reviews.csv", .record = s.contact, .columns = {owner("CHILD"), field(s.on, "REVIEW"), always(s.kind, 2)}});
  return mapping;
}

TEST(Mapping, ALookedAfterChildrenReturn) {
  Reading reading({{"header.csv",
                    "\xEF\xBB\xBF"
                    "CHILD,SEX,DOB,ETHNIC\r\n566910,2,27/03/2008,WROM\r\n384923,2,09/09/2011,REFU\r\n"
                    "7,1,2011-09-09,N/A\r\n8,1,31/02/2011,wbri\r\n9,1,,XXXX\r\n"},
                   {"reviews.csv",
                    "CHILD,DOB,REVIEW,REVIEW_CODE\r\n384923,09/09/2011,30/08/2017,PN6\r\n566910,27/03/2008,29/07/2018,PN6\r\n"
                    "1,27/03/2008,29/07/2018,PN6\r\n566910,27/03/2008,N/A,PN6\r\n"}});
  const plan::Mapping mapping = ssda903(reading.small);
  reading.options.mapping = &mapping;
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  const SmallPlan& s = reading.small;
  EXPECT_EQ(reading.ids(s.family), (Words{"566910", "384923", "7", "8", "9"}));
  EXPECT_EQ(reading.ids(s.person), reading.ids(s.family));
  EXPECT_EQ(reading.cells(s.born), (Words{"2008-03-27", "2011-09-09", "?", "?", "?"}));
  EXPECT_EQ(reading.cells(s.relationship), Words(5, "child"));
  EXPECT_EQ(reading.cells(s.smoker), (Words{"yes", "? declined", "? not asked", "yes", "?"}));
  EXPECT_EQ(reading.ids(s.contact), (Words{"reviews.csv:3", "reviews.csv:5", "reviews.csv:2"}));
  EXPECT_EQ(reading.cells(s.on), (Words{"2018-07-29", "? not asked", "2017-08-30"}));
  EXPECT_EQ(reading.cells(s.kind), Words(3, "asq3"));
  EXPECT_EQ(reading.rejects(),
            "file,line,column,value_class,reason\n"
            "header.csv,4,DOB,date-like,not a date as the records write them\n"
            "header.csv,5,DOB,date-like,not a date as the records write them\n"
            "header.csv,6,ETHNIC,code,not a yes or no\n"
            "reviews.csv,4,CHILD,number,no such person\n");
  ASSERT_EQ(reading.records->files.size(), 3U);
  EXPECT_EQ(reading.records->files[0].fingerprint, reading.records->files[1].fingerprint);
  EXPECT_TRUE(reading.said(Code::column_not_used).empty()) << "a mapping chooses its columns";
}

TEST(Mapping, SeveralDateFormatsAreTriedInOrder) {
  Reading reading(
      {{"families.csv", "family_id\nF1\n"},
       {"people.csv",
        "person_id,family_id,date_of_birth\nP1,F1,01/02/2020\nP2,F1,2020-02-01\nP3,F1,1-Feb-20\nP4,F1,13/13/2020\n"}});
  plan::Mapping mapping{.date_formats = {"DD/MM/YYYY", "YYYY-MM-DD", "D-MMM-YY"}};
  reading.options.mapping = &mapping;
  reading.read();
  EXPECT_EQ(reading.cells(reading.small.born), (Words{"2020-02-01", "2020-02-01", "2020-02-01", "?"}));
}

TEST(Mapping, MeaningsComeBeforeMarksAndCodes) {
  Reading reading = families("family_id,tenure\nF1,SR\nF2,owned\nF3,sr\nF4,Private_Rent\nF5,-\nF6,\n");
  const SmallPlan& s = reading.small;
  plan::Mapping mapping{.unknown = {"-"}};
  mapping.files.push_back({.file = "families.csv",
                           .record = s.family,
                           .columns = {key("family_id"), field(s.tenure, "tenure",
                                                               {means({"SR"}, 0), missing({"owned"}, Missing::declined),
                                                                missing({""}, Missing::not_asked)})}});
  reading.options.mapping = &mapping;
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.cells(s.tenure), (Words{"owned", "? declined", "owned", "private-rent", "?", "? not asked"}));
  EXPECT_EQ(reading.records->rejects, 0U);
}

TEST(Mapping, CodesThatDifferOnlyInCase) {
  Reading reading({{"families.csv", "family_id\nF1\n"},
                   {"people.csv", "person_id,family_id,relationship\nP1,F1,M\nP2,F1,m\nP3,F1,MUM\nP4,F1,c\n"}});
  reading.read();
  EXPECT_EQ(reading.cells(reading.small.relationship), (Words{"mother", "father", "mother", "child"}));
}

TEST(Mapping, UnitsAreConverted) {
  Reading reading({{"families.csv", "Ref,Monthly\nF1,\"£1,000.50\"\n"},
                   {"people.csv", "Ref,Family,GA\nP1,F1,259\nP2,F1,36 weeks 6 days\n"}});
  const SmallPlan& s = reading.small;
  MappedColumn income = field(s.income, "Monthly"), gestation = field(s.gestation, "GA");
  income.multiply = 12;
  gestation.divide = 7;  // days into the field's unit, weeks
  plan::Mapping mapping;
  mapping.files.push_back({.file = "families.csv", .record = s.family, .columns = {key("Ref"), income}});
  mapping.files.push_back({.file = "people.csv", .record = s.person, .columns = {key("Ref"), owner("Family"), gestation}});
  reading.options.mapping = &mapping;
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.cells(s.income), Words{"12006000000"});
  EXPECT_EQ(reading.cells(s.gestation), (Words{"259000000", "258000000"}));
}

TEST(Mapping, SeveralFilesGiveOneRecord) {
  Reading reading({{"families.csv", "family_id\nF1\nF2\n"},
                   {"people.csv", "person_id,family_id\nP1,F1\nP2,F2\n"},
                   {"gp.csv", "Person,On\nP2,2020-01-01\nP1,2020-01-02\n"},
                   {"hv.csv", "Person,Value\nP1,5\n"}});
  const SmallPlan& s = reading.small;
  plan::Mapping mapping;
  mapping.files.push_back(
      {.file = "gp.csv", .record = s.contact, .columns = {owner("Person"), field(s.on, "On"), always(s.kind, 1)}});
  mapping.files.push_back(
      {.file = "hv.csv", .record = s.contact, .columns = {owner("Person"), field(s.value, "Value"), always(s.kind, 0)}});
  mapping.partial.push_back({.record = s.contact, .where = {}, .why = "GP system not linked"});
  reading.options.mapping = &mapping;
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.ids(s.contact), (Words{"gp.csv:3", "hv.csv:2", "gp.csv:2"}));
  EXPECT_EQ(reading.cells(s.on), (Words{"2020-01-02", "?", "2020-01-01"}));
  EXPECT_EQ(reading.cells(s.value), (Words{"?", "5000000", "?"}));
  EXPECT_EQ(reading.cells(s.kind), (Words{"mmr1", "new-birth-visit", "mmr1"}));
  EXPECT_TRUE(reading.table(s.contact).partial);
  EXPECT_FALSE(reading.table(s.person).partial);
}

TEST(Mapping, AMarkInAKeyIsNoKey) {
  Reading reading({{"families.csv", "family_id\nF1\nN/K\n"}, {"people.csv", "person_id,family_id\nP1,N/K\n"}});
  plan::Mapping mapping{.unknown = {"N/K"}};
  reading.options.mapping = &mapping;
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.ids(reading.small.family), Words{"F1"});
  EXPECT_NE(reading.rejects().find("people.csv,2,family_id,code,the owner is missing"), std::string::npos) << reading.rejects();
  Reading out_of_order = families("family_id\nF9\nF3\nN/K\nF1\nN/K\nF3\n");
  out_of_order.options.mapping = &mapping;
  out_of_order.read();
  ASSERT_TRUE(out_of_order.records);
  EXPECT_EQ(out_of_order.ids(out_of_order.small.family), (Words{"F9", "F3", "F1"}));
  EXPECT_EQ(out_of_order.records->rejects, 3U);
}

TEST(Mapping, WhatItNamesMustBeThere) {
  const std::map<std::string, std::string> files{{"header.csv", "CHILD,DOB,ETHNIC\n1,,\n"}};
  Reading reading(files);
  plan::Mapping mapping = ssda903(reading.small);
  reading.options.mapping = &mapping;
  EXPECT_NE(reading.read().only_error().find(
                "FS0601 reviews.csv:0 `reviews.csv`, which the mapping `ssda903` takes `contacts` from, is not in"),
            std::string::npos)
      << reading.only_error();
  EXPECT_FALSE(reading.records);

  Reading columns({{"header.csv", "CHILD,DoB,ETHNICS\n1,,\n"}, {"reviews.csv", "CHILD,REVIEW\n"}});
  columns.options.mapping = &mapping;
  EXPECT_EQ(columns.read().only_error(), "FS0602 header.csv:1 `header.csv` has no column `ETHNIC` | did you mean `ETHNICS`?\n");
}

TEST(Mapping, MistakesInIt) {
  Reading reading({{"families.csv", "family_id\nF1\n"}, {"people.csv", "person_id,family_id\nP1,F1\n"}});
  plan::Mapping mapping{.date_formats = {"day/month"}};
  reading.options.mapping = &mapping;
  EXPECT_EQ(reading.read().only_error(),
            "FS0609 :0 `day/month` is not a way to write dates | write the day as D or DD, the month as M, MM, MMM or MMMM, "
            "the year as YY or "
            "YYYY: `DD/MM/YYYY`\n");

  const auto fails_with = [](std::vector<MappedColumn> columns, const std::string& file = "people.csv") {
    Reading each({{"families.csv", "family_id\nF1\n"}, {"people.csv", "person_id,family_id,score\nP1,F1,1\n"}});
    plan::Mapping wrong;
    wrong.files.push_back({.file = file, .record = each.small.person, .columns = std::move(columns)});
    each.options.mapping = &wrong;
    return each.read().only_error();
  };
  const SmallPlan s;
  EXPECT_EQ(fails_with({key("person_id")}),
            "FS0602 people.csv:1 the mapping does not say which column of `people.csv` gives `family-id` | add `family-id from "
            "\"COLUMN\"`\n");
  EXPECT_EQ(fails_with({owner("family_id"), field(s.score, "score"), field(s.score, "person_id")}),
            "FS0609 :0 the mapping gives `score` twice from `people.csv` | keep one of them\n");
  for (const char* outside : {"../people.csv", "/etc/passwd", "a/../../b.csv", ""})
    EXPECT_EQ(
        fails_with({}, outside),
        "FS0609 :0 `" + std::string(outside) +
            "` is not a file inside the folder of records | name the file as it stands in the folder, such as `people.csv`\n");
}

TEST(Mapping, TheSharedReturnIsReadAsItIs) {
  const auto shared = harness::shared_folder();
  if (!shared) GTEST_SKIP() << "the shared data is not beside the project";
  Reading reading({});
  plan::Mapping mapping = ssda903(reading.small);
  mapping.files[1].columns.pop_back();  // this test reads no ethnicity
  reading.options.mapping = &mapping;
  reading.read(*shared / "data/ssda903-fake-lac");
  ASSERT_TRUE(reading.records) << reading.only_error();
  const SmallPlan& s = reading.small;
  EXPECT_EQ(reading.table(s.family).rows + reading.records->files.at(0).rows_rejected, 2675U);
  EXPECT_EQ(reading.table(s.person).rows, reading.table(s.family).rows);
  EXPECT_EQ(reading.table(s.contact).rows + reading.records->files.at(2).rows_rejected, 12582U);
  std::size_t born = 0;
  for (std::size_t row = 0; row < reading.table(s.person).rows; ++row)
    born += column::is_known(reading.database().column(s.born), static_cast<column::Row>(row));
  EXPECT_GT(born, 2600U);
}

}  // namespace
}  // namespace fairstart::readers_test::mapping_test
