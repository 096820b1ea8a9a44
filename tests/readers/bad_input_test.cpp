// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>
#include <unistd.h>

#include "tests/readers/reading.hpp"

namespace fairstart::readers_test::bad_input_test {
namespace {

using diagnostics::Code;

const char* const good_families = "family_id,income\nF1,100\n";

TEST(BadInput, NoSuchFolder) {
  Reading reading({});
  reading.read("nowhere/at-all");
  EXPECT_FALSE(reading.records);
  EXPECT_EQ(reading.only_error(), "FS0601 nowhere/at-all:0 there is no folder `nowhere/at-all` | \n");
}

TEST(BadInput, AFileInsteadOfAFolder) {
  Reading reading = families(good_families);
  reading.read(reading.records_path() / "families.csv");
  EXPECT_FALSE(reading.records);
  EXPECT_NE(
      reading.only_error().find("families.csv` is a file, not a folder of records | give the folder that holds the CSV files"),
      std::string::npos)
      << reading.only_error();
}

TEST(BadInput, NoFileOfFamilies) {
  Reading reading = only("familys.csv", good_families);
  reading.read();
  EXPECT_FALSE(reading.records);
  EXPECT_NE(reading.only_error().find("FS0601 families.csv:0 "), std::string::npos);
  EXPECT_NE(reading.only_error().find(
                "has neither `families.csv` nor `family.csv`: there are no families to read | did you mean `familys.csv`?"),
            std::string::npos)
      << reading.only_error();
  Reading empty({});
  EXPECT_NE(empty.read().only_error().find("the folder holds no CSV files"), std::string::npos) << empty.only_error();
}

TEST(BadInput, BothNamesOfAFile) {
  Reading reading({{"families.csv", good_families}, {"family.csv", good_families}});
  EXPECT_EQ(reading.read().only_error(),
            "FS0603 family.csv:0 both `families.csv` and `family.csv` are there: which holds the families can't be told | keep "
            "one of them in the "
            "folder\n");
}

TEST(BadInput, AFolderWhereAFileShouldBe) {
  Reading reading({{"families.csv", good_families}, {"people.csv/inside", ""}});
  EXPECT_EQ(reading.read().only_error(), "FS0603 people.csv:0 `people.csv` is a folder, not a file | \n");
  EXPECT_FALSE(reading.records);
}

TEST(BadInput, AnUnreadableFile) {
  Reading reading = families(good_families);
  const auto path = reading.records_path() / "families.csv";
  std::filesystem::permissions(path, std::filesystem::perms::none);
  if (::access(path.c_str(), R_OK) == 0) GTEST_SKIP() << "this user may read everything";
  EXPECT_EQ(reading.read().only_error(), "FS0603 families.csv:0 `families.csv` may not be read: permission denied | \n");
}

TEST(BadInput, AnUnreadableFolder) {
  Reading reading = families(good_families);
  std::filesystem::permissions(reading.records_path(), std::filesystem::perms::none);
  const bool readable = ::access(reading.records_path().c_str(), R_OK) == 0;
  reading.read();
  std::filesystem::permissions(reading.records_path(), std::filesystem::perms::owner_all);
  if (readable) GTEST_SKIP() << "this user may read everything";
  EXPECT_NE(reading.only_error().find("the folder may not be read: permission denied"), std::string::npos)
      << reading.only_error();
}

TEST(BadInput, APipeDoesNotHang) {
  Reading reading = families(good_families);
  ASSERT_EQ(::mkfifo((reading.records_path() / "people.csv").c_str(), 0600), 0);
  EXPECT_EQ(reading.read().only_error(), "FS0603 people.csv:0 `people.csv` is not an ordinary file | \n");
}

TEST(BadInput, AnEmptyFile) {
  for (const char* text : {"", "\xEF\xBB\xBF", "\n\n"}) {
    Reading reading = families(text);
    EXPECT_EQ(reading.read().only_error(),
              "FS0603 families.csv:1 `families.csv` is empty: it has no line of column names | a file without rows still "
              "starts with its column names\n");
    EXPECT_FALSE(reading.records);
  }
}

TEST(BadInput, AHeaderAloneIsFine) {
  Reading reading = families("family_id,income");
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.table(reading.small.family).rows, 0U);
  EXPECT_FALSE(reading.table(reading.small.family).partial);
}

TEST(BadInput, AMissingColumn) {
  Reading reading = only("families.csv", "famly_id,income\nF1,1\n");
  EXPECT_EQ(reading.read().only_error(),
            "FS0602 families.csv:1 `families.csv` has no column `family_id` | did you mean `famly_id`?\n");
  EXPECT_FALSE(reading.records);
  Reading semicolons = only("families.csv", "family_id;income\nF1;1\n");
  EXPECT_EQ(semicolons.read().only_error(),
            "FS0602 families.csv:1 `families.csv` has no column `family_id` | columns are separated by commas\n");
}

TEST(BadInput, EveryMissingColumnOfAFileIsTold) {
  Reading reading({{"families.csv", good_families}, {"people.csv", "a,relationship\n"}});
  EXPECT_EQ(reading.read().only_error(),
            "FS0602 people.csv:1 `people.csv` has no column `person_id` | its columns are `a` and `relationship`\n"
            "FS0602 people.csv:1 `people.csv` has no column `family_id` | its columns are `a` and `relationship`\n");
}

TEST(BadInput, ValuesInPlaceOfColumnNamesAreNotShown) {
  Reading reading({{"families.csv", good_families}, {"people.csv", "P1,F1,SECRET\nP2,F1,SECRET\n"}});
  const std::string help =
      "its first line has none of the columns looked for: if it is a row of data, put the column names above it\n";
  EXPECT_EQ(reading.read().only_error(), "FS0602 people.csv:1 `people.csv` has no column `person_id` | " + help +
                                             "FS0602 people.csv:1 `people.csv` has no column `family_id` | " + help);
  for (const auto& item : reading.diagnostics.items())
    EXPECT_EQ((item.message + item.help).find("SECRET"), std::string::npos) << item.message;
}

TEST(BadInput, AColumnTwice) {
  Reading reading = families("family_id,income,Income\nF1,1,2\n");
  EXPECT_EQ(reading.read().only_error(),
            "FS0608 families.csv:1 `families.csv` has the column `income` twice | which of them holds the values can't be "
            "told: rename one\n");
  Reading blank = families("family_id,income,,\nF1,1,,\n");
  EXPECT_TRUE(blank.read().records) << blank.only_error();
}

TEST(BadInput, AnOpenQuote) {
  Reading reading = families("family_id,income\nF1,\"100\nF2,200\n");
  EXPECT_EQ(reading.read().only_error(),
            "FS0603 families.csv:2 `families.csv` ends inside a quote | the quote that opens on line 2 is never closed\n");
  EXPECT_FALSE(reading.records);
}

TEST(BadInput, NotUtf8) {
  Reading reading = families("family_id,lsoa\nF1,x\nF2,Zo\xEB\n");
  EXPECT_EQ(reading.read().only_error(),
            "FS0603 families.csv:3 `families.csv` is not UTF-8 text | save it as UTF-8 (in Excel: `CSV UTF-8`)\n");
  EXPECT_FALSE(reading.records);
}

TEST(BadInput, ANulByte) {
  Reading reading = families(std::string("family_id,lsoa\nF1,\0\n", 20));
  EXPECT_EQ(reading.read().only_error(),
            "FS0603 families.csv:2 `families.csv` has a NUL byte: it is not a text file | save it as CSV, in UTF-8\n");
}

TEST(BadInput, ALineOfTenMegabytes) {
  Reading reading = families("family_id,lsoa\nF1," + std::string(10'000'000, 'x') + "\nF2,E01000001\n");
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.cells(reading.small.lsoa), (Words{"?", "E01000001"}));
  EXPECT_EQ(reading.rejects(), "file,line,column,value_class,reason\nfamilies.csv,2,lsoa,text,longer than 1048576 bytes\n");
  Reading stopped = families("family_id,lsoa\nF1," + std::string(10'000'000, 'x') + "\nF2,E01000001\n");
  stopped.options.max_record_bytes = 1'000'000;
  EXPECT_EQ(stopped.read().only_error(), "FS0603 families.csv:2 `families.csv` has a row of more than 1000000 bytes | \n");
}

