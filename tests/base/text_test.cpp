// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dsl/base/let_go.hpp"
#include "dsl/base/nhs_number.hpp"
#include "dsl/base/sha256.hpp"

namespace fairstart::base::text_test {
namespace {

TEST(Text, NearestIsNearOrNothing) {
  static constexpr std::array<std::string_view, 4> names{"premature", "low-mood", "need", "support"};
  EXPECT_EQ(nearest("premtaure", names), "premature");
  EXPECT_EQ(nearest("low_mood", names), "low-mood");
  EXPECT_EQ(nearest("suport", names), "support");
  EXPECT_EQ(nearest("wellbeing", names), "");
  EXPECT_EQ(nearest("", names), "");
}

TEST(Text, OneLineKeepsQuotesAndDropsComments) { EXPECT_EQ(on_one_line("a  # why\n   and \"b  # c\""), "a and \"b  # c\""); }

TEST(Text, Utf8IsChecked) {
  EXPECT_TRUE(is_valid_utf8("£ “2½” ≤ 😀"));
  for (const std::string_view wrong : {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFF"})
    EXPECT_FALSE(is_valid_utf8(wrong));
}

// 943 476 5919 is the NHS Data Dictionary's worked number; 943 476 5870 has a remainder of 0, 401 023 2137 stands in NHS notes on
// the format.
TEST(NhsNumber, PublishedNumbersPassWithAndWithoutSpaces) {
  for (const std::string_view number : {"9434765919", "943 476 5919", "9434765870", "4010232137", "9991000011"})
    EXPECT_EQ(not_an_nhs_number(number), "") << number;
  EXPECT_EQ(nhs_number("943 476 5919"), "9434765919");
  EXPECT_EQ(nhs_number("9434765919"), "9434765919");
}

TEST(NhsNumber, WhatIsNoneSaysWhyAndNotWhat) {
  const auto said = [](std::string_view text, std::string_view words) {
    const std::string_view why = not_an_nhs_number(text);
    EXPECT_NE(why.find(words), std::string_view::npos) << text << ": " << why;
    EXPECT_EQ(nhs_number(text), std::nullopt) << text;
  };
  for (const std::string_view other :
       {"", "943476591", "94347659190", "943-476-5919", "94 3476 5919", "943 4765919", "943  476 591", "943476591X",
        " 9434765919", "943 476 591\n", "٩434765919", "9434765919.0"})
    said(other, "ten digits");
  for (const std::string_view power : {"9.43E+09", "9434765919e0", "9E9", "9,43E+09"}) said(power, "scientific notation");
  for (char digit = '0'; digit <= '9'; ++digit) said(std::string(10, digit), "one digit, ten times");
  for (const std::string_view wrong : {"9434765918", "943 476 5910", "9991000012"}) said(wrong, "check digit");
}

// Another way to say the same: with the weights 10 down to 1 the ten digits add up to a multiple of 11.
TEST(NhsNumber, AgreesWithTheSumOfAllTenDigits) {
  std::size_t with = 0, without = 0;
  for (std::uint32_t i = 0; i < 30'000; ++i) {
    const std::uint32_t first_nine = i < 10'000 ? 999'000'000 + i : (i * 2'654'435'761U) % 1'000'000'000;
    std::string start = std::to_string(first_nine);
    start.insert(0, 9 - start.size(), '0');
    std::optional<std::string> fits;
    for (char digit = '0'; digit <= '9'; ++digit) {
      const std::string number = start + digit;
      int sum = 0;
      for (int place = 0; place < 10; ++place) sum += (10 - place) * (number[static_cast<std::size_t>(place)] - '0');
      const bool one_digit = number.find_first_not_of(number.front()) == std::string::npos;
      const bool valid = sum % 11 == 0 && !one_digit;
      ASSERT_EQ(not_an_nhs_number(number).empty(), valid) << number;
      if (valid) fits = number;
    }
    ASSERT_EQ(nhs_number_from(first_nine), fits) << first_nine;
    ++(fits ? with : without);
  }
  // One beginning in eleven has no number.
  EXPECT_NEAR(static_cast<double>(without) / static_cast<double>(with + without), 1.0 / 11, 0.01);
  EXPECT_EQ(nhs_number_from(1'000'000'000), std::nullopt);
}

// FIPS 180-4, appendix B.
TEST(Text, Sha256OfThePublishedExamples) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(LetGo, LeavesNoMemory) {
  std::vector<int> values(1000);
  std::string text(1000, 'x');
  let_go(values);
  let_go(text);
  EXPECT_EQ(values.capacity(), 0u);
  EXPECT_EQ(text, "");
  EXPECT_LT(text.capacity(), 100u);
}

}  // namespace
}  // namespace fairstart::base::text_test
