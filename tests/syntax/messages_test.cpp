// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/syntax/reading.hpp"

namespace fairstart::syntax::messages_test {
namespace {

using diagnostics::Code;

struct Case {
  const char* text;  // after a header on the first line
  Code code;
  const char* marked;   // what the diagnostic points at
  const char* message;  // a part of it
  const char* help;     // a part of it
};

const Case cases[] = {
    // Definitions
    {"define a for child = b < 3", Code::syntax_error, "=", "where `means` belongs", "write `means`"},
    {"define a for child menas b", Code::syntax_error, "menas", "expected a text in quotes or `means`",
     "did you mean `means`?"},
    {"define a for child gestation is under 3", Code::syntax_error, "gestation", "`means`", "as in `define premature"},
    {"define a for child means not", Code::syntax_error, "not", "nothing follows `not`", "`unit` on the next line"},
    {"define a for child means x is 3 source \"s\"", Code::syntax_error, "source", "in the middle of a line",
     "a line of its own"},
    {"define a for child means x y", Code::syntax_error, "y", "expected a new line, `is`, `and` or `or`", ""},
    {"guarantee g = every child is offered x", Code::syntax_error, "=", "where `that` belongs", "write `that`"},
    {"adapt parameter p = 12 because \"r\"", Code::syntax_error, "=", "where `to` belongs", "write `to`"},
    {"table t : number { a | = t\n x | 5 }", Code::syntax_error, "=", "where `gives` belongs", "write `gives`"},
    // Names
    {"define over for child means x", Code::reserved_word, "over", "`over` is a word of the language", "choose another name"},
    {"codes c { known, declined }", Code::reserved_word, "known", "`known` is a word of the language", "choose another name"},
    {"define Premature for child means x", Code::syntax_error, "Premature", "capitals", "did you mean `premature`?"},
    {"define a for child means low_mood", Code::syntax_error, "low_mood", "has `_` in it", "did you mean `low-mood`?"},
    {"define a for child means in-care_home", Code::syntax_error, "in-care_home", "has `_` in it",
     "did you mean `in-care-home`?"},
    {"Define a for child means x", Code::syntax_error, "Define", "not in lower case", "write `define`"},
    {"defin a for child means x", Code::syntax_error, "defin", "does not start a declaration", "did you mean `define`?"},
    // Conditions
    {"define a for c means x and y or z", Code::and_with_or, "or", "mixed without brackets", "`(a and b) or c`"},
    {"define a for c means x or y and z", Code::and_with_or, "and", "mixed without brackets", "`(a and b) or c`"},
    {"define a for c means x is at least 2 of { a, b }", Code::syntax_error, "of", "`is at least 2` compares with a value",
     "drop what is compared and `is`"},
    {"define a for c means x is at most 2 visits where (y)", Code::syntax_error, "where",
     "`is at most 2` compares with a value", "`at most 2 of { … }`"},
    {"define a for c means x is not under 3", Code::syntax_error, "under", "`is not under` is not a comparison",
     "write `is at least`"},
    {"define a for c means x is not at most 3", Code::syntax_error, "at", "`is not at most` is not a comparison",
     "write `is over`"},
    {"define a for c means x is not on or after y", Code::syntax_error, "after", "`is not on or after` is not a comparison",
     "write `is before`"},
    {"define a for c means x is under y is under z", Code::syntax_error, "is", "a second comparison", "with `and`"},
    {"define a for c means any d where age is under 3 days", Code::syntax_error, "is", "after `where`", "`where (age is …)`"},
    {"define a for c means x between 3 and 5", Code::syntax_error, "between", "without `is`", "write `is between`"},
    {"define a for c means every d where e", Code::syntax_error, "e", "`is` or `has` after `e`", ""},
    {"define a for c means x is", Code::syntax_error, "is", "nothing follows `is`", "`unit` on the next line"},
    {"define a for c means (x is 3", Code::syntax_error, "(", "`(` is never closed", "close it with `)`"},
    {"define a for c means x is 3)", Code::syntax_error, ")", "`)` closes nothing", "delete it"},
    // English
    {"define a for c means x is less than 3", Code::syntax_error, "less than", "found `less than`", "write `is under`"},
    {"define a for c means more than 2 visits", Code::syntax_error, "more than", "found `more than`", "write `at least 3`"},
    {"define a for c means the x", Code::syntax_error, "the", "found `the`", "leave it out"},
    {"define born early for c means x", Code::syntax_error, "born early", "found two words", "`born-early`"},
    // Numbers and dates
    {"define a for c means x is 1,24", Code::bad_number, "1,24", "`1,24` is not a number", "a comma tight after a digit"},
    {"define a for c means x is one of { 1,2, 3 }", Code::bad_number, "1,2", "`1,2` is not a number", "put a blank after it"},
    {"define a for c means x is under £1.5", Code::bad_number, "£1.5", "`£1.5` is not a number", "`£1.50`"},
    {"define a for c means x is under 1.2.3", Code::bad_number, "1.2.3", "`1.2.3` is not a number", "`1,240`"},
    {"define a for c means x is 5 %", Code::bad_number, "%", "has a blank before it", "write `5%`"},
    {"define a for c means x is £ 5", Code::bad_number, "£", "no amount right after it", "write `£5`"},
    {"define a for c means x -5 is over 0", Code::syntax_error, "-", "a blank on each side", "`need - 5`"},
    {"define a for c means d is before 2026-02-30", Code::no_such_date, "2026-02-30", "does not exist", "28 February"},
    {"define a for c means d is before 2025-02-29", Code::no_such_date, "2025-02-29", "does not exist", "28 February"},
    {"define a for c means d is before 2026-13-01", Code::no_such_date, "2026-13-01", "does not exist",
     "a month from 01 to 12"},
    {"define a for c means d is before 01/04/2026", Code::no_such_date, "01/04/2026", "is not a date", "`2026-04-01`"},
    {"define a for c means d is before 2026-4-1", Code::bad_number, "2026-4-1", "is not a date", "`2026-04-01`"},
    {"calendar c { 31 June }", Code::no_such_date, "31 June", "does not exist", "30 June"},
    {"indicator i { reading 3% in school year 2025/27 }", Code::no_such_date, "2025/27", "not a pair of years", "`2025/26`"},
    // Texts and characters
    {"define a \"Not closed\n  means x", Code::syntax_error, "\"Not closed", "no closing `\"`", "close it"},
    {"define a “Not closed\"\n  means x", Code::syntax_error, "“Not closed\"", "no closing `”`", "close it"},
    {"define a 'Single'\n  means x", Code::syntax_error, "'", "found `'`", "double quotes"},
    {"define a means x; unit", Code::syntax_error, ";", "found `;`", "ends with its line"},
    {"define a means\u00A0x", Code::syntax_error, "\u00A0", "blank of an unusual kind", "ordinary blank"},
    // Blocks and lines
    {"offer o for child {\n  when x\n", Code::unclosed_block, "unit", "inside the block of `offer o`", "close it with `}`"},
    {"offer o for child {\n  when x\n}\n}", Code::syntax_error, "}", "`}` closes nothing", "delete it"},
    {"offer o for child {\n  wen x\n}", Code::syntax_error, "wen", "does not start a clause of an offer",
     "did you mean `when`?"},
    {"offer o for child {\n  colour blue\n}", Code::syntax_error, "colour", "does not start a clause of an offer", "`met by`"},
    {"offer o for child {\n  when\n  met by visit\n}", Code::syntax_error, "when", "nothing follows `when`",
     "`met by` on the next line"},
    {"offer o for child { amount 4 visits due by 2026-01-01 }", Code::syntax_error, "due", "in the middle of a line",
     "a comma before it"},
    {"offer o for child {\n  amount\n}", Code::syntax_error, "amount", "expected `{` or a value after `amount`",
     "as in `amount 4 visits`"},
    {"offer o for child {\n  due form 3 days to 4 days after d\n}", Code::syntax_error, "form",
     "expected `from`, `within` or `by`", "did you mean `from`?"},
    {"parameter p : number { value 13 places may choose from 1 to 2 }", Code::syntax_error, "places may choose from",
     "in the middle", "a comma before it"},
    {"parameter p \"P\" whole number { }", Code::syntax_error, "whole", "expected `:`", "as in `parameter "},
    {"library b \"B\" { }", Code::syntax_error, "library", "a second header", "a file of its own"},
    {"hello", Code::syntax_error, "hello", "does not start a declaration", "such as `define`"},
};

TEST(Messages, SayWhatIsThereAndWhatToDo) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    const Reading reading("framework f \"F\" { }\n" + std::string(one.text) + "\nunit later\n");
    ASSERT_EQ(reading.diagnostics.items().size(), 1U);
    const diagnostics::Diagnostic& item = reading.diagnostics.items()[0];
    EXPECT_EQ(item.code, one.code) << item.message;
    EXPECT_EQ(reading.marked(), one.marked);
    EXPECT_NE(item.message.find(one.message), std::string::npos) << item.message;
    EXPECT_NE(item.help.find(one.help), std::string::npos) << item.help;
    if (*one.help == '\0') { EXPECT_EQ(item.help, ""); }
    EXPECT_FALSE(item.message[0] >= 'A' && item.message[0] <= 'Z') << item.message;
    const auto kinds = declared(reading);
    ASSERT_FALSE(kinds.empty());
    EXPECT_EQ(kinds.back(), "unit") << "the next declaration is lost";
  }
}

