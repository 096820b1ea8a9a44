// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/format/formatted.hpp"

namespace fairstart::format::layout_test {
namespace {

// A text without header, laid out.
std::string laid_out(const std::string& declarations) {
  const std::string header = "library a \"A\" { version \"1\" }\n\n";
  const Formatted result = formatted(header + declarations);
  EXPECT_TRUE(result.parsed) << declarations;
  EXPECT_EQ(result.text.substr(0, header.size()), header);
  EXPECT_EQ(formatted(result.text).text, result.text) << "laying out again changes it";
  return result.text.substr(header.size());
}

TEST(Layout, ClauseWordsArePaddedToTheLongest) {
  EXPECT_EQ(
      laid_out("offer o for child \"O\" {\ntier universal\n   met by contact where (kind is gp-visit)\namount   1 visit\n}\n"),
      "offer o for child \"O\" {\n"
      "  tier    universal\n"
      "  met by  contact where (kind is gp-visit)\n"
      "  amount  1 visit\n"
      "}\n");
}

TEST(Layout, AWordThatIsTooLongStandsOutOfTheColumn) {
  EXPECT_EQ(laid_out("parameter p : whole number {\n value 13\n places may choose from 10 to 13\n source \"s\"\n}\n"),
            "parameter p : whole number {\n"
            "  value   13\n"
            "  places may choose from 10 to 13\n"
            "  source  \"s\"\n"
            "}\n");
}

TEST(Layout, OneLineStaysOneLineWhereItFits) {
  EXPECT_EQ(laid_out("codes c   { a  \"A\" ,b \"B\", }\n"), "codes c { a \"A\", b \"B\" }\n");
}

TEST(Layout, OneLineThatDoesNotFitIsBroken) {
  const std::string label(40, 'x');
  EXPECT_EQ(laid_out("codes c { aa \"" + label + "\", b \"" + label + "\", c \"" + label + "\" }\n"),
            "codes c {\n"
            "  aa  \"" +
                label +
                "\"\n"
                "  b   \"" +
                label +
                "\"\n"
                "  c   \"" +
                label +
                "\"\n"
                "}\n");
}

TEST(Layout, ABlockOnSeveralLinesOpensAndClosesOnItsOwn) {
  EXPECT_EQ(laid_out("codes c { a \"A\"\n  bb \"B\" also \"x\",\"y\" }\n"),
            "codes c {\n"
            "  a   \"A\"\n"
            "  bb  \"B\" also \"x\", \"y\"\n"
            "}\n");
}

TEST(Layout, ClausesThatShareALineKeepSharingIt) {
  EXPECT_EQ(laid_out("outcome o \"O\" {\n indicator i \"I\" {\n among child\n  show percent,better higher,\n }\n}\n"),
            "outcome o \"O\" {\n"
            "  indicator i \"I\" {\n"
            "    among  child\n"
            "    show   percent, better higher\n"
            "  }\n"
            "}\n");
}

TEST(Layout, LongConditionsBeginTheirLinesWithAnd) {
  const std::string fact(40, 'f');
  EXPECT_EQ(laid_out("define d for child means " + fact + " and not " + fact + " and " + fact + "\n"),
            "define d for child\n"
            "  means " +
                fact +
                "\n"
                "    and not " +
                fact +
                "\n"
                "    and " +
                fact + "\n");
}

TEST(Layout, AConditionThatWasBrokenStaysBroken) {
  EXPECT_EQ(laid_out("define d for child means a\nor b or c\n"), "define d for child\n  means a\n    or b\n    or c\n");
}

TEST(Layout, SetsOverSeveralLines) {
  EXPECT_EQ(laid_out("tiers t for family {\nlow \"Low\"\n  high \"High\" when at least 2 of {\na, b,\n c,\n}\nor d\n}\n"),
            "tiers t for family {\n"
            "  low   \"Low\"\n"
            "  high  \"High\"\n"
            "    when at least 2 of {\n"
            "      a, b,\n"
            "      c,\n"
            "    }\n"
            "    or d\n"
            "}\n");
}

TEST(Layout, WhatTextsOfAColumnStandForLinesUpAtIs) {
  EXPECT_EQ(laid_out("mapping m for uk.family-record \"M\" {\n  file \"f.csv\" gives place {\n    lsoa from \"L\"\n"
                     "    imd-quintile from \"D\" {\n \"1\",\"2\" is 1\n \"10\" is 5\n }\n  }\n}\n"),
            "mapping m for uk.family-record \"M\" {\n"
            "  file \"f.csv\" gives place {\n"
            "    lsoa          from \"L\"\n"
            "    imd-quintile  from \"D\" {\n"
            "      \"1\", \"2\"  is 1\n"
            "      \"10\"      is 5\n"
            "    }\n"
            "  }\n"
            "}\n");
}

TEST(Layout, TablesLineUpTheirBars) {
  EXPECT_EQ(laid_out("table t for child : whole number {\nneed|frequent|gives t\nsevere, complex|any|4\nlow|<  3|6\n}\n"),
            "table t for child : whole number {\n"
            "  need            | frequent | gives t\n"
            "  severe, complex | any      | 4\n"
            "  low             | < 3      | 6\n"
            "}\n");
}

TEST(Layout, CommentsStayWhereTheyAre) {
  EXPECT_EQ(laid_out("# before\n\n\n\n# again\ncodes c { # opens\n\n# first\n a \"A\"   # after a\n\n  # own\n b \"B\", # "
                     "after b\n # last\n} # end\n# finally\n"),
            "# before\n"
            "\n"
            "# again\n"
            "codes c {  # opens\n"
            "  # first\n"
            "  a \"A\"  # after a\n"
            "\n"
            "  # own\n"
            "  b \"B\"  # after b\n"
            "  # last\n"
            "}  # end\n"
            "# finally\n");
}

TEST(Layout, CommentsInsideAConditionBreakIt) {
  EXPECT_EQ(laid_out("define d for child means a # why a\n and\n# why b\n b\n"),
            "define d for child\n"
            "  means a  # why a\n"
            "    and\n"
            "    # why b\n"
            "    b\n");
}

TEST(Layout, BlankLinesBecomeOneAndNoneBesideBraces) {
  EXPECT_EQ(laid_out("codes c {\n\n\na \"A\"\n\n\nb \"B\"\n\n}\n\n\n\nunit x, xs\nunit y, ys\n\n\n"),
            "codes c {\n  a \"A\"\n\n  b \"B\"\n}\n\nunit x, xs\nunit y, ys\n");
}

TEST(Layout, AFileWithMistakesIsLeftAlone) {
  const std::string bad = "library a \"A\" {   version \"1\" }\ndefine   x for child means not\ncodes c {  a }\n";
  const Formatted result = formatted(bad);
  EXPECT_FALSE(result.parsed);
  EXPECT_EQ(result.text, bad);
}

TEST(Layout, NestedDeepIsNoTrouble) {
  std::string condition = "a";
  for (int i = 0; i < 60; ++i) condition = "(" + condition + " and b)";
  const std::string out = laid_out("define d for child means " + condition + "\n");
  EXPECT_FALSE(out.empty());
}

}  // namespace
}  // namespace fairstart::format::layout_test
