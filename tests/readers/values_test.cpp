// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/values.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "dsl/base/decimal.hpp"
#include "engine/readers/rejects.hpp"

namespace fairstart::readers::values_test {
namespace {

using types::Measure;

std::string padded(int value, int width) {
  std::string text = std::to_string(value);
  return text.size() < static_cast<std::size_t>(width) ? std::string(static_cast<std::size_t>(width) - text.size(), '0') + text
                                                       : text;
}

// Days by the standard library's calendar, from its own walk over days rather than from ours.
TEST(Values, EveryDayInEveryFormatAgreesWithTheStandardLibrary) {
  const auto uk = DateFormat::from("DD/MM/YYYY"), dashed = DateFormat::from("DD-MM-YYYY"), loose = DateFormat::from("D/M/YYYY"),
             us = DateFormat::from("MM/DD/YYYY"), packed = DateFormat::from("YYYYMMDD"), two = DateFormat::from("DD/MM/YY"),
             named = DateFormat::from("DD-MMM-YYYY"), full = DateFormat::from("D MMMM YYYY");
  ASSERT_TRUE(uk && dashed && loose && us && packed && two && named && full);
  static const char* const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
  using namespace std::chrono;
  int days = 0;
  for (sys_days at = 1950y / January / 1; at < sys_days{2050y / January / 1}; at += std::chrono::days{1}, ++days) {
    const year_month_day date{at};
    const int y = int{date.year()}, m = static_cast<int>(unsigned{date.month()}), d = static_cast<int>(unsigned{date.day()});
    const std::optional<base::Day> expected = static_cast<base::Day>(at.time_since_epoch().count());
    const std::string yyyy = padded(y, 4), mm = padded(m, 2), dd = padded(d, 2), month = months[m - 1];
    ASSERT_EQ(parse_iso_date(yyyy + '-' + mm + '-' + dd), expected);
    ASSERT_EQ(uk->parse(dd + '/' + mm + '/' + yyyy), expected);
    ASSERT_EQ(dashed->parse(dd + '-' + mm + '-' + yyyy), expected);
    ASSERT_EQ(loose->parse(std::to_string(d) + '/' + std::to_string(m) + '/' + yyyy), expected);
    ASSERT_EQ(us->parse(mm + '/' + dd + '/' + yyyy), expected);
    ASSERT_EQ(packed->parse(yyyy + mm + dd), expected);
    ASSERT_EQ(two->parse(dd + '/' + mm + '/' + padded(y % 100, 2)), expected);
    ASSERT_EQ(named->parse(dd + '-' + month.substr(0, 3) + '-' + yyyy), expected);
    ASSERT_EQ(full->parse(std::to_string(d) + ' ' + month + ' ' + yyyy), expected);
  }
  EXPECT_EQ(days, 36525);
}

TEST(Values, DatesThatAreNone) {
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01x", "2026/01/01", "",
                           "0000-01-01", "2026-01-01T", "2026-01-01 1", "20260101"})
    EXPECT_FALSE(parse_iso_date(text)) << text;
  const auto uk = DateFormat::from("DD/MM/YYYY");
  for (const char* text : {"1/2/2026", "31/04/2026", "2026-01-01", "01/02/26", "01/02/20261", "01.02.2026"})
    EXPECT_FALSE(uk->parse(text)) << text;
}

TEST(Values, ATimeOfDayIsDropped) {
  const auto day = parse_iso_date("2026-01-02");
  for (const char* text : {"2026-01-02T10:11:12Z", "2026-01-02 10:11", "2026-01-02T10:11:12.123+01:00", "2026-01-02  00:00:00",
                           "2026-01-02T10:11:12.5 Z", "2026-01-02 9:05 PM"})
    EXPECT_EQ(parse_iso_date(text), day) << text;
  EXPECT_EQ(DateFormat::from("DD/MM/YYYY")->parse("02/01/2026 00:00"), day);
}

TEST(Values, WhatADateFormatIs) {
  for (const char* pattern : {"", "DD/MM", "YYYY", "DD/MM/YYYY/DD", "hello", "dd/mm/yyyy"})
    EXPECT_FALSE(DateFormat::from(pattern)) << pattern;
  EXPECT_EQ(DateFormat::from("DD/MM/YY")->parse("01/01/49"), parse_iso_date("2049-01-01"));
  EXPECT_EQ(DateFormat::from("DD/MM/YY")->parse("01/01/50"), parse_iso_date("1950-01-01"));
}

