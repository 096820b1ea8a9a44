// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "dsl/plan/plan.hpp"
#include "engine/examples/examples.hpp"
#include "tests/harness/harness.hpp"

// Files that are larger than people write: they check, or are refused with a reason, and the plan is sound.
namespace fairstart::language::large_test {
namespace {

std::string table_of(int rows, int columns) {
  std::string text = "framework t.large \"Large\" { version \"1\" }\nrecord family, families { key id\n";
  for (int c = 0; c < columns; ++c) text += "  f" + std::to_string(c) + " : whole number, from 0 to 1999\n";
  text += "}\ntable t for family : whole number {\n ";
  for (int c = 0; c < columns; ++c) text += " f" + std::to_string(c) + " |";
  text += " gives t\n";
  for (int r = 0; r < rows; ++r) {
    const int width = 2000 / rows;
    text += "  " + std::to_string(r * width) + " to " + std::to_string(r + 1 == rows ? 1999 : (r + 1) * width - 1);
    for (int c = 1; c < columns; ++c) text += " | 0 to 1999";
    text += " | " + std::to_string(r) + "\n";
  }
  return text + "}\n";
}

TEST(Large, TablesOfRangesAreSoundOrRefused) {
  for (const auto& [rows, columns] : {std::pair{12, 20}, {200, 3}, {1000, 3}, {1000, 20}}) {
    const harness::Checked checked = harness::check_text(table_of(rows, columns));
    if (checked.plan)
      EXPECT_TRUE(plan::verify(*checked.plan).empty()) << rows << " rows";
    else
      EXPECT_EQ(checked.codes(), std::vector<std::string>{"FS1006"}) << checked.text().substr(0, 2000);
  }
  EXPECT_TRUE(harness::check_text(table_of(12, 20)).plan);
}

TEST(Large, AConditionOfManyPartsIsLinear) {
  std::string sum = "n", set;
  for (int i = 0; i < 999; ++i) sum += " + n";
  for (int i = 0; i < 20'000; ++i) { set += std::to_string(i) + (i % 20 == 19 ? ",\n" : ", "); }
  const std::string text =
      "framework t.large \"Large\" { version \"1\" }\nrecord family, families { key id\n  n : whole number\n}\n"
      "define many for family means " +
      sum + " is over 3\ndefine some for family means n is one of { " + set + " }\n";
  const harness::Checked checked = harness::check_text(text);
  ASSERT_TRUE(checked.plan) << checked.text().substr(0, 2000);
  EXPECT_TRUE(plan::verify(*checked.plan).empty());
}

std::string chain_of(int definitions, int brackets) {
  std::string text =
      "framework t.large \"Large\" { version \"1\" }\nrecord family, families { key id\n  n : whole number\n}\n"
      "define d0 for family means n is over 3\n";
  for (int i = 1; i <= definitions; ++i) {
    text += "define d" + std::to_string(i) + " for family means ";
    for (int b = 0; b < brackets; ++b) text += "not (";
    text += "d" + std::to_string(i - 1) + " or n is " + std::to_string(i) +
            std::string(static_cast<std::size_t>(brackets), ')') + "\n";
  }
  return text;
}

// Whatever follows a plan by recursion must come back: not only brackets are bounded, but what they come to through definitions.
TEST(Large, ALineOfDefinitionsIsBoundedWhateverItsOrder) {
  EXPECT_EQ(harness::check_text(chain_of(20'000, 0)).codes(), std::vector<std::string>{"FS0104"});
  EXPECT_EQ(harness::check_text(chain_of(150, 60)).codes(), std::vector<std::string>{"FS0104"});
  const harness::Checked checked = harness::check_text(
      chain_of(120, 8) + "example \"x\" {\n  as at 2026-04-01\n  family { n 3 }\n  expect d120 unknown\n}\n");
  ASSERT_TRUE(checked.plan) << checked.text().substr(0, 2000);
  EXPECT_TRUE(plan::verify(*checked.plan).empty());
  const examples::Outcome outcome = examples::run(*checked.plan, checked.plan->examples.front());
  ASSERT_EQ(outcome.failures.size(), 1U);
  EXPECT_FALSE(outcome.failures.front().explanation.empty());
}

TEST(Large, ASumThatIsTooLongIsRefused) {
  std::string product = "n";
  for (int i = 0; i < 100'000; ++i) product += i % 2 == 0 ? " × 2" : " ÷ 2";
  const harness::Checked checked = harness::check_text(
      "framework t.large \"Large\" { version \"1\" }\nrecord family, families { key id\n  n : whole number\n}\n"
      "define many for family means " +
      product + " is over 3\n");
  EXPECT_EQ(checked.codes(), std::vector<std::string>{"FS0104"});
}

}  // namespace
}  // namespace fairstart::language::large_test