TEST(BadInput, ALongRowInsideAQuoteNamesTheQuote) {
  Reading reading = families("family_id,lsoa\nF1,x\nF2,\"" + std::string(2'000'000, 'x') + "\n");
  reading.options.max_record_bytes = 1'000'000;
  EXPECT_EQ(reading.read().only_error(),
            "FS0603 families.csv:3 `families.csv` has a row of more than 1000000 bytes | a quote opens on line 3: is it ever "
            "closed?\n");
}

TEST(BadInput, ALongKeyLosesItsRow) {
  Reading reading = families("family_id,income\n" + std::string(2'000'000, '7') + ",1\nF2,2\n");
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.ids(reading.small.family), Words{"F2"});
  EXPECT_NE(reading.rejects().find("families.csv,2,family_id,text,longer than 1048576 bytes\n"), std::string::npos);
}

TEST(BadInput, TooManyRejects) {
  Reading reading = families("family_id,income\nF1,a\nF2,b\nF3,c\n");
  reading.options.max_rejects = 1;
  EXPECT_EQ(
      reading.read().only_error(),
      "FS0604 families.csv:3 more than 1 rows and cells could not be used | rejects.csv names each by file, line and column\n");
  EXPECT_FALSE(reading.records);
  Reading allowed = families("family_id,income\nF1,a\nF2,2\n");
  allowed.options.max_rejects = 1;
  EXPECT_TRUE(allowed.read().records);
}