TEST(Values, Numbers) {
  const auto is = [](const char* text, std::int64_t millionths) { EXPECT_EQ(parse_number(text), millionths) << text; };
  is("0", 0), is("12", 12'000'000), is("-3", -3'000'000), is("+3", 3'000'000), is("1240.5", 1'240'500'000);
  is("1,240.50", 1'240'500'000), is("£22,900", 22'900'000'000), is("-£5", -5'000'000), is("0.000001", 1),
      is("1.5000000", 1'500'000);
  is("9223372036853", 9'223'372'036'853'000'000);
  for (const char* text : {"", "-", "£", "1.", ".5", "1,24", "12,3456", ",123", "1,", "0.0000001", "12a", "1 2", "--1", "1e3",
                           "9223372036855", "99999999999999999999", "NaN", "1,,234"})
    EXPECT_FALSE(parse_number(text)) << text;
}

RC_GTEST_PROP(Values, NumbersReadBackAsTheyAreWritten, (std::int64_t value)) {
  const std::int64_t number = value % 9'000'000'000'000'000'000;
  RC_ASSERT(parse_number(base::format_decimal(number)) == number);
  RC_ASSERT(parse_number(base::format_decimal(number, true)) == number);
}

TEST(Values, Percents) {
  EXPECT_EQ(parse_percent("95%"), 950'000);
  EXPECT_EQ(parse_percent("12.5 %"), 125'000);
  EXPECT_EQ(parse_percent("0.0001%"), 1);
  for (const char* text : {"95", "%", "0.00001%", "95%%", "95% ", "five%"}) EXPECT_FALSE(parse_percent(text)) << text;
}

TEST(Values, Spans) {
  EXPECT_EQ(parse_span("37", Measure::days, 7, 1), 259'000'000);
  EXPECT_EQ(parse_span("36 weeks 6 days", Measure::days, 7, 1), 258'000'000);
  EXPECT_EQ(parse_span("36 Weeks", Measure::days, 1, 1), 252'000'000);
  EXPECT_EQ(parse_span("1 day", Measure::days, 7, 1), 1'000'000);
  EXPECT_EQ(parse_span("2 years 3 months", Measure::months, 1, 1), 27'000'000);
  EXPECT_EQ(parse_span("1 quarter", Measure::months, 12, 1), 3'000'000);
  EXPECT_EQ(parse_span("3.5", Measure::days, 1, 1), 3'500'000);
  for (const char* text :
       {"6 days 36 weeks", "36 weeks 6", "36 months", "weeks", "36 weeks 6 days 1", "36 weeks, 6 days", "-1 weeks 2 days"})
    EXPECT_FALSE(parse_span(text, Measure::days, 7, 1)) << text;
  EXPECT_FALSE(parse_span("3 weeks", Measure::months, 1, 1));
}

TEST(Values, YesAndNo) {
  for (const char* text : {"yes", "YES", "Yes", "true", "TRUE"}) EXPECT_EQ(parse_yes_no(text), column::yes) << text;
  for (const char* text : {"no", "No", "false", "False"}) EXPECT_EQ(parse_yes_no(text), column::no) << text;
  for (const char* text : {"", "y", "1", "0", "yess", "none", "not known", "no "}) EXPECT_FALSE(parse_yes_no(text)) << text;
}

TEST(Values, BytesAbove127AreJustNotValues) {
  for (const char* text : {"\xC3\xA9", "1\xC3\xA9", "\xC2\xA3", "1 \xC3\xA9", "2020-01-01\xC3\xA9", "y\xC3\xA9s"}) {
    EXPECT_FALSE(parse_number(text)) << text;
    EXPECT_FALSE(parse_percent(text)) << text;
    EXPECT_FALSE(parse_span(text, Measure::days, 7, 1)) << text;
    EXPECT_FALSE(parse_iso_date(text)) << text;
    EXPECT_FALSE(DateFormat::from("D MMM YYYY")->parse(text)) << text;
    EXPECT_FALSE(parse_yes_no(text)) << text;
  }
}

TEST(Values, WordsAsWrittenThenInAnyCase) {
  Words words;
  EXPECT_TRUE(words.empty());
  words.add("M", 1);
  words.add("m", 2);
  words.add("Mum", 1);
  words.add("Zo\xC3\xAB", 3);
  words.add("M", 9);
  EXPECT_EQ(words.find("M"), 1U);
  EXPECT_EQ(words.find("m"), 2U);
  EXPECT_EQ(words.find("MUM"), 1U);
  EXPECT_EQ(words.find("zo\xC3\xAB"), 3U);
  EXPECT_FALSE(words.find("Mu"));
  EXPECT_FALSE(words.find("Mumm"));
  EXPECT_FALSE(words.find(""));
  EXPECT_FALSE(words.find(std::string(1000, 'm')));
  words.add("Dad", 4);
  words.add("DAD", 5);
  EXPECT_FALSE(words.find("dad")) << "two meanings in any case";
  EXPECT_EQ(words.find("Dad"), 4U);
}

TEST(Values, WhatSortOfTextACellHolds) {
  EXPECT_EQ(value_class(""), "blank");
  EXPECT_EQ(value_class("12.5"), "number");
  EXPECT_EQ(value_class("95%"), "number");
  EXPECT_EQ(value_class("31/02/2020"), "date-like");
  EXPECT_EQ(value_class("2020-02-31T10:00"), "date-like");
  EXPECT_EQ(value_class("XYZ9"), "code");
  EXPECT_EQ(value_class("Jane Doe"), "text");
}

}  // namespace
}  // namespace fairstart::readers::values_test
