// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/readers/reading.hpp"

// Columns of numbers hold hundredths in four bytes until a number comes that needs more.
namespace fairstart::readers_test::numbers_test {
namespace {

const Words usual = {"52.0", "", "0.25", "-3", "21474836.47", "-21474836.47", "7.5"};
constexpr std::int64_t usual_is[] = {52'000'000, 0, 250'000, -3'000'000, 21'474'836'470'000, -21'474'836'470'000, 7'500'000};

std::string contacts_of(const Words& values) {
  std::string out = "contact_id,person_id,kind,value\n";
  for (std::size_t i = 0; i < values.size(); ++i) out += 'C' + std::to_string(i) + ",P1,mmr1," + values[i] + '\n';
  return out;
}

// A hundred rows, with `odd` in the middle; read by blocks of some rows each, on two threads, and row by row.
void expect_values(const std::string& odd, const std::string& odd_is, bool narrow) {
  Words values, expected;
  for (std::size_t i = 0; i < 100; ++i) {
    values.push_back(i == 50 ? odd : usual[i % usual.size()]);
    expected.push_back(i == 50 ? odd_is : usual[i % usual.size()].empty() ? "?" : std::to_string(usual_is[i % usual.size()]));
  }
  for (const bool by_record : {false, true}) {
    for (const std::size_t block_bytes : {std::size_t{64}, std::size_t{300}, std::size_t{1} << 18U}) {
      Reading reading({{"families.csv", "family_id\nF1\n"},
                       {"people.csv", "person_id,family_id\nP1,F1\n"},
                       {"contacts.csv", contacts_of(values)}});
      reading.options.by_record = by_record;
      reading.options.block_bytes = block_bytes;
      reading.options.threads = 2;
      reading.read();
      ASSERT_EQ(reading.only_error(), "") << odd;
      const SmallPlan& small = reading.small;
      EXPECT_EQ(reading.cells(small.value), expected) << odd << " by " << block_bytes;
      const auto* whole = std::get_if<column::WholeCells>(&reading.database().column(small.value).cells);
      EXPECT_EQ(whole != nullptr, narrow) << odd << " by " << block_bytes;
      EXPECT_TRUE(whole == nullptr || whole->unit == column::WholeCells::hundredths);
    }
  }
}

TEST(Numbers, AreHundredthsWhileAllCanBe) {
  expect_values("8", "8000000", true);
  expect_values(" 8.10 ", "8100000", true);
  expect_values("\"8.1\"", "8100000", true);
  expect_values("no number", "?", true);
  expect_values("", "?", true);
}

TEST(Numbers, AreWidenedByOneThatNeedsMore) {
  expect_values("0.001", "1000", false);
  expect_values("-0.000001", "-1", false);
  expect_values("21474836.48", "21474836480000", false);
  expect_values("-21474836.48", "-21474836480000", false);
  expect_values("9000000000000", "9000000000000000000", false);
}

// What would be a number is none where its cell may not be used.
TEST(Numbers, OfCellsThatAreTooLongAreUnknown) {
  for (const bool documents : {false, true}) {
    std::map<std::string, std::string> files = {{"families.csv", "family_id\nF1\n"},
                                                {"people.csv", "person_id,family_id\nP1,F1\n"}};
    if (documents)
      files = {{"families.ndjson", R"({"family_id":"F1","people":[{"person_id":"P1","contacts":[)"
                                   R"({"contact_id":"C1","value":"12345"},{"contact_id":"C2","value":6}]}]})"}};
    else
      files["contacts.csv"] = "contact_id,person_id,value\nC1,P1,12345\nC2,P1,6\n";
    Reading reading(files);
    reading.options.max_cell_bytes = 4;
    reading.read();
    ASSERT_EQ(reading.only_error(), "");
    EXPECT_EQ(reading.cells(reading.small.value), (Words{"?", "6000000"})) << documents;
    EXPECT_NE(reading.rejects().find("longer than 4 bytes"), std::string::npos);
  }
}

// Nor is what a blank cell would be.
TEST(Numbers, OfCellsThatAreNoneAreUnknownWhereABlankIsOne) {
  Reading reading = only("families.ndjson",
                         "{\"family_id\":\"F1\",\"income\":{\"a\":1}}\n{\"family_id\":\"F2\",\"income\":\"\"}\n"
                         "{\"family_id\":\"F3\",\"income\":7}\n");
  const SmallPlan& small = reading.small;
  plan::Mapping mapping{.name = "m"};
  const plan::CellMeaning blank{{""}, plan::Constant{5'000'000, {}}, {}};
  mapping.files.push_back(
      {.file = "families.ndjson",
       .record = small.family,
       .columns = {{.target = plan::ColumnTarget::key, .from = "family_id"},
                   {.target = plan::ColumnTarget::field, .field = small.income, .from = "income", .cells = {blank}}}});
  reading.options.mapping = &mapping;
  reading.read();
  ASSERT_TRUE(reading.records) << reading.only_error();
  EXPECT_EQ(reading.cells(small.income), (Words{"?", "5000000", "7000000"}));
}

}  // namespace
}  // namespace fairstart::readers_test::numbers_test