TEST(BadInput, RejectsThatCannotBeWritten) {
  Reading reading = families(good_families);
  reading.options.rejects_path = "/nowhere/rejects.csv";
  EXPECT_EQ(reading.read().only_error(), "FS0702 rejects.csv:0 `rejects.csv` could not be written | \n");
  if (!std::filesystem::exists("/dev/full")) return;
  Reading full = families(good_families);
  full.options.rejects_path = "/dev/full";
  EXPECT_EQ(full.read().only_error(), "FS0702 full:0 `full` could not be written | \n");
}

TEST(BadInput, BadCellsAreUnknownAndTheirRowsUsed) {
  Reading reading({{"families.csv",
                    "family_id,income,lone_parent,tenure\n"
                    "F1,lots,maybe,castle\n"
                    "F2,\"£1,240.50\",YES,Private-Rent\n"},
                   {"people.csv",
                    "person_id,family_id,date_of_birth,gestation,score\n"
                    "P1,F1,2026-02-30,37.1,31\n"
                    "P2,F1,01/02/2020,36 weeks 6 days,-1\n"
                    "P3,F2,2020-02-01,37,3.5\n"
                    "P4,F2,2020-02-01 09:00,,30\n"},
                   {"contacts.csv",
                    "contact_id,person_id,kind,date,value,share,wait\n"
                    "C1,P1,mmr1,2021-01-01,1.5,95%,1 year 2 months\n"
                    "C2,P1,mmr 1st dose,2021-01-01,0.0000001,95,3 weeks\n"}});
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  const SmallPlan& s = reading.small;
  EXPECT_EQ(reading.cells(s.income), (Words{"?", "1240500000"}));
  EXPECT_EQ(reading.cells(s.lone_parent), (Words{"?", "yes"}));
  EXPECT_EQ(reading.cells(s.tenure), (Words{"?", "private-rent"}));
  EXPECT_EQ(reading.cells(s.born), (Words{"?", "?", "2020-02-01", "2020-02-01"}));
  EXPECT_EQ(reading.cells(s.gestation), (Words{"?", "258000000", "259000000", "?"}));
  EXPECT_EQ(reading.cells(s.score), (Words{"?", "?", "?", "30000000"}));
  EXPECT_EQ(reading.cells(s.kind), (Words{"mmr1", "mmr1"}));
  EXPECT_EQ(reading.cells(s.value), (Words{"1500000", "?"}));
  EXPECT_EQ(reading.cells(s.share), (Words{"950000", "?"}));
  EXPECT_EQ(reading.cells(s.wait), (Words{"14000000", "?"}));
  EXPECT_EQ(reading.rejects(),
            "file,line,column,value_class,reason\n"
            "families.csv,2,income,code,not an amount of money in at most six decimal places\n"
            "families.csv,2,lone_parent,code,not a yes or no\n"
            "families.csv,2,tenure,code,not a code of its list\n"
            "people.csv,2,date_of_birth,date-like,not a date as the records write them\n"
            "people.csv,2,gestation,number,not a whole number\n"
            "people.csv,2,score,number,outside the field's range\n"
            "people.csv,3,date_of_birth,date-like,not a date as the records write them\n"
            "people.csv,3,score,number,outside the field's range\n"
            "people.csv,4,score,number,not a whole number\n"
            "contacts.csv,3,value,code,not a number in at most six decimal places\n"
            "contacts.csv,3,share,number,not a percent such as 95%\n"
            "contacts.csv,3,wait,text,not a number of months\n");
  EXPECT_EQ(reading.records->rejects, 12U);
  EXPECT_EQ(reading.said(Code::cells_rejected),
            (Words{"families.csv:0 3 cells of `families.csv` could not be used | rejects.csv names each by line and column",
                   "people.csv:0 6 cells of `people.csv` could not be used | rejects.csv names each by line and column",
                   "contacts.csv:0 3 cells of `contacts.csv` could not be used | rejects.csv names each by line and column"}));
}

