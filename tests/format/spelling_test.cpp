// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/format/formatted.hpp"

namespace fairstart::format::spelling_test {
namespace {

// How the formatter writes a condition.
std::string written(const std::string& condition) {
  const std::string before = "library a \"A\" { version \"1\" }\ndefine d for child means ";
  const Formatted result = formatted(before + condition + "\n");
  EXPECT_TRUE(result.parsed) << condition;
  EXPECT_EQ(result.text.substr(0, before.size()), before) << condition;
  EXPECT_EQ(result.text.back(), '\n');
  return result.text.substr(before.size(), result.text.size() - before.size() - 1);
}

struct Case {
  const char* given;
  const char* written;
};
void PrintTo(const Case& spelling, std::ostream* out) { *out << spelling.given; }

class Spelling : public ::testing::TestWithParam<Case> {};

TEST_P(Spelling, IsNormalised) { EXPECT_EQ(written(GetParam().given), GetParam().written); }

INSTANTIATE_TEST_SUITE_P(Comparisons, Spelling,
                         ::testing::Values(Case{"x < 3", "x is under 3"}, Case{"x > 3", "x is over 3"},
                                           Case{"x <= 3", "x is at most 3"}, Case{"x ≤ 3", "x is at most 3"},
                                           Case{"x >= 3", "x is at least 3"}, Case{"x ≥ 3", "x is at least 3"},
                                           Case{"x = 3", "x is 3"}, Case{"x ≠ 3", "x is not 3"},
                                           Case{"x is  at   least 3", "x is at least 3"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, Spelling,
    ::testing::Values(Case{"date < 2026-04-01", "date is before 2026-04-01"}, Case{"date > as at", "date is after as at"},
                      Case{"date <= turning 2 years", "date is on or before turning 2 years"},
                      Case{"as at >= 2026-04-01", "as at is on or after 2026-04-01"},
                      Case{"date = 2026-04-01", "date is 2026-04-01"},
                      Case{"date ≥ 3 days after date-of-birth", "date is on or after 3 days after date-of-birth"},
                      Case{"as at - date < 30 days", "as at - date is under 30 days"},
                      Case{"date < next term after as at", "date is before next term after as at"}));

INSTANTIATE_TEST_SUITE_P(Marks, Spelling,
                         ::testing::Values(Case{"a * 2 / b – c − −3 > 1", "a × 2 ÷ b - c - -3 is over 1"},
                                           Case{"x is “A”", "x is \"A\""}, Case{"x is “say \"A\"”", "x is “say \"A\"”"},
                                           Case{"( a and b )or c", "(a and b) or c"}, Case{"any of {a,b}", "any of { a, b }"},
                                           Case{"x is £1,240.50  per  year", "x is £1,240.50 per year"},
                                           Case{"age\tin  months is 3", "age in months is 3"}));

TEST(Spelling, SymbolsStayInTablesAndBands) {
  const std::string text =
      "library a \"A\" { version \"1\" }\n\n"
      "table t for child : whole number {\n  x    | gives t\n  ≤ 3  | 1\n  > 3  | 2\n}\n\n"
      "outcome o \"O\" {\n  indicator i { published, bands { green ≥ 35%, red otherwise } }\n}\n";
  const std::string out = formatted(text).text;
  EXPECT_NE(out.find("<= 3 | 1"), std::string::npos) << out;
  EXPECT_NE(out.find("> 3  | 2"), std::string::npos) << out;
  EXPECT_NE(out.find("green >= 35%"), std::string::npos) << out;
}

TEST(Spelling, CantTell) {
  const std::string text =
      "library a \"A\" { version \"1\" }\nexample \"e\" {\n  as at 2026-04-01\n  expect can’t tell offer o\n}\n";
  const Formatted result = formatted(text);
  ASSERT_TRUE(result.parsed);
  EXPECT_NE(result.text.find("expect can't tell offer o"), std::string::npos) << result.text;
}

}  // namespace
}  // namespace fairstart::format::spelling_test
