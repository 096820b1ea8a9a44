// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::diagnostics::text_test {
namespace {

class Text : public ::testing::Test {
 protected:
  base::FileId add(std::string text, std::string path = "a.fair") { return sources_.add(std::move(path), std::move(text)); }
  base::Span find(base::FileId file, std::string_view words) const {
    const std::size_t at = sources_.file(file).text.find(words);
    EXPECT_NE(at, std::string::npos) << words;
    return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
  }
  std::string print(bool colour = false) const {
    std::ostringstream out;
    print_text(out, diagnostics_, sources_, colour);
    return out.str();
  }
  source::Sources sources_;
  Diagnostics diagnostics_;
};

TEST_F(Text, ShowsTheLineAndMarksTheSpan) {
  const base::FileId file = add("one\n  means gestation is under 9 months\n");
  diagnostics_.add({.code = Code::months_against_days,
                    .message = "`gestation` is in days, `9 months` in months",
                    .span = find(file, "9 months"),
                    .help = "write weeks"});
  EXPECT_EQ(print(),
            "a.fair:2:28: error[FS0303]: `gestation` is in days, `9 months` in months\n"
            "  |\n"
            "2 |   means gestation is under 9 months\n"
            "  |                            ^^^^^^^^\n"
            "help: write weeks\n"
            "\n"
            "1 error\n");
}

TEST_F(Text, LabelsHaveLinesOfTheirOwnAlsoInOtherFiles) {
  const base::FileId file = add("means a is b\n");
  const base::FileId other = add(std::string(11, '\n') + "record r { a : text }\n", "other.fair");
  diagnostics_.add({.code = Code::wrong_type,
                    .message = "m",
                    .span = find(file, "b"),
                    .labels = {{find(file, "a is"), "expected because of this"}, {find(other, "text"), "declared here"}}});
  EXPECT_EQ(print(),
            "a.fair:1:12: error[FS0301]: m\n"
            "   |\n"
            " 1 | means a is b\n"
            "   |            ^\n"
            "   |       ---- expected because of this\n"
            "  --> other.fair:12:16\n"
            "12 | record r { a : text }\n"
            "   |                ---- declared here\n"
            "\n"
            "1 error\n");
}

TEST_F(Text, TabsAndAccentsAndWideLettersDoNotMoveTheMark) {
  const base::FileId file = add("\tnoé 東 x\n");
  diagnostics_.add({.code = Code::unknown_name, .message = "m", .span = find(file, "x")});
  const std::string out = print();
  EXPECT_NE(out.find("a.fair:1:8:"), std::string::npos) << out;
  EXPECT_NE(out.find("1 |     noé 東 x\n  |            ^\n"), std::string::npos) << out;
}

TEST_F(Text, AMarkAtTheEndOfTheTextIsOneColumnWide) {
  const base::FileId file = add("codes c {");
  diagnostics_.add({.code = Code::unclosed_block, .message = "m", .span = {file, 9, 9}});
  EXPECT_NE(print().find("1 | codes c {\n  |          ^\n"), std::string::npos) << print();
}

TEST_F(Text, ASpanOverSeveralLinesIsMarkedOnItsFirst) {
  const base::FileId file = add("ab\ncd\n");
  diagnostics_.add({.code = Code::syntax_error, .message = "m", .span = {file, 1, 5}});
  EXPECT_NE(print().find("1 | ab\n  |  ^\n"), std::string::npos) << print();
}

TEST_F(Text, LongLinesAreCutAroundTheSpan) {
  const base::FileId file = add(std::string(100'000, 'a') + " here " + std::string(100'000, 'b'));
  diagnostics_.add({.code = Code::unknown_name, .message = "m", .span = find(file, "here")});
  const std::string out = print();
  EXPECT_LT(out.size(), 600U);
  std::istringstream lines(out);
  std::string line, source_line, mark_line;
  while (std::getline(lines, line)) {
    if (line.starts_with("1 |")) source_line = line;
    if (line.find('^') != std::string::npos) mark_line = line;
  }
  const std::string ellipsis = "…";
  ASSERT_NE(source_line.find(ellipsis), std::string::npos);
  source_line.replace(source_line.find(ellipsis), ellipsis.size(), ".");
  EXPECT_EQ(source_line.find("here"), mark_line.find('^'));
  EXPECT_EQ(mark_line.size() - mark_line.find('^'), 4U);
}

TEST_F(Text, ControlCharactersAreShownNotSent) {
  const base::FileId file = add("x \x1b[31m y\n", "bad\x1bname.fair");
  diagnostics_.add({.code = Code::unknown_name, .message = "`\x07`", .span = find(file, "y"), .help = "\xe2\x80\xae"});
  const std::string out = print();
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(out.find('\x07'), std::string::npos);
  EXPECT_NE(out.find("bad\\u{1b}name.fair:1:9"), std::string::npos) << out;
  EXPECT_NE(out.find("`\\u{7}`"), std::string::npos) << out;
  EXPECT_NE(out.find("\\u{202e}"), std::string::npos) << out;
}

TEST_F(Text, APlaceInRecordsStandsForTheSpan) {
  diagnostics_.add({.code = Code::cells_rejected, .message = "m", .place = {"people.csv", 14, "dob"}});
  diagnostics_.add({.code = Code::records_missing, .message = "n"});
  EXPECT_EQ(print(), "people.csv:14, column dob: warning[FS0611]: m\n\nerror[FS0601]: n\n\n1 error, 1 warning\n");
}

TEST_F(Text, NothingFoundPrintsNothing) { EXPECT_EQ(print(), ""); }

TEST_F(Text, NotesAreNotCounted) {
  diagnostics_.add({.code = Code::record_without_file, .message = "m"});
  EXPECT_EQ(print(), "note[FS0606]: m\n\n");
  EXPECT_FALSE(diagnostics_.has_errors());
}

TEST_F(Text, ColourIsOnlyThereWhenAsked) {
  const base::FileId file = add("x\n");
  diagnostics_.add({.code = Code::unknown_name, .message = "m", .span = find(file, "x")});
  EXPECT_EQ(print(false).find('\x1b'), std::string::npos);
  EXPECT_NE(print(true).find("\x1b[1;31merror[FS0201]\x1b[0m"), std::string::npos);
}

TEST_F(Text, SortingIsByFileThenPlaceAndPlacelessLast) {
  const base::FileId first = add("abc\n"), second = add("abc\n", "b.fair");
  diagnostics_.add({.code = Code::records_missing, .message = "placeless"});
  diagnostics_.add({.code = Code::unknown_name, .message = "3", .span = {second, 0, 1}});
  diagnostics_.add({.code = Code::unknown_name, .message = "2", .span = {first, 2, 3}});
  diagnostics_.add({.code = Code::unknown_name, .message = "1", .span = {first, 0, 1}});
  diagnostics_.sort_by_place();
  std::vector<std::string> order;
  for (const auto& item : diagnostics_.items()) order.push_back(item.message);
  EXPECT_EQ(order, (std::vector<std::string>{"1", "2", "3", "placeless"}));
}

TEST(Visible, BytesAndColumnsAreGivenForEveryByte) {
  const VisibleLine line = visible("a\té\xff");
  EXPECT_EQ(line.text, "a   é\\xff");
  EXPECT_EQ(line.columns, (std::vector<std::size_t>{0, 1, 4, 4, 5, 9}));
  EXPECT_EQ(line.bytes, (std::vector<std::size_t>{0, 1, 4, 4, 6, 10}));
}

}  // namespace
}  // namespace fairstart::diagnostics::text_test