TEST(Messages, MixedAndWithOrPointsToBothWords) {
  const Reading reading("framework f \"F\" { }\ndefine a means b is between 1 and 2 and (c or d) or e\n");
  ASSERT_EQ(reading.diagnostics.items().size(), 1U);
  ASSERT_EQ(reading.diagnostics.items()[0].labels.size(), 1U);
  EXPECT_EQ(reading.place().column, 50U);
  EXPECT_EQ(reading.sources.position(reading.file, reading.diagnostics.items()[0].labels[0].span.begin).column, 37U);
}

TEST(Messages, AnUnclosedBlockNamesWhereItOpened) {
  const Reading reading("framework f \"F\" { }\ncore offer o for child {\n  amount {\n    a 1\n");
  ASSERT_EQ(reading.diagnostics.items().size(), 1U);
  const diagnostics::Diagnostic& item = reading.diagnostics.items()[0];
  EXPECT_EQ(item.code, Code::unclosed_block);
  EXPECT_EQ(item.message, "the file ends inside the block of `amount`");
  ASSERT_EQ(item.labels.size(), 1U);
  EXPECT_EQ(reading.sources.position(reading.file, item.labels[0].span.begin).line, 3U);
  EXPECT_EQ(reading.place().line, 4U);
}

struct Header {
  const char* text;
  Code code;
  const char* marked;
  const char* help;
};
const Header headers[] = {
    {"frmework a \"A\" { }\n", Code::missing_header, "frmework", "did you mean `framework`?"},
    {"Framework a \"A\" { }\n", Code::missing_header, "Framework", "write `framework`"},
    {"define a means b\n", Code::missing_header, "define", "start it with `framework"},
    {"hello\n", Code::missing_header, "hello", "start it with `framework"},
    {"framework Surrey \"A\" { }\n", Code::syntax_error, "Surrey", "did you mean `surrey`?"},
    {"framework a.b_c \"A\" { }\n", Code::syntax_error, "a.b_c", "did you mean `a.b-c`?"},
    {"framework a \"A\" {\n  version 1\n}\n", Code::syntax_error, "1", ""},
    {"framework a \"A\" {\n  versoin \"1\"\n}\n", Code::syntax_error, "versoin", "did you mean `version`?"},
    {"framework a \"A\" {\n  version \"1\"\nuse b\n", Code::unclosed_block, "use", "close it with `}`"},
    {"framework a \"A\" {\n  version \"1\"\n", Code::unclosed_block, "\"1\"", "close it with `}`"},
    {"framework a \"A\"\nunit b\n", Code::syntax_error, "\"A\"", ""},
};

