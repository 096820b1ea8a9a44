// SPDX-License-Identifier: Apache-2.0
#include "dsl/base/text.hpp"

#include <gtest/gtest.h>

#include <array>

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

// FIPS 180-4, appendix B.
TEST(Text, Sha256OfThePublishedExamples) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

}  // namespace
}  // namespace fairstart::base::text_test
