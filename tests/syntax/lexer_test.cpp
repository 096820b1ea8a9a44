// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string_view>

#include "dsl/syntax/lexer.hpp"

namespace fairstart::syntax::lexer::lexer_test {
namespace {

struct Token {
  NodeKind kind;
  std::string_view text;
  std::string_view token;  // what is read at its start; empty where nothing is
};

const Token tokens[] = {
    {NodeKind::NAME, "low-mood is", "low-mood"},
    {NodeKind::NAME, "a1-2b", "a1-2b"},
    {NodeKind::NAME, "no-one", "no-one"},
    {NodeKind::NAME, "no", ""},
    {NodeKind::NAME, "of{", ""},
    {NodeKind::NAME, "in-", ""},
    {NodeKind::NAME, "into", "into"},
    {NodeKind::NAME, "need- 5", "need"},
    {NodeKind::NAME, "need-5", "need-5"},
    {NodeKind::NAME, "a_b", ""},
    {NodeKind::NAME, "a-b_c", "a"},
    {NodeKind::NAME, "aB", ""},
    {NodeKind::NAME, "A", ""},
    {NodeKind::NAME, "1a", ""},
    {NodeKind::NAME, "", ""},
    {NodeKind::PATH, "a.b-c.d ", "a.b-c.d"},
    {NodeKind::PATH, "a.b_c", "a"},
    {NodeKind::PATH, "a..b", "a"},
    {NodeKind::PATH, "a.1", "a"},
    {NodeKind::TEXT, "\"a # b\" c", "\"a # b\""},
    {NodeKind::TEXT, "“a \"b\" c” d", "“a \"b\" c”"},
    {NodeKind::TEXT, "\"a\nb\"", ""},
    {NodeKind::TEXT, "\"a", ""},
    {NodeKind::TEXT, "\"\"", "\"\""},
    {NodeKind::DATE, "2026-04-01", "2026-04-01"},
    {NodeKind::DATE, "2026-04-011", ""},
    {NodeKind::DATE, "2026-4-01", ""},
    {NodeKind::YEARS, "2025/26", "2025/26"},
    {NodeKind::YEARS, "2025/2026", ""},
    {NodeKind::NUM, "1240", "1240"},
    {NodeKind::NUM, "1,240,500.25 x", "1,240,500.25"},
    {NodeKind::NUM, "1,24", ""},
    {NodeKind::NUM, "1,2405", ""},
    {NodeKind::NUM, "1234,567", ""},
    {NodeKind::NUM, "5%", ""},
    {NodeKind::NUM, "3, 4", "3"},
    {NodeKind::NUM, "3.", "3"},
    {NodeKind::NUM, "2026-04-01", ""},
    {NodeKind::NUM, "1,240, 3", "1,240"},
    {NodeKind::PCT, "9.4% x", "9.4%"},
    {NodeKind::PCT, "9.4 %", ""},
    {NodeKind::PCT, "9", ""},
    {NodeKind::MONEY, "£22,020 per", "£22,020"},
    {NodeKind::MONEY, "£12.06", "£12.06"},
    {NodeKind::MONEY, "£1.5", "£1"},
    {NodeKind::MONEY, "£1.505", "£1"},
    {NodeKind::MONEY, "£", ""},
    {NodeKind::CMP, "<=", "<="},
    {NodeKind::CMP, "≥3", "≥"},
    {NodeKind::CMP, "is", ""},
    {NodeKind::NEG, "-5", "-"},
    {NodeKind::NEG, "−£5", "−"},
    {NodeKind::NEG, "- 5", ""},
    {NodeKind::NEG, "–5", ""},
    {NodeKind::CANT, "can't tell", "can't tell"},
    {NodeKind::CANT, "can’t tell,", "can’t tell"},
    {NodeKind::CANT, "can't tellx", ""},
    {NodeKind::DAY, "25 December,", "25 December"},
    {NodeKind::DAY, "125 May", ""},
    {NodeKind::DAY, "25 Decembers", ""},
};

TEST(Lexer, ReadsEachToken) {
  for (const Token& one : tokens) {
    EXPECT_EQ(one.text.substr(0, token_end(one.kind, one.text, 0)), one.token) << name_of(one.kind) << " in " << one.text;
  }
}

TEST(Lexer, AMinusHasABlankOnEachSide) {
  EXPECT_EQ(token_end(NodeKind::MINUS, "a - b", 2), 3U);
  EXPECT_EQ(token_end(NodeKind::MINUS, "a – b", 2), 5U);
  EXPECT_EQ(token_end(NodeKind::MINUS, "a\n−\nb", 2), 5U);
  EXPECT_EQ(token_end(NodeKind::MINUS, "a -b", 2), 2U);
  EXPECT_EQ(token_end(NodeKind::MINUS, "a- b", 1), 1U);
  EXPECT_EQ(token_end(NodeKind::MINUS, "- b", 0), 0U);
  EXPECT_EQ(token_end(NodeKind::MINUS, "a -", 2), 2U);
}

TEST(Lexer, APhraseTakesAnyBlanksAndEndsWhereANameWould) {
  EXPECT_EQ(phrase_end("met by", "met by x", 0), 6U);
  EXPECT_EQ(phrase_end("met by", "met \n\t by", 0), 9U);
  EXPECT_EQ(phrase_end("met by", "met-by", 0), 0U);
  EXPECT_EQ(phrase_end("met by", "met bye", 0), 0U);
  EXPECT_EQ(phrase_end("no", "no-one", 0), 0U);
  EXPECT_EQ(phrase_end("no", "no- one", 0), 2U);
  EXPECT_EQ(phrase_end("yes/no", "yes/no", 0), 6U);
}

TEST(Lexer, BlanksAreLinesTabsAndComments) {
  EXPECT_EQ(skip_blanks("  \t\r\n# all # of this\n x", 0), 22U);
  EXPECT_EQ(skip_blanks("# to the end", 0), 12U);
  EXPECT_EQ(skip_blanks("x", 0), 0U);
}

TEST(Lexer, ReservedWordsAreWhole) {
  for (const char* word : {"and", "of", "youngest", "cashable", "because", "yes"}) EXPECT_TRUE(is_reserved(word)) << word;
  for (const char* word : {"", "an", "ands", "define", "score", "date", "kind"}) EXPECT_FALSE(is_reserved(word)) << word;
}

}  // namespace
}  // namespace fairstart::syntax::lexer::lexer_test