TEST(Messages, OfHeaders) {
  for (const Header& one : headers) {
    SCOPED_TRACE(one.text);
    const Reading reading(one.text);
    ASSERT_EQ(reading.diagnostics.items().size(), 1U);
    const diagnostics::Diagnostic& item = reading.diagnostics.items()[0];
    EXPECT_EQ(item.code, one.code) << item.message;
    EXPECT_EQ(reading.marked(), one.marked);
    EXPECT_NE(item.help.find(one.help), std::string::npos) << item.help;
    expect_well_formed(reading.tree);
  }
}

TEST(Messages, ColumnsCountCharacters) {
  const Reading reading("framework f \"Fünf £ “ü”\" { } ; \n");
  ASSERT_EQ(reading.diagnostics.items().size(), 1U);
  EXPECT_EQ(reading.place().column, 30U);
}

TEST(Messages, LongWordsAreCut) {
  const std::string longest(5000, 'x');
  for (const std::string& text :
       {longest, longest + "_y", "unit " + longest + "_", "define a means " + std::string(5000, '1') + ",2",
        "define a means b where " + longest + " is 3", "offer " + longest + " {\n", "offer o { " + longest + " }"}) {
    const Reading reading("framework f \"F\" { }\n" + text);
    ASSERT_EQ(reading.diagnostics.items().size(), 1U);
    EXPECT_LT(reading.diagnostics.items()[0].message.size(), 200U);
    EXPECT_LT(reading.diagnostics.items()[0].help.size(), 300U);
  }
}

}  // namespace
}  // namespace fairstart::syntax::messages_test