TEST(BadInput, RejectsNeverHoldAValue) {
  Reading reading({{"families.csv", "family_id,income,lsoa\nF1,Secret Person,x\nSecret Person,1,x\nSecret Person,1,x\n"},
                   {"people.csv", "person_id,family_id\nP1,Secret Person Too\n"}});
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.records->rejects, 3U);
  EXPECT_EQ(reading.rejects().find("Secret"), std::string::npos);
  for (const auto& item : reading.diagnostics.items()) EXPECT_EQ((item.message + item.help).find("Secret"), std::string::npos);
}

TEST(BadInput, LinesThatEndWithCarriageReturnsAlone) {
  Reading reading = families("family_id,income\rF1,5\rF2,6\r");
  EXPECT_EQ(reading.read().only_error(),
            "FS0603 families.csv:1 the lines of `families.csv` end with CR alone | save it with the line ends of Windows "
            "(CRLF) or Unix (LF)\n");
  EXPECT_FALSE(reading.records);
  for (const auto& item : reading.diagnostics.items()) EXPECT_EQ((item.message + item.help).find("F1"), std::string::npos);
  // In quotes, a line break of Windows may be part of a name.
  EXPECT_TRUE(families("family_id,\"income\r\nof the year\"\r\nF1,5\r\n").read().records);
}

TEST(BadInput, RowsOfAnotherWidth) {
  Reading reading = families("family_id,income,lone_parent\nF1,5\nF2,1,240,no\nF3,7,no,\n");
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.cells(reading.small.income), (Words{"5000000", "?", "7000000"})) << "1,240 is not 1";
  EXPECT_EQ(reading.cells(reading.small.lone_parent), (Words{"?", "?", "no"}));
  EXPECT_EQ(reading.rejects(),
            "file,line,column,value_class,reason\nfamilies.csv,2,,blank,fewer cells than columns\nfamilies.csv,3,,text,more "
            "cells than columns: none of its facts is used\n");
}

TEST(BadInput, TextAfterAClosingQuote) {
  Reading reading = families("family_id,lsoa\nF1,\"a\"b\n\"F\"2,x\nF3,c\n");
  reading.read();
  ASSERT_TRUE(reading.records);
  EXPECT_EQ(reading.cells(reading.small.lsoa), (Words{"?", "c"}));
  EXPECT_EQ(reading.rejects(),
            "file,line,column,value_class,reason\nfamilies.csv,2,lsoa,text,text after a closing quote\n"
            "families.csv,3,family_id,text,text after a closing quote\n");
}

}  // namespace
}  // namespace fairstart::readers_test::bad_input_test
