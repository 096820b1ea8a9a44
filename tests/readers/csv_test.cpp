// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/csv.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace fairstart::readers::csv_test {
namespace {

using fairstart::readers::CsvReader;
using Rows = std::vector<std::vector<std::string>>;

struct Read {
  Rows rows;
  std::vector<std::uint64_t> lines;
  CsvReader::Next last{};
  std::uint64_t line = 0, trouble_line = 0;
};

// The text in pieces of at most `piece` bytes, so that every boundary falls everywhere.
Read read(const std::string& text, std::size_t piece = 1U << 20U, std::size_t max_record = 1U << 20U) {
  std::size_t used = 0;
  CsvReader csv(
      [&](char* to, std::size_t room) {
        const std::size_t size = std::min({piece, room, text.size() - used});
        std::memcpy(to, text.data() + used, size);
        used += size;
        return static_cast<std::ptrdiff_t>(size);
      },
      max_record);
  Read out;
  while ((out.last = csv.next()) == CsvReader::Next::record) {
    out.lines.push_back(csv.line());
    out.rows.emplace_back();
    for (const auto& cell : csv.cells()) out.rows.back().push_back((cell.malformed ? "!" : "") + std::string(cell.text));
  }
  out.line = csv.line();
  out.trouble_line = csv.trouble_line();
  return out;
}

std::string written(const Rows& rows, bool crlf, bool last_end) {
  std::string out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (c > 0) out += ',';
      const std::string& cell = rows[r][c];
      if (cell.find_first_of(",\"\r\n") == std::string::npos && !(rows[r].size() == 1 && cell.empty()))
        out += cell;
      else {
        out += '"';
        for (const char ch : cell) out += ch == '"' ? std::string("\"\"") : std::string(1, ch);
        out += '"';
      }
    }
    if (last_end || r + 1 < rows.size()) out += crlf ? "\r\n" : "\n";
  }
  return out;
}

TEST(Csv, CellsAndLineEnds) {
  EXPECT_EQ(read("a,b\n1,2\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("a,b\r\n1,2\r\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("a,b\n1,2").rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("a,b\n1,").rows, (Rows{{"a", "b"}, {"1", ""}}));
  EXPECT_EQ(read(",\n,").rows, (Rows{{"", ""}, {"", ""}}));
  EXPECT_EQ(read("").rows, Rows{});
}

TEST(Csv, Quotes) {
  EXPECT_EQ(read("\"a,b\",c\n").rows, (Rows{{"a,b", "c"}}));
  EXPECT_EQ(read("\"say \"\"yes\"\"\",2\n").rows, (Rows{{"say \"yes\"", "2"}}));
  EXPECT_EQ(read("\"\",\"\"\"\"\n").rows, (Rows{{"", "\""}}));
  EXPECT_EQ(read("a\"b,c\n").rows, (Rows{{"a\"b", "c"}}));
  EXPECT_EQ(read("\"one\r\ntwo\nthree\",x\ny,z\n").rows, (Rows{{"one\r\ntwo\nthree", "x"}, {"y", "z"}}));
  EXPECT_EQ(read("\"one\r\ntwo\nthree\",x\ny,z\n").lines, (std::vector<std::uint64_t>{1, 4}));
}

TEST(Csv, TextAfterAClosingQuoteIsMarked) {
  EXPECT_EQ(read("\"a\"b,c\nd,e\n").rows, (Rows{{"!a", "c"}, {"d", "e"}}));
  EXPECT_EQ(read("\"a\" ,c\n").rows, (Rows{{"a", "c"}}));
  EXPECT_EQ(read("\"a\"\r\n").rows, (Rows{{"a"}}));
}

TEST(Csv, ByteOrderMark) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a,b\n")
                .rows,
            (Rows{{"a", "b"}}));
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "\"a\",b\n",
                 1)
                .rows,
            (Rows{{"a", "b"}}));
  EXPECT_EQ(read("\xEF\xBB\xBF").last, CsvReader::Next::end);
}

TEST(Csv, EmptyLinesArePassedOver) {
  const Read got = read("\n\r\na,b\n\n1,2\n\n\n");
  EXPECT_EQ(got.rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(got.lines, (std::vector<std::uint64_t>{3, 5}));
  EXPECT_EQ(got.last, CsvReader::Next::end);
}

TEST(Csv, AnOpenQuoteIsFound) {
  const Read got = read("a,b\n1,\"two\n3,4\n5,6\n");
  EXPECT_EQ(got.last, CsvReader::Next::open_quote);
  EXPECT_EQ(got.line, 2U);
  EXPECT_EQ(got.trouble_line, 2U);
  EXPECT_EQ(got.rows, (Rows{{"a", "b"}}));
  EXPECT_EQ(read("\"").last, CsvReader::Next::open_quote);
}

TEST(Csv, ALongRecordStops) {
  const std::string longest(5000, 'x');
  const Read got = read("a,b\n" + longest + ",2\n", 100, 1000);
  EXPECT_EQ(got.last, CsvReader::Next::too_long);
  EXPECT_EQ(got.line, 2U);
  EXPECT_EQ(read("a\n" + std::string(999, 'x') + "\n", 100, 1000).last, CsvReader::Next::end);
  const Read open = read("a\n\"" + longest, 1U << 20U, 1000);
  EXPECT_EQ(open.last, CsvReader::Next::too_long);
  EXPECT_EQ(open.trouble_line, 2U) << "where a quote is still open";
}

TEST(Csv, ARecordLargerThanTheBuffer) {
  const std::string large(3'000'000, 'y');
  const Read got = read("a,b\n1," + large + "\n3,4\n", 70'000, 16U << 20U);
  ASSERT_EQ(got.rows.size(), 3U);
  EXPECT_EQ(got.rows[1][1].size(), large.size());
  EXPECT_EQ(got.rows[2], (std::vector<std::string>{"3", "4"}));
}

TEST(Csv, BadBytesAreLocated) {
  const Read latin = read("a,b\n1,2\n\"x\n\xE9\",2\n");
  EXPECT_EQ(latin.last, CsvReader::Next::not_utf8);
  EXPECT_EQ(latin.trouble_line, 4U);
  const Read nul = read(std::string("a,b\n1,\0\n", 8));
  EXPECT_EQ(nul.last, CsvReader::Next::nul_byte);
  EXPECT_EQ(nul.trouble_line, 2U);
  EXPECT_EQ(read("Zo\xC3\xAB,b\n").rows, (Rows{{"Zo\xC3\xAB", "b"}}));
}

TEST(Csv, AFailingSourceIsTold) {
  CsvReader csv([](char*, std::size_t) { return std::ptrdiff_t{-1}; }, 1000);
  EXPECT_EQ(csv.next(), CsvReader::Next::failed);
}

RC_GTEST_PROP(Csv, WhatIsWrittenIsReadInPiecesOfAnySize, ()) {
  const auto cell = rc::gen::container<std::string>(rc::gen::element('a', ',', '"', '\n', '\r', ' ', '1'));
  const auto width = *rc::gen::inRange<std::size_t>(1, 5);
  const auto rows = *rc::gen::nonEmpty(rc::gen::container<Rows>(rc::gen::container<std::vector<std::string>>(width, cell)));
  const bool crlf = *rc::gen::arbitrary<bool>(), last_end = *rc::gen::arbitrary<bool>();
  const auto piece = *rc::gen::inRange<std::size_t>(1, 40);
  const Read got = read(written(rows, crlf, last_end), piece);
  RC_ASSERT(got.last == CsvReader::Next::end);
  RC_ASSERT(got.rows == rows);
}

}  // namespace
}  // namespace fairstart::readers::csv_test
